"""The definitions of stability, written down as literally as possible: slow, and the oracle.

Nothing of the library stands behind this file.  States and decision makers are texts;
``moves[maker][state]`` is the set of states that it can move to, ``score[maker][state]``
something that compares, greater is better.  The definitions are those of L. Fang, K. W. Hipel,
D. M. Kilgour, "Interactive Decision Making" (1993), and for SIM of N. M. Fraser, K. W. Hipel,
"Solving Complex Conflicts", IEEE Trans. SMC 9 (1979) 805-816.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

CONCEPTS = ("nash", "gmr", "smr", "seq", "sim")


@dataclass
class Graph:
    """A graph model.  Three fields are those of the option form, and only for SIM.

    ``members[state]`` are the combinations of options that a state stands for, ``possible`` all
    that are possible, ``changes[maker][combination]`` where one maker alone can bring it.
    ``longest`` is how many moves an answer may have; ``None`` is any number.
    """

    makers: Sequence[str]
    states: Sequence[str]
    moves: Mapping[str, Mapping[str, set[str]]]
    score: Mapping[str, Mapping[str, Any]]
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    possible: frozenset[str] = frozenset()
    changes: Mapping[str, Mapping[str, set[str]]] = field(default_factory=dict)
    longest: int | None = None
    _ends: dict[tuple[str, str, bool], set[str]] = field(default_factory=dict)

    def improvements(self, i: str, s: str) -> set[str]:
        """R_i+(s)."""
        return {t for t in self.moves[i][s] if self.score[i][t] > self.score[i][s]}

    def ends(self, i: str, s: str, improving: bool) -> set[str]:
        """R_H(s) or R_H+(s), where H is everyone but i."""
        key = (i, s, improving)
        if key not in self._ends:
            others = [j for j in self.makers if j != i]
            steps = self.improvements if improving else lambda j, u: self.moves[j][u]
            self._ends[key] = legal_ends(others, s, steps, self.longest)
        return self._ends[key]

    def home(self, combination: str) -> str:
        return next(s for s, inside in self.members.items() if combination in inside)


Steps = Callable[[str, str], set[str]]


def legal_ends(
    movers: Sequence[str], start: str, steps: Steps, longest: int | None = None
) -> set[str]:
    """Where sequences of one, two, three .. moves end, nobody moving twice in a row.

    A sequence is continued only where its (end, last mover) is new: whatever can follow has
    followed the earlier one already.
    """
    seen: set[tuple[str, str]] = set()
    now: set[tuple[str, str]] = {(start, "")}
    length = 0
    while now and length != longest:
        length += 1
        now = {(t, j) for s, last in now for j in movers if j != last for t in steps(j, s)} - seen
        seen |= now
    return {t for t, _ in seen}


def legal_sequences(
    movers: Sequence[str], start: str, steps: Steps, longest: int
) -> Iterator[list[tuple[str, str]]]:
    """Yield every legal sequence of at most so many moves, one by one, as (mover, to)."""

    def longer(sequence: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
        last, here = sequence[-1] if sequence else ("", start)
        if len(sequence) < longest:
            for j in movers:
                for t in steps(j, here) if j != last else ():
                    yield [*sequence, (j, t)]
                    yield from longer([*sequence, (j, t)])

    yield from longer([])


def nash(g: Graph, i: str, s: str) -> bool:
    return not g.improvements(i, s)


def gmr(g: Graph, i: str, s: str) -> bool:
    worth = g.score[i]
    return all(
        any(worth[t] <= worth[s] for t in g.ends(i, s1, False)) for s1 in g.improvements(i, s)
    )


def smr(g: Graph, i: str, s: str) -> bool:
    worth = g.score[i]
    return all(
        any(
            worth[t] <= worth[s] and all(worth[u] <= worth[s] for u in g.moves[i][t])
            for t in g.ends(i, s1, False)
        )
        for s1 in g.improvements(i, s)
    )


def seq(g: Graph, i: str, s: str) -> bool:
    worth = g.score[i]
    return all(
        any(worth[t] <= worth[s] for t in g.ends(i, s1, True)) for s1 in g.improvements(i, s)
    )


def sim(g: Graph, i: str, s: str) -> bool:
    return all(any(simultaneous_sanctions(g, i, s, s1)) for s1 in g.improvements(i, s))


def simultaneous_sanctions(g: Graph, i: str, s: str, s1: str) -> Iterator[bool]:
    """Yield, for each way in which everybody may change options at once, whether it deters.

    All start from the same combination of options; who improves by that may take part.
    """
    worth = g.score[i]
    others = [j for j in g.makers if j != i]
    for c in g.members[s]:
        for c1 in g.changes[i][c] & set(g.members[s1]):
            choices = [
                [c, *(d for d in g.changes[j][c] if g.score[j][g.home(d)] > g.score[j][s])]
                for j in others
            ]
            for chosen in product(*choices):
                joint = together(c, [c1, *chosen])
                yield joint in g.possible and worth[g.home(joint)] <= worth[s]


def together(start: str, changed: Sequence[str]) -> str:
    """The combination in which every letter that somebody changed is changed."""
    return "".join(
        next((x for x in letters if x != old), old)
        for old, *letters in zip(start, *changed, strict=True)
    )


DEFINITIONS = {"nash": nash, "gmr": gmr, "smr": smr, "seq": seq, "sim": sim}


def stable(g: Graph, concept: str, i: str) -> set[str]:
    """The states that are stable for one decision maker."""
    return {s for s in g.states if DEFINITIONS[concept](g, i, s)}
