"""Random spaces and case files of the kinds that the benchmarks and their figures name.

    python benchmarks/instances.py 2 20 anti case.yaml     # parties, issues, kind, file

``int100`` raw values 0..100; ``wint`` whole weights 1..20 times values 0..100; ``float``
weights in steps of 0.001 that add up to about 1, times values 0..100; ``anti`` opposed
preferences: every issue has one scale from which half the parties count upwards and the others
downwards, with weights of their own.  The same arguments give the same instance everywhere.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from random import Random

from irenic.solve.space import Space

KINDS = ("int100", "wint", "float", "anti")
TOP, HEAVIEST, STEPS = 100, 20, 1000


def instance(parties, issues, kind, *, options=10, seed=0):
    """Return whole weights ``[issue][party]`` and values ``[issue][option][party]``."""
    rng = Random(f"{parties} {issues} {kind} {options} {seed}")
    if kind == "int100":
        weights = [[1] * parties for _ in range(issues)]
    elif kind == "float":
        rows = [[rng.expovariate(1) for _ in range(issues)] for _ in range(parties)]
        weights = [[round(STEPS * row[j] / sum(row)) for row in rows] for j in range(issues)]
    else:
        weights = [[rng.randint(1, HEAVIEST) for _ in range(parties)] for _ in range(issues)]
    if kind == "anti":
        scales = [[rng.randint(0, TOP) for _ in range(options)] for _ in range(issues)]
        values = [[[TOP - x if i % 2 else x for i in range(parties)] for x in s] for s in scales]
    else:
        values = [
            [[rng.randint(0, TOP) for _ in range(parties)] for _ in range(options)]
            for _ in range(issues)
        ]
    return weights, values


def space(parties, issues, kind, *, options=10, seed=0):
    """Return the instance as integer tables."""
    weights, values = instance(parties, issues, kind, options=options, seed=seed)
    tables = (
        tuple(tuple(w * x for w, x in zip(weight, row, strict=True)) for row in value)
        for weight, value in zip(weights, values, strict=True)
    )
    return Space(parties, tuple(tables))


def case(parties, issues, kind, *, options=10, seed=0):
    """Return the instance as a case; no-deal values are a third of each party's best score."""
    from irenic.model import (
        Case,
        ChoiceIssue,
        IssuePreference,
        Option,
        OptionValues,
        Party,
        Preference,
        Quantity,
    )

    weights, values = instance(parties, issues, kind, options=options, seed=seed)
    names = [f"p{i + 1}" for i in range(parties)]
    unit = Fraction(1, STEPS) if kind == "float" else Fraction(1)
    found = [
        ChoiceIssue(
            f"i{j + 1}",
            f"Issue {j + 1}",
            tuple(Option(f"o{o}", f"Option {o}") for o in range(options)),
        )
        for j in range(issues)
    ]

    def preference(i):
        views = {
            issue.id: IssuePreference(
                Quantity.exactly(weights[j][i] * unit),
                OptionValues(
                    {o.id: Quantity.exactly(values[j][k][i]) for k, o in enumerate(issue.options)}
                ),
            )
            for j, issue in enumerate(found)
        }
        best = sum(w[i] * max(row[i] for row in v) for w, v in zip(weights, values, strict=True))
        return Preference(names[i], Quantity.exactly(Fraction(best // 3) * unit), views)

    return Case(
        f"{parties} parties, {issues} issues, {kind}",
        tuple(Party(name, name.upper()) for name in names),
        tuple(found),
        {name: preference(i) for i, name in enumerate(names)},
    )


def write(path, parties, issues, kind, *, options=10, seed=0):
    """Write the instance as a case file: JSON when the name ends so, else YAML."""
    from irenic.casefile.writer import write_case, write_json

    made = case(parties, issues, kind, options=options, seed=seed)
    path = Path(path)
    text = write_json(made) if path.suffix == ".json" else write_case(made)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[3] not in KINDS:
        sys.exit(f"usage: instances.py PARTIES ISSUES {'|'.join(KINDS)} FILE")
    write(sys.argv[4], int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
