"""The figures as Markdown tables."""

from __future__ import annotations

import datetime as dt
import os
import platform
from importlib.metadata import PackageNotFoundError, version

TITLES = {
    "irenic": "Irenic",
    "second": "Irenic, second way",
    "negmas": "NegMAS `pareto_frontier`",
    "mobanos": "NegMAS `MOBANOS`",
    "cpsat": "CP-SAT",
    "highs": "HiGHS",
    "nothing": "`python -c pass`",
}
#: What the second way is in tables where it is not another algorithm for the same question.
SECOND = {
    "cold start": "Irenic from Python",
    "certified covers": "against the whole frontier",
}
RESULT = {
    "additive frontiers": "points",
    "certified covers": "list, certificate",
    "cold start": "command",
}
SHORT = {
    "second": "second way",
    "negmas": "`pareto_frontier`",
    "mobanos": "`MOBANOS`",
    "cpsat": "CP-SAT",
    "highs": "HiGHS",
}
GOALS = {
    "frontier": "frontier",
    "nash": "Nash",
    "leximin": "leximin",
    "cold": "cold start",
    "cover": "1 % cover",
}
KINDS = {"wint": "weighted", "int100": "raw points", "float": "fine weights", "anti": "opposed"}
PEERS = {
    "additive frontiers": ["second", "negmas", "mobanos", "cpsat", "highs"],
    "Nash and leximin": ["second", "cpsat", "highs"],
    "trade-offs and rules": ["second", "cpsat", "highs"],
    "certified covers": ["second"],
    "cold start": ["second", "mobanos", "nothing"],
}
#: A bound this close is met; solvers compute it in floating point.
SHUT = 1e-9
#: How many times the peer Irenic is to be at a million packages.
AIM_RATIO = 5_000


def part_of(row):
    """Return which table a row belongs to."""
    if row["goal"] in ("cold", "cover"):
        return "cold start" if row["goal"] == "cold" else "certified covers"
    if row.get("links"):
        return "trade-offs and rules"
    return "additive frontiers" if row["goal"] == "frontier" else "Nash and leximin"


def seconds(x):
    if x < 0.01:
        return f"{x * 1000:.1f} ms"
    return f"{x * 1000:.0f} ms" if x < 1 else f"{x:.1f} s"


def power(row):
    """Return the number of packages as a power of ten, rounded."""
    from math import log10

    return f"10^{row['issues'] * log10(row['options']):.0f}"


def label(row):
    links = f", {row['links']}" if row.get("links") else ""
    size = f"{row['issues']} x {row['options']}"
    return (
        f"{GOALS[row['goal']]}, {row['parties']} parties, {KINDS[row['kind']]}{links}, {size} "
        f"({power(row)})"
    )


def worth(figure):
    """Return what the bound of a goal bounds: the geometric mean, or the least gain."""
    value = figure["value"]
    if not value:
        return None
    n = figure["row"]["parties"]
    return value[0] ** (1 / n) if figure["row"]["goal"] == "nash" else value[0]


def gap(figure):
    """Return the relative distance of the bound from the value, in words."""
    found = worth(figure) if figure.get("value") else None
    if not found or figure.get("bound") is None or figure["bound"] == float("inf"):
        return "no package yet" if not found else "no bound yet"
    far = figure["bound"] / found - 1
    if figure["row"]["goal"] == "leximin" and far < SHUT:
        return "least gain proved, the next not"
    return f"gap {100 * max(0, far):.2g} %"


def state(figure):
    """Return what was reached, when the end was not."""
    if figure["row"]["goal"] == "cover":
        return f"not in {figure['limit']:.0f} s"
    if figure["row"]["goal"] == "frontier":
        size = figure.get("size") or 0
        return f"not in {figure['limit']:.0f} s: {size:,} points"
    return f"not in {figure['limit']:.0f} s: {gap(figure)}"


