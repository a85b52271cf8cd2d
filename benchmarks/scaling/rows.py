"""The rows of the comparison: what is asked, on what, of which programs, with what aim."""

from __future__ import annotations

#: Aims stated for two cores: seconds, and for some rows a ratio to the peer.
AIMS = {
    "cold 2 wint 20x10": 0.1,
    "cold 2 anti 20x10": 0.1,
    "frontier 2 anti 50x10": 0.030,
    "frontier 3 float 20x10": 0.040,
    "frontier 3 float 50x10": 2.0,
    "frontier 4 float 12x10": 0.3,
    "nash 8 int100 50x10": 0.015,
    "cover 3 float 50x10": 1.0,
    "leximin 6 int100 20x10": 0.3,
    "leximin 6 int100 50x10": 3.0,
    "frontier 2 int100 30x10 chain": 0.1,
}
#: Up to this many packages a program that looks at each of them takes part.
FEW = 10**6


def name_of(row):
    """Return the name of a row, which is also its key."""
    links = f" {row['links']}" if row.get("links") else ""
    size = f"{row['issues']}x{row['options']}"
    return f"{row['goal']} {row['parties']} {row['kind']} {size}{links}"


def row(goal, parties, kind, issues, options=10, links="", **more):
    """Return a row; ``programs`` are those that can take part."""
    packages = options**issues
    programs = ["irenic"]
    if goal == "cold":
        programs += ["second", "mobanos", "nothing"]
    elif goal == "cover":
        programs += ["second"] if (packages <= 10**20 and parties < 4) or issues < 10 else []
    elif goal == "frontier":
        if packages <= 10**7:
            programs.append("second")
        if packages <= FEW * 10 and not links:
            programs.append("negmas")
        if parties == 2 and not links:
            programs.append("mobanos")
    elif packages <= FEW or (packages <= 10**10 and parties <= 4):
        programs.append("second")
    if goal not in ("cold", "cover"):
        programs += ["cpsat", "highs"]
    made = {"goal": goal, "parties": parties, "kind": kind, "issues": issues}
    made |= {"options": options, "links": links, "packages": packages, "programs": programs, **more}
    made["name"] = name_of(made)
    made["aim"] = AIMS.get(made["name"])
    return made


def all_rows():
    """Return every row of the comparison, the short ones first within each part."""
    rows = [
        row("frontier", 2, kind, issues)
        for kind in ("wint", "anti")
        for issues in (6, 7, 20, 50, 100)
    ]
    rows += [
        row("frontier", 3, kind, issues)
        for kind in ("int100", "float", "anti")
        for issues in (6, 7, 20, 50)
    ]
    rows += [row("frontier", 4, "float", m) for m in (6, 12)]
    rows += [row("frontier", 4, "anti", m) for m in (6, 10)]
    rows += [
        row(goal, parties, kind, issues)
        for goal in ("nash", "leximin")
        for kind in ("int100", "anti")
        for parties in (4, 6, 8)
        for issues in (10, 20, 50)
    ]
    for links in ("chain", "sparse", "dense", "rules"):
        for kind in ("int100", "anti"):
            rows.append(row("frontier", 2, kind, 8, 5, links))
            rows.append(row("frontier", 2, kind, 20, 5, links))
            if links != "dense":
                rows.append(row("frontier", 2, kind, 30, 10, links))
    rows += [row("frontier", 3, kind, 20, 5, "chain") for kind in ("int100", "anti")]
    rows.append(row("frontier", 3, "int100", 30, 5, "chain"))
    rows += [
        row(goal, 4, kind, 30, 10, links)
        for goal in ("nash", "leximin")
        for kind in ("int100", "anti")
        for links in ("chain", "sparse", "rules")
    ]
    rows += [row("cover", 2, "anti", 50)]
    rows += [row("cover", 3, kind, m) for kind in ("float", "anti") for m in (7, 20, 50)]
    rows += [row("cover", 4, "float", m) for m in (6, 20)]
    return rows + [row("cold", 2, kind, 20) for kind in ("wint", "anti")]
