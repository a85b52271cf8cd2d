"""Published conflicts under the rules of older programs: docs/explanation/older-programs.md."""

from __future__ import annotations

import pytest

from irenic.analyse.conflict_model import ConflictModel, model_conflict
from irenic.casefile.catalogue import entries
from irenic.casefile.reader import read_case
from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.gmcr_plus import GmcrPlus


def models() -> dict[str, ConflictModel]:
    """Return the conflicts of the catalogue in which every preference is complete."""
    found = {}
    for entry in entries():
        conflict = read_case(entry.path).conflict
        model = model_conflict(conflict) if conflict is not None else None
        if model is not None and model.ranked:
            found[entry.id] = model
    return found


MODELS = models()


def test_there_are_conflicts():
    assert {"elmira-1991", "syria-iraq-1975", "cuban-missile-crisis"} <= set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_no_published_conflict_shows_a_difference(name):
    model = MODELS[name]
    old = GmcrPlus(model.moves, model.preferences)
    exact = Foresight(model.moves, model.preferences)
    for concept in ("nash", "gmr", "smr", "seq"):
        for maker in range(model.moves.n_makers):
            for state in model.moves.states():
                assert (
                    old.examine(concept, maker, state).stable
                    == exact.examine(concept, maker, state).stable
                ), (concept, maker, state)
