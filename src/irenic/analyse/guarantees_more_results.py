"""Further answers about an agreement, with the names of the case; each is one topic of a page.

All amounts are exact and in the own unit of the party that the field names: amounts of different
parties are never added or compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from irenic.analyse.guarantees_results import BreakEven, OrderView
from irenic.solve.result import Status

__all__ = [
    "BestOrder",
    "ChainTrust",
    "CheapestPackage",
    "Comparison",
    "DiscountSet",
    "FirstStep",
    "Flip",
    "FlipKind",
    "GuaranteesMore",
    "Interval",
    "LeverAnswer",
    "LeverEffect",
    "LeverUse",
    "PackageItem",
    "PhaseThreshold",
    "Ranges",
    "ShadowPrice",
    "SplitResult",
    "StepRange",
    "SwapPlan",
    "Trigger",
    "Trust",
    "TrustStep",
    "Warned",
    "WarningKind",
]

Interval = tuple[Fraction, Fraction]
Amounts = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What the best order that begins with a step asks for.

    ``needed`` is, per party, the expected penalty that would hold it; ``exposed`` its greatest
    exposure.  Parties at 0 may be left out.
    """

    obligation: str
    by: str
    needed: Amounts
    exposed: Amounts


@dataclass(frozen=True, slots=True)
class BestOrder:
    """The order that asks for least, and what else there is.

    ``firsts`` compares beginning with each possible step; ``others`` are orders that ask less of
    somebody and more of somebody else (a Pareto set; ``complete``: all of it).  ``status`` is
    ``LIMIT`` where the search was stopped, ``reason`` says by what.
    """

    best: OrderView
    proposed: OrderView | None = None
    firsts: tuple[FirstStep, ...] = ()
    others: tuple[OrderView, ...] = ()
    complete: bool = True
    status: Status = Status.OPTIMAL
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two orders, or two sets of guarantees, side by side; names as the reader knows them."""

    first_name: str
    first: OrderView
    second_name: str
    second: OrderView


@dataclass(frozen=True, slots=True)
class TrustStep:
    """What a performer must believe about the next step of somebody else.

    ``needed`` is the least confidence in ``relies_on`` (a step of ``relies_by``) with which
    performing is worth it; above 1 trust alone can never do it.  ``bare`` is the same without
    guarantees.
    """

    obligation: str
    by: str
    relies_on: str
    relies_by: str
    needed: Fraction
    bare: Fraction


@dataclass(frozen=True, slots=True)
class ChainTrust:
    """The least confidence that everybody must have in every next step, as exact bounds.

    ``found`` is ``None`` when no confidence is enough; else it lies between its two values.
    ``by`` is whose condition binds, at the step ``obligation``.
    """

    order: tuple[str, ...]
    found: Interval | None
    obligation: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """What has to be believed: by the first mover, and along the chain."""

    steps: tuple[TrustStep, ...]
    chains: tuple[ChainTrust, ...] = ()


@dataclass(frozen=True, slots=True)
class SwapPlan:
    """An order in which some steps happen at the same moment.

    ``groups`` is the order; a group of several steps is a swap.  ``needed`` as in
    :class:`FirstStep`; ``holds`` without any penalty beyond those in force.
    """

    groups: tuple[tuple[str, ...], ...]
    needed: Amounts
    exposed: Amounts
    holds: bool


@dataclass(frozen=True, slots=True)
class SplitResult:
    """What the best order needs when every divisible step is cut in equal pieces."""

    pieces: int
    needed: Amounts
    exposed: Amounts
    holds: bool


@dataclass(frozen=True, slots=True)
class PackageItem:
    """One guarantee of the cheapest package: how large, what that costs."""

    guarantee: str
    size: Fraction | None
    cost: Fraction


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """What one unit less temptation of ``by`` at a step would save of the package's cost."""

    obligation: str
    by: str
    needed: Fraction
    saves: Fraction


@dataclass(frozen=True, slots=True)
class CheapestPackage:
    """The cheapest guarantees that hold every step of an order.

    ``total`` is ``None`` when the guarantees of the file cannot do it; ``missing`` then says how
    much is not held, per step.  ``bound`` is a proved lower bound of the cost after a stopped
    search.
    """

    order: tuple[str, ...]
    items: tuple[PackageItem, ...]
    total: Fraction | None
    prices: tuple[ShadowPrice, ...] = ()
    missing: Mapping[str, Fraction] | None = None
    bound: Fraction | None = None
    status: Status = Status.OPTIMAL
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LeverEffect:
    """What one outside lever does for its party, per the size in the file.

    ``signature`` is what it adds to accepting the whole, ``compliance`` what it adds at each step
    of the party's own (steps at 0 may be left out).  ``tipping`` is the size from which it alone
    closes every gap of the party (``None``: no size does).
    """

    lever: str
    party: str
    signature: Fraction
    compliance: Mapping[str, Fraction]
    tipping: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LeverUse:
    """One lever of the cheapest mix."""

    lever: str
    size: Fraction
    cost: Fraction


