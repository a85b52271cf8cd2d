"""Orders of linked issues: the bound of the states holds, and no state is finer than needed."""

from __future__ import annotations

from itertools import product
from math import prod
from random import Random

import pytest
from spaces import linked_space, random_space

from irenic.solve.blocks import Block, plan_blocks
from irenic.solve.linked import NOTHING_OPEN, chain, count_chain
from irenic.solve.orders import best_order, shape_of


def linked_blocks(seeds: range) -> list[Block]:
    plans = [plan_blocks(random_space(seed)) for seed in seeds]
    return [b for plan in plans if not plan.impossible for b in plan.blocks if len(b.issues) > 1]


def separators(block: Block, order: list[int]) -> list[set[int]]:
    """Return, after each step, the decided issues that share a rule with an undecided one."""
    patterns = [*block.forbidden, *(t.when for t in block.terms)]
    scopes = [{j for j, _ in p} for p in patterns]
    scopes += [{j for p, _ in limit.parts for j, _ in p} for limit in block.limits]
    found = []
    for now in range(len(order)):
        decided = set(order[: now + 1])
        found.append({j for s in scopes if s & decided and s - decided for j in s & decided})
    return found


@pytest.mark.parametrize("chunk", range(8))
def test_never_more_states_than_assignments_of_the_separator_or_than_the_bound(chunk):
    blocks = linked_blocks(range(chunk * 250, chunk * 250 + 250))
    assert len(blocks) > 40
    for block in blocks:
        shape = shape_of(block)
        order = best_order(shape)
        assert sorted(order) == list(range(len(block.issues)))
        links = chain(block, max_states=10**6)
        assert links is not None
        assert [link.block.issues for link in links] == [(block.issues[j],) for j in order]
        decided = 0
        ahead = separators(block, order)
        for now, link in enumerate(links[1:]):
            decided |= 1 << order[now]
            states = len(link.arrows)
            assert states <= prod(len(block.options[j]) for j in ahead[now])
            # Amounts of limits can be far apart; the bound is about what they count.
            assert block.limits or states <= 2 ** shape.exponent(decided) * (1 + 1e-9)
        assert count_chain(links) == sum(1 for _ in block.rows())


@pytest.mark.parametrize("chunk", range(4))
def test_every_way_through_the_states_is_a_combination_with_its_vector(chunk):
    for block in linked_blocks(range(chunk * 60, chunk * 60 + 60)):
        links = chain(block, max_states=10**6)
        assert links is not None
        found = {}
        for picks in product(*(range(len(link.block.options[0])) for link in links)):
            state, total, alive = NOTHING_OPEN, (0,) * len(block.start), True
            for link, o in zip(links, picks, strict=True):
                kind = next(c for c, members in enumerate(link.kinds) if o in members)
                arrow = next((a for a in link.arrows.get(state, ()) if a.kind == kind), None)
                if arrow is None:
                    alive = False
                    break
                state = arrow.after
                total = tuple(map(sum, zip(total, arrow.add, link.block.tables[0][o], strict=True)))
            if alive:
                assert state == NOTHING_OPEN
                chosen = dict(zip((link.block.issues[0] for link in links), picks, strict=True))
                number = 0
                for j, options in zip(block.issues, block.options, strict=True):
                    number = number * len(options) + chosen[j]
                found[number] = total
        assert found == dict(block.rows())


def test_an_order_is_found_again_however_the_issues_are_numbered():
    """A chain of 40 issues in random order needs as few states as in its own order."""
    rng = Random(3)
    issues = list(range(40))
    rng.shuffle(issues)
    pairs = [(issues[k], issues[k + 1]) for k in range(39)]
    [block] = plan_blocks(linked_space(1, 2, sizes=(5,) * 40, pairs=pairs)).blocks
    assert shape_of(block).peak(best_order(shape_of(block))) <= 9


@pytest.mark.parametrize(
    ("pairs", "issues", "most"), [(30, 20, 300), (30, 30, 30), (40, 20, 3_000)]
)
def test_sparse_random_rules_need_few_states(pairs, issues, most):
    """Before orders were improved these needed 1,080, 486 and 8,100 states."""
    space = linked_space(1, 2, sizes=(5,) * issues, pairs=pairs)
    block = max(plan_blocks(space).blocks, key=lambda b: len(b.issues))
    links = chain(block, max_states=10**5)
    assert links is not None
    assert max(len(link.arrows) for link in links) <= most
