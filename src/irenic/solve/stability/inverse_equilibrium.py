"""How many strict rankings of one decision maker make a state an equilibrium.

Under SEQ the verdicts of the others depend on the focal decision maker too: one of its improvements
may be part of an answer.  They depend only on the order *within* rows, the sets of states that
its moves connect; its own verdict depends only on which states stand below the target.  So rows are
ordered one by one, and how rows lie among each other is counted, not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod

from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.inverse import Requirement
from irenic.solve.stability.inverse_count import condition
from irenic.solve.stability.monotone import Formula, satisfying_sizes, settled, variables
from irenic.solve.stability.preference import Ranked

__all__ = ["equilibrium_share"]

#: Rows can be ordered in at most so many ways, and cut in so many: about a second each.
MAX_ORDERS = 6_000
MAX_CUTS = 100_000

Row = tuple[int, ...]


def equilibrium_share(
    foresight: Foresight,
    concept: str,
    maker: int,
    target: int,
    requirements: Sequence[Requirement],
    own: Fraction | None,
    /,
) -> Fraction | None:
    """Return the part of one decision maker's strict rankings that make a state an equilibrium.

    Under Nash, GMR and SMR the others' own verdicts do not depend on it.  Under SEQ they may;
    when the others are stable whatever it prefers, or never, that settles it.

    Parameters
    ----------
    requirements : sequence of Requirement
        What makes it stable for the decision maker itself.
    own : Fraction or None
        The part of the rankings that meet them.

    Returns
    -------
    Fraction or None
        ``None`` when a limit is reached.
    """
    others = [j for j in range(foresight.moves.n_makers) if j != maker]
    if concept != "seq":
        hold = all(foresight.examine(concept, j, target).stable for j in others)
        return own if hold else Fraction(0)
    unwilling = _Foreseen.of(foresight, maker, willing=False)
    if unwilling.all_stable(others, target):
        return own
    willing = _Foreseen.of(foresight, maker, willing=True)
    if not willing.all_stable(others, target):
        return Fraction(0)
    rows = _rows(willing, maker, others, target)
    return _share_by_rows(foresight, maker, target, rows, condition(requirements))


class _Foreseen(Foresight):
    """As if every move of one decision maker made it better off, or none did.

    No preference of it can help more with sanctions, or less.
    """

    maker: int = -1
    willing: bool = False

    @classmethod
    def of(cls, foresight: Foresight, maker: int, *, willing: bool) -> _Foreseen:
        found = cls(foresight.moves, foresight.preferences, foresight.reading)
        found.maker, found.willing = maker, willing
        return found

    def all_stable(self, others: Sequence[int], target: int) -> bool:
        return all(self.examine("seq", j, target).stable for j in others)

    def _improves(self, maker: int, state: int, target: int) -> bool:
        return self.willing if maker == self.maker else super()._improves(maker, state, target)


def _rows(willing: _Foreseen, maker: int, others: Sequence[int], target: int) -> list[Row]:
    """Return the states that moves of the decision maker in answers to others connect."""
    row_of: dict[int, set[int]] = {}
    for j in others:
        for move in willing.improvements(j, target):
            for state in (move, *willing.ends(j, move, improving=True)):
                joined = {state, *willing.moves.of(maker, state)}
                if len(joined) > 1:
                    joined.update(*(row_of.get(s, ()) for s in joined))
                    row_of.update(dict.fromkeys(joined, joined))
    rows = {id(row): row for row in row_of.values()}
    return sorted(tuple(sorted(row)) for row in rows.values())


def _share_by_rows(
    foresight: Foresight, maker: int, target: int, rows: Sequence[Row], asked: Formula
) -> Fraction | None:
    """Return the share, by every order of every row; each order is worst state first."""
    orders = prod(factorial(len(row)) for row in rows)
    cuts = orders * prod(len(row) + 1 for row in rows)
    if orders > MAX_ORDERS or cuts > MAX_CUTS:
        return None
    weigh = _Weight(target, asked, frozenset().union(*rows))
    met = Fraction(0)
    for chosen in product(*map(permutations, rows)):
        if _others_hold(foresight, maker, target, chosen):
            weight = weigh.of(chosen)
            if weight is None:
                return None
            met += weight
    return met


def _others_hold(foresight: Foresight, maker: int, target: int, chosen: Sequence[Row]) -> bool:
    rank = [0] * foresight.moves.size
    for order in chosen:
        for place, state in enumerate(order):
            rank[state] = place
    preferences = list(foresight.preferences)
    preferences[maker] = Ranked(rank)
    seen = Foresight(foresight.moves, preferences, foresight.reading)
    others = (j for j in range(foresight.moves.n_makers) if j != maker)
    return all(seen.examine("seq", j, target).stable for j in others)


@dataclass
class _Weight:
    """The part of all strict rankings in which the rows have given orders and the condition holds.

    With row r of n_r states besides the target cut so that b_r stand below it, and j of the free
    states below it too, the orders of the others among each other number
    (b+j)!/prod b_r! * (k-b-j)!/prod (n_r-b_r)!, of (k+1)! in all.
    """

    target: int
    asked: Formula
    in_rows: frozenset[int]
    known: dict[frozenset[int], tuple[int, ...] | None] = field(default_factory=dict)

    def of(self, chosen: Sequence[Row]) -> Fraction | None:
        """Return the weight of some orders of the rows."""
        apart = self.in_rows - {self.target}
        free = len(variables(self.asked) - apart)
        k = len(apart) + free
        total = Fraction(0)
        for cuts in product(*(self._cuts(order) for order in chosen)):
            below = frozenset(s for low, _ in cuts for s in low)
            sizes = self._sizes(below, free)
            if sizes is None:
                return None
            ways = prod(factorial(len(low)) * factorial(len(high)) for low, high in cuts)
            b = len(below)
            total += Fraction(
                sum(
                    count * factorial(b + j) * factorial(k - b - j) for j, count in enumerate(sizes)
                ),
                ways,
            )
        return total / factorial(k + 1)

    def _cuts(self, order: Row) -> Iterator[tuple[Row, Row]]:
        """Yield what of a row can stand below and above the target."""
        if self.target in order:
            at = order.index(self.target)
            yield order[:at], order[at + 1 :]
            return
        for at in range(len(order) + 1):
            yield order[:at], order[at:]

    def _sizes(self, below: frozenset[int], free: int) -> tuple[int, ...] | None:
        if below not in self.known:
            rest = settled(self.asked, below, self.in_rows - below)
            self.known[below] = satisfying_sizes(rest, among=free)
        return self.known[below]
