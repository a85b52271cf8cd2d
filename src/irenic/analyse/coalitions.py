"""What parties could get together without the others: each coalition concept side by side."""

from __future__ import annotations

from collections.abc import Mapping

from irenic.analyse.results import CoalitionAnswer
from irenic.model import Case
from irenic.solve.coalition_game import CoalitionGame
from irenic.solve.coalition_methods import COALITION_METHODS

__all__ = ["coalition_answers"]


def coalition_answers(case: Case) -> tuple[CoalitionAnswer, ...]:
    """Return what each concept says, or nothing when the case has no coalition values."""
    if not case.coalitions:
        return ()
    place = {p: i for i, p in enumerate(case.party_ids)}
    game = CoalitionGame.of(
        len(place),
        {tuple(sorted(place[p] for p in c.members)): c.value for c in case.coalitions},
    )
    found = []
    for method in COALITION_METHODS.values():
        result = method.function(game)
        blocking = tuple(tuple(case.party_ids[i] for i in s) for s in result.blocking)
        found.append(
            CoalitionAnswer(
                method.id,
                method.title,
                method.citation,
                result.status,
                result.division,
                result.finding,
                blocking,
                {key: _named(value, case) for key, value in result.certificate.items()},
            )
        )
    return tuple(found)


def _named(value: object, case: Case) -> object:
    """Return a part of a certificate with the ids of parties where it numbers players."""
    if isinstance(value, Mapping):
        return {
            key: tuple(case.party_ids[i] for i in item)
            if key == "coalition"
            else _named(item, case)
            for key, item in value.items()
        }
    if isinstance(value, tuple | list):
        return tuple(_named(item, case) for item in value)
    return value
