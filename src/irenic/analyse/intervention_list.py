"""The simple changes of a conflict that are tried unasked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from irenic.analyse.conflict_change import Changed, frozen, with_intervention, without_move
from irenic.analyse.conflict_model import feasible_codes
from irenic.model import Conflict, Direction, Intervention

__all__ = ["Trial", "automatic_trials"]

_DIRECTIONS: tuple[Direction, ...] = ("both", "to-yes", "to-no")


@dataclass(frozen=True, slots=True)
class Trial:
    """A changed conflict: what was changed, and how it is after that."""

    id: str
    kind: str
    subject: tuple[str, ...]
    changed: Changed


def automatic_trials(conflict: Conflict, /, *, moves: bool = False) -> Iterator[Trial]:
    """Yield every simple change: of one option, of one decision maker, of one listed move.

    Changes that leave no state are left out.
    """
    for maker in conflict.decision_makers:
        for option in maker.options:
            name = f"{maker.id}.{option.id}"
            for kind, intervention in _of_option(name, option.direction):
                changed = with_intervention(conflict, intervention)
                if feasible_codes(changed.conflict).any():
                    yield Trial(intervention.id, kind, (name,), changed)
    places = tuple(range(len(conflict.options)))
    for maker_id in conflict.maker_ids:
        changed = Changed(frozen(conflict, maker_id), places, ())
        yield Trial(f"frozen:{maker_id}", "frozen", (maker_id,), changed)
    if moves:
        for maker_id, rows in (conflict.moves or {}).items():
            for origin, targets in rows.items():
                for target in targets:
                    closed = without_move(conflict, maker_id, origin, target)
                    subject = (maker_id, origin, target)
                    yield Trial(
                        f"move:{':'.join(subject)}", "move", subject, Changed(closed, (), ())
                    )


def _of_option(name: str, direction: Direction) -> Iterator[tuple[str, Intervention]]:
    yield "removed", Intervention(f"removed:{name}", "", remove=(name,))
    yield "imposed", Intervention(f"imposed:{name}", "", require=(name,))
    for other in _DIRECTIONS:
        if other != direction:
            yield other, Intervention(f"{other}:{name}", "", directions={name: other})
