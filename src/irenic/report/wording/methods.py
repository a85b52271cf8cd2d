"""What each method chose, by which idea, and why a method has no answer."""

from __future__ import annotations

from irenic.analyse.results import CoalitionAnswer, Solution, Status
from irenic.report.amounts import count_of
from irenic.report.text import Text, text
from irenic.report.view import View

__all__ = ["coalition_words", "solution_words", "status_words"]

_REASONS = {
    "no-deal-unknown": "no answer: it needs every party's no-deal value, and one is unknown",
    "no-issues": "no answer: the case has no issues",
    "withheld": "not shown to this reader",
    "not-for-shares": "no answer: it is not defined for shares here",
    "not-all-divisible": "no answer: it needs every issue to be divisible",
    "unequal-points": "no answer: it needs the same number of points for each party",
    "two-parties-only": "no answer: it is defined for two parties",
    "shares-among-many": "the frontier of shares among three and more parties is not listed",
    "shares-not-among-all": "the frontier is not listed: an issue is shared by some parties only",
    "shares-not-concave": (
        "the frontier is not listed: a value rises faster the more of the share one has"
    ),
    "shares-not-linear": "no answer: a value does not grow in a straight line with the share",
    "too-many-lines": (
        "the frontier is not listed: too many efficient choices of options beside the shares"
    ),
    "too-many-links": "no answer: rules and together terms link too many issues with each other",
    "too-many-cases": (
        "no answer: too many groups can carry a package, or too many values rise faster the "
        "more one has"
    ),
    "too-many-divisions": "a limit stopped the search for the best division",
    "needs-frontier": "no answer: it compares all efficient packages, and these are too many",
    "infeasible": "no package satisfies every rule",
}
_FINDINGS = {
    "no-imputation": "No division gives everyone what it gets alone.",
    "blocked": "Under this division some coalition gets more by itself.",
    "core-empty": "No division keeps every coalition: some would always do better alone.",
    "core-not-empty": "Some divisions keep every coalition; this is one of them.",
    "core-nonempty": "Some divisions keep every coalition; this is one of them.",
}


def status_words(status: Status, reason: str = "") -> str:
    """Return a status as a short phrase, with its reason where that says more."""
    if reason in _REASONS:
        return _REASONS[reason]
    return f"{status.meaning} ({reason.replace('-', ' ')})" if reason else status.meaning


def solution_words(view: View, solution: Solution) -> Text:
    """Return what a method chose, in the letters of the page."""
    if not solution.packages:
        return (status_words(solution.status, solution.reason),)
    found = [view.candidate_of(p) for p in solution.packages]
    letters = [c.letter for c in found if c is not None]
    words: Text = (", ".join(letters),) if letters else ()
    if solution.count > 1:
        tied = f"{count_of(solution.count, 'package')} tie"
        words = text(words, f" ({tied})") if words else (tied,)
    if not words:
        words = view.labels.package(solution.packages[0])
    if solution.status is Status.LIMIT:
        return text(words, ", the best found before a limit")
    if solution.status is not Status.OPTIMAL:
        words = text(words, f"; {status_words(solution.status, solution.reason)}")
    return words


def coalition_words(view: View, answer: CoalitionAnswer) -> Text:
    """Return what a coalition concept found."""
    if answer.finding in _FINDINGS:
        words: Text = (_FINDINGS[answer.finding],)
    elif answer.finding:
        words = (
            answer.finding.replace("-", " ")[:1].upper()
            + answer.finding.replace("-", " ")[1:]
            + ".",
        )
    elif answer.division is None:
        words = (status_words(answer.status) + ".",)
    else:
        words = ()
    if answer.blocking:
        sets = [view.labels.parties(members) for members in answer.blocking[:4]]
        listed_sets: Text = ()
        for k, members in enumerate(sets):
            listed_sets = text(listed_sets, "; " if k else "", members)
        proof = "These coalitions show it: " if words else "Most pressing coalitions: "
        words = text(words, f"{' ' if words else ''}{proof}", listed_sets, ".")
    return words
