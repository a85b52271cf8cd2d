"""Labelled answers: what every analysis hands to reports, the command line and programs.

Plain frozen data.  Numbers are exact fractions in the units of the case file.  Sentences
are written elsewhere (:mod:`irenic.report.wording`); here are only the facts they need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from irenic.analyse.basics import Assumption, FrontierPoint, Package
from irenic.model import Case, Quantity
from irenic.solve.result import Status

if TYPE_CHECKING:
    from irenic.analyse.cover_results import ApproximateFrontier, Summary
    from irenic.analyse.guarantees_results import OrderView
    from irenic.analyse.settlement_stability import SettlementStability
    from irenic.analyse.zone_results import CoalitionGap

__all__ = [
    "Analysis",
    "Assumption",
    "Audience",
    "Award",
    "Blocking",
    "BrokenRule",
    "CoalitionAnswer",
    "Completions",
    "Comprehensive",
    "Findings",
    "FrontierAnswer",
    "FrontierPoint",
    "Improvement",
    "IssueCost",
    "Just",
    "Package",
    "PackageCount",
    "PartyScore",
    "Rank",
    "ScoreCard",
    "Solution",
    "Status",
    "Sustainable",
    "Trade",
    "WorstIssue",
    "Zone",
]

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may read a document: the mediator, one party, or everyone in the room."""

    kind: Literal["mediator", "party", "joint"] = "mediator"
    party: str = ""

    def __str__(self) -> str:
        """Return the spelling of the command line: ``party:union``."""
        return f"party:{self.party}" if self.kind == "party" else self.kind


@dataclass(frozen=True, slots=True)
class PackageCount:
    """How many packages there are; ``None`` when divisible issues make them endless."""

    total: int | None
    feasible: int | None


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone of agreement: feasible packages that carry under the decision rule.

    ``size`` is exact, or ``None``; then ``low`` and ``high`` enclose it: certainly when
    ``estimate`` is false (a no-deal value is unknown), with 99 % confidence when it is true.
    ``accepted_by`` says, per party, how many packages of the zone it accepts.
    ``unknown`` lists parties whose no-deal value is unknown.
    """

    status: Status
    size: int | None
    low: int | None
    high: int | None
    estimate: bool
    accepted_by: Mapping[str, int | None]
    unknown: tuple[str, ...]
    needed: int
    must: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontierAnswer:
    """The Pareto frontier.

    ``kind`` is ``points`` for a finite frontier, or ``line`` for two parties dividing
    shares: ``points`` are then the corners of an unbroken line, in order.  ``lines`` are
    several such lines: ``runs`` are the first and last corner of each, ``open_ends`` the
    corners that are not efficient themselves, though everything next to them in the run is.
    With ``zone``
    the points are those efficient ones that certainly carry.  With ``cover``
    the points are those of the list ``cover``, which comes close to every package.
    ``packages`` counts all packages on a finite frontier.  ``summary`` is what to read
    where the points are many.
    """

    status: Status
    kind: Literal["points", "line", "lines", "zone", "cover", "none"]
    points: tuple[FrontierPoint, ...]
    packages: int | None
    method: str
    reason: str = ""
    cover: ApproximateFrontier | None = None
    summary: Summary | None = None
    runs: tuple[tuple[int, int], ...] = ()
    open_ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """What one method chose: all tied packages, with their utility vectors.

    ``packages`` may be cut at a limit; ``count`` is the exact number.  ``utilities`` are
    the distinct vectors.  ``certificate`` holds what a checker needs, as plain data.
    With status LIMIT the packages are the best known, if any, and no package has a value
    above ``bound``.  ``how`` says by which algorithm it was found, and why by that one.
    """

    method: str
    title: str
    citation: str
    status: Status
    packages: tuple[Package, ...] = ()
    count: int = 0
    utilities: tuple[Vector, ...] = ()
    criterion: str = ""
    value: Vector = ()
    compares_scores: bool = False
    reason: str = ""
    bound: Fraction | None = None
    how: str = ""
    certificate: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IssueCost:
    """What one issue costs a party in a package, against its best acceptable package."""

    issue: str
    option: str
    better_option: str
    loss: Fraction


@dataclass(frozen=True, slots=True)
class PartyScore:
    """How one party does under a package.

    ``low`` and ``high`` enclose the score over all feasible ways to settle the open
    issues; ``score`` is ``None`` while issues are open.  ``accepts`` is ``None`` when that
    is not known.  ``attainable`` is what the party could gain at best in the zone of
    agreement, ``relative_gain`` the part of it that it gets.  ``reference`` is the package
    that ``costs`` are measured against; ``term_loss`` is the part of the loss that
    belongs to no single issue (together terms).
    """

    party: str
    score: Fraction | None
    low: Fraction
    high: Fraction
    no_deal: Quantity | None
    accepts: bool | None
    gain: Fraction | None
    attainable: Fraction | None
    relative_gain: Fraction | None
    share_of_attainable: Fraction | None
    reference: Package | None
    costs: tuple[IssueCost, ...]
    term_loss: Fraction
    backers_leaving: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """One issue on which an improvement differs, and what that does to each party."""

    issue: str
    from_option: str
    to_option: str
    changes: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Improvement:
    """A feasible package that is better for somebody and worse for nobody."""

    package: Package
    utilities: Vector
    gains: Mapping[str, Fraction]
    trades: tuple[Trade, ...]
    term_changes: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule of the case that a package breaks; ``index`` counts from 0 in file order."""

    index: int
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Completions:
    """For a partial proposal: in how many ways it can be completed, and how many carry."""

    feasible: int | None
    carrying: int | None
    example: Package | None


