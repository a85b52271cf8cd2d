"""The ways to verdicts that are compared; each returns one mask per concept and decision maker."""

from __future__ import annotations

CONCEPTS = ("nash", "gmr", "smr", "seq")


def irenic(moves, preferences):
    from irenic.solve.stability.ranked import verdicts

    return verdicts(moves, preferences, CONCEPTS)


def literal(moves, preferences):
    """Return the verdicts by the definitions, state by state."""
    import numpy as np

    from irenic.solve.stability.foresight import Foresight

    solver = Foresight(moves, preferences)
    found = {c: [np.zeros(moves.size, bool) for _ in range(moves.n_makers)] for c in CONCEPTS}
    for concept, each in found.items():
        for i, stable in enumerate(each):
            for s in moves.states():
                stable[s] = solver.examine(concept, i, s).stable
    return found


def matrix(moves, preferences):
    """Return the verdicts by products of matrices over all pairs of possible states.

    The method of H. Xu, K. W. Hipel and D. M. Kilgour, IEEE Trans. SMC-A 39 (2009) 96-108, with
    0/1 matrices in floating point for the sake of BLAS.
    """
    import numpy as np

    n = moves.n_makers
    states = np.array(list(moves.states()))
    place = np.full(moves.size, -1)
    place[states] = np.arange(len(states))
    move, gain, better = [], [], []
    for i, preference in enumerate(preferences):
        arcs = np.zeros((len(states),) * 2, dtype=np.float32)
        for row, s in enumerate(states.tolist()):
            arcs[row, place[moves.of(i, s)]] = 1
        rank = np.asarray(preference.rank)[states]
        move.append(arcs)
        better.append(rank[None, :] > rank[:, None])
        gain.append(arcs * better[i])
    found = {c: [] for c in CONCEPTS}
    for i in range(n):
        others = [j for j in range(n) if j != i]
        free = gain[i] > 0
        no_better = ~better[i]
        held = no_better & ~_product(better[i], move[i].T)
        answers = {
            "nash": np.zeros_like(free),
            "gmr": _product(no_better, _ends(move, others).T),
            "smr": _product(held, _ends(move, others).T),
            "seq": _product(no_better, _ends(gain, others).T),
        }
        for concept, deters in answers.items():
            stable = np.zeros(moves.size, dtype=bool)
            stable[states] = ~(free & ~deters).any(axis=1)
            found[concept].append(stable)
    return found


def _product(a, b):
    """Return the Boolean product of two matrices."""
    import numpy as np

    return (a.astype(np.float32) @ b.astype(np.float32)) > 0


def _ends(arcs, others):
    """Return where legal sequences of some decision makers can end, from each state."""
    import numpy as np

    first = {j: arcs[j] > 0 for j in others}
    while True:
        after = {j: np.zeros_like(first[j]) for j in others}
        for j in others:
            for k in others:
                if k != j:
                    after[j] |= first[k]
        longer = {j: first[j] | _product(arcs[j], after[j]) for j in others}
        if all((longer[j] == first[j]).all() for j in others):
            return np.logical_or.reduce([first[j] for j in others])
        first = longer


PROGRAMS = {"irenic": irenic, "literal": literal, "matrix": matrix}
