"""Small conflicts of the literature, for questions beyond the plain verdicts."""

from __future__ import annotations

import re

from irenic.analyse.conflict_model import ConflictModel, model_conflict
from irenic.model import (
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    KnownPreference,
    StateRanking,
)


def conflict(makers, preferences, **rest):
    """Return a conflict in option form: {maker: (options)}, {maker: form or None}."""
    return Conflict(
        decision_makers=tuple(
            DecisionMaker(m, m, tuple(ConflictOption(o, o) for o in options))
            for m, options in makers.items()
        ),
        preferences={m: ConflictPreference(m, form) for m, form in preferences.items()},
        **rest,
    )


def ranking(words: str) -> StateRanking:
    """Return ``1>3>>2=4`` over the states of two options, numbered YY, YN, NY, NN."""
    letters = {"1": "YY", "2": "YN", "3": "NY", "4": "NN"}
    parts = re.split("(>+)", words)
    groups = tuple(tuple(letters[c] for c in part.split("=")) for part in parts[::2])
    return StateRanking(groups, tuple(len(signs) for signs in parts[1::2]))


def two_by_two(first: str, second: str) -> ConflictModel:
    """Return two decision makers with one option each; states 1 YY, 2 YN, 3 NY, 4 NN."""
    found = conflict(
        {"one": ("x",), "two": ("y",)}, {"one": ranking(first), "two": ranking(second)}
    )
    return model_conflict(found)


#: 1: both cooperate, 4: both defect.
PRISONERS = two_by_two("3>1>4>2", "2>1>4>3")
#: 1: both swerve, 4: neither does.
CHICKEN = two_by_two("3>1>2>4", "2>1>3>4")

#: Options: the federal side continues, the province lifts its ban, the supporters appeal.
GISBORNE_STATES = {
    "1": "NNN",
    "2": "YNN",
    "3": "NYN",
    "4": "YYN",
    "5": "NNY",
    "6": "YNY",
    "7": "NYY",
    "8": "YYY",
}


def gisborne(provincial: str | None = None) -> ConflictModel:
    """Return the Lake Gisborne conflict; the province's order is known only in part.

    Li, Hipel, Kilgour and Fang (2004); orders as in ``gisborne_unknown.json``: known of the
    province are 3>7, 4>8, 1>5 and 2>6 only, unless a whole order is given.
    """

    def group(digit: str) -> tuple[str, ...]:
        return (GISBORNE_STATES[digit],)

    chains = tuple((group(a), group(b)) for a, b in ("37", "48", "15", "26"))
    whole = StateRanking(tuple(map(group, provincial))) if provincial else None
    return model_conflict(
        conflict(
            {"federal": ("continue",), "provincial": ("lift",), "support": ("appeal",)},
            {
                "federal": StateRanking(tuple(map(group, "26481537"))),
                "provincial": whole or KnownPreference(chains),
                "support": StateRanking(tuple(map(group, "34785612"))),
            },
        )
    )


ECONOMY, ENVIRONMENT = "37481526", "26154837"


def states(digits: str) -> tuple[str, ...]:
    """Return the states of the Gisborne conflict by their published numbers."""
    return tuple(GISBORNE_STATES[d] for d in digits)
