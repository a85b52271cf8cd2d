"""Issue by issue: what each package settles, and what that is worth to each party."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from irenic.report.amounts import count_of, number, plural
from irenic.report.blocks import Block, Cell, Compare, Section, Table
from irenic.report.charts.cells import CellBar, draw_cell
from irenic.report.labels import SHORT
from irenic.report.text import Text, join, text
from irenic.report.view import Candidate, View, issue_span

__all__ = ["initials", "issues"]


def initials(view: View) -> Mapping[str, str]:
    """Return two or three letters for each party, different for all of them."""
    found: dict[str, str] = {}
    names = {party: view.labels.party(party).text for party in view.case.party_ids}
    starts = [_start(name, party) for party, name in names.items()]
    for party, name in names.items():
        letters = _start(name, party)
        if starts.count(letters) > 1:  # "Party 1" and "Party 2" are P1 and P2, both alike
            letters = "".join(word[0] for word in name.split()[:3]) or letters
        place = 1
        while letters in found.values():
            place += 1
            letters = f"{letters[:2]}{place}"
        found[party] = letters
    return found


def _start(name: str, party: str) -> str:
    words = [word for word in name.split() if word.lower() != "the"] or [party]
    return words[0][:3]


def issues(view: View) -> Section | None:
    """Return the section that compares packages issue by issue."""
    shown = list(view.highlighted)
    if not shown or not view.has_issues:
        return None
    limit = max(2, view.limits.bars // max(len(view.case.issues) * max(len(view.seen), 1), 1))
    dropped = len(view.candidates) - len(shown[:limit])
    table = _table(view, shown[:limit], dropped)
    blocks: list[Block] = [table]
    if len(view.candidates) > 1:
        blocks.append(Compare())
    return Section("issues", "Issue by issue", tuple(blocks))


def _table(view: View, shown: list[Candidate], dropped: int) -> Table:
    letters = initials(view)
    scale = _widest(view)
    rows = [
        (
            Cell(text(view.labels.issue(issue.id))),
            *(_cell(view, c, issue.id, scale, letters) for c in shown),
        )
        for issue in view.case.issues
    ]
    note: Text = ()
    if view.seen:
        names = [text(f"{letters[p]} ", view.labels.party(p)) for p in view.seen]
        note = text(
            "Bars, one a party: the pale length is how much the issue weighs in all that the party "
            "could gain, the dark part how much of it this option gives. ",
            join(names, ", "),
            ".",
        )
    if dropped > 0:
        note = text(
            note,
            f" {count_of(dropped, 'more package')} {plural(dropped, 'is', 'are')} left out here; "
            "--json lists all.",
        )
    return Table(
        (_caption(view),),
        (("Issue",), *(c.brief for c in shown)),
        tuple(rows),
        note,
    )


def _caption(view: View) -> str:
    if not view.seen:
        return "What each package settles"
    whom = "each party" if view.is_mediator else view.labels.party(view.seen[0]).text
    return f"What each package settles, and what it is worth to {whom}"


def _widest(view: View) -> Fraction:
    """Return the largest part that any issue has in what any party could gain."""
    parts = [part for p in view.seen for part in view.importance[p].values()]
    return max(parts, default=Fraction(1)) or Fraction(1)


def _cell(
    view: View,
    candidate: Candidate,
    issue: str,
    scale: Fraction,
    letters: Mapping[str, str],
) -> Cell:
    package = candidate.package
    is_open = issue not in package.choices and issue not in package.shares
    words = view.labels.settled(package, issue)
    bars: list[CellBar] = []
    described = []
    for party in view.seen:
        points = view.points[party]
        low, high = issue_span(points, issue)
        matters = float(view.importance[party][issue] / scale)
        if is_open:
            bars.append((letters[party], matters, None))
            continue
        worth = points.issue_score(issue, package)
        got = float((worth - low) / (high - low)) if high > low else 0.0
        bars.append((letters[party], matters, got))
        name = view.labels.party(party, SHORT).text
        described.append(f"{name} {number(worth).text} of {number(high).text}")
    if not bars:
        return Cell(words)
    spoken = "; ".join(described) if described else "open"
    return Cell(words, mark="unknown" if is_open else "", svg=draw_cell(spoken, bars))
