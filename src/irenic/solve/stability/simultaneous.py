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
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked

__all__ = ["Codes", "examine_sim"]


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

    def gains(self, preference: Ranked, maker: int, state: int, code: int, /) -> list[int]:
        """Return the codes to which an improvement of a decision maker leads from a code."""
        rank = preference.rank
        return [
            t
            for t in self.single.of(maker, code)
            if rank[self.home(t)] > rank[state] and not self.closed(maker, code, t)
        ]


def examine_sim(codes: Codes, preferences: Sequence[Ranked], maker: int, state: int, /) -> Finding:
    """Return whether a state is simultaneously stable for a decision maker, with what shows it.

    The answer to an improvement is made by as few others as possible.  Each step of its path
    names the state where that step alone would lead.

    Notes
    -----
    Time grows with the number of combinations of everybody's improvements from the state.
    """
    improvements = {
        codes.home(t)
        for code in codes.codes(state)
        for t in codes.gains(preferences[maker], maker, state, code)
    }
    answers = (_answer(codes, preferences, maker, state, t) for t in sorted(improvements))
    return Finding("sim", maker, state, tuple(answers))


def _answer(
    codes: Codes, preferences: Sequence[Ranked], maker: int, state: int, improvement: int
) -> Answer:
    """Return what others can do at the same time to make one improvement pointless."""
    rank = preferences[maker].rank
    for together, origin, taken in _joint_changes(codes, preferences, maker, state, improvement):
        if codes.possible(together) and rank[codes.home(together)] <= rank[state]:
            steps = tuple(Step(j, codes.home(origin ^ change)) for j, change in taken)
            return Answer(improvement, steps, codes.home(together))
    return Answer(improvement, None)


def _joint_changes(
    codes: Codes, preferences: Sequence[Ranked], maker: int, state: int, improvement: int
) -> Iterator[tuple[int, int, tuple[tuple[int, int], ...]]]:
    """Yield the codes that the improvement makes with improvements of others, few others first.

    With each comes the code where all started, and who changed which options there.
    """
    others = [j for j in range(len(preferences)) if j != maker]
    for size in range(1, len(others) + 1):
        for code in codes.codes(state):
            own = [
                t
                for t in codes.gains(preferences[maker], maker, state, code)
                if codes.home(t) == improvement
            ]
            if not own:
                continue
            gains = {j: codes.gains(preferences[j], j, state, code) for j in others}
            for who in combinations(others, size):
                for changed in product(own, *(gains[j] for j in who)):
                    together = changed[0]
                    taken = tuple((j, t ^ code) for j, t in zip(who, changed[1:], strict=True))
                    for _, change in taken:
                        together ^= change
                    yield together, code, taken
