"""What a deal promises that it does not have: last steps, empty threats, unused sanctions.

Each check returns its findings with their figures; nothing here says what will happen, only what
would have to be true for a step to be held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.refusal import still_happening

__all__ = [
    "EmptyThreat",
    "LastStep",
    "Trigger",
    "Use",
    "empty_threats",
    "last_steps",
    "triggers",
    "would_use",
]


@dataclass(frozen=True, slots=True)
class LastStep:
    """The last own step of a party, and what others still owe it then.

    With nothing to come, only a guarantee or its own interest in the step holds it.
    ``unpunished`` is its temptation without penalty; ``most`` says whether no own step tempts it
    more; ``final`` whether it is the last step of all.
    """

    step: int
    party: int
    to_come: Fraction
    unpunished: Fraction
    penalty: Fraction
    most: bool
    final: bool

    @property
    def nothing_to_lose(self) -> bool:
        """Return whether nothing of value to the party follows."""
        return self.to_come <= 0

    @property
    def held(self) -> bool:
        """Return whether the penalty is enough."""
        return self.unpunished <= self.penalty


@dataclass(frozen=True, slots=True)
class EmptyThreat:
    """Steps that a refusal is said to stop, but that their performers would do anyway.

    ``counted`` is the temptation as it stands with the threat, ``really`` without it.
    """

    step: int
    steps: tuple[int, ...]
    counted: Fraction
    really: Fraction

    @property
    def changes_verdict(self) -> bool:
        """Return whether the step is held only by the empty threat."""
        return self.counted <= 0 < self.really


@dataclass(frozen=True, slots=True)
class Use:
    """A sanction in the hands of one party: what it has by using it and by letting the breach pass.

    ``reputation`` is what it loses besides by letting it pass.
    """

    using: Fraction
    passing: Fraction
    reputation: Fraction = Fraction(0)

    @property
    def used(self) -> bool:
        """Return whether the one who would use it is no worse off for it."""
        return self.using >= self.passing - self.reputation

    @property
    def short_by(self) -> Fraction:
        """Return how much more reputation would have to be at stake (0: it is used)."""
        return max(Fraction(0), self.passing - self.reputation - self.using)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Whether a party would stop its own later steps when a step is refused.

    ``counted`` is the performer's temptation when this party stops, ``really`` when it goes on.
    """

    step: int
    party: int
    use: Use
    counted: Fraction
    really: Fraction


def last_steps(deal: Deal, order: Sequence[int], /) -> tuple[LastStep, ...]:
    """Return for each party with steps its last one, in the order.

    Complexity: O(m^2 n).
    """
    wanted = {m.step: m.temptation + deal.penalty[m.step] for m in deal.moments(order)}
    found = []
    for place, step in enumerate(order):
        i, later = deal.actor[step], order[place + 1 :]
        if any(deal.actor[k] == i for k in later):
            continue
        to_come = sum((deal.value[k][i] for k in later), Fraction(0))
        most = all(wanted[k] <= wanted[step] for k in order if deal.actor[k] == i)
        penalty = deal.penalty[step]
        found.append(LastStep(step, i, to_come, wanted[step], penalty, most, not later))
    return tuple(found)


def empty_threats(deal: Deal, order: Sequence[int], /) -> tuple[EmptyThreat, ...]:
    """Return where a refusal would not stop what it is said to stop.

    A withheld step is a threat only if it costs its performer: one that it gains from, or loses
    nothing by, even after the collapse, is done anyway.  Only steps are listed that are worth
    something to the one who would refuse.
    """
    found = []
    for place, moment in enumerate(deal.moments(order)):
        step, later = moment.step, order[place + 1 :]
        stopped = _stopped(deal, step, later)
        anyway = tuple(
            k
            for k in stopped
            if deal.kept[k][deal.actor[k]] >= deal.gain[k] and deal.value[k][moment.actor] > 0
        )
        if anyway:
            more = sum((deal.value[k][moment.actor] for k in anyway), Fraction(0))
            found.append(EmptyThreat(step, anyway, moment.temptation, moment.temptation + more))
    return tuple(found)


def would_use(using: Fraction, passing: Fraction, /, cost: Fraction, reputation: Fraction) -> Use:
    """Return whether a sanction would be used that costs its user something.

    Examples
    --------
    >>> two, three = Fraction(2), Fraction(3)
    >>> use = would_use(Fraction(0), Fraction(0), cost=three, reputation=two)
    >>> use.used, use.short_by
    (False, Fraction(1, 1))
    """
    return Use(using - cost, passing, reputation)


def triggers(
    deal: Deal, order: Sequence[int], /, reputation: Sequence[Fraction] | None = None
) -> tuple[Trigger, ...]:
    """Return for each step and each party with steps to withhold whether it would withhold them.

    By stopping it has its collapse value and its compensation; by letting the breach pass it
    has the whole deal without that step, if everything else goes on as agreed.

    Parameters
    ----------
    reputation : sequence of Fraction, shape (n,)
        What each party loses besides by letting a breach pass; 0 when not given.
    """
    found = []
    for place, moment in enumerate(deal.moments(order)):
        step, i = moment.step, moment.actor
        stopped = _stopped(deal, step, order[place + 1 :])
        for j in sorted({deal.actor[k] for k in stopped}):
            using = moment.before[j].collapse + deal.cover[step][j]
            passing = deal.complete[j] - deal.value[step][j]
            name = Fraction(0) if reputation is None else reputation[j]
            more = sum((deal.value[k][i] for k in stopped if deal.actor[k] == j), Fraction(0))
            use = Use(using, passing, name)
            found.append(Trigger(step, j, use, moment.temptation, moment.temptation + more))
    return tuple(found)


def _stopped(deal: Deal, step: int, later: Sequence[int]) -> list[int]:
    still = still_happening(deal, step, later)
    return [k for k in later if deal.actor[k] != deal.actor[step] and k not in still]
