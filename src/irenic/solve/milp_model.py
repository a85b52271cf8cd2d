"""Packages as columns of a mixed-integer program: options, patterns, limits, scores.

One column says whether an option is chosen.  Options that every pattern and limit treats
alike share one column when their scores are equal, and dominated ones among them have none.
A pattern over several issues has a column of its own that is 1 exactly when every part holds:
at most any part, at least their sum less the number of parts and plus one.  Only the side that
a search could gain from is written down, unless a limit counts the pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf

from irenic.solve.blocks import Block, Plan, Vector
from irenic.solve.highs import Program
from irenic.solve.orders import shape_of
from irenic.solve.space import Limit, Package, Pattern

__all__ = ["Columns"]

#: Some options of one issue.
_Choice = tuple[int, frozenset[int]]


class Columns:
    """A plan as a program; ``scores[i]`` maps columns to what they add to party *i*."""

    def __init__(self, plan: Plan, /) -> None:
        self.program = Program()
        if not plan.blocks:
            # Without any column HiGHS does not look at rows.
            self.program.column(1, 1, whole=True)
        self.scores: list[dict[int, int]] = [{} for _ in range(plan.n_parties)]
        self.start = [sum(block.start[i] for block in plan.blocks) for i in range(plan.n_parties)]
        self.options: dict[tuple[int, int], int] = {}
        for block in plan.blocks:
            _InBlock(self, block).build()

    def package(self, values: Sequence[float], /) -> Package:
        """Return the package that a solution stands for: per issue the largest column."""
        best: dict[int, tuple[float, int]] = {}
        for (issue, option), column in self.options.items():
            here = (values[column], -option)
            best[issue] = max(best.get(issue, (-inf, 0)), here)
        return tuple(-best[issue][1] for issue in sorted(best))

    def exclude(self, program: Program, package: Package, /) -> None:
        """Forbid one package, and those that share all its columns."""
        chosen = {self.options[issue, option]: 1.0 for issue, option in enumerate(package)}
        program.row(chosen, high=len(chosen) - 1)


class _InBlock:
    """The columns of one block; issues and options by position."""

    def __init__(self, columns: Columns, block: Block) -> None:
        self.columns, self.block, self.program = columns, block, columns.program
        self.of: dict[tuple[int, int], int] = {}

    def build(self) -> None:
        shape = shape_of(self.block)
        for j, issue in enumerate(self.block.issues):
            for kind in shape.kinds(j):
                self._options(j, issue, sorted(kind))
            mine = {column: 1.0 for (i, _), column in self.of.items() if i == j}
            self.program.row(mine, 1, 1)
        for part, other in _joined(self.block.forbidden):
            self._at_most_all_but_one((part, *other))
        self._terms()
        for limit in self.block.limits:
            self._limit(limit)

    def _options(self, j: int, issue: int, alike: Sequence[int]) -> None:
        table = self.block.tables[j]
        for o in alike:
            if any(_better(table[p], table[o], p < o) for p in alike):
                continue
            column = self.program.column(0, 1, whole=True)
            self.of[j, o] = self.columns.options[issue, self.block.options[j][o]] = column
            self._score(column, table[o])

    def _score(self, column: int, add: Vector) -> None:
        for scores, x in zip(self.columns.scores, add, strict=True):
            if x:
                scores[column] = x

    def _chosen(self, part: _Choice) -> dict[int, float]:
        j, options = part
        return {self.of[j, o]: 1.0 for o in sorted(options) if (j, o) in self.of}

    def _sum(self, pattern: Iterable[_Choice]) -> dict[int, float]:
        total: dict[int, float] = {}
        for part in pattern:
            total |= self._chosen(part)
        return total

    def _at_most_all_but_one(self, pattern: Pattern) -> None:
        self.program.row(self._sum(pattern), high=len(pattern) - 1)

    def _terms(self) -> None:
        granted: list[tuple[Pattern, int]] = []
        for term in self.block.terms:
            column = self.program.column(0, 1, whole=False)
            self._score(column, term.add)
            if max(term.add) > 0:
                granted.append((term.when, column))
            if min(term.add) < 0:
                self._holds_when(term.when, column)
        for part, together in _clusters(granted):
            self._only_when(part, together)

    def _holds_when(self, pattern: Pattern, column: int) -> None:
        self.program.row(self._sum(pattern) | {column: -1.0}, high=len(pattern) - 1)

    def _only_when(self, part: _Choice, together: Sequence[int]) -> None:
        row = dict.fromkeys(self._chosen(part), -1.0)
        self.program.row(row | dict.fromkeys(together, 1.0), high=0)

    def _limit(self, limit: Limit) -> None:
        total: dict[int, float] = {}
        for pattern, amount in limit.parts:
            if len(pattern) == 1:
                counted: Mapping[int, float] = self._chosen(pattern[0])
            else:
                column = self.program.column(0, 1, whole=False)
                self._holds_when(pattern, column)
                for part in pattern:
                    self._only_when(part, [column])
                counted = {column: 1.0}
            for column, x in counted.items():
                total[column] = total.get(column, 0) + amount * x
        low = -inf if limit.low is None else limit.low
        self.program.row(total, low, inf if limit.high is None else limit.high)


def _better(one: Vector, two: Vector, first: bool) -> bool:
    """Return whether one dominates two, or equals it and comes first."""
    return all(x >= y for x, y in zip(one, two, strict=True)) and (one != two or first)


def _joined(patterns: Iterable[Pattern]) -> list[tuple[_Choice, Pattern]]:
    """Return forbidden patterns, those of two issues that share one part in one row: tighter."""
    pairs: dict[tuple[_Choice, int], frozenset[int]] = {}
    rest: list[tuple[_Choice, Pattern]] = []
    for pattern in patterns:
        if len(pattern) == 2:
            one, (issue, options) = pattern
            pairs[one, issue] = pairs.get((one, issue), frozenset()) | options
        else:
            rest.append((pattern[0], pattern[1:]))
    return [(one, ((issue, options),)) for (one, issue), options in pairs.items()] + rest


def _clusters(granted: Iterable[tuple[Pattern, int]]) -> list[tuple[_Choice, list[int]]]:
    """Return, for each part, columns of patterns that need it and exclude each other."""
    found: list[tuple[_Choice, list[int]]] = []
    open_pairs: dict[tuple[_Choice, int], list[tuple[set[int], list[int]]]] = {}
    for pattern, column in granted:
        if len(pattern) != 2:
            found += [(part, [column]) for part in pattern]
            continue
        for part, (issue, options) in (pattern, pattern[::-1]):
            clusters = open_pairs.setdefault((part, issue), [])
            fitting = next((c for c in clusters if not c[0] & options), None)
            if fitting is None:
                fitting = (set(), [])
                clusters.append(fitting)
                found.append((part, fitting[1]))
            fitting[0].update(options)
            fitting[1].append(column)
    return found
