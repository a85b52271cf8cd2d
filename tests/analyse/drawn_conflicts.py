"""Random conflicts in option form, with every kind of preference."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from irenic.analyse.conflict_change import state_names
from irenic.model import (
    AllOf,
    AnyOf,
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    Holds,
    If,
    Iff,
    Intervention,
    KnownPreference,
    Matches,
    Not,
    OptionWeights,
    Statement,
    Statements,
    StateRanking,
)

DIRECTIONS = ("both", "both", "to-yes", "to-no")


def formulas(m: int) -> st.SearchStrategy:
    leaf = st.integers(0, m - 1).map(Holds) | patterns(m).map(Matches)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda x: AllOf(tuple(x))),
            st.lists(inner, min_size=2, max_size=3).map(lambda x: AnyOf(tuple(x))),
            st.builds(If, inner, inner),
            st.builds(Iff, inner, inner),
        ),
        max_leaves=4,
    )


def patterns(m: int) -> st.SearchStrategy[str]:
    return st.text("YN-", min_size=m, max_size=m)


@st.composite
def forms(draw, names, m, options):
    """Draw a preference on states with these names."""
    kind = draw(st.sampled_from(("statements", "weights", "ranking", "known")))
    if kind == "statements":
        found = draw(st.lists(formulas(m), min_size=1, max_size=3))
        return Statements(tuple(Statement(f"s{k}", f) for k, f in enumerate(found)))
    if kind == "weights":
        return OptionWeights({o: Fraction(draw(st.integers(-3, 3))) for o in options})
    order = draw(st.permutations(names))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(order) - 1)), max_size=4)))
    groups = [tuple(order[a:b]) for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    groups = [g for g in groups if g]
    if kind == "ranking":
        degrees = tuple(draw(st.integers(1, 2)) for _ in groups[1:])
        return StateRanking(tuple(groups), degrees if draw(st.booleans()) else ())
    return KnownPreference(tuple(tuple(groups[k : k + 2]) for k in range(0, len(groups), 2)))


@st.composite
def conflicts(draw, makers=(1, 3), options=2):
    """Draw a conflict of a few options with impossible and merged states."""
    n = draw(st.integers(*makers))
    people = tuple(
        DecisionMaker(
            f"d{i}",
            f"Maker {i}",
            tuple(
                ConflictOption(f"o{i}{k}", f"option {i}{k}", draw(st.sampled_from(DIRECTIONS)))
                for k in range(draw(st.integers(1, options)))
            ),
        )
        for i in range(n)
    )
    m = sum(len(p.options) for p in people)
    infeasible = tuple(draw(st.lists(patterns(m).filter(lambda p: "-" in p), max_size=1)))
    coalesce = tuple(draw(st.lists(patterns(m).filter(lambda p: "-" in p), max_size=1)))
    plain = Conflict(people, infeasible, coalesce)
    names = state_names(plain)
    if not names:
        plain = Conflict(people, (), coalesce)
        names = state_names(plain)
    ids = [o.id for p in people for o in p.options]
    preferences = {p.id: ConflictPreference(p.id, draw(forms(names, m, ids))) for p in people}
    status_quo = draw(st.sampled_from(names))
    return Conflict(
        people,
        plain.infeasible,
        coalesce,
        status_quo=status_quo,
        preferences=preferences,
        titles={name: f"state {name}" for name in names[:2]},
    )


@st.composite
def interventions(draw, conflict):
    """Draw options to add (to those who are there, and to somebody new), remove and require."""
    add = []
    for maker in (*conflict.decision_makers[:1], DecisionMaker("new", "Newcomer")):
        count = draw(st.integers(0, 1))
        if count:
            # Sometimes named as an option of somebody else.
            name = draw(st.sampled_from(("extra", conflict.options[-1].id + "x")))
            add.append(DecisionMaker(maker.id, maker.name, (ConflictOption(name, "added"),)))
    written = [f"{p.id}.{o.id}" for p in (*conflict.decision_makers, *add) for o in p.options]
    chosen = draw(st.permutations(written))
    size = len(written)
    return Intervention(
        "i",
        "An intervention",
        add=tuple(add),
        remove=tuple(chosen[: draw(st.integers(0, 1))]),
        require=tuple(chosen[1 : 1 + draw(st.integers(0, 1))]),
        directions={chosen[0]: draw(st.sampled_from(DIRECTIONS))},
        infeasible=tuple(draw(st.lists(patterns(size), max_size=1))),
    )


def assignments(written):
    """Yield every way to take options or not, as a dictionary."""
    for letters in product("NY", repeat=len(written)):
        yield dict(zip(written, letters, strict=True))
