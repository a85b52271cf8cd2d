"""What has to be true of one decision maker's preference for a state to be stable for it.

Everybody else is fixed.  Whether s* is stable for i under Nash, GMR, SMR or SEQ then depends on
one thing only: the set of states that i does not prefer to s*.  The condition is monotone in
that set, because nothing in the four definitions asks i to prefer a state to s*.

References
----------
R. A. Kinsara, O. Petersons, K. W. Hipel, D. M. Kilgour, "Advanced decision support for the graph
model for conflict resolution", Journal of Decision Systems 24 (2015) 117-145.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from irenic.solve.stability.findings import Step
from irenic.solve.stability.foresight import Foresight

__all__ = ["Requirement", "Way", "conditions", "open_moves", "satisfied", "short"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to keep the decision maker from a move.

    It must prefer none of ``states`` to the target.  ``answer`` is how the others bring it
    there (a shortest legal sequence); empty when it is the move itself that does not pay.
    """

    states: frozenset[int]
    answer: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A move away from the target, and the ways to keep from it: one of them has to hold."""

    move: int
    ways: tuple[Way, ...]


def conditions(
    foresight: Foresight, concept: str, maker: int, target: int, /
) -> tuple[Requirement, ...]:
    r"""Return the condition for a state to be stable, one requirement for each move from it.

    .. math::
        \bigwedge_{s_1 \in R_i(s^*)} \Bigl( s_1 \not\succ_i s^* \;\vee
        \bigvee_{t \in R_H(s_1)} t \not\succ_i s^* \Bigr)

    for GMR.  Under Nash the second part is missing; under SMR it asks the same of every state in
    :math:`R_i(t)`; under SEQ it runs over :math:`R_H^+(s_1)`, which the preferences of the others
    determine.

    Parameters
    ----------
    concept : str
        nash, gmr, smr or seq.

    Notes
    -----
    One search over the others' sequences for each move of the decision maker.
    """
    return tuple(
        Requirement(move, tuple(_ways(foresight, concept, maker, target, move)))
        for move in foresight.moves.of(maker, target)
    )


def _ways(foresight: Foresight, concept: str, maker: int, target: int, move: int) -> Iterator[Way]:
    yield Way(frozenset({move}))
    if concept == "nash":
        return
    ends = foresight.ends(maker, move, improving=concept == "seq")
    for end, reply in ends.items():
        states = {end}
        if concept == "smr":
            states.update(foresight.moves.of(maker, end))
        yield Way(frozenset(states - {target}), reply.path())


def satisfied(requirements: Sequence[Requirement], holds: Callable[[int], bool], /) -> bool:
    """Return whether a condition is met, when ``holds`` says which states are not preferred."""
    return not open_moves(requirements, holds)


def open_moves(
    requirements: Sequence[Requirement], holds: Callable[[int], bool], /
) -> tuple[int, ...]:
    """Return the moves from the target that nothing keeps the decision maker from."""
    return tuple(
        r.move for r in requirements if not any(all(map(holds, way.states)) for way in r.ways)
    )


def short(requirements: Sequence[Requirement], /) -> tuple[Requirement, ...]:
    """Return an equivalent condition without what goes without saying.

    Left out are: ways that contain another one (absorption); what a requirement with one way
    only demands anyway (unit clauses); and requirements that follow from another.

    Notes
    -----
    Quadratic in the number of ways, for each round; a round fixes at least one more state.
    """
    found = [_absorbed(requirement) for requirement in requirements]
    fixed: frozenset[int] = frozenset()
    while True:
        units = [r for r in found if len(r.ways) == 1]
        now = frozenset().union(*(r.ways[0].states for r in units))
        if now == fixed:
            break
        fixed = now
        found = [r if len(r.ways) == 1 else _absorbed(_without(r, fixed)) for r in found]
    kept: list[Requirement] = []
    said: set[int] = set()
    for requirement in found:
        if len(requirement.ways) == 1:
            states = requirement.ways[0].states
            if states <= said:
                continue
            said |= states
        kept.append(requirement)
    return tuple(_unimplied(kept))


def _absorbed(requirement: Requirement) -> Requirement:
    """Return a requirement without ways that ask for more than another one; shortest first."""
    kept: list[Way] = []
    for way in sorted(requirement.ways, key=lambda w: (len(w.states), len(w.answer))):
        if not any(other.states <= way.states for other in kept):
            kept.append(way)
    return replace(requirement, ways=tuple(kept))


def _without(requirement: Requirement, fixed: Collection[int]) -> Requirement:
    """Return a requirement where some states are known not to be preferred."""
    ways = tuple(replace(w, states=w.states.difference(fixed)) for w in requirement.ways)
    return replace(requirement, ways=ways)


def _unimplied(requirements: Sequence[Requirement]) -> list[Requirement]:
    """Return the requirements that no other one implies; of equal ones the first."""
    kept: list[Requirement] = []
    for k, requirement in enumerate(requirements):
        later = [r for r in requirements[k + 1 :] if not _implies(requirement, r)]
        if not any(_implies(rival, requirement) for rival in (*kept, *later)):
            kept.append(requirement)
    return kept


def _implies(one: Requirement, other: Requirement) -> bool:
    """Return whether each way of the one contains a way of the other."""
    return all(any(w.states <= way.states for w in other.ways) for way in one.ways)
