"""Verdicts of conflicts with 10 to 24 options and 2 to 6 decision makers, beside two other ways.

    python benchmarks/stability.py                       # everything: table and raw figures
    python benchmarks/stability.py --only "24 options"   # some rows; the others keep their figures
    python benchmarks/stability.py --tables              # only write the table anew

README.md says how is measured.  Needs nothing but numpy.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"
RAW = RESULTS / "stability.jsonl"
LIMIT = 60


def stored():
    """Return the figures of earlier runs by (name of the row, program)."""
    if not RAW.exists():
        return {}
    lines = [json.loads(line) for line in RAW.read_text(encoding="utf-8").splitlines()]
    return {(line["name"], line["program"]): line for line in lines}


def store(figures):
    """Write all figures, one JSON object a line."""
    RESULTS.mkdir(exist_ok=True)
    text = "".join(json.dumps(line) + "\n" for line in figures.values())
    RAW.write_text(text, encoding="utf-8")


def run(rows, limit, figures):
    """Measure the rows and store what is found after each of them."""
    from conflicts.instances import name
    from conflicts.measure import in_own_process
    from conflicts.table import programs_for

    started = time.strftime("%Y-%m-%d %H:%M:%S")
    for row in rows:
        for program in programs_for(row):
            found = in_own_process(program, row, limit)
            head = {"name": name(row), "program": program, "limit": limit, "run": started}
            figures[name(row), program] = head | found
            seen = found.get("failed") or f"{found['wall']:.4f} s, {found['peak']:.0f} MiB"
            print(f"{name(row)}, {program}: {seen}", file=sys.stderr, flush=True)
        store(figures)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--one", nargs=2, metavar=("PROGRAM", "ROW"), help="measure here; JSON")
    parser.add_argument("--only", default="", help="rows whose name matches this pattern")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds a run (default 60)")
    parser.add_argument("--tables", action="store_true", help="write the table anew, run nothing")
    arguments = parser.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
    from conflicts.instances import all_rows, name
    from conflicts.table import document

    if arguments.one:
        from conflicts.measure import measure

        program, row = arguments.one
        print(json.dumps(measure(program, json.loads(row))))
        return
    figures = stored()
    if not arguments.tables:
        rows = [row for row in all_rows() if re.search(arguments.only, name(row))]
        run(rows, arguments.limit, figures)
    command = f"python benchmarks/stability.py --limit {arguments.limit:g}"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "stability.md").write_text(document(all_rows(), figures, command), encoding="utf-8")


if __name__ == "__main__":
    main()
