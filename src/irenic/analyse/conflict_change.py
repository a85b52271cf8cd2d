"""A conflict as an intervention of a third party would leave it.

Letters of the result: the options of each decision maker in file order, those that the
intervention adds after the ones that it has already; new decision makers come last.  An
intervention itself is written in other letters: all options of the conflict as it is, then all
added ones.  Everything is moved to where it belongs, so that nothing changes its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from irenic.analyse.conflict_model import feasible_codes, state_name
from irenic.analyse.conflict_places import Places
from irenic.analyse.conflict_restated import restated
from irenic.model import (
    Conflict,
    DecisionMaker,
    Direction,
    Intervention,
    NoMove,
    SettlementLink,
    fits,
)

__all__ = ["Changed", "frozen", "state_names", "with_intervention", "without_move"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed conflict, and where its states come from.

    ``kept`` are the places, in a state of the changed conflict, of the options that the conflict
    had before; ``added`` those of the options that are new.
    """

    conflict: Conflict
    kept: tuple[int, ...]
    added: tuple[int, ...]

    def before(self, state: str, /) -> str:
        """Return the state of the conflict before that agrees on the options of that time."""
        if self.conflict.is_graph:
            return state
        return "".join(state[k] for k in self.kept)

    def new_options(self, state: str, /) -> tuple[str, ...]:
        """Return the titles of the added options that are taken in a state."""
        options = self.conflict.options
        return tuple(options[k].title for k in self.added if state[k] == "Y")


def with_intervention(conflict: Conflict, intervention: Intervention, /) -> Changed:
    """Return the conflict after an intervention.

    Options that are removed or required keep their letter.  Who has no new preference judges
    states as before, by the options of before.  The status quo has the added options not taken
    unless they are required; it is empty when the intervention makes it impossible.
    """
    if conflict.is_graph:
        preferences = {**conflict.preferences, **intervention.preferences}
        changed = replace(conflict, preferences=preferences, interventions=())
        return Changed(changed, (), ())
    makers = _makers(conflict, intervention.add)
    places = _places(conflict, intervention.add, makers)
    names = _OptionNames(conflict, intervention.add)
    excluded = [
        *((name, "Y") for name in intervention.remove),
        *((name, "N") for name in intervention.require),
    ]
    infeasible = [
        *map(places.old_pattern, conflict.infeasible),
        *map(places.pattern, intervention.infeasible),
        *(places.single(names.place(name), letter) for name, letter in excluded),
    ]
    turned = {places.of(names.place(o)): d for o, d in intervention.directions.items()}
    required = {places.of(names.place(name)) for name in intervention.require}
    removed = {places.of(names.place(name)) for name in intervention.remove}
    changed = replace(
        conflict,
        decision_makers=_directed(makers, turned),
        infeasible=tuple(dict.fromkeys(infeasible)),
        coalesce=tuple(map(places.old_pattern, conflict.coalesce)),
        no_moves=tuple(
            replace(n, source=places.old_pattern(n.source), target=places.old_pattern(n.target))
            for n in conflict.no_moves
        ),
        titles=_titles(conflict, places, required),
        status_quo="",
        preferences={},
        settlements=(),
        interventions=(),
    )
    after = replace(
        changed,
        status_quo=_moved(changed, conflict.status_quo, places, required, removed),
        settlements=_settlements(changed, conflict, places, required),
        preferences=restated(
            conflict, changed, places, intervention.preferences, state_names=state_names
        ),
    )
    return Changed(after, places.kept, places.added)


def frozen(conflict: Conflict, maker: str, /) -> Conflict:
    """Return the conflict with a decision maker that cannot move."""
    if conflict.moves is not None:
        return replace(conflict, moves={**conflict.moves, maker: {}})
    anything = "-" * len(conflict.options)
    return replace(conflict, no_moves=(*conflict.no_moves, NoMove(anything, anything, maker)))


def without_move(conflict: Conflict, maker: str, origin: str, target: str, /) -> Conflict:
    """Return a conflict in graph form without one listed move of a decision maker."""
    moves = dict(conflict.moves or {})
    rows = dict(moves.get(maker, {}))
    rows[origin] = tuple(t for t in rows.get(origin, ()) if t != target)
    return replace(conflict, moves={**moves, maker: rows})


