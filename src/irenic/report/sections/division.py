"""Claims on an estate and coalition values: who gets what under which rule."""

from __future__ import annotations

from irenic.report.amounts import count_of, number
from irenic.report.blocks import Block, Bullets, Cell, Fact, Figure, Key, Prose, Section, Table
from irenic.report.charts.divided import Division, draw_divisions
from irenic.report.charts.marks import key_picture
from irenic.report.charts.svg import tag
from irenic.report.labels import SHORT
from irenic.report.text import Text, plain, text
from irenic.report.view import View
from irenic.report.wording.methods import coalition_words

__all__ = ["claims", "coalitions"]


def claims(view: View) -> Section | None:
    """Return the section on dividing what is not enough."""
    asked, awards = view.case.claims, view.analysis.awards
    if asked is None:
        return None
    labels, parties = view.labels, view.case.party_ids
    rows = [
        (Cell(("Claim",)), *(Cell(text(number(asked.amounts[p])), "number") for p in parties), Cell(()))
    ]
    rows += [
        (
            Cell((award.title,)),
            *(Cell(text(number(x)), "number") for x in award.awards),
            Cell((award.citation,)),
        )
        for award in awards
    ]
    table = _table(view, "What each rule awards", "Rule", tuple(rows))
    divisions = [
        Division("Claims", tuple((float(asked.amounts[p]), number(asked.amounts[p]).text) for p in parties)),
        *(Division(a.title, tuple((float(x), number(x).text) for x in a.awards)) for a in awards),
    ]
    names = [labels.party(p, SHORT).text for p in parties]
    described = "; ".join(plain(cell.text) for row in rows for cell in row if cell.text)
    title = "How each rule divides what is there"
    figure = Figure(
        "claims",
        (title,),
        text("The estate is ", number(asked.estate), "; the first bar shows the claims."),
        draw_divisions(title, described, names, divisions, float(asked.estate)),
        _legend(view),
        (),
        table,
    )
    words = (
        "When there is less than everyone claims, each rule below is one known way to divide it. "
        "All give nobody less than nothing or more than claimed; they differ in who bears the loss."
    )
    return Section("claims", "Dividing what is not enough", (Prose((words,)), figure))


def coalitions(view: View) -> Section | None:
    """Return the section on what parties can get together without the others."""
    answers = view.analysis.coalition_answers
    if not answers:
        return None
    parties = view.case.party_ids
    rows = []
    for answer in answers:
        vector = answer.division
        cells = [
            Cell(text(number(vector[k])) if vector else ("–",), "number") for k in range(len(parties))
        ]
        words = coalition_words(view, answer)
        rows.append((Cell((answer.title,)), *cells, Cell(text(words or "–", f" {answer.citation}"))))
    table = _table(view, "What each concept says", "Concept", tuple(rows))
    blocks: list[Block] = []
    shown = [a for a in answers if a.division is not None]
    if shown:
        total = max((float(c.value) for c in view.case.coalitions), default=1.0)
        names = [view.labels.party(p, SHORT).text for p in parties]
        divisions = [
            Division(a.title, tuple((float(x), number(x).text) for x in a.division or ()))
            for a in shown
        ]
        described = "; ".join(plain(cell.text) for row in rows for cell in row)
        title = "Ways of dividing what all can get together"
        figure = draw_divisions(title, described, names, divisions, total)
        blocks.append(Figure("coalitions", (title,), (), figure, _legend(view), (), table))
    else:
        blocks.append(table)
    facts = []
    for answer in answers:
        words = coalition_words(view, answer)
        if words:
            facts.append(Fact(text(answer.title, ": ", words), "note"))
    blocks.insert(0, Bullets(tuple(facts)))
    blocks.append(_values(view))
    return Section("coalitions", "What parties can get together", tuple(blocks))


def _values(view: View) -> Table:
    ordered = sorted(view.case.coalitions, key=lambda c: -len(c.members))
    shown = ordered[: view.limits.rows]
    rows = tuple(
        (Cell(view.labels.parties(c.members)), Cell(text(number(c.value)), "number")) for c in shown
    )
    more = len(ordered) - len(shown)
    note: Text = (f"{count_of(more, 'more coalition')} in the case file.",) if more else ()
    return Table(("What each coalition can get",), (("Together",), ("Value",)), rows, note, (1,))


def _table(view: View, caption: str, word: str, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    parties = view.case.party_ids
    head = tuple(text(view.labels.party(p, SHORT)) for p in parties)
    last = "Finding and source" if word == "Concept" else "Source"
    numeric = tuple(range(1, len(parties) + 1))
    return Table((caption,), ((word,), *head, (last,)), rows, (), numeric)


def _legend(view: View) -> tuple[Key, ...]:
    keys = []
    for k, party in enumerate(view.case.party_ids):
        box = tag("rect", x=1, y=1, width=20, height=12, class_=f"part p{k % 8}")
        keys.append(Key(key_picture(box), text(f"{k + 1}. ", view.labels.party(party))))
    return tuple(keys)
