"""Scale of Irenic beside NegMAS, CP-SAT and HiGHS on the same inputs, in one run.

    python benchmarks/scale.py                       # everything: table, raw figures, plot
    python benchmarks/scale.py --only "nash|leximin" # some rows; the others keep their figures
    python benchmarks/scale.py --tables              # only write the table anew

README.md says how to make an environment with the programs compared, and how is measured.
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
RAW = RESULTS / "scale.jsonl"
#: Lists of points of the last run, to compare unfinished ones with; not kept in the repository.
CACHE = HERE / "out"
LIMIT = 20
#: A list of all packages takes the peer minutes and gigabytes beyond this; `--long` allows it.
NEGMAS_MOST, NEGMAS_SECONDS = 10**6, 200
COLD_SECONDS = 120


def stored():
    """Return the figures of earlier runs by (row, program)."""
    if not RAW.exists():
        return {}
    lines = [json.loads(line) for line in RAW.read_text(encoding="utf-8").splitlines()]
    return {(line["row"]["name"], line["program"]): line for line in lines}


def store(figures):
    """Write all figures, one JSON object a line."""
    RESULTS.mkdir(exist_ok=True)
    text = "".join(json.dumps(line) + "\n" for line in figures.values())
    RAW.write_text(text, encoding="utf-8")


def limits(row, program, limit):
    """Return the seconds of one program on one row.

    NegMAS gets what it needs.  A solver needs a solve for each point of a frontier: where
    that is out of reach, half the time shows as well how far it comes.
    """
    if program == "negmas":
        return NEGMAS_SECONDS * (1 if row["packages"] <= NEGMAS_MOST else 5)
    if row["goal"] == "cold":  # ten starts, which are slow where neighbours are busy
        return max(limit, COLD_SECONDS)
    out_of_reach = row["goal"] == "frontier" and row["packages"] > 10**7
    return limit / 2 if out_of_reach and program in ("cpsat", "highs") else limit


def note_points(row, program, found):
    """Take the points out of what was found; say whether an unfinished list is part of ours."""
    points = found.pop("points", None)
    if points is None:
        return
    path = CACHE / f"{row['name'].replace(' ', '-')}.json"
    if program == "irenic" and found["complete"]:
        CACHE.mkdir(exist_ok=True)
        path.write_text(json.dumps(points), encoding="utf-8")
    elif not found["complete"] and path.exists():
        ours = {tuple(p) for p in json.loads(path.read_text(encoding="utf-8"))}
        found["within"] = {tuple(p) for p in points} <= ours


def run(rows, limit, programs, figures, keep, long):
    """Measure the rows and store what is found after each of them."""
    from scaling.measure import in_own_process

    started = time.strftime("%Y-%m-%d %H:%M:%S")
    for row in rows:
        for program in row["programs"]:
            if programs and program not in programs:
                continue
            key = (row["name"], program)
            if keep and key in figures:
                continue
            if program == "negmas" and row["packages"] > NEGMAS_MOST and not long:
                continue
            seconds = limits(row, program, limit)
            found = in_own_process(program, row, seconds)
            note_points(row, program, found)
            figures[key] = {"row": row, "program": program, "limit": seconds, "run": started}
            figures[key] |= found
            seen = found.get("failed") or f"{found['wall']:.4f} s, complete: {found['complete']}"
            print(f"{row['name']}, {program}: {seen}", file=sys.stderr, flush=True)
        store(figures)


def grow():
    """Measure growth and draw it."""
    from scaling.growth import draw, run_growth
    from scaling.measure import in_own_process

    def say(words):
        print(words, file=sys.stderr, flush=True)

    figures = run_growth(in_own_process, say)
    RESULTS.mkdir(exist_ok=True)
    text = "".join(json.dumps(figure) + "\n" for figure in figures)
    (RESULTS / "growth.jsonl").write_text(text, encoding="utf-8")
    draw(figures, RESULTS / "growth.svg")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--one", nargs=2, metavar=("PROGRAM", "ROW"), help="measure here; JSON")
    parser.add_argument("--whole", nargs=2, metavar=("PROGRAM", "ROW"), help="run once; a count")
    parser.add_argument("--only", default="", help="rows whose name matches this pattern")
    parser.add_argument("--programs", default="", help="only these, with commas between")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds a run (default 20)")
    parser.add_argument("--keep", action="store_true", help="skip what has figures already")
    parser.add_argument("--long", action="store_true", help="NegMAS at 10^7 too: 4 GiB, minutes")
    parser.add_argument("--growth", action="store_true", help="only the picture of growth")
    parser.add_argument("--tables", action="store_true", help="write the table anew, run nothing")
    arguments = parser.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
    if arguments.one:
        from scaling.measure import measure

        program, row = arguments.one
        print(json.dumps(measure(program, json.loads(row), arguments.limit)))
        return
    if arguments.whole:
        from scaling.programs import PROGRAMS

        program, row = arguments.whole
        print(len(PROGRAMS[program](json.loads(row), arguments.limit)()["points"]))
        return
    from scaling.rows import all_rows

    part = arguments.only or arguments.programs or arguments.tables
    if arguments.growth or not part:
        grow()
    if arguments.growth:
        return
    rows = [row for row in all_rows() if re.search(arguments.only, row["name"])]
    figures = stored()
    programs = set(filter(None, arguments.programs.split(",")))
    if not arguments.tables:
        run(rows, arguments.limit, programs, figures, arguments.keep, arguments.long)
    from scaling.table import document

    command = f"python benchmarks/scale.py --limit {arguments.limit:g}"
    RESULTS.mkdir(exist_ok=True)
    page = document(all_rows(), figures, command)
    (RESULTS / "scale.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
