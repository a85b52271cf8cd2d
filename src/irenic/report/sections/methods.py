"""The named solutions, the fairness tests and the ranks, side by side."""

from __future__ import annotations

from irenic.analyse.results import Solution, Status
from irenic.report.amounts import grouped, number, percent
from irenic.report.blocks import Block, Bullets, Cell, Mark, Prose, Section, Subhead, Table
from irenic.report.labels import SHORT, method_name
from irenic.report.text import Text, text
from irenic.report.view import Candidate, View
from irenic.report.wording.found import found_facts, limit_facts
from irenic.report.wording.methods import solution_words

__all__ = ["fairness_table", "methods", "solution_table"]


def methods(view: View) -> Section | None:
    """Return the section on what the named methods choose."""
    blocks: list[Block] = []
    if view.analysis.solutions:
        words = (
            "Each method below turns one idea of fairness into a rule. They are answers to "
            "different questions, so none of them is the right one; where several choose the same "
            "package, that is worth knowing."
        )
        blocks += [Prose((words,)), solution_table(view)]
        if view.is_mediator:
            blocks += _how_far(view)
        if not view.is_mediator:
            blocks.append(_packages_table(view))
    if view.is_mediator and any(c.card for c in view.highlighted):
        blocks += [Subhead(("Fairness tests side by side",)), fairness_table(view)]
    if not blocks:
        return None
    return Section("methods", "What the named methods choose", tuple(blocks))


def _how_far(view: View) -> list[Block]:
    """Return how far from the best packages found before a limit are; how all were found."""
    blocks: list[Block] = []
    if limits := limit_facts(view):
        blocks += [
            Subhead(("How far from the best, where a limit came first",)),
            Bullets(tuple(limits)),
        ]
    if found := found_facts(view):
        blocks += [Subhead(("How these were found, and why so",)), Bullets(tuple(found))]
    return blocks


def solution_table(view: View) -> Table:
    """Return one row per method: what it chose, by which criterion, whose idea it is."""
    figures = view.is_mediator and any(s.utilities for s in view.analysis.solutions)
    head: tuple[Text, ...] = (("Method",), ("Chooses",))
    parties = view.case.party_ids if figures else ()
    head = (*head, *(text(view.labels.party(p, SHORT)) for p in parties))
    head = (*head, ("It maximises",), ("Compares scores of parties",), ("Source",))
    return Table(
        ("Named solutions",),
        head,
        tuple(_row(view, s, parties) for s in view.analysis.solutions),
        ("A tie is reported in full: choosing among tied packages is the parties' decision.",),
        tuple(range(2, 2 + len(parties))),
    )


def _row(view: View, solution: Solution, parties: tuple[str, ...]) -> tuple[Cell, ...]:
    vector = solution.utilities[0] if len(solution.utilities) == 1 else ()
    cells = []
    for k in range(len(parties)):
        if vector:
            cells.append(Cell(text(number(vector[k])), "number"))
        elif solution.utilities:
            values = [u[k] for u in solution.utilities]
            low, high = number(min(values)), number(max(values))
            same = low == high
            cells.append(Cell(text(low) if same else text(low, " to ", high), "number"))
        else:
            cells.append(Cell(("–",), "number"))
    return (
        Cell((solution.title,)),
        _chosen(view, solution),
        *cells,
        Cell((solution.criterion or "–",)),
        Cell(("yes: assumes they are comparable",) if solution.compares_scores else ("no",)),
        Cell((solution.citation,)),
    )


def _chosen(view: View, solution: Solution) -> Cell:
    words = solution_words(view, solution)
    if not solution.packages:
        return Cell(words, "long", "unknown")
    return Cell(words, "long" if solution.status is Status.LIMIT else "text")


def _packages_table(view: View) -> Table:
    chosen = [c for c in view.candidates if not c.is_proposal]
    return Table(
        ("The packages that the methods choose",),
        (("Letter",), ("Package",)),
        tuple((Cell((c.letter,)), Cell(view.labels.package(c.package, 80))) for c in chosen),
    )


def fairness_table(view: View) -> Table:
    """Return the fairness tests of each highlighted candidate, one test a row."""
    shown = [c for c in view.highlighted if c.card is not None]
    tests = [c.card.just for c in shown if c.card is not None]
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(("Acceptable to all",)),
            *(_answer(c.card.just.acceptable_to_all) for c in shown if c.card),
        ),
        (Cell(("Efficient",)), *(_answer(c.card.just.efficient) for c in shown if c.card)),
    ]
    if any(c.card and c.card.just.envy is not None for c in shown):
        envies = [c.card.just.envy for c in shown if c.card]
        rows.append(
            (Cell(("Free of envy",)), *(_answer(None if e is None else not e) for e in envies))
        )
    rows.append(
        (Cell(("Smallest part of its attainable gain",)), *(_least(view, c) for c in shown))
    )
    rows.append((Cell(("Spread of those parts",)), *(_spread(c) for c in shown)))
    rows.append((Cell(("Largest concession",)), *(_concession(view, c) for c in shown)))
    known = [r.method for j in tests for r in j.ranks]
    titles = {s.method: s.title for s in view.analysis.solutions}
    for method in dict.fromkeys(known):
        head = Cell((f"Place under {method_name(method, titles.get(method, ''))}",))
        rows.append((head, *(_place(c, method) for c in shown)))
    return Table(
        ("Fairness tests: several named tests, never merged into one",),
        (("Test",), *(c.brief for c in shown)),
        tuple(rows),
        ("Places count efficient outcomes that the method chooses from; 1 is best.",)
        if known
        else (),
    )


def _answer(answer: bool | None) -> Cell:
    mark: Mark = "yes" if answer else "unknown" if answer is None else "no"
    return Cell(({"yes": "yes", "no": "no", "unknown": "not known"}[mark],), mark=mark)


def _least(view: View, candidate: Candidate) -> Cell:
    found = candidate.card.just.least_relative_gain if candidate.card else None
    if found is None:
        return Cell(("not known",), mark="unknown")
    return Cell(text(percent(found[1]), " ", view.labels.party(found[0], SHORT)))


def _spread(candidate: Candidate) -> Cell:
    found = candidate.card.just.spread if candidate.card else None
    return Cell(("not known",), mark="unknown") if found is None else Cell(text(percent(found)))


def _concession(view: View, candidate: Candidate) -> Cell:
    given = candidate.card.just.concedes_most if candidate.card else ()
    if not given:
        return Cell(("none",))
    worst = max(given, key=lambda w: w.importance)
    party = view.labels.party(worst.party, SHORT)
    return Cell(
        text(party, " on ", view.labels.issue(worst.issue, 40), ", ", percent(worst.importance))
    )


def _place(candidate: Candidate, method: str) -> Cell:
    ranks = candidate.card.just.ranks if candidate.card else ()
    for rank in ranks:
        if rank.method == method:
            if rank.place > rank.of:  # a package that is not efficient may come after them all
                return Cell((f"after all {grouped(rank.of)}",))
            return Cell((f"{grouped(rank.place)} of {grouped(rank.of)}",))
    return Cell(("no place",))
