"""Remove one defining condition at a time and see that a test fails.

    .venv/bin/python scripts/mutants.py            all mutants, about ten minutes
    .venv/bin/python scripts/mutants.py nash       those whose name contains a word

Each mutant is one textual change in a copy of the sources.  A mutant that no test notices
"survives"; then the exit code is 1.  A mutant whose text is not found is an error: the code
has moved on and the list below has to follow.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Mutant(NamedTuple):
    """``old`` becomes ``new`` in ``file``; one of ``tests`` has to fail."""

    name: str
    file: str
    old: str
    new: str
    tests: str


BARGAINING = "tests/solve/test_bargaining.py"
ANALYSIS = "tests/analyse/test_against_definitions.py"
RULES = "tests/analyse/test_rules.py"
OPTIMUM = "tests/solve/test_optimum.py"
PUBLISHED = "tests/published/test_published_results.py"
STABILITY = "tests/analyse/test_stability_against_definitions.py"
VERIFY = "tests/verify/test_verify_stability.py tests/verify/test_verify_stability_errors.py"
MUTANTS = [
    Mutant(
        "nash: nobody below no deal",
        "solve/bargaining.py",
        "for k, row in enumerate(u) if all(x >= r for x, r in zip(row, d, strict=True)))",
        "for k, row in enumerate(u))",
        BARGAINING,
    ),
    Mutant(
        "nash: the largest set that gains comes first",
        "solve/bargaining.py",
        "return len(positive), prod(positive)",
        "return 0, prod(positive)",
        BARGAINING,
    ),
    Mutant(
        "nash: an empty gain is said",
        "solve/bargaining.py",
        "Status.OPTIMAL if gaining == len(d) else Status.NO_STRICT_GAIN",
        "Status.OPTIMAL",
        BARGAINING,
    ),
    Mutant(
        "all methods: the decision rule limits the choice",
        "solve/bargaining.py",
        "return tuple(k for k, inside in enumerate(zone) if inside)",
        "return tuple(range(len(zone)))",
        BARGAINING,
    ),
    Mutant(
        "all methods: every tie is reported",
        "solve/bargaining.py",
        "        elif value == best:\n            winners.append(k)\n",
        "",
        BARGAINING,
    ),
    Mutant(
        "kalai-smorodinsky: leximin, not only the smallest",
        "solve/bargaining.py",
        "base, relative = _relative(u, d, zone, False)\n"
        "    return replace(base, key=lambda point: tuple(sorted(relative(point))))",
        "base, relative = _relative(u, d, zone, False)\n"
        "    return replace(base, key=lambda point: tuple(sorted(relative(point)))[:1])",
        BARGAINING,
    ),
    Mutant(
        "kalai-smorodinsky: the ideal is taken over the zone",
        "solve/bargaining.py",
        "ideal_point(u, range(len(u)) if ideal_over_all else rows)",
        "ideal_point(u, range(len(u)))",
        BARGAINING,
    ),
    Mutant(
        "kalai-smorodinsky: the other ideal is taken over everything feasible",
        "solve/bargaining.py",
        "ideal_point(u, range(len(u)) if ideal_over_all else rows)",
        "ideal_point(u, rows)",
        BARGAINING,
    ),
    Mutant(
        "kalai-smorodinsky: who cannot gain is not compared",
        "solve/bargaining.py",
        "if best > r)",
        "if best != r)",
        BARGAINING,
    ),
    Mutant(
        "egalitarian: gains, not scores",
        "solve/bargaining.py",
        "lambda point: _sorted_differences(point, d)",
        "lambda point: tuple(sorted(point))",
        BARGAINING,
    ),
    Mutant(
        "utilitarian: nobody below no deal",
        "solve/bargaining.py",
        "    del zone\n    rows = _acceptable_to_all(u, d)\n    status",
        "    rows = _inside(zone)\n    status",
        BARGAINING,
    ),
    Mutant(
        "equal loss in score: measured from the ideal",
        "solve/bargaining.py",
        "lambda point: _sorted_differences(point, ideal)",
        "lambda point: tuple(sorted(point))",
        BARGAINING,
    ),
    Mutant(
        "frontier: dominated sums are dropped (two parties)",
        "solve/merge2.py",
        "elif not b or -q > b[-1]:",
        "else:",
        "tests/solve",
    ),
    Mutant(
        "frontier: equal sums add their packages (two parties)",
        "solve/merge2.py",
        "counts[-1] += cs[k] * dc[j]",
        "counts[-1] += 0",
        "tests/solve",
    ),
    Mutant(
        "frontier: packages multiply from issue to issue",
        "solve/merge2.py",
        "counts.append(cs[k] * dc[j])",
        "counts.append(cs[k])",
        "tests/solve",
    ),
    Mutant(
        "feasible: forbidden patterns are removed",
        "analyse/compile.py",
        "tuple(pattern(when) for when in rule_patterns(case))",
        "()",
        ANALYSIS,
    ),
    Mutant(
        "rules: require forbids every other option",
        "analyse/rules.py",
        "frozenset(issue.option_ids) - wanted",
        "frozenset(issue.option_ids[-1:]) - wanted",
        RULES,
    ),
    Mutant(
        "rules: a count only applies when its condition holds",
        "analyse/rules.py",
        "yield Bound((*parts, (when, most - high)), None, most)",
        "yield Bound(parts, None, high)",
        RULES,
    ),
    Mutant(
        "limits: an option that is still possible stays",
        "solve/limits.py",
        "limit.high is None or rest_least + row[o] <= limit.high",
        "limit.high is None or rest_least + row[o] < limit.high",
        "tests/solve/test_pareto_frontier.py",
    ),
    Mutant(
        "optimum: ties survive the cuts",
        "solve/bounded_search.py",
        "target = search.key if search.ties else self.goal.better(search.key)",
        "target = self.goal.better(search.key)",
        OPTIMUM,
    ),
    Mutant(
        "optimum: roots are rounded down",
        "solve/goals.py",
        "        if better >= guess:\n            return guess\n",
        "        if better >= guess:\n            return guess + 1\n",
        OPTIMUM,
    ),
    Mutant(
        "optimum: a floor binds every party that has one",
        "solve/pruned.py",
        "reached = (best >= self.floors) & self.known",
        "reached = (best >= self.floors - 1) & self.known",
        OPTIMUM,
    ),
    Mutant(
        "optimum: dominated packages that tie are left out",
        "solve/bounded_search.py",
        "if len(self.found) < 2 or (len(self.goal.compared) == n and positive):",
        "if True:",
        OPTIMUM,
    ),
    Mutant(
        "direct: the largest set that gains comes first",
        "solve/direct.py",
        "for size in range(n, -1, -1):",
        "for size in range(n + 1):",
        "tests/solve/test_direct.py",
    ),
    Mutant(
        "direct: the ideal is taken over the zone",
        "solve/direct.py",
        "ideal = (situation.ideal_feasible if feasible_ideal else zone) or zone",
        "ideal = situation.ideal_feasible or zone",
        "tests/solve/test_direct.py",
    ),
    Mutant(
        "utility: together terms count",
        "analyse/compile.py",
        "tuple(amount if k == i else 0 for k in range(count))",
        "tuple(0 for k in range(count))",
        ANALYSIS,
    ),
    Mutant(
        "utility: weight times value",
        "analyse/points.py",
        "{option: weight * value for option, value in values.items()}",
        "dict(values)",
        ANALYSIS,
    ),
    Mutant(
        "midpoint: a range counts as its middle",
        "model/quantity.py",
        "return (self.low + self.high) / 2",
        "return self.low",
        ANALYSIS,
    ),
    Mutant(
        "zone: equality accepts",
        "analyse/solved.py",
        "None if floor is None else x >= floor",
        "None if floor is None else x > floor",
        ANALYSIS,
    ),
    Mutant(
        "decision rule: who must accept",
        "analyse/decision.py",
        "if False in vetoes or yes",
        "if yes",
        ANALYSIS,
    ),
    Mutant(
        "decision rule: how many must accept",
        "analyse/decision.py",
        "yes + perhaps < needed(case)",
        "yes + perhaps < 1",
        ANALYSIS,
    ),
    Mutant(
        "unknown no-deal values are never taken as 0",
        "analyse/solved.py",
        "if not (method.needs_no_deal and self.compiled.unknown):",
        "if method:",
        ANALYSIS,
    ),
    Mutant(
        "adjusted winner: points are made equal",
        "solve/adjusted_winner.py",
        "shares[step.issue] += step.share if step.giver == 1 else -step.share",
        "pass",
        "tests/solve/test_adjusted_winner.py",
    ),
    Mutant(
        "adjusted winner: each issue starts with who wants it more",
        "solve/adjusted_winner.py",
        "winners = _winners(worth)",
        "winners = tuple(0 for _ in worth)",
        "tests/solve/test_adjusted_winner.py",
    ),
    Mutant(
        "equal awards: nobody gets more than its claim",
        "solve/claims.py",
        "awards = tuple(min(x, cap) for x in c)",
        "awards = tuple(e / len(c) for x in c)",
        "tests/solve/test_claims.py",
    ),
    Mutant(
        "equal losses: nobody loses more than its claim",
        "solve/claims.py",
        "tuple(max(Fraction(0), x - loss) for x in c)",
        "tuple(x - loss for x in c)",
        "tests/solve/test_claims.py",
    ),
    Mutant(
        "stability: an improvement is strictly better",
        "solve/stability/foresight.py",
        "relation is Relation.BETTER or (unknown",
        "relation is not Relation.WORSE or (unknown",
        STABILITY,
    ),
    Mutant(
        "stability: being no better off deters, indifference too",
        "solve/stability/foresight.py",
        "return relation is not Relation.BETTER",
        "return relation is Relation.WORSE",
        STABILITY,
    ),
    Mutant(
        "stability: nobody moves twice in a row",
        "solve/stability/foresight.py",
        "if maker == last:",
        "if maker is None:",
        STABILITY,
    ),
    Mutant(
        "stability: an end is told from another by its last mover",
        "solve/stability/foresight.py",
        "(target, maker) in seen or not may",
        "any(t == target for t, _ in seen) or not may",
        STABILITY,
    ),
    Mutant(
        "stability: the same may move again later",
        "solve/stability/foresight.py",
        "if maker == last:",
        "if maker == last or length > len(movers):",
        STABILITY,
    ),
    Mutant(
        "stability: the others answer, not the first mover",
        "solve/stability/foresight.py",
        "if j != maker]",
        "]",
        STABILITY,
    ),
    Mutant(
        "SMR: no way back up afterwards",
        "solve/stability/foresight.py",
        '(concept != "smr" or self._no_way_up(maker, end, state))',
        "True",
        STABILITY,
    ),
    Mutant(
        "SMR: back up is compared with the start, not with the end",
        "solve/stability/foresight.py",
        "self._no_way_up(maker, end, state)",
        "self._no_way_up(maker, end, end)",
        STABILITY,
    ),
    Mutant(
        "SEQ: each answer is better for its mover",
        "solve/stability/foresight.py",
        'improving=concept == "seq")',
        "improving=False)",
        STABILITY,
    ),
    Mutant(
        "coalesced states: a move of any member is a move",
        "analyse/conflict_model.py",
        "for code in codes:\n                sources",
        "for code in codes[:1]:\n                sources",
        STABILITY,
    ),
    Mutant(
        "closed moves: closed only to whom they name",
        "analyse/conflict_model.py",
        'if n.by in ("", maker_id)]',
        "]",
        STABILITY,
    ),
    Mutant(
        "coalesced states: a statement holds in all members",
        "analyse/conflict_order.py",
        "np.logical_and.reduceat(truth",
        "np.logical_or.reduceat(truth",
        STABILITY,
    ),
    Mutant(
        "coalesced states: an option counts when all members take it",
        "analyse/conflict_order.py",
        "np.bitwise_and.reduceat(codes",
        "np.bitwise_or.reduceat(codes",
        STABILITY,
    ),
    Mutant(
        "statements: the first counts most",
        "analyse/conflict_order.py",
        "2 * score + int(yes)",
        "score + int(yes)",
        STABILITY,
    ),
    Mutant(
        "one-way options: neither way back",
        "solve/stability/moves.py",
        "(state & to_yes) | (~state & to_no)",
        "state & to_yes",
        STABILITY,
    ),
    Mutant(
        "quick verdicts: no better off deters, indifference too",
        "solve/stability/ranked.py",
        "(best_of_own(axis, after.reshape(-1)) <= rows)",
        "(best_of_own(axis, after.reshape(-1)) < rows)",
        STABILITY,
    ),
    Mutant(
        "quick verdicts, SMR: the way back up counts",
        "solve/stability/ranked.py",
        '        if concept == "smr":  #',
        "        if not concept:  #",
        STABILITY,
    ),
    Mutant(
        "quick verdicts: an answer of one step is one step",
        "solve/stability/ranked.py",
        "one_step=one_step,\n            budget=budget,\n        )\n        found[concept]",
        "one_step=False,\n            budget=budget,\n        )\n        found[concept]",
        STABILITY,
    ),
    Mutant(
        "SIM: what is made together has to be possible",
        "solve/stability/simultaneous.py",
        "            if not codes.possible(together):\n                continue\n",
        "",
        STABILITY,
    ),
    Mutant(
        "SIM: who takes part is better off alone",
        "solve/stability/simultaneous.py",
        "if better(mover, codes.home(t), self.state, unknown=unknown)\n            and not",
        "if not",
        STABILITY,
    ),
    Mutant(
        "SIM: closed moves take no part",
        "solve/stability/simultaneous.py",
        "\n            and not codes.closed(mover, code, t)",
        "",
        STABILITY,
    ),
    Mutant(
        "verify: an answer is not given by the first mover",
        "verify/witnesses.py",
        "        if by == maker:",
        "        if by is None:",
        VERIFY,
    ),
    Mutant(
        "verify: nobody answers twice in a row",
        "verify/witnesses.py",
        "        if by == last:",
        "        if by is None:",
        VERIFY,
    ),
    Mutant(
        "verify: a way back up is seen",
        "verify/witnesses.py",
        "    elif not judge.punishes(concept, maker, here, state):",
        "    elif not judge:",
        VERIFY,
    ),
    Mutant(
        "verify: an answer that is withheld is found",
        "verify/witnesses.py",
        "                if end is not None:\n                    yield (",
        "                if end == -99:\n                    yield (",
        VERIFY,
    ),
    Mutant(
        "audience: other parties' preferences are withheld",
        "analyse/audience.py",
        "{p: v for p, v in case.preferences.items() if p == own}",
        "dict(case.preferences)",
        "tests/analyse/test_audience.py",
    ),
    Mutant(
        "audience: reasons of rules belong to their makers",
        "analyse/audience.py",
        'rule if own and rule.by == own else replace(rule, why="", by="")',
        "rule",
        "tests/analyse/test_audience.py",
    ),
    Mutant(
        "audience: backers are private",
        "analyse/audience.py",
        "party if party.id == own else replace(party, backers=())",
        "party",
        "tests/analyse/test_audience.py",
    ),
]


def survives(mutant: Mutant, folder: Path) -> bool:
    """Return whether every test passes in spite of the mutant."""
    target = folder / "src" / "irenic" / mutant.file
    source = target.read_text(encoding="utf-8")
    if mutant.old not in source:
        raise SystemExit(f"{mutant.name}: its text is not in {mutant.file} any more")
    target.write_text(source.replace(mutant.old, mutant.new, 1), encoding="utf-8")
    try:
        words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        env = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [*words, *mutant.tests.split()], cwd=folder, env=env, capture_output=True, text=True
        )
    finally:
        target.write_text(source, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise SystemExit(f"{mutant.name}: the tests did not run\n{done.stdout[-2000:]}")
    return done.returncode == 0


def main() -> int:
    """Try the mutants that were asked for; print one line each."""
    words = sys.argv[1:]
    chosen = [m for m in MUTANTS if not words or any(word in m.name for word in words)]
    survivors = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("src", "tests", "catalog", "pyproject.toml"):
            source = ROOT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, folder / part)
        for mutant in chosen:
            alive = survives(mutant, folder)
            survivors += alive
            print(f"{'SURVIVES' if alive else 'killed  '}  {mutant.name}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} mutants killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
