"""Frontier and Nash solution: Irenic against NegMAS 0.16, in the same run.

    pip install "negmas==0.16.*"
    python benchmarks/frontier_vs_negmas.py            # prints the table
    python benchmarks/frontier_vs_negmas.py --write    # and puts it into benchmarks/README.md

Every measurement is a process of its own, so that peak memory is its own.  Time runs from
integer tables in memory to a list of frontier points and the Nash point; imports and one
small warm-up (compilation, caches) come before the clock starts.  CPU time is compared,
because wall time depends on the neighbours.  The best of three repetitions counts, or of as
many as fit into ten seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
ROWS = [
    (parties, kind, digits)
    for parties in (2, 3)
    for kind in ("random", "opposed", "decimal")
    for digits in ((3, 4, 5) if kind == "decimal" else (3, 4, 5, 6, 7))
]
PROGRAMS = ("irenic", "pareto_frontier", "sampler")
#: Seconds before a run is stopped.
PATIENCE = 900
REPEAT, REPEAT_SECONDS = 3, 10


def instance(parties, kind, digits, seed=0):
    """Return weights[issue][party] and values[issue][party][option], all integers.

    ``opposed``: what is better for party 0 is worse for party 1 on every issue, but they
    weigh issues differently; a third party is random.  ``decimal``: weights are multiples
    of 0.05 and values of 0.1, given here in these units.
    """
    rng = Random(1000 * parties + digits + 100_000 * seed)
    top, most = (10, 20) if kind == "decimal" else (100, 100)
    weights = [[rng.randint(1, most) for _ in range(parties)] for _ in range(digits)]
    values = [
        [[rng.randint(0, top) for _ in range(10)] for _ in range(parties)] for _ in range(digits)
    ]
    if kind == "opposed":
        for issue in values:
            issue[0] = sorted(issue[0])
            issue[1] = sorted(issue[1], reverse=True)
    return weights, values


def tables_of(weights, values):
    """Return weight x value as ``[issue][option][party]``."""
    return tuple(
        tuple(
            tuple(w * column[o] for w, column in zip(weight, value, strict=True)) for o in range(10)
        )
        for weight, value in zip(weights, values, strict=True)
    )


def worst(parties, weights, values):
    """Return each party's lowest score, which serves as its no-deal value.

    The peer measures gains from there whenever the no-deal value is lower still.
    """
    pairs = list(zip(weights, values, strict=True))
    return [sum(w[i] * min(v[i]) for w, v in pairs) for i in range(parties)]


def run_irenic(parties, kind, digits):
    from irenic.solve.bargaining import choose, nash
    from irenic.solve.frontier import pareto_frontier
    from irenic.solve.space import Space

    weights, values = instance(parties, kind, digits)

    def work():
        tables = tables_of(weights, values)
        found = pareto_frontier(Space(parties, tables))
        everywhere = [True] * len(found.points)
        no_deal = worst(parties, weights, values)
        choice = choose(found.points, nash(found.points, no_deal, everywhere))
        return found, [found.points[k] for k in choice.winners]

    found, best = work()
    return work, len(found.points), best[0], found.packages


def peer_utilities(parties, kind, weights, values):
    from negmas import LinearAdditiveUtilityFunction, make_issue
    from negmas.preferences.value_fun import TableFun

    digits = len(weights)
    w_unit, v_unit = (0.05, 0.1) if kind == "decimal" else (1.0, 1.0)
    no_deal = worst(parties, weights, values)
    issues = [make_issue(10, f"issue {j}") for j in range(digits)]
    ufuns = [
        LinearAdditiveUtilityFunction(
            values=[
                TableFun({o: values[j][i][o] * v_unit for o in range(10)}) for j in range(digits)
            ],
            weights=[weights[j][i] * w_unit for j in range(digits)],
            issues=issues,
            reserved_value=no_deal[i] * w_unit * v_unit,
        )
        for i in range(parties)
    ]
    return issues, ufuns


def in_units(point, kind):
    return tuple(float(x) / (0.05 * 0.1 if kind == "decimal" else 1.0) for x in point)


def run_pareto_frontier(parties, kind, digits):
    from negmas.preferences.ops import nash_points, pareto_frontier

    def work():
        issues, ufuns = peer_utilities(parties, kind, *instance(parties, kind, digits))
        points, _ = pareto_frontier(ufuns, issues=issues)
        return points, nash_points(ufuns, points, issues=issues)

    points, best = work()
    return work, len(points), in_units(best[0][0], kind), None


def run_sampler(parties, kind, digits):
    from negmas.preferences.pareto_sampler.mobanos import MOBANOSParetoSampler

    def work():
        _, (one, two) = peer_utilities(parties, kind, *instance(parties, kind, digits))
        sampler = MOBANOSParetoSampler()
        sampler.init(one, two)
        return [(float(one(x)), float(two(x))) for x in sampler.pareto_outcomes()]

    points = work()
    low = [x * (0.005 if kind == "decimal" else 1.0) for x in worst(2, *instance(2, kind, digits))]
    best = max(points, key=lambda p: (p[0] - low[0]) * (p[1] - low[1]))
    return work, len(points), in_units(best, kind), None


RUN = {"irenic": run_irenic, "pareto_frontier": run_pareto_frontier, "sampler": run_sampler}


def peak():
    """Return the peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(program, parties, kind, digits):
    """Measure in this process; print one JSON object."""
    RUN[program](parties, kind, 2)
    before = peak()
    cpu, wall, spent = [], [], 0.0
    start_cpu, start = time.process_time(), time.perf_counter()
    work, size, best, packages = RUN[program](parties, kind, digits)
    cpu.append(time.process_time() - start_cpu)
    wall.append(time.perf_counter() - start)
    spent = wall[0]
    while len(cpu) < REPEAT and spent < REPEAT_SECONDS:
        start_cpu, start = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - start_cpu)
        wall.append(time.perf_counter() - start)
        spent += wall[-1]
    answer = {
        "cpu": min(cpu),
        "wall": min(wall),
        "before": before,
        "peak": peak(),
        "size": size,
        "nash": list(best),
        "packages": packages,
    }
    print(json.dumps(answer))