def own(figure):
    """Return the cells time, memory of our own run."""
    if "failed" in figure:
        return [figure["failed"], ""]
    memory = f"{figure['peak']:.0f} (+{max(0, figure['peak'] - figure['before']):.0f})"
    times = f"{seconds(figure['wall'])} ({seconds(figure['cpu'])})"
    if not figure["complete"]:
        goal = figure["row"]["goal"]
        done = gap(figure) if goal in ("nash", "leximin") else figure["note"]
        times = f"not in {figure['limit']:.0f} s: {done}"
        if goal == "cover":
            times = f"{seconds(figure['wall'])} ({seconds(figure['cpu'])}), {done}"
    return [times, memory]


def cell(figure, ours):
    """Return the cell of another program: time and ratio, or how far it came."""
    if figure is None:
        return "-"
    if "failed" in figure:
        return figure["failed"]
    if not figure["complete"]:
        return state(figure)
    if figure["row"]["goal"] == "cover":
        return f"{seconds(figure['cpu'])}, truly within {100 * figure['bound']:.2g} %"
    if "failed" in ours or not ours["complete"]:
        return seconds(figure["cpu"])
    ratio = figure["cpu"] / ours["cpu"]
    return (
        f"{seconds(figure['cpu'])} ({ratio:,.0f}x)"
        if ratio > 9.5
        else (f"{seconds(figure['cpu'])} ({ratio:.1f}x)")
    )


def same(figure, ours):
    """Return whether the answers agree: True, False, or None when that cannot be said."""
    if "failed" in figure or "failed" in ours or figure["row"]["goal"] == "cold":
        return None
    if figure["row"]["goal"] == "cover":
        return figure["bound"] <= ours["bound"] + 1e-12 if figure["complete"] else None
    if figure["row"]["goal"] == "frontier":
        if figure["complete"] and ours["complete"]:
            return figure["sha256"] == ours["sha256"]
        return figure.get("within")
    if figure["complete"] and ours["complete"]:
        return figure["value"] == ours["value"]
    if ours["complete"] and figure.get("value"):
        return figure["value"] <= ours["value"]
    if figure["complete"] and ours.get("value"):
        return ours["value"] <= figure["value"]
    return None


def agreement(others, ours):
    """Return in words with whom the answer agrees."""
    verdicts = {p: same(figure, ours) for p, figure in others.items()}
    if verdicts and all(verdicts.values()) and ours["row"]["goal"] == "cover":
        return "the certificate holds"
    both = {p: ours.get("complete") and figure.get("complete") for p, figure in others.items()}
    good = [SHORT[p] for p, v in verdicts.items() if v and both[p]]
    partly = [SHORT[p] for p, v in verdicts.items() if v and not both[p]]
    bad = [SHORT[p] for p, v in verdicts.items() if v is False]
    words = [f"**differs: {', '.join(bad)}**"] if bad else []
    words += [f"same: {', '.join(good)}"] if good else []
    words += [f"no contradiction: {', '.join(partly)}"] if partly else []
    return "; ".join(words) or "-"


def result(figure):
    """Return the size of a frontier, or the value of a goal with its gap."""
    if "failed" in figure:
        return "-"
    if figure["row"]["goal"] == "cold":
        return figure["note"]
    if figure["row"]["goal"] == "cover":
        return f"{figure['size']:,}, within {100 * figure['bound']:.2g} %"
    if figure["row"]["goal"] == "frontier":
        return f"{figure['size']:,}" if figure["complete"] else "-"
    if not figure.get("value"):
        return "no zone"
    return "proved" if figure["complete"] else gap(figure)


def aim(figure):
    """Return the aim and whether the median wall time keeps it."""
    wanted = figure["row"].get("aim")
    if not wanted:
        return ""
    if "failed" in figure or not figure["complete"]:
        return f"{seconds(wanted)}: missed"
    if figure["wall"] <= wanted:
        return f"{seconds(wanted)}: kept"
    return f"{seconds(wanted)}: missed{', CPU keeps it' if figure['cpu'] <= wanted else ''}"


