"""Best orders of 16 to 40 obligations, and orders with guarantees chosen together.

    python benchmarks/guarantees.py        # writes results/guarantees.md

Each row runs in a process of its own.  The second way of the same run is the plain search over all
orders where these are few; elsewhere the bound says how far from the best an order can be.
"""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import time
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from random import Random

RESULTS = Path(__file__).parent / "results" / "guarantees.md"
ROWS = [
    ("order, exact", 8),
    ("order, exact", 16),
    ("order, exact", 18),
    ("order, exact", 20),
    ("order, exact", 22),
    ("order, local search", 24),
    ("order, local search", 30),
    ("order, local search", 40),
    ("order and guarantees", 7),
    ("order and guarantees", 9),
    ("order and guarantees", 12),
]


def random_deal(m, seed=1):
    """Return three parties whose steps cost their performer and help the others."""
    from irenic.solve.guarantees.deal import Deal

    rng = Random(seed * 1000 + m)
    zero = Fraction(0)
    actor, value = [], []
    for k in range(m):
        who = k % 3
        row = [Fraction(rng.randint(0, 5)) for _ in range(3)]
        row[who] = Fraction(-rng.randint(1, 6))
        actor.append(who)
        value.append(tuple(row))
    needs = tuple(1 << rng.randrange(k) if k and rng.random() < 0.25 else 0 for k in range(m))
    every = ((1 << m) - 1,) * m
    nothing = (zero,) * m
    return Deal(
        tuple(actor), tuple(value), tuple(value), (zero,) * 3, (Fraction(8),) * 3, nothing,
        nothing, ((zero,) * 3,) * m, needs, every, (0,) * m, nothing,
    )  # fmt: skip


def measure(what, m):
    """Run one row here and return its figures."""
    from irenic.solve.guarantees.cheapest import Offer
    from irenic.solve.guarantees.joint import cheapest_order
    from irenic.solve.guarantees.local_orders import local_order
    from irenic.solve.guarantees.orders import best_order

    deal = random_deal(m)
    before = time.perf_counter()
    if what == "order, exact":
        found = best_order(deal)
        answer = {"worst": found.worst, "bound": found.bound, "status": found.status.value}
    elif what == "order, local search":
        found = local_order(deal, range(m))
        answer = {"worst": found.worst, "bound": found.bound, "status": found.status.value}
    else:
        covered = [tuple(Fraction(deal.actor[k] == i) for k in range(m)) for i in range(3)]
        offers = [Offer(w, unit=Fraction(1, 10), fixed=Fraction(1, 5)) for w in covered]
        found = cheapest_order(deal, offers)
        cost = found.guarantees.cost if found.guarantees else None
        answer = {"worst": cost, "bound": found.bound, "status": found.status.value}
    wall = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    second = None
    if what == "order, exact" and m <= 8:
        before = time.perf_counter()
        worst = min(worst_of(deal, order) for order in permutations(range(m)) if fits(deal, order))
        second = {"seconds": time.perf_counter() - before, "worst": str(worst)}
    return {**{k: str(v) for k, v in answer.items()}, "wall": wall, "peak": peak, "second": second}


def fits(deal, order):
    done = 0
    for step in order:
        if deal.needs[step] & ~done:
            return False
        if any(deal.exposure(i, done) > cap for i, cap in enumerate(deal.caps)):
            return False
        done |= 1 << step
    return True


def worst_of(deal, order):
    return max(m.temptation for m in deal.moments(order))


def main():
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
        return
    lines = [
        "# Orders of obligations",
        "",
        f"{time.strftime('%Y-%m-%d')}, {platform.system()} on {platform.machine()}, Python "
        f"{platform.python_version()}. Command: `python benchmarks/guarantees.py`. Three parties, "
        "invented values (fixed seeds), a quarter of the steps with a prerequisite, exposure up to "
        "8. Worst is the greatest temptation in the order (its cost, where guarantees are chosen "
        "too); no order is below the bound.",
        "",
        "| what | steps | status | worst | bound | wall | peak | all orders |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for what, m in ROWS:
        done = subprocess.run(
            [sys.executable, __file__, what, str(m)], capture_output=True, text=True, check=True
        )
        row = json.loads(done.stdout)
        second = row["second"]
        beside = "-"
        if second:
            same = "same" if second["worst"] == row["worst"] else f"DIFFERS: {second['worst']}"
            beside = f"{same}, {second['seconds'] / row['wall']:,.0f} times as long"
        lines.append(
            f"| {what} | {m} | {row['status']} | {row['worst']} | {row['bound']} | "
            f"{row['wall']:.2f} s | {row['peak']:,.0f} MiB | {beside} |"
        )
        print(lines[-1], file=sys.stderr, flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
