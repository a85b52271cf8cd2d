"""What the parts of an agreement are called on screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from irenic.errors import NotCovered
from irenic.model import Agreement, Case, Guarantee, Lever
from irenic.model.agreement import Obligation
from irenic.report.amounts import number
from irenic.report.labels import LONG, SHORT, Labels, shorten
from irenic.report.text import Name, Shown, Text, join, listed, text

__all__ = ["AgreementLabels"]

#: Words for what holds a step, by kind of guarantee.
_KINDS = {
    "penalty": "penalty",
    "deposit": "deposit",
    "compensation": "compensation",
    "snapback": "snapback",
    "monitor": "monitor",
    "swap": "exchange at the same moment",
}
#: Most names in a list inside a sentence.
_NAMED = 6


class AgreementLabels:
    """Names for sentences, tables and charts about one agreement.

    Parameters
    ----------
    case : Case
        As its reader may see it, with an agreement.

    Raises
    ------
    NotCovered
        When the case has no agreement.
    """

    def __init__(self, case: Case, /) -> None:
        if case.agreement is None:
            raise NotCovered(f"{case.title} has no agreement part")
        self.case = case
        self.agreement: Agreement = case.agreement
        self._labels = Labels(case)
        self._guarantees: Mapping[str, Guarantee] = {g.id: g for g in self.agreement.guarantees}
        self._levers: Mapping[str, Lever] = {x.id: x for x in self.agreement.levers}

    def party(self, party: str, /, limit: int = LONG) -> Text:
        """Return the name of a party."""
        return (self._labels.party(party, limit),)

    def parties(self, ids: Sequence[str], /) -> Text:
        """Return the names of several: "A, B and C"."""
        return listed([self.party(i) for i in ids], limit=_NAMED)

    def about(self, obligation: str, /) -> Obligation | None:
        """Return an obligation of the file; ``None`` for a piece or swap that has no entry."""
        return self.agreement.obligation_by_id.get(obligation)

    def step(self, obligation: str, /, limit: int = SHORT) -> Text:
        """Return the short name of a step: its id."""
        return (_name(obligation, limit),)

    def steps(self, ids: Sequence[str], /, word: str = "and") -> Text:
        """Return the short names of several steps."""
        return listed([self.step(i) for i in ids], word, limit=_NAMED)

    def order(self, ids: Sequence[str], /) -> Text:
        """Return an order of steps: "G1, then R1, then G2"; with more of them, arrows."""
        return join([self.step(i) for i in ids], " → ")

    def obligation(self, obligation: str, /) -> Text:
        """Return the id of a step with its title: ``R1 (Heavy weapons)``."""
        known = self.about(obligation)
        if known is None or known.title in ("", obligation):
            return self.step(obligation)
        return text(self.step(obligation), " (", _name(known.title), ")")

    def guarantee(self, guarantee: str, /) -> Text:
        """Return the title of a guarantee; its id where it has none."""
        known = self._guarantees.get(guarantee)
        return (_name(known.title or guarantee if known else guarantee),)

    def guarantee_by(self, guarantee: str, /) -> Text:
        """Return a guarantee with its kind and who gives it."""
        known = self._guarantees.get(guarantee)
        if known is None:
            return self.lever(guarantee)
        words: Text = text(self.guarantee(guarantee), f" ({_KINDS[known.kind]}")
        if known.guarantor:
            words = text(words, ", ", self.guarantor(known.guarantor))
        return text(words, ")")

    def guarantor(self, guarantor: str, /) -> Text:
        """Return who gives a guarantee: a party by its name, else as the file says."""
        if guarantor in self.case.party_ids:
            return self.party(guarantor)
        return (_name(guarantor),)

    def lever(self, lever: str, /) -> Text:
        """Return the title of an outside lever."""
        known = self._levers.get(lever)
        return (_name(known.title or lever if known else lever),)

    def held_by(self, ids: Sequence[str], /) -> Text:
        """Return what holds a step; "nothing" when nothing does."""
        if not ids:
            return ("nothing",)
        return listed([self.guarantee_by(i) for i in ids], limit=_NAMED)

    @staticmethod
    def amount(value: Fraction, /) -> Shown:
        """Return an amount in the unit of the party that it belongs to."""
        return number(value)

    def amounts(self, values: Mapping[str, Fraction], /) -> Text:
        """Return an amount for each party, each in its own unit; those at 0 are left out."""
        parts = [text(self.party(p), " ", number(x)) for p, x in values.items() if x]
        return join(parts, "; ") if parts else ("nobody",)

    def penalties(self, needed: Mapping[str, Fraction], /) -> Text:
        """Return expected penalties: "a penalty of 3 on A and of 2 on B"; "no penalty"."""
        parts = [text("of ", number(x), " on ", self.party(p)) for p, x in needed.items() if x]
        return text("a penalty ", listed(parts)) if parts else ("no penalty",)

    def judges(self, ids: Iterable[str], /) -> tuple[str, ...]:
        """Return by whom the values of some steps are judged, as the file says."""
        known = (self.about(i) for i in ids)
        return tuple(dict.fromkeys(o.judged_by for o in known if o is not None and o.judged_by))


def _name(words: str, limit: int = LONG) -> Name:
    short = shorten(words, limit)
    return Name(short, words if short != words else "")
