"""Simultaneous stability by its definition, one state at a time, with what shows it.

N. M. Fraser, K. W. Hipel, "Solving Complex Conflicts", IEEE Trans. SMC-9 (1979) 805-816: an
improvement is deterred when others, taking improvements of their own from the same state at the
same time, make of it a state that is no better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from irenic.solve.stability.findings import Answer, Finding, Step
from irenic.solve.stability.foresight import CRISP, Foresight, Reading
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Preference

__all__ = ["Codes", "examine_sim"]


#: The code that all changes make together, the code where they start, and who changes what.
_Joint = tuple[int, int, tuple[tuple[int, int], ...]]


def _never(_maker: int, _origin: int, _target: int) -> bool:
    return False


@dataclass(frozen=True)
class Codes:
    """States as combinations of options, because only these can change at the same time.

    Parameters
    ----------
    single : OptionMoves
        Moves between combinations of options, "codes".
    members : tuple of tuple of int, optional
        The codes that each state stands for (coalesced states have several); without it each
        possible code is a state and has the same number.
    closed : function of (maker, from code, to code)
        Whether this one move is impossible in spite of the options' directions.
    """

    single: OptionMoves
    members: tuple[tuple[int, ...], ...] | None = None
    closed: Callable[[int, int, int], bool] = _never

    @cached_property
    def _homes(self) -> Mapping[int, int]:
        return {code: s for s, codes in enumerate(self.members or ()) for code in codes}

    def codes(self, state: int, /) -> tuple[int, ...]:
        """Return the codes of a state."""
        return (state,) if self.members is None else self.members[state]

    def home(self, code: int, /) -> int:
        """Return the state of a possible code."""
        return code if self.members is None else self._homes[code]

    def possible(self, code: int, /) -> bool:
        """Return whether a combination of options is possible."""
        return bool(self.single.feasible[code])


def examine_sim(
    codes: Codes,
    preferences: Sequence[Preference],
    maker: int,
    state: int,
    /,
    *,
    reading: Reading = CRISP,
) -> Finding:
    """Return whether a state is simultaneously stable for a decision maker, with what shows it.

    The answer to an improvement is made by as few others as possible.  Each step of its path
    names the state where that step alone would lead.

    Parameters
    ----------
    reading : Reading
        How unknown comparisons are read.  As under sequential stability, the others may make
        moves of which it is not known whether they are better off.  Sequences play no part.

    Notes
    -----
    Time grows with the number of combinations of everybody's improvements from the state.
    """
    question = _Question(codes, Foresight(codes.single, preferences, reading), maker, state)
    own = [question.gains(maker, code) for code in codes.codes(state)]
    improvements = {codes.home(t) for gains in own for t in gains}
    answers = (question.answer(t) for t in sorted(improvements))
    return Finding("sim", maker, state, tuple(answers))


@dataclass(frozen=True, slots=True)
class _Question:
    """Whether one state is stable for one decision maker."""

    codes: Codes
    foresight: Foresight
    maker: int
    state: int

    def gains(self, mover: int, code: int) -> list[int]:
        """Return the codes to which an improvement of a decision maker leads from a code."""
        codes, better = self.codes, self.foresight.better
        unknown = mover != self.maker or self.foresight.reading.leaves_unknown
        return [
            t
            for t in codes.single.of(mover, code)
            if better(mover, codes.home(t), self.state, unknown=unknown)
            and not codes.closed(mover, code, t)
        ]

    def answer(self, improvement: int) -> Answer:
        """Return what others can do at the same time to make one improvement pointless."""
        codes = self.codes
        for together, origin, taken in self._joint_changes(improvement):
            if not codes.possible(together):
                continue
            result = codes.home(together)
            if self.foresight.deters(self.maker, result, self.state):
                steps = tuple(Step(j, codes.home(origin ^ change)) for j, change in taken)
                return Answer(improvement, steps, result)
        return Answer(improvement, None)

    def _joint_changes(self, improvement: int) -> Iterator[_Joint]:
        """Yield what the improvement makes with improvements of others, few others first."""
        others = [j for j in range(self.foresight.moves.n_makers) if j != self.maker]
        for size in range(1, len(others) + 1):
            for code in self.codes.codes(self.state):
                own = [t for t in self.gains(self.maker, code) if self.codes.home(t) == improvement]
                if not own:
                    continue
                gains = {j: self.gains(j, code) for j in others}
                for who in combinations(others, size):
                    for changed in product(own, *(gains[j] for j in who)):
                        together = changed[0]
                        taken = tuple((j, t ^ code) for j, t in zip(who, changed[1:], strict=True))
                        for _, change in taken:
                            together ^= change
                        yield together, code, taken
