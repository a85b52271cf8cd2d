"""What a third party could change about a conflict, and what that would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from irenic.analyse.conflict_change import (
    Changed,
    with_intervention,
)
from irenic.analyse.conflict_model import ConflictModel, model_conflict
from irenic.analyse.conflict_paths import improvement_paths
from irenic.analyse.intervention_list import Trial, automatic_trials
from irenic.analyse.stability import Examiner, find_verdicts
from irenic.analyse.stability_results import MoveTo
from irenic.errors import LimitReached
from irenic.model import Conflict
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.result import Status

__all__ = [
    "ConflictInterventions",
    "EquilibriumChange",
    "InterventionEffect",
    "Judge",
    "Reached",
    "find_interventions",
    "judge_states",
]

#: States stable for whom, by concept and decision maker.
Stable = Mapping[str, Mapping[str, frozenset[str]]]
Judge = Callable[[ConflictModel, Sequence[str]], Stable]

#: How many states a conflict may have when the changes that the file describes are tried.
MOST_STATES = 70_000
#: How many states may be judged, over all changes that are tried unasked.
MOST_TRIED = 300_000
#: The same, where comparisons are unknown and each state is judged by itself.
MOST_TRIED_PARTIAL = 8_000
#: Up to so many states each is judged by the definitions; that is quick enough.
_FEW = 64


@dataclass(frozen=True, slots=True)
class EquilibriumChange:
    """A state that becomes an equilibrium, or is one no longer.

    ``state`` is named as before.  ``makers`` would no longer leave it, or would now.  ``after``
    are the states after the change that agree with it on the options of before and are
    equilibria (when gained) or exist (when lost); ``only_with`` the titles of added options
    that are taken in all of ``after`` without being required.
    """

    state: str
    concepts: tuple[str, ...]
    makers: tuple[str, ...]
    after: tuple[str, ...]
    only_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """A state that improvements lead to from the status quo, with the names of after.

    ``path`` is a shortest one; ``None`` when it is not listed because many states are nearer.
    """

    state: str
    after: str
    path: tuple[MoveTo, ...] | None


@dataclass(frozen=True, slots=True)
class InterventionEffect:
    """What one change of the conflict does.

    ``kind`` is ``file`` for an intervention of the file, whose ``id`` it has; else it says what
    is tried: ``removed`` (never taken), ``imposed`` (always taken), ``to-yes``, ``to-no``,
    ``both`` (how an option may change), ``frozen`` (a decision maker cannot move) or ``move``
    (a listed move is closed).  ``subject`` is then the option (``MAKER.OPTION``), the decision
    maker, or the move as maker, from, to.

    ``gained``, ``lost`` and ``gone`` are equilibria: new ones, ones that some would now leave,
    and ones that are no longer possible.  ``reached`` can now be reached from the status quo
    by improvements and are equilibria; ``out_of_reach`` could before.  ``status_quo`` is the
    status quo after the change, ``letters`` the options in the order of the letters.
    """

    id: str
    kind: str
    subject: tuple[str, ...]
    status: Status = Status.OPTIMAL
    gained: tuple[EquilibriumChange, ...] = ()
    lost: tuple[EquilibriumChange, ...] = ()
    gone: tuple[str, ...] = ()
    reached: tuple[Reached, ...] = ()
    out_of_reach: tuple[str, ...] = ()
    status_quo: str = ""
    letters: tuple[str, ...] = ()
    n_states: int = 0
    wanted: tuple[str, ...] = ()
    reason: str = ""

    @property
    def changes_something(self) -> bool:
        """Return whether an equilibrium or the way to one is different."""
        return bool(self.gained or self.lost or self.gone or self.reached or self.out_of_reach)


@dataclass(frozen=True, slots=True)
class ConflictInterventions:
    """What the interventions of the file would do, and which simple changes would do something.

    ``automatic`` has only changes that change something, those that gain a wanted state first;
    ``tried`` is how many were tried.
    """

    status: Status
    own: tuple[InterventionEffect, ...]
    automatic: tuple[InterventionEffect, ...]
    tried: int
    wanted: tuple[str, ...]
    reason: str = ""


def judge_states(model: ConflictModel, concepts: Sequence[str], /) -> Stable:
    """Return which states are stable for whom.

    Raises
    ------
    LimitReached
        When the conflict is too large.
    """
    if model.n_states > _FEW:
        verdicts, _ = find_verdicts(model, concepts)
        return {
            c: {maker: frozenset(states) for maker, states in rows.items()}
            for c, rows in verdicts.stable.items()
        }
    examiner = Examiner(model)
    return {
        concept: {
            maker: frozenset(
                model.name(s)
                for s in model.moves.states()
                if examiner.examine(concept, i, s).stable
            )
            for i, maker in enumerate(model.conflict.maker_ids)
        }
        for concept in concepts
    }


def find_interventions(
    conflict: Conflict,
    /,
    *,
    concepts: Sequence[str] = ("nash", "gmr", "smr", "seq"),
    wanted: Sequence[str] = (),
    automatic: bool = True,
    moves: bool = False,
    judge: Judge = judge_states,
    budget: Budget = UNLIMITED,
) -> ConflictInterventions:
    """Return what changes of a conflict would do to its equilibria and the ways to them.

    Parameters
    ----------
    concepts : sequence of str
    wanted : sequence of str
        States that somebody would like to hold; changes that gain one come first.
    automatic : bool
        Also try every simple change: options, their directions, decision makers that are frozen.
    moves : bool
        Also try to close every listed move (graph form).
    judge : function of (model, concepts)
        Says which states are stable for whom.
    """
    base = _Case(model_conflict(conflict), judge, tuple(concepts))
    if base.model.n_states > MOST_STATES:
        reason = (
            f"{base.model.n_states:,} states are too many to compare one by one; "
            f"at most {MOST_STATES:,} are"
        )
        return ConflictInterventions(Status.LIMIT, (), (), 0, tuple(wanted), reason)
    own = tuple(
        _effect(base, Trial(i.id, "file", (), with_intervention(conflict, i)), wanted)
        for i in conflict.interventions
        if not budget.spent()
    )
    trials = list(automatic_trials(conflict, moves=moves)) if automatic else []
    found, reason = _try_all(base, trials, wanted, budget)
    limited = bool(reason) or any(e.status is Status.LIMIT for e in own)
    status = Status.LIMIT if limited or len(own) < len(conflict.interventions) else Status.OPTIMAL
    first = next((e.reason for e in own if e.reason), budget.spent())
    useful = sorted((e for e in found if e.changes_something), key=_rank)
    return ConflictInterventions(
        status, own, tuple(useful), len(found), tuple(wanted), reason or first
    )


def _try_all(
    base: _Case, trials: Sequence[Trial], wanted: Sequence[str], budget: Budget
) -> tuple[list[InterventionEffect], str]:
    """Return the effects of changes, and why not of all."""
    most = MOST_TRIED if base.model.ranked else MOST_TRIED_PARTIAL
    if base.model.n_states * len(trials) > most:
        return [], (
            f"{len(trials):,} changes of {base.model.n_states:,} states are too many to try all"
        )
    found: list[InterventionEffect] = []
    for trial in trials:
        if reason := budget.spent():
            return found, reason
        found.append(_effect(base, trial, wanted))
    return found, ""


def _rank(effect: InterventionEffect) -> tuple[int, int, int]:
    """Return a key that puts what gains wanted states, then what loses little, first."""
    kept = set(effect.wanted)
    harm = sum(c.state not in kept for c in effect.lost) + len(effect.gone)
    return (-len(effect.wanted), harm, -len(effect.gained))


@dataclass(frozen=True)
class _Case:
    """A conflict with its verdicts and the ways to its equilibria."""

    model: ConflictModel
    judge: Judge
    concepts: tuple[str, ...]
    changed: Changed | None = field(default=None)

    @cached_property
    def stable(self) -> Stable:
        return self.judge(self.model, self.concepts)

    @cached_property
    def equilibria(self) -> Mapping[str, frozenset[str]]:
        return {c: frozenset.intersection(*rows.values()) for c, rows in self.stable.items()}

    @cached_property
    def holding(self) -> tuple[str, ...]:
        """Return all equilibria, of whatever concept."""
        return tuple(sorted(frozenset().union(*self.equilibria.values())))

    @cached_property
    def paths(self) -> Mapping[str, tuple[MoveTo, ...] | None]:
        return improvement_paths(self.model, self.holding)

    def before(self, state: str) -> str:
        """Return what a state was called before."""
        return self.changed.before(state) if self.changed else state

    @cached_property
    def versions(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each state of before those that agree with it, without added options first."""
        found: dict[str, list[str]] = {}
        for state in self.model.ids(self.model.moves.states()):
            found.setdefault(self.before(state), []).append(state)
        return {old: tuple(sorted(new)) for old, new in found.items()}

    def leavers(self, state: str, concepts: Sequence[str]) -> tuple[str, ...]:
        """Return who would leave a state, under any of some concepts."""
        return tuple(
            maker
            for maker in self.model.conflict.maker_ids
            if any(state not in self.stable[c][maker] for c in concepts)
        )


