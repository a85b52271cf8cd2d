"""What verdicts will cost, before anything large is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irenic.errors import LimitReached

__all__ = ["Estimate", "estimate", "estimate_listed", "refuse_beyond"]

#: Bytes of a rank once it is made small; where there are few different ones it is half of that.
_RANK = 4
#: Bytes for each state that hold the ranks of up to four decision makers side by side.
_ITEM = 16
#: Whole arrays over the states that are held for a moment besides, counted in ranks.
_BESIDES = 20
#: Seconds for one state, one mover and one pass: sorting and letting values flow, any moves.
_FLOW, _SPREAD = 40e-9, 8e-9
#: Passes that random conflicts have needed, at most.
_PASSES = 8
#: Bytes and seconds that any question takes.
_BASE, _START = 8_000_000, 0.02


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a question will take, rather too much than too little.

    ``bytes`` is what is held at the worst moment, besides the question itself; ``seconds`` is
    for one ordinary core.
    """

    bytes: int
    seconds: float


def estimate(
    n_states: int, widths: Sequence[int], /, *, one_way: Sequence[int] | None = None
) -> Estimate:
    """Return what the verdicts of all concepts but simultaneous stability will take.

    Parameters
    ----------
    n_states : int
        The number of combinations of options, possible or not.
    widths : sequence of int, shape (n_makers,)
        How many options each decision maker has.
    one_way : sequence of int, shape (n_makers,), optional
        How many of them change only one way.

    Examples
    --------
    >>> estimate(1 << 24, [6, 6, 6, 6]).bytes < 2_000_000_000
    True
    """
    n = len(widths)
    fixed = one_way if one_way is not None else [0] * n
    places = [1 if w <= 8 else 2 if w <= 16 else 4 for w in widths]
    longer = [1.5**q for q in fixed]
    orders = sum(p * (1 + x) for p, x in zip(places, longer, strict=True))
    ranks, verdicts = n * _RANK, 4 * n
    flow_bytes = orders + _ITEM + 4 * _RANK if n > 1 else 0
    besides = max(_BESIDES * _RANK, flow_bytes)
    passes = _PASSES if n > 2 else 3
    others = max(0, n - 1)
    batches = -(-n * _RANK // _ITEM)
    flow = _FLOW * passes * batches * sum(longer) if others else 0.0
    spread = _SPREAD * 2 * 3 * n * (1 + others)
    return Estimate(
        _BASE + int(n_states * (ranks + verdicts + besides)),
        _START + n_states * (flow + spread),
    )


def estimate_listed(n_states: int, arcs: Sequence[int], /) -> Estimate:
    """Return what the verdicts of a conflict with listed moves will take.

    Parameters
    ----------
    arcs : sequence of int, shape (n_makers,)
        How many moves each decision maker has in all.

    Notes
    -----
    The seconds suppose that no answer that matters is longer than a few dozen moves.
    """
    n = len(arcs)
    held = 2 * 16 * sum(arcs) + max(arcs, default=0) * (8 + 8 * n) + 4 * n_states * n * (n + 6)
    seconds = 3 * _PASSES * (sum(arcs) * n * 3e-9 + n_states * n * n * n * 1e-9)
    return Estimate(_BASE + held + 4 * n * n_states, _START + seconds)


def refuse_beyond(
    expected: Estimate, what: str, /, *, bytes: int | None = None, seconds: float | None = None
) -> None:
    """Refuse a question that will take more than there is.

    Raises
    ------
    LimitReached
        With the figures of both.
    """
    found = f"{what}: about {_memory(expected.bytes)} and {expected.seconds:,.0f} seconds expected"
    if bytes is not None and expected.bytes > bytes:
        raise LimitReached(f"{found}, more than the memory limit of {_memory(bytes)}")
    if seconds is not None and expected.seconds > seconds:
        raise LimitReached(f"{found}, more than the time limit of {seconds:g} seconds")


def _memory(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 10**9 else f"{max(1, count // 10**6)} MB"
