"""Packages looked at one by one, by the checker's own definitions, where they are few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import prod

from irenic.verify.claims import Unchecked
from irenic.verify.spaces import Scaled, Vector, scale_case
from irenic.verify.utility import Settlement, Yardstick

__all__ = ["MAX_TRIED", "Trial"]

#: Most packages that are looked at for one claim.
MAX_TRIED = 200_000

Picks = tuple[int, ...]


@dataclass(frozen=True)
class Trial:
    """The packages that keep the ``closed`` issues of a proposal, and which of them are good.

    ``reader`` decides what good is: under the decision rule for the mediator, acceptable to
    the party itself for a party, any that keeps to the rules for everyone.
    """

    yardstick: Yardstick
    proposal: Settlement
    closed: tuple[str, ...]
    reader: str

    @cached_property
    def scaled(self) -> Scaled:
        """Return the case in whole numbers."""
        return scale_case(self.yardstick)

    @cached_property
    def picks(self) -> tuple[int | None, ...]:
        """Return the positions of the proposal's options; ``None`` where it is open."""
        choices = self.proposal.choices
        return tuple(
            issue.option_ids.index(choices[issue.id]) if issue.id in choices else None
            for issue in self.yardstick.issues
        )

    @cached_property
    def movable(self) -> tuple[int, ...]:
        """Return the settled issues that are not closed."""
        ids = [issue.id for issue in self.yardstick.issues]
        return tuple(
            j for j, pick in enumerate(self.picks) if pick is not None and ids[j] not in self.closed
        )

    def scores(self, picks: Sequence[int]) -> Vector:
        """Return the scores of a package in whole numbers."""
        rows = [table[o] for table, o in zip(self.scaled.tables, picks, strict=True)]
        rows += [
            add
            for pattern, add in self.scaled.terms
            if all(passing[picks[j]] for j, passing in pattern.items())
        ]
        return tuple(sum(column) for column in zip(*rows, strict=True))

    def keeps(self, picks: Sequence[int]) -> bool:
        """Return whether a package keeps to every rule."""
        choices = {i.id: i.option_ids[o] for i, o in zip(self.yardstick.issues, picks, strict=True)}
        return not self.yardstick.broken(choices)

    def good(self, scores: Sequence[int]) -> bool:
        """Return whether scores are certainly good enough for the reader's purpose."""
        answers = self.yardstick.answers(self.scaled.scores(scores))
        if self.reader == "joint":
            return True
        if self.reader.startswith("party:"):
            own = self.reader.removeprefix("party:")
            return answers[self.yardstick.case.party_ids.index(own)] is True
        return self.yardstick.carries(answers) is True

    def count(self, changes: Sequence[int]) -> int:
        """Return how many packages have so many changes, whatever the open issues."""
        sizes = [len(table) for table in self.scaled.tables]
        free = prod(size for size, pick in zip(sizes, self.picks, strict=True) if pick is None)
        ways = [1]  # ways[k]: packages with k changes among the issues seen so far
        for j in self.movable:
            more = sizes[j] - 1
            ways = [a + more * b for a, b in zip([*ways, 0], [0, *ways], strict=True)]
        return free * sum(ways[k] for k in changes if 0 <= k < len(ways))

    def near(self, changes: Sequence[int]) -> Iterator[Picks]:
        """Yield the packages with so many changes, feasible or not.

        Raises
        ------
        Unchecked
            When they are too many.
        """
        if (count := self.count(changes)) > MAX_TRIED:
            raise Unchecked(f"{count} packages are more than the {MAX_TRIED} that are looked at")
        sizes = [len(table) for table in self.scaled.tables]
        for k in changes:
            for moved in combinations(self.movable, k):
                ranges = [
                    range(size)
                    if pick is None
                    else [o for o in range(size) if o != pick]
                    if j in moved
                    else [pick]
                    for j, (size, pick) in enumerate(zip(sizes, self.picks, strict=True))
                ]
                yield from product(*ranges)

    def every(self) -> Iterator[Picks]:
        """Yield every package that keeps the closed issues."""
        return self.near(range(len(self.movable) + 1))

    def feasible(
        self, packages: Iterator[Picks], passes: Callable[[Vector], bool]
    ) -> Iterator[tuple[Picks, Vector]]:
        """Yield the packages whose scores pass and that keep to the rules, with the scores."""
        for picks in packages:
            scores = self.scores(picks)
            if passes(scores) and self.keeps(picks):
                yield picks, scores

    def changed(self, package: Settlement) -> int:
        """Return how many settled issues a package settles otherwise."""
        return sum(package.choices.get(i) != o for i, o in self.proposal.choices.items())

    @cached_property
    def start(self) -> Vector:
        """Return what each party can have at most under the proposal, rules aside."""
        sizes = [len(table) for table in self.scaled.tables]
        ranges = [range(s) if p is None else [p] for s, p in zip(sizes, self.picks, strict=True)]
        if prod(map(len, ranges)) > MAX_TRIED:
            raise Unchecked("the proposal can be completed in too many ways")
        return tuple(map(max, zip(*map(self.scores, product(*ranges)), strict=True)))

    @cached_property
    def spans(self) -> Vector:
        """Return best less worst score of each party over all feasible packages."""
        whole = Trial(self.yardstick, self.proposal, (), self.reader)
        found = [u for _, u in whole.feasible(whole.every(), lambda _: True)]
        return tuple(max(c) - min(c) for c in zip(*found, strict=True))

    def concession(self, scores: Sequence[int], measure: str) -> Fraction:
        """Return what the parties give up together."""
        lost = [max(0, s - x) for s, x in zip(self.start, scores, strict=True)]
        units = self.scaled.scale if measure == "points" else self.spans
        return sum((Fraction(x, u) for x, u in zip(lost, units, strict=True) if u), Fraction(0))

    def bound(self, multipliers: Mapping[str, Fraction]) -> Fraction:
        """Return a bound on kept issues, rules left aside: the best option issue by issue.

        Multipliers count from the no-deal values of the parties named; they must not be
        negative.
        """
        ids = self.yardstick.case.party_ids
        rows = {ids.index(p): m for p, m in multipliers.items()}
        scale, floors = self.scaled.scale, self.scaled.floors

        def worth(vector: Vector) -> Fraction:
            return sum((m * Fraction(vector[i], scale[i]) for i, m in rows.items()), Fraction(0))

        total = Fraction(0)
        for j, (table, pick) in enumerate(zip(self.scaled.tables, self.picks, strict=True)):
            fixed = pick is not None and j not in self.movable
            total += max(
                worth(v) + (o == pick) for o, v in enumerate(table) if not fixed or o == pick
            )
        total += sum((max(Fraction(0), worth(add)) for _, add in self.scaled.terms), Fraction(0))
        for i, m in rows.items():
            total -= m * Fraction(floors[i] or 0, scale[i])
        return total