@dataclass(frozen=True, slots=True)
class LeverAnswer:
    """What outside levers buy, and the cheapest mix of them (``total`` ``None``: there is none)."""

    effects: tuple[LeverEffect, ...]
    mix: tuple[LeverUse, ...] = ()
    total: Fraction | None = None
    searched: bool = False
    prices: tuple[ShadowPrice, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """Whether whoever would have to use a sanction would be no worse off for using it.

    ``cost`` is what using it costs the punisher, ``saves`` what it loses by letting the breach
    pass; both in the punisher's own unit.  ``used`` is ``None`` where that is not known.
    """

    guarantee: str
    punisher: str
    obligation: str
    cost: Fraction
    saves: Fraction
    used: bool | None


WarningKind = Literal[
    "half-guarantee",
    "last-mover",
    "idle-leverage",
    "power-shift",
    "fail-together",
    "escrow-risk",
    "dispute",
    "incapacity",
]


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing to look at; the report makes one sentence of it, by ``kind``.

    half-guarantee
        penalties on ``obligations`` from ``low`` up to ``high`` make ``other`` perform first and
        then let ``party`` refuse.
    last-mover
        nobody's later step is lost to ``party`` when it refuses ``obligations[0]``, the last;
        ``amount`` is how tempted it is.
    idle-leverage
        ``party`` would perform ``obligations`` in any case: withholding them threatens nobody.
    power-shift
        ``obligations[0]``, performed by ``other``, lifts ``party`` by ``amount`` at once.
    fail-together
        ``guarantees`` share the cause ``cause``: together they work with ``low``, not ``high``.
    escrow-risk
        a deposit of ``party`` in ``guarantees[0]`` is lost with ``amount`` though it complies.
    dispute
        ``obligations`` have a penalty, and nobody is named who decides whether there is a breach.
    incapacity
        ``party`` may be unable to perform ``obligations``; a penalty does not help with that.
    """

    kind: WarningKind
    party: str = ""
    other: str = ""
    obligations: tuple[str, ...] = ()
    guarantees: tuple[str, ...] = ()
    amount: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    cause: str = ""


FlipKind = Literal["value", "kept", "no-deal", "exposure", "size", "reliability", "gain"]


@dataclass(frozen=True, slots=True)
class Flip:
    """One number whose smallest change alone turns the verdict on the order.

    ``subject`` is the obligation, guarantee or party that the number belongs to, ``party`` whose
    value it is (where it is one).  ``holds``: whether the order then holds.
    """

    kind: FlipKind
    subject: str
    now: Fraction
    then: Fraction
    holds: bool
    party: str = ""


@dataclass(frozen=True, slots=True)
class StepRange:
    """How tempted a performer may be at a step, over all values in the ranges of the file.

    ``kept`` is true or false where that holds throughout, ``None`` where it depends.
    """

    obligation: str
    by: str
    temptation: Interval
    kept: bool | None


@dataclass(frozen=True, slots=True)
class Ranges:
    """Which verdicts hold whatever the values in their ranges are.

    ``exposure[party]`` is the range of its greatest exposure.
    """

    steps: tuple[StepRange, ...]
    exposure: Mapping[str, Interval]
    holds: bool | None


@dataclass(frozen=True, slots=True)
class DiscountSet:
    """For which discount factors a party performs all its steps: a set, not always one interval.

    Every end is exact to within ``width``.  ``binding`` is the step that limits it; ``enough``
    says whether the factor of the file lies in the set (``None``: in part, or not given).
    """

    party: str
    intervals: tuple[Interval, ...]
    width: Fraction
    binding: str = ""
    enough: bool | None = None


@dataclass(frozen=True, slots=True)
class PhaseThreshold:
    """How patient a party must be to keep to an open-ended phase.

    ``needed`` is its least discount factor (``None``: no patience is enough); ``party`` is empty
    where transfers between the parties leave one factor for all.
    """

    phase: str
    party: str
    needed: Fraction | None
    enough: bool | None = None


@dataclass(frozen=True, slots=True)
class GuaranteesMore:
    """Everything beyond the order that is looked at; what was not asked for is ``None`` or empty.

    ``package`` holds the order looked at; ``joint`` is the cheapest of all orders with what holds
    it.  ``costs_in`` is the unit of the costs of guarantees and levers.
    """

    best: BestOrder | None = None
    comparisons: tuple[Comparison, ...] = ()
    break_evens: tuple[BreakEven, ...] = ()
    trust: Trust | None = None
    swaps: tuple[SwapPlan, ...] = ()
    splits: tuple[SplitResult, ...] = ()
    package: CheapestPackage | None = None
    joint: CheapestPackage | None = None
    levers: LeverAnswer | None = None
    triggers: tuple[Trigger, ...] = ()
    warnings: tuple[Warned, ...] = ()
    flips: tuple[Flip, ...] = ()
    ranges: Ranges | None = None
    discounts: tuple[DiscountSet, ...] = ()
    phases: tuple[PhaseThreshold, ...] = ()
    costs_in: str = ""
