"""What comes before what: prerequisites, due dates and the proposed order must agree."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from irenic.casefile.access import Context, get
from irenic.casefile.build_agreement_parts import references_at
from irenic.casefile.nodes import Listing, Node, Table
from irenic.casefile.problems import listed, quoted
from irenic.model import Obligation

__all__ = ["check_prerequisites", "find_circles", "order"]


def find_circles(after: Mapping[str, tuple[str, ...]], /) -> list[tuple[str, ...]]:
    """Return circles of names that wait for each other, no name in two of them.

    Each is ``(a, b, .., a)``: a waits for b, and so on.  Nothing is returned exactly when there
    is an order in which everything comes after what it waits for.

    Notes
    -----
    Depth-first search; takes time linear in the number of prerequisites.

    Examples
    --------
    >>> find_circles({"a": ("b",), "b": ("c", "a"), "c": ()})
    [('a', 'b', 'a')]
    """
    found = []
    finished: set[str] = set()
    for start in after:
        if start in finished:
            continue
        path = {start: iter(after[start])}
        while path:
            name, waiting = next(reversed(path.items()))
            nearest = next(waiting, None)
            if nearest is None:
                finished.add(name)
                del path[name]
            elif nearest in path:
                names = list(path)
                found.append((*names[names.index(nearest) :], nearest))
                finished.update(names)
                break
            elif nearest in after and nearest not in finished:
                path[nearest] = iter(after[nearest])
    return found


def check_prerequisites(
    context: Context, node: Table, obligations: tuple[Obligation, ...], /
) -> tuple[bool, frozenset[str]]:
    """Report obligations that wait for each other, or are due before one that they wait for.

    Return whether there is an order that keeps all prerequisites, and the obligations that are
    due too early for them.
    """
    by_id = {o.id: o for o in obligations}
    circles = find_circles({o.id: o.after for o in obligations})
    for circle in circles:
        steps = [f"{a} waits for {b}" for a, b in pairwise(circle)]
        listing = get(node.entries[circle[0]], "after") or node
        context.problems.at(
            listing,
            f"a circle: {listed(steps, most=8)}",
            "prerequisites that can be met one after the other",
        )
    if circles:
        return False, frozenset()
    latest: dict[str, Obligation | None] = {}
    early = set()
    for name in _sorted(by_id):
        found = by_id[name]
        ahead = [o for a in found.after if a in by_id for o in (by_id[a], latest[a]) if o and o.due]
        latest[name] = last = max(ahead, key=lambda o: o.due, default=None)
        if last is not None and found.due and found.due < last.due:
            early.add(name)
            context.problems.at(
                get(node.entries[name], "due") or node,
                f"{found.due}, before {quoted(last.id)} is due ({last.due}), for which it waits",
                f"{last.due} or later",
            )
    return True, frozenset(early)


def _sorted(by_id: Mapping[str, Obligation]) -> list[str]:
    """Return the ids so that each comes after those it waits for; there is no circle."""
    found: dict[str, None] = {}
    for start in by_id:
        stack = [start]
        while stack:
            name = stack[-1]
            open_ones = [a for a in by_id[name].after if a in by_id and a not in found]
            if open_ones:
                stack.append(open_ones[0])
            else:
                found[stack.pop()] = None
    return list(found)


def order(
    context: Context,
    node: Node | None,
    table: Table,
    obligations: tuple[Obligation, ...],
    /,
    *,
    sound: bool,
    early: frozenset[str],
) -> tuple[str, ...]:
    """Return the proposed order; report one that is incomplete or breaks what is said elsewhere.

    Parameters
    ----------
    table : Table
        The obligations as written.
    sound : bool
        Whether prerequisites can be met at all; otherwise they are not compared with the order.
    early : frozenset of str
        Obligations whose due date is wrong already; it is not compared with the order.
    """
    if not isinstance(node, Listing) or not node.items:
        return ()
    found = references_at(context, node, table.entries.keys())
    missing = [name for name in table.entries if name not in found]
    known = all(getattr(item, "text", None) in table.entries for item in node.items)
    if missing and known and not table.spoiled:
        context.problems.at(
            node, f"no place for {listed(map(quoted, missing))}", "every obligation once"
        )
    by_id = {o.id: o for o in obligations}
    place = {name: k for k, name in enumerate(found)}
    last: Obligation | None = None
    for name, item in found.items():
        here = by_id.get(name)
        if here is None:
            continue
        late = [a for a in here.after if place.get(a, -1) > place[name]]
        if late and sound:
            context.problems.at(
                item,
                f"{quoted(name)} before {listed(map(quoted, late))}, for which it waits",
                "an order that keeps every 'after'",
            )
        if not here.due or name in early:
            continue
        if last is not None and here.due < last.due:
            context.problems.at(
                item,
                f"{quoted(name)} (due {here.due}) after {quoted(last.id)} (due {last.due})",
                "an order that agrees with the due dates",
            )
        else:
            last = here
    return tuple(found)