def lines_of(part, rows, figures):
    """Return the lines of one table."""
    peers = PEERS[part]
    what = RESULT.get(part, "points, or proof")
    head = ["task", what, "Irenic wall (CPU)", "MiB peak (growth)", "aim"]
    titles = {**TITLES, "second": SECOND.get(part, TITLES["second"])}
    head += [f"{titles[p]} CPU (ratio)" for p in peers] + ["answers"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        ours = figures.get((row["name"], "irenic"))
        if ours is None:
            continue
        others = {p: figures[row["name"], p] for p in peers if (row["name"], p) in figures}
        cells = [label(row), result(ours), *own(ours), aim(ours)]
        cells += [cell(others.get(p), ours) for p in peers] + [agreement(others, ours)]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def machine():
    def of(package):
        try:
            return version(package)
        except PackageNotFoundError:
            return "-"

    names = ("numpy", "moocore", "negmas", "ortools", "highspy")
    packages = ", ".join(f"{name} {of(name)}" for name in names)
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{dt.datetime.now(tz=dt.UTC).date()}, {platform.system()} on "
        f"{platform.machine()}, {os.cpu_count()} cores shared with other work, {gib:.0f} GiB, "
        f"Python {platform.python_version()}, {packages}"
    )


def summary(rows, figures):
    """Return what the figures say about the aims, in a list."""
    ours = {row["name"]: f for row in rows if (f := figures.get((row["name"], "irenic")))}
    verdicts = [
        (figure["complete"] and ours[name].get("complete"), same(figure, ours[name]))
        for (name, program), figure in figures.items()
        if program != "irenic" and name in ours and "failed" not in figure
    ]
    ended = {name: f for name, f in ours.items() if f.get("complete")}
    aims = {name: aim(f) for name, f in ours.items() if f["row"].get("aim")}
    ratios = [
        figure["cpu"] / ended[name]["cpu"]
        for (name, program), figure in figures.items()
        if program == "negmas" and name in ended and figure["row"]["packages"] == 10**6
        if figure.get("complete")
    ]
    most = max((f["peak"] for f in ours.values() if "peak" in f), default=0)
    differ = sum(v is False for _, v in verdicts)
    whole = sum(v is True and c for c, v in verdicts)
    part = sum(v is True and not c for c, v in verdicts)
    open_rows = [label(f["row"]) for name, f in ours.items() if name not in ended]
    by_wall = sum("kept" in a for a in aims.values())
    by_cpu = sum("keeps" in a for a in aims.values())
    lines = [
        f"- Answers: {whole} pairs of finished answers are the same, {part} pairs of which one did "
        f"not finish do not contradict each other, {differ} differ.",
        f"- Rows that Irenic finished: {len(ended)} of {len(ours)}. Greatest peak of memory: "
        f"{most:.0f} MiB.",
        f"- Aims of time: {by_wall} of {len(aims)} are kept by the median wall time, {by_cpu} more "
        "by CPU time alone (wall times depend on the neighbours).",
    ]
    if ratios:
        lines.append(
            f"- CPU time of NegMAS `pareto_frontier` at 10^6 packages: {min(ratios):,.0f} to "
            f"{max(ratios):,.0f} times ours; the aim of 5,000 is kept in "
            f"{sum(r >= AIM_RATIO for r in ratios)} of {len(ratios)} rows."
        )
    if open_rows:
        lines.append(f"- Not finished by Irenic: {'; '.join(open_rows)}.")
    return lines


def document(rows, figures, command):
    """Return the whole page."""
    text = ["# Scale of Irenic beside NegMAS, CP-SAT and HiGHS", ""]
    text += [f"{machine()}.", "", f"Command: `{command}`. [How it is measured](../README.md).", ""]
    runs = {figure.get("run") for figure in figures.values()}
    if len(runs) > 1:
        text += ["The figures come from several runs; a cell says its own time limit.", ""]
    text += ["Raw figures: `scale.jsonl`. Growth with issues and options:", ""]
    text += ["![growth of time and of the frontier](growth.svg)", ""]
    text += ["## In short", "", *summary(rows, figures), ""]
    for part in PEERS:
        chosen = [row for row in rows if part_of(row) == part]
        text += [f"## {part.capitalize()}", "", *lines_of(part, chosen, figures), ""]
    return "\n".join(text)
