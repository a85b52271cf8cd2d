"""A conflict as the graph model sees it: who can move where, and what each prefers.

A *state* is named by a text.  In option form that is one letter per option, in file order over
all decision makers: ``YN-``.  A pattern with ``-`` stands for every state that fits it; a
coalesced state keeps its pattern as its name.  In graph form the file names the states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

__all__ = [
    "AllOf",
    "AnyOf",
    "Conflict",
    "ConflictOption",
    "ConflictPreference",
    "DecisionMaker",
    "Direction",
    "Formula",
    "Holds",
    "If",
    "Iff",
    "Intervention",
    "KnownPreference",
    "Matches",
    "NoMove",
    "Not",
    "OptionWeights",
    "PreferenceForm",
    "SettlementLink",
    "StateRanking",
    "Statement",
    "Statements",
    "fits",
]

Direction = Literal["both", "to-yes", "to-no"]


@dataclass(frozen=True, slots=True)
class ConflictOption:
    """Something a decision maker can do or leave; ``direction`` says which way it may change."""

    id: str
    title: str
    direction: Direction = "both"


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """Someone who can move; may be a party of the case (same id) or an outsider."""

    id: str
    name: str
    options: tuple[ConflictOption, ...] = ()


@dataclass(frozen=True, slots=True)
class Holds:
    """The option at this place (from 0, over all decision makers) is taken."""

    option: int


@dataclass(frozen=True, slots=True)
class Matches:
    """The state fits a pattern."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Not:
    """The formula does not hold."""

    of: Formula


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of the formulas holds (AND)."""

    of: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the formulas holds (OR)."""

    of: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class If:
    """``then IF when``: whenever ``when`` holds, ``then`` holds."""

    then: Formula
    when: Formula


@dataclass(frozen=True, slots=True)
class Iff:
    """Both formulas hold or neither does."""

    left: Formula
    right: Formula


Formula = Holds | Matches | Not | AllOf | AnyOf | If | Iff


@dataclass(frozen=True, slots=True)
class Statement:
    """One preference statement: as written, and what it means.

    It holds in a coalesced state when it holds in all possible combinations that belong to it.
    """

    text: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements by priority, most important first: a lexicographic preference."""

    items: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class StateRanking:
    """Groups of equally good states, best first.

    ``degrees[k]`` is how strong the step from group k to group k+1 is: 1 for ``>``, 2 for
    ``>>``.  The degree between two states is the greatest of the steps between their groups.
    """

    groups: tuple[tuple[str, ...], ...]
    degrees: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionWeights:
    """What each option adds for this decision maker when it is taken, by option id.

    An option whose id is used by several decision makers is named ``MAKER.OPTION``.  It counts in
    a coalesced state when it is taken in all possible combinations that belong to it.
    """

    weights: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class KnownPreference:
    """Some comparisons are known, all others are not.

    Each chain is a ranking of some of the states: groups of equally good states, best first.
    What follows from several chains (transitive closure) is known too.
    """

    chains: tuple[tuple[tuple[str, ...], ...], ...]


PreferenceForm = Statements | StateRanking | OptionWeights | KnownPreference


@dataclass(frozen=True, slots=True)
class ConflictPreference:
    """What one decision maker prefers, and whose judgement that is.

    ``None`` as form: nothing is known.
    """

    decision_maker: str
    form: PreferenceForm | None
    by: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoMove:
    """Moves from states that fit ``source`` to ones that fit ``target`` are closed (to ``by``)."""

    source: str
    target: str
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class SettlementLink:
    """Where a proposal stands in the conflict.

    ``signed`` is the state in which it has been signed, ``kept`` the one in which everybody does
    what was agreed (often the same), ``broken`` those in which someone does not.
    """

    proposal: str
    signed: str
    kept: str
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intervention:
    """A change of the conflict that a third party could bring about.

    ``add`` gives decision makers (new ones too) further options; they stand after all others.
    ``remove`` takes options away (they are not taken), ``require`` fixes them as taken,
    ``directions`` makes moves irreversible or reversible, ``infeasible`` excludes more states,
    ``preferences`` replaces what some decision makers prefer.

    Patterns, names of options and statements are those of the conflict after it; by bare id, or
    ``MAKER.OPTION`` where several decision makers then have one of that id.
    """

    id: str
    title: str
    add: tuple[DecisionMaker, ...] = ()
    remove: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    directions: Mapping[str, Direction] = field(default_factory=dict)
    infeasible: tuple[str, ...] = ()
    preferences: Mapping[str, ConflictPreference] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Conflict:
    """Who can move where, and what each decision maker prefers.

    Option form: ``moves`` is ``None`` and the states are those of the options.  Graph form:
    ``moves[maker][state]`` lists where a decision maker can move, and ``titles`` names every
    state in file order.  In option form ``titles`` may name some states in words.
    """

    decision_makers: tuple[DecisionMaker, ...]
    infeasible: tuple[str, ...] = ()
    coalesce: tuple[str, ...] = ()
    no_moves: tuple[NoMove, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    moves: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None
    status_quo: str = ""
    preferences: Mapping[str, ConflictPreference] = field(default_factory=dict)
    settlements: tuple[SettlementLink, ...] = ()
    interventions: tuple[Intervention, ...] = ()

    @cached_property
    def options(self) -> tuple[ConflictOption, ...]:
        """Return all options, in the order of the letters of a state."""
        return tuple(option for maker in self.decision_makers for option in maker.options)

    @cached_property
    def maker_ids(self) -> tuple[str, ...]:
        """Return the ids of the decision makers, in file order."""
        return tuple(maker.id for maker in self.decision_makers)

    @property
    def is_graph(self) -> bool:
        """Return whether the moves are listed (graph form)."""
        return self.moves is not None

    def maker_name(self, maker_id: str) -> str:
        """Return the name of a decision maker."""
        return next(maker.name for maker in self.decision_makers if maker.id == maker_id)


def fits(state: str, pattern: str, /) -> bool:
    """Return whether a state (or narrower pattern) fits a pattern.

    Examples
    --------
    >>> fits("YN", "Y-"), fits("NN", "Y-"), fits("Y-", "YN")
    (True, False, False)
    """
    return len(state) == len(pattern) and all(
        p in ("-", s) for s, p in zip(state, pattern, strict=True)
    )
