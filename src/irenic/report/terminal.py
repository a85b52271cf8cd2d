"""A report for the terminal: the same findings in few lines, tables within a given width."""

from __future__ import annotations

from dataclasses import replace

from irenic.analyse.repair_results import RepairAnswer
from irenic.analyse.results import (
    Analysis,
    Audience,
    ScoreCard,
)
from irenic.model import Case
from irenic.report.blocks import Cell, Fact, Meter, Table
from irenic.report.paragraphs import SIGNS, WIDTH, facts_lines, hanging, head_lines, paragraph
from irenic.report.sections.division import claims_table, coalition_table
from irenic.report.sections.many import representative_table
from irenic.report.sections.methods import solution_table
from irenic.report.sections.parties import score_table
from irenic.report.text import join, plain, text
from irenic.report.textual import clean, columns, fits
from irenic.report.view import View, bare_view
from irenic.report.wording.assumptions import assumption_facts
from irenic.report.wording.decision import refusal, verdict
from irenic.report.wording.found import found_facts, limit_facts
from irenic.report.wording.headline import headline
from irenic.report.wording.many import separation_facts
from irenic.report.wording.meters import comprehensive_meter, just_meter, sustainable_meter
from irenic.report.wording.repair import short_repair
from irenic.report.wording.trades import improvement_words, trade_lines

__all__ = ["score_card", "summary"]

#: Most proposals and assumptions in a summary; the page has them all.
MAX_PROPOSALS, MAX_FACTS = 12, 10
#: Columns of the table of methods that a terminal has room for: method and choice.
METHOD_COLUMNS = 2
#: Most parties whose scores stand beside the names of methods; these stand in a table above.
MAX_BESIDE = 4
#: Most issues of one package that are written out.
ISSUES = 60


def summary(analysis: Analysis, *, width: int = WIDTH) -> str:
    """Return an analysis as text: headline, proposals, scores, methods, what is not known.

    No line is longer than ``width``; there are no colour codes and no control characters.
    """
    view = View(analysis)
    lines = head_lines(view, width)
    lines += ["", *paragraph(join(headline(view), " "), width)]
    lines += _proposals(view, width)
    if view.seen and any(c.scores for c in view.candidates):
        lines += ["", *_table(score_table(view), width)]
    if analysis.solutions and view.is_mediator:
        lines += ["", *_methods(view, width)]
    lines += _letters(view, width)
    lines += _many(view, width)
    if view.case.claims is not None:
        lines += ["", *_table(claims_table(view), width)]
    if analysis.coalition_answers:
        lines += ["", *_table(coalition_table(view), width)]
    facts = assumption_facts(view)
    if facts:
        lines += ["", "Assumptions, and what is not known"]
        lines += facts_lines(facts[:MAX_FACTS], width)
        if len(facts) > MAX_FACTS:
            lines.append(f"  ({len(facts) - MAX_FACTS} more: --html or --json)")
    return "\n".join(lines) + "\n"


def score_card(
    case: Case,
    audience: Audience,
    card: ScoreCard,
    *,
    repair: RepairAnswer | None = None,
    width: int = WIDTH,
) -> str:
    """Return one score card as text.

    Parameters
    ----------
    case : Case
        The case, reduced to what the audience may see.
    audience : Audience
        Who reads it.
    card : ScoreCard
        What :func:`irenic.analyse.settlement.score_proposal` found, reduced likewise.
    repair : RepairAnswer, optional
        How the package can be made to carry; one sentence of it is shown.
    width : int
        Longest line.
    """
    view = bare_view(case, audience, card)
    lines = head_lines(view, width, card.id)
    lines += ["", *facts_lines([verdict(view, card)], width)]
    lines += hanging(text("Package: ", view.labels.package(card.package, 60)), width, "  ")
    if card.scores:
        lines += ["", *_table(score_table(view), width)]
    if view.is_mediator:
        lines += _reasons(view, card, width)
        fact = None if repair is None else short_repair(view, repair)
        lines += ["", *facts_lines([fact], width)] if fact else []
    meters = [comprehensive_meter(view, card)]
    if card.scores:
        meters += [just_meter(view, card), sustainable_meter(view, card)]
    for meter in meters:
        lines += ["", *_meter(meter, width)]
    return "\n".join(lines) + "\n"


