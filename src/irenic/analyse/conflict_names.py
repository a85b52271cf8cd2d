"""Names of states and decision makers that somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from irenic.analyse.conflict_model import ConflictModel
from irenic.errors import UnknownName
from irenic.model import Conflict, fits

__all__ = ["check_maker", "check_state"]

#: Most names listed in a message.
_SHOWN = 12


def check_state(model: ConflictModel, name: str, /) -> int:
    """Return the number of a state.

    Raises
    ------
    UnknownName
        When the conflict has no such state; the message says why, or which is meant.
    """
    if model.has(name):
        return model.index(name)
    conflict = model.conflict
    if conflict.is_graph:
        raise UnknownName(f"no state {name!r}{_closest(name, tuple(conflict.titles))}")
    for pattern in conflict.coalesce:
        if fits(name, pattern):
            raise UnknownName(
                f"no state {name!r}: it belongs to the coalesced state {pattern!r}; ask for that"
            )
    for pattern in conflict.infeasible:
        if len(name) == len(pattern) and set(name) <= {"Y", "N"} and fits(name, pattern):
            raise UnknownName(f"no state {name!r}: the pattern {pattern!r} excludes it")
    form = "N" * model.n_options
    raise UnknownName(
        f"no state {name!r}; expected {model.n_options} letters Y or N, one for each option in "
        f"file order, such as {form}"
    )


def check_maker(conflict: Conflict, name: str, /) -> int:
    """Return the number of a decision maker.

    Raises
    ------
    UnknownName
        When the conflict has none of this id.
    """
    if name in conflict.maker_ids:
        return conflict.maker_ids.index(name)
    raise UnknownName(f"no decision maker {name!r}{_closest(name, conflict.maker_ids)}")


def _closest(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    more = ", .." if len(names) > _SHOWN else ""
    return f"; expected one of: {', '.join(names[:_SHOWN])}{more}{hint}"
