"""What a decision maker prefers, as an order on numbered states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING, Any

from irenic.analyse.conflict_truth import truth_everywhere, truth_of
from irenic.model import (
    Conflict,
    ConflictPreference,
    KnownPreference,
    OptionWeights,
    Statements,
    StateRanking,
)
from irenic.solve.stability.preference import Partial, Preference, Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["everywhere", "is_ranked", "on_members", "on_names", "weight_vector"]

#: Scores of statements are kept in whole numbers of 64 bits; after so many they are ranked anew.
_BITS = 60
_MOST = 1 << 62
_COMPLETE = (Statements, OptionWeights, StateRanking)
Chains = Sequence[Sequence[Sequence[str]]]


def everywhere(
    conflict: Conflict, preference: ConflictPreference | None, feasible: NDArray[np.uint8], /
) -> Preference:
    """Return an order on all 2^m states, possible or not (the impossible have no meaning).

    The preference has to be a complete one (:func:`is_ranked`).
    """
    import numpy as np

    form = preference.form if preference else None
    m = len(conflict.options)
    if isinstance(form, Statements):
        return Ranked(_statement_scores(form, m, 1 << m))
    if isinstance(form, OptionWeights):
        whole = weight_vector(conflict, form)
        if sum(map(abs, whole)) < _MOST:
            total = np.zeros(1, dtype=np.int64)
            for weight in whole:
                total = np.concatenate([total, total + weight])
            return Ranked(_small(total))
        sums = [0]
        for weight in whole:
            sums += [x + weight for x in sums]
        return Ranked(_dense(sums))
    codes = feasible.nonzero()[0].tolist()
    names = ["".join("Y" if c >> k & 1 else "N" for k in range(m)) for c in codes]
    order = on_names(preference, names)
    rank = np.zeros(1 << m, dtype=np.int32)
    if isinstance(order, Ranked):
        rank[codes] = np.array(order.rank, dtype=np.int32)
        return Ranked(_as_sequence(rank), order.degrees)
    return order


def is_ranked(conflict: Conflict, /) -> bool:
    """Return whether every two states compare for every decision maker."""
    forms = [conflict.preferences.get(maker) for maker in conflict.maker_ids]
    return all(p is not None and isinstance(p.form, _COMPLETE) for p in forms)


def on_members(
    conflict: Conflict,
    preference: ConflictPreference | None,
    names: Sequence[str],
    members: Sequence[Sequence[int]],
    /,
) -> Preference:
    """Return an order on states that may be coalesced.

    A statement holds in a coalesced state when it holds in all its members; an option counts
    with its weight when it is taken in all of them.
    """
    import numpy as np

    form = preference.form if preference else None
    if not isinstance(form, Statements | OptionWeights):
        return on_names(preference, names)
    codes = np.array([code for group in members for code in group], dtype=np.int64)
    starts = np.cumsum([0, *(len(group) for group in members[:-1])])
    if isinstance(form, Statements):
        scores = [0] * len(members)
        for statement in form.items:
            holds = np.logical_and.reduceat(truth_of(statement.formula, codes), starts)
            scores = [2 * score + int(yes) for score, yes in zip(scores, holds, strict=True)]
        return Ranked(_dense(scores))
    whole = weight_vector(conflict, form)
    taken = np.bitwise_and.reduceat(codes, starts).tolist()
    return Ranked(_dense([sum(w for k, w in enumerate(whole) if code >> k & 1) for code in taken]))


def on_names(preference: ConflictPreference | None, names: Sequence[str], /) -> Preference:
    """Return an order on named states, from a ranking, from known comparisons, or from nothing."""
    form = preference.form if preference else None
    index = {name: k for k, name in enumerate(names)}
    if isinstance(form, StateRanking):
        rank = [0] * len(names)
        for place, group in enumerate(reversed(form.groups)):
            for name in group:
                rank[index[name]] = place
        mild = all(d == 1 for d in form.degrees)
        return Ranked(tuple(rank), () if mild else tuple(reversed(form.degrees)))
    chains = form.chains if isinstance(form, KnownPreference) else ()
    return _closed(chains, index)


def _closed(chains: Chains, index: Mapping[str, int]) -> Partial:
    """Return what follows from chains: who is equal to whom, and better than whom."""
    n = len(index)
    root = list(range(n))

    def find(s: int) -> int:
        while root[s] != s:
            s = root[s]
        return s

    for chain in chains:
        for group in chain:
            for name in group[1:]:
                root[find(index[name])] = find(index[group[0]])
    below: list[set[int]] = [set() for _ in range(n)]
    for chain in chains:
        for better, worse in pairwise(chain):
            below[find(index[better[0]])].add(find(index[worse[0]]))
    same = [0] * n
    for s in range(n):
        same[find(s)] |= 1 << s
    reach = [0] * n
    for s in {find(s) for s in range(n)}:
        seen, stack = set(), list(below[s])
        while stack:
            t = stack.pop()
            if t not in seen:
                seen.add(t)
                stack.extend(below[t])
        for t in seen:
            reach[s] |= same[t]
    return Partial(tuple(reach[find(s)] for s in range(n)), tuple(same[find(s)] for s in range(n)))


def _statement_scores(form: Statements, m: int, size: int) -> Sequence[int]:
    import numpy as np

    count = len(form.items)
    score: Any = np.zeros(size, dtype=np.min_scalar_type(-(1 << min(count, _BITS))))
    spare = _BITS
    for statement in form.items:
        if not spare:
            score = np.unique(score, return_inverse=True)[1].astype(np.int64)
            spare = 62 - int(score.max()).bit_length()
        score += score  # twice, in place
        score += truth_everywhere(statement.formula, m)
        spare -= 1
    return _as_sequence(score)


def weight_vector(conflict: Conflict, form: OptionWeights, /) -> tuple[int, ...]:
    """Return the weight of each option, all multiplied by their common denominator."""
    weights = [
        form.weights.get(f"{maker.id}.{o.id}", form.weights.get(o.id, Fraction(0)))
        for maker in conflict.decision_makers
        for o in maker.options
    ]
    scale = lcm(*(w.denominator for w in weights)) if weights else 1
    return tuple(int(w * scale) for w in weights)


def _dense(scores: Sequence[int]) -> tuple[int, ...]:
    """Return scores as 0, 1, 2, .. in the same order."""
    place = {score: k for k, score in enumerate(sorted(set(scores)))}
    return tuple(place[score] for score in scores)


def _small(score: NDArray[np.int64]) -> Sequence[int]:
    """Return an array in the smallest type of whole numbers that holds it."""
    import numpy as np

    kind = np.promote_types(np.min_scalar_type(score.min()), np.min_scalar_type(score.max()))
    return _as_sequence(score.astype(np.promote_types(kind, np.int8)))


def _as_sequence(array: Any) -> Sequence[int]:
    """Return an array as what it is used as: a sequence of whole numbers."""
    found: Sequence[int] = array
    return found
