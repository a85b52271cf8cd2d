"""Claims about interventions: what they would make hold, and what would hold no longer.

Each changed conflict is read anew, all its verdicts are found again, and compared with those of
before.  A state of before goes on in all states that agree with it on its options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from irenic.model import Conflict, Direction, Intervention
from irenic.verify.altered import Altered, frozen, intervened
from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    items,
    record,
    shown,
    text,
    texts,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.replies import Judge
from irenic.verify.witnesses import path_of

__all__ = ["intervention_claims"]

CONCEPTS = ("nash", "gmr", "smr", "seq")
DIRECTIONS: tuple[Direction, ...] = ("both", "to-yes", "to-no")
#: States of all changed conflicts that are tried unasked.
MOST_TRIED = 4_000


def intervention_claims(result: Mapping[str, Any], board: Board, /) -> Iterator[Claim]:
    """Yield the claims about what changes of the conflict would do."""
    stated = record(at(result, "interventions"))
    if not board.small:
        reason = f"{board.size} states are too many to look at each"
        yield Claim("interventions", "not checked", reason)
        return
    base = _Outcome(board)
    own = [record(e) for e in items(at(stated, "own"))]
    names = [intervention.id for intervention in board.conflict.interventions]
    yield claim(
        "interventions: those of the file, in order",
        differs("they", [text(at(e, "id")) for e in own], names),
    )
    wanted = texts(at(stated, "wanted"))
    for effect, intervention in zip(own, board.conflict.interventions, strict=False):
        after = _Outcome(intervened(board, intervention))
        title = f"intervention {intervention.id}: what it would change"
        yield claim(title, _effect(effect, "file", (), base, after, wanted))
    if items(at(stated, "automatic")) or at(stated, "tried"):
        yield claim("interventions: the simple changes", _automatic(stated, base, wanted))


class _Outcome:
    """What holds in a conflict, and which of it improvements reach from the status quo."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.judge = Judge.of(board)

    @cached_property
    def stable(self) -> dict[str, dict[str, set[str]]]:
        """Return the names of the stable states, by concept and decision maker."""
        name = self.board.name
        return {
            c: {m: set(map(name, self.judge.stable(c, m))) for m in self.board.makers}
            for c in CONCEPTS
        }

    @cached_property
    def equilibria(self) -> dict[str, set[str]]:
        """Return the names of the equilibria, by concept."""
        return {c: set.intersection(*rows.values()) for c, rows in self.stable.items()}

    @cached_property
    def holding(self) -> list[str]:
        """Return all equilibria, of whatever concept."""
        return sorted(set().union(*self.equilibria.values()))

    def before(self, name: str, /) -> str:
        """Return what a state was before the change."""
        return self.board.before(name) if isinstance(self.board, Altered) else name

    @cached_property
    def versions(self) -> dict[str, list[str]]:
        """Return the states in which each state of before goes on."""
        found: dict[str, list[str]] = {}
        for name in sorted(map(self.board.name, self.board.states)):
            found.setdefault(self.before(name), []).append(name)
        return found

    def leavers(self, name: str, concepts: Sequence[str], /) -> list[str]:
        """Return who would leave a state, under any of some concepts."""
        return [
            m for m in self.board.makers if any(name not in self.stable[c][m] for c in concepts)
        ]

    @cached_property
    def distances(self) -> dict[str, int]:
        """Return in how few improvements each state is reached from the status quo."""
        board = self.board
        if not board.conflict.status_quo:
            return {}
        start = (board.state(board.conflict.status_quo), "")
        found = {board.name(start[0]): 0}
        seen, now, length = {start}, [start], 0
        while now:
            length += 1
            after = []
            for state, last in now:
                for by in board.makers:
                    for to in self.judge.improvements(by, state) if by != last else ():
                        if (to, by) not in seen:
                            seen.add((to, by))
                            after.append((to, by))
                            found.setdefault(board.name(to), length)
            now = after
        return found

    @cached_property
    def reached(self) -> dict[str, list[str]]:
        """Return the equilibria that improvements reach, under their names of before."""
        found: dict[str, list[str]] = {}
        for name in self.holding:
            if name in self.distances:
                found.setdefault(self.before(name), []).append(name)
        return found


def _effect(
    stated: Mapping[str, Any],
    kind: str,
    subject: Sequence[str],
    base: _Outcome,
    after: _Outcome,
    wanted: Sequence[str],
) -> Iterator[str]:
    """Yield what is wrong with what is said of one change."""
    if text(at(stated, "status")) != "optimal":
        raise Unchecked(f"the result leaves it: {text(at(stated, 'reason'))}")
    board = after.board
    yield from differs("kind", text(at(stated, "kind")), kind)
    yield from differs("subject", texts(at(stated, "subject")), tuple(subject))
    yield from differs("status_quo", at(stated, "status_quo"), board.conflict.status_quo)
    letters = [f"{m.id}.{o.id}" for m in board.conflict.decision_makers for o in m.options]
    yield from differs("letters", list(texts(at(stated, "letters"))), letters)
    yield from differs("n_states", whole(at(stated, "n_states")), board.size)
    gained, lost = _compared(base, after)
    yield from differs("gained", [_change(c) for c in items(at(stated, "gained"))], gained)
    yield from differs("lost", [_change(c) for c in items(at(stated, "lost"))], lost)
    gone = [name for name in base.holding if name not in after.versions]
    yield from differs("gone", list(texts(at(stated, "gone"))), gone)
    yield from differs(
        "wanted", list(texts(at(stated, "wanted"))), [c[0] for c in gained if c[0] in wanted]
    )
    far = sorted(name for name in base.reached if name not in after.reached)
    yield from differs("out_of_reach", list(texts(at(stated, "out_of_reach"))), far)
    yield from _reached(stated, base, after)


