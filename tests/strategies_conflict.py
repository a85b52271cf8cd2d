"""Hypothesis strategies for conflicts of both forms: patterns, statements, every preference.

States are worked out here by going through all combinations, not as the reader does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product

from hypothesis import assume
from hypothesis import strategies as st

from irenic.casefile.rankings import MAX_DEGREE
from irenic.casefile.statements import option_names
from irenic.model import (
    AllOf,
    AnyOf,
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    Formula,
    Holds,
    If,
    Iff,
    Intervention,
    KnownPreference,
    Matches,
    NoMove,
    Not,
    OptionWeights,
    SettlementLink,
    Statement,
    Statements,
    StateRanking,
    fits,
)

directions = st.sampled_from(["both", "to-yes", "to-no"])


def states_by_hand(
    size: int, infeasible: Sequence[str], coalesce: Sequence[str]
) -> tuple[list[str], dict[str, list[str]]]:
    """Return the states, and the members of those that are coalesced."""
    found: list[str] = []
    groups: dict[str, list[str]] = {}
    for letters in product("NY", repeat=size):
        state = "".join(letters)
        if any(fits(state, pattern) for pattern in infeasible):
            continue
        home = next((pattern for pattern in coalesce if fits(state, pattern)), None)
        if home is None:
            found.append(state)
        else:
            groups.setdefault(home, []).append(state)
    return found + list(groups), groups


def patterns(size: int) -> st.SearchStrategy[str]:
    return st.text("YN-", min_size=size, max_size=size).filter(lambda p: p.strip("-"))


def holds(formula: Formula, state: str) -> bool:
    """Return whether a formula holds in a state, by its definition."""
    match formula:
        case Holds(option):
            return state[option] == "Y"
        case Matches(pattern):
            return fits(state, pattern)
        case Not(of):
            return not holds(of, state)
        case AllOf(parts):
            return all(holds(part, state) for part in parts)
        case AnyOf(parts):
            return any(holds(part, state) for part in parts)
        case If(then, when):
            return holds(then, state) or not holds(when, state)
        case Iff(left, right):
            return holds(left, state) == holds(right, state)


def formulas(size: int) -> st.SearchStrategy[Formula]:
    atoms = st.builds(Holds, st.integers(0, size - 1)) | st.builds(Matches, patterns(size))
    return st.recursive(
        atoms,
        lambda inner: (
            st.builds(Not, inner)
            | st.builds(AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
            | st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
            | st.builds(If, inner, inner)
            | st.builds(Iff, inner, inner)
        ),
        max_leaves=6,
    )


def spelt(formula: Formula, short: Sequence[str]) -> str:
    """Return a formula as text, with parentheses around every part of it."""

    def inside(part: Formula) -> str:
        text = spelt(part, short)
        return text if isinstance(part, Holds | Matches) else f"({text})"

    match formula:
        case Holds(option):
            return f"`{short[option].replace('`', '``')}`"
        case Matches(pattern):
            return pattern
        case Not(of):
            return f"NOT {inside(of)}"
        case AllOf(parts):
            return " AND ".join(map(inside, parts))
        case AnyOf(parts):
            return " or ".join(map(inside, parts))
        case If(then, when):
            return f"{inside(then)} IF {inside(when)}"
        case Iff(left, right):
            return f"{inside(left)} Iff {inside(right)}"


@st.composite
def groups_of(draw: st.DrawFn, states: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the states in groups of equally good ones."""
    order = draw(st.permutations(states))
    cuts = [0, *sorted(draw(st.sets(st.integers(1, max(1, len(order) - 1))))), len(order)]
    found = (tuple(order[a:b]) for a, b in pairwise(cuts))
    return tuple(group for group in found if group)


@st.composite
def rankings(draw: st.DrawFn, states: Sequence[str]) -> StateRanking:
    groups = draw(groups_of(states))
    degree = st.integers(1, MAX_DEGREE)
    steps = draw(st.lists(degree, min_size=len(groups) - 1, max_size=len(groups) - 1))
    return StateRanking(groups, () if all(step == 1 for step in steps) else tuple(steps))


