"""Cases with divisible issues: which way they are solved, and Adjusted Winner.

Two parties who both have to agree are solved on the lines of their frontier
(:mod:`irenic.analyse.shared`), all others by programs (:mod:`irenic.analyse.mixed`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from irenic.analyse.decision import needed, no_zone_known
from irenic.analyse.mixed import Mixed, blank
from irenic.analyse.points import PartyPoints
from irenic.analyse.results import Findings, FrontierAnswer, Package, PackageCount, Solution
from irenic.analyse.shared import Shared, no_lines
from irenic.model import Case, ShareIssue
from irenic.solve.adjusted_winner import adjusted_winner
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.methods import METHODS
from irenic.solve.result import Status

__all__ = ["ADJUSTED_WINNER", "Divided"]

#: Id, title and citation of the method that belongs to divisible issues only.
ADJUSTED_WINNER = ("adjusted-winner", "Adjusted Winner", "Brams and Taylor 1996")


@dataclass(frozen=True)
class Divided:
    """A case with divisible issues, and the way in which it is solved."""

    case: Case
    points: tuple[PartyPoints, ...]
    budget: Budget = field(default_factory=lambda: UNLIMITED)

    @cached_property
    def shared(self) -> Shared:
        """Return the case as lines; they say by themselves when they do not fit it."""
        return Shared(self.case, self.points)

    @cached_property
    def no_lines(self) -> str:
        """Return why the frontier is not listed, or nothing."""
        return no_lines(self.shared)

    @cached_property
    def way(self) -> Shared | Mixed:
        """Return what answers the questions about the case."""
        if not self.no_lines and needed(self.case) == 2:
            return self.shared
        return Mixed(self.case, self.points, self.budget)

    @property
    def obstacle(self) -> str:
        """Return why there is no answer at all, or nothing."""
        return self.way.obstacle

    def findings(self) -> Findings:
        """Return the frontier, the zone and every solution; score cards are added later."""
        counts = PackageCount(None, None)
        if why := self.obstacle:
            status = Status.INFEASIBLE if why == "infeasible" else Status.LIMIT
            frontier = FrontierAnswer(status, "none", (), None, "", why)
            blanks = (_blank_winner(), *(blank(m) for m in METHODS))
            solutions = tuple(replace(b, status=status, reason=why) for b in blanks)
            unknown = tuple(p.party for p in self.points if p.no_deal is None)
            zone = replace(no_zone_known(self.case), status=status, unknown=unknown)
            return Findings(counts, zone, frontier, solutions)
        found = (self._winner(), *(self.way.solution(method) for method in METHODS))
        return Findings(counts, self.way.zone(), self._frontier(), found)

    def _frontier(self) -> FrontierAnswer:
        if self.no_lines:
            return FrontierAnswer(Status.UNKNOWN, "none", (), None, "", self.no_lines)
        return self.shared.frontier()

    def _winner(self) -> Solution:
        base = _blank_winner()
        if any(not isinstance(issue, ShareIssue) for issue in self.case.issues):
            return replace(base, reason="not-all-divisible")
        if len(self.points) != 2 or self.no_lines == "shares-not-among-all":
            return replace(base, reason="two-parties-only")
        if any(len(line) != 2 for pair in self.shared.values for line in pair):
            return replace(base, reason="shares-not-linear")
        weights = self.shared.weights
        totals = [sum(column) for column in zip(*weights, strict=True)]
        if totals[0] != totals[1] or not totals[0] or any(min(pair) < 0 for pair in weights):
            return replace(base, reason="unequal-points")
        result = adjusted_winner(weights)
        ids = [issue.id for issue in self.case.share_issues]
        parties = self.case.party_ids
        shares = {
            issue: {parties[0]: x, parties[1]: 1 - x}
            for issue, x in zip(ids, result.shares, strict=True)
        }
        certificate: Mapping[str, object] = {
            "kind": "adjusted-winner",
            "initial_points": result.initial_points,
            "tied": tuple(ids[j] for j in result.tied),
            "split": None if result.split is None else ids[result.split],
            "transfers": tuple(
                {
                    "issue": ids[t.issue],
                    "giver": parties[t.giver],
                    "share": t.share,
                    "ratio": t.ratio,
                }
                for t in result.transfers
            ),
            **result.certificate,
        }
        return replace(
            base,
            status=result.status,
            packages=(Package({}, shares),),
            count=1,
            utilities=(result.points,),
            value=result.points[:1],
            certificate=certificate,
        )


def _blank_winner() -> Solution:
    criterion = "equal points, nothing better for both"
    return Solution(*ADJUSTED_WINNER, Status.UNKNOWN, criterion=criterion)
