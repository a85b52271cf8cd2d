"""What a third party could change about a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irenic.casefile.access import Context, entries, get, items, key_place, text
from irenic.casefile.build_conflict_parts import (
    Meaning,
    decision_makers,
    direction_of,
    option,
    patterns,
)
from irenic.casefile.build_conflict_preferences import conflict_preferences
from irenic.casefile.conflict_states import OptionStates
from irenic.casefile.nodes import Node, Scalar, Table
from irenic.casefile.problems import quoted
from irenic.casefile.statements import Names, option_names
from irenic.model import DecisionMaker, Direction, Intervention

__all__ = ["MAX_INTERVENTIONS", "interventions"]

#: Each may have states of its own, which are listed to check it.
MAX_INTERVENTIONS = 50
_ONLY_OPTIONS = ("add", "remove", "require", "directions", "infeasible")


def interventions(
    context: Context,
    node: Node | None,
    makers: tuple[DecisionMaker, ...],
    meaning: Meaning,
    parties: Mapping[str, str],
    /,
) -> tuple[Intervention, ...]:
    """Return the interventions; names in each mean what they mean after it.

    Parameters
    ----------
    makers : tuple of DecisionMaker
        Those of the conflict as it is.
    meaning : Meaning
        What names mean in the conflict as it is.
    parties : mapping
        The names of the parties of the case, by id.
    """
    if isinstance(node, Table) and len(node.entries) > MAX_INTERVENTIONS:
        context.problems.at(
            node, f"{len(node.entries):,} interventions", f"at most {MAX_INTERVENTIONS}"
        )
        return ()
    return tuple(
        _intervention(context, name, value, makers, meaning, parties)
        for name, value in entries(node)
        if isinstance(value, Table)
    )


def _intervention(
    context: Context,
    name: str,
    node: Table,
    makers: tuple[DecisionMaker, ...],
    meaning: Meaning,
    parties: Mapping[str, str],
) -> Intervention:
    plain = Intervention(name, text(get(node, "title")), why=text(get(node, "why")))
    if meaning.graph:
        for key in _ONLY_OPTIONS:
            if key in node.entries:
                context.problems.add(
                    f"{node.where}.{key}",
                    node.keys[key],
                    f"{key!r} in a conflict with listed moves, which has no options",
                    "title, why and preferences",
                )
        found = conflict_preferences(context, get(node, "preferences"), meaning)
        return replace(plain, preferences=found)
    add = _added(context, get(node, "add"), makers, parties)
    if add is None:
        return plain
    pairs = [(maker.id, o.id) for maker in (*makers, *add) for o in maker.options]
    names = option_names(pairs)
    remove = _options(context, get(node, "remove"), names)
    require = _options(context, get(node, "require"), names)
    for taken, item in require.items():
        if taken in remove:
            context.problems.at(
                item, f"{quoted(taken)}, which 'remove' takes away", "it in one of the two lists"
            )
    infeasible = patterns(context, get(node, "infeasible"), len(pairs))
    before = meaning.states if isinstance(meaning.states, OptionStates) else None
    after = before and _states_after(before, names, remove, require, tuple(infeasible))
    if after and after.can_list and not after.possible and not remove.keys() & require.keys():
        context.problems.at(node, "an intervention that leaves no state", "one that leaves some")
        after = None
    ids = tuple(dict.fromkeys(maker.id for maker in (*makers, *add)))
    return replace(
        plain,
        add=add,
        remove=tuple(remove),
        require=tuple(require),
        directions=_directions(context, get(node, "directions"), names),
        infeasible=tuple(infeasible),
        preferences=conflict_preferences(
            context, get(node, "preferences"), Meaning(ids, names, after, sure=meaning.sure)
        ),
    )


def _added(
    context: Context,
    node: Node | None,
    makers: tuple[DecisionMaker, ...],
    parties: Mapping[str, str],
) -> tuple[DecisionMaker, ...] | None:
    """Return the added options by decision maker; ``None`` when some are there already."""
    own = {maker.id: maker for maker in makers}
    found = decision_makers(
        context, node, {**parties, **{maker.id: maker.name for maker in makers}}
    )
    repeated = False
    for maker in found:
        table = get(node, maker.id)
        if maker.id not in own:
            continue
        if maker.name != own[maker.id].name:
            value = get(table, "name") or table
            if value is not None:
                context.problems.at(
                    value,
                    f"another name of the decision maker {quoted(maker.id)}",
                    f"{quoted(own[maker.id].name)}, or no name",
                )
        known = {o.id for o in own[maker.id].options}
        for option_id, value in entries(get(table, "options")):
            if option_id in known:
                place = key_place(get(table, "options"), option_id, value.place)
                context.problems.add(
                    value.where,
                    place,
                    f"the option {quoted(option_id)}, which {quoted(maker.id)} has already",
                    "options that are new",
                )
                repeated = True
    return None if repeated else found


def _options(context: Context, node: Node | None, names: Names) -> dict[str, Scalar]:
    """Return the options in a list with their nodes, each known and none twice."""
    found: dict[str, Scalar] = {}
    for item in items(node):
        if not isinstance(item, Scalar) or item.is_nothing or not item.text:
            continue
        chosen = option(context, item.text, item.where, item.place, names)
        if chosen is not None and chosen in found:
            context.problems.at(
                item, f"the option {quoted(chosen)} a second time", "each option once"
            )
        elif chosen is not None:
            found[chosen] = item
    return found


def _directions(context: Context, node: Node | None, names: Names) -> dict[str, Direction]:
    found: dict[str, Direction] = {}
    for name, value in entries(node):
        place = key_place(node, name, value.place)
        chosen = option(context, name, value.where, place, names)
        if chosen is not None and chosen in found:
            context.problems.add(
                value.where, place, f"the option {quoted(chosen)} a second time", "each option once"
            )
        elif chosen is not None:
            found[chosen] = direction_of(value)
    return found


def _states_after(
    before: OptionStates,
    names: Names,
    remove: Mapping[str, Scalar],
    require: Mapping[str, Scalar],
    infeasible: tuple[str, ...],
) -> OptionStates:
    """Return the states of the conflict as an intervention leaves it."""
    size = len(names.full)
    excluded = [(name, "Y") for name in remove] + [(name, "N") for name in require]
    places = [(names.find(name), letter) for name, letter in excluded]
    fixed = tuple("-" * k + letter + "-" * (size - k - 1) for k, letter in places)
    more = "-" * (size - before.n_options)
    return OptionStates(
        size, (*infeasible, *fixed), tuple(p + more for p in before.coalesce), before
    )
