"""Answers about an agreement in plain JSON values; see ``docs/reference/json-guarantees.md``."""

from __future__ import annotations

from typing import Any

from irenic import __version__
from irenic.analyse.guarantees import GuaranteesAnswer
from irenic.analyse.monitor import STATUSES, MonitorAnswer
from irenic.model import Case
from irenic.report.jsonable import plain

__all__ = ["guarantees_to_json", "monitor_to_json"]


def guarantees_to_json(answer: GuaranteesAnswer) -> dict[str, Any]:
    """Return everything ``irenic guarantees --json`` prints."""
    more = plain(answer.more)
    del more["costs_in"]
    return {
        **_of_case(answer.case, "guarantees"),
        "proposal": answer.proposal,
        "status": answer.status.value,
        "missed": list(answer.missed),
        "order": plain(answer.view),
        "party_views": plain(answer.parties),
        "corridors": [
            {k: v for k, v in row.items() if k != "status"} for row in plain(answer.corridors)
        ],
        **more,
    }


def monitor_to_json(case: Case, answer: MonitorAnswer) -> dict[str, Any]:
    """Return everything ``irenic monitor --json`` prints."""
    return {**_of_case(case, "monitor"), "meaning": list(STATUSES), **plain(answer)}


def _of_case(case: Case, kind: str) -> dict[str, Any]:
    return {
        "irenic": __version__,
        "kind": kind,
        "audience": "mediator",
        "case": {"title": case.title, "as_of": case.as_of},
        "parties": list(case.party_ids),
    }
