"""Small random conflicts of every shape, and a plain reading of them; seeded, repeatable.

The reading is written from the meaning of the file alone and uses nothing of ``irenic.analyse``:
states are enumerated by their letters, formulas are worked out letter by letter.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from stability_by_definition import Graph

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
    PreferenceForm,
    Statement,
    Statements,
    StateRanking,
)

# --- the meaning of a conflict


def matches(state: str, pattern: str) -> bool:
    return all(p in ("-", x) for x, p in zip(state, pattern, strict=True))


def true_in(formula: Formula, state: str) -> bool:
    """Whether a formula holds in one combination of options."""
    match formula:
        case Holds(option):
            return state[option] == "Y"
        case Matches(pattern):
            return matches(state, pattern)
        case Not(of):
            return not true_in(of, state)
        case AllOf(parts):
            return all(true_in(part, state) for part in parts)
        case AnyOf(parts):
            return any(true_in(part, state) for part in parts)
        case If(then, when):
            return true_in(then, state) if true_in(when, state) else True
        case Iff(left, right):
            return true_in(left, state) == true_in(right, state)


def members_of(conflict: Conflict) -> dict[str, list[str]]:
    """The states of the option form, each with the combinations that it stands for."""
    members: dict[str, list[str]] = {}
    for letters in product("YN", repeat=len(conflict.options)):
        code = "".join(letters)
        if not any(matches(code, p) for p in conflict.infeasible):
            home = next((p for p in conflict.coalesce if matches(code, p)), code)
            members.setdefault(home, []).append(code)
    return members


def owners(conflict: Conflict) -> list[str]:
    return [maker.id for maker in conflict.decision_makers for _ in maker.options]


def may_change(conflict: Conflict, maker: str, old: str, new: str) -> bool:
    """Whether one decision maker alone can bring one combination of options to another."""
    belongs = owners(conflict)
    for k, option in enumerate(conflict.options):
        if old[k] != new[k]:
            way = {"Y": "to-yes", "N": "to-no"}[new[k]]
            if belongs[k] != maker or option.direction not in ("both", way):
                return False
    closed = any(
        rule.by in ("", maker) and matches(old, rule.source) and matches(new, rule.target)
        for rule in conflict.no_moves
    )
    return old != new and not closed


def scores(conflict: Conflict, maker: str, members: dict[str, list[str]]) -> dict[str, Any]:
    form = conflict.preferences[maker].form
    if isinstance(form, StateRanking):
        return {s: -k for k, group in enumerate(form.groups) for s in group}
    if isinstance(form, Statements):
        return {
            s: [all(true_in(item.formula, c) for c in inside) for item in form.items]
            for s, inside in members.items()
        }
    assert isinstance(form, OptionWeights)
    names = [(m.id, o.id) for m in conflict.decision_makers for o in m.options]
    weight = [form.weights.get(o, form.weights.get(f"{m}.{o}", 0)) for m, o in names]
    return {
        s: sum((w for k, w in enumerate(weight) if all(c[k] == "Y" for c in inside)), Fraction(0))
        for s, inside in members.items()
    }


def graph_of(conflict: Conflict) -> Graph:
    """The graph model that a conflict with complete preferences describes."""
    makers = [m.id for m in conflict.decision_makers]
    if conflict.moves is not None:
        states = list(conflict.titles)
        moves = {
            i: {s: set(conflict.moves.get(i, {}).get(s, ())) - {s} for s in states} for i in makers
        }
        return Graph(makers, states, moves, {i: scores(conflict, i, {}) for i in makers})
    members = members_of(conflict)
    home = {code: s for s, inside in members.items() for code in inside}
    changes = {
        i: {c: {d for d in home if may_change(conflict, i, c, d)} for c in home} for i in makers
    }
    moves = {
        i: {
            s: {home[d] for c in inside for d in changes[i][c]} - {s}
            for s, inside in members.items()
        }
        for i in makers
    }
    score = {i: scores(conflict, i, members) for i in makers}
    return Graph(makers, list(members), moves, score, members, frozenset(home), changes)


# --- random ones


def random_conflict(seed: int, most: int = 6) -> Conflict:
    """Return a conflict with at most so many options (or states of a graph to match)."""
    rng = Random(seed)
    return random_graph(rng) if rng.random() < 0.3 else random_options(rng, most)


def states_of(conflict: Conflict) -> list[str]:
    return list(conflict.titles) if conflict.is_graph else list(members_of(conflict))


def with_unknown(conflict: Conflict, seed: int) -> Conflict:
    """Return the conflict with some preferences known in part, or not at all."""
    rng = Random(seed)
    states = states_of(conflict)
    preferences = dict(conflict.preferences)
    for maker in rng.sample(sorted(preferences), rng.randint(1, len(preferences))):
        ranking = random_ranking(rng, states).groups
        chains = []
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            kept = (tuple(s for s in group if rng.random() < 0.6) for group in ranking)
            chains.append(tuple(group for group in kept if group))
        form = KnownPreference(tuple(chain for chain in chains if chain))
        preferences[maker] = ConflictPreference(maker, form if chains else None)
    return replace(conflict, preferences=preferences)


def with_strength(conflict: Conflict, seed: int) -> Conflict:
    """Return the conflict with rankings of which some steps are strong."""
    rng = Random(seed)
    states = states_of(conflict)
    preferences = {}
    for maker in conflict.preferences:
        groups = random_ranking(rng, states).groups
        degrees = tuple(rng.choice([1, 1, 2, 3]) for _ in groups[1:]) if rng.random() < 0.7 else ()
        preferences[maker] = ConflictPreference(maker, StateRanking(groups, degrees))
    return replace(conflict, preferences=preferences)


def with_interventions(conflict: Conflict, seed: int) -> Conflict:
    """Return the conflict with two interventions of every kind."""
    rng = Random(seed)
    width = len(conflict.options)
    if conflict.is_graph:
        states = states_of(conflict)
        new = {i: ConflictPreference(i, random_ranking(rng, states)) for i in conflict.maker_ids}
        return replace(conflict, interventions=(Intervention("views", "", preferences=new),))
    found = []
    for name in ("first", "second"):
        add = [DecisionMaker("new", "New", (ConflictOption("n0", "N0"),))] * rng.choice([0, 1])
        if rng.random() < 0.5:
            maker = rng.choice(conflict.decision_makers)
            add.append(DecisionMaker(maker.id, maker.name, (ConflictOption("n1", "N1"),)))
        names = [f"{m.id}.{o.id}" for m in conflict.decision_makers for o in m.options]
        chosen = rng.sample(names, 2)
        wide = width + sum(len(m.options) for m in add)
        shape = replace(conflict, decision_makers=(*conflict.decision_makers, *add))
        states = ["Y" * wide]
        new = {}
        for maker in {*conflict.maker_ids, *(m.id for m in add)}:
            if maker not in conflict.maker_ids or rng.random() < 0.3:
                form = random_form(rng, shape, states, ("statements", "weights"))
                new[maker] = ConflictPreference(maker, form)
        found.append(
            Intervention(
                name,
                "",
                add=tuple(add),
                remove=tuple(chosen[:1]) if rng.random() < 0.4 else (),
                require=tuple(chosen[1:]) if rng.random() < 0.3 else (),
                directions={rng.choice(names): rng.choice(["both", "to-yes", "to-no"])},
                infeasible=(random_pattern(rng, wide, 3),) if rng.random() < 0.3 else (),
                preferences=new,
            )
        )
    return replace(conflict, interventions=tuple(found))


def random_pattern(rng: Random, width: int, fixed: int) -> str:
    letters = ["-"] * width
    for k in rng.sample(range(width), min(fixed, width)):
        letters[k] = rng.choice("YN")
    return "".join(letters)


def random_makers(rng: Random, most: int) -> tuple[DecisionMaker, ...]:
    n = rng.choice([2, 2, 3, 3, 4, 5])
    sizes = [1] * n
    for _ in range(rng.randint(0, max(0, most - n))):
        sizes[rng.randrange(n)] += 1
    shared = rng.random() < 0.2
    made, k = [], 0
    for i, size in enumerate(sizes):
        options = []
        for j in range(min(size, 3)):
            way = rng.choice(["both", "both", "both", "to-yes", "to-no"])
            options.append(ConflictOption(f"o{j if shared else k}", "", way))
            k += 1
        made.append(DecisionMaker(f"m{i}", f"Maker {i}", tuple(options)))
    return tuple(made)


def random_options(rng: Random, most: int) -> Conflict:
    makers = random_makers(rng, most)
    width = sum(len(m.options) for m in makers)
    infeasible = [
        random_pattern(rng, width, rng.choice([2, 2, 3])) for _ in range(rng.randint(0, 2))
    ]
    coalesce: list[str] = []
    if rng.random() < 0.35:
        coalesce.append(random_pattern(rng, width, rng.choice([1, 2])))
        other = random_pattern(rng, width, 2)
        if not any(matches(c, other) and matches(c, coalesce[0]) for c in codes(width)):
            coalesce.append(other)
    closed = [
        NoMove(
            random_pattern(rng, width, rng.choice([0, 1, 2])),
            random_pattern(rng, width, rng.choice([1, 2])),
            rng.choice(["", *(m.id for m in makers)]),
        )
        for _ in range(rng.choice([0, 0, 0, 1, 2]))
    ]
    bare = Conflict(makers, tuple(infeasible), tuple(coalesce), tuple(closed))
    states = list(members_of(bare))
    preferences = {m.id: ConflictPreference(m.id, random_form(rng, bare, states)) for m in makers}
    quo = rng.choice(states)
    return Conflict(
        makers,
        tuple(infeasible),
        tuple(coalesce),
        tuple(closed),
        status_quo=quo,
        preferences=preferences,
    )


def codes(width: int) -> list[str]:
    return ["".join(letters) for letters in product("YN", repeat=width)]


def random_ranking(rng: Random, states: list[str]) -> StateRanking:
    order = rng.sample(states, len(states))
    tied = rng.choice([0, 0.2, 0.6])
    groups: list[list[str]] = []
    for s in order:
        if groups and rng.random() < tied:
            groups[-1].append(s)
        else:
            groups.append([s])
    return StateRanking(tuple(map(tuple, groups)))


FORMS = ("ranking", "statements", "weights")


def random_form(
    rng: Random, conflict: Conflict, states: list[str], forms: tuple[str, ...] = FORMS
) -> PreferenceForm:
    width = len(conflict.options)
    kind = rng.choice(forms)
    if kind == "ranking":
        return random_ranking(rng, states)
    if kind == "statements":
        count = rng.randint(1, 5)
        return Statements(tuple(Statement("", random_formula(rng, width, 2)) for _ in range(count)))
    ids = [o.id for o in conflict.options]
    weights = {}
    for m in conflict.decision_makers:
        for o in m.options:
            name = f"{m.id}.{o.id}" if ids.count(o.id) > 1 or rng.random() < 0.2 else o.id
            if rng.random() < 0.8:
                weights[name] = Fraction(rng.randint(-4, 4), rng.choice([1, 1, 2, 3]))
    return OptionWeights(weights)


def random_formula(rng: Random, width: int, depth: int) -> Formula:
    kind = rng.randrange(7) if depth else rng.randrange(2)
    if kind == 0:
        return Holds(rng.randrange(width))
    if kind == 1:
        return Matches(random_pattern(rng, width, rng.choice([1, 2, 3])))
    parts = tuple(random_formula(rng, width, depth - 1) for _ in range(rng.choice([2, 2, 3])))
    if kind == 2:
        return Not(parts[0])
    if kind in (3, 4):
        return AllOf(parts) if kind == 3 else AnyOf(parts)
    return If(parts[0], parts[1]) if kind == 5 else Iff(parts[0], parts[1])


def random_graph(rng: Random) -> Conflict:
    """Listed moves: seldom transitive, some the same for several decision makers."""
    size = rng.randint(3, 14)
    states = [f"s{k}" for k in range(size)]
    makers = tuple(DecisionMaker(f"m{i}", "") for i in range(rng.choice([2, 3, 3, 4, 5])))
    dense = rng.choice([0.08, 0.15, 0.3]) + 1 / size / len(makers)
    moves: dict[str, dict[str, tuple[str, ...]]] = {m.id: {} for m in makers}
    common = {(s, t) for s in states for t in states if s != t and rng.random() < 0.05}
    for m in makers:
        for s in states:
            found = [
                t
                for t in rng.sample(states, size)
                if s != t and (rng.random() < dense or (s, t) in common)
            ]
            if found or rng.random() < 0.5:
                moves[m.id][s] = tuple(found)
    preferences = {m.id: ConflictPreference(m.id, random_ranking(rng, states)) for m in makers}
    titles = {s: f"State {s}" for s in states}
    return Conflict(
        makers, titles=titles, moves=moves, status_quo=states[0], preferences=preferences
    )
