"""Links between the issues of random spaces, the same for every program.

They are put on top of any kind of instance (benchmarks/instances.py).  ``chain`` links each issue
with the next, ``sparse`` a quarter as many random pairs as there are issues, ``dense`` as many
random pairs as issues; a linked pair has extra scores for as many pairs of options as an issue
has options, and two forbidden ones.  ``rules`` has no extra scores but forbidden triples of
options and "at most two of" six issues.
"""

from __future__ import annotations

from random import Random

from instances import space as plain_space

from irenic.solve.space import Limit, Space, Term


def linked_pairs(rng, issues, links):
    """Return the pairs of issues that a structure links."""
    if links == "chain":
        return [(j, j + 1) for j in range(issues - 1)]
    every = [(a, b) for b in range(issues) for a in range(b)]
    wanted = issues if links == "dense" else max(1, issues // 4)
    return rng.sample(every, min(len(every), wanted))


def pair_terms(rng, space, pair, kind):
    """Return extra scores for some pairs of options; opposed where the kind is."""
    most = max(x for j in pair for row in space.tables[j] for x in row) // 4
    found = {}
    for _ in range(space.sizes[pair[0]]):
        options = tuple(rng.randrange(space.sizes[j]) for j in pair)
        if kind == "anti":
            x = rng.randint(-most, most)
            add = tuple(-x if i % 2 else x for i in range(space.n_parties))
        else:
            add = tuple(rng.randint(-most, most) for _ in range(space.n_parties))
        found[options] = add
    return [Term(pattern(pair, options), add) for options, add in found.items()]


def pattern(issues, options):
    """Return the pattern of one option for each of the issues."""
    return tuple((j, frozenset({o})) for j, o in zip(issues, options, strict=True))


def some_patterns(rng, space, issues, count):
    """Return random patterns of one option for each of the issues."""
    return [pattern(issues, [rng.randrange(space.sizes[j]) for j in issues]) for _ in range(count)]


def count_limit(rng, space, most=2, among=6):
    """Return "at most two of these six issues may take the first half of their options"."""
    issues = rng.sample(range(space.n_issues), min(among, space.n_issues))
    parts = [(((j, frozenset(range(space.sizes[j] // 2))),), 1) for j in issues]
    return Limit(tuple(parts), None, most)


def make_space(parties, issues, kind, *, options=10, seed=0, links=""):
    """Return the space of these arguments; the same arguments give the same space."""
    space = plain_space(parties, issues, kind, options=options, seed=seed)
    if not links:
        return space
    rng = Random(f"{links} {parties} {issues} {kind} {options} {seed}")
    terms, forbidden, limits = [], [], []
    if links == "rules":
        for _ in range(max(1, issues // 4)):
            triple = sorted(rng.sample(range(issues), min(3, issues)))
            forbidden += some_patterns(rng, space, triple, 2)
        limits = [count_limit(rng, space) for _ in range(2)]
    else:
        for pair in linked_pairs(rng, issues, links):
            terms += pair_terms(rng, space, pair, kind)
            forbidden += some_patterns(rng, space, pair, 2)
    return Space(parties, space.tables, tuple(terms), tuple(forbidden), tuple(limits))


def no_deal(space):
    """Return each party's no-deal value: a third of its best score, issue by issue."""
    best = [
        sum(max(row[i] for row in table) for table in space.tables) for i in range(space.n_parties)
    ]
    return tuple(x // 3 for x in best)
