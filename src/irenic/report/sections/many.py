"""What is shown where efficient packages are many: a few that stand for them, and their spread."""

from __future__ import annotations

from irenic.analyse.cover_results import Representative
from irenic.report.amounts import count_of, number
from irenic.report.blocks import Block, Bullets, Cell, Prose, Subhead, Table
from irenic.report.labels import SHORT, method_name
from irenic.report.text import Text, join, text
from irenic.report.view import View
from irenic.report.wording.many import guarantee, separation_facts, share_of_range

__all__ = ["many", "representative_table"]


def many(view: View) -> list[Block]:
    """Return the guarantee of a cover, the packages that stand for all, what separates them."""
    frontier = view.analysis.frontier
    blocks: list[Block] = []
    if words := guarantee(view):
        blocks.append(Prose(words))
    if frontier.summary is not None:
        blocks.append(representative_table(view))
        blocks.append(Subhead(("What separates them",)))
        blocks.append(Bullets(tuple(separation_facts(view))))
    return blocks


def representative_table(view: View) -> Table:
    """Return the representative packages with every party's score, and the spread below."""
    summary = view.analysis.frontier.summary
    parties = view.case.party_ids
    if summary is None:
        return Table((), (), ())
    alike, rest = view.labels.differing([r.package for r in summary.representatives])
    rows = [
        (
            Cell((str(k),)),
            Cell(_why(view, one)),
            *(Cell(text(number(u)), "number") for u in one.utilities),
            Cell(view.labels.package(package, 12), "long"),
        )
        for k, (one, package) in enumerate(zip(summary.representatives, rest, strict=True), 1)
    ]
    for word, place in (("Least", 0), ("Greatest", 1)):
        ends = (Cell(text(number(summary.spread[p][place])), "number") for p in parties)
        rows.append((Cell((f"{word} of all",)), Cell(()), *ends, Cell(())))
    note: Text = (
        f"Of the {count_of(summary.size, 'package')} behind this table each is within "
        f"{share_of_range(summary.radius)} of the spread of a package in it, for every party.",
    )
    if alike.choices or alike.shares:
        note = text(note, " All in the table settle alike: ", view.labels.package(alike, 60), ".")
    return Table(
        ("Packages that stand for the others",),
        (
            ("Package",),
            ("Why it is here",),
            *(text(view.labels.party(p, SHORT)) for p in parties),
            ("Where it differs" if alike.choices or alike.shares else "What it says",),
        ),
        tuple(rows),
        note,
        tuple(range(2, len(parties) + 2)),
    )


def _why(view: View, one: Representative) -> Text:
    reasons: list[Text] = []
    if one.best_for:
        reasons.append(text("best for ", view.labels.parties(one.best_for)))
    if one.methods:
        names = ", ".join(method_name(m) for m in one.methods)
        reasons.append((f"chosen by {names}",))
    return join(reasons, "; ") if reasons else ("far from those above",)
