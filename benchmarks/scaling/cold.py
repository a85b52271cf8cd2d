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

#: Starts measured, after one that fills the caches of the disk.
STARTS = 9
HERE = Path(__file__).parents[1]


def commands(row, folder):
    """Return, by program, the command whose whole time counts."""
    path = folder / "case.yaml"
    what = (str(path), row["parties"], row["issues"], row["kind"])
    words = f"import instances; instances.write(*{what!r}, options={row['options']})"
    # Elsewhere, because the memory of a process is counted for those that it starts.
    folders = os.pathsep.join([str(HERE), str(HERE.parent / "src")])
    python, env = sys.executable, {**os.environ, "PYTHONPATH": folders}
    subprocess.run([python, "-c", words], check=True, env=env)
    frontier = {**row, "goal": "frontier"}
    whole = [python, str(HERE / "scale.py"), "--whole"]
    return {
        "nothing": [python, "-c", "pass"],
        "irenic": [python, "-m", "irenic", "frontier", str(path)],
        "second": [*whole, "irenic", json.dumps(frontier)],
        "mobanos": [*whole, "mobanos", json.dumps(frontier)],
    }


def cold(program, row):
    """Return the times of several starts of a program; it must not fail."""
    cpu, wall, printed = [], [], ""
    with tempfile.TemporaryDirectory() as folder:
        command = commands(row, Path(folder))[program]
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = f"{folder}/cache"  # as an installation has it
        for turn in range(STARTS + 1):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
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
