"""Is a state stable whatever the unknown comparisons are, or for some of them?

A *completion* replaces each unknown comparison so that every preference becomes a complete
preorder and all that is known stays true.  A state *always* holds when it is stable under every
completion, and *may* hold when it is under some.

Nash, GMR and SMR need no search.  They ask of one decision maker only which states are better
than s; call that set B.  A set B comes from a completion exactly when it holds whatever is known
to be better than s, holds nothing known to be equal or worse, and with a state t all that is
known to be at least as good as t: put B above s in any order that extends what is known, and
the rest below.  A larger B only adds reasons to leave and takes answers away.  The largest B
(better or unknown) and the smallest (better) both come from completions, so

* always stable = stable under extension a, may be stable = stable under extension d,

and the same for equilibria, because each decision maker's completion is chosen by itself.

SEQ also asks which moves are improvements for the others.  Those cannot all be taken at once
(t better than u and u better than t), so extension a can hold where some completion fails, and d
where none holds.  There the search below branches on one unknown comparison at a time.

References
----------
K. Konczak, J. Lang, "Voting procedures with incomplete preferences" (2005): possible and
necessary answers.  The readings are those of ``readings.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from irenic.solve.stability.findings import Step
from irenic.solve.stability.foresight import Foresight, Reading
from irenic.solve.stability.moves import Moves
from irenic.solve.stability.preference import Partial, Preference, Relation

__all__ = ["Comparison", "Completions", "Verdict", "refined"]

#: Stable under these is stable under every completion; unstable under those, under none.
SURELY = Reading(leaves_unknown=True, deterred_unknown=False, others_unknown=False)
MAYBE = Reading(leaves_unknown=False, deterred_unknown=True, others_unknown=True)
BOLD = replace(SURELY, others_unknown=True)
CAREFUL = replace(MAYBE, others_unknown=False)
#: The most comparisons assumed at once; deeper searches end as undecided.
_DEEPEST = 200
_MIRROR = {
    Relation.BETTER: Relation.WORSE,
    Relation.WORSE: Relation.BETTER,
    Relation.EQUAL: Relation.EQUAL,
}


class Verdict(Enum):
    """Whether something holds under all, some or no completions."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison that was unknown: how ``state`` compares with ``than`` for ``maker``."""

    maker: int
    state: int
    relation: Relation
    than: int


class _OutOfNodesError(Exception):
    """The search has used up what it was given."""


def refined(preference: Partial, s: int, relation: Relation, t: int, /) -> Partial:
    """Return what is known when an unknown comparison becomes known, with all that follows.

    Examples
    --------
    >>> nothing = Partial((0, 0, 0), (1, 2, 4))
    >>> known = refined(refined(nothing, 0, Relation.BETTER, 1), 1, Relation.BETTER, 2)
    >>> known.compare(0, 2)
    <Relation.BETTER: '>'>
    """
    if relation is Relation.WORSE:
        return refined(preference, t, Relation.BETTER, s)
    worse, equal = list(preference.worse), list(preference.equal)
    if relation is Relation.BETTER:
        added = worse[t] | equal[t]
        for x in range(len(worse)):
            if (worse[x] | equal[x]) >> s & 1:
                worse[x] |= added
        return Partial(tuple(worse), tuple(equal))
    same, below = equal[s] | equal[t], worse[s] | worse[t]
    for x in range(len(worse)):
        if same >> x & 1:
            equal[x], worse[x] = same, below
        elif worse[x] & same:
            worse[x] |= same | below
    return Partial(tuple(worse), tuple(equal))


