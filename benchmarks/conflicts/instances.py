"""Random conflicts in option form; the same row gives the same conflict everywhere."""

from __future__ import annotations

from itertools import pairwise

SIZES = (10, 12, 14, 16, 20, 22, 24)
MAKERS = (2, 4, 6)
#: Second ways store or visit pairs of states; beyond this many options they are not tried.
MOST_LITERAL = 12
#: Share of impossible states, and one one-way option in so many, where moves are limited.
IMPOSSIBLE, ONE_WAY = 0.15, 5


def all_rows():
    """Return every row: options, decision makers and the family."""
    rows = [
        {"options": m, "makers": n, "family": family}
        for family in ("statements", "limited")
        for m in SIZES
        for n in MAKERS
    ]
    return rows + [{"options": m, "makers": 4, "family": "shuffled"} for m in SIZES]


def name(row):
    return f"{row['family']}, {row['options']} options, {row['makers']} decision makers"


def conflict(row):
    """Return moves and preferences.

    *statements*: each decision maker has as many prioritised statements as there are options,
    each about one to three of them.  *limited*: besides, patterns of four options are impossible
    until 15 % of the states are, and a fifth of the options change one way only.  *shuffled*:
    every decision maker ranks all states in a random order of its own.
    """
    import numpy as np

    from irenic.solve.stability.moves import OptionMoves
    from irenic.solve.stability.preference import Ranked

    m, n, family = row["options"], row["makers"], row["family"]
    rng = np.random.default_rng([m, n, len(family)])
    starts = tuple(m * k // n for k in range(n + 1))
    if family == "shuffled":
        ranks = [rng.permutation(1 << m).astype(np.int32) for _ in range(n)]
    else:
        ranks = [statement_ranks(m, rng) for _ in range(n)]
    feasible = np.ones(1 << m, dtype=np.uint8)
    directions = [0] * m
    if family == "limited":
        while 1 - feasible.mean() < IMPOSSIBLE:
            feasible[matching(m, rng)] = 0
        for k in rng.choice(m, m // ONE_WAY, replace=False):
            directions[k] = int(rng.choice((-1, 1)))
    moves = OptionMoves(starts, tuple(directions), feasible.tobytes())
    return moves, [Ranked(r) for r in ranks]


def bit(m, k, value):
    """Return where option k has a value, over all states."""
    import numpy as np

    return np.broadcast_to(
        np.array([False, True]).reshape(1, 2, 1) == value, (1 << (m - 1 - k), 2, 1 << k)
    ).reshape(-1)


def statement_ranks(m, rng):
    """Return the ranks that m random statements give, in the smallest type that holds them."""
    import numpy as np

    ranks = np.zeros(1 << m, dtype=np.min_scalar_type(-(1 << m)))
    for _ in range(m):
        options = rng.choice(m, 3, replace=False)
        a, b, c = (bit(m, k, bool(rng.integers(0, 2))) for k in options)
        kind = int(rng.integers(0, 4))
        ranks += ranks
        ranks += (a, a & b, a | b, a | (b & c))[kind]
    return ranks


def matching(m, rng):
    """Return where a random pattern of four options fits."""
    import numpy as np

    options = rng.choice(m, 4, replace=False)
    return np.logical_and.reduce([bit(m, k, bool(rng.integers(0, 2))) for k in options])


def widths(moves):
    """Return how many options each decision maker has."""
    return [high - low for low, high in pairwise(moves.starts)]
