"""Equilibria when each decision maker foresees answers in its own way."""

from __future__ import annotations

from collections.abc import Mapping

from irenic.errors import UnknownName

__all__ = ["equilibria"]


def equilibria(
    stable: Mapping[str, Mapping[str, tuple[str, ...]]], choice: Mapping[str, str], /
) -> tuple[str, ...]:
    """Return the states that are stable for every decision maker under its own concept.

    Parameters
    ----------
    stable : mapping of concept to mapping of decision maker to states
        As in :class:`Verdicts`, or any other table of this form: the extensions of one
        concept (``{e: answer.stable[e]["gmr"] for e in "abcd"}``), or horizons.
    choice : mapping of decision maker to concept
        Names every decision maker.

    Raises
    ------
    UnknownName
        When a concept or decision maker is not in the table, or one is left out.

    Examples
    --------
    >>> table = {"nash": {"a": ("s1",), "b": ("s1",)}, "seq": {"a": ("s1",), "b": ("s1", "s2")}}
    >>> equilibria(table, {"a": "nash", "b": "seq"})
    ('s1',)
    """
    makers = next(iter(stable.values()), {}).keys()
    for maker in choice.keys() - makers:
        raise UnknownName(f"no decision maker {maker!r}; expected one of: {', '.join(makers)}")
    for maker in makers - choice.keys():
        raise UnknownName(
            f"no concept is chosen for {maker!r}; expected one for each: {', '.join(makers)}"
        )
    for concept in choice.values():
        if concept not in stable:
            raise UnknownName(f"no concept {concept!r}; expected one of: {', '.join(stable)}")
    first, *rest = (stable[concept][maker] for maker, concept in choice.items())
    others = [set(row) for row in rest]
    return tuple(s for s in first if all(s in row for row in others))
