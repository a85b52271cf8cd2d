"""Issues that rules and together terms link, decided one at a time.

What later issues need to know of earlier ones is only which patterns every decided part of
which has matched so far, and how far each limit has been used.  That is the *state*;
packages in the same state have the same completions, so each state has a partial frontier of
its own.  The number of states follows how the issues are linked (a chain of rules needs a
handful), not how many there are.

References
----------
D. Bergman, A. A. Cire, "Multiobjective Optimization by Decision Diagrams", CP 2016.
E. Rollon, J. Larrosa, "Bucket Elimination for Multiobjective Optimization Problems",
Journal of Heuristics 12 (2006) 307-328.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from irenic.solve.blocks import Block, Vector
from irenic.solve.limits import tally

__all__ = ["NOTHING_OPEN", "Arrow", "Link", "State", "chain", "count_chain", "unlinked"]

#: Numbers of the patterns that have matched so far and are not decided yet, and for each
#: limit that is not decided its number and the sum so far.
State = frozenset[Any]
NOTHING_OPEN: State = frozenset()


@dataclass(frozen=True, slots=True)
class Arrow:
    """Deciding for an option of a kind leads to state ``after`` and adds ``add``."""

    kind: int
    after: State
    add: Vector


@dataclass(frozen=True, slots=True)
class Link:
    """One step: the issues of ``block`` are decided.

    ``kinds[c]`` are the positions of the options that match the same patterns; ``None``
    stands for all feasible combinations of a block that is enumerated as a whole.
    ``arrows[state]`` says where each kind leads; a kind that a rule forbids leads nowhere.
    """

    block: Block
    kinds: tuple[tuple[int, ...] | None, ...]
    arrows: Mapping[State, Sequence[Arrow]]


def unlinked(block: Block, /) -> Link:
    """Return the step that decides a whole block at once."""
    zero = (0,) * len(block.start)
    return Link(block, (None,), {NOTHING_OPEN: (Arrow(0, NOTHING_OPEN, zero),)})


@dataclass(frozen=True, slots=True)
class _Watch:
    """A pattern to be followed: what it does once every part of it has matched.

    It forbids the package, adds a vector to the scores, or adds an amount to a limit.
    """

    parts: Mapping[int, frozenset[int]]
    forbids: bool = False
    add: Vector | None = None
    limit: int = -1
    amount: int = 0


@dataclass(frozen=True, slots=True)
class _Bound:
    """A limit while issues are decided: what later issues can still add, per step."""

    low: int | None
    high: int | None
    first: int
    least: Sequence[int]
    most: Sequence[int]

    def after(self, now: int, total: int) -> int | Literal[False] | None:
        """Return the sum to remember, ``None`` when the limit is sure to be kept, or False."""
        least, most = total + self.least[now], total + self.most[now]
        if (self.high is not None and least > self.high) or (
            self.low is not None and most < self.low
        ):
            return False
        kept = (self.high is None or most <= self.high) and (self.low is None or least >= self.low)
        return None if kept else total


def chain(block: Block, /, *, max_states: int) -> tuple[Link, ...] | None:
    """Return steps that decide the issues of a block one by one.

    ``None`` when some step would have more than ``max_states`` states.  States with the
    same completions are merged afterwards, so that a limit costs as many states as there
    are different answers to "what may still follow".
    """
    watches = _watches(block)
    limits = [frozenset(j for p, _ in limit.parts for j, _ in p) for limit in block.limits]
    scopes = {frozenset(watch.parts) for watch in watches if watch.limit < 0} | set(limits)
    order = _order(len(block.issues), [*scopes, *_joint_scopes(watches)])
    walk = _Walk(block, watches, order)
    states: set[State] = {NOTHING_OPEN}
    links: list[Link] = []
    for now in range(len(order)):
        link = walk.step(now, states)
        states = {arrow.after for leaving in link.arrows.values() for arrow in leaving}
        if len(states) > max_states:
            return None
        links.append(link)
    return _reduced(links)


def _watches(block: Block) -> list[_Watch]:
    return [
        *(_Watch(dict(pattern), forbids=True) for pattern in block.forbidden),
        *(_Watch(dict(term.when), add=term.add) for term in block.terms),
        *(
            _Watch(dict(pattern), limit=k, amount=amount)
            for k, limit in enumerate(block.limits)
            for pattern, amount in limit.parts
        ),
    ]


def _joint_scopes(watches: Sequence[_Watch]) -> set[frozenset[int]]:
    return {frozenset(w.parts) for w in watches if w.limit >= 0 and len(w.parts) > 1}


class _Walk:
    """The patterns and limits of a block along an order of its issues."""

    def __init__(self, block: Block, watches: Sequence[_Watch], order: Sequence[int]) -> None:
        self.block, self.watches, self.order = block, watches, order
        place = {j: k for k, j in enumerate(order)}
        self.first = [min(place[j] for j in watch.parts) for watch in watches]
        self.last = [max(place[j] for j in watch.parts) for watch in watches]
        self.bounds = [self._bound(k) for k in range(len(block.limits))]
        self.zero = (0,) * len(block.start)

    def _bound(self, k: int) -> _Bound:
        """Sum up, per step, what the patterns decided later can add to limit ``k``."""
        limit, steps = self.block.limits[k], len(self.order)
        everything = [range(len(options)) for options in self.block.options]
        counted = tally(limit, everything)
        low, high = [0] * (steps + 1), [0] * (steps + 1)
        place = {j: now for now, j in enumerate(self.order)}
        for issue, row in counted.single.items():
            low[place[issue]] += min(row.values())
            high[place[issue]] += max(row.values())
        for pattern, amount in counted.joint:
            now = max(place[j] for j, _ in pattern)
            low[now] += min(0, amount)
            high[now] += max(0, amount)
        least = [sum(low[now + 1 :]) for now in range(steps)]
        most = [sum(high[now + 1 :]) for now in range(steps)]
        first = min(place[j] for pattern, _ in limit.parts for j, _ in pattern)
        return _Bound(limit.low, limit.high, first, least, most)

    def step(self, now: int, states: set[State]) -> Link:
        """Return the step that decides the issue in place ``now``, from each of the states."""
        j = self.order[now]
        here = frozenset(k for k, watch in enumerate(self.watches) if j in watch.parts)
        kinds: dict[State, list[int]] = {}
        for o in range(len(self.block.options[j])):
            met = frozenset(k for k in here if o in self.watches[k].parts[j])
            kinds.setdefault(met, []).append(o)
        arrows: dict[State, list[Arrow]] = {}
        for state in sorted(states, key=_sortable):
            arrows[state] = []
            for c, met in enumerate(kinds):
                arrow = self._arrow(now, state, c, met, here)
                if arrow is not None:
                    arrows[state].append(arrow)
        return Link(_alone(self.block, j), tuple(map(tuple, kinds.values())), arrows)

    def _arrow(self, now: int, state: State, kind: int, met: State, here: State) -> Arrow | None:
        alive = [k for k in met if k in state or self.first[k] == now]
        done = [self.watches[k] for k in alive if self.last[k] == now]
        if any(watch.forbids for watch in done):
            return None
        sums = dict(item for item in state if isinstance(item, tuple))
        for k, bound in enumerate(self.bounds):
            if bound.first == now:
                sums[k] = 0
            if k in sums:
                total = sums.pop(k) + sum(w.amount for w in done if w.limit == k)
                kept = bound.after(now, total)
                if kept is False:
                    return None
                if kept is not None:
                    sums[k] = kept
        adds = [watch.add for watch in done if watch.add is not None]
        adds.append(self.block.start if now == 0 else self.zero)
        opened = {k for k in state if not isinstance(k, tuple)} - here
        opened |= {k for k in alive if self.last[k] > now and self._matters(k, sums)}
        opened = {k for k in opened if self._matters(k, sums)}
        after: State = frozenset(opened) | frozenset(sums.items())
        return Arrow(kind, after, tuple(map(sum, zip(*adds, strict=True))))

    def _matters(self, k: int, sums: Mapping[int, int]) -> bool:
        """Return whether pattern ``k`` still decides anything: its limit is open."""
        limit = self.watches[k].limit
        return limit < 0 or limit in sums


def _sortable(state: State) -> list[tuple[int, int]]:
    return sorted(k if isinstance(k, tuple) else (-1, k) for k in state)


def _reduced(links: Sequence[Link]) -> tuple[Link, ...]:
    """Merge states that have the same completions, last step first."""
    same: dict[State, State] = {}
    found: list[Link] = []
    for link in reversed(links):
        met: dict[tuple[Arrow, ...], State] = {}
        fresh: dict[State, State] = {}
        arrows: dict[State, Sequence[Arrow]] = {}
        for state, leaving in link.arrows.items():
            moved = tuple(
                Arrow(a.kind, same.get(a.after, a.after), a.add)
                for a in leaving
                if not found or found[-1].arrows.get(same.get(a.after, a.after))
            )
            fresh[state] = met.setdefault(moved, state)
            if fresh[state] == state:
                arrows[state] = moved
        same = fresh
        found.append(Link(link.block, link.kinds, arrows))
    return tuple(reversed(found))


def _alone(block: Block, j: int) -> Block:
    zero = (0,) * len(block.start)
    return Block((block.issues[j],), (block.options[j],), (block.tables[j],), (), (), zero)


def _order(n_issues: int, scopes: Sequence[frozenset[int]]) -> list[int]:
    """Return an order of the issues that keeps few patterns open at once (greedy)."""
    decided: list[int] = []
    left = set(range(n_issues))
    while left:
        decided.append(min(left, key=lambda j: (_open(scopes, {*decided, j}), j)))
        left.remove(decided[-1])
    return decided


def _open(scopes: Iterable[frozenset[int]], decided: set[int]) -> int:
    return sum(1 for scope in scopes if scope & decided and scope - decided)


def count_chain(links: Sequence[Link], /) -> int:
    """Return the number of combinations that no rule forbids, exactly."""
    ways: dict[State, int] = {NOTHING_OPEN: 1}
    for link in links:
        after: dict[State, int] = {}
        for state, number in ways.items():
            for arrow in link.arrows.get(state, ()):
                options = link.kinds[arrow.kind] or ()
                after[arrow.after] = after.get(arrow.after, 0) + number * len(options)
        ways = after
    return ways.get(NOTHING_OPEN, 0)