@dataclass(frozen=True, slots=True)
class Rank:
    """Place of a package among the efficient points of the zone under one method (1 = best)."""

    method: str
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class WorstIssue:
    """An issue that matters to a party and that the package leaves at its worst option.

    ``importance`` is the issue's part of the party's whole range of scores, 0 to 1.
    """

    party: str
    issue: str
    option: str
    importance: Fraction


@dataclass(frozen=True, slots=True)
class Comprehensive:
    """First meter: what is left open, left out, or left at somebody's worst."""

    open_issues: tuple[str, ...]
    worst: tuple[WorstIssue, ...]
    without_preferences: tuple[str, ...]
    no_view: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Just:
    """Second meter: several named fairness tests side by side, never one answer.

    ``spread`` is the largest minus the smallest relative gain.  ``concedes_most`` names
    per party the issue on which it gives up most, and how much of its range that is.
    ``envy`` lists (envious, envied) pairs where issues are shared out; ``None`` where the
    test does not apply.
    """

    acceptable_to_all: bool | None
    efficient: bool | None
    least_relative_gain: tuple[str, Fraction] | None
    spread: Fraction | None
    concedes_most: tuple[WorstIssue, ...]
    envy: tuple[tuple[str, str], ...] | None
    ranks: tuple[Rank, ...]


@dataclass(frozen=True, slots=True)
class Blocking:
    """A smallest set of parties whose refusal stops the package.

    ``margin`` is the rise of their no-deal values (the same part of each one's attainable
    gain) at which all of them would refuse; ``None`` when it is not known.
    """

    parties: tuple[str, ...]
    margin: Fraction | None
    refuses_now: bool


@dataclass(frozen=True, slots=True)
class Sustainable:
    """Third meter: margins over no deal, who leaves first, who can block.

    ``margins`` are scores minus no-deal values (``None`` unknown).  ``leaves_first`` orders
    parties by the part of their attainable gain that the package leaves them, smallest
    first.  ``stability`` says whether the agreement would be kept, where the case has a conflict
    that says which of its states the proposal is; ``agreement`` whether its obligations would be
    performed in their order, where the case has an agreement.
    """

    margins: Mapping[str, Fraction | None]
    leaves_first: tuple[str, ...]
    blocking: tuple[Blocking, ...]
    backers_leaving: tuple[tuple[str, str], ...]
    stability: SettlementStability | None = None
    agreement: OrderView | None = None


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """One package under every test.  ``chosen_by`` lists methods that chose exactly it."""

    id: str
    is_proposal: bool
    package: Package
    open_issues: tuple[str, ...]
    feasible: bool
    broken_rules: tuple[BrokenRule, ...]
    scores: tuple[PartyScore, ...]
    accepting: tuple[str, ...]
    refusing: tuple[str, ...]
    undecided: tuple[str, ...]
    missing_vetoes: tuple[str, ...]
    carries: bool | None
    efficient: bool | None
    improvement: Improvement | None
    completions: Completions | None
    chosen_by: tuple[str, ...]
    comprehensive: Comprehensive
    just: Just
    sustainable: Sustainable


@dataclass(frozen=True, slots=True)
class Award:
    """How one claims rule divides the estate; ``awards`` in party order."""

    rule: str
    title: str
    citation: str
    awards: Vector
    certificate: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CoalitionAnswer:
    """What one coalition concept says; ``division`` in party order, or ``None``.

    ``finding`` is a slug such as ``core-empty``; ``blocking`` names coalitions that prove it.
    """

    method: str
    title: str
    citation: str
    status: Status
    division: Vector | None
    finding: str
    blocking: tuple[tuple[str, ...], ...]
    certificate: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the packages of a case say: the part of an analysis that needs issues."""

    packages: PackageCount
    zone: Zone
    frontier: FrontierAnswer
    solutions: tuple[Solution, ...] = ()
    scorecards: tuple[ScoreCard, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """Everything that ``irenic analyze`` found, for one audience.

    ``case`` is already reduced to what the audience may see; nothing else is in reach of
    whoever draws the report.  ``gap`` is the smallest relaxation where there is no zone.
    """

    audience: Audience
    case: Case
    assumptions: tuple[Assumption, ...]
    packages: PackageCount
    zone: Zone
    frontier: FrontierAnswer
    solutions: tuple[Solution, ...]
    scorecards: tuple[ScoreCard, ...]
    awards: tuple[Award, ...]
    coalition_answers: tuple[CoalitionAnswer, ...]
    gap: CoalitionGap | None = None

    @property
    def proposals(self) -> tuple[ScoreCard, ...]:
        """Return the score cards of the case's proposals, in file order."""
        return tuple(card for card in self.scorecards if card.is_proposal)
