"""What each party gets: small bars per package, and the figures as a table."""

from __future__ import annotations

from irenic.report.amounts import count_of, number, plural, quantity, signed
from irenic.report.blocks import Block, Cell, Key, Panel, Panels, Prose, Section, Table
from irenic.report.charts.marks import key_picture
from irenic.report.charts.satisfaction import Bar, draw_satisfaction
from irenic.report.charts.svg import tag
from irenic.report.labels import SHORT
from irenic.report.text import Text, text
from irenic.report.view import Candidate, View
from irenic.report.wording.meters import mark_of

__all__ = ["parties", "score_cell", "score_table"]


def parties(view: View) -> Section | None:
    """Return the section on each party's satisfaction."""
    shown = [c for c in view.highlighted if c.scores]
    if not shown or not view.seen:
        return None
    title = "What each party gets" if view.is_mediator else "What the proposals give"
    hidden = len(view.candidates) - len(view.highlighted)
    note: Text = ()
    if hidden:
        note = (
            f"{count_of(hidden, 'more package')} {plural(hidden, 'is', 'are')} in the table "
            "below and in the JSON output.",
        )
    blocks: list[Block] = [
        Panels(
            ("Between no deal and the best",),
            _subtitle(view),
            tuple(_panel(view, c) for c in shown),
            _legend(),
            note,
            score_table(view),
        )
    ]
    blocks.append(Prose(_comparison(view), "note"))
    return Section("parties", title, tuple(blocks))


def _subtitle(view: View) -> Text:
    if view.is_mediator:
        best = "can be attained" if view.has_frontier else "each issue at its best gives"
        return (
            "Each bar starts at the party's no-deal value and ends at what the package gives it. "
            "Each party has its own scale: a bar shows how far it has come, not how much it cares. "
            f"The best is what {best}.",
        )
    return (
        "The bar starts at the no-deal value and ends at what the package gives. The best is each "
        "issue settled as the party likes best, whatever the others think.",
    )


def _comparison(view: View) -> Text:
    comparing = [s.title for s in view.analysis.solutions if s.compares_scores]
    if not view.is_mediator:
        return ("Scores are in the units of the party's own recorded preferences.",)
    words = "Scores of different parties are never added or compared on this page"
    if comparing:
        words += (
            ", except inside the methods that do so by definition; the table of methods says which"
        )
    return (words + ".",)


def _legend() -> tuple[Key, ...]:
    gain = tag("rect", x=3, y=3, width=17, height=8, class_="gain")
    loss = tag("rect", x=3, y=3, width=17, height=8, class_="shortfall")
    open_ = tag("rect", x=3, y=4, width=17, height=6, class_="perhaps")
    tip = tag("polygon", points="14,1 6,7 14,13", class_="bar-tip")
    line = tag("line", x1=11, x2=11, y1=0, y2=14, class_="no-deal")
    return (
        Key(key_picture(line), ("no-deal value",)),
        Key(key_picture(gain), ("gain over no deal",)),
        Key(key_picture(loss), ("short of no deal: would refuse",)),
        Key(key_picture(tip), ("goes on beyond the edge",)),
        Key(key_picture(open_), ("possible range while issues are open",)),
    )


def _panel(view: View, candidate: Candidate) -> Panel:
    bars = tuple(_bar(view, candidate, p) for p in view.seen if p in candidate.scores)
    described = "; ".join(f"{b.name}: {b.words}" for b in bars)
    name = f"{candidate.letter} {candidate.short}"
    return Panel(candidate.label, draw_satisfaction(name, described, bars))


def _bar(view: View, candidate: Candidate, party: str) -> Bar:
    found = candidate.scores[party]
    name = view.labels.party(party, 22).text
    no_deal, best = view.no_deal(party), view.best.get(party)
    place = low = high = part = None
    if found.score is None:
        words = f"{number(found.low).text} to {number(found.high).text}"
    else:
        words = number(found.score).text
    if no_deal is not None and best is not None:
        span = float(best - no_deal.midpoint) or 1.0
        if span < 0:  # even the best is below no deal: measure against the no-deal value itself
            span = -2 * span
        middle = float(no_deal.midpoint)
        if found.score is not None:
            place = (float(found.score) - middle) / span
        else:
            low, high = (float(found.low) - middle) / span, (float(found.high) - middle) / span
        if found.score is not None and found.accepts is False:
            words += " ✗"
    elif best is not None and found.score is not None:
        part = float(found.score / best) if best else 0.0
        words += " ?"
    return Bar(name, words, place, low, high, part, found.accepts)


def score_cell(candidate: Candidate, party: str) -> Cell:
    """Return a party's score under a candidate, with the sign of its answer."""
    found = candidate.scores.get(party)
    if found is None:
        return Cell(("not shown",))
    words: Text
    if found.score is None:
        words = text(number(found.low), " to ", number(found.high))
    else:
        words = text(number(found.score))
    if found.gain is not None:
        words = text(words, " (", signed(found.gain), ")")
    return Cell(words, "number", mark_of(found.accepts))


def score_table(view: View) -> Table:
    """Return every shown candidate with each party's score and margin."""
    shown = [c for c in view.candidates if c.scores][: view.limits.rows]
    head = tuple(text(view.labels.party(p, SHORT)) for p in view.seen)
    no_deal: list[Cell] = [Cell(("No-deal value",))]
    best: list[Cell] = [
        Cell(("Best attainable" if view.has_frontier else "Each issue at its best",))
    ]
    for party in view.seen:
        known = view.no_deal(party)
        no_deal.append(Cell(quantity(known) if known else ("unknown",), "number"))
        ideal = view.best.get(party)
        best.append(Cell(text(number(ideal)) if ideal is not None else ("not known",), "number"))
    rows = [tuple(no_deal), tuple(best)]
    rows += [(Cell(c.label), *(score_cell(c, p) for p in view.seen)) for c in shown]
    return Table(
        ("Scores, with the margin over the no-deal value in brackets",),
        (("Package",), *head),
        tuple(rows),
        ("✓ accepts, ✗ would refuse, ? not known. Each column has its own unit.",),
        tuple(range(1, len(view.seen) + 1)),
    )
