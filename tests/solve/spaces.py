"""Seeded random spaces that are small enough to check by definition and nasty on purpose."""

from __future__ import annotations

from random import Random

from irenic.solve.space import Limit, Pattern, Space, Term

MOST_PACKAGES = 160


def random_space(seed: int) -> Space:
    """Return a space of 1 to 5 parties with ties, rules, terms, zero and negative values."""
    rng = Random(seed)
    n = rng.randint(1, 5)
    sizes: list[int] = []
    room = rng.choice([1, 12, 12, 60, 60, 60, MOST_PACKAGES])
    while room > 1 and len(sizes) < 6 and rng.random() < 0.97:
        size = rng.randint(1, min(5, room))
        room //= size
        sizes.append(size)
    # Few distinct values make ties; beyond 2**53 and 2**63 floats and machine integers fail.
    top = rng.choice([1, 2, 4, 4, 9, 100, 2**54, 2**64])
    unit = rng.choice([1, 1, 1, 3, 2**53, 10**20])
    weights = [rng.choice([0, 1, 1, unit]) for _ in range(n)]

    def vector() -> tuple[int, ...]:
        return tuple(w * rng.randint(-top if rng.random() < 0.4 else 0, top) for w in weights)

    def pattern() -> Pattern:
        issues = rng.sample(range(len(sizes)), min(len(sizes), rng.choice([1, 2, 2, 2, 2, 3])))
        return tuple(
            (j, frozenset(rng.sample(range(sizes[j]), rng.randint(1, max(1, sizes[j] - 1)))))
            for j in issues
        )

    def limit() -> Limit:
        amount = rng.choice([1, 1, 3, 2**61])
        parts = tuple((pattern(), rng.choice([1, 1, amount, -1])) for _ in range(rng.randint(1, 7)))
        low = rng.choice([None, None, 0, 1, amount])
        high = rng.choice([None, 1, 2, amount]) if low is not None else rng.randint(0, 2)
        return Limit(parts, low, high)

    if sizes and rng.random() < 0.1:
        zero = (0,) * n
        tables = tuple(tuple(zero for _ in range(size)) for size in sizes)
    else:
        tables = tuple(tuple(vector() for _ in range(size)) for size in sizes)
    terms = tuple(Term(pattern(), vector()) for _ in range(rng.choice([0, 0, 1, 2, 3])))
    forbidden = tuple(
        pattern() for _ in range(rng.choice([0, 0, 0, 1, 2, 4]) if len(sizes) > 1 else 0)
    )
    limits = tuple(limit() for _ in range(rng.choice([0, 0, 1, 2]) if sizes else 0))
    return Space(n, tables, terms, forbidden, limits)


def linked_space(
    seed: int,
    n: int,
    *,
    sizes: tuple[int, ...],
    pairs: int | list[tuple[int, int]],
    rules: int = 2,
    terms: int = 0,
    top: int = 100,
) -> Space:
    """Return a large space; each pair of issues has so many forbidden pairs and terms."""
    rng = Random(seed)
    tables = tuple(
        tuple(tuple(rng.randint(0, top) for _ in range(n)) for _ in range(size)) for size in sizes
    )
    if isinstance(pairs, int):
        every = [(a, b) for a in range(len(sizes)) for b in range(a + 1, len(sizes))]
        pairs = rng.sample(every, pairs)

    def pattern(a: int, b: int) -> Pattern:
        return (
            (a, frozenset({rng.randrange(sizes[a])})),
            (b, frozenset({rng.randrange(sizes[b])})),
        )

    forbidden = tuple(pattern(a, b) for a, b in pairs for _ in range(rules))
    added = tuple(
        Term(pattern(a, b), tuple(rng.randint(-30, 60) for _ in range(n)))
        for a, b in pairs
        for _ in range(terms)
    )
    return Space(n, tables, added, forbidden)
