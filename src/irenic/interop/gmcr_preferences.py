"""What the decision makers of a GMCR+ file prefer: statements by priority, or a ranking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from irenic.interop.gmcr_parts import (
    MAX_RANKED,
    condition,
    feasible_states,
    items_at,
    state_letters,
    whole_number,
)
from irenic.interop.tree import Listing, Node, Place, Problems, Scalar, Table, listed, shown
from irenic.model import (
    AnyOf,
    ConflictPreference,
    DecisionMaker,
    Matches,
    Statement,
    Statements,
    StateRanking,
)

__all__ = ["preferences", "statement_of"]

Keep = Callable[[Place, str], None]
_FLAGS = ("useManualPreferenceRanking", "useManualPreferenceVectors")
_RANKINGS = ("preferenceRanking", "preferenceVector")


def preferences(
    root: Table,
    tables: Sequence[Table],
    makers: Sequence[DecisionMaker],
    infeasible: Sequence[str],
    places: Sequence[int],
    problems: Problems,
    keep: Keep,
    /,
) -> Mapping[str, ConflictPreference]:
    """Return what each decision maker prefers.

    Parameters
    ----------
    tables : sequence of Table
        The decision makers in the file, as ``makers``.
    infeasible : sequence of str
        Patterns of the impossible states; the numbers of a ranking count the others.
    places : sequence of int
        Where in a state the options of the file stand, in file order.
    keep : function of (place, text)
        Gets what is not taken over.
    """
    ranked = _is_ranked(root, problems)
    states: list[str] = []
    if len(places) <= MAX_RANKED:
        states = [state_letters(s, len(places)) for s in feasible_states(len(places), infeasible)]
        if not states:
            where = root.entries["infeasibles"].place
            found = "patterns that exclude every state"
            problems.add("infeasibles", where, found, "patterns that leave some states")
    elif ranked:
        found = f"a ranking of the states of {len(places)} options"
        problems.add("preferences", root.place, found, f"one of at most {MAX_RANKED} options")
    if problems or ranked is None:
        return {}
    form = {}
    for table, maker in zip(tables, makers, strict=True):
        chosen = (
            _ranking(table, maker, states, problems, keep)
            if ranked
            else _statements(table, maker, places, problems, keep)
        )
        form[maker.id] = ConflictPreference(maker.id, chosen)
    return form


def _is_ranked(root: Table, problems: Problems) -> bool | None:
    """Return whether rankings are used; otherwise the statements are."""
    flags = [key for key in _FLAGS if key in root.entries]
    node = root.entries[flags[0]] if flags else None
    if isinstance(node, Scalar) and not node.quoted and node.text in ("true", "false"):
        return node.text == "true"
    place = node.place if node is not None else root.place
    problems.add("the file", place, f"{shown(node)} as {_FLAGS[0]!r}", "true or false")
    return None


def _ranking(
    table: Table, maker: DecisionMaker, states: Sequence[str], problems: Problems, keep: Keep
) -> StateRanking:
    key = next((key for key in _RANKINGS if key in table.entries), _RANKINGS[0])
    seen: set[int] = set()
    groups = []
    for node in items_at(table, key, "decisionMakers", problems):
        inner = node.items if isinstance(node, Listing) else [node]
        group = [_state(item, states, seen, problems) for item in inner]
        if group:
            groups.append(tuple(name for name in group if name))
    missing = [str(k + 1) for k in range(len(states)) if k not in seen]
    if missing and not problems:
        place = table.entries[key].place
        found = f"no place for the states {listed(missing)} of {maker.name}"
        problems.add("decisionMakers", place, found, f"all states, 1 to {len(states):,}")
    unused = items_at(table, "preferences", "decisionMakers", problems, needed=False)
    if unused:
        text = f"{len(unused)} statements of {maker.name} are not taken over: a ranking is used"
        keep(table.entries["preferences"].place, text)
    return StateRanking(tuple(groups))


def _state(node: Node, states: Sequence[str], seen: set[int], problems: Problems) -> str:
    """Return the letters of a state that stands in a ranking by its number, from 1."""
    number = whole_number(node)
    if number is None or not 1 <= number <= len(states):
        expected = f"the number of a state, from 1 to {len(states):,}"
        problems.add("decisionMakers", node.place, shown(node), expected)
        return ""
    if number - 1 in seen:
        found = f"the state {number} a second time"
        problems.add("decisionMakers", node.place, found, "each state once")
    seen.add(number - 1)
    return states[number - 1]


def _statements(
    table: Table, maker: DecisionMaker, places: Sequence[int], problems: Problems, keep: Keep
) -> Statements:
    found: dict[frozenset[str], Statement] = {}
    for node in items_at(table, "preferences", "decisionMakers", problems):
        patterns = condition(node, places, "preferences", problems)
        if patterns is None:
            continue
        if not patterns:
            keep(node.place, f"a statement of {maker.name} without conditions is left out")
        elif frozenset(patterns) in found:
            keep(node.place, f"a statement of {maker.name} that stands there twice is kept once")
        else:
            found[frozenset(patterns)] = statement_of(patterns)
    for key in _RANKINGS:
        if key in table.entries:
            text = f"a ranking of {maker.name} is not taken over: the statements are used"
            keep(table.entries[key].place, text)
    if not found and not problems:
        always = "-" * len(places)
        keep(table.place, f"nothing is stated for {maker.name}: all states are equally good to it")
        return Statements((statement_of((always,)),))
    return Statements(tuple(found.values()))


def statement_of(patterns: Sequence[str], /) -> Statement:
    """Return the statement that any of the patterns fits.

    Examples
    --------
    >>> statement_of(("Y-", "-Y")).text
    'Y- OR -Y'
    """
    parts = tuple(Matches(pattern) for pattern in patterns)
    return Statement(" OR ".join(patterns), parts[0] if len(parts) == 1 else AnyOf(parts))
