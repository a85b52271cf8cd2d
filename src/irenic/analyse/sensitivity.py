"""Which small change of a present ranking turns a verdict round?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from irenic.analyse.conflict_model import ConflictModel, model_conflict
from irenic.solve.result import Status
from irenic.solve.stability.inverse_change import groups_of
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.sensitivity import Effect, Kind, examine_changes

__all__ = ["ChangeEffect", "SensitivityAnswer", "VerdictFlip", "find_sensitive"]

#: Small changes and the sanctions they touch grow with the square of the states.
MAX_STATES = 512


@dataclass(frozen=True, slots=True)
class VerdictFlip:
    """A verdict that is turned round; ``stable`` is what it is afterwards."""

    concept: str
    decision_maker: str
    state: str
    stable: bool


@dataclass(frozen=True, slots=True)
class ChangeEffect:
    """One small change of a ranking, and what it turns round.

    ``kind`` is ``swap`` (``upper`` is preferred to ``lower`` now, and would no longer be: they
    change places), ``level`` (they would be equally good) or ``part`` (they are equally good
    now, and ``upper`` would be preferred).  ``appear`` and ``disappear`` are the equilibria by
    concept.
    """

    decision_maker: str
    kind: Kind
    upper: tuple[str, ...]
    lower: tuple[str, ...]
    flips: tuple[VerdictFlip, ...]
    appear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disappear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def moves_equilibria(self) -> bool:
        """Return whether an equilibrium appears or disappears."""
        return bool(self.appear or self.disappear)


@dataclass(frozen=True, slots=True)
class SensitivityAnswer:
    """The small changes that turn a verdict round, those of equilibria first.

    ``robust[concept]`` are the equilibria that no single small change removes.
    """

    status: Status
    equilibria: Mapping[str, tuple[str, ...]]
    robust: Mapping[str, tuple[str, ...]]
    effects: tuple[ChangeEffect, ...]
    examined: int
    reason: str = ""


def find_sensitive(model: ConflictModel, /) -> SensitivityAnswer:
    """Return which small changes of one ranking turn which verdicts round.

    Two neighbouring groups of a ranking change places or become one, or one state leaves a
    group of equals, up or down.  Under Nash, GMR, SMR and SEQ with any legal sequence as a
    sanction.
    """
    if model.n_states > MAX_STATES:
        reason = f"{model.n_states:,} states; up to {MAX_STATES} are examined"
        return SensitivityAnswer(Status.LIMIT, {}, {}, (), 0, reason)
    if isinstance(model.moves, OptionMoves):
        model = model_conflict(model.conflict, listed=True)
    rankings = []
    for maker, preference in zip(model.conflict.maker_ids, model.preferences, strict=True):
        if not isinstance(preference, Ranked):
            reason = f"the preference of {maker} is not known for every two states"
            return SensitivityAnswer(Status.UNKNOWN, {}, {}, (), 0, reason)
        rankings.append(groups_of(preference.rank, model.moves.states()))
    found = examine_changes(model.moves, rankings)
    return SensitivityAnswer(
        Status.OPTIMAL,
        {concept: model.ids(states) for concept, states in found.equilibria.items()},
        {concept: model.ids(states) for concept, states in found.robust.items()},
        tuple(_named(model, effect) for effect in found.effects),
        found.examined,
    )


def _named(model: ConflictModel, effect: Effect) -> ChangeEffect:
    ids, change = model.conflict.maker_ids, effect.change
    return ChangeEffect(
        ids[change.maker],
        change.kind,
        model.ids(change.upper),
        model.ids(change.lower),
        tuple(
            VerdictFlip(f.concept, ids[f.maker], model.name(f.state), f.stable)
            for f in effect.flips
        ),
        _by_concept(model, effect.appear),
        _by_concept(model, effect.disappear),
    )


def _by_concept(
    model: ConflictModel, found: Iterable[tuple[str, int]]
) -> Mapping[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for concept, state in found:
        grouped.setdefault(concept, []).append(model.name(state))
    return {concept: tuple(states) for concept, states in grouped.items()}
