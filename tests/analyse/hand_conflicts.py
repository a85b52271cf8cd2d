"""Small conflicts for tests about paths, coalitions and interventions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from irenic.model import (
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    StateRanking,
)


def ranking(maker: str, *groups: str) -> ConflictPreference:
    """Return a ranking; each text is a group of states with spaces between them, best first."""
    return ConflictPreference(maker, StateRanking(tuple(tuple(g.split()) for g in groups)))


def maker(id_: str, *options: str) -> DecisionMaker:
    """Return a decision maker; an option is ``id`` or ``id:direction``."""
    parts = [o.partition(":") for o in options]
    made = tuple(
        ConflictOption(o, f"option {o}", direction or "both")  # type: ignore[arg-type]
        for o, _, direction in parts
    )
    return DecisionMaker(id_, f"Maker {id_}", made)


def graph(
    moves: Mapping[str, Mapping[str, str]],
    states: Sequence[str],
    preferences: Mapping[str, Sequence[str]],
    status_quo: str,
) -> Conflict:
    """Return a conflict in graph form; targets and groups are texts with spaces."""
    return Conflict(
        tuple(DecisionMaker(k, f"Maker {k}") for k in moves),
        titles={s: s for s in states},
        moves={
            k: {s: tuple(targets.split()) for s, targets in rows.items()}
            for k, rows in moves.items()
        },
        status_quo=status_quo,
        preferences={k: ranking(k, *groups) for k, groups in preferences.items()},
    )


def elmira() -> Conflict:
    """Return the Elmira groundwater conflict of 1991: nine states, three decision makers."""
    return graph(
        {
            "MoE": {"s1": "s2", "s3": "s4", "s5": "s6", "s7": "s8"},
            "UR": {
                "s1": "s3 s9",
                "s2": "s4 s9",
                "s3": "s9",
                "s4": "s9",
                "s5": "s7 s9",
                "s6": "s8 s9",
                "s7": "s9",
                "s8": "s9",
            },
            "LG": {
                "s1": "s5",
                "s5": "s1",
                "s2": "s6",
                "s6": "s2",
                "s7": "s3",
                "s3": "s7",
                "s4": "s8",
                "s8": "s4",
            },
        },
        [f"s{k}" for k in range(1, 10)],
        {
            "MoE": ["s7", "s3", "s4", "s8", "s5", "s1", "s2", "s6", "s9"],
            "UR": ["s1", "s4", "s8", "s5", "s9", "s3", "s7", "s2", "s6"],
            "LG": ["s7", "s3", "s5", "s1", "s8", "s6", "s4", "s2", "s9"],
        },
        "s1",
    )
