"""What a party wants, and how sure we are of it.

A preference is a *set* of utility functions: every weight and value may be a range,
options may be known by their order only, and the no-deal value may be unknown.
:mod:`irenic.analyse.midpoint` names the one member of the set that point analyses use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from irenic.model.conditions import Condition
from irenic.model.quantity import Quantity

__all__ = [
    "Curve",
    "IssuePreference",
    "OptionValues",
    "Order",
    "PackageExample",
    "Preference",
    "Together",
    "Values",
]


@dataclass(frozen=True, slots=True)
class OptionValues:
    """A value for every option of an issue; keys are option ids, in the issue's order."""

    values: Mapping[str, Quantity]


@dataclass(frozen=True, slots=True)
class Curve:
    """Piecewise linear between listed points ``(x, value)``, ``x`` strictly ascending.

    For a numeric issue ``x`` is the number agreed; for a share issue it is the party's
    own share between 0 and 1.
    """

    points: tuple[tuple[Fraction, Quantity], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Only a ranking of the options is known: groups of option ids, best group first."""

    groups: tuple[tuple[str, ...], ...]


Values = OptionValues | Curve | Order


@dataclass(frozen=True, slots=True)
class IssuePreference:
    """How a party sees one issue: ``weight`` times the value of the option.

    ``weight`` is ``None`` only where the preference ranks the issues instead
    (:attr:`Preference.ranking`).  ``values`` is ``None`` only for a share issue, where
    the value is then the party's own share, from 0 to 1.
    """

    weight: Quantity | None
    values: Values | None
    by: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """``add`` to the score when a package meets every test of ``when``."""

    when: Condition
    add: Quantity
    why: str = ""


@dataclass(frozen=True, slots=True)
class PackageExample:
    """A (possibly partial) package that the party ranked: issue id -> option id."""

    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Preference:
    """What one party wants.

    ``no_deal`` is ``None`` when unknown.  ``points`` (issue id -> points) spreads 100
    points over share issues; such an issue needs no entry in ``issues``.  ``ranking``
    orders issues, most important first.  ``packages`` lists ranked examples, best first.
    An issue that is named nowhere has no recorded view and adds nothing to the score.
    """

    party: str
    no_deal: Quantity | None = None
    issues: Mapping[str, IssuePreference] = field(default_factory=dict)
    points: Mapping[str, Fraction] = field(default_factory=dict)
    ranking: tuple[str, ...] = ()
    together: tuple[Together, ...] = ()
    packages: tuple[PackageExample, ...] = ()
    by: str = ""
    evidence: tuple[str, ...] = ()
