"""Claims on an estate and coalition values: who gets what under which rule."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.report.amounts import count_of, number
from irenic.report.blocks import Block, Bullets, Cell, Fact, Figure, Key, Prose, Section, Table
from irenic.report.charts.divided import Division, draw_divisions
from irenic.report.charts.marks import key_picture
from irenic.report.charts.svg import tag
from irenic.report.labels import SHORT
from irenic.report.text import Text, text
from irenic.report.view import View
from irenic.report.wording.methods import coalition_words

__all__ = ["claims", "claims_table", "coalition_table", "coalitions"]


def claims_table(view: View) -> Table:
    """Return what each party claims and what each rule awards it."""
    asked, parties = view.case.claims, view.case.party_ids
    rows = []
    if asked is not None:
        amounts = (Cell(text(number(asked.amounts[p])), "number") for p in parties)
        rows.append((Cell(("Claim",)), *amounts, Cell(())))
    rows += [
        (
            Cell((award.title,)),
            *(Cell(text(number(x)), "number") for x in award.awards),
            Cell((award.citation,)),
        )
        for award in view.analysis.awards
    ]
    return _table(view, "What each rule awards", "Rule", tuple(rows))


def claims(view: View) -> Section | None:
    """Return the section on dividing what is not enough."""
    asked, awards = view.case.claims, view.analysis.awards
    if asked is None:
        return None
    labels, parties = view.labels, view.case.party_ids
    table = claims_table(view)
    divisions = [
        Division(
            "Claims",
            tuple((float(asked.amounts[p]), number(asked.amounts[p]).text) for p in parties),
        ),
        *(Division(a.title, tuple((float(x), number(x).text) for x in a.awards)) for a in awards),
    ]
    names = [labels.party(p, SHORT).text for p in parties]
    described = _described(view, divisions)
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


def coalition_table(view: View) -> Table:
    """Return what each coalition concept gives each party, and its finding."""
    rows = []
    for answer in view.analysis.coalition_answers:
        vector = answer.division
        cells = [
            Cell(text(number(vector[k])) if vector else ("–",), "number")
            for k in range(len(view.case.parties))
        ]
        rows.append((Cell((answer.title,)), *cells, Cell((answer.citation,))))
    return _table(view, "What each concept gives", "Concept", tuple(rows))


def coalitions(view: View) -> Section | None:
    """Return the section on what parties can get together without the others."""
    answers = view.analysis.coalition_answers
    if not answers:
        return None
    table = coalition_table(view)
    blocks: list[Block] = []
    shown = [a for a in answers if a.division is not None]
    if shown:
        total = max((float(c.value) for c in view.case.coalitions), default=1.0)
        names = [view.labels.party(p, SHORT).text for p in view.case.party_ids]
        divisions = [Division(a.title, _parts(a.division or ())) for a in shown]
        described = _described(view, divisions)
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


def _described(view: View, divisions: list[Division]) -> str:
    names = [view.labels.party(p, SHORT).text for p in view.case.party_ids]
    found = []
    for division in divisions:
        pairs = zip(names, division.parts, strict=True)
        found.append(f"{division.name}: {', '.join(f'{name} {x}' for name, (_, x) in pairs)}")
    return "; ".join(found)


def _parts(amounts: Sequence[Fraction]) -> tuple[tuple[float, str], ...]:
    return tuple((float(x), number(x).text) for x in amounts)


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
    numeric = tuple(range(1, len(parties) + 1))
    return Table((caption,), ((word,), *head, ("Source",)), rows, (), numeric)


def _legend(view: View) -> tuple[Key, ...]:
    keys = []
    for k, party in enumerate(view.case.party_ids):
        box = tag("rect", x=1, y=1, width=20, height=12, class_=f"part p{k % 8}")
        keys.append(Key(key_picture(box), text(view.labels.party(party))))
    return tuple(keys)
