"""What every form of another program comes down to: issues, and one profile for each party.

The readers fill a :class:`Draft`; :func:`build` checks it once more and makes the case.
What the model has no place for (a discount, a rule that the other program adds) is said in
the evidence of the party's preference, in words that :mod:`irenic.interop.record` reads.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from irenic.interop.tree import Place, Problems, brief, quoted
from irenic.model import (
    About,
    Case,
    ChoiceIssue,
    Curve,
    Evidence,
    Issue,
    IssuePreference,
    NumericIssue,
    Option,
    OptionValues,
    Party,
    Preference,
    Quantity,
    parse_number,
    show_number,
)
from irenic.model.quantity import MAX_DIGITS

__all__ = [
    "MAX_ISSUES",
    "MAX_NAME",
    "MAX_OPTIONS",
    "MAX_PARTIES",
    "Draft",
    "Profile",
    "Steps",
    "build",
    "choice_issue",
    "ids_for",
    "prose",
    "range_issue",
    "step_option",
    "tidy",
    "values_on",
]

#: Options of one issue, grid points included; as many as a case file may have.
MAX_OPTIONS = 10_000
#: Issues of a domain; as many as a case file may have.
MAX_ISSUES = 1_000
#: Parties; as many as a case file may have.
MAX_PARTIES = 100
#: Characters of an id; a longer name is shortened for the id and kept as the title.
MAX_NAME = 80

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
#: Room that a shortened name leaves for the number which makes it unique.
_ROOM = 12


@dataclass(slots=True)
class Steps:
    """Grid steps that the user gave for issues, by name, and which of them were used."""

    given: Mapping[str, Fraction] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def of(self, name: str) -> Fraction | None:
        """Return the step for the issue of this name."""
        step = self.given.get(name)
        if step is not None:
            self.used.add(name)
        return step


@dataclass(slots=True)
class Profile:
    """What one party wants: weight and values for every issue; ``says`` goes into evidence.

    ``name`` becomes the party's id, and its name where there is no ``title``.
    """

    name: str
    file: str
    place: Place
    title: str = ""
    no_deal: Fraction | None = None
    views: dict[str, tuple[Fraction, OptionValues | Curve]] = field(default_factory=dict)
    says: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A domain with its profiles, as a reader understood it."""

    title: str
    form: str
    rule: str
    issues: list[Issue]
    profiles: list[Profile]
    place: Place


def ids_for(names: Iterable[str], /) -> list[str]:
    """Return an id for each name: the name itself where it can be one, unique among them.

    Examples
    --------
    >>> ids_for(["Price", "Price", " Date "])
    ['Price', 'Price (2)', 'Date']
    """
    found: dict[str, None] = {}
    for name in names:
        clean = tidy(name) or "unnamed"
        if len(clean) > MAX_NAME:
            clean = f"{clean[: MAX_NAME - _ROOM].rstrip()}…"
        unique, number = clean, 1
        while unique in found:
            number += 1
            short = clean if len(clean) <= MAX_NAME - _ROOM else clean[: MAX_NAME - _ROOM]
            unique = f"{short} ({number})"
        found[unique] = None
    return list(found)


def tidy(text: str, /) -> str:
    """Return ``text`` on one line, without control characters and blanks at its ends."""
    return _CONTROL.sub(" ", text).strip()


def prose(text: str, /) -> str:
    """Return ``text`` as a title may be: lines of its own are kept, nothing else unprintable."""
    kept = "".join(c if c in "\n\t" else _CONTROL.sub(" ", c) for c in text)
    return kept if kept.strip() else ""


def choice_issue(issue_id: str, title: str, options: Sequence[tuple[str, str]], /) -> ChoiceIssue:
    """Return an issue with these options, given as name and title."""
    ids = ids_for(name for name, _ in options)
    return ChoiceIssue(
        issue_id,
        title,
        tuple(
            Option(option, prose(text) or option)
            for option, (_, text) in zip(ids, options, strict=True)
        ),
    )


def range_issue(
    ids: tuple[str, str],
    span: tuple[Fraction, Fraction],
    step: Fraction,
    place: Place,
    problems: Problems,
    /,
    *,
    unit: str = "",
) -> Issue | None:
    """Return the issue with the numbers ``start, start + step, .., stop``.

    One number alone is an issue with one option.  A range that its step does not divide,
    and one with too many numbers, is a problem.
    """
    start, stop = span
    where = f"issue {quoted(ids[0])}"
    if stop < start:
        problems.add(where, place, f"a range from {brief(start)} to {brief(stop)}", "low first")
        return None
    if step <= 0:
        problems.add(where, place, f"a step of {brief(step)}", "a number above 0")
        return None
    count = (stop - start) / step
    if count.denominator != 1:
        found = f"a range of {brief(stop - start)} in steps of {brief(step)}"
        problems.add(where, place, found, "a whole number of steps")
        return None
    if count + 1 > MAX_OPTIONS:
        found = f"{brief(count + 1)} numbers to choose from"
        expected = f"at most {MAX_OPTIONS:,}: irenic convert .. {step_option(ids[0])}"
        problems.add(where, place, found, expected)
        return None
    grid = (start + k * step for k in range(int(count) + 1))
    if not all(len(show_number(x)) <= MAX_DIGITS for x in (step, *grid)):
        problems.add(where, place, "numbers with too many digits", "shorter numbers")
        return None
    if start == stop:
        return choice_issue(ids[0], ids[1], [(show_number(start), "")])
    return NumericIssue(ids[0], ids[1], start, stop, step, unit)


