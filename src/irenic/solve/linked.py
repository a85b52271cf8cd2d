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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from irenic.solve.blocks import Block, Vector
from irenic.solve.limits import tally
from irenic.solve.orders import order_of

__all__ = ["NOTHING_OPEN", "Arrow", "Link", "State", "chain", "count_chain", "unlinked"]

#: The patterns that have matched so far and are not decided yet, as bits, and for each limit
#: that is not decided its number and the sum so far.
State = tuple[int, tuple[tuple[int, int], ...]]
NOTHING_OPEN: State = (0, ())


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
    order, _ = order_of(block)
    walk = _Walk(block, order)
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


class _Walk:
    """The patterns and limits of a block along an order of its issues; sets are bits."""

    def __init__(self, block: Block, order: Sequence[int]) -> None:
        self.block, self.order = block, order
        self.watches = _watches(block)
        place = {j: k for k, j in enumerate(order)}
        steps = len(order)
        self.opens, self.closes, self.asks = [0] * steps, [0] * steps, [0] * steps
        for k, watch in enumerate(self.watches):
            places = [place[j] for j in watch.parts]
            self.opens[min(places)] |= 1 << k
            self.closes[max(places)] |= 1 << k
            for now in places:
                self.asks[now] |= 1 << k
        self.forbids = sum(1 << k for k, watch in enumerate(self.watches) if watch.forbids)
        self.of_limit = [0] * len(block.limits)
        for k, watch in enumerate(self.watches):
            if watch.limit >= 0:
                self.of_limit[watch.limit] |= 1 << k
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
        here = [k for k, watch in enumerate(self.watches) if j in watch.parts]
        kinds: dict[int, list[int]] = {}
        for o in range(len(self.block.options[j])):
            met = sum(1 << k for k in here if o in self.watches[k].parts[j])
            kinds.setdefault(met, []).append(o)
        alike = self._alike(now)
        adds: dict[int, Vector] = {}
        arrows: dict[State, list[Arrow]] = {}
        for state in sorted(states):
            arrows[state] = []
            for c, met in enumerate(kinds):
                moved = self._move(now, state, met)
                if moved is not None:
                    after, done = moved
                    if done not in adds:
                        adds[done] = self._added(now, done)
                    after = (_represented(after[0], alike), after[1])
                    arrows[state].append(Arrow(c, after, adds[done]))
        return Link(_alone(self.block, j), tuple(map(tuple, kinds.values())), arrows)

    def _move(self, now: int, state: State, met: int) -> tuple[State, int] | None:
        """Return the state after an option that matches ``met``, and what it completes."""
        bits, sums = state
        alive = met & (bits | self.opens[now])
        done = alive & self.closes[now]
        if done & self.forbids:
            return None
        opened = (bits & ~self.asks[now]) | (alive & ~self.closes[now])
        if not self.bounds:
            return (opened, ()), done
        return self._limited(now, opened, done, dict(sums))

    def _limited(
        self, now: int, opened: int, done: int, sums: dict[int, int]
    ) -> tuple[State, int] | None:
        for k, bound in enumerate(self.bounds):
            if bound.first == now:
                sums[k] = 0
            if k in sums:
                total = sums.pop(k) + sum(
                    self.watches[w].amount for w in _bits(done & self.of_limit[k])
                )
                kept = bound.after(now, total)
                if kept is False:
                    return None
                if kept is not None:
                    sums[k] = kept
            if k not in sums:  # the limit is kept whatever follows: its patterns ask no more
                opened &= ~self.of_limit[k]
        return (opened, tuple(sorted(sums.items()))), done

    def _added(self, now: int, done: int) -> Vector:
        found = [self.watches[k].add for k in _bits(done)]
        adds = [add for add in found if add is not None]
        adds.append(self.block.start if now == 0 else self.zero)
        return tuple(map(sum, zip(*adds, strict=True)))

    def _alike(self, now: int) -> list[tuple[int, int]]:
        """Return forbidden patterns that ask the same of later issues: (all of them, one).

        Where several of them are open, one says it all.
        """
        later = set(self.order[now + 1 :])
        found: dict[frozenset[tuple[int, frozenset[int]]], int] = {}
        for k in _bits(self.forbids):
            rest = frozenset((j, o) for j, o in self.watches[k].parts.items() if j in later)
            if rest:
                found[rest] = found.get(rest, 0) | 1 << k
        return [(bits, bits & -bits) for bits in found.values() if bits & (bits - 1)]


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _represented(bits: int, alike: Sequence[tuple[int, int]]) -> int:
    for group, one in alike:
        if bits & group:
            bits = (bits & ~group) | one
    return bits


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
