"""How the answers were found, and how far they can be trusted where a limit came first."""

from __future__ import annotations

from irenic.analyse.results import Solution, Status
from irenic.report.amounts import number, percent
from irenic.report.blocks import Fact
from irenic.report.labels import method_name
from irenic.report.text import Text, listed, text
from irenic.report.view import View
from irenic.report.wording.methods import status_words

__all__ = ["efficient_words", "found_facts", "limit_facts", "not_listed"]


def efficient_words(view: View) -> str:
    """Return what the listed packages are: all efficient ones, those that carry, or some."""
    return {
        "zone": "efficient outcomes that carry",
        "cover": "listed packages",
    }.get(view.analysis.frontier.kind, "efficient outcomes")


def not_listed(view: View) -> Text:
    """Return why there is no list of efficient packages."""
    frontier = view.analysis.frontier
    if frontier.status is Status.LIMIT and frontier.reason.startswith("because "):
        return (f"The efficient packages are not listed, {frontier.reason}.",)
    return (
        f"No efficient package can be drawn: {status_words(frontier.status, frontier.reason)}.",
    )


def found_facts(view: View) -> list[Fact]:
    """Return which algorithm found what, and why that one, one sentence an algorithm."""
    groups: dict[str, list[str]] = {}
    if view.analysis.frontier.method and view.has_frontier:
        groups[view.analysis.frontier.method] = [efficient_words(view)]
    solved = [s for s in view.analysis.solutions if s.how and s.packages]
    alike = len({s.how for s in solved}) == 1
    for solution in solved:
        who = "what each method chooses" if alike else f"what {_name(solution)} chooses"
        found = groups.setdefault(solution.how, [])
        if who not in found:
            found.append(who)
    return [
        Fact(text(_upper(listed(list(whose), limit=6)), f": {how}."), "note")
        for how, whose in groups.items()
    ]


def limit_facts(view: View) -> list[Fact]:
    """Return how far from the best each package is that was the best found before a limit."""
    return [
        Fact(_how_far(view, s), "unknown")
        for s in view.analysis.solutions
        if s.status is Status.LIMIT and s.packages
    ]


def _how_far(view: View, solution: Solution) -> Text:
    candidate = view.candidate_of(solution.packages[0])
    what = candidate.letter if candidate else "this package"
    head = f"{_name(solution)[0].upper()}{_name(solution)[1:]}: "
    if solution.bound is None or not solution.value:
        return (f"{head}{what} is the best package found; how far from the best is not known.",)
    known = solution.value[0]
    if solution.bound <= known:
        return text(
            f"{head}{what} has the greatest value there is, ",
            number(known),
            "; which others tie was not all found out.",
        )
    words = text(f"{head}{what} attains ", number(known), ", no package attains more than ")
    more = (solution.bound - known) / abs(known) if known else None
    far: Text = () if more is None else (" (", percent(more), " more)")
    return text(words, number(solution.bound), *far, ".")


def _name(solution: Solution) -> str:
    return method_name(solution.method, solution.title)


def _upper(words: Text) -> Text:
    first = words[0]
    return (first[0].upper() + first[1:], *words[1:]) if isinstance(first, str) else words
