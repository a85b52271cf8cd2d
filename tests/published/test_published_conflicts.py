"""Published conflicts: what their sources print, and what we compute.

Each expected value is a statement of the source named beside it, in its own numbering of
states, which ``STATES`` turns into the letters of the catalogue file.
"""

from __future__ import annotations

from itertools import groupby

import pytest

from irenic.analyse.conflict_analysis import analyse_conflict
from irenic.analyse.conflict_model import model_conflict
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.model import Conflict

#: Source numbering -> letters.
STATES = {
    "prisoners-dilemma": ["NN", "YN", "NY", "YY"],
    "chicken": ["NN", "YN", "NY", "YY"],
    "syria-iraq-1975": ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"],
    "cuban-missile-crisis": [
        "NNNN", "YNNN", "NYNN", "YYNN", "NNYN", "YNYN",
        "NYYN", "YYYN", "NNNY", "YNNY", "NYNY", "YYNY",
    ],
    "elmira-1991": [
        "NYNNN", "YYNNN", "NNYNN", "YNYNN", "NYNNY", "YYNNY", "NNYNY", "YNYNY", "---Y-",
    ],
    "elmira-12-states": [
        "NYNNN", "YYNNN", "NNYNN", "YNYNN", "NNNYN", "YNNYN",
        "NYNNY", "YYNNY", "NNYNY", "YNYNY", "NNNYY", "YNNYY",
    ],
}  # fmt: skip

#: (case, source, equilibria by concept in the source's numbering)
PUBLISHED = [
    (
        "prisoners-dilemma",
        "gmcr-py test_data/Prisoners_logSol.txt",
        {"nash": {1}, "gmr": {1, 4}, "smr": {1, 4}, "seq": {1, 4}, "sim": {1, 4}},
    ),
    (
        "syria-iraq-1975",
        "gmcr-py test_data/SyriaIraq_logSol.txt",
        {"nash": {6}, "gmr": {1, 6}, "smr": {6}, "seq": {6}, "sim": {6}},
    ),
]
#: As above, where the printed page was not seen: recalled, or computed by three programs.
RECALLED = [
    (
        "chicken",
        "Fang, Hipel and Kilgour 1993, recalled",
        {"nash": {2, 3}, "gmr": {1, 2, 3}, "smr": {1, 2, 3}, "seq": {2, 3}},
    ),
    (
        "elmira-1991",
        "Kilgour and Hipel 2005; Xu, Hipel and Kilgour 2009, recalled",
        {"nash": {5, 8, 9}, "gmr": {1, 4, 5, 8, 9}, "smr": {1, 4, 5, 8, 9}, "seq": {5, 8, 9}},
    ),
    (
        "cuban-missile-crisis",
        "computed, the same by gmcr-py in its dense and its sparse form",
        {
            "nash": {6},
            "gmr": {1, 2, 3, 5, 6, 7, 8},
            "smr": {1, 2, 3, 5, 6, 7, 8},
            "seq": {5, 6, 7},
            "sim": {6},
        },
    ),
    (
        "elmira-12-states",
        "s7 by the guide to GMCR+, the others computed by gmcr-py",
        {
            "nash": {5, 6, 7, 10, 11, 12},
            "gmr": {1, 4, 5, 6, 7, 10, 11, 12},
            "smr": {1, 4, 5, 6, 7, 10, 11, 12},
            "seq": {5, 6, 7, 10, 11, 12},
        },
    ),
]


def conflict_of(name: str) -> Conflict:
    conflict = read_case(resolve(name)).conflict
    assert conflict is not None
    return conflict


@pytest.mark.parametrize(
    ("name", "source", "equilibria"),
    PUBLISHED + RECALLED,
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_equilibria(name, source, equilibria):
    answer = analyse_conflict(read_case(resolve(name)))
    numbered = {letters: k for k, letters in enumerate(STATES[name], start=1)}
    found = {
        concept: {numbered[s] for s in answer.verdicts.equilibria[concept]}
        for concept in equilibria
    }
    assert found == equilibria, source


def test_states_and_moves_of_elmira():
    """Xu 2007, MATLAB script: the moves of the three decision makers between nine states."""
    model = model_conflict(conflict_of("elmira-1991"))
    states = STATES["elmira-1991"]
    published = {
        "moe": {1: {2}, 3: {4}, 5: {6}, 7: {8}},
        "uniroyal": {
            1: {3, 9}, 2: {4, 9}, 3: {9}, 4: {9}, 5: {7, 9}, 6: {8, 9}, 7: {9}, 8: {9},
        },
        "local": {1: {5}, 5: {1}, 2: {6}, 6: {2}, 7: {3}, 3: {7}, 4: {8}, 8: {4}},
    }  # fmt: skip
    for maker, moves in published.items():
        i = model.conflict.maker_ids.index(maker)
        found = {
            k: {states.index(model.name(t)) + 1 for t in model.moves.of(i, model.index(s))}
            for k, s in enumerate(states, start=1)
        }
        assert {k: v for k, v in found.items() if v} == moves


#: (case, decision maker, states best first as printed) from statements by priority.
RANKINGS = [
    # R. Kinsara, A Simple Guide to GMCR+, 2014, table 2
    ("syria-iraq-1975", "syria", [1, 3, 6, 2, 4, 5]),
    ("syria-iraq-1975", "iraq", [2, 4, 6, 1, 5, 3]),
    # gmcr-py Examples/Prisoners.gmcr and Examples/Cuban.gmcr
    ("prisoners-dilemma", "one", [3, 4, 1, 2]),
    ("prisoners-dilemma", "two", [2, 4, 1, 3]),
    ("cuban-missile-crisis", "us", [5, 7, 6, 8, 3, 2, 4, 1, 12, 10, 11, 9]),
    ("cuban-missile-crisis", "ussr", [1, 5, 7, 3, 6, 2, 8, 4, 12, 10, 11, 9]),
]


@pytest.mark.parametrize(("name", "maker", "printed"), RANKINGS)
def test_statements_give_the_printed_ranking(name, maker, printed):
    model = model_conflict(conflict_of(name))
    rank = model.preferences[model.conflict.maker_ids.index(maker)].rank
    ordered = sorted(model.moves.states(), key=lambda s: -rank[s])
    groups = [
        [STATES[name].index(model.name(s)) + 1 for s in group]
        for _, group in groupby(ordered, key=lambda s: rank[s])
    ]
    assert groups == [[k] for k in printed]
