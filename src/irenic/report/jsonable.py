"""Answers as plain JSON values; the format is documented in ``docs/reference/json.md``.

Exact numbers become strings (``"0.25"``, ``"5/9"``), so that no reader rounds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from irenic import __version__
from irenic.analyse.cover_results import ApproximateFrontier
from irenic.analyse.efficient import Efficient
from irenic.analyse.repair_results import RepairAnswer
from irenic.analyse.results import (
    Analysis,
    Assumption,
    Audience,
    Award,
    CoalitionAnswer,
    FrontierAnswer,
    FrontierPoint,
    Package,
    ScoreCard,
    Solution,
)
from irenic.analyse.zone_results import ZoneAnswer
from irenic.model import Case, Quantity, show_number

__all__ = [
    "analysis_to_json",
    "card_to_json",
    "efficient_to_json",
    "package_to_json",
    "plain",
    "repair_to_json",
    "zone_to_json",
]

Json = dict[str, Any]


def plain(value: object) -> Any:
    """Return a value made of dictionaries, lists, strings, whole numbers and booleans."""
    match value:
        case Package():
            return package_to_json(value)
        case Quantity():
            if value.is_certain:
                return show_number(value.low)
            return [show_number(value.low), show_number(value.high)]
        case Fraction():
            return show_number(value)
        case Enum():
            return value.value
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value


def package_to_json(package: Package) -> Json:
    """Return ``{issue: option}``, with ``{issue: {party: share}}`` for divisible issues."""
    return {**package.choices, **{issue: plain(held) for issue, held in package.shares.items()}}


def analysis_to_json(analysis: Analysis) -> Json:
    """Return everything ``irenic analyze --json`` prints."""
    case = analysis.case
    return {
        "irenic": __version__,
        "audience": str(analysis.audience),
        "case": {"title": case.title, "as_of": case.as_of},
        "parties": list(case.party_ids),
        "decision": {"at_least": analysis.zone.needed, "must": list(analysis.zone.must)},
        "assumptions": [_assumption(a) for a in analysis.assumptions],
        "packages": plain(analysis.packages),
        "zone": plain(analysis.zone),
        "frontier": _frontier(analysis.frontier),
        "solutions": [_solution(s) for s in analysis.solutions],
        "proposals": [card_to_json(c) for c in analysis.scorecards],
        "claims": [_award(a) for a in analysis.awards],
        "coalitions": [_coalition(a) for a in analysis.coalition_answers],
    }


def _assumption(assumption: Assumption) -> Json:
    return {key: value for key, value in plain(assumption).items() if value not in ("", None)}


def _frontier(frontier: FrontierAnswer) -> Json:
    return {
        "status": frontier.status.value,
        "kind": frontier.kind,
        "size": len(frontier.points) if frontier.kind != "none" else None,
        "packages": frontier.packages,
        "method": frontier.method,
        "reason": frontier.reason,
        "points": [_point(point, frontier.kind != "cover") for point in frontier.points],
        "cover": None if frontier.cover is None else _cover(frontier.cover),
        "summary": plain(frontier.summary),
        "runs": plain(frontier.runs),
        "open_ends": plain(frontier.open_ends),
    }


def _cover(cover: ApproximateFrontier) -> Json:
    """Return a cover without its points, which are those of the frontier."""
    return {
        "scope": cover.scope,
        "asked": plain(cover.asked),
        "epsilon": plain(cover.epsilon),
        "ranges": plain(cover.ranges),
        "least": plain(cover.least),
        "efficient": [point.efficient for point in cover.points],
        "multipliers": plain(cover.multipliers),
        "searched": cover.searched,
    }


def _point(point: FrontierPoint, counted: bool = True) -> Json:
    return {
        "utilities": plain(point.utilities),
        "package": package_to_json(point.package),
        "count": point.count if counted else None,
        "in_zone": point.in_zone,
    }


def efficient_to_json(case: Case, found: Efficient) -> Json:
    """Return everything ``irenic frontier --json`` prints."""
    return {
        "irenic": __version__,
        "audience": "mediator",
        "case": {"title": case.title, "as_of": case.as_of},
        "parties": list(case.party_ids),
        "assumptions": [_assumption(a) for a in found.assumptions],
        "status": found.status.value,
        "method": found.method,
        "reason": found.reason,
        "size": found.size,
        "packages": found.packages,
        "points": [_point(point) for point in found.points],
    }


def _solution(solution: Solution) -> Json:
    return {
        "method": solution.method,
        "title": solution.title,
        "citation": solution.citation,
        "status": solution.status.value,
        "reason": solution.reason,
        "maximises": solution.criterion,
        "value": plain(solution.value),
        "bound": plain(solution.bound),
        "how": solution.how,
        "compares_scores": solution.compares_scores,
        "count": solution.count,
        "packages": plain(solution.packages),
        "utilities": plain(solution.utilities),
        "certificate": plain(solution.certificate),
    }


def card_to_json(card: ScoreCard) -> Json:
    """Return a score card; ``is_proposal`` tells proposals from packages of a method."""
    return dict(plain(card))


def _award(award: Award) -> Json:
    return dict(plain(award))


def _coalition(answer: CoalitionAnswer) -> Json:
    return dict(plain(answer))


def repair_to_json(case: Case, audience: Audience, answer: RepairAnswer) -> Json:
    """Return everything ``irenic repair --json`` prints."""
    return {**_of_case(case, audience), "repair": plain(answer)}


def zone_to_json(case: Case, audience: Audience, answer: ZoneAnswer) -> Json:
    """Return everything ``irenic zone --json`` prints."""
    return {**_of_case(case, audience), "zone_explained": plain(answer)}


def _of_case(case: Case, audience: Audience) -> Json:
    decision = case.decision
    count = len(case.parties) if decision.at_least is None else decision.at_least
    return {
        "irenic": __version__,
        "audience": str(audience),
        "case": {"title": case.title, "as_of": case.as_of},
        "parties": list(case.party_ids),
        "decision": {"at_least": count, "must": list(decision.must)},
    }
