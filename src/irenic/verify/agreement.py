"""An agreement worked out again for the checker: values, temptations and exposures, plainly.

Shares no code with the solvers.  Every amount is in the own unit of the party it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.model import Agreement, Case, Guarantee, Obligation
from irenic.model.verdicts import verdict

__all__ = ["Ledger", "ledger_of"]

ZERO = Fraction(0)
_HOLDING = ("penalty", "deposit", "snapback")


@dataclass(frozen=True)
class Ledger:
    """What each party has of each step, with or without what is in force to hold them."""

    parties: tuple[str, ...]
    agreement: Agreement
    steps: Mapping[str, Obligation]

    def value(self, step: str, party: str, *, held: bool) -> Fraction:
        """Return what a step is worth to a party when the whole is carried out."""
        worth = self.steps[step].value
        own = worth[party].midpoint if party in worth else ZERO
        return own + (self._milestone(step, party) if held else ZERO)

    def kept(self, step: str, party: str, *, held: bool) -> Fraction:
        """Return what a party still has of a step when the process stops after it."""
        kept = self.steps[step].kept
        own = kept[party].midpoint if party in kept else self.value(step, party, held=False)
        return own + (self._milestone(step, party) if held else ZERO)

    def _milestone(self, step: str, party: str) -> Fraction:
        return self.levers(party, "milestone", after=step)

    def levers(self, party: str, *kinds: str, after: str = "") -> Fraction:
        """Return what levers in force of some kinds are expected to be worth to a party."""
        return sum(
            (
                lever.size.midpoint * lever.reliability
                for lever in self.agreement.levers
                if lever.in_force
                and lever.size is not None
                and lever.party == party
                and lever.kind in kinds
                and (not after or lever.after == after)
            ),
            ZERO,
        )

    def start(self, party: str) -> Fraction:
        """Return what a party has without a deal."""
        standing = self.agreement.standings.get(party)
        return standing.no_deal.midpoint if standing else ZERO

    def cap(self, party: str) -> Fraction | None:
        """Return the exposure that a party accepts."""
        standing = self.agreement.standings.get(party)
        return standing.exposure if standing else None

    def complete(self, party: str, *, held: bool = True) -> Fraction:
        """Return what a party has of the completed deal."""
        whole = sum((self.value(s, party, held=held) for s in self.steps), ZERO)
        return whole + (self.levers(party, "completion") if held else ZERO)

    def collapse(self, party: str, done: Sequence[str], *, held: bool = True) -> Fraction:
        """Return what a party has when the process stops after some steps."""
        return self.start(party) + sum((self.kept(s, party, held=held) for s in done), ZERO)

    def penalty(self, step: str) -> Fraction:
        """Return what refusing a step is expected to cost its performer."""
        found = sum((self._expected(g, step) for g in self._covering(step, _HOLDING)), ZERO)
        return found + self.levers(self.steps[step].by, "snapback", "breach-penalty")

    def compensation(self, step: str, party: str) -> Fraction:
        """Return what a party expects to be paid when a step is refused."""
        paid = (g for g in self._covering(step, ("compensation",)) if g.pays == party)
        return sum((self._expected(g, step) for g in paid), ZERO)

    def _covering(self, step: str, kinds: Sequence[str]) -> list[Guarantee]:
        return [
            g
            for g in self.agreement.guarantees
            if g.in_force and g.kind in kinds and step in g.covers
        ]

    def _expected(self, guarantee: Guarantee, step: str) -> Fraction:
        if guarantee.size is None:
            return ZERO
        watched = [g.reliability.noticed.midpoint for g in self._covering(step, ("monitor",))]
        sure = guarantee.reliability
        noticed = max([sure.noticed.midpoint, *watched])
        return guarantee.size.midpoint * noticed * sure.willing.midpoint * sure.able.midpoint

    def temptation(self, order: Sequence[str], place: int, *, held: bool) -> Fraction:
        """Return what the performer at a place of an order gains by refusing."""
        step, done, later = order[place], order[:place], order[place + 1 :]
        obligation = self.steps[step]
        party = obligation.by
        gains = self.collapse(party, done, held=held) + obligation.gain.midpoint
        for n, other in enumerate(later):
            stopped = obligation.stops is None or other in obligation.stops
            in_time = n >= obligation.notice
            if self.steps[other].by != party and not (stopped and in_time):
                gains += self.value(other, party, held=held)
        for other in done:
            received = self.kept(other, party, held=held)
            if self.steps[other].by != party and received > 0:
                gains -= self.steps[other].undone * received
        if held:
            gains -= self.penalty(step)
        return gains - self.complete(party, held=held)


def ledger_of(case: Case, agreement: Agreement, choices: Mapping[str, str] | None, /) -> Ledger:
    """Return the ledger of the obligations that apply to a package."""
    applies = {
        o.id: o
        for o in agreement.obligations
        if not o.when or choices is None or verdict(o.when, choices) is True
    }
    return Ledger(case.party_ids, agreement, applies)
