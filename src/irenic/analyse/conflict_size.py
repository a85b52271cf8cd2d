"""Whether a conflict can be worked out on this machine, asked before anything large is made."""

from __future__ import annotations

from pathlib import Path

from irenic.analyse.conflict_model import MAX_OPTIONS
from irenic.errors import LimitReached
from irenic.model import Conflict
from irenic.solve.budget import Budget
from irenic.solve.stability.estimate import Estimate, estimate, estimate_listed, refuse_beyond

__all__ = ["MOST_LISTED_MOVES", "check_size", "expected_work"]

#: Moves are listed one by one, in a microsecond each, where states are merged or moves closed.
MOST_LISTED_MOVES = 20_000_000
_MEMINFO = Path("/proc/meminfo")
#: What is left to everybody else on the machine.
_SHARE = 0.9


def check_size(conflict: Conflict, budget: Budget, /) -> None:
    """Refuse a conflict that needs more memory or time than there is.

    Raises
    ------
    LimitReached
        With what is expected and what there is.
    """
    options = len(conflict.options)
    if conflict.is_graph:
        return
    what = f"{options} options make {1 << options:,} states"
    memory = budget.bytes if budget.bytes is not None else _memory_left()
    expected = expected_work(conflict)
    refuse_beyond(expected, what, bytes=memory, seconds=budget.left())
    if options > MAX_OPTIONS:
        raise LimitReached(
            f"{what}: about {expected.bytes / 1e9:,.0f} GB and {expected.seconds:,.0f} seconds "
            f"expected; at most {MAX_OPTIONS} options are analysed"
        )
    if conflict.coalesce or conflict.no_moves:
        moves = sum(_moves_of_each(conflict))
        if moves > MOST_LISTED_MOVES:
            raise LimitReached(
                f"{what} with up to {moves:,} moves; where states are coalesced or moves closed "
                f"these are listed one by one, at most {MOST_LISTED_MOVES:,}"
            )


def expected_work(conflict: Conflict, /) -> Estimate:
    """Return what the verdicts of a conflict in option form will take."""
    options = len(conflict.options)
    if conflict.coalesce or conflict.no_moves:
        return estimate_listed(1 << options, _moves_of_each(conflict))
    widths = [len(maker.options) for maker in conflict.decision_makers]
    one_way = [
        sum(option.direction != "both" for option in maker.options)
        for maker in conflict.decision_makers
    ]
    return estimate(1 << options, widths, one_way=one_way)


def _moves_of_each(conflict: Conflict) -> list[int]:
    """Return how many moves each decision maker has when every state is possible."""
    states = 1 << len(conflict.options)
    return [states * ((1 << len(maker.options)) - 1) for maker in conflict.decision_makers]


def _memory_left() -> int | None:
    """Return the bytes of memory that a program can still have; ``None`` where nobody says."""
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    kilobytes = next((line.split()[1] for line in lines if line.startswith("MemAvailable:")), None)
    return None if kilobytes is None else int(int(kilobytes) * 1024 * _SHARE)
