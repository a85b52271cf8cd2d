"""From the start of the command to the printed answer: wall time, CPU time and memory.

    python benchmarks/cold_start.py            # prints the table

Every run is a process of its own, on a generated case file (benchmarks/instances.py).  The
first run of each row compiles byte code, as an installation does, and is not counted; the best of
the others is.  Needs a system with wait4 (not Windows).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import instances

RUNS = 12
ROWS = [
    ("--help",),
    ("check", 2, 20, "int100", "yaml"),
    ("frontier", 2, 20, "int100", "yaml"),
    ("frontier", 2, 20, "int100", "json"),
    ("frontier", 2, 50, "int100", "yaml"),
    ("frontier", 2, 50, "anti", "yaml"),
    ("frontier", 3, 20, "int100", "yaml"),
    ("analyze", 2, 20, "int100", "yaml"),
    ("analyze", 2, 50, "anti", "yaml"),
]


def once(words, cache):
    """Return wall seconds, CPU seconds and peak MB of one run."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(cache)
    start = time.perf_counter()
    run = subprocess.Popen(
        [sys.executable, "-m", "irenic", *words], stdout=subprocess.DEVNULL, env=env
    )
    _, status, usage = os.wait4(run.pid, 0)
    wall = time.perf_counter() - start
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"irenic {' '.join(words)} ended with {run.returncode}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def main():
    print("| verb, parties, issues of 10 options, kind, form | wall ms | CPU ms | MiB |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for verb, *rest in ROWS:
            words = [verb]
            if rest:
                parties, issues, kind, form = rest
                path = Path(folder) / f"case.{form}"
                instances.write(path, parties, issues, kind)
                words.append(str(path))
            runs = [once(words, Path(folder) / "cache") for _ in range(RUNS + 1)][1:]
            wall, cpu, peak = (min(column) for column in zip(*runs, strict=True))
            name = ", ".join(map(str, (verb, *rest)))
            print(f"| {name} | {wall * 1e3:.0f} | {cpu * 1e3:.0f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
