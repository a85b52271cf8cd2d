"""How time and the frontier grow with issues and with options, as figures and as a picture."""

from __future__ import annotations

import statistics
from itertools import pairwise

KIND = "wint"
ISSUES = (2, 3, 5, 7, 10, 14, 20, 30, 50, 70, 100)
OPTIONS = (2, 3, 5, 10, 20, 50, 100)
#: (goal, parties); options are varied for 10 issues with frontiers and 20 with solutions.
SERIES = [("frontier", n) for n in (2, 3, 4)]
SERIES += [(goal, n) for goal in ("nash", "leximin") for n in (4, 6, 8)]
#: A series ends at the first run that takes longer than this, in seconds.
ENOUGH = 8


def growth_row(goal, parties, issues, options):
    """Return a row that is measured on several instances of its size."""
    name = f"growth {goal} {parties} {issues}x{options}"
    return {
        "name": name,
        "goal": goal,
        "parties": parties,
        "kind": KIND,
        "issues": issues,
        "options": options,
        "vary": True,
    }


def series(goal, parties, axis):
    """Return the rows of one line of the picture."""
    if axis == "issues":
        return [growth_row(goal, parties, m, 10) for m in ISSUES]
    fixed = 10 if goal == "frontier" else 20
    return [growth_row(goal, parties, fixed, k) for k in OPTIONS]


def run_growth(measured, say):
    """Measure every line until it takes too long; return the figures."""
    figures = []
    for axis in ("issues", "options"):
        for goal, parties in SERIES:
            for row in series(goal, parties, axis):
                found = measured("irenic", row, ENOUGH)
                if "failed" in found or not found["complete"]:
                    say(f"{row['name']}: {found.get('failed') or found['note']}")
                    break
                found.pop("points", None)
                figures.append({"axis": axis, "row": row, **found})
                say(f"{row['name']}: {found['wall']:.4f} s")
                if found["wall"] > ENOUGH / 2:
                    break
    return figures


#: Okabe and Ito's colours, which colour-blind readers tell apart; markers tell the same.
STYLE = {
    ("frontier", 2): ("#0072B2", "o", "-"),
    ("frontier", 3): ("#D55E00", "s", "-"),
    ("frontier", 4): ("#009E73", "^", "-"),
    ("nash", 4): ("#0072B2", "o", "-"),
    ("nash", 6): ("#D55E00", "s", "-"),
    ("nash", 8): ("#009E73", "^", "-"),
    ("leximin", 4): ("#0072B2", "o", "--"),
    ("leximin", 6): ("#D55E00", "s", "--"),
    ("leximin", 8): ("#009E73", "^", "--"),
}
PANELS = [
    ("frontier", "time", "Frontier: time"),
    ("frontier", "size", "Frontier: number of points"),
    ("solutions", "time", "Nash and leximin: time"),
]


def line(figures, axis, goal, parties, what):
    """Return the x and y of one line; y is a median over instances."""
    chosen = [
        f
        for f in figures
        if f["axis"] == axis and (f["row"]["goal"], f["row"]["parties"]) == (goal, parties)
    ]
    x = [f["row"]["issues" if axis == "issues" else "options"] for f in chosen]
    if what == "size":
        return x, [statistics.median(f["sizes"]) for f in chosen]
    return x, [f["cpu"] for f in chosen]


def draw(figures, path):
    """Draw the picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    plt.rcParams.update({"font.size": 10, "svg.hashsalt": "irenic", "svg.fonttype": "none"})
    plot, grid = plt.subplots(2, 3, figsize=(13, 8.4), sharey="col")
    for across, (group, what, title) in enumerate(PANELS):
        goals = ("frontier",) if group == "frontier" else ("nash", "leximin")
        for down, axis in enumerate(("issues", "options")):
            ax = grid[down][across]
            ends, lines = [], []
            for goal in goals:
                for n in [p for g, p in SERIES if g == goal]:
                    x, y = line(figures, axis, goal, n, what)
                    colour, marker, dash = STYLE[goal, n]
                    ax.plot(x, y, dash, color=colour, marker=marker, markersize=4, linewidth=1.6)
                    words = f"{n} parties" if group == "frontier" else f"{goal.capitalize()} {n}"
                    lines.append((x, y))
                    ends.append((x[-1], y[-1], words, colour))
            finish(ax, axis, what, title if down == 0 else "", group)
            label_ends(ax, ends, lines)
    plot.suptitle(
        "How Irenic grows: random weighted instances, medians of up to five; "
        f"a line ends where a run takes longer than {ENOUGH // 2} seconds",
        fontsize=11,
    )
    plot.tight_layout()
    plot.savefig(path, metadata={"Date": None} if str(path).endswith(".svg") else None)


def finish(ax, axis, what, title, group):
    """Set scales, ticks and words of a panel."""
    ax.set_xscale("log")
    ax.set_yscale("log")
    ticks = (2, 5, 10, 20, 50, 100)
    ax.set_xticks(ticks, [str(t) for t in ticks])
    ax.margins(y=0.13)  # room for a name above the last point
    ax.minorticks_off()
    ax.set_xlim(1.8, 320)
    ax.grid(True, color="#dddddd", linewidth=0.6)
    ax.spines[["top", "right"]].set_visible(False)
    fixed = 10 if axis == "issues" or group == "frontier" else 20
    other = f"{fixed} options each" if axis == "issues" else f"{fixed} issues"
    ax.set_xlabel(f"{axis} ({other})")
    ax.set_ylabel("CPU seconds" if what == "time" else "points")
    ax.tick_params(axis="y", labelleft=True)
    if title:
        ax.set_title(title, loc="left", fontsize=11, fontweight="bold")


def label_ends(ax, ends, lines, apart=0.055):
    """Write each line's name at its end: on the right, or above where another line passes."""
    from math import log10

    low, high = (log10(y) for y in ax.get_ylim())

    def height(y):
        return (log10(y) - low) / (high - low)

    taken = []
    for x, y, words, colour in sorted(ends, key=lambda e: e[1]):
        crossed = any(passes(other, x, height(y), height) for other in lines if other[0][-1] > x)
        place = height(y)
        if not crossed:
            near = [t for t, there in taken if abs(log10(there / x)) < 0.75]
            place = max([place, *(t + apart for t in near)])
            taken.append((place, x))
        ax.annotate(
            words,
            (x, 10 ** (low + place * (high - low))),
            xytext=(-5, 7) if crossed else (7, 0),
            textcoords="offset points",
            ha="right" if crossed else "left",
            va="bottom" if crossed else "center",
            color=colour,
            fontsize=9,
        )


def passes(other, x, place, height, wide=2.6, near=0.04):
    """Return whether a line runs through the room on the right of (x, place)."""
    points = list(zip(*other, strict=True))
    for (x0, y0), (x1, y1) in pairwise(points):
        for step in range(21):
            there = x0 * (x1 / x0) ** (step / 20)
            level = height(y0 * (y1 / y0) ** (step / 20))
            if x < there < x * wide and abs(level - place) < near:
                return True
    return False
