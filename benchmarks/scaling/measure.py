"""Measure one program on one row, in this process; and start such processes."""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parents[1]
#: Repetitions, or as many as fit into these seconds.
REPEAT, REPEAT_SECONDS = 5, 6
#: Longer lists of points are compared by digest only.
MOST_POINTS = 100_000
#: Seconds that a process has on top of its limit, for start, warm-up and a late stop.
GRACE = 5
#: Programs that cannot be told a limit.
NO_LIMIT = ("negmas", "mobanos")


def memory(key):
    """Return memory of this process in MiB: VmHWM is the peak, VmRSS what it holds now.

    ``ru_maxrss`` would include what the process that started this one held.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(key):
            return int(line.split()[1]) / 1024
    raise LookupError(key)


def tiny(row):
    """Return a small row of the same shape, for the warm-up."""
    return {**row, "issues": 3, "options": 2}


def measure(program, row, limit):
    """Return times, memory and the answer."""
    if row["goal"] == "cold":
        from scaling.cold import cold

        return cold(program, row)
    from scaling.programs import PROGRAMS

    PROGRAMS[program](tiny(row), limit)()
    work = PROGRAMS[program](row, limit)
    before = memory("VmRSS")
    cpu, wall, sizes = [], [], []
    while not cpu or (len(cpu) < REPEAT and sum(wall) + wall[-1] < REPEAT_SECONDS):
        if cpu:  # anew, so that nothing is remembered; growth takes another instance each time
            seed = len(cpu) if row.get("vary") else 0
            answer = None
            work = PROGRAMS[program]({**row, "seed": seed}, limit)
        start, start_cpu = time.perf_counter(), time.process_time()
        answer = work()
        cpu.append(time.process_time() - start_cpu)
        wall.append(time.perf_counter() - start)
        sizes.append(len(answer.get("points", ())))
        if not answer["complete"]:
            break
    return {
        "cpu": statistics.median(cpu),
        "wall": statistics.median(wall),
        "least_wall": min(wall),
        "runs": len(wall),
        "sizes": sizes,
        "before": before,
        "peak": memory("VmHWM"),
        **digest(answer),
    }


def digest(answer):
    """Return the answer with the number of points and a digest of them; long lists go."""
    if "points" not in answer:
        return answer
    points = sorted((tuple(p) for p in answer.pop("points")), reverse=True)
    text = "\n".join(" ".join(map(str, p)) for p in points)
    answer["size"] = len(points)
    answer["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    if len(points) <= MOST_POINTS:
        answer["points"] = points
    return answer


def in_own_process(program, row, limit):
    """Measure in a process of its own; an answer without times says why in ``failed``."""
    command = [sys.executable, str(HERE / "scale.py"), "--one", program, json.dumps(row)]
    path = [str(HERE.parent / "src"), str(HERE), os.environ.get("PYTHONPATH")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    patience = limit + GRACE if program in NO_LIMIT else limit * 1.5 + GRACE
    try:
        done = subprocess.run(
            [*command, "--limit", str(limit)],
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
            env=env,
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"stopped after {patience:.0f} s"}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
        return {"failed": last[0][:90]}
    return json.loads(done.stdout.strip().splitlines()[-1])