def state_names(conflict: Conflict, /) -> tuple[str, ...]:
    """Return the names of all states of a conflict."""
    if conflict.is_graph:
        return tuple(conflict.titles)
    m = len(conflict.options)
    found: dict[str, None] = {}
    for code in feasible_codes(conflict).nonzero()[0].tolist():
        found[_home(conflict, state_name(code, m))] = None
    return tuple(found)


class _OptionNames:
    """Where options stand in the letters of an intervention: as before, then the added ones."""

    def __init__(self, conflict: Conflict, added: Sequence[DecisionMaker]) -> None:
        pairs = [(m.id, o.id) for m in (*conflict.decision_makers, *added) for o in m.options]
        self._full = {f"{maker}.{option}": k for k, (maker, option) in enumerate(pairs)}
        self._short: dict[str, int] = {}
        for k, (_, option) in enumerate(pairs):
            self._short.setdefault(option, k)

    def place(self, name: str) -> int:
        """Return the place of an option, named ``OPTION`` or ``MAKER.OPTION``."""
        found = self._full.get(name)
        return self._short[name] if found is None else found


def _makers(conflict: Conflict, added: Sequence[DecisionMaker]) -> tuple[DecisionMaker, ...]:
    more = {maker.id: maker for maker in added}
    known = set(conflict.maker_ids)
    return (
        *(
            replace(m, options=(*m.options, *more[m.id].options)) if m.id in more else m
            for m in conflict.decision_makers
        ),
        *(m for m in added if m.id not in known),
    )


def _places(
    conflict: Conflict, added: Sequence[DecisionMaker], makers: Sequence[DecisionMaker]
) -> Places:
    """Return where each letter of the intervention stands in the result."""
    result = {pair: k for k, pair in enumerate((m.id, o.id) for m in makers for o in m.options)}
    written = [(m.id, o.id) for m in (*conflict.decision_makers, *added) for o in m.options]
    return Places(len(conflict.options), tuple(result[pair] for pair in written))


def _directed(
    makers: Sequence[DecisionMaker], turned: Mapping[int, Direction]
) -> tuple[DecisionMaker, ...]:
    found, place = [], 0
    for maker in makers:
        options = []
        for option in maker.options:
            options.append(replace(option, direction=turned.get(place, option.direction)))
            place += 1
        found.append(replace(maker, options=tuple(options)))
    return tuple(found)


def _titles(conflict: Conflict, places: Places, required: set[int]) -> dict[str, str]:
    """Return the titles of states with the added options as they are without anybody moving."""
    return {
        places.old_pattern(state)
        if state in conflict.coalesce
        else places.old_state(state, required): title
        for state, title in conflict.titles.items()
    }


def _moved(
    changed: Conflict, state: str, places: Places, required: set[int], removed: set[int]
) -> str:
    """Return a state of before in the changed conflict, or nothing when it is impossible there."""
    if not state:
        return ""
    if "-" in state:
        pattern = places.old_pattern(state)
        return pattern if _has_members(changed, pattern) else ""
    letters = list(places.old_state(state, required))
    for k in required:
        letters[k] = "Y"
    for k in removed:
        letters[k] = "N"
    name = "".join(letters)
    return "" if any(fits(name, p) for p in changed.infeasible) else _home(changed, name)


def _settlements(
    changed: Conflict, conflict: Conflict, places: Places, required: set[int]
) -> tuple[SettlementLink, ...]:
    """Return the links of proposals to states that there still are."""
    found = []
    for link in conflict.settlements:
        signed, kept = (
            _moved(changed, state, places, required, set()) for state in (link.signed, link.kept)
        )
        broken = [_moved(changed, state, places, required, set()) for state in link.broken]
        if signed and kept:
            found.append(SettlementLink(link.proposal, signed, kept, tuple(filter(None, broken))))
    return tuple(found)


def _home(conflict: Conflict, name: str) -> str:
    """Return the state that a combination of options belongs to."""
    return next((p for p in conflict.coalesce if fits(name, p)), name)


def _has_members(conflict: Conflict, pattern: str) -> bool:
    """Return whether a combination of options that fits a pattern is possible."""
    cube = feasible_codes(conflict).reshape((2,) * len(pattern))
    where = [slice(None) if sign == "-" else int(sign == "Y") for sign in reversed(pattern)]
    return bool(cube[tuple(where)].any())
