"""Would a proposal be signed, kept, or broken: its states in the conflict, and what holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.stability import MOST_EXAMINED, Examiner, concepts_of, witness_of
from irenic.analyse.stability_results import Counter, MoveTo
from irenic.model import Case, SettlementLink
from irenic.solve.stability.foresight import legal_ends

__all__ = ["Breach", "SettlementStability", "Temptation", "examine_settlement", "stability_of"]

#: Conflicts with more options are examined only when asked for.
MOST_OPTIONS = 16


@dataclass(frozen=True, slots=True)
class Temptation:
    """One way in which a decision maker would be better off leaving a state.

    ``held[concept]`` is the answer of the others that makes leaving pointless, ``None`` when
    there is none under that concept.
    """

    decision_maker: str
    state: str
    to: str
    held: Mapping[str, Counter | None]


@dataclass(frozen=True, slots=True)
class Breach:
    """One state in which the agreement is broken.

    ``by`` are those who can bring it about in one move from the kept agreement; of these
    ``tempted`` would be better off.  ``rests[concept]`` says whether the conflict would come to
    rest there; ``leaves`` are those who would move on from it (Nash).
    """

    state: str
    by: tuple[str, ...]
    tempted: tuple[str, ...]
    rests: Mapping[str, bool]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettlementStability:
    """Whether signing, keeping and breaking an agreement is stable, and what holds it.

    ``signing`` is the shortest way from the status quo to the signed state on which each move
    makes its mover better off (``None``: there is none), ``any_way`` the shortest by any moves.
    ``signed_rests`` and ``kept_rests`` say under which concepts the states are equilibria.
    ``status_quo_rests`` says the same of staying without a signature.
    """

    proposal: str
    signed: str
    kept: str
    signing: tuple[MoveTo, ...] | None
    any_way: tuple[MoveTo, ...] | None
    status_quo_rests: Mapping[str, bool]
    signed_rests: Mapping[str, bool]
    kept_rests: Mapping[str, bool]
    temptations: tuple[Temptation, ...]
    breaches: tuple[Breach, ...]

    @property
    def held_by(self) -> tuple[str, ...]:
        """Return those whose answers keep somebody from leaving, in the order of the answers."""
        found: dict[str, None] = {}
        for temptation in self.temptations:
            for counter in temptation.held.values():
                for step in (counter.sanction or ()) if counter else ():
                    found[step.by] = None
        return tuple(found)


def examine_settlement(
    examiner: Examiner, link: SettlementLink, concepts: Sequence[str], /
) -> SettlementStability:
    """Return whether signing, keeping and breaking a proposal is stable, and what holds it.

    Complexity: the definitions on the states that the link names.
    """
    model = examiner.model
    conflict = model.conflict
    signed, kept = model.index(link.signed), model.index(link.kept)
    start = model.index(conflict.status_quo) if conflict.status_quo else None

    def rests(state: int) -> dict[str, bool]:
        return {
            c: all(examiner.examine(c, i, state).stable for i in range(model.moves.n_makers))
            for c in concepts
        }

    states = (kept,) if kept == signed else (signed, kept)
    return SettlementStability(
        proposal=link.proposal,
        signed=link.signed,
        kept=link.kept,
        signing=None if start is None else _way(examiner, start, signed, improving=True),
        any_way=None if start is None else _way(examiner, start, signed, improving=False),
        status_quo_rests={} if start is None else rests(start),
        signed_rests=rests(signed),
        kept_rests=rests(kept),
        temptations=tuple(t for state in states for t in _temptations(examiner, state, concepts)),
        breaches=tuple(
            _breach(examiner, kept, model.index(state), rests(model.index(state)))
            for state in link.broken
        ),
    )


def stability_of(case: Case, proposal: str, /) -> SettlementStability | None:
    """Return whether a proposal would be signed and kept, as far as the case says.

    ``None`` when the case has no conflict, when the conflict does not say where the proposal
    stands in it, or when it is too large to be examined in passing.
    """
    conflict = case.conflict
    if conflict is None or len(conflict.options) > MOST_OPTIONS:
        return None
    link = next((x for x in conflict.settlements if x.proposal == proposal), None)
    if link is None:
        return None
    model = model_conflict(conflict)
    if model.n_states > MOST_EXAMINED:
        return None
    return examine_settlement(Examiner(model), link, concepts_of(model))


def _way(
    examiner: Examiner, start: int, goal: int, *, improving: bool
) -> tuple[MoveTo, ...] | None:
    """Return a shortest legal sequence of moves; empty when the start is the goal."""
    if start == goal:
        return ()
    model, foresight = examiner.model, examiner.foresight
    ends = legal_ends(
        model.moves,
        range(model.moves.n_makers),
        start,
        lambda maker, s, t: not improving or foresight.better(maker, t, s),
    )
    if goal not in ends:
        return None
    makers = model.conflict.maker_ids
    return tuple(MoveTo(makers[s.maker], model.name(s.target)) for s in ends[goal].path())


def _temptations(examiner: Examiner, state: int, concepts: Sequence[str]) -> list[Temptation]:
    model = examiner.model
    found = []
    for maker, maker_id in enumerate(model.conflict.maker_ids):
        reasons = {c: witness_of(examiner, c, maker, state) for c in concepts}
        for answer in reasons["nash"].answers:
            held = {
                c: next((a for a in w.answers if a.improvement == answer.improvement), None)
                for c, w in reasons.items()
                if c != "nash"
            }
            found.append(
                Temptation(
                    maker_id,
                    model.name(state),
                    answer.improvement,
                    {c: a if a and a.sanction is not None else None for c, a in held.items()},
                )
            )
    return found


def _breach(examiner: Examiner, kept: int, state: int, rests: Mapping[str, bool]) -> Breach:
    model, foresight = examiner.model, examiner.foresight
    makers = list(enumerate(model.conflict.maker_ids))
    by = [(i, name) for i, name in makers if state in model.moves.of(i, kept)]
    return Breach(
        model.name(state),
        tuple(name for _, name in by),
        tuple(name for i, name in by if foresight.better(i, state, kept)),
        rests,
        tuple(name for i, name in makers if foresight.improvements(i, state)),
    )
