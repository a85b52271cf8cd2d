"""A negotiation as one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from irenic.model.agreement import Agreement
from irenic.model.conditions import Condition
from irenic.model.conflict import Conflict
from irenic.model.issues import Issue, ShareIssue
from irenic.model.preferences import Preference
from irenic.model.rules import Rule

__all__ = [
    "About",
    "Absent",
    "Backer",
    "Case",
    "Claims",
    "Coalition",
    "Decision",
    "Evidence",
    "Party",
    "Proposal",
    "Source",
]


@dataclass(frozen=True, slots=True)
class Backer:
    """An outsider whose support a party's acceptance depends on."""

    id: str
    name: str
    leaves_if: Condition = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Someone at the table."""

    id: str
    name: str
    role: str = ""
    backers: tuple[Backer, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """A stakeholder who is concerned but not at the table."""

    id: str
    name: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """How many parties must accept, and who in any case; ``None`` means everyone."""

    at_least: int | None = None
    must: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A named package, possibly partial.

    ``choices`` maps issue ids to option ids; ``shares`` maps share issues to the share of
    each party.  An issue in neither is left open.
    """

    id: str
    choices: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claims:
    """What is there to divide (``estate``) and what each party claims of it."""

    estate: Fraction
    amounts: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Coalition:
    """What some of the parties could get together without the others."""

    members: tuple[str, ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts of the case come from, and which of them."""

    citation: str
    url: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a number: who said it, when, where."""

    id: str
    citation: str
    date: str = ""
    url: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Where the case comes from, what in it is exact and what is not verified."""

    description: str = ""
    sources: tuple[Source, ...] = ()
    exact: str = ""
    not_verified: str = ""


@dataclass(frozen=True)
class Case:
    """A negotiation.  Orders are file orders; ids are unique within their kind.

    A case has issues and preferences, or claims on an estate, or coalition values, or a
    conflict, or several of these; one with nothing but a conflict may have no parties.  It is
    checked by the reader that makes it, once, at the border.
    """

    title: str
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...] = ()
    preferences: Mapping[str, Preference] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    decision: Decision = field(default_factory=Decision)
    proposals: tuple[Proposal, ...] = ()
    claims: Claims | None = None
    coalitions: tuple[Coalition, ...] = ()
    absent: tuple[Absent, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    about: About = field(default_factory=About)
    as_of: str = ""
    conflict: Conflict | None = None
    agreement: Agreement | None = None

    @cached_property
    def party_ids(self) -> tuple[str, ...]:
        """Return the ids of the parties, in file order."""
        return tuple(party.id for party in self.parties)

    @cached_property
    def issue_by_id(self) -> Mapping[str, Issue]:
        """Return the issues by id."""
        return {issue.id: issue for issue in self.issues}

    @cached_property
    def share_issues(self) -> tuple[ShareIssue, ...]:
        """Return the divisible issues."""
        return tuple(issue for issue in self.issues if isinstance(issue, ShareIssue))

    def party_name(self, party_id: str) -> str:
        """Return the name of a party."""
        return next(party.name for party in self.parties if party.id == party_id)
