"""The space of packages: a plane for two parties, a bundle of lines for more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from irenic.analyse.results import FrontierPoint
from irenic.report.amounts import count_of, grouped, number, plural
from irenic.report.blocks import Block, Cell, Figure, Key, Prose, Section, Table
from irenic.report.charts.marks import Dot, Spot, draw_spot, key_picture
from irenic.report.charts.parallel import Bundle, Row, draw_bundle, is_beyond
from irenic.report.charts.scatter import Plane, PlaneAxis, draw_plane
from irenic.report.charts.svg import tag
from irenic.report.labels import SHORT, method_name
from irenic.report.sections.many import many
from irenic.report.text import Name, Text, listed, plain, text
from irenic.report.view import Candidate, View
from irenic.report.wording.found import efficient_words, not_listed

__all__ = ["frontier_table", "space", "thinned"]


_EDGE = "What lies further out than the axes is drawn at their ends; the table has the figures."


def thinned(view: View, limit: int) -> tuple[int, ...]:
    """Return the rows of the frontier that are drawn: the best of each party, then every k-th."""
    points = view.analysis.frontier.points
    if len(points) <= limit:
        return tuple(range(len(points)))
    keep = set()
    for i in range(len(points[0].utilities)):
        keep.add(max(range(len(points)), key=lambda k: points[k].utilities[i]))
        keep.add(min(range(len(points)), key=lambda k: points[k].utilities[i]))
    keep = set(sorted(keep)[:limit])
    room = limit - len(keep)
    keep.update(len(points) * k // room for k in range(room))
    return tuple(sorted(keep))


def space(view: View) -> Section | None:
    """Return the section of the space of packages."""
    if not view.is_mediator or not view.has_issues:
        return None
    title = "The space of packages"
    blocks: list[Block] = []
    if not view.has_frontier:
        blocks.append(Prose(not_listed(view)))
        blocks.extend(_bundle_of_candidates(view))
        return Section("space", title, tuple(blocks))
    blocks.extend(many(view))
    count = len(view.case.parties)
    if count == 2:
        blocks.append(_plane(view))
    elif count > 2:
        blocks.append(_bundle(view))
    else:
        blocks.append(frontier_table(view))
    return Section("space", title, tuple(blocks))


def _bundle_of_candidates(view: View) -> list[Block]:
    scored = [c for c in view.highlighted if any(s.score is not None for s in c.scores.values())]
    return [_bundle(view)] if scored and len(view.case.parties) > 1 else []


def _spots(view: View) -> tuple[Spot, ...]:
    spots = []
    for candidate in view.highlighted:
        values = tuple(
            None if (score := view.score(candidate, p)) is None else float(score)
            for p in view.case.party_ids
        )
        if any(v is not None for v in values):
            spots.append(Spot(candidate.letter, candidate.short, candidate.is_proposal, values))
    return tuple(spots)


def _dots(view: View, limit: int) -> tuple[Dot, ...]:
    points = view.analysis.frontier.points
    return tuple(
        Dot(k, tuple(float(u) for u in points[k].utilities), points[k].in_zone)
        for k in thinned(view, limit)
    )


def _no_deal(view: View, party: str) -> tuple[float, float, float] | None:
    found = view.no_deal(party)
    return None if found is None else (float(found.low), float(found.midpoint), float(found.high))


def _zone_shape(view: View) -> Literal["", "both", "x", "y", "either"]:
    zone = view.analysis.zone
    if zone.unknown:
        return ""
    first, second = view.case.party_ids
    must = set(zone.must)
    if zone.needed >= 2 or must == {first, second}:
        return "both"
    if must:
        return "x" if first in must else "y"
    return "either"


def _plane(view: View) -> Figure:
    case, labels = view.case, view.labels
    x, y = (labels.party(p, SHORT).text for p in case.party_ids)
    dots = _dots(view, view.limits.dots)
    frontier = view.analysis.frontier
    line = frontier.kind in ("line", "lines")
    title = "Every efficient outcome, and what was proposed"
    what = "Corners of the line of efficient divisions" if line else "Efficient outcomes"
    if frontier.kind in ("cover", "zone"):
        what = efficient_words(view).capitalize()
        title = f"The {efficient_words(view)}, and what was proposed"
    described = f"{what}: {len(dots)}. {_candidates_described(view)}"
    plane = Plane(
        title,
        described,
        PlaneAxis(x, _no_deal(view, case.party_ids[0])),
        PlaneAxis(y, _no_deal(view, case.party_ids[1])),
        dots,
        _spots(view),
        _zone_shape(view),
        runs=frontier.runs or ((0, len(frontier.points) - 1),) if line else (),
    )
    more = "Further right is better for " + x + ", further up is better for " + y
    return Figure(
        "plane",
        (title,),
        (f"Scores of each party, on its own scale. {more}.",),
        draw_plane(plane),
        _legend(view, plane=True),
        _note(view, len(dots)),
        frontier_table(view),
        readout=True,
    )


def _candidates_described(view: View) -> str:
    shown = []
    for candidate in view.highlighted:
        scores = [
            f"{plain(view.labels.party(p, SHORT))} {number(s).text}"
            for p in view.case.party_ids
            if (s := view.score(candidate, p)) is not None
        ]
        if scores:
            shown.append(f"{candidate.letter} {candidate.short}: {', '.join(scores)}")
    return "; ".join(shown) + "." if shown else ""


def _bundle(view: View) -> Figure:
    dots = _dots(view, view.limits.strands)
    spots = _spots(view)
    rows = []
    for i, party in enumerate(view.case.party_ids):
        drawn = [d.values[i] for d in dots] + [v for s in spots if (v := s.values[i]) is not None]
        no_deal = _no_deal(view, party)
        known = view.no_deal(party)
        best = float(view.best.get(party, 0))
        worst = min(drawn, default=0.0)
        if no_deal is None or best <= no_deal[1]:
            best = max(drawn, default=1.0)
        if known is None:
            detail = "no-deal value unknown"
        else:
            detail = f"no deal {number(known.midpoint).text}, best {number(view.best[party]).text}"
            if best <= float(known.midpoint):
                detail = f"no deal {number(known.midpoint).text}: never reached"
        rows.append(Row(view.labels.party(party, SHORT).text, detail, worst, best, no_deal))
    subject = "efficient outcome" if view.has_frontier else "package"
    subject = {"cover": "listed package", "zone": f"{subject} that carries"}.get(
        view.analysis.frontier.kind, subject
    )
    title = f"Every {subject}, party by party" if dots else "The packages, party by party"
    best_word = "best attainable" if view.has_frontier else "each issue at its best"
    bundle = Bundle(title, _candidates_described(view), tuple(rows), dots, spots, best_word)
    words = (
        f"Each line is one {subject}, each row one party on its own scale: its no-deal "
        "value is on the dashed line, its best on the dotted one. Left of the "
        "dashed line the party would refuse."
    )
    return Figure(
        "bundle",
        (title,),
        (words,),
        draw_bundle(bundle),
        _legend(view, plane=False),
        text(_note(view, len(dots)), _EDGE if is_beyond(bundle) else ""),
        frontier_table(view) if view.has_frontier else None,
        readout=view.has_frontier,
    )


def _legend(view: View, *, plane: bool) -> tuple[Key, ...]:
    spots = {s.letter for s in _spots(view)}
    keys = []
    drawn = "listed" if view.analysis.frontier.kind == "cover" else "efficient"
    if view.has_frontier:
        if plane:
            inside = tag("circle", cx=11, cy=7, r=4, class_="dot in")
            outside = tag("circle", cx=11, cy=7, r=3.5, class_="dot out")
        else:
            inside = tag("line", x1=0, x2=22, y1=7, y2=7, class_="strand in")
            outside = tag("line", x1=0, x2=22, y1=7, y2=7, class_="strand out")
        if any(p.in_zone for p in view.analysis.frontier.points):
            keys.append(Key(key_picture(inside), (f"{drawn}, carries",)))
        if any(p.in_zone is False for p in view.analysis.frontier.points):
            keys.append(Key(key_picture(outside), (f"{drawn}, does not carry",)))
        if any(p.in_zone is None for p in view.analysis.frontier.points):
            open_dot = tag("circle", cx=11, cy=7, r=3.5, class_="dot open")
            picture = key_picture(open_dot if plane else outside)
            keys.append(Key(picture, (f"{drawn}, not known whether it carries",)))
    if plane and _zone_shape(view) and all(view.no_deal(p) for p in view.case.party_ids):
        box = tag("rect", x=1, y=1, width=20, height=12, class_="zone")
        keys.append(Key(key_picture(box), ("acceptable (zone of agreement)",)))
    if any((q := view.no_deal(p)) and not q.is_certain for p in view.case.party_ids):
        box = tag("rect", x=1, y=1, width=20, height=12, class_="doubt")
        keys.append(Key(key_picture(box), ("range of a no-deal value that is not certain",)))
    for candidate in view.highlighted:
        if candidate.letter in spots:
            spot = Spot(candidate.letter, "", candidate.is_proposal, ())
            name = text(Name(candidate.name), f" ({_kind(candidate)})")
            keys.append(Key(key_picture(draw_spot(spot, 11, 9, 7.5), 22, 18), name))
    return tuple(keys)


def _kind(candidate: Candidate) -> str:
    if not candidate.is_proposal:
        return "chosen by a method" if len(candidate.methods) < 2 else "chosen by these methods"
    if not candidate.methods:
        return "proposal"
    names = [method_name(m) for m in candidate.methods]
    return f"proposal, chosen by {plain(listed(names, limit=3))}"


def _note(view: View, drawn: int) -> Text:
    words: Text = ()
    size = len(view.analysis.frontier.points)
    if size > drawn:
        what = efficient_words(view)
        words = (f"{grouped(drawn)} of {grouped(size)} {what} are drawn, evenly chosen. ",)
    hidden = len(view.candidates) - len(view.highlighted)
    if hidden:
        words = text(
            words,
            f"{count_of(hidden, 'more package')} of proposals or methods "
            f"{plural(hidden, 'is', 'are')} not drawn. ",
        )
    absent = [
        c.letter for c in view.highlighted if c.letter not in {s.letter for s in _spots(view)}
    ]
    if absent:
        words = text(words, f"Not drawn because issues are open: {', '.join(absent)}. ")
    return words


def frontier_table(view: View) -> Table:
    """Return the efficient outcomes as a table, cut at a stated number of rows."""
    points = view.analysis.frontier.points
    labels = view.labels
    shown = points[: view.limits.rows]
    note: Text = ()
    if len(points) > len(shown):
        more = count_of(len(points) - len(shown), "more outcome")
        note = (f"{more}: all are in the output of irenic analyze CASE --json.",)
    kind = view.analysis.frontier.kind
    word = {"line": "Corner", "lines": "Corner", "cover": "Package"}.get(kind, "Outcome")
    caption = efficient_words(view).capitalize()
    return Table(
        (f"{caption}, best for the first party first",),
        (
            (word,),
            *(text(labels.party(p, SHORT)) for p in view.case.party_ids),
            ("Carries",),
            ("Packages",),
            ("One package",),
        ),
        tuple(_row(view, k, point) for k, point in enumerate(shown)),
        note,
        tuple(range(1, len(view.case.parties) + 1)),
    )


def _row(view: View, k: int, point: FrontierPoint) -> tuple[Cell, ...]:
    carries: Sequence[Cell] = {
        True: [Cell(("yes",), mark="yes")],
        False: [Cell(("no",), mark="no")],
        None: [Cell(("not known",), mark="unknown")],
    }[point.in_zone]
    return (
        Cell((str(k + 1),)),
        *(Cell(text(number(u)), "number") for u in point.utilities),
        *carries,
        Cell((_times(view, point),), "number"),
        Cell(view.labels.package(point.package, 12), "long"),
    )


def _times(view: View, point: FrontierPoint) -> str:
    if point.count:
        return grouped(point.count)
    return "not counted" if view.analysis.frontier.kind == "cover" else "endless"
