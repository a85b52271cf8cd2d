"""What things are called on screen: parties, issues, options, packages, methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cached_property

from irenic.analyse.results import Package, Solution
from irenic.model import Case, Comparison, Condition, ShareIssue
from irenic.model.conditions import Test
from irenic.report.amounts import share
from irenic.report.text import Name, Text, join, listed, text

__all__ = ["LONG", "SHORT", "Labels", "letter", "method_name", "shorten"]

#: So many issues that several packages settle alike are said once for all of them.
WORTH_SAYING_ONCE = 4
#: Longest name in tables and sentences.
LONG = 70
#: Longest name in charts.
SHORT = 26

_METHODS = {
    "nash": "Nash",
    "kalai-smorodinsky": "Kalai-Smorodinsky",
    "kalai-smorodinsky-feasible-ideal": "Kalai-Smorodinsky (feasible ideal)",
    "kalai-smorodinsky-nearest": "closest to equal gains",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "utilitarian-in-zone": "utilitarian in the zone",
    "equal-loss": "equal loss",
    "equal-loss-absolute": "equal loss in score",
    "greatest-total": "greatest sum",
    "greatest-least-score": "greatest lowest score",
    "adjusted-winner": "Adjusted Winner",
}


def shorten(words: str, limit: int = LONG) -> str:
    """Return the words, cut with an ellipsis when they are too long: after a word if possible.

    Examples
    --------
    >>> shorten("Federation of Upstream Irrigation Cooperatives", 26)
    'Federation of Upstream…'
    >>> shorten("Bundesverwaltungsgerichtspräsidentin", 26)
    'Bundesverwaltungsgerichts…'
    """
    words = " ".join(words.split())
    if len(words) <= limit:
        return words
    cut = words[:limit].rpartition(" ")[0]
    return (cut if 2 * len(cut) >= limit else words[: limit - 1]).rstrip(" ,;:") + "…"


def _name(words: str, limit: int) -> Name:
    cut = shorten(words, limit)
    return Name(cut, words if cut.endswith("…") and cut != words else "")


def letter(place: int) -> str:
    """Return A, B, .., Z, AA, AB, .. for 0, 1, ..

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found


def method_name(method: str, title: str = "") -> str:
    """Return the short name of a method; one that is not known here keeps its title."""
    return _METHODS.get(method) or title.partition(" (")[0] or method


def _settles(package: Package, issue: str) -> object:
    return package.choices.get(issue), package.shares.get(issue)


def _only(package: Package, issues: Set[str], *, rest: bool = False) -> Package:
    """Return a package reduced to some issues, or to the rest of them."""
    return Package(
        {i: option for i, option in package.choices.items() if (i in issues) != rest},
        {i: held for i, held in package.shares.items() if (i in issues) != rest},
    )


class Labels:
    """The names of one case, shortened where they are too long for a table."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def _parties(self) -> Mapping[str, str]:
        return {party.id: party.name or party.id for party in self.case.parties}

    @cached_property
    def _options(self) -> Mapping[str, Mapping[str, str]]:
        return {
            issue.id: {}
            if isinstance(issue, ShareIssue)
            else {option: issue.option_title(option) for option in issue.option_ids}
            for issue in self.case.issues
        }

    def party(self, party: str, limit: int = LONG) -> Name:
        """Return the name of a party."""
        return _name(self._parties.get(party, party), limit)

    def parties(self, parties: tuple[str, ...], limit: int = 0) -> Text:
        """Return the names of some parties: ``a, b and c``."""
        return listed([self.party(p) for p in parties], limit=limit)

    def issue(self, issue: str, limit: int = LONG) -> Name:
        """Return the title of an issue."""
        known = self.case.issue_by_id.get(issue)
        return _name(known.title if known else issue, limit)

    def option(self, issue: str, option: str, limit: int = LONG) -> Name:
        """Return the title of an option of a choice or numeric issue."""
        return _name(self._options.get(issue, {}).get(option, option), limit)

    def backer(self, party: str, backer: str) -> Name:
        """Return the name of a party's backer."""
        names = {b.id: b.name for p in self.case.parties if p.id == party for b in p.backers}
        return _name(names.get(backer, backer), LONG)

    def settled(self, package: Package, issue: str, limit: int = LONG) -> Text:
        """Return how a package settles an issue, in words; ``open`` when it does not."""
        if issue in package.choices:
            return text(self.option(issue, package.choices[issue], limit))
        if issue in package.shares:
            held = package.shares[issue]
            whole = [p for p, part in held.items() if part == 1]
            if whole:
                return text("all to ", self.party(whole[0], limit))
            if len(held) == 2 and len(set(held.values())) == 1:
                return ("half each",)
            return join(
                [text(self.party(p, limit), " ", share(x)) for p, x in held.items() if x], ", "
            )
        return ("open",)

    def package(self, package: Package, limit: int = 8) -> Text:
        """Return a package in one line: ``Weekly hours: 38 hours; Pay rise: 3%``."""
        settled = [
            i.id for i in self.case.issues if i.id in package.choices or i.id in package.shares
        ]
        parts: list[Text] = [
            text(self.issue(i, 40), ": ", self.settled(package, i, 40)) for i in settled[:limit]
        ]
        if len(settled) > limit:
            parts.append((f"and {len(settled) - limit} more",))
        return join(parts, "; ") if parts else ("nothing settled",)

    def differing(self, packages: Sequence[Package]) -> tuple[Package, tuple[Package, ...]]:
        """Return what all packages settle alike, and what each settles besides.

        Nothing is taken out where there is one package only, or little is alike.
        """
        first = packages[0] if packages else Package({}, {})
        alike = [
            i.id
            for i in self.case.issues
            if any(i.id in part for part in (first.choices, first.shares))
            and all(_settles(p, i.id) == _settles(first, i.id) for p in packages)
        ]
        if len(packages) < 2 or len(alike) < WORTH_SAYING_ONCE:
            return Package({}, {}), tuple(packages)
        return _only(first, set(alike)), tuple(_only(p, set(alike), rest=True) for p in packages)

    def condition(self, condition: Condition) -> Text:
        """Return a condition in words: ``Weekly hours is 36 hours and Pay rise is >= 4``."""
        return join(
            [text(self.issue(i), " ", self._test(i, test)) for i, test in condition.items()],
            " and ",
        )

    def _test(self, issue: str, test: Test) -> Text:
        if isinstance(test, Comparison):
            words = {
                "<": "below",
                "<=": "at most",
                ">": "above",
                ">=": "at least",
                "!=": "other than",
            }
            bound = str(test).rpartition(" ")[2]
            return text(f"{words[test.operator]} ", self._bound(issue, bound))
        return text("is ", listed([self.option(issue, o) for o in test.options], "or", limit=6))

    def _bound(self, issue: str, bound: str) -> Name:
        known = self.case.issue_by_id[issue]
        if isinstance(known, ShareIssue):
            return Name(bound)
        unit = getattr(known, "unit", "")
        return Name(f"{bound}{'' if unit in ('', '%') else ' '}{unit}")

    def method(self, solution: Solution) -> str:
        """Return the short name of a solution's method."""
        return method_name(solution.method, solution.title)
