"""What the page's script needs to show and compare packages: short, rounded, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from irenic.analyse.results import Package
from irenic.report.amounts import number
from irenic.report.labels import SHORT
from irenic.report.sections.space import thinned
from irenic.report.text import plain
from irenic.report.view import View

__all__ = ["page_data"]

#: Most candidates offered for comparison.
MAX_CANDIDATES = 60


def page_data(view: View) -> Mapping[str, Any]:
    """Return packages, per-issue worth and scores for the script of the page.

    A candidate is ``{s, n, o, u, t, a}``: letter, name, option number per issue (-1 open),
    score per party as text, what options taken together add, whether it carries.
    ``worth[party][issue]`` holds a number per option.  The page says all of it elsewhere too.
    """
    if not view.has_issues or not view.candidates:
        return {}
    options: list[dict[str, int]] = [{} for _ in view.case.issues]
    samples: list[list[Package]] = [[] for _ in view.case.issues]

    def numbered(package: Package) -> list[int]:
        found = []
        for j, issue in enumerate(view.case.issues):
            if issue.id not in package.choices and issue.id not in package.shares:
                found.append(-1)
                continue
            name = plain(view.labels.settled(package, issue.id, 40))
            if name not in options[j]:
                options[j][name] = len(options[j])
                samples[j].append(package)
            found.append(options[j][name])
        return found

    candidates = [
        {
            "s": c.letter,
            "n": c.name,
            "o": numbered(c.package),
            "u": [_score(c.scores[p].score) if p in c.scores else "" for p in view.seen],
            "t": _together(view, c.package),
            "a": c.card.carries if c.card and view.is_mediator else None,
        }
        for c in view.candidates[:MAX_CANDIDATES]
    ]
    points = _points(view, numbered) if view.is_mediator else {}
    return {
        "parties": [view.labels.party(p, SHORT).text for p in view.seen],
        "issues": [view.labels.issue(i.id).text for i in view.case.issues],
        "candidates": candidates,
        "points": points,
        "options": [list(names) for names in options],
        "worth": [
            [
                [_rounded(view.points[p].issue_score(i.id, sample)) for sample in samples[j]]
                for j, i in enumerate(view.case.issues)
            ]
            for p in view.seen
        ],
    }


def _points(view: View, numbered: Any) -> Mapping[str, Any]:
    if not view.has_frontier:
        return {}
    limit = view.limits.dots if len(view.case.parties) == 2 else view.limits.strands
    points = view.analysis.frontier.points
    found = {}
    for k in thinned(view, limit):
        point = points[k]
        found[str(k)] = {
            "o": numbered(point.package),
            "u": [_score(u) for u in _seen(view, point.utilities)],
            "t": _together(view, point.package),
            "c": point.count,
            "a": point.in_zone,
        }
    return found


def _together(view: View, package: Package) -> list[float]:
    """Return what options taken together add, per party; nothing where no party has terms."""
    if not any(view.points[p].terms for p in view.seen):
        return []
    return [_rounded(view.points[p].term_score(package.choices)) for p in view.seen]


def _seen(view: View, utilities: Sequence[Fraction]) -> list[Fraction]:
    by_party = dict(zip(view.case.party_ids, utilities, strict=True))
    return [by_party[p] for p in view.seen]


def _score(value: Fraction | None) -> str:
    return "" if value is None else number(value).text


def _rounded(value: Fraction) -> float:
    return float(f"{float(value):.6g}")
