"""Measure one way on one conflict, in this process; and start such processes."""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from scaling.measure import memory

from conflicts.instances import conflict
from conflicts.programs import CONCEPTS, PROGRAMS

HERE = Path(__file__).parents[1]
#: Repetitions, or as many as fit into these seconds.
REPEAT, REPEAT_SECONDS = 5, 6
#: Simultaneous stability is measured up to so many combinations.
MOST_SIM = 3 * 10**8


def measure(program, row):
    """Return times, memory, counts and a digest of all verdicts."""
    import numpy as np

    way = PROGRAMS[program]
    way(*conflict({**row, "options": 6}))
    moves, preferences = conflict(row)
    forget_peak()
    before = memory("VmRSS")
    cpu, wall = [], []
    while not cpu or (len(cpu) < REPEAT and sum(wall) + wall[-1] < REPEAT_SECONDS):
        found = None
        start, start_cpu = time.perf_counter(), time.process_time()
        found = way(moves, preferences)
        cpu.append(time.process_time() - start_cpu)
        wall.append(time.perf_counter() - start)
    peak = memory("VmHWM")
    digest = hashlib.sha256()
    for concept in CONCEPTS:
        for stable in found[concept]:
            digest.update(np.packbits(stable).tobytes())
    measured = {
        "cpu": statistics.median(cpu),
        "wall": statistics.median(wall),
        "least_wall": min(wall),
        "runs": len(wall),
        "before": before,
        "peak": peak,
        "states": int(np.frombuffer(moves.feasible, np.uint8).sum()),
        "equilibria": {c: int(np.logical_and.reduce(found[c]).sum()) for c in CONCEPTS},
        "sha256": digest.hexdigest(),
    }
    if program == "irenic":
        measured |= simultaneous(moves, preferences) | expected(moves)
    return measured


def forget_peak():
    """Let the peak of memory start from now; making a conflict takes more than it holds."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def simultaneous(moves, preferences):
    """Return how many combinations simultaneous stability has, and its time where they are few."""
    from irenic.solve.stability.simultaneous_all import sim_verdicts, sim_work

    work = sim_work(moves, preferences)
    if work > MOST_SIM:
        return {"sim_work": work}
    start = time.perf_counter()
    sim_verdicts(moves, preferences)
    return {"sim_work": work, "sim_wall": time.perf_counter() - start}


def expected(moves):
    """Return what Irenic would have said beforehand."""
    from conflicts.instances import widths
    from irenic.solve.stability.estimate import estimate

    ends = list(zip(moves.starts, widths(moves), strict=False))
    one_way = [sum(d != 0 for d in moves.directions[low : low + w]) for low, w in ends]
    found = estimate(moves.size, widths(moves), one_way=one_way)
    return {"expected_bytes": found.bytes, "expected_seconds": found.seconds}


def in_own_process(program, row, limit):
    """Measure in a process of its own; an answer without times says why in ``failed``."""
    command = [sys.executable, str(HERE / "stability.py"), "--one", program, json.dumps(row)]
    path = [str(HERE.parent / "src"), str(HERE), os.environ.get("PYTHONPATH")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=limit, check=False, env=env
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"stopped after {limit:.0f} s"}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
        return {"failed": last[0][:90]}
    return json.loads(done.stdout.strip().splitlines()[-1])
