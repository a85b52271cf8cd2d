"""Sentences on packages that are too many to list: the guarantee, and what separates them."""

from __future__ import annotations

from fractions import Fraction

from irenic.analyse.cover_results import SeparatingIssue, Summary
from irenic.analyse.results import Status
from irenic.report.amounts import count_of, number, percent
from irenic.report.blocks import Fact
from irenic.report.text import Text, join, listed, text
from irenic.report.view import View

__all__ = ["guarantee", "separation_facts", "share_of_range"]

#: Most issues that are named one by one.
MAX_ISSUES = 8
#: Most options that are named of one issue.
MAX_OPTIONS = 3


def share_of_range(value: Fraction) -> str:
    """Return a part of a range as a percentage, rounded up: a promise stays true.

    A large part is rounded to whole percents: more digits would say no more.

    Examples
    --------
    >>> share_of_range(Fraction(1, 100)), share_of_range(Fraction(9901, 10**6))
    ('1%', '0.991%')
    >>> share_of_range(Fraction(3916, 10**4))
    '40%'
    """
    if value > Fraction(1, 10):
        return f"{-(-value.numerator * 100 // value.denominator)}%"
    thousandths = -(-value.numerator * 100_000 // value.denominator)
    return f"{thousandths / 1000:g}%"


def guarantee(view: View) -> Text:
    """Return what a list that stands for all packages promises."""
    cover = view.analysis.frontier.cover
    if cover is None or cover.epsilon is None:
        return ()
    size = count_of(len(cover.points), "package")
    whole = " that certainly carries" if cover.scope == "zone" else ""
    which = "efficient ones that carry" if cover.scope == "zone" else "efficient ones"
    words = (
        f"{size[0].upper()}{size[1:]} stand for all {which}: whatever package somebody "
        f"proposes{whole}, one of these gives every party as much, or less by at most "
        f"{share_of_range(cover.epsilon)} of its range of scores. This is proved."
    )
    if cover.status is Status.LIMIT:
        words += f" {share_of_range(cover.asked)} was asked for, but {cover.reason}."
    return (words,)


def separation_facts(view: View) -> list[Fact]:
    """Return which issues are settled alike, and which differ and whom that favours."""
    summary = view.analysis.frontier.summary
    if summary is None:
        return []
    return [*_alike(view, summary), *_different(view, summary)]


def _alike(view: View, summary: Summary) -> list[Fact]:
    if not summary.settled:
        return [Fact(("No issue is settled alike in nearly all of them.",), "note")]
    same = [
        text(
            view.labels.issue(s.issue, 40),
            " (",
            view.labels.option(s.issue, s.option, 40),
            "" if s.share == 1 else text(", ", percent(s.share)),
            ")",
        )
        for s in summary.settled
    ]
    number_of = count_of(len(same), "issue")
    verb = "is" if len(same) == 1 else "are"
    head = f"{number_of[0].upper()}{number_of[1:]} {verb} settled alike in (nearly) all: "
    return [Fact(text(head, listed(same, limit=MAX_ISSUES), "."), "yes")]


def _different(view: View, summary: Summary) -> list[Fact]:
    found = [Fact(_difference(view, issue), "note") for issue in summary.separating[:MAX_ISSUES]]
    rest = len(summary.separating) - len(found)
    if rest > 0:
        found.append(Fact((f"{count_of(rest, 'more issue')} differ, with less at stake.",), "note"))
    return found


def _difference(view: View, issue: SeparatingIssue) -> Text:
    options: list[Text] = [
        text(view.labels.option(issue.issue, option, 40), f" ({times})")
        for option, times in issue.options.items()
    ]
    words = text(view.labels.issue(issue.issue, 40), ": ", listed(options, limit=MAX_OPTIONS), ". ")
    sides: dict[str, list[Text]] = {}
    for party, (option, stake) in issue.favours.items():
        if stake and party in view.seen:
            who = text(view.labels.party(party, 40), " by up to ", number(stake))
            sides.setdefault(option, []).append(who)
    parts = [
        text(view.labels.option(issue.issue, option, 40), " favours ", listed(who))
        for option, who in sides.items()
    ]
    return text(words, join(parts, "; "), ".") if parts else text(words, "Nobody minds.")
