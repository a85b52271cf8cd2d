"""What would have to be true of preferences for a state to hold?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial

from irenic.analyse.conflict_model import ConflictModel, model_conflict
from irenic.analyse.conflict_names import check_maker, check_state
from irenic.analyse.inverse_orders import new_order
from irenic.analyse.inverse_results import (
    Demand,
    InverseAnswer,
    Need,
    NewRanking,
    Ranking,
    Together,
    Unless,
)
from irenic.analyse.stability_results import MoveTo
from irenic.model import Statements
from irenic.solve.result import Status
from irenic.solve.stability.findings import Step
from irenic.solve.stability.foresight import Foresight, Reading, Sanctions
from irenic.solve.stability.inverse import Requirement, conditions, satisfied, short
from irenic.solve.stability.inverse_change import (
    Groups,
    RankChange,
    groups_of,
    smallest_change,
)
from irenic.solve.stability.inverse_count import stable_share
from irenic.solve.stability.inverse_equilibrium import equilibrium_share
from irenic.solve.stability.inverse_joint import joint_change
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked, Relation

__all__ = ["INVERSE_CONCEPTS", "MAX_LISTED", "MAX_STATES", "find_inverse"]

INVERSE_CONCEPTS = ("nash", "gmr", "smr", "seq")
#: With more states only Nash is asked about: elsewhere each answer may name most of the states.
MAX_STATES = 4096
#: New rankings, and the number of all rankings, are written out up to so many states.
MAX_LISTED = 100
#: The search over all rankings at once makes so many profiles: a second for twenty states.
MAX_PROFILES = 30_000


def find_inverse(
    model: ConflictModel,
    target: str,
    /,
    *,
    free: Sequence[str] = (),
    concepts: Sequence[str] = INVERSE_CONCEPTS,
    sanctions: Sanctions = "sequences",
) -> InverseAnswer:
    """Return what would make a state hold.

    Parameters
    ----------
    target : str
        A state of the conflict.
    free : sequence of decision makers
        Whose preference is asked about, each in turn with all others fixed; everyone when empty.
        Then the smallest change of all rankings at once is sought too.
    sanctions : str
        How far an answer may go: any legal sequence, or one move.

    Raises
    ------
    UnknownName
        When the conflict has no such state or decision maker.
    """
    check_state(model, target)
    chosen = tuple(free) or model.conflict.maker_ids
    makers = [check_maker(model.conflict, maker) for maker in chosen]
    small = model.n_states <= MAX_STATES
    if small and isinstance(model.moves, OptionMoves):
        model = model_conflict(model.conflict, listed=True)
    asked = tuple(c for c in concepts if small or c == "nash")
    inverse = _Inverse(model, model.index(target), Reading(sanctions=sanctions), small)
    needs = tuple(inverse.need(concept, i) for concept in asked for i in makers)
    together: tuple[Together, ...] = ()
    if not free and small and model.ranked:
        together = tuple(map(inverse.together, asked))
    reasons = []
    if not small:
        reasons.append(
            f"{model.n_states:,} states: beyond {MAX_STATES:,} only Nash stability is asked about"
        )
    if any(n.share is None or n.equilibrium_share is None for n in needs):
        reasons.append("some rankings were too many to count")
    if Status.LIMIT in _statuses(needs, together):
        reasons.append("a search for the smallest change was stopped at its limit")
    status = Status.LIMIT if reasons else Status.OPTIMAL
    reason = "; ".join(reasons)
    return InverseAnswer(status, target, model.n_states, chosen, needs, together, reason)


def _statuses(needs: Sequence[Need], together: Sequence[Together]) -> set[Status]:
    return {t.status for t in together} | {n.order.status for n in needs if n.order is not None}


@dataclass
class _Inverse:
    """One target in one conflict."""

    model: ConflictModel
    target: int
    reading: Reading
    small: bool

    @cached_property
    def foresight(self) -> Foresight:
        """Return the definitions on the conflict as it is."""
        return Foresight(self.model.moves, self.model.preferences, self.reading)

    @cached_property
    def total(self) -> int | None:
        """Return the number of strict rankings, unless it is too long to be read."""
        n = self.model.n_states
        return factorial(n) if n <= MAX_LISTED else None

    def asked(self, concept: str, maker: int) -> tuple[Requirement, ...]:
        """Return the condition, in short."""
        return short(conditions(self.foresight, concept, maker, self.target))

    def groups(self, maker: int) -> Groups | None:
        """Return the present ranking, where it is one that can be listed."""
        preference = self.model.preferences[maker]
        if not self.small or not isinstance(preference, Ranked):
            return None
        return groups_of(preference.rank, self.model.moves.states())

    def need(self, concept: str, maker: int) -> Need:
        """Return what one decision maker's preference has to satisfy."""
        asked = self.asked(concept, maker)
        share = stable_share(asked)
        both = equilibrium_share(self.foresight, concept, maker, self.target, asked, share)
        groups = self.groups(maker)
        change = None
        if groups is not None:
            change = self._named_change(smallest_change(asked, groups, self.target))
        conflict = self.model.conflict
        maker_id = conflict.maker_ids[maker]
        given = conflict.preferences.get(maker_id)
        order = None
        if self.small and given is not None and isinstance(given.form, Statements):
            order = new_order(self.model, given.form, asked, self.target)
        return Need(
            concept,
            maker_id,
            self.foresight.examine(concept, maker, self.target).stable,
            tuple(self._named_demand(maker, requirement) for requirement in asked),
            share,
            both,
            self._count(share),
            self._count(both),
            self.total,
            change,
            order,
        )

    def _count(self, share: Fraction | None) -> int | None:
        if share is None or self.total is None:
            return None
        return int(share * self.total)

    def _named_demand(self, maker: int, requirement: Requirement) -> Demand:
        compare = self.model.preferences[maker].compare

        def holds(*fitting: Relation) -> bool:
            return satisfied([requirement], lambda s: compare(s, self.target) in fitting)

        met: bool | None = holds(Relation.WORSE, Relation.EQUAL)
        if not met and holds(Relation.WORSE, Relation.EQUAL, Relation.UNKNOWN):
            met = None
        return Demand(
            self.model.name(requirement.move),
            tuple(
                Unless(self.model.ids(sorted(way.states)), self._path(way.answer))
                for way in requirement.ways
            ),
            met,
        )

    def _path(self, steps: Sequence[Step]) -> tuple[MoveTo, ...]:
        ids = self.model.conflict.maker_ids
        return tuple(MoveTo(ids[step.maker], self.model.name(step.target)) for step in steps)

    def _ranking(self, groups: Groups) -> Ranking:
        if self.model.n_states > MAX_LISTED:
            return ()
        return tuple(map(self.model.ids, groups))

    def _named_change(self, change: RankChange) -> NewRanking:
        return NewRanking(
            change.swaps,
            change.level_swaps,
            self.model.ids(change.below),
            None if change.single is None else self.model.name(change.single),
            self._ranking(change.ranking),
            tuple(filter(None, map(self._ranking, change.others))),
            self.model.ids(change.still_open),
        )

    def together(self, concept: str) -> Together:
        """Return the smallest change of all rankings at once."""
        ids = self.model.conflict.maker_ids
        old = tuple(self.groups(i) or () for i in range(len(ids)))
        if concept == "seq":
            # each step has as many neighbours as there are states, each as long to look at
            most = MAX_PROFILES * 400 // max(self.model.n_states, 20) ** 2
            found = joint_change(
                self.model.moves, old, self.target, reading=self.reading, most=most
            )
            new, status = found.rankings, found.status
            swaps, bound, examined = found.swaps, found.bound, found.examined
        else:
            # what one needs does not depend on what the others prefer
            changes = [
                smallest_change(self.asked(concept, i), old[i], self.target)
                for i in range(len(ids))
            ]
            new, status = tuple(c.ranking for c in changes), Status.OPTIMAL
            swaps = bound = sum((c.swaps for c in changes), Fraction(0))
            examined = 0
        rankings = {
            maker: self._ranking(groups)
            for maker, before, groups in zip(ids, old, new, strict=True)
            if groups != before
        }
        return Together(concept, status, swaps, bound, rankings, examined)