def _effect(base: _Case, trial: Trial, wanted: Sequence[str]) -> InterventionEffect:
    """Return what a change does to the equilibria and to the ways to them."""
    changed = trial.changed
    plain = InterventionEffect(trial.id, trial.kind, trial.subject)
    try:
        after = _Case(model_conflict(changed.conflict), base.judge, base.concepts, changed)
        if after.model.n_states > MOST_STATES:
            raise LimitReached(f"{after.model.n_states:,} states are too many to compare")
        gained, lost, gone = _compared(base, after)
        known = base.paths
        reached = {after.before(s): Reached(after.before(s), s, p) for s, p in after.paths.items()}
    except LimitReached as limit:
        return replace(plain, status=Status.LIMIT, reason=str(limit))
    return replace(
        plain,
        gained=gained,
        lost=lost,
        gone=gone,
        reached=tuple(r for state, r in sorted(reached.items()) if state not in known),
        out_of_reach=tuple(s for s in sorted(known) if s not in reached),
        status_quo=changed.conflict.status_quo,
        letters=tuple(
            f"{m.id}.{o.id}" for m in changed.conflict.decision_makers for o in m.options
        ),
        n_states=after.model.n_states,
        wanted=tuple(c.state for c in gained if c.state in wanted),
    )


def _compared(
    base: _Case, after: _Case
) -> tuple[tuple[EquilibriumChange, ...], tuple[EquilibriumChange, ...], tuple[str, ...]]:
    """Return the equilibria that are gained, lost, and no longer possible."""
    gained: list[EquilibriumChange] = []
    lost: list[EquilibriumChange] = []
    for state, versions in sorted(after.versions.items()):
        held = {c for c in base.concepts if state in base.equilibria[c]}
        holds = {c for c in base.concepts if not after.equilibria[c].isdisjoint(versions)}
        if new := tuple(c for c in base.concepts if c in holds - held):
            where = tuple(v for v in versions if any(v in after.equilibria[c] for c in new))
            makers = base.leavers(state, new)
            gained.append(EquilibriumChange(state, new, makers, where, _only_with(after, where)))
        if old := tuple(c for c in base.concepts if c in held - holds):
            makers = after.leavers(versions[0], old)
            lost.append(EquilibriumChange(state, old, makers, versions))
    gone = tuple(s for s in base.holding if s not in after.versions)
    return tuple(gained), tuple(lost), gone


def _only_with(after: _Case, states: Sequence[str]) -> tuple[str, ...]:
    """Return the added options that are taken in all of some states, but not in all states."""
    if after.changed is None or not after.changed.added:
        return ()
    options = after.model.conflict.options
    everywhere = [v for versions in after.versions.values() for v in versions]
    return tuple(
        options[k].title
        for k in after.changed.added
        if all(s[k] == "Y" for s in states) and any(s[k] == "N" for s in everywhere)
    )