@st.composite
def known(draw: st.DrawFn, states: Sequence[str]) -> KnownPreference:
    """Return chains that a true order of the states contains, so that none contradicts."""
    order = draw(groups_of(states))
    chains = []
    for _ in range(draw(st.integers(1, 2))):
        chosen = draw(st.sets(st.sampled_from(list(states)), min_size=2))
        kept = (tuple(name for name in group if name in chosen) for group in order)
        chains.append(tuple(group for group in kept if group))
    return KnownPreference(tuple(chains))


@st.composite
def conflict_preferences(
    draw: st.DrawFn, maker: str, states: Sequence[str], short: Sequence[str], evidence, texts
) -> ConflictPreference:
    kinds = ["none", "ranking"]
    kinds += ["known"] if len(states) > 1 else []
    kinds += ["statements", "weights"] if short else []
    kind = draw(st.sampled_from(kinds))
    form = None
    if kind == "ranking":
        form = draw(rankings(states))
    elif kind == "known":
        form = draw(known(states))
    elif kind == "statements":
        found = draw(st.lists(formulas(len(short)), min_size=1, max_size=3))
        form = Statements(tuple(Statement(spelt(f, short), f) for f in found))
    elif kind == "weights":
        chosen = draw(st.lists(st.sampled_from(list(short)), min_size=1, unique=True))
        form = OptionWeights({option: draw(texts["numbers"]) for option in chosen})
    cited = draw(st.lists(st.sampled_from(evidence), unique=True)) if evidence else []
    return ConflictPreference(maker, form, draw(texts["prose"]), tuple(cited))


def some(items) -> st.SearchStrategy[tuple]:
    items = list(items)
    if not items:
        return st.just(())
    return st.lists(st.sampled_from(items), unique=True, max_size=3).map(tuple)


@st.composite
def makers(draw: st.DrawFn, ids, names, counts: Sequence[int]) -> tuple[DecisionMaker, ...]:
    chosen = draw(st.lists(ids, min_size=len(counts), max_size=len(counts), unique=True))
    found = []
    for maker, count in zip(chosen, counts, strict=True):
        options = draw(st.lists(ids, min_size=count, max_size=count, unique=True))
        found.append(
            DecisionMaker(
                maker,
                draw(names),
                tuple(ConflictOption(o, draw(names), draw(directions)) for o in options),
            )
        )
    return tuple(found)


def short_names(found: Sequence[DecisionMaker]) -> tuple[str, ...]:
    names = option_names([(maker.id, o.id) for maker in found for o in maker.options])
    assume(all(len(names.places[name]) == 1 for name in names.short))
    return names.short


@st.composite
def preference_tables(draw, makers_, states, short, evidence, texts):
    return {
        maker: draw(conflict_preferences(maker, states, short, evidence, texts))
        for maker in draw(some(makers_))
    }


@st.composite
def interventions(draw: st.DrawFn, name, base: Conflict, evidence, texts) -> Intervention:
    """Return an intervention in option form that leaves some states."""
    added = []
    for maker in draw(st.lists(texts["ids"], max_size=2, unique=True)):
        old = next((m for m in base.decision_makers if m.id == maker), None)
        fresh = draw(st.lists(texts["ids"], max_size=1, unique=True))
        taken = {o.id for o in old.options} if old else set()
        options = tuple(ConflictOption(o, draw(texts["names"])) for o in fresh if o not in taken)
        added.append(DecisionMaker(maker, old.name if old else draw(texts["names"]), options))
    everyone = (*base.decision_makers, *added)
    short = short_names(everyone)
    size = len(short)
    more = "-" * (size - len(base.options))
    fixed = draw(some(range(size)))
    remove = fixed[:1]
    require = fixed[1:]
    letters = [(k, "Y") for k in remove] + [(k, "N") for k in require]
    closed = ["-" * k + letter + "-" * (size - k - 1) for k, letter in letters]
    infeasible = tuple(dict.fromkeys(draw(st.lists(patterns(size), max_size=1))))
    states, _ = states_by_hand(
        size,
        [*(p + more for p in base.infeasible), *closed, *infeasible],
        [p + more for p in base.coalesce],
    )
    if not states:
        return Intervention(name, draw(texts["names"]), why=draw(texts["prose"]))
    ids = list(dict.fromkeys(maker.id for maker in everyone))
    return Intervention(
        name,
        draw(texts["names"]),
        tuple(added),
        tuple(short[k] for k in remove),
        tuple(short[k] for k in require),
        {option: draw(directions) for option in draw(some(short))},
        infeasible,
        draw(preference_tables(ids, states, short, evidence, texts)),
        draw(texts["prose"]),
    )


