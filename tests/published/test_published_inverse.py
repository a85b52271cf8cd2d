"""The published count of rankings of the Syria-Iraq case, and the one that is wrong in print."""

from __future__ import annotations

from itertools import permutations

import pytest

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.inverse import find_inverse
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.preference import Ranked


@pytest.fixture(scope="module")
def model():
    return model_conflict(read_case(resolve("syria-iraq-1975")).conflict, listed=True)


@pytest.mark.parametrize(
    ("concept", "count"), [("nash", 240), ("gmr", 384), ("smr", 300), ("seq", 384)]
)
def test_rankings_of_syria_that_make_the_release_hold(model, concept, count):
    """Kinsara 2014, section 4.2: 240 under Nash.  The others are computed; 420 is printed for SEQ.

    Iraq has the release as its best state, so that each of them is an equilibrium too.
    """
    (need,) = find_inverse(model, "YNN", free=["syria"], concepts=[concept]).needs
    assert need.count == count
    assert need.equilibrium_count == count
    assert by_definition(model, concept) == count


def by_definition(model, concept):
    target = model.index("YNN")
    return sum(
        all(Foresight(model.moves, p).examine(concept, i, target).stable for i in (0, 1))
        for p in profiles(model)
    )


def profiles(model):
    for rank in permutations(range(6)):
        yield [Ranked(rank), model.preferences[1]]


@pytest.mark.parametrize("concept", ["gmr", "seq"])
def test_420_comes_from_looking_at_the_last_improvement_only(model, concept):
    """What gmcr-py's InverseSolver computes: each improvement overwrites the one before."""
    target = model.index("YNN")
    shown = [model.index(name) for name in ("NNN", "YNN", "NYN", "NNY", "YNY", "NYY")]
    count = 0
    for preferences in profiles(model):
        answers = Foresight(model.moves, preferences).examine(concept, 0, target).answers
        last = sorted(answers, key=lambda a: shown.index(a.improvement))[-1:]
        count += all(answer.path is not None for answer in last)
    assert count == 420
