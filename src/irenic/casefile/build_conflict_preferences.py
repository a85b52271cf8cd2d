"""What decision makers prefer: rankings, statements, weights, known comparisons."""

from __future__ import annotations

from collections.abc import Iterable

from irenic.casefile.access import Context, entries, get, items, key_place, text
from irenic.casefile.build_conflict_parts import Meaning, beside, option, state, state_at
from irenic.casefile.conflict_states import MAX_LISTED_OPTIONS
from irenic.casefile.known_chains import Chain, find_cycle
from irenic.casefile.nodes import Listing, Node, Scalar, Table, number_of
from irenic.casefile.problems import quoted
from irenic.casefile.rankings import RankingFault, read_ranking
from irenic.casefile.statements import StatementFault, read_statement
from irenic.model import (
    ConflictPreference,
    KnownPreference,
    OptionWeights,
    PreferenceForm,
    Statement,
    Statements,
    StateRanking,
)

__all__ = ["conflict_preferences"]

_FORMS = ("ranking", "statements", "weights", "known", "unknown")
_ONE_FORM = "one of ranking, statements, weights, known and unknown: true"


def conflict_preferences(
    context: Context, node: Node | None, meaning: Meaning, /
) -> dict[str, ConflictPreference]:
    """Return what each decision maker prefers; those of whom nothing is said are left out."""
    found = {}
    for maker, value in entries(node):
        if maker not in meaning.makers:
            place = key_place(node, maker, value.place)
            context.unknown(value.where, place, maker, "decision maker", meaning.makers)
        if isinstance(value, Table):
            found[maker] = _preference(context, maker, value, meaning)
    return found


def _preference(context: Context, maker: str, node: Table, meaning: Meaning) -> ConflictPreference:
    forms = [form for form in _FORMS if form in node.entries]
    if not forms and not node.spoiled:
        context.problems.at(node, "nothing that says what is preferred", _ONE_FORM)
    for form in forms[1:]:
        beside(context, node, form, forms[0], "one of them")
    built = [_form(context, node, form, meaning) for form in forms]
    evidence = context.references(get(node, "evidence"), "evidence", context.evidence)
    return ConflictPreference(maker, built[0] if built else None, text(get(node, "by")), evidence)


def _form(context: Context, node: Table, form: str, meaning: Meaning) -> PreferenceForm | None:
    if meaning.states is None or form == "unknown":
        return None
    if meaning.graph and form in ("statements", "weights"):
        context.problems.add(
            f"{node.where}.{form}",
            node.keys[form],
            f"{form!r} in a conflict with listed moves, which has no options",
            "ranking, known or unknown: true",
        )
        return None
    value = node.entries[form]
    match form:
        case "ranking":
            return _ranking(context, value, meaning)
        case "statements":
            return _statements(context, value, meaning)
        case "weights":
            return _weights(context, value, meaning)
        case _:
            return _known(context, value, meaning)


def _statements(context: Context, node: Node, meaning: Meaning) -> Statements:
    found = []
    for item in items(node):
        if not isinstance(item, Scalar) or item.is_nothing or not item.text.strip():
            continue
        words = item.text.strip()
        try:
            found.append(Statement(words, read_statement(words, meaning.names)))
        except StatementFault as fault:
            context.problems.at(item, fault.found, fault.expected)
    return Statements(tuple(found))


def _weights(context: Context, node: Node, meaning: Meaning) -> OptionWeights:
    found = {}
    for name, value in entries(node):
        place = key_place(node, name, value.place)
        chosen = option(context, name, value.where, place, meaning.names)
        number = number_of(value)
        if chosen is not None and chosen in found:
            context.problems.add(
                value.where, place, f"the option {quoted(chosen)} a second time", "each option once"
            )
        elif chosen is not None and number is not None:
            found[chosen] = number
    return OptionWeights(found)


Group = list[tuple[str, Node]]


def _groups(context: Context, nodes: Iterable[Node], meaning: Meaning) -> list[Group]:
    """Return the groups of a list, each state with its node; report what is no state."""
    found = []
    for node in nodes:
        inner = node.items if isinstance(node, Listing) else [node]
        pairs = ((state(context, item, meaning.states), item) for item in inner)
        found.append([(name, item) for name, item in pairs if name is not None])
    return found


def _ranking(context: Context, node: Node, meaning: Meaning) -> StateRanking | None:
    degrees: tuple[int, ...] = ()
    if isinstance(node, Table) or (isinstance(node, Listing) and not node.items):
        return None
    if isinstance(node, Scalar):
        try:
            named, degrees = read_ranking(node.text)
        except RankingFault as fault:
            context.problems.at(node, fault.found, fault.expected)
            return None
        written = sum(map(len, named))
        groups: list[Group] = [
            [
                (name, node)
                for name in group
                if state_at(context, name, node.where, node.place, meaning.states)
            ]
            for group in named
        ]
    else:
        written = sum(len(item.items) if isinstance(item, Listing) else 1 for item in items(node))
        groups = _groups(context, items(node), meaning)
    if written != sum(map(len, groups)) or not _is_complete(context, node, groups, meaning):
        return None
    return StateRanking(tuple(tuple(name for name, _ in group) for group in groups), degrees)


def _is_complete(context: Context, node: Node, groups: list[Group], meaning: Meaning) -> bool:
    """Return whether a ranking names every state once; report it otherwise."""
    seen: set[str] = set()
    for group in groups:
        for name, item in group:
            if name in seen:
                context.problems.at(
                    item, f"the state {quoted(name)} a second time", "each state once"
                )
            seen.add(name)
    states = meaning.states
    if states is None:
        return False
    if states.count is None:
        context.problems.at(
            node,
            f"a ranking of the states of {len(meaning.names.full)} options",
            f"statements, weights or known; with more than {MAX_LISTED_OPTIONS} options it is not "
            "checked whether a ranking names every state",
        )
        return False
    missing = states.count - len(seen) if meaning.sure else 0
    if missing > 0:
        names = ", ".join(map(quoted, states.others(seen, most=6)))
        more = f" and {missing - 6:,} more" if missing > 6 else ""
        context.problems.at(
            node,
            f"no place for {names}{more}",
            f"each of the {states.count:,} states once; 'known' where only some are compared",
        )
    return missing == 0


def _known(context: Context, node: Node, meaning: Meaning) -> KnownPreference:
    chains: list[Chain] = []
    for item in items(node):
        groups = _groups(context, items(item), meaning)
        named = [group for group in groups if group]
        sizes = sum(map(len, named))
        whole = isinstance(item, Listing) and len(named) == len(item.items)
        if whole and sizes < 2 and len(named) < 2:
            context.problems.at(item, "a chain of one state", "two states or more to compare")
        chains.append([[name for name, _ in group] for group in named])
    cycle = find_cycle(chains)
    if cycle is not None:
        number, better, worse = cycle
        context.problems.at(
            list(items(node))[number],
            f"{quoted(better)} above {quoted(worse)}, which the chains also put at least as high",
            "chains that agree with each other",
        )
    return KnownPreference(tuple(tuple(tuple(g) for g in chain) for chain in chains))
