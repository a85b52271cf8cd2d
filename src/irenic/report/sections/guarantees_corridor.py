"""The corridor of each party along the steps, as small charts of the same kind."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.analyse.guarantees_results import Corridor, OrderView, PartyView
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.amounts import number
from irenic.report.blocks import Cell, Key, Panel, Panels, Section, Table
from irenic.report.charts.corridor import CorridorChart, corridor_keys, draw_corridor
from irenic.report.labels import SHORT
from irenic.report.text import Text, plain, text

__all__ = ["chart_of", "corridor_charts"]


def corridor_charts(
    labels: AgreementLabels,
    view: OrderView,
    corridors: Sequence[Corridor],
    parties: Sequence[PartyView],
    /,
) -> Section | None:
    """Return one chart for each party and one table of all their data."""
    if not corridors:
        return None
    by_party = {p.party: p for p in parties}
    charts = [chart_of(labels, view, c, by_party.get(c.party)) for c in corridors]
    panels = Panels(
        ("What each party has if the process stops, after every step",),
        (
            "The line has to stay in its corridor: below the floor the party is exposed, above "
            "the ceiling at a step of its own it is tempted to refuse. Each chart is in its "
            "party's own unit.",
        ),
        tuple(
            Panel(labels.party(c.party), draw_corridor(chart), wide=chart.wide)
            for c, chart in zip(corridors, charts, strict=True)
        ),
        legend=tuple(Key(svg, (words,)) for svg, words in corridor_keys()),
        table=_table(labels, view, corridors),
    )
    return Section("corridor", "The corridor of each party", (panels,))


def chart_of(
    labels: AgreementLabels, view: OrderView, corridor: Corridor, party: PartyView | None
) -> CorridorChart:
    """Return what is drawn for one party."""
    tempted = tuple(
        f"+{number(s.temptation).text}" if s.by == corridor.party and s.temptation > 0 else ""
        for s in view.steps
    )
    worst = None
    if party is not None and party.worst_after and party.worst_exposure > 0:
        worst = view.order.index(party.worst_after) + 1
    return CorridorChart(
        title=plain(text(labels.party(corridor.party), " along the steps")),
        description=plain(_description(labels, view, corridor, party)),
        steps=tuple(plain(labels.step(s)) for s in view.order),
        values=tuple(map(float, corridor.values)),
        no_deal=float(corridor.values[0]),
        floor=None if corridor.floor is None else float(corridor.floor),
        ceiling=tuple(None if x is None else float(x) for x in corridor.ceiling),
        tempted=tempted,
        worst=worst,
        worst_words="" if worst is None else number(corridor.values[worst]).text,
        end_words=f"end: {number(corridor.values[-1]).text}",
    )


def _description(
    labels: AgreementLabels, view: OrderView, corridor: Corridor, party: PartyView | None
) -> Text:
    """Return what the chart shows, for those who do not see it."""
    low, high = min(corridor.values), max(corridor.values)
    words = text("If the process stops it has between ", number(low), " and ", number(high), ".")
    tempted = [s for s in view.steps if s.by == corridor.party and s.temptation > 0]
    if tempted:
        words = text(words, " Tempted at ", labels.steps([s.obligation for s in tempted]), ".")
    if party is not None and party.worst_after:
        at = labels.step(party.worst_after)
        words = text(words, " Worst moment after ", at, ", ", number(party.worst_exposure))
        words = text(words, " below no deal after compensation.")
    if corridor.floor is not None and low < corridor.floor:
        words = text(words, " It falls below its floor of ", number(corridor.floor), ".")
    return words


def _table(labels: AgreementLabels, view: OrderView, corridors: Sequence[Corridor]) -> Table:
    start: tuple[Cell, ...] = (Cell(("Before any step",)), Cell(("–",)), Cell(("–",)))
    rows = [start + tuple(_value(c, 0) for c in corridors)]
    for place, step in enumerate(view.steps):
        ceiling = next((c.ceiling[place] for c in corridors if c.party == step.by), None)
        rows.append(
            (
                Cell(labels.obligation(step.obligation)),
                Cell(labels.party(step.by)),
                Cell(("–" if ceiling is None else number(ceiling),), "number"),
                *(_value(c, place + 1) for c in corridors),
            )
        )
    floors = [
        text(labels.party(c.party), " ", number(c.floor)) for c in corridors if c.floor is not None
    ]
    note = (
        text("Floors: ", *[text(f, "; ") for f in floors[:-1]], floors[-1], ".")
        if floors
        else ("No party's accepted exposure is given, so there are no floors.",)
    )
    return Table(
        ("What each party has if the process stops after a step, in its own unit",),
        (
            ("After",),
            ("Performed by",),
            ("Its ceiling before the step",),
            *(labels.party(c.party, SHORT) for c in corridors),
        ),
        tuple(rows),
        note=note,
        numeric=(2, *range(3, 3 + len(corridors))),
    )


def _value(corridor: Corridor, place: int) -> Cell:
    value: Fraction = corridor.values[place]
    floor = corridor.floor
    below = floor is not None and value < floor
    return Cell((number(value),), "number", "no" if below else "")
