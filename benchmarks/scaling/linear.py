"""A space as a list of linear constraints over 0-1 variables, for any integer solver."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain


@dataclass
class Linear:
    """Rows ``low <= sum of coefficient * variable <= high``; variables are 0 or 1.

    ``option[j][o]`` is the variable of option o of issue j; ``scores[i]`` maps variables to
    what they add for party i; ``range_of(i)`` bounds that sum.
    """

    n_variables: int = 0
    rows: list = field(default_factory=list)
    option: list = field(default_factory=list)
    scores: list = field(default_factory=list)

    def variable(self):
        """Return a new variable."""
        self.n_variables += 1
        return self.n_variables - 1

    def range_of(self, i):
        """Return safe bounds of the score of party i."""
        least = most = 0
        in_an_option = set()
        for variables in self.option:
            column = [self.scores[i].get(v, 0) for v in variables]
            least, most = least + min(column), most + max(column)
            in_an_option |= set(variables)
        for v, x in self.scores[i].items():
            if v not in in_an_option:
                least, most = least + min(0, x), most + max(0, x)
        return least, most


def linear(space):
    """Return the linear constraints of a space."""
    made = Linear(scores=[{} for _ in range(space.n_parties)])
    for table in space.tables:
        variables = [made.variable() for _ in table]
        made.option.append(variables)
        made.rows.append((dict.fromkeys(variables, 1), 1, 1))
        for v, row in zip(variables, table, strict=True):
            for i, x in enumerate(row):
                made.scores[i][v] = x
    for term in space.terms:
        v = holds(made, term.when)
        for i, x in enumerate(term.add):
            made.scores[i][v] = made.scores[i].get(v, 0) + x
    for pattern in space.forbidden:
        parts = parts_of(made, pattern)
        made.rows.append((dict.fromkeys(chain(*parts), 1), None, len(parts) - 1))
    for limit in space.limits:
        row = {}
        for pattern, amount in limit.parts:
            parts = parts_of(made, pattern)
            for v in parts[0] if len(parts) == 1 else [holds(made, pattern)]:
                row[v] = row.get(v, 0) + amount
        made.rows.append((row, limit.low, limit.high))
    return made


def parts_of(made, pattern):
    """Return, for each part of a pattern, the variables of which one must be 1."""
    return [[made.option[j][o] for o in sorted(options)] for j, options in pattern]


def holds(made, pattern):
    """Return a variable that is 1 exactly when the pattern matches."""
    parts = parts_of(made, pattern)
    z = made.variable()
    together = dict.fromkeys(chain(*parts), 1)
    made.rows.append(({**together, z: -1}, None, len(parts) - 1))
    for part in parts:
        made.rows.append(({**dict.fromkeys(part, 1), z: -1}, 0, None))
    return z


def package_of(made, is_one):
    """Return the package that an assignment of the variables stands for."""
    return tuple(next(o for o, v in enumerate(variables) if is_one(v)) for variables in made.option)
