"""A conflict answered in plain JSON values; see ``docs/reference/json-stability.md``."""

from __future__ import annotations

from typing import Any

from irenic import __version__
from irenic.analyse.conflict_analysis import StabilityAnswer
from irenic.report.jsonable import plain

__all__ = ["stability_to_json"]


def stability_to_json(answer: StabilityAnswer) -> dict[str, Any]:
    """Return everything ``irenic stability --json`` prints."""
    case, conflict, verdicts = answer.case, answer.conflict, answer.verdicts
    further = answer.further
    return {
        "irenic": __version__,
        "kind": "stability",
        "audience": "mediator",
        "case": {"title": case.title, "as_of": case.as_of},
        "form": "graph" if conflict.is_graph else "options",
        "sanctions": answer.questions.sanctions,
        "doubtful": answer.doubtful,
        "decision_makers": list(conflict.maker_ids),
        "options": [option.id for option in conflict.options],
        "status_quo": conflict.status_quo,
        "status": answer.status.value,
        "reason": verdicts.reason,
        "missed": list(further.missed),
        "limit": further.limit,
        "listed": verdicts.listed,
        "n_states": verdicts.n_states,
        "states": list(verdicts.states),
        "equilibria": plain(verdicts.equilibria),
        "stable": plain(verdicts.stable),
        "counts": dict(verdicts.counts),
        "patterns": plain(further.patterns),
        "own_concepts": dict(answer.questions.own),
        "own_equilibria": plain(answer.own_equilibria),
        "witnesses": plain(answer.witnesses),
        "settlements": plain(answer.settlements),
        "paths": plain(further.paths),
        "reach": plain(further.reach),
        "reached_patterns": plain(further.reached_patterns),
        "coalitions": plain(further.coalitions),
        "unknown": plain(further.unknown),
        "strength": plain(further.strength),
        "foresight": plain(further.limited_moves),
        "inverse": plain(further.inverse),
        "sensitivity": plain(further.sensitivity),
        "interventions": plain(further.interventions),
    }
