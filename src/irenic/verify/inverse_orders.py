"""Claims about another order of prioritised statements with which a state holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from irenic.model import Statements
from irenic.verify.claims import Malformed, Unchecked, at, differs, items, text, texts, whole
from irenic.verify.conflict import Board

__all__ = ["order_errors"]

#: With more statements their orders are too many to try.
MOST_STATEMENTS = 7
Met = Callable[[frozenset[int]], bool]


def order_errors(
    stated: Mapping[str, Any], board: Board, maker: str, target: int, met: Met, /
) -> Iterator[str]:
    """Yield what is wrong with the smallest re-ordering, and with moves of one statement."""
    form = board.form(maker)
    if not isinstance(form, Statements):
        raise Malformed(f"{maker} has no statements")
    said = [item.text for item in form.items]
    h = len(said)

    def holds(order: Sequence[int]) -> bool:
        def worth(state: int) -> list[bool]:
            truth = board.worth(maker, state)
            return [truth[j] for j in order]

        here = worth(target)
        return met(frozenset(s for s in board.states if worth(s) <= here))

    order = [whole(place) - 1 for place in items(at(stated, "order"))]
    status, swaps = text(at(stated, "status")), at(stated, "swaps")
    if order:
        if sorted(order) != list(range(h)):
            yield "the order does not name every statement once"
            return
        yield from differs(
            "the statements", list(texts(at(stated, "statements"))), [said[j] for j in order]
        )
        yield from differs("swaps", swaps, _inversions(order))
        if not holds(order):
            yield "with this order the state does not hold"
    elif status == "optimal" or swaps is not None:
        yield "no order is given"
    yield from _moves(stated, h, swaps, holds, said)
    bound = whole(at(stated, "bound"))
    if status == "optimal":
        yield from differs("the bound", bound, swaps)
    if swaps == 0:
        return
    if h > MOST_STATEMENTS:
        raise Unchecked(f"the orders of {h} statements are too many to try")
    true = min((_inversions(p) for p in permutations(range(h)) if holds(p)), default=None)
    if status == "infeasible":
        yield from differs("the fewest swaps", None, true)
    elif status == "optimal":
        yield from differs("the fewest swaps", swaps, true)
    elif true is not None and bound > true:
        yield f"{true} swaps are enough, fewer than the bound"


def _inversions(order: Sequence[int]) -> int:
    """Return how many swaps of neighbours make an order out of 0, 1, 2, .."""
    return sum(a > b for k, b in enumerate(order) for a in order[:k])


def _moves(
    stated: Mapping[str, Any],
    h: int,
    swaps: object,
    holds: Callable[[Sequence[int]], bool],
    said: Sequence[str],
) -> Iterator[str]:
    """Try every move of one statement to another place."""
    found: dict[int, set[tuple[int, ...]]] = {}
    for j in range(h):
        for k in range(h):
            order = _moved(j, k, h)
            if j != k and holds(order):
                found.setdefault(abs(j - k), set()).add(order)
    true = found[min(found)] if found and swaps != 0 else set()
    listed = []
    for move in items(at(stated, "moves")):
        place, new = whole(at(move, "place")) - 1, whole(at(move, "new_place")) - 1
        if not (0 <= place < h and 0 <= new < h):
            raise Malformed("there is no such place")
        yield from differs("a statement that moves", text(at(move, "statement")), said[place])
        listed.append(_moved(place, new, h))
    if len(listed) != len(true) or set(listed) != true:
        yield from differs("the smallest moves of one statement", sorted(listed), sorted(true))


def _moved(place: int, new: int, h: int) -> tuple[int, ...]:
    order = [j for j in range(h) if j != place]
    order.insert(new, place)
    return tuple(order)
