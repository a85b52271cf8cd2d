"""Which states of a conflict hold strongly: whoever leaves ends up much worse off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from irenic.analyse.conflict_model import ConflictModel
from irenic.analyse.stability import MOST_EXAMINED, named
from irenic.analyse.stability_results import Witness
from irenic.errors import LimitReached
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.result import Status
from irenic.solve.stability.foresight import Foresight, Reading
from irenic.solve.stability.preference import Ranked

__all__ = ["StrengthAnswer", "StrengthLevel", "examine_strength"]

#: The concepts with answers; Nash stability has none, so that there is nothing to be strong.
CONCEPTS_WITH_ANSWERS = ("gmr", "smr", "seq")


@dataclass(frozen=True, slots=True)
class StrengthLevel:
    """What holds when every answer must leave the one who left worse off by ``degree``.

    Degree 0 is the general concept (no better off), 2 the strong one (much worse off, ``>>``).
    ``stable[concept][maker]`` and ``equilibria[concept]`` list states.
    """

    degree: int
    stable: Mapping[str, Mapping[str, tuple[str, ...]]]
    equilibria: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StrengthAnswer:
    """Which states are stable strongly, and which only weakly.

    ``levels`` begins with degree 0 and has one more for each strong degree that occurs.
    ``weakly[concept][maker]`` are the states that hold in general but not strongly (degree 2);
    ``weak_equilibria[concept]`` are the equilibria that are weak for somebody.
    ``without_moves[maker]`` are the states from which no move makes it better off: they hold
    at every degree, by having nothing to answer.  ``mild`` are the decision makers without
    strong preferences, ``undefined`` those with unknown comparisons, for whom strength is not
    defined; nothing is said about equilibria then, and ``status`` is "unknown".
    """

    status: Status
    levels: tuple[StrengthLevel, ...]
    weakly: Mapping[str, Mapping[str, tuple[str, ...]]]
    weak_equilibria: Mapping[str, tuple[str, ...]]
    without_moves: Mapping[str, tuple[str, ...]]
    mild: tuple[str, ...]
    undefined: tuple[str, ...]
    witnesses: tuple[Witness, ...]

    @property
    def has_strength(self) -> bool:
        """Return whether some preference is strong, so that there is anything to say."""
        return len(self.levels) > 1


def examine_strength(model: ConflictModel, /, *, budget: Budget = UNLIMITED) -> StrengthAnswer:
    """Return which states hold strongly, weakly or not, degree by degree.

    Raises
    ------
    LimitReached
        When there are more than :data:`MOST_EXAMINED` states, before the work is begun.
    """
    if model.n_states > MOST_EXAMINED:
        raise LimitReached(
            f"{model.n_states:,} states with strength of preference are too many; "
            f"at most {MOST_EXAMINED:,} are examined"
        )
    makers = model.conflict.maker_ids
    ranked = {
        maker: p
        for maker, p in zip(makers, model.preferences, strict=True)
        if isinstance(p, Ranked)
    }
    undefined = tuple(m for m in makers if m not in ranked)
    degrees = sorted({d for p in ranked.values() for d in p.degrees if d > 1})
    levels = []
    for degree in (0, *degrees):
        budget.check()
        levels.append(_level(model, degree, tuple(ranked)))
    weakly, weak_equilibria = _weak(levels, tuple(ranked), bool(undefined))
    foresight = Foresight(model.moves, model.preferences)
    return StrengthAnswer(
        status=Status.UNKNOWN if undefined else Status.OPTIMAL,
        levels=tuple(levels),
        weakly=weakly,
        weak_equilibria=weak_equilibria,
        without_moves={
            maker: model.ids(
                s
                for s in model.moves.states()
                if not foresight.improvements(makers.index(maker), s)
            )
            for maker in ranked
        },
        mild=tuple(m for m, p in ranked.items() if max(p.degrees, default=1) < 2),
        undefined=undefined,
        witnesses=_witnesses(model, levels),
    )


def _level(model: ConflictModel, degree: int, ranked: tuple[str, ...]) -> StrengthLevel:
    foresight = Foresight(model.moves, model.preferences, Reading(depth=degree))
    makers = model.conflict.maker_ids
    stable = {
        concept: {
            maker: model.ids(
                s
                for s in model.moves.states()
                if foresight.examine(concept, makers.index(maker), s).stable
            )
            for maker in ranked
        }
        for concept in CONCEPTS_WITH_ANSWERS
    }
    complete = len(ranked) == len(makers)
    equilibria = {c: _common(rows) if complete else () for c, rows in stable.items()}
    return StrengthLevel(degree, stable, equilibria)


def _common(rows: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    first, *rest = rows.values()
    others = [set(row) for row in rest]
    return tuple(s for s in first if all(s in row for row in others))


def _weak(
    levels: list[StrengthLevel], ranked: tuple[str, ...], partial: bool
) -> tuple[dict[str, dict[str, tuple[str, ...]]], dict[str, tuple[str, ...]]]:
    """Return what holds in general but not when answers must leave somebody much worse off.

    The first degree above mild that occurs asks the same as degree 2.  Where none occurs,
    nothing is called weak.
    """
    general, strong = levels[0], levels[min(1, len(levels) - 1)]
    weakly = {}
    together = {}
    for concept in CONCEPTS_WITH_ANSWERS:
        held = {m: set(strong.stable[concept][m]) for m in ranked}
        weakly[concept] = {
            m: tuple(s for s in general.stable[concept][m] if s not in held[m]) for m in ranked
        }
        firm = set(strong.equilibria[concept])
        together[concept] = (
            () if partial else tuple(s for s in general.equilibria[concept] if s not in firm)
        )
    return weakly, together


def _witnesses(model: ConflictModel, levels: list[StrengthLevel]) -> tuple[Witness, ...]:
    """Return why each equilibrium holds strongly for each decision maker, or does not."""
    if len(levels) < 2:
        return ()
    foresight = Foresight(model.moves, model.preferences, Reading(depth=levels[1].degree))
    return tuple(
        named(model, foresight.examine(concept, maker, model.index(state)))
        for concept, states in levels[0].equilibria.items()
        for state in states
        for maker in range(model.moves.n_makers)
    )
