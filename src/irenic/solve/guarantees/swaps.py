r"""Atomic swaps: some steps happen at the same moment or not at all, through an escrow.

An order is then a sequence of blocks.  When a block is due after the steps S, each performer in it
can only refuse to take part: none of the block happens, so its temptation is that of its step
after S, as if the others' steps of the block were never to come.  Exposure counts between blocks.

.. math:: f(S, c) = \min_{B} \max\bigl(\max_{k \in B} T_k(S),\ f(S \cup B, c - [|B| > 1])\bigr)

The fewer swaps the better: each needs somebody who holds both sides and whom both believe.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations

from irenic.errors import NotCovered
from irenic.solve.guarantees.deal import Deal, bits

__all__ = ["MAX_STEPS", "SwapOrder", "best_swaps"]

#: Sets of steps times blocks stay below some hundred thousand.
MAX_STEPS = 10
_Found = tuple[Fraction, tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class SwapOrder:
    """Blocks in their order; those of several steps are ``swaps`` in number."""

    swaps: int
    worst: Fraction
    blocks: tuple[tuple[int, ...], ...]


def best_swaps(deal: Deal, /, *, largest: int = 2) -> tuple[SwapOrder, ...]:
    """Return, for each number of swaps that is worth it, the order whose worst temptation is least.

    From one to the next there are more swaps and less temptation; the first has none, if there
    is an order without.

    Parameters
    ----------
    largest : int
        How many steps one swap may hold.

    Raises
    ------
    NotCovered
        When there are more than :data:`MAX_STEPS` steps, or refusals are noticed late.

    Notes
    -----
    Exact.  What a step needs must be done before its block begins.  O(3^m m) for each number.
    """
    if deal.n_steps > MAX_STEPS or any(deal.notice):
        raise NotCovered(
            f"swaps among more than {MAX_STEPS} steps, or where breaches are seen late"
        )

    @cache
    def best(done: int, swaps: int) -> _Found | None:
        if done == deal.everything:
            return (-_most(deal), ())
        options = []
        for block in _blocks(deal, done, largest if swaps else 1):
            rest = best(done | sum(1 << k for k in block), swaps - (len(block) > 1))
            if rest is not None:
                worst = max(rest[0], *(_refusal(deal, k, done) for k in block))
                options.append((worst, (block, *rest[1])))
        return min(options, default=None)

    found: list[SwapOrder] = []
    for swaps in range(deal.n_steps // 2 + 1):
        plan = best(0, swaps)
        if plan is not None and (not found or plan[0] < found[-1].worst):
            found.append(SwapOrder(sum(len(b) > 1 for b in plan[1]), *plan))
    return tuple(found)


def _most(deal: Deal) -> Fraction:
    """Return more than anybody could lose by refusing anything."""
    every = [abs(x) for row in (*deal.value, *deal.kept) for x in row]
    return sum((*every, *deal.penalty, *deal.gain, *map(abs, deal.bonus)), Fraction(1))


def _blocks(deal: Deal, done: int, largest: int) -> Iterator[tuple[int, ...]]:
    """Yield what can come next, single steps first; nobody is exposed too much before it."""
    able = [k for k in range(deal.n_steps) if deal.may(k, done) and _bearable(deal, done, k)]
    for size in range(1, largest + 1):
        for block in combinations(able, size):
            if size == 1 or len({deal.actor[k] for k in block}) > 1:
                yield block


def _bearable(deal: Deal, done: int, step: int) -> bool:
    return all(
        cap is None or deal.exposure(i, done) - deal.cover[step][i] <= cap
        for i, cap in enumerate(deal.caps)
    )


def _refusal(deal: Deal, step: int, done: int) -> Fraction:
    later = [k for k in bits(deal.everything & ~done) if k != step]
    return deal.temptation(step, done, later)
