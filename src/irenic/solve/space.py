"""The set of packages as plain integers: what every solver in this package takes.

Issues, options and parties are numbers from 0.  A *package* is one option index per issue.
Utilities are integers; whoever builds a :class:`Space` scales exact decimals to one common
unit per party first, so that no comparison ever rounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

__all__ = ["Limit", "Package", "Pattern", "Restriction", "Space", "Term", "matches"]

#: One option index per issue.
Package = tuple[int, ...]
#: Holds for a package when every named issue has one of the named options.
Pattern = tuple[tuple[int, frozenset[int]], ...]
#: Integers indexed ``[option][party]``.
Table = tuple[tuple[int, ...], ...]


def matches(pattern: Pattern, package: Package, /) -> bool:
    """Return whether every part of the pattern holds; an empty pattern holds always."""
    return all(package[issue] in options for issue, options in pattern)


@dataclass(frozen=True, slots=True)
class Term:
    """``add[i]`` is added to the utility of party *i* in packages that match ``when``."""

    when: Pattern
    add: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    r"""A bound on a sum over the patterns that a package matches.

    .. math:: \text{low} \le \sum_{k\,:\,x \text{ matches pattern}_k} \text{amount}_k
              \le \text{high}

    ``None`` stands for no bound on that side.  With amounts of 1 it counts ("at most two
    of these"); with one pattern for each option of some issues it compares or adds numbers.
    """

    parts: tuple[tuple[Pattern, int], ...]
    low: int | None
    high: int | None

    def allows(self, package: Package, /) -> bool:
        """Return whether the package keeps within the bounds; O(parts)."""
        total = sum(amount for pattern, amount in self.parts if matches(pattern, package))
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


@dataclass(frozen=True)
class Space:
    r"""All packages of a negotiation, their utilities and what is forbidden.

    .. math:: u_i(x) = \sum_j \text{tables}_{j, x_j, i}
              + \sum_{t\,:\,x \text{ matches when}_t} \text{add}_{t,i}

    Parameters
    ----------
    n_parties : int
        At least 1.
    tables : tuple of shape (n_issues, n_options of the issue, n_parties)
        Integers of any size.  No issues at all means one package, the empty one.
    terms : tuple of Term
        What holds only for combinations of options.
    forbidden : tuple of Pattern
        A package that matches any of them is not feasible.
    limits : tuple of Limit
        A package that does not keep within each of them is not feasible.

    Examples
    --------
    >>> space = Space(2, (((3, 0), (0, 2)), ((1, 1),)), forbidden=(((0, frozenset({1})),),))
    >>> space.total_packages, space.utility((0, 0)), space.is_feasible((1, 0))
    (2, (4, 1), False)
    """

    n_parties: int
    tables: tuple[Table, ...]
    terms: tuple[Term, ...] = ()
    forbidden: tuple[Pattern, ...] = ()
    limits: tuple[Limit, ...] = ()

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Return the number of options of each issue."""
        return tuple(len(table) for table in self.tables)

    @property
    def n_issues(self) -> int:
        """Return the number of issues."""
        return len(self.tables)

    @cached_property
    def total_packages(self) -> int:
        """Return the number of packages, feasible or not."""
        return prod(self.sizes)

    def utility(self, package: Package, /) -> tuple[int, ...]:
        """Return the utility of a package for each party, by definition; feasible or not."""
        rows = [table[option] for table, option in zip(self.tables, package, strict=True)]
        rows += [term.add for term in self.terms if matches(term.when, package)]
        return tuple(sum(row[i] for row in rows) for i in range(self.n_parties))

    def is_feasible(self, package: Package, /) -> bool:
        """Return whether no forbidden pattern matches and every limit is kept."""
        return not any(matches(pattern, package) for pattern in self.forbidden) and all(
            limit.allows(package) for limit in self.limits
        )

    def restrict(self, allowed: Mapping[int, frozenset[int]], /) -> Restriction:
        """Return the space in which the named issues keep only the named options.

        Issues that are not named keep all options.  Options are numbered anew;
        :meth:`Restriction.original` translates back.

        Examples
        --------
        >>> part = Space(1, (((0,), (5,), (7,)),)).restrict({0: frozenset({2})})
        >>> part.space.tables, part.original((0,))
        ((((7,),),), (2,))
        """
        kept = tuple(
            tuple(o for o in range(size) if issue not in allowed or o in allowed[issue])
            for issue, size in enumerate(self.sizes)
        )
        number = [{option: new for new, option in enumerate(options)} for options in kept]

        def translate(pattern: Pattern) -> Pattern:
            return tuple(
                (issue, frozenset(number[issue][o] for o in options if o in number[issue]))
                for issue, options in pattern
            )

        space = Space(
            self.n_parties,
            tuple(
                tuple(table[o] for o in options)
                for table, options in zip(self.tables, kept, strict=True)
            ),
            tuple(Term(translate(term.when), term.add) for term in self.terms),
            tuple(translate(pattern) for pattern in self.forbidden),
            tuple(
                Limit(tuple((translate(p), x) for p, x in limit.parts), limit.low, limit.high)
                for limit in self.limits
            ),
        )
        return Restriction(space, kept)


@dataclass(frozen=True, slots=True)
class Restriction:
    """A part of a space; ``kept[issue]`` lists the original numbers of its options."""

    space: Space
    kept: tuple[tuple[int, ...], ...]

    def original(self, package: Package, /) -> Package:
        """Return the package in the option numbers of the whole space."""
        return tuple(options[o] for options, o in zip(self.kept, package, strict=True))
