"""A conflict as numbered states, moves and preferences: where names meet arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from irenic.analyse.conflict_order import everywhere, is_ranked, on_members, on_names
from irenic.errors import LimitReached, NotCovered
from irenic.model import (
    Conflict,
    fits,
)
from irenic.solve.stability.moves import ListedMoves, OptionMoves
from irenic.solve.stability.preference import Preference, Ranked
from irenic.solve.stability.simultaneous import Codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "MAX_OPTIONS",
    "MOST_UNKNOWN_STATES",
    "ConflictModel",
    "feasible_codes",
    "model_conflict",
    "state_code",
    "state_name",
]

#: 2^26 states take about 4 GB with four decision makers; more are refused beforehand.
MAX_OPTIONS = 26
#: Where comparisons are unknown, a table of all pairs of states is kept.
MOST_UNKNOWN_STATES = 5_000


def state_code(name: str, /) -> int:
    """Return the number of a state: bit k is set where letter k is Y.

    Examples
    --------
    >>> state_code("YNN"), state_code("NNY")
    (1, 4)
    """
    return sum(1 << k for k, letter in enumerate(name) if letter == "Y")


def state_name(code: int, n_options: int, /) -> str:
    """Return the letters of a state.

    Examples
    --------
    >>> state_name(1, 3)
    'YNN'
    """
    return "".join("Y" if code >> k & 1 else "N" for k in range(n_options))


@dataclass(frozen=True)
class ConflictModel:
    """A conflict in the form the solvers take.

    ``names`` are the states in the order of their numbers where these are listed; ``None``
    when the moves are :class:`OptionMoves`, whose states are numbered by their options.
    ``members[s]`` are the option codes that state s stands for (one, or more when coalesced).
    """

    conflict: Conflict
    moves: ListedMoves | OptionMoves
    preferences: tuple[Preference, ...]
    names: tuple[str, ...] | None
    members: tuple[tuple[int, ...], ...] = ()

    @property
    def n_options(self) -> int:
        """Return the number of options; 0 in graph form."""
        return len(self.conflict.options)

    @property
    def ranked(self) -> bool:
        """Return whether every preference is a complete order."""
        return all(isinstance(p, Ranked) for p in self.preferences)

    @cached_property
    def codes(self) -> Codes | None:
        """Return the states as combinations of options; ``None`` in graph form."""
        if isinstance(self.moves, OptionMoves):
            return Codes(self.moves)
        if self.conflict.is_graph:
            return None
        makers, n_options = self.conflict.maker_ids, self.n_options

        def closed(maker: int, origin: int, target: int) -> bool:
            return any(
                n.by in ("", makers[maker])
                and fits(state_name(origin, n_options), n.source)
                and fits(state_name(target, n_options), n.target)
                for n in self.conflict.no_moves
            )

        return Codes(
            _single_moves(self.conflict, feasible_codes(self.conflict)), self.members, closed
        )

    @cached_property
    def n_states(self) -> int:
        """Return the number of states."""
        if isinstance(self.moves, OptionMoves):
            return sum(self.moves.feasible)
        return self.moves.size

    @cached_property
    def _index(self) -> Mapping[str, int]:
        return {name: k for k, name in enumerate(self.names or ())}

    def name(self, state: int, /) -> str:
        """Return the name of a state."""
        if self.names is None:
            return state_name(state, self.n_options)
        return self.names[state]

    def index(self, name: str, /) -> int:
        """Return the number of a state that exists."""
        return state_code(name) if self.names is None else self._index[name]

    def ids(self, states: Iterable[int], /) -> tuple[str, ...]:
        """Return the names of states."""
        if self.names is not None or not self.n_options:
            return tuple(self.name(int(state)) for state in states)
        import numpy as np

        codes = np.fromiter(states, dtype=np.int64)
        letters = np.where(codes[:, None] >> np.arange(self.n_options) & 1, b"Y", b"N")
        return tuple(letters.view(f"S{self.n_options}").ravel().astype(str).tolist())

    def has(self, name: str, /) -> bool:
        """Return whether there is a state of this name."""
        if not isinstance(self.moves, OptionMoves):
            return name in self._index
        letters = len(name) == self.n_options and set(name) <= {"Y", "N"}
        return letters and bool(self.moves.feasible[state_code(name)])


def model_conflict(conflict: Conflict, /, *, listed: bool = False) -> ConflictModel:
    """Return a conflict as numbered states, moves and preferences.

    Parameters
    ----------
    conflict : Conflict
        A usable one; the reader has checked it.
    listed : bool
        List the moves even where they follow from the options (small conflicts only).

    Raises
    ------
    NotCovered
        When there are more than :data:`MAX_OPTIONS` options.
    LimitReached
        When there are too many states for comparing them pair by pair.
    """
    if conflict.is_graph:
        return _graph(conflict)
    if len(conflict.options) > MAX_OPTIONS:
        states = 1 << len(conflict.options)
        size = states * 4 * (len(conflict.decision_makers) + 6) / 1e9
        raise NotCovered(
            f"{len(conflict.options)} options make {states:,} states, for which about {size:,.0f} "
            f"GB of memory are needed; at most {MAX_OPTIONS} options are analysed"
        )
    feasible = feasible_codes(conflict)
    known = is_ranked(conflict)
    if not known and int(feasible.sum()) > MOST_UNKNOWN_STATES:
        raise LimitReached(
            f"{int(feasible.sum()):,} states with unknown preferences are too many; at most "
            f"{MOST_UNKNOWN_STATES:,} are compared pair by pair"
        )
    if conflict.coalesce or conflict.no_moves or listed or not known:
        return _listed(conflict, feasible)
    moves = _single_moves(conflict, feasible)
    preferences = tuple(
        everywhere(conflict, conflict.preferences.get(maker), feasible)
        for maker in conflict.maker_ids
    )
    return ConflictModel(conflict, moves, preferences, None)


_SIGNS = {"both": 0, "to-yes": 1, "to-no": -1}


def _single_moves(conflict: Conflict, feasible: NDArray[np.uint8]) -> OptionMoves:
    """Return the moves between combinations of options, before any are merged or closed."""
    directions = tuple(_SIGNS[option.direction] for option in conflict.options)
    return OptionMoves(_starts(conflict), directions, feasible.tobytes())


def _starts(conflict: Conflict) -> tuple[int, ...]:
    starts = [0]
    for maker in conflict.decision_makers:
        starts.append(starts[-1] + len(maker.options))
    return tuple(starts)


def feasible_codes(conflict: Conflict, /) -> NDArray[np.uint8]:
    """Return for each combination of options whether it is possible (1) or not (0)."""
    import numpy as np

    m = len(conflict.options)
    mask = np.ones(1 << m, dtype=np.uint8)
    cube = mask.reshape((2,) * m)
    for pattern in conflict.infeasible:
        where = [slice(None) if sign == "-" else int(sign == "Y") for sign in reversed(pattern)]
        cube[tuple(where)] = 0
    return mask


def _listed(conflict: Conflict, feasible: NDArray[np.uint8]) -> ConflictModel:
    """Return the model with coalesced states merged and its moves listed one by one."""
    m = len(conflict.options)
    groups: dict[str, list[int]] = {pattern: [] for pattern in conflict.coalesce}
    names: list[str] = []
    members: list[tuple[int, ...]] = []
    for code in feasible.nonzero()[0].tolist():
        name = state_name(code, m)
        home = next((p for p in conflict.coalesce if fits(name, p)), None)
        if home is None:
            names.append(name)
            members.append((code,))
        else:
            groups[home].append(code)
    for pattern, codes in groups.items():
        if codes:
            names.append(pattern)
            members.append(tuple(codes))
    moves = _listed_moves(conflict, feasible, members)
    preferences = tuple(
        on_members(conflict, conflict.preferences.get(maker), names, members)
        for maker in conflict.maker_ids
    )
    return ConflictModel(conflict, moves, preferences, tuple(names), tuple(members))


def _listed_moves(
    conflict: Conflict, feasible: NDArray[np.uint8], members: list[tuple[int, ...]]
) -> ListedMoves:
    """Return the moves between (coalesced) states: there is one where a member has one."""
    m = len(conflict.options)
    single = _single_moves(conflict, feasible)
    home = {code: s for s, codes in enumerate(members) for code in codes}
    listed = []
    for maker, maker_id in enumerate(conflict.maker_ids):
        closed = [n for n in conflict.no_moves if n.by in ("", maker_id)]
        rows = []
        for s, codes in enumerate(members):
            found: set[int] = set()
            for code in codes:
                sources = [n for n in closed if fits(state_name(code, m), n.source)]
                found.update(
                    home[t]
                    for t in single.of(maker, code)
                    if not any(fits(state_name(t, m), n.target) for n in sources)
                )
            found.discard(s)
            rows.append(tuple(sorted(found)))
        listed.append(tuple(rows))
    return ListedMoves(tuple(listed))


def _graph(conflict: Conflict) -> ConflictModel:
    """Return the model of a conflict whose moves are listed in the file."""
    names = tuple(conflict.titles)
    index = {name: k for k, name in enumerate(names)}
    listed = conflict.moves or {}
    moves = ListedMoves(
        tuple(
            tuple(
                tuple(sorted({index[t] for t in listed.get(maker, {}).get(s, ()) if t != s}))
                for s in names
            )
            for maker in conflict.maker_ids
        )
    )
    preferences = tuple(
        on_names(conflict.preferences.get(maker), names) for maker in conflict.maker_ids
    )
    return ConflictModel(conflict, moves, preferences, names)
