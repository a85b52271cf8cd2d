"""The three answers that every question needs; the others are in :mod:`irenic.analyse.results`.

They stand apart so that a verb which answers one question quickly need not load them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from irenic.model import Quantity

__all__ = ["Assumption", "FrontierPoint", "Package"]

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """One option per choice or numeric issue, and shares of each divisible one.

    Issues in neither mapping are open.
    """

    choices: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing that an analysis took for granted, as data.

    ``kind`` is one of: ``weight-midpoint``, ``value-midpoint``, ``term-midpoint``,
    ``no-deal-midpoint`` (``quantity`` is the range whose middle was used), ``order-spacing``
    (options known by rank only, spread evenly from 100 to 0), ``ranking-centroid`` (weights
    from a ranking), ``no-deal-unknown``, ``no-view`` (issue adds nothing to the party's
    score), ``no-preferences``, ``examples-unused`` (ranked packages not used yet).
    """

    kind: str
    party: str
    issue: str = ""
    option: str = ""
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One efficient utility vector (in party order), and one package that attains it.

    ``count`` packages attain it in all.  ``in_zone`` is ``None`` when a no-deal value is
    unknown and decides.
    """

    utilities: Vector
    package: Package
    count: int
    in_zone: bool | None