@st.composite
def option_conflicts(draw: st.DrawFn, texts: Mapping, proposals=(), evidence=()) -> Conflict:
    """Return a conflict in option form with up to 5 options."""
    counts = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3).filter(any))
    found = draw(makers(texts["ids"], texts["names"], counts))
    short = short_names(found)
    size = len(short)
    infeasible: list[str] = []
    for pattern in draw(st.lists(patterns(size), max_size=3, unique=True)):
        if states_by_hand(size, [*infeasible, pattern], [])[0]:
            infeasible.append(pattern)
    possible = states_by_hand(size, infeasible, [])[0]
    coalesce: list[str] = []
    for pattern in draw(st.lists(patterns(size), max_size=2, unique=True)):
        if "-" in pattern and not any(
            fits(s, pattern) and any(fits(s, p) for p in coalesce) for s in possible
        ):
            coalesce.append(pattern)
    states, _ = states_by_hand(size, infeasible, coalesce)
    ids = [maker.id for maker in found]
    closed = st.builds(
        NoMove, patterns(size), patterns(size), st.sampled_from(["", *ids]), texts["prose"]
    )
    base = Conflict(
        found,
        tuple(infeasible),
        tuple(coalesce),
        tuple(draw(st.lists(closed, max_size=2))),
        {state: draw(texts["names"]) for state in draw(some(states))},
        None,
        draw(st.sampled_from(["", *states])),
        draw(preference_tables(ids, states, short, evidence, texts)),
        draw(settlements(states, proposals)),
    )
    extra = draw(st.lists(texts["ids"], max_size=1))
    return Conflict(
        **{field: getattr(base, field) for field in list(base.__dataclass_fields__)[:-1]},
        interventions=tuple(draw(interventions(name, base, evidence, texts)) for name in extra),
    )


@st.composite
def settlements(draw: st.DrawFn, states, proposals) -> tuple[SettlementLink, ...]:
    state = st.sampled_from(list(states))
    return tuple(
        SettlementLink(name, draw(state), draw(state), draw(some(states)))
        for name in draw(some(proposals))
    )


@st.composite
def graph_conflicts(draw: st.DrawFn, texts: Mapping, proposals=(), evidence=()) -> Conflict:
    """Return a conflict whose moves are listed."""
    found = draw(makers(texts["ids"], texts["names"], [0] * draw(st.integers(1, 3))))
    ids = [maker.id for maker in found]
    states = draw(st.lists(texts["ids"], min_size=1, max_size=5, unique=True))
    moves = {}
    for maker in draw(some(ids)):
        rows = {s: draw(some(t for t in states if t != s)) for s in draw(some(states))}
        rows = {source: row for source, row in rows.items() if row}
        if rows:
            moves[maker] = rows
    table = preference_tables(ids, states, (), evidence, texts)
    extra = draw(st.lists(texts["ids"], max_size=1))
    return Conflict(
        found,
        titles={state: draw(texts["names"]) for state in states},
        moves=moves,
        status_quo=draw(st.sampled_from(["", *states])),
        preferences=draw(table),
        settlements=draw(settlements(states, proposals)),
        interventions=tuple(
            Intervention(name, draw(texts["names"]), preferences=draw(table)) for name in extra
        ),
    )
