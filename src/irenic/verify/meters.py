"""Claims about the three meters of a package, from the definitions in words.

*Comprehensive*: an issue is important to a party when it makes up an even part or more of
the party's whole range of scores.  *Just*: relative gains, concessions, envy.
*Sustainable*: margins, who leaves first, the smallest sets whose refusal stops the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from irenic.verify.claims import (
    Unchecked,
    at,
    differs,
    flag,
    items,
    number,
    record,
    shown,
    text,
    texts,
)
from irenic.verify.utility import Party, Settlement, Yardstick, height

__all__ = ["Measured", "comprehensive", "just", "maybe", "sustainable"]

#: A card may list this many blocking sets and leave out the others, not fewer.
LISTED_SETS = 30
#: Most parties for whom every set is tried.
MAX_PARTIES = 14
ZERO = Fraction(0)


@dataclass(frozen=True)
class Measured:
    """What the meters start from: the package, and the row of every party on its card."""

    yardstick: Yardstick
    package: Settlement
    open_issues: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Any]]

    def relative(self) -> dict[str, Fraction | None]:
        """Return the relative gains that the card states."""
        return {party: maybe(at(row, "relative_gain")) for party, row in self.rows.items()}

    def answers(self) -> dict[str, bool | None]:
        """Return the answers that the card states."""
        return {party: flag(at(row, "accepts")) for party, row in self.rows.items()}


def maybe(value: object) -> Fraction | None:
    """Return an exact number, or ``None`` for one that is not known."""
    return None if value is None else number(value)


def _heights(party: Party) -> dict[str, tuple[Fraction, Fraction]]:
    """Return the least and the most that each issue adds, for issues that matter."""
    found = {}
    for issue in (*party.options, *party.lines):
        if issue in party.options:
            values = list(party.options[issue].values())
        else:
            values = [y for _, y in party.lines[issue]]
        if max(values) > min(values):
            found[issue] = (min(values), max(values))
    return found


def comprehensive(stated: object, m: Measured) -> Iterator[str]:
    """Yield what is wrong with the first meter."""
    case = m.yardstick.case
    yield from differs("open_issues", texts(at(stated, "open_issues")), m.open_issues)
    silent = [p for p in case.party_ids if p not in case.preferences]
    listed = list(texts(at(stated, "without_preferences")))
    yield from differs("without_preferences", listed, silent)
    yield from differs("absent", list(texts(at(stated, "absent"))), [a.id for a in case.absent])
    no_view = {
        (p.id, issue.id)
        for p in m.yardstick.parties
        if p.id in case.preferences
        for issue in case.issues
        if issue.id not in p.options and issue.id not in p.lines
    }
    yield from differs("no_view", {texts(pair) for pair in items(at(stated, "no_view"))}, no_view)
    true = {}
    for party in m.yardstick.parties:
        spans = _heights(party)
        total = sum((high - low for low, high in spans.values()), ZERO)
        for issue, (low, high) in spans.items():
            important = (high - low) * len(spans) >= total
            at_worst = issue not in m.open_issues and party.on_issue(issue, m.package) == low
            if important and at_worst:
                true[party.id, issue] = (high - low) / total
    said = {_pair(w): number(at(w, "importance")) for w in items(at(stated, "worst"))}
    yield from differs("the issues left at their worst", said, true)


def _pair(value: object) -> tuple[str, str]:
    return text(at(value, "party")), text(at(value, "issue"))


def just(stated: object, card: Mapping[str, Any], m: Measured) -> Iterator[str]:
    """Yield what is wrong with the second meter."""
    answers = set(m.answers().values())
    everyone = False if False in answers else None if None in answers else True
    yield from differs("acceptable_to_all", flag(at(stated, "acceptable_to_all")), everyone)
    efficient = flag(at(card, "efficient"))
    yield from differs("just.efficient", flag(at(stated, "efficient")), efficient)
    relative = m.relative()
    known = [x for x in relative.values() if x is not None]
    spread = max(known) - min(known) if known else None
    yield from differs("spread", maybe(at(stated, "spread")), spread)
    least = at(stated, "least_relative_gain")
    if known:
        wanted = [[p, shown(x)] for p, x in relative.items() if x == min(known)]
        if least not in wanted:
            yield f"the least relative gain is {shown(wanted[0])}, not {shown(least)}"
    else:
        yield from differs("least_relative_gain", least, None)
    yield from _concessions(at(stated, "concedes_most"), m)
    envy = at(stated, "envy")
    if not m.package.shares:
        yield from differs("envy", envy, None)
    else:
        yield from differs("envy", {texts(pair) for pair in items(envy)}, set(_envy(m)))


def _concessions(stated: object, m: Measured) -> Iterator[str]:
    said = {text(at(c, "party")): record(c) for c in items(stated)}
    for party in m.yardstick.parties:
        spans = _heights(party)
        total = sum((high - low for low, high in spans.values()), ZERO)
        given = {
            issue: (high - party.on_issue(issue, m.package)) / total
            for issue, (_, high) in spans.items()
            if issue not in m.open_issues
        }
        most = max(given.values(), default=ZERO)
        if most == 0:
            yield from differs(f"a concession of {party.id}", party.id in said, False)
            continue
        if party.id not in said:
            yield f"{party.id} concedes something, which is not said"
            continue
        stated_most = number(at(said[party.id], "importance"))
        yield from differs(f"what {party.id} concedes most", stated_most, most)
        issue = text(at(said[party.id], "issue"))
        yield from differs(f"what {party.id} concedes on {issue}", given.get(issue), most)


def _envy(m: Measured) -> Iterator[tuple[str, str]]:
    """Yield who would rather have another's shares than its own."""

    def worth(party: Party, holder: str) -> Fraction:
        held = {issue: m.package.shares.get(issue, {}).get(holder, ZERO) for issue in party.lines}
        return sum((height(party.lines[issue], x) for issue, x in held.items()), ZERO)

    for party in m.yardstick.parties:
        for other in m.yardstick.parties:
            if other.id != party.id and worth(party, other.id) > worth(party, party.id):
                yield party.id, other.id


