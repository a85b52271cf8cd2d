"""The conflict of a case as plain data, in the order of the format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from irenic.casefile.emit import Number, Value
from irenic.casefile.rankings import write_ranking
from irenic.model import (
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    Intervention,
    KnownPreference,
    NoMove,
    OptionWeights,
    SettlementLink,
    Statements,
    StateRanking,
)

__all__ = ["conflict_table"]

_Table = dict[str | Number, Value]


def conflict_table(conflict: Conflict, /) -> _Table:
    """Return a conflict as the ``conflict`` section of a case file."""
    moves: _Table = {
        maker: {state: list(targets) for state, targets in rows.items()}
        for maker, rows in (conflict.moves or {}).items()
    }
    table = _filled(
        {
            "decision_makers": _makers(conflict.decision_makers),
            "infeasible": list(conflict.infeasible),
            "coalesce": list(conflict.coalesce),
            "no_moves": [_no_move(closed) for closed in conflict.no_moves],
            "states": dict(conflict.titles.items()),
            "moves": moves,
            "status_quo": conflict.status_quo,
            "preferences": _preferences(conflict.preferences),
            "proposals": {link.proposal: _settlement(link) for link in conflict.settlements},
            "interventions": {i.id: _intervention(i, conflict) for i in conflict.interventions},
        }
    )
    if conflict.is_graph:
        table.setdefault("moves", {})
    return table


def _filled(table: _Table) -> _Table:
    return {key: value for key, value in table.items() if value}


def _makers(makers: Iterable[DecisionMaker], without_name: frozenset[str] = frozenset()) -> _Table:
    return {
        maker.id: _filled(
            {
                "name": "" if maker.id in without_name else maker.name,
                "options": {option.id: _option(option) for option in maker.options},
            }
        )
        for maker in makers
    }


def _option(option: ConflictOption) -> Value:
    if option.direction == "both":
        return option.title
    return {"title": option.title, "direction": option.direction}


def _no_move(closed: NoMove) -> _Table:
    return _filled({"from": closed.source, "to": closed.target, "by": closed.by, "why": closed.why})


def _group(group: tuple[str, ...]) -> Value:
    return group[0] if len(group) == 1 else list(group)


def _preferences(preferences: Mapping[str, ConflictPreference]) -> _Table:
    return {maker: _preference(preference) for maker, preference in preferences.items()}


def _preference(preference: ConflictPreference) -> _Table:
    table: _Table = {}
    match preference.form:
        case None:
            table["unknown"] = True
        case Statements(statements):
            table["statements"] = [statement.text for statement in statements]
        case OptionWeights(weights):
            table["weights"] = {option: Number(weight) for option, weight in weights.items()}
        case StateRanking(groups, degrees) if degrees:
            table["ranking"] = write_ranking(groups, degrees)
        case StateRanking(groups):
            table["ranking"] = [_group(group) for group in groups]
        case KnownPreference(chains):
            table["known"] = [[_group(group) for group in chain] for chain in chains]
    if preference.by:
        table["by"] = preference.by
    if preference.evidence:
        table["evidence"] = list(preference.evidence)
    return table


def _settlement(link: SettlementLink) -> _Table:
    kept = "" if link.kept == link.signed else link.kept
    return _filled({"signed": link.signed, "kept": kept, "broken": list(link.broken)})


def _intervention(intervention: Intervention, conflict: Conflict) -> _Table:
    return _filled(
        {
            "title": intervention.title,
            "why": intervention.why,
            "add": _makers(intervention.add, frozenset(conflict.maker_ids)),
            "remove": list(intervention.remove),
            "require": list(intervention.require),
            "directions": dict(intervention.directions.items()),
            "infeasible": list(intervention.infeasible),
            "preferences": _preferences(intervention.preferences),
        }
    )
