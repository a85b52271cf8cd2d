"""The space of packages: utilities, rules, restrictions."""

from __future__ import annotations

import pytest
from oracles import feasible_by_definition, utility_by_definition
from spaces import random_space

from irenic.solve.blocks import plan_blocks
from irenic.solve.space import Space, Term


@pytest.mark.parametrize("seed", range(150))
def test_utilities_and_rules_are_the_definitions(seed):
    space = random_space(seed)
    feasible = [p for p in feasible_by_definition(space) if space.is_feasible(p)]
    assert feasible == feasible_by_definition(space)
    assert [space.utility(p) for p in feasible] == [
        utility_by_definition(space, p) for p in feasible
    ]


def test_without_issues_there_is_one_empty_package():
    space = Space(2, (), (Term((), (3, -1)),))
    assert (space.total_packages, space.utility(()), space.is_feasible(())) == (1, (3, -1), True)


def test_the_number_of_packages_is_exact_beyond_machine_integers():
    assert Space(1, (((0,),) * 10,) * 50).total_packages == 10**50


@pytest.mark.parametrize("seed", range(150))
def test_a_restriction_is_the_space_with_fewer_options(seed):
    """Completing a partial proposal: the packages that agree with it, and no others."""
    space = random_space(seed)
    allowed = {
        issue: frozenset(o for o in range(size) if (o + seed + issue) % 3)
        for issue, size in enumerate(space.sizes)
        if (seed + issue) % 2
    }
    part = space.restrict(allowed)
    found = [part.original(p) for p in feasible_by_definition(part.space)]
    assert found == [
        p
        for p in feasible_by_definition(space)
        if all(p[issue] in options for issue, options in allowed.items())
    ]
    for package in feasible_by_definition(part.space):
        assert part.space.utility(package) == space.utility(part.original(package))


def test_issues_linked_by_terms_or_rules_form_one_block():
    two = tuple((o,) for o in range(2))
    first, last = frozenset({0}), frozenset({1})
    space = Space(
        1,
        (two,) * 6,
        (Term(((0, first), (3, last)), (1,)),),
        (((3, first), (5, first)),),
    )
    assert sorted(block.issues for block in plan_blocks(space).blocks) == [
        (0, 3, 5),
        (1,),
        (2,),
        (4,),
    ]


def test_patterns_that_decide_nothing_link_nothing():
    """A part that always holds, a term that adds nothing, a pattern that cannot match."""
    two = ((0,), (1,))
    every, first = frozenset({0, 1}), frozenset({0})
    space = Space(
        1,
        (two,) * 4,
        (Term(((0, first), (1, every)), (1,)), Term(((1, first), (2, first)), (0,))),
        (((2, first), (3, frozenset())), ((3, first),), ((0, first), (3, first))),
    )
    plan = plan_blocks(space)
    assert [block.issues for block in plan.blocks] == [(0,), (1,), (2,), (3,)]
    assert plan.blocks[3].options == ((1,),)


@pytest.mark.parametrize("seed", range(150))
def test_the_units_of_a_plan_lose_nothing(seed):
    space = random_space(seed)
    plan = plan_blocks(space)
    for package in feasible_by_definition(space):
        u = space.utility(package)
        w = plan.inside(u)
        assert w is not None
        assert plan.utility(w) == u
        assert all(0 <= x <= top for x, top in zip(w, plan.span, strict=True))
