"""An agreement as what is to be done, by whom, when, and what holds it together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from irenic.model.conditions import Condition
from irenic.model.quantity import Quantity

__all__ = [
    "Agreement",
    "Guarantee",
    "GuaranteeKind",
    "Lever",
    "LeverKind",
    "Obligation",
    "Phase",
    "Record",
    "Reliability",
    "Standing",
]

Amounts = Mapping[str, Quantity]
GuaranteeKind = Literal["penalty", "deposit", "compensation", "snapback", "monitor", "swap"]
LeverKind = Literal["signing", "milestone", "completion", "pressure", "snapback", "breach-penalty"]
_NOTHING = Quantity(Fraction(0), Fraction(0))
_CERTAIN = Quantity(Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class Obligation:
    """One step of an agreement: who performs it, and what it is worth to whom.

    ``value`` is what each party has of it when the whole agreement is carried out, ``kept`` what
    it still has when the process stops after it (a party that is not named: the same as
    ``value``); both in that party's own unit, 0 for a party that is named in neither.  ``gain`` is
    what the performer gets in addition by refusing at that moment, by surprise.  ``stops`` are the
    obligations that the others stop when this one is withheld (``None``: all of theirs).
    ``notice`` is how many further steps happen before a breach is noticed.  ``undone`` is the share
    of what others have received by this step that is taken back when the process stops.
    ``when`` ties the step to options of the package.
    """

    id: str
    title: str
    by: str
    value: Amounts
    kept: Amounts = field(default_factory=dict)
    gain: Quantity = _NOTHING
    due: str = ""
    days: int | None = None
    after: tuple[str, ...] = ()
    pieces: int = 1
    stops: tuple[str, ...] | None = None
    notice: int = 0
    undone: Fraction = Fraction(0)
    when: Condition = field(default_factory=dict)
    judged_by: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reliability:
    """How sure it is that a guarantee works: noticed in time, willing to act, able to act.

    Three probabilities, each given that those before it hold; they are kept apart because
    what mends them differs.
    """

    noticed: Quantity = _CERTAIN
    willing: Quantity = _CERTAIN
    able: Quantity = _CERTAIN

    @property
    def low(self) -> Fraction:
        """Return the least that the three together can be."""
        return self.noticed.low * self.willing.low * self.able.low

    @property
    def high(self) -> Fraction:
        """Return the most that the three together can be."""
        return self.noticed.high * self.willing.high * self.able.high


@dataclass(frozen=True, slots=True)
class Guarantee:
    """Something that holds obligations: who gives it, for which steps, how much, how surely.

    ``size`` is what the one in breach would lose (penalty, deposit, snapback), or what the one
    who suffers would get (compensation, paid to ``pays``).  It is fixed, or can be chosen up to
    ``most`` (``size`` is then ``None``).  ``cost`` is per unit of size, ``fixed`` for having it at
    all, both in ``unit``.  Guarantees with the same ``cause`` can fail together.  A swap needs no
    size: the steps it covers happen at the same moment or not at all.
    """

    id: str
    title: str
    kind: GuaranteeKind
    covers: tuple[str, ...]
    guarantor: str = ""
    size: Quantity | None = None
    most: Fraction | None = None
    reliability: Reliability = Reliability()
    cost: Fraction = Fraction(0)
    fixed: Fraction = Fraction(0)
    cause: str = ""
    pays: str = ""
    in_force: bool = True
    judged_by: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lever:
    """Outside help or pressure on one party: when it comes, how much, how surely, at what cost.

    ``after`` is the obligation that a milestone payment follows.
    """

    id: str
    title: str
    kind: LeverKind
    party: str
    size: Quantity | None = None
    most: Fraction | None = None
    after: str = ""
    reliability: Fraction = Fraction(1)
    cost: Fraction = Fraction(0)
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a party stands: what it has without a deal, and how much it can risk.

    ``no_deal`` counts from today (0: as now).  ``exposure`` is the most that it accepts to be
    worse off than without a deal when the process stops (``None``: not said).  ``discount`` is
    what a unit at the next date is worth today, as a set of possible values.
    """

    party: str
    no_deal: Quantity = _NOTHING
    exposure: Fraction | None = None
    discount: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What was seen of an obligation on a day: 0 not begun, 1 begun, 2 in part, 3 done."""

    obligation: str
    date: str
    status: int
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """An open-ended phase such as a ceasefire: what each party has in every period.

    ``kept`` while all keep to it, ``breach`` once in the period in which it breaks it itself,
    ``punished`` in every period after that.
    """

    id: str
    title: str
    kept: Amounts
    breach: Amounts
    punished: Amounts
    transfers: bool = False


@dataclass(frozen=True)
class Agreement:
    """The obligations of an agreement, in which order, and what is there to hold them.

    ``order`` is the proposed one (empty: by due dates, else file order).  ``shared[cause]`` is the
    part of failures that guarantees with this cause have in common.
    """

    obligations: tuple[Obligation, ...]
    standings: Mapping[str, Standing] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    levers: tuple[Lever, ...] = ()
    shared: Mapping[str, Fraction] = field(default_factory=dict)
    phases: tuple[Phase, ...] = ()
    records: tuple[Record, ...] = ()
    margin: Fraction = Fraction(0)

    @cached_property
    def obligation_by_id(self) -> Mapping[str, Obligation]:
        """Return the obligations by id."""
        return {o.id: o for o in self.obligations}
