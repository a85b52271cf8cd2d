"""Cold start: the whole time of a process, from its start to the printed answer."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scaling.instances import instance

#: Starts measured, after one that fills the caches of the disk.
STARTS = 9
HERE = Path(__file__).parents[1]


def case_text(row):
    """Return a case file of a row, in whole weights and values; no-deal: a third of the best."""
    weights, values = instance(
        row["parties"], row["issues"], row["kind"], options=row["options"], seed=0
    )
    parties = [f"p{i + 1}" for i in range(row["parties"])]
    lines = ["irenic: 1", f"title: {row['name']}", "parties:"]
    lines += [f"  {p}: {{name: {p.upper()}}}" for p in parties] + ["issues:"]
    options = [f"o{o}" for o in range(row["options"])]
    for j in range(row["issues"]):
        lines += [f"  i{j + 1}:", f"    title: Issue {j + 1}", "    options:"]
        lines += [f"      {o}: Option {o[1:]}" for o in options]
    lines.append("preferences:")
    for i, p in enumerate(parties):
        best = sum(
            weight[i] * max(x[i] for x in value)
            for weight, value in zip(weights, values, strict=True)
        )
        lines += [f"  {p}:", f"    no_deal: {best // 3}", "    issues:"]
        for j, (weight, value) in enumerate(zip(weights, values, strict=True)):
            scores = ", ".join(f"{o}: {x[i]}" for o, x in zip(options, value, strict=True))
            lines.append(f"      i{j + 1}: {{weight: {weight[i]}, values: {{{scores}}}}}")
    return "\n".join(lines) + "\n"


def commands(row, folder):
    """Return, by program, the command whose whole time counts."""
    path = folder / "case.yaml"
    path.write_text(case_text(row), encoding="utf-8")
    python, frontier = sys.executable, {**row, "goal": "frontier"}
    whole = [python, str(HERE / "scale.py"), "--whole"]
    verb = ["frontier"] if has_verb("frontier") else ["analyze", "--json"]
    return {
        "nothing": [python, "-c", "pass"],
        "irenic": [python, "-m", "irenic", *verb, str(path)],
        "second": [*whole, "irenic", json.dumps(frontier)],
        "mobanos": [*whole, "mobanos", json.dumps(frontier)],
    }


def has_verb(verb):
    """Return whether the command line has a verb."""
    return (HERE.parent / "src" / "irenic" / "cli" / f"{verb}.py").exists()


def cold(program, row):
    """Return the times of several starts of a program; it must not fail."""
    cpu, wall, printed = [], [], ""
    with tempfile.TemporaryDirectory() as folder:
        command = commands(row, Path(folder))[program]
        for turn in range(STARTS + 1):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            done = subprocess.run(
                command, capture_output=True, text=True, check=True, env=os.environ
            )
            spent = time.perf_counter() - start
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            printed = done.stdout
            if turn:
                wall.append(spent)
                cpu.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "cpu": statistics.median(cpu),
        "wall": statistics.median(wall),
        "least_wall": min(wall),
        "runs": len(wall),
        "before": 0,
        "peak": peak,
        "complete": True,
        "note": " ".join(command[2:4]) if program == "irenic" else "",
        "printed": len(printed),
    }