@dataclass
class Completions:
    """Questions about all completions of the preferences of one graph model.

    Parameters
    ----------
    nodes : int
        The most partial completions that the search looks at for one question.
    """

    moves: Moves
    preferences: Sequence[Preference]
    nodes: int = 2000
    _left: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Keep the two outer readings, with what they find on the way."""
        self._surely = Foresight(self.moves, self.preferences, SURELY)
        self._maybe = Foresight(self.moves, self.preferences, MAYBE)

    def verdict(self, concept: str, makers: Sequence[int], state: int, /) -> Verdict:
        """Return whether a state is stable for all of some decision makers, and how surely."""
        if all(self._surely.examine(concept, i, state).stable for i in makers):
            return Verdict.ALWAYS
        if not all(self._maybe.examine(concept, i, state).stable for i in makers):
            return Verdict.NEVER
        if concept != "seq":
            return Verdict.SOMETIMES
        try:
            return self._searched(makers, state)
        except _OutOfNodesError:
            return Verdict.UNDECIDED

    def _searched(self, makers: Sequence[int], state: int) -> Verdict:
        """Return the verdict under SEQ, where the others' unknown comparisons count too.

        A decision maker alone is worst off with the largest set B and best off with the
        smallest; only the others' comparisons are then open.
        """
        if not any(
            self._exists(_Question("seq", (i,), state, False, SURELY, BOLD)) for i in makers
        ):
            return Verdict.ALWAYS
        for i in makers:
            if not self._exists(_Question("seq", (i,), state, True, CAREFUL, MAYBE)):
                return Verdict.NEVER
        if len(makers) > 1 and not self._exists(_Question("seq", tuple(makers), state, True)):
            return Verdict.NEVER
        return Verdict.SOMETIMES

    def _exists(self, question: _Question) -> bool:
        self._left = self.nodes
        return self._search(question, ()) is not None

    def conditions(
        self, concept: str, makers: Sequence[int], state: int, /
    ) -> tuple[tuple[Comparison, ...], tuple[Comparison, ...]]:
        """Return comparisons that make a state hold, and ones that make it fail.

        Each list settles the matter whatever all other comparisons are, and none of its members
        can be left out.  A list is empty where there is nothing to settle, or no time to.
        """
        found = []
        for stable in (True, False):
            question = _Question(concept, tuple(makers), state, stable)
            self._left = self.nodes
            try:
                found.append(self._needed(question, self._search(question, ()) or ()))
            except _OutOfNodesError:
                found.append(())
        return found[0], found[1]

    def _needed(self, question: _Question, found: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
        """Return the comparisons without those that can be left out."""
        kept = list(found)
        for one in reversed(found):
            fewer = [c for c in kept if c is not one]
            if question.settled(self.moves, self.assume(fewer)) is True:
                kept = fewer
        return tuple(kept)

    def assume(self, comparisons: Sequence[Comparison], /) -> tuple[Preference, ...]:
        """Return the preferences when some unknown comparisons have become known."""
        found = list(self.preferences)
        for c in comparisons:
            before = found[c.maker]
            if isinstance(before, Partial):
                found[c.maker] = refined(before, c.state, c.relation, c.than)
        return tuple(found)

    def _search(
        self, question: _Question, made: tuple[Comparison, ...]
    ) -> tuple[Comparison, ...] | None:
        """Return comparisons that settle a question as wished, depth first."""
        if not self._left or len(made) > _DEEPEST:
            raise _OutOfNodesError
        self._left -= 1
        preferences = self.assume(made)
        settled = question.settled(self.moves, preferences)
        if settled is not None:
            return made if settled else None
        pair = next(question.open_pairs(self.moves, preferences))
        for relation in (pair.relation, Relation.EQUAL, _MIRROR[pair.relation]):
            found = self._search(question, (*made, replace(pair, relation=relation)))
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class _Question:
    """Is there a completion under which a state is stable (or is not) for some makers?

    Stable under ``surely`` is stable under every completion in question; unstable under
    ``maybe``, under none of them.
    """

    concept: str
    makers: tuple[int, ...]
    state: int
    stable: bool
    surely: Reading = SURELY
    maybe: Reading = MAYBE

    def settled(self, moves: Moves, preferences: Sequence[Preference], /) -> bool | None:
        """Return whether every completion is as wished, none is, or that is still open."""
        surely = Foresight(moves, preferences, self.surely)
        if all(surely.examine(self.concept, i, self.state).stable for i in self.makers):
            return self.stable
        maybe = Foresight(moves, preferences, self.maybe)
        if not all(maybe.examine(self.concept, i, self.state).stable for i in self.makers):
            return not self.stable
        return None

    def open_pairs(
        self, moves: Moves, preferences: Sequence[Preference], /
    ) -> Iterator[Comparison]:
        """Yield unknown comparisons that matter, each with the relation to try first.

        There is one while the question is open: an improvement that nothing surely stops is
        not surely one, or what may stop it rests on a comparison that is not known.
        """
        surely = Foresight(moves, preferences, self.surely)
        maybe = Foresight(moves, preferences, self.maybe)
        for maker in self.makers:
            answers = maybe.examine(self.concept, maker, self.state).answers
            paths = {answer.improvement: answer.path or () for answer in answers}
            for answer in surely.examine(self.concept, maker, self.state).answers:
                if answer.path is None:
                    target = answer.improvement
                    pairs = self._rests_on(moves, maker, target, paths.get(target))
                    for pair in pairs:
                        if self._is_open(preferences, pair):
                            yield pair

    def _is_open(self, preferences: Sequence[Preference], pair: Comparison) -> bool:
        """Return whether a comparison is unknown and not fixed by both readings alike."""
        if self.surely.leaves_unknown == self.maybe.leaves_unknown and pair.maker in self.makers:
            return False
        relation = preferences[pair.maker].compare(pair.state, pair.than)
        return relation is Relation.UNKNOWN

    def _rests_on(
        self, moves: Moves, maker: int, improvement: int, path: Sequence[Step] | None
    ) -> list[Comparison]:
        """Return the comparisons on which a possible answer to an improvement rests."""
        if path is None:  # it is not surely an improvement
            return [self._wish(maker, improvement, self.state, Relation.WORSE)]
        pairs, here = [], improvement
        for step in path:
            if self.concept == "seq":
                pairs.append(self._wish(step.maker, step.target, here, Relation.BETTER))
            here = step.target
        ends = [here, *(moves.of(maker, here) if self.concept == "smr" else ())]
        return pairs + [self._wish(maker, end, self.state, Relation.WORSE) for end in ends]

    def _wish(self, maker: int, state: int, than: int, relation: Relation) -> Comparison:
        """Return a comparison with the relation that serves the question best."""
        return Comparison(maker, state, relation if self.stable else _MIRROR[relation], than)