def measured(program, parties, kind, digits):
    """Measure in a process of its own; an answer without times says why."""
    command = [sys.executable, __file__, "--run", program, str(parties), kind, str(digits)]
    path = os.pathsep.join(filter(None, [str(HERE.parent / "src"), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"stopped after {PATIENCE} s"}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        return {"failed": last[0][:60]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def seconds(x):
    return f"{x * 1000:.1f} ms" if x < 1 else f"{x:.1f} s"


def cell(result, ours, expected):
    """Return time (ratio), memory growth and length of the list of a peer's run."""
    if result is None:
        return ["-", "-", "-"]
    if "failed" in result:
        return [result["failed"], "-", "-"]
    same = result["size"] == ours[expected]
    size = f"{result['size']}" + ("" if same else " (differs)")
    ratio = result["cpu"] / ours["cpu"]
    grown = max(0, result["peak"] - result["before"])
    return [f"{seconds(result['cpu'])} ({ratio:,.1f}x)", f"+{grown:.0f}", size]


def nash_note(result, ours):
    if result is None or "failed" in result:
        return "-"
    pairs = zip(result["nash"], ours["nash"], strict=True)
    return "same" if all(abs(a - b) < 1e-6 * max(1, abs(b)) for a, b in pairs) else "differs"


HEAD = [
    "parties, kind, packages",
    "Irenic CPU (wall)",
    "MiB peak (growth)",
    "points (packages)",
    "`pareto_frontier` + `nash_points` CPU (ratio)",
    "MiB growth",
    "points",
    "Nash",
    "`MOBANOSParetoSampler` CPU (ratio)",
    "MiB growth",
    "packages",
]


def table(rows):
    """Run everything and return the lines of a Markdown table."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    for parties, kind, digits in rows:
        ours = measured("irenic", parties, kind, digits)
        if "failed" in ours:
            raise SystemExit(f"our own run failed: {ours['failed']}")
        peer = measured("pareto_frontier", parties, kind, digits)
        sampler = measured("sampler", parties, kind, digits) if parties == 2 else None
        grown = max(0, ours["peak"] - ours["before"])
        line = [
            f"{parties}, {kind}, 10^{digits}",
            f"{seconds(ours['cpu'])} ({seconds(ours['wall'])})",
            f"{ours['peak']:.0f} (+{grown:.0f})",
            f"{ours['size']} ({ours['packages']})",
            *cell(peer, ours, "size"),
            nash_note(peer, ours),
            *cell(sampler, ours, "packages"),
        ]
        lines.append("| " + " | ".join(line) + " |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def dominated(parties, seeds=30, digits=4):
    """Return how many points the peer lists on decimal instances, and how many are dominated."""
    sys.path.insert(0, str(HERE.parent / "src"))
    from negmas.preferences.ops import pareto_frontier as peer_frontier

    from irenic.solve.frontier import pareto_frontier
    from irenic.solve.space import Space

    listed = wrong = 0
    for seed in range(seeds):
        weights, values = instance(parties, "decimal", digits, seed)
        space = Space(parties, tables_of(weights, values))
        truth = set(pareto_frontier(space).points)
        issues, ufuns = peer_utilities(parties, "decimal", weights, values)
        points, _ = peer_frontier(ufuns, issues=issues)
        listed += len(points)
        wrong += sum(tuple(map(round, in_units(p, "decimal"))) not in truth for p in points)
    return listed, wrong


def machine():
    def of(package):
        try:
            return version(package)
        except PackageNotFoundError:
            return "source tree"

    packages = ", ".join(f"{name} {of(name)}" for name in ("negmas", "numpy", "moocore"))
    return f"{os.cpu_count()} cores (shared), Python {platform.python_version()}, {packages}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", nargs=4, metavar=("PROGRAM", "PARTIES", "KIND", "DIGITS"))
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    parser.add_argument("--least", type=int, default=3, help="smallest power of ten (default 3)")
    parser.add_argument("--most", type=int, default=7, help="largest power of ten (default 7)")
    arguments = parser.parse_args()
    if arguments.run:
        program, parties, kind, digits = arguments.run
        measure(program, int(parties), kind, int(digits))
        return
    rows = [row for row in ROWS if arguments.least <= row[2] <= arguments.most]
    lines = [machine(), "", *table(rows), ""]
    for parties in (2, 3):
        listed, wrong = dominated(parties)
        lines.append(
            f"- {parties} parties, 30 decimal instances of 10^4 packages: `pareto_frontier` lists "
            f"{listed} points; dominated among them: {wrong}."
        )
    print("\n".join(lines))
    if arguments.write:
        readme = HERE / "README.md"
        head, mark, rest = readme.read_text(encoding="utf-8").partition("<!-- measured -->\n")
        _, end, tail = rest.partition("<!-- end -->")
        text = "\n".join(lines)
        readme.write_text(f"{head}{mark}\n{text}\n\n{end}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
