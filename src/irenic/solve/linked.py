"""Issues that rules and together terms link, decided one at a time.

What later issues need to know of earlier ones is only which patterns every decided part of
which has matched so far.  That set is the *state*; packages in the same state have the same
completions, so each state has a partial frontier of its own.  The number of states follows
how the issues are linked (a chain of rules needs a handful), not how many there are.

References
----------
D. Bergman, A. A. Cire, "Multiobjective Optimization by Decision Diagrams", CP 2016.
E. Rollon, J. Larrosa, "Bucket Elimination for Multiobjective Optimization Problems",
Journal of Heuristics 12 (2006) 307-328.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from irenic.solve.blocks import Block, Vector

__all__ = ["NOTHING_OPEN", "Arrow", "Link", "State", "chain", "count_chain", "unlinked"]

#: Numbers of the patterns that have matched so far and are not decided yet.
State = frozenset[int]
NOTHING_OPEN: State = frozenset()


@dataclass(frozen=True, slots=True)
class Arrow:
    """Deciding for an option of a kind leads to state ``after`` and adds ``add``."""

    kind: int
    after: State
    add: Vector


@dataclass(frozen=True, slots=True)
class Link:
    """One step: the issues of ``block`` are decided.

    ``kinds[c]`` are the positions of the options that match the same patterns; ``None``
    stands for all feasible combinations of a block that is enumerated as a whole.
    ``arrows[state]`` says where each kind leads; a kind that a rule forbids leads nowhere.
    """

    block: Block
    kinds: tuple[tuple[int, ...] | None, ...]
    arrows: Mapping[State, Sequence[Arrow]]


def unlinked(block: Block, /) -> Link:
    """Return the step that decides a whole block at once."""
    zero = (0,) * len(block.start)
    return Link(block, (None,), {NOTHING_OPEN: (Arrow(0, NOTHING_OPEN, zero),)})


def chain(block: Block, /, *, max_states: int) -> tuple[Link, ...] | None:
    """Return steps that decide the issues of a block one by one.

    ``None`` when some step would have more than ``max_states`` states.
    """
    patterns: list[tuple[dict[int, frozenset[int]], Vector | None]] = [
        *((dict(pattern), None) for pattern in block.forbidden),
        *((dict(term.when), term.add) for term in block.terms),
    ]
    order = _order(len(block.issues), [frozenset(parts) for parts, _ in patterns])
    place = {j: k for k, j in enumerate(order)}
    first = [min(place[j] for j in parts) for parts, _ in patterns]
    last = [max(place[j] for j in parts) for parts, _ in patterns]
    states: set[State] = {NOTHING_OPEN}
    links: list[Link] = []
    for now, j in enumerate(order):
        here = frozenset(k for k, (parts, _) in enumerate(patterns) if j in parts)
        kinds: dict[State, list[int]] = {}
        for o in range(len(block.options[j])):
            kinds.setdefault(frozenset(k for k in here if o in patterns[k][0][j]), []).append(o)
        arrows: dict[State, list[Arrow]] = {}
        for state in states:
            arrows[state] = []
            for c, met in enumerate(kinds):
                alive = frozenset(k for k in met if k in state or first[k] == now)
                done = [patterns[k][1] for k in alive if last[k] == now]
                adds = [add for add in done if add is not None]
                if len(adds) == len(done):  # nothing forbids it
                    after = (state - here) | frozenset(k for k in alive if last[k] > now)
                    adds.append(block.start if now == 0 else (0,) * len(block.start))
                    arrows[state].append(Arrow(c, after, tuple(map(sum, zip(*adds, strict=True)))))
        states = {arrow.after for leaving in arrows.values() for arrow in leaving}
        if len(states) > max_states:
            return None
        links.append(Link(_alone(block, j), tuple(map(tuple, kinds.values())), arrows))
    return tuple(links)


def _alone(block: Block, j: int) -> Block:
    zero = (0,) * len(block.start)
    return Block((block.issues[j],), (block.options[j],), (block.tables[j],), (), (), zero)


def _order(n_issues: int, scopes: Sequence[frozenset[int]]) -> list[int]:
    """Return an order of the issues that keeps few patterns open at once (greedy)."""
    decided: list[int] = []
    left = set(range(n_issues))
    while left:
        decided.append(min(left, key=lambda j: (_open(scopes, {*decided, j}), j)))
        left.remove(decided[-1])
    return decided


def _open(scopes: Iterable[frozenset[int]], decided: set[int]) -> int:
    return sum(1 for scope in scopes if scope & decided and scope - decided)


def count_chain(links: Sequence[Link], /) -> int:
    """Return the number of combinations that no rule forbids, exactly."""
    ways: dict[State, int] = {NOTHING_OPEN: 1}
    for link in links:
        after: dict[State, int] = {}
        for state, number in ways.items():
            for arrow in link.arrows.get(state, ()):
                options = link.kinds[arrow.kind] or ()
                after[arrow.after] = after.get(arrow.after, 0) + number * len(options)
        ways = after
    return ways.get(NOTHING_OPEN, 0)