def _proposals(view: View, width: int) -> list[str]:
    shown = [c for c in view.proposals if c.card is not None]
    if not shown:
        return []
    lines = ["", "Proposals"]
    for candidate in shown[:MAX_PROPOSALS]:
        card = candidate.card
        if card is None:
            continue
        fact = verdict(view, card)
        words = text(candidate.label, ". ", fact.text)
        lines += hanging(words, width, f"  {SIGNS[fact.mark]} ")
        if view.is_mediator and card.improvement is not None:
            lines += hanging(improvement_words(view, card.improvement), width, "      ")
    if len(shown) > MAX_PROPOSALS:
        lines.append(f"  ({len(shown) - MAX_PROPOSALS} more: --html or --json)")
    return lines


def _methods(view: View, width: int) -> list[str]:
    """Return what the methods chose; without scores where these stand in the table above."""
    table = solution_table(view)
    wanted = [*range(METHOD_COLUMNS), *table.numeric]
    head = [plain(table.columns[k]) for k in wanted]
    rows = [[_cell(row[k]) for k in wanted] for row in table.rows]
    above = view.seen and any(c.scores for c in view.candidates)
    many = len(table.numeric) > MAX_BESIDE
    if above and (many or not fits(head, rows, width)):
        table = replace(table, numeric=())
    lines = _table(table, width, keep=METHOD_COLUMNS)
    if limits := limit_facts(view):
        lines += [
            "",
            "How far from the best, where a limit came first",
            *facts_lines(limits, width),
        ]
    if found := found_facts(view):
        lines += ["", "How these were found, and why so", *facts_lines(found, width)]
    return lines


def _many(view: View, width: int) -> list[str]:
    """Return what stands for very many points: a table, and what separates them."""
    if view.analysis.frontier.summary is None or not view.is_mediator:
        return []
    lines = ["", *_table(representative_table(view), width, keep=2 + len(view.case.parties))]
    lines += ["", "What separates them", *facts_lines(separation_facts(view), width)]
    return lines


def _letters(view: View, width: int) -> list[str]:
    chosen = [c for c in view.candidates if not c.is_proposal]
    if not chosen:
        return []
    lines = ["", "Packages that methods choose"]
    alike, rest = view.labels.differing([c.package for c in chosen])
    if alike.choices or alike.shares:
        lines += hanging(text("All: ", view.labels.package(alike, ISSUES)), width, "  ")
    for candidate, package in zip(chosen, rest, strict=True):
        lines += hanging(view.labels.package(package, ISSUES), width, f"  {candidate.letter}  ")
    return lines


def _reasons(view: View, card: ScoreCard, width: int) -> list[str]:
    lines: list[str] = []
    refusing = [s for s in card.scores if s.party in card.refusing]
    if refusing:
        lines += ["", "Who would refuse, and why"]
        lines += facts_lines([Fact(refusal(view, card, s), "no") for s in refusing], width)
    if card.improvement is not None:
        lines += ["", "A better package, and the trade"]
        lines += facts_lines([Fact(improvement_words(view, card.improvement), "note")], width)
        trades = trade_lines(view, card.package, card.improvement)
        lines += [line for words in trades for line in hanging(words, width, "    ")]
    if card.completions is not None and card.completions.example is not None:
        example = view.labels.package(card.completions.example, 60)
        lines += ["", *hanging(text("It carries, for example, with ", example), width, "")]
    return lines


def _meter(meter: Meter, width: int) -> list[str]:
    head = text(f"{meter.title}: ", meter.verdict)
    return [*paragraph(head, width), *facts_lines(meter.facts, width)]


def _table(table: Table, width: int, *, keep: int = 0) -> list[str]:
    """Return a table as lines; with ``keep``, those columns and the numeric ones only."""
    wanted = [k for k in range(len(table.columns)) if not keep or k < keep or k in table.numeric]
    head = [clean(plain(table.columns[k])) for k in wanted]
    rows = [[_cell(row[k]) for k in wanted] for row in table.rows]
    right = {j for j, k in enumerate(wanted) if k in table.numeric}
    lines = [*paragraph(table.caption, width), *columns(head, rows, right, width)]
    return lines + (hanging(table.note, width, "  ") if table.note and not keep else [])


def _cell(cell: Cell) -> str:
    sign = {"yes": "✓ ", "no": "✗ ", "unknown": "? "}.get(cell.mark, "")
    return sign + clean(plain(cell.text))
