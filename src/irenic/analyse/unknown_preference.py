"""What holds in a conflict of which not every preference is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irenic.analyse.conflict_model import ConflictModel
from irenic.analyse.stability import MOST_EXAMINED, named
from irenic.analyse.stability_results import Witness
from irenic.errors import LimitReached, UnknownName
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.result import Status
from irenic.solve.stability.completions import Comparison, Completions, Verdict
from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.preference import Relation
from irenic.solve.stability.readings import (
    EXTENSIONS,
    FORESIGHT_CONCEPTS,
    Extension,
    stable_under,
    unknown_pairs,
)

__all__ = [
    "EXTENSIONS",
    "HowSure",
    "KnownThat",
    "OpenState",
    "UnknownPreferenceAnswer",
    "explain_extension",
    "read_unknown",
]

_WORDS = {Relation.BETTER: "better", Relation.WORSE: "worse", Relation.EQUAL: "equal"}


@dataclass(frozen=True, slots=True)
class KnownThat:
    """A comparison that would settle something: ``state`` is better, worse or equal."""

    decision_maker: str
    state: str
    relation: str
    than: str


@dataclass(frozen=True, slots=True)
class HowSure:
    """Which states hold whatever the unknown comparisons are, and which may.

    ``always``: under every completion of the preferences; ``sometimes``: under some, but not
    all; ``undecided``: the search ended before it was known which of these, or never.
    """

    always: tuple[str, ...]
    sometimes: tuple[str, ...]
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenState:
    """A state that is an equilibrium for some completions, and what would settle it.

    ``hangs_on`` are the decision makers whose own stability is open.  ``holds_if`` and
    ``fails_if`` are comparisons that settle it whatever all others are, none of which can be
    left out; each is one way among possibly more.  They are empty when not looked for.
    """

    concept: str
    state: str
    hangs_on: tuple[str, ...]
    holds_if: tuple[KnownThat, ...]
    fails_if: tuple[KnownThat, ...]


@dataclass(frozen=True, slots=True)
class UnknownPreferenceAnswer:
    """Stability under the four extensions, and what is sure whatever is unknown.

    ``unknown[maker]`` counts the pairs of states that it is not known to compare.
    ``stable[extension][concept][maker]`` and ``equilibria[extension][concept]`` list states.
    ``robust[concept][maker]`` and ``robust_equilibria[concept]`` speak of all completions;
    ``status`` is "limit reached" when something there is undecided.
    """

    status: Status
    extensions: tuple[Extension, ...]
    unknown: Mapping[str, int]
    stable: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
    equilibria: Mapping[str, Mapping[str, tuple[str, ...]]]
    robust: Mapping[str, Mapping[str, HowSure]]
    robust_equilibria: Mapping[str, HowSure]
    open: tuple[OpenState, ...]


def read_unknown(
    model: ConflictModel, /, *, nodes: int = 2000, settle: int = 40, budget: Budget = UNLIMITED
) -> UnknownPreferenceAnswer:
    """Return what holds under each extension, and whatever the unknown comparisons are.

    Parameters
    ----------
    nodes : int
        The most partial completions looked at for one state under SEQ.
    settle : int
        For how many open states it is worked out what would settle them; for the status quo
        in any case.

    Raises
    ------
    LimitReached
        When there are more than :data:`MOST_EXAMINED` states, before the work is begun.
    """
    if model.n_states > MOST_EXAMINED:
        raise LimitReached(
            f"{model.n_states:,} states with unknown preferences are too many; "
            f"at most {MOST_EXAMINED:,} are examined"
        )
    makers = model.conflict.maker_ids
    states = list(model.moves.states())
    stable: dict[str, Mapping[str, Mapping[str, tuple[str, ...]]]] = {}
    equilibria = {}
    for extension in EXTENSIONS.values():
        budget.check()
        found = stable_under(model.moves, model.preferences, extension.reading)
        stable[extension.id] = {
            concept: {maker: model.ids(row) for maker, row in zip(makers, rows, strict=True)}
            for concept, rows in found.items()
        }
        equilibria[extension.id] = {
            concept: model.ids(s for s in states if all(s in row for row in map(set, rows)))
            for concept, rows in found.items()
        }
    completions = Completions(model.moves, model.preferences, nodes)
    search = _Search(model, completions, settle, budget)
    robust, together, unsettled = search.everything(states)
    cut = any(how.undecided for how in together.values()) or any(
        how.undecided for rows in robust.values() for how in rows.values()
    )
    return UnknownPreferenceAnswer(
        status=Status.LIMIT if cut else Status.OPTIMAL,
        extensions=tuple(EXTENSIONS.values()),
        unknown={
            maker: unknown_pairs(p, states)
            for maker, p in zip(makers, model.preferences, strict=True)
        },
        stable=stable,
        equilibria=equilibria,
        robust=robust,
        robust_equilibria=together,
        open=unsettled,
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """What all completions agree on, state by state."""

    model: ConflictModel
    completions: Completions
    settle: int
    budget: Budget

    def everything(
        self, states: Sequence[int]
    ) -> tuple[dict[str, dict[str, HowSure]], dict[str, HowSure], tuple[OpenState, ...]]:
        """Return the verdicts for each decision maker, for all together, and what is open."""
        makers = self.model.conflict.maker_ids
        everyone = tuple(range(len(makers)))
        quo = self.model.conflict.status_quo
        robust: dict[str, dict[str, HowSure]] = {}
        together: dict[str, HowSure] = {}
        unsettled: list[OpenState] = []
        for concept in FORESIGHT_CONCEPTS:
            single = [{s: self._verdict(concept, (i,), s) for s in states} for i in everyone]
            robust[concept] = {
                maker: self._sorted(found) for maker, found in zip(makers, single, strict=True)
            }
            both = {s: self._together(concept, s, [found[s] for found in single]) for s in states}
            together[concept] = self._sorted(both)
            for s in states:
                if both[s] is Verdict.SOMETIMES:
                    near = self.model.name(s) == quo or len(unsettled) < self.settle
                    unsettled.append(self._open(concept, s, [v[s] for v in single], near))
        return robust, together, tuple(unsettled)

    def _together(self, concept: str, state: int, single: Sequence[Verdict]) -> Verdict:
        if Verdict.NEVER in single:
            return Verdict.NEVER
        if all(v is Verdict.ALWAYS for v in single):
            return Verdict.ALWAYS
        return self._verdict(concept, range(len(single)), state)

    def _verdict(self, concept: str, makers: Sequence[int], state: int) -> Verdict:
        self.budget.check()
        return self.completions.verdict(concept, makers, state)

    def _open(self, concept: str, state: int, single: Sequence[Verdict], settle: bool) -> OpenState:
        self.budget.check()
        makers = self.model.conflict.maker_ids
        holds: tuple[Comparison, ...] = ()
        fails: tuple[Comparison, ...] = ()
        if settle:
            holds, fails = self.completions.conditions(concept, range(len(makers)), state)
        return OpenState(
            concept,
            self.model.name(state),
            tuple(m for m, v in zip(makers, single, strict=True) if v is not Verdict.ALWAYS),
            tuple(self._known(c) for c in holds),
            tuple(self._known(c) for c in fails),
        )

    def _known(self, c: Comparison) -> KnownThat:
        name = self.model.name
        maker = self.model.conflict.maker_ids[c.maker]
        return KnownThat(maker, name(c.state), _WORDS[c.relation], name(c.than))

    def _sorted(self, found: Mapping[int, Verdict]) -> HowSure:
        def those(wanted: Verdict) -> tuple[str, ...]:
            return self.model.ids(s for s, v in found.items() if v is wanted)

        return HowSure(those(Verdict.ALWAYS), those(Verdict.SOMETIMES), those(Verdict.UNDECIDED))


def explain_extension(
    model: ConflictModel, extension: str, concept: str, maker: int, state: int, /
) -> Witness:
    """Return why a state is stable for a decision maker under one extension, or is not.

    Raises
    ------
    UnknownName
        When there is no such extension.
    """
    if extension not in EXTENSIONS:
        raise UnknownName(f"no extension {extension!r}; expected one of: {', '.join(EXTENSIONS)}")
    foresight = Foresight(model.moves, model.preferences, EXTENSIONS[extension].reading)
    return named(model, foresight.examine(concept, maker, state))