def step_option(issue_id: str, /) -> str:
    """Return the option that chooses the grid of an issue, quoted for a shell.

    Examples
    --------
    >>> step_option("Rent"), step_option("Rent per month")
    ('--step Rent=STEP', "--step 'Rent per month=STEP'")
    """
    return f"--step {shlex.quote(f'{issue_id}=STEP')}"


def values_on(issue: Issue, value: Callable[[str], Fraction], /) -> OptionValues | Curve:
    """Return what the options of ``issue`` are worth, exactly and as short as it goes.

    For a numeric issue this is the curve through the grid points at which the value turns;
    between them it runs straight, so it is exact at every number that can be agreed.
    """
    if not isinstance(issue, NumericIssue):
        ids = issue.option_ids if isinstance(issue, ChoiceIssue) else ()
        return OptionValues({name: Quantity.exactly(value(name)) for name in ids})
    points = [(x, value(show_number(x))) for x in issue.grid]
    kept = [points[0]]
    for k in range(1, len(points) - 1):
        before, here, after = points[k - 1][1], points[k][1], points[k + 1][1]
        if here - before != after - here:
            kept.append(points[k])
    kept.append(points[-1])
    return Curve(tuple((x, Quantity.exactly(y)) for x, y in kept))


def build(draft: Draft, problems: Problems, /) -> Case | None:
    """Return the case, or ``None`` when something about it was reported."""
    place = draft.place
    for count, most, noun in (
        (len(draft.issues), MAX_ISSUES, "issues"),
        (len(draft.profiles), MAX_PARTIES, "parties"),
    ):
        if count > most:
            problems.add("the domain", place, f"{count:,} {noun}", f"at most {most:,}")
    if not draft.issues:
        problems.add("the domain", place, "no issues", "at least one")
    if not draft.profiles:
        problems.add("the files", place, "no profile of a party", "one file for each party")
    ids = ids_for(profile.name for profile in draft.profiles)
    for profile in draft.profiles:
        _check_numbers(profile, problems)
    if problems:
        return None
    preferences = {
        party: Preference(
            party,
            None if profile.no_deal is None else Quantity.exactly(profile.no_deal),
            {
                issue.id: IssuePreference(Quantity.exactly(weight), values)
                for issue in draft.issues
                for weight, values in (profile.views[issue.id],)
            },
            evidence=(f"profile-{k}",),
        )
        for k, (party, profile) in enumerate(zip(ids, draft.profiles, strict=True), start=1)
    }
    evidence = tuple(
        Evidence(f"profile-{k}", f"Profile file {profile.file}", says=" ".join(profile.says))
        for k, profile in enumerate(draft.profiles, start=1)
    )
    about = About(description=f"Imported from {draft.form}.", exact=draft.rule)
    parties = tuple(
        Party(party, prose(profile.title) or tidy(profile.name) or party)
        for party, profile in zip(ids, draft.profiles, strict=True)
    )
    return Case(
        draft.title, parties, tuple(draft.issues), preferences, evidence=evidence, about=about
    )


def _writable(value: Fraction) -> bool:
    """Return whether a case file can hold the number."""
    text = show_number(value)
    if len(text) > MAX_DIGITS:
        text = f"{value.numerator}/{value.denominator}"
    return len(text) <= MAX_DIGITS and parse_number(text) == value


def _check_numbers(profile: Profile, problems: Problems) -> None:
    """Report every exact number that became too long to be written in a case file."""
    for issue, (weight, values) in profile.views.items():
        numbers = [weight]
        if isinstance(values, Curve):
            numbers += [y.low for _, y in values.points]
        else:
            numbers += [value.low for value in values.values.values()]
        if not all(_writable(number) for number in numbers):
            where = f"profile {quoted(profile.name)}, issue {quoted(issue)}"
            found = "numbers whose exact values have too many digits"
            problems.add(where, profile.place, found, f"at most {MAX_DIGITS} characters each")
    if profile.no_deal is not None and not _writable(profile.no_deal):
        where = f"profile {quoted(profile.name)}"
        problems.add(where, profile.place, "a no-deal value with too many digits", "fewer")
