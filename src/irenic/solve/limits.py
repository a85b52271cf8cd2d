"""Limits made ready for deciding issues one after the other: simplified, bounded, pruned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irenic.solve.space import Limit, Pattern

__all__ = ["Tally", "prune", "simplify_limit", "simplify_pattern", "tally"]


def simplify_pattern(pattern: Pattern, options: Sequence[Sequence[int]], /) -> Pattern | None:
    """Return the parts that decide anything; ``None`` when no package can match."""
    parts: dict[int, frozenset[int]] = {}
    for issue, chosen in pattern:
        parts[issue] = parts.get(issue, frozenset(options[issue])) & chosen
    if not all(parts.values()):
        return None
    return tuple(
        (issue, chosen) for issue, chosen in parts.items() if len(chosen) < len(options[issue])
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """The amounts of a limit, sorted by what decides them.

    ``single[issue][option]`` is what an option adds by itself; ``joint`` are the patterns
    that need several issues.
    """

    single: Mapping[int, Mapping[int, int]]
    joint: tuple[tuple[Pattern, int], ...]

    def least(self) -> int:
        """Return a lower bound of the sum; exact when ``joint`` is empty."""
        rows = sum(min(row.values()) for row in self.single.values())
        return rows + sum(min(0, x) for _, x in self.joint)

    def most(self) -> int:
        """Return an upper bound of the sum; exact when ``joint`` is empty."""
        rows = sum(max(row.values()) for row in self.single.values())
        return rows + sum(max(0, x) for _, x in self.joint)


def tally(limit: Limit, options: Sequence[Sequence[int]], /) -> Tally:
    """Return the amounts of a limit by issue; no pattern may be empty."""
    single: dict[int, dict[int, int]] = {}
    joint: list[tuple[Pattern, int]] = []
    for pattern, amount in limit.parts:
        if len(pattern) > 1:
            joint.append((pattern, amount))
            continue
        [(issue, chosen)] = pattern
        row = single.setdefault(issue, dict.fromkeys(options[issue], 0))
        for o in chosen:
            row[o] += amount
    return Tally(single, tuple(joint))


def simplify_limit(limit: Limit, options: Sequence[Sequence[int]], /) -> Limit | bool:
    """Return the limit in terms of the options left; ``True`` or ``False`` when that is sure.

    One part for each issue and amount remains, so equal options stay alike; O(parts).
    """
    low, high = limit.low, limit.high
    parts: list[tuple[Pattern, int]] = []
    for pattern, amount in limit.parts:
        simple = simplify_pattern(pattern, options)
        if simple is None or not amount:
            continue
        if simple:
            parts.append((simple, amount))
            continue
        low = None if low is None else low - amount
        high = None if high is None else high - amount
    counted = tally(Limit(tuple(parts), low, high), options)
    least, most = counted.least(), counted.most()
    if (low is not None and most < low) or (high is not None and least > high):
        return False
    if (low is None or least >= low) and (high is None or most <= high):
        return True
    merged: dict[tuple[int, int], set[int]] = {}
    for issue, row in counted.single.items():
        for o, amount in row.items():
            if amount:
                merged.setdefault((issue, amount), set()).add(o)
    alone = [(((issue, frozenset(chosen)),), x) for (issue, x), chosen in merged.items()]
    return Limit((*alone, *counted.joint), low, high)


def prune(limit: Limit, options: list[list[int]], /) -> bool:
    """Take away the options with which the limit cannot be kept; say whether there were any.

    Changes ``options``.  Bounds propagation: an option goes when even the most favourable
    choice of all other parts breaks the limit with it.
    """
    counted = tally(limit, options)
    least, most = counted.least(), counted.most()
    changed = False
    for issue, row in counted.single.items():
        rest_least, rest_most = least - min(row.values()), most - max(row.values())
        kept = [
            o
            for o in options[issue]
            if (limit.high is None or rest_least + row[o] <= limit.high)
            and (limit.low is None or rest_most + row[o] >= limit.low)
        ]
        if len(kept) < len(options[issue]):
            options[issue] = kept
            changed = True
    return changed