#: state, concepts, makers, after, only_with.
Change = tuple[str, list[str], list[str], list[str], list[str]]


def _change(value: object) -> Change:
    lists = [list(texts(at(value, k))) for k in ("concepts", "makers", "after", "only_with")]
    return text(at(value, "state")), lists[0], lists[1], lists[2], lists[3]


def _compared(base: _Outcome, after: _Outcome) -> tuple[list[Change], list[Change]]:
    """Return the equilibria that a change gains and loses."""
    gained: list[Change] = []
    lost: list[Change] = []
    for name, versions in sorted(after.versions.items()):
        held = [c for c in CONCEPTS if name in base.equilibria[c]]
        holds = [c for c in CONCEPTS if any(v in after.equilibria[c] for v in versions)]
        new = [c for c in holds if c not in held]
        if new:
            where = [v for v in versions if any(v in after.equilibria[c] for c in new)]
            gained.append((name, new, base.leavers(name, new), where, _only_with(after, where)))
        old = [c for c in held if c not in holds]
        if old:
            lost.append((name, old, after.leavers(versions[0], old), versions, []))
    return gained, lost


def _only_with(after: _Outcome, names: Sequence[str]) -> list[str]:
    """Return the titles of added options taken in all of some states, but not everywhere."""
    board = after.board
    if not isinstance(board, Altered):
        return []
    every = [v for versions in after.versions.values() for v in versions]
    return [
        board.conflict.options[k].title
        for k in sorted(board.added, key=board.added.index)
        if all(name[k] == "Y" for name in names) and any(name[k] == "N" for name in every)
    ]


def _reached(stated: Mapping[str, Any], base: _Outcome, after: _Outcome) -> Iterator[str]:
    """Yield what is wrong with the equilibria that are newly reached, and their paths."""
    board = after.board
    found = items(at(stated, "reached"))
    names = [text(at(r, "state")) for r in found]
    true = sorted(name for name in after.reached if name not in base.reached)
    yield from differs("reached", names, true)
    for name, one in zip(names, found, strict=True):
        there = text(at(one, "after"))
        if there not in after.reached.get(name, ()):
            yield f"{there[:80]} is not one of the states in which {name[:80]} is reached"
            continue
        if at(one, "path") is None:
            continue
        path = path_of(at(one, "path"), board)
        here, last = board.state(board.conflict.status_quo), ""
        for by, to in path:
            if by == last or to not in after.judge.improvements(by, here):
                yield f"{by} does not go from {board.name(here)} to {board.name(to)}"
            here, last = to, by
        yield from differs("the end of the path", board.name(here), there)
        yield from differs(f"the fewest moves to {there}", len(path), after.distances[there])


def _trials(board: Board) -> Iterator[tuple[str, str, tuple[str, ...], Board]]:
    """Yield every simple change that leaves a state: id, kind, subject, what it makes."""
    conflict: Conflict = board.conflict
    for maker in conflict.decision_makers:
        for option in maker.options:
            name = f"{maker.id}.{option.id}"
            changes = [
                ("removed", Intervention("", "", remove=(name,))),
                ("imposed", Intervention("", "", require=(name,))),
            ]
            changes += [
                (way, Intervention("", "", directions={name: way}))
                for way in DIRECTIONS
                if way != option.direction
            ]
            for kind, change in changes:
                after = intervened(board, change)
                if after.size:
                    yield f"{kind}:{name}", kind, (name,), after
    for maker_id in conflict.maker_ids:
        yield f"frozen:{maker_id}", "frozen", (maker_id,), frozen(conflict, maker_id)


def _automatic(stated: Mapping[str, Any], base: _Outcome, wanted: Sequence[str]) -> Iterator[str]:
    """Try every simple change; those that change something are listed, and no others."""
    listed = {text(at(e, "id")): record(e) for e in items(at(stated, "automatic"))}
    if len(listed) < len(items(at(stated, "automatic"))):
        yield "a change is listed twice"
    trials = list(_trials(base.board))
    if len(trials) * base.board.size > MOST_TRIED:
        raise Unchecked(f"{len(trials)} changes are too many to try")
    yield from differs("tried", whole(at(stated, "tried")), len(trials))
    for name, kind, subject, changed in trials:
        after = _Outcome(changed)
        if name in listed:
            for error in _effect(listed.pop(name), kind, subject, base, after, wanted):
                yield f"{name}: {error}"
        elif any(_compared(base, after)) or after.reached.keys() != base.reached.keys():
            yield f"{name} changes something, and is not listed"
        elif any(state not in after.versions for state in base.holding):
            yield f"{name} makes an equilibrium impossible, and is not listed"
    if listed:
        raise Malformed(f"there is no change {shown(next(iter(listed)))[:80]!r}")