def sustainable(stated: object, m: Measured) -> Iterator[str]:
    """Yield what is wrong with the third meter."""
    margins = {p: maybe(x) for p, x in record(at(stated, "margins")).items()}
    gains = {p: maybe(at(row, "gain")) for p, row in m.rows.items()}
    yield from differs("margins", margins, gains)
    left = [(p, b) for p, row in m.rows.items() for b in texts(at(row, "backers_leaving"))]
    said = [texts(pair) for pair in items(at(stated, "backers_leaving"))]
    yield from differs("backers_leaving", said, left)
    # Who has a gain but nothing better to hope for leaves at the first shift.
    room = {
        p: ZERO if share is None and gains[p] is not None else share
        for p, share in m.relative().items()
    }
    order = texts(at(stated, "leaves_first"))
    yield from differs("leaves_first", set(order), {p for p, x in room.items() if x is not None})
    values = [room[p] or ZERO for p in order]
    if values != sorted(values):
        yield f"leaves_first is {shown(order)}, but their margins are {shown(values)}"
    yield from _blocking(at(stated, "blocking"), m, room)


def _blocking(stated: object, m: Measured, room: Mapping[str, Fraction | None]) -> Iterator[str]:
    sets = {frozenset(texts(at(b, "parties"))): record(b) for b in items(stated)}
    true = set(_smallest_blocking(m.yardstick))
    if extra := set(sets) - true:
        yield f"{shown(next(iter(extra)))} is no smallest set that can block"
    if len(sets) < min(len(true), LISTED_SETS):
        yield f"{len(sets)} blocking sets are listed of {len(true)}"
    answers = m.answers()
    for members, block in sets.items():
        refuses = all(answers[p] is False for p in members)
        yield from differs(f"whether {shown(members)} refuse", at(block, "refuses_now"), refuses)
        rooms = [room[p] for p in members]
        known = [x for x in rooms if x is not None]
        margin = max(known) if len(known) == len(rooms) else None
        yield from differs(f"the margin of {shown(members)}", maybe(at(block, "margin")), margin)


def _smallest_blocking(yardstick: Yardstick) -> Iterator[frozenset[str]]:
    """Yield the sets whose refusal stops a package that all others accept, none too many."""
    ids = [p.id for p in yardstick.parties]
    if len(ids) > MAX_PARTIES:
        raise Unchecked(f"more than {MAX_PARTIES} parties can block in too many ways")
    found: list[frozenset[str]] = []
    for size in range(1, len(ids) - yardstick.needed + 2):
        for members in combinations(ids, size):
            refusing = frozenset(members)
            if any(smaller <= refusing for smaller in found):
                continue
            if yardstick.carries([p not in refusing for p in ids]) is False:
                found.append(refusing)
                yield refusing
