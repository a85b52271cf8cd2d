"""The table of bargaining methods.  CLI choices, captions, docs and tests read it.

Adding a method is adding a function and a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from irenic.solve import bargaining
from irenic.solve.bargaining import Choice, Criterion, Point, choose

__all__ = ["METHODS", "Method"]


@dataclass(frozen=True, slots=True)
class Method:
    """One bargaining method.

    ``needs_no_deal`` says that it has no answer while a no-deal value is unknown;
    ``compares_scores`` that it adds or compares scores of different parties;
    ``criterion`` says in words what it maximises, ``rule`` makes that computable; ``power``
    is the number of scores multiplied in it (0: a ratio, 1: a score, -1: one factor for
    each gaining party).  ``monotone`` says that a dominated package never has the best
    value; otherwise the method chooses from efficient packages only.
    """

    id: str
    title: str
    citation: str
    criterion: str
    needs_no_deal: bool
    compares_scores: bool
    power: int
    rule: Callable[[Sequence[Point], Sequence[int], Sequence[bool]], Criterion]
    monotone: bool = True

    def solve(self, u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
        """Return every frontier row that the method chooses."""
        return choose(u, self.rule(u, d, zone))


METHODS: dict[str, Method] = {
    method.id: method
    for method in (
        Method(
            "nash",
            "Nash bargaining solution",
            "Nash 1950",
            "the product of the gains over no deal",
            True,
            False,
            -1,
            bargaining.nash,
        ),
        Method(
            "kalai-smorodinsky",
            "Kalai-Smorodinsky (ideal over the zone of agreement)",
            "Kalai and Smorodinsky 1975; Imai 1983",
            "the smallest relative gain, then the next (leximin)",
            True,
            False,
            0,
            bargaining.kalai_smorodinsky,
        ),
        Method(
            "kalai-smorodinsky-feasible-ideal",
            "Kalai-Smorodinsky (ideal over all feasible packages)",
            "Kalai and Smorodinsky 1975; Imai 1983",
            "the smallest relative gain, then the next (leximin)",
            True,
            False,
            0,
            bargaining.kalai_smorodinsky_feasible,
        ),
        Method(
            "kalai-smorodinsky-nearest",
            "Closest to equal relative gains",
            "Baarslag, Hindriks and Jonker 2014",
            "minus the spread between the largest and the smallest relative gain",
            True,
            False,
            0,
            bargaining.kalai_smorodinsky_nearest,
            monotone=False,
        ),
        Method(
            "egalitarian",
            "Egalitarian (leximin of gains)",
            "Kalai 1977; Imai 1983",
            "the smallest gain, then the next (leximin)",
            True,
            True,
            1,
            bargaining.egalitarian,
        ),
        Method(
            "utilitarian",
            "Utilitarian (greatest sum of gains)",
            "Harsanyi 1955",
            "the sum of the gains",
            True,
            True,
            1,
            bargaining.utilitarian,
        ),
        Method(
            "utilitarian-in-zone",
            "Utilitarian (over the zone of agreement)",
            "Harsanyi 1955",
            "the sum of the gains, losses of outvoted parties included",
            True,
            True,
            1,
            bargaining.utilitarian_in_zone,
        ),
        Method(
            "equal-loss",
            "Equal loss (relative to what is attainable)",
            "Chun 1988, with losses relative to the attainable gain",
            "minus the largest relative loss from the ideal, then the next (leximin)",
            True,
            False,
            0,
            bargaining.equal_loss,
        ),
        Method(
            "equal-loss-absolute",
            "Equal loss (in score)",
            "Chun 1988",
            "minus the largest loss from the ideal, then the next (leximin)",
            True,
            True,
            1,
            bargaining.equal_loss_absolute,
        ),
        Method(
            "greatest-total",
            "Greatest sum of scores, acceptable or not",
            "Harsanyi 1955",
            "the sum of the scores",
            False,
            True,
            1,
            bargaining.greatest_total,
        ),
        Method(
            "greatest-least-score",
            "Greatest lowest score (leximin of scores)",
            "Dall'Aglio and Mosca 2007",
            "the lowest score, then the next (leximin)",
            False,
            True,
            1,
            bargaining.greatest_least_score,
        ),
    )
}
