r"""Deliveries against payments that can be divided at will, and instalments in kind.

One side supplies, the other pays.  Item i costs the supplier s_i and is worth d_i to the other;
D is what both together lose by breaking off.  Between deliveries just so much is paid that neither
wants to leave.  Such a payment exists before and after the delivery of i, with the set R still to
come, exactly when

.. math:: s_i \le \sum_{j \in R} (d_j - s_j) + D

so the total that is still to be gained has to carry the next delivery.  A good in any number of
units (cost c, value b each) is delivered in shrinking chunks; gifts both ways shrink by a constant
ratio.

References
----------
T. Sandholm, V. Lesser, "Equilibrium Analysis of the Possibilities of Unenforced Exchange in
Multiagent Systems", IJCAI 1995, 694-701.
R. Pitchford, C. Snyder, "A solution to the hold-up problem involving gradual investment", Journal
of Economic Theory 114 (2004) 88-103.
B. Lockwood, J. P. Thomas, "Gradualism and Irreversibility", Review of Economic Studies 69 (2002)
339-356.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.errors import LimitReached

__all__ = [
    "MAX_CHUNKS",
    "Deliveries",
    "Delivery",
    "chunks",
    "final_penalty_plan",
    "gift_margin",
    "largest_first_share",
    "least_ratio",
    "level_margin",
    "levels_limit",
    "order_deliveries",
]

#: More chunks than anybody would deliver.
MAX_CHUNKS = 10_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery, and what has to be paid in all when it is made.

    At least ``least``, or the other side would keep it and pay nothing more; at most ``most``, or
    the supplier would keep the money and deliver nothing more.  No payment does when least is
    greater than most.
    """

    item: int
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Deliveries in the safest order.

    ``needed`` is the least D with which this order is safe, and no order is with less.
    """

    deliveries: tuple[Delivery, ...]
    needed: Fraction

    @property
    def order(self) -> tuple[int, ...]:
        """Return the items in the order of their delivery."""
        return tuple(x.item for x in self.deliveries)


def order_deliveries(
    cost: Sequence[Fraction],
    value: Sequence[Fraction],
    /,
    *,
    price: Fraction = Fraction(0),
    loss_supplier: Fraction = Fraction(0),
    loss_receiver: Fraction = Fraction(0),
) -> Deliveries:
    """Return the order of deliveries that needs the least to be lost by breaking off.

    Parameters
    ----------
    cost, value : sequence of Fraction, shape (n,)
        Of each item, to the supplier and to the other side, in money.
    price : Fraction
        What is paid for everything.
    loss_supplier, loss_receiver : Fraction
        What each loses by breaking off; together D.

    Notes
    -----
    Time O(n log n).  Seen from the end: first the items worth at least their cost, by rising cost,
    then the others, by falling value.  It is the rule for the least peak of a sum of jobs, each of
    which first takes and then gives.
    """
    items = range(len(cost))
    gaining = sorted((i for i in items if value[i] >= cost[i]), key=lambda i: cost[i])
    losing = sorted((i for i in items if value[i] < cost[i]), key=lambda i: -value[i])
    to_come = Fraction(0)
    to_cost = to_value = Fraction(0)
    needed = Fraction(0)
    found = []
    for i in (*gaining, *losing):
        needed = max(needed, cost[i] - to_come)
        least = price - to_value - loss_receiver
        to_cost, to_value = to_cost + cost[i], to_value + value[i]
        found.append(Delivery(i, least, price - to_cost + loss_supplier))
        to_come += value[i] - cost[i]
    return Deliveries(tuple(reversed(found)), needed)


def chunks(
    amount: Fraction, cost: Fraction, value: Fraction, loss: Fraction, /
) -> tuple[Fraction, ...] | None:
    r"""Return the fewest chunks in which an amount can be delivered safely, the first one first.

    With y units still to come a chunk has at most :math:`((b - c) y + D) / c` units.

    Parameters
    ----------
    amount, cost, value, loss : Fraction
        Y, c, b and D; cost and value of one unit, amount and cost greater than 0.

    Returns
    -------
    tuple of Fraction or None
        ``None`` when no number of chunks is safe: nothing is lost by breaking off, so that the last
        chunk is not delivered and therefore no other is either; or the good is worth less than it
        costs, and too much of it is to be delivered.

    Raises
    ------
    LimitReached
        For more than :data:`MAX_CHUNKS`.
    """
    if loss <= 0 or (value < cost and amount * (cost - value) >= loss):
        return None
    found: list[Fraction] = []
    to_come = Fraction(0)
    while to_come < amount:
        if len(found) == MAX_CHUNKS:
            raise LimitReached(f"more than {MAX_CHUNKS:,} chunks would be needed")
        size = min(((value - cost) * to_come + loss) / cost, amount - to_come)
        found.append(size)
        to_come += size
    return tuple(reversed(found))


def least_ratio(cost: Fraction, value: Fraction, delta: Fraction, /) -> Fraction:
    r"""Return how large the next instalment must be at least, as a share of the last.

    :math:`c / (b \delta)`: a gift costs its giver c and is worth b to the other, a unit; the next
    period counts :math:`\delta`.  Gifts in turn by two sides, and levels raised by both at the
    same time, obey the same rule.  One or more: instalments would have to grow for ever.
    """
    return cost / (value * delta)


def largest_first_share(ratio: Fraction, /) -> Fraction:
    """Return which share of a total the first of endless instalments may be."""
    return max(Fraction(0), 1 - ratio)


def gift_margin(cost: Fraction, value: Fraction, delta: Fraction, ratio: Fraction, /) -> Fraction:
    r"""Return what a giver has of going on, for each unit of the gift that is due.

    Gifts 1, r, r^2, ... are made in turn, for ever:
    :math:`-c + \delta r b - \delta^2 r^2 c + \dots = (\delta r b - c) / (1 - \delta^2 r^2)`.
    The plan holds itself when this is at least 0.
    """
    return (delta * ratio * value - cost) / (1 - (delta * ratio) ** 2)


def levels_limit(first: Fraction, ratio: Fraction, /) -> Fraction | None:
    """Return the level that increments with a constant ratio approach; ``None`` without end."""
    return first / (1 - ratio) if ratio < 1 else None


def level_margin(
    increment: Fraction, ratio: Fraction, cost: Fraction, value: Fraction, delta: Fraction, /
) -> Fraction:
    r"""Return what each side has of raising its level by an increment, and so on for ever.

    Two sides raise the level of what they do at the same time and cannot lower it again; at levels
    x and y one has :math:`b y - c x` in a period.  Who does not raise its own is not followed any
    more.  In all, discounted, it loses
    :math:`\left((b - c)\frac{\delta r}{1 - \delta r} - c\right) \Delta / (1 - \delta)`.
    """
    onward = delta * ratio / (1 - delta * ratio)
    return ((value - cost) * onward - cost) * increment / (1 - delta)


def final_penalty_plan(
    cost: Fraction, value: Fraction, penalty: Fraction, number: int, /
) -> tuple[Fraction, ...]:
    r"""Return the largest gifts in turn that a penalty for breaking off carries, first one first.

    The last is F/c, the one before (F/c)(1 + b/c), and every one before that b/c times the next:
    what each side still receives, and the penalty, just pay for what it still gives.  So a small
    guarantee at the end carries an exchange that grows like :math:`(b/c)^N`.

    Parameters
    ----------
    cost, value, penalty : Fraction
        c, b and F; nothing is discounted.
    number : int
        N, how many gifts, the sides taking turns.
    """
    if number <= 0:
        return ()
    found = [penalty / cost]
    if number > 1:
        found.append(penalty / cost * (1 + value / cost))
    while len(found) < number:
        found.append(found[-1] * value / cost)
    return tuple(reversed(found))
