"""The figures as a Markdown page."""

from __future__ import annotations

import datetime as dt
import os
import platform

from conflicts.instances import MOST_LITERAL, name

TITLES = {"literal": "by definition", "matrix": "matrices"}
#: (options, decision makers) -> seconds; the aims are for all four concepts, on two cores.
AIMS = {(14, 2): 0.05, (20, 6): 5, (24, 4): 30}
#: The aim of memory, for the same.
MOST_MIB = 2e9 / 2**20
FAMILIES = {
    "statements": "All states possible, options change both ways, as many statements as options",
    "limited": "15 % of the states impossible, a fifth of the options one-way",
    "shuffled": "A random order of all states for everybody: no structure to profit from",
}
#: Quoted, not measured here.
REFERENCE = (
    "The reference program of the field, GMCR+ (closed source), is quoted, not measured here: on "
    "14 options and 2 decision makers it took 942 s and 8.2 GB, and 16 options "
    "ended in a memory error."
)


def seconds(value):
    if value < 0.1:
        return f"{value * 1e3:.1f} ms"
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def document(rows, figures, command):
    """Return the page; figures are kept by (name of the row, program)."""
    import numpy as np

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = [
        "# Verdicts of large conflicts",
        "",
        f"{dt.date.today()}, {platform.system()} on {platform.machine()}, {os.cpu_count()} cores "
        f"shared with other work, {memory:.0f} GiB, Python {platform.python_version()}, "
        f"numpy {np.__version__}.",
        "",
        f"Command: `{command}`. [How it is measured](../README.md). Raw figures: "
        "`stability.jsonl`.",
        "",
        "## In short",
        "",
        *summary(rows, figures),
        f"- {REFERENCE}",
        "",
    ]
    for family, title in FAMILIES.items():
        lines += [f"## {title}", "", *table([r for r in rows if r["family"] == family], figures)]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def summary(rows, figures):
    """Yield what the figures say as a whole."""
    same = differ = 0
    for row in rows:
        ours = figures.get((name(row), "irenic"), {})
        for program in TITLES:
            other = figures.get((name(row), program), {})
            if "sha256" in ours and "sha256" in other:
                same += ours["sha256"] == other["sha256"]
                differ += ours["sha256"] != other["sha256"]
    yield f"- Verdicts compared with a second way: {same} conflicts the same, {differ} different."
    for (m, n), aim in AIMS.items():
        for row in rows:
            if (row["options"], row["makers"]) != (m, n):
                continue
            found = figures.get((name(row), "irenic"), {})
            if "wall" in found:
                within = found["wall"] < aim and found["peak"] < MOST_MIB
                yield (
                    f"- {name(row)}: {seconds(found['wall'])} (CPU {seconds(found['cpu'])}), "
                    f"peak {found['peak']:,.0f} MiB; aim below {aim:g} s and 2 GB: "
                    + ("kept." if within else "missed.")
                )
    peaks = [
        (f["peak"], name(row))
        for row in rows
        if "peak" in (f := figures.get((name(row), "irenic"), {}))
    ]
    if peaks:
        most, where = max(peaks)
        yield f"- Greatest peak of memory: {most:,.0f} MiB ({where})."
    over = [
        name(row)
        for row in rows
        if "peak" in (f := figures.get((name(row), "irenic"), {}))
        and f["peak"] - f["before"] > f["expected_bytes"] / 2**20
    ]
    yield f"- More memory than estimated beforehand: {', '.join(over) or 'nowhere'}."


def table(rows, figures):
    """Yield the lines of one table."""
    yield (
        "| options | makers | states | equilibria Nash, GMR, SMR, SEQ | wall (CPU) | MiB peak "
        "(growth) | estimated | "
        + " | ".join(f"{t} CPU (ratio)" for t in TITLES.values())
        + " | verdicts | SIM: combinations (wall) |"
    )
    yield "|" + "---|" * (9 + len(TITLES))
    for row in rows:
        ours = figures.get((name(row), "irenic"))
        if ours is None:
            continue
        head = f"| {row['options']} | {row['makers']} | "
        if "failed" in ours:
            yield head + f" | | {ours['failed']} | | | | | | |"
            continue
        others = {p: figures.get((name(row), p)) for p in TITLES}
        cells = [
            f"{ours['states']:,}",
            ", ".join(f"{count:,}" for count in ours["equilibria"].values()),
            f"{seconds(ours['wall'])} ({seconds(ours['cpu'])})",
            f"{ours['peak']:,.0f} (+{ours['peak'] - ours['before']:,.0f})",
            f"{ours['expected_bytes'] / 2**20:,.0f} MiB, {ours['expected_seconds']:.2f} s",
            *(cell(other, ours) for other in others.values()),
            agreement(others, ours),
            f"{ours['sim_work']:,}"
            + (f" ({seconds(ours['sim_wall'])})" if "sim_wall" in ours else ""),
        ]
        yield head + " | ".join(cells) + " |"


def cell(other, ours):
    if other is None:
        return "-"
    if "failed" in other:
        return other["failed"]
    return f"{seconds(other['cpu'])} ({other['cpu'] / ours['cpu']:,.0f}x)"


def agreement(others, ours):
    """Return which second ways found the same verdicts, bit by bit."""
    done = {p: o for p, o in others.items() if o and "sha256" in o}
    wrong = [TITLES[p] for p, o in done.items() if o["sha256"] != ours["sha256"]]
    if wrong:
        return "DIFFERENT: " + ", ".join(wrong)
    return "same" if done else "-"


def programs_for(row):
    """Return which ways are measured on a row."""
    return ["irenic", *TITLES] if row["options"] <= MOST_LITERAL else ["irenic"]
