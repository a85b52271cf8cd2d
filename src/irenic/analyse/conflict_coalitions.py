"""Which decision makers could leave a state together, and whether the others would answer.

Where a preference is partly unknown, a member leaves also for what may be better, and only what
is surely no better deters it, as in the verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from irenic.analyse.conflict_model import ConflictModel, state_name
from irenic.analyse.stability import Examiner
from irenic.analyse.stability_results import MoveTo
from irenic.model import fits
from irenic.solve.result import Status
from irenic.solve.stability.coalitional import (
    COALITION_CONCEPTS,
    SEMANTICS,
    Coalitional,
    CoalitionFinding,
    Departure,
    MergedEnds,
    Spent,
    closure_ends,
    coalitions_of,
    least_departures,
)
from irenic.solve.stability.findings import Step
from irenic.solve.stability.moves import OptionMoves

__all__ = [
    "MOST_COALITIONS",
    "CoalitionMove",
    "ConflictCoalitions",
    "StateCoalitions",
    "conflict_coalitions",
    "joint_coalitional",
    "moves_to",
]

#: All coalitions of twelve decision makers; of more, the smaller ones are looked at.
MOST_COALITIONS = 4095
#: How many moves are looked at before the answer stops; some seconds.
MOST_MOVES = 1_000_000

#: A coalition with more options than this changes them in too many ways to look at.
_MOST_OPTIONS = 18


@dataclass(frozen=True, slots=True)
class CoalitionMove:
    """A coalition that could leave a state so that every member is better off.

    ``path`` are the moves of the members; it is empty when they would change options of several
    members at once.  ``answers[concept]`` are the moves of the others that leave a member no
    better off than in ``origin``; ``None`` when there are none, so that the coalition would go.
    """

    members: tuple[str, ...]
    origin: str
    target: str
    path: tuple[MoveTo, ...]
    answers: Mapping[str, tuple[MoveTo, ...] | None]

    @property
    def is_free(self) -> bool:
        """Return whether it would go under some concept that foresees answers."""
        return any(answer is None for concept, answer in self.answers.items() if concept != "nash")


@dataclass(frozen=True, slots=True)
class StateCoalitions:
    """What holds in one state when coalitions may form.

    ``moves[semantics]`` are the departures of two or more, with no smaller coalition that could
    do the same.  ``stable[semantics][concept]`` says whether no coalition, single decision
    makers included, would leave; ``None`` when a limit stopped the search before that was clear.
    ``examined`` is the number of coalitions that were looked at.
    """

    state: str
    moves: Mapping[str, tuple[CoalitionMove, ...]]
    stable: Mapping[str, Mapping[str, bool | None]]
    examined: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ConflictCoalitions:
    """Who could leave together, state by state, under both readings of "together".

    ``joint``: by legal sequences of the members' own moves.  ``merged``: as one decision maker
    in one move.  ``coalitions`` is the number of coalitions that there are, single decision
    makers included.
    """

    status: Status
    states: tuple[StateCoalitions, ...]
    coalitions: int
    reason: str = ""


def conflict_coalitions(
    model: ConflictModel, states: Sequence[str], /, *, most: int = MOST_MOVES
) -> ConflictCoalitions:
    """Return which coalitions could leave some states, and what the others would answer.

    Parameters
    ----------
    states : sequence of str
        Usually the equilibria.
    most : int
        The most moves to look at, for each of the two readings.
    """
    n = model.moves.n_makers
    foresight = Examiner(model).foresight
    merged = _merged_ends(model)
    engines = {s: Coalitional(foresight, s, merged, most) for s in SEMANTICS}
    found = []
    for name in states:
        state = model.index(name)
        findings = {str(s): list(_findings(engines[s], n, state)) for s in SEMANTICS}
        found.append(_state(model, name, findings))
    there_are = (1 << n) - 1
    partial = any(count < there_are for one in found for count in one.examined.values())
    reason = ""
    if partial:
        reason = (
            f"not all {there_are:,} coalitions were looked at, the small ones first; at most "
            f"{MOST_COALITIONS:,} coalitions and {most:,} moves are"
        )
    status = Status.LIMIT if partial else Status.OPTIMAL
    return ConflictCoalitions(status, tuple(found), there_are, reason)


def joint_coalitional(model: ConflictModel, /, *, most: int = MOST_MOVES) -> Coalitional:
    """Return the definitions for joint legal sequences on a model."""
    return Coalitional(Examiner(model).foresight, "joint", _merged_ends(model), most)


def moves_to(model: ConflictModel, path: Iterable[Step], /) -> tuple[MoveTo, ...]:
    """Return numbered steps as moves with names."""
    ids = model.conflict.maker_ids
    return tuple(MoveTo(ids[step.maker], model.name(step.target)) for step in path)


def _findings(engine: Coalitional, n_makers: int, state: int) -> Iterator[CoalitionFinding]:
    """Yield what is found for each coalition, until the engine has looked at enough moves."""
    try:
        for members in islice(coalitions_of(n_makers), MOST_COALITIONS):
            yield engine.examine(members, state)
    except Spent:
        return


def _state(
    model: ConflictModel, name: str, findings: Mapping[str, Sequence[CoalitionFinding]]
) -> StateCoalitions:
    there_are = (1 << model.moves.n_makers) - 1
    stable: dict[str, dict[str, bool | None]] = {}
    for semantics, items in findings.items():
        unclear = None if len(items) < there_are else True
        stable[semantics] = {
            concept: unclear if all(f.stable(concept) for f in items) else False
            for concept in COALITION_CONCEPTS
        }
    moves = {
        semantics: tuple(
            _move(model, name, d) for d in least_departures(items) if len(d.members) > 1
        )
        for semantics, items in findings.items()
    }
    return StateCoalitions(name, moves, stable, {s: len(items) for s, items in findings.items()})


def _move(model: ConflictModel, origin: str, departure: Departure) -> CoalitionMove:
    ids = model.conflict.maker_ids
    return CoalitionMove(
        members=tuple(ids[i] for i in departure.members),
        origin=origin,
        target=model.name(departure.target),
        path=moves_to(model, departure.path),
        answers={
            concept: None if path is None else moves_to(model, path)
            for concept, path in departure.answers.items()
        },
    )


def _merged_ends(model: ConflictModel) -> MergedEnds:
    """Return how a coalition moves as one decision maker.

    Where the states are made of options, one move changes any options of the members, as their
    directions allow.  Where the file lists the moves, it is what the members' moves lead to in
    any order (the transitive closure of their union).
    """
    if model.conflict.is_graph:
        return lambda members, state: closure_ends(model.moves, members, state)
    if isinstance(model.moves, OptionMoves):
        return _OptionEnds(model, None)
    return _OptionEnds(model, {c: s for s, codes in enumerate(model.members) for c in codes})


@dataclass(frozen=True)
class _OptionEnds:
    """One move of a coalition in option form; ``home`` says which state a code belongs to."""

    model: ConflictModel
    home: Mapping[int, int] | None

    def __call__(self, members: tuple[int, ...], state: int) -> dict[int, tuple[Step, ...]]:
        """Return where the coalition gets in one move; the move shows itself."""
        own, to_yes, to_no = self._masks(members)
        if own.bit_count() > _MOST_OPTIONS:
            raise Spent
        codes = (state,) if self.home is None else self.model.members[state]
        found: dict[int, tuple[Step, ...]] = {}
        for code in codes:
            free = own & ~((code & to_yes) | (~code & to_no))
            change = free
            while change:
                target = self._home(code ^ change)
                if target is not None and self._open(members, code, code ^ change):
                    found[target] = ()
                change = (change - 1) & free
        found.pop(state, None)
        return dict(sorted(found.items()))

    def _masks(self, members: tuple[int, ...]) -> tuple[int, int, int]:
        """Return the options of the members, and those that may only be taken, or given up."""
        masks = {"both": 0, "to-yes": 0, "to-no": 0}
        place = 0
        for maker, one in enumerate(self.model.conflict.decision_makers):
            for option in one.options:
                if maker in members:
                    masks[option.direction] |= 1 << place
                place += 1
        return sum(masks.values()), masks["to-yes"], masks["to-no"]

    def _home(self, code: int) -> int | None:
        if self.home is not None:
            return self.home.get(code)
        moves = self.model.moves
        possible = isinstance(moves, OptionMoves) and moves.feasible[code]
        return code if possible else None

    def _open(self, members: tuple[int, ...], code: int, target: int) -> bool:
        """Return whether no closed move forbids it: to everyone, or to one of the members."""
        conflict = self.model.conflict
        if not conflict.no_moves:
            return True
        ids = {"", *(conflict.maker_ids[i] for i in members)}
        m = self.model.n_options
        source_name, target_name = state_name(code, m), state_name(target, m)
        return not any(
            n.by in ids and fits(source_name, n.source) and fits(target_name, n.target)
            for n in conflict.no_moves
        )
