"""Agreements for the tests of their page: the worked example, and larger invented ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import get_args

from irenic.analyse.guarantees_more_results import (
    BestOrder,
    ChainTrust,
    CheapestPackage,
    Comparison,
    DiscountSet,
    FirstStep,
    Flip,
    FlipKind,
    GuaranteesMore,
    LeverAnswer,
    LeverEffect,
    LeverUse,
    PackageItem,
    PhaseThreshold,
    Ranges,
    ShadowPrice,
    SplitResult,
    StepRange,
    SwapPlan,
    Trigger,
    Trust,
    TrustStep,
    Warned,
    WarningKind,
)
from irenic.analyse.guarantees_results import BreakEven, OrderView
from irenic.analyse.results import Status
from irenic.model import Agreement, Case, Guarantee, Lever, Party, Quantity
from irenic.model.agreement import Obligation, Reliability, Standing

F = Fraction
#: Kinds of changes that are about a guarantee.
HELD = ("size", "reliability")


def exactly(value) -> Quantity:
    return Quantity(F(value), F(value))


def worked_case(
    *,
    guarantees: Sequence[Guarantee] = (),
    levers: Sequence[Lever] = (),
    caps: Sequence[int | None] = (3, 3),
    names: Sequence[str] = ("Government", "Rebels"),
    order: Sequence[str] = ("G1", "R1", "G2", "R2"),
    **changes,
) -> Case:
    """Return the worked example of two parties and four steps, with names."""
    rows = {
        "G1": ("Release of prisoners", "gov", -2, 4),
        "R1": ("Heavy weapons into storage", "reb", 6, -5),
        "G2": ("Power-sharing law", "gov", -4, 7),
        "R2": ("Disbanding the last units", "reb", 5, -3),
    }
    steps = tuple(
        Obligation(
            name,
            title,
            by,
            {"gov": exactly(g), "reb": exactly(r)},
            judged_by="analyst estimate, 2026-02",
        )
        for name, (title, by, g, r) in rows.items()
    )
    agreement = Agreement(
        steps,
        standings={
            p: Standing(p, exposure=None if cap is None else F(cap))
            for p, cap in zip(("gov", "reb"), caps, strict=True)
        },
        order=tuple(order),
        guarantees=tuple(guarantees),
        levers=tuple(levers),
        **changes,
    )
    parties = tuple(Party(p, n) for p, n in zip(("gov", "reb"), names, strict=True))
    return Case("Worked example", parties, agreement=agreement, as_of="2026-03-01")


def force_on_rebels(size: int = 4, *, low: str = "0.5", high: str = "0.9") -> Guarantee:
    return Guarantee(
        "force",
        "Stabilisation force",
        "penalty",
        ("R1", "R2"),
        guarantor="Regional union",
        size=exactly(size),
        reliability=Reliability(willing=Quantity(F(low), F(high))),
        cost=F("0.2"),
    )


def invented_case(n_parties: int, n_steps: int, seed: int = 1, *, long_names: bool = False) -> Case:
    """Return an agreement drawn at random, the same each time."""
    rng = Random(seed)
    ids = [f"p{i}" for i in range(n_parties)]
    steps = []
    for k in range(n_steps):
        by = ids[k % n_parties]
        worth = {p: exactly(rng.randint(-9, -1) if p == by else rng.randint(0, 7)) for p in ids}
        name = f"demobilise-region-{k + 1}" if long_names else f"{by.upper()}.{k // n_parties + 1}"
        steps.append(Obligation(name, f"Invented obligation number {k + 1}", by, worth))
    return Case(
        f"Invented: {n_parties} parties, {n_steps} steps",
        tuple(Party(p, f"Party {i + 1}") for i, p in enumerate(ids)),
        agreement=Agreement(
            tuple(steps),
            standings={p: Standing(p, exposure=F(rng.randint(2, 9))) for p in ids[:-1]},
        ),
    )


def every_topic(view: OrderView) -> GuaranteesMore:
    """Return an answer to every further question, about the worked example."""
    first = FirstStep("G1", "gov", {"reb": F(3)}, {"gov": F(2), "reb": F(1)})
    other = FirstStep("R1", "reb", {"gov": F(2)}, {"reb": F(5)})
    return GuaranteesMore(
        best=BestOrder(view, view, (other, first), (view,), False, Status.LIMIT, "the time is up"),
        comparisons=(Comparison("order A", view, "order B", view),),
        break_evens=(
            BreakEven("R2", "force", F(3), F(4), F("0.75"), (F("0.5"), F("0.9")), None),
            BreakEven("R1", "force", F(6), F(4), F("1.5"), (F("0.5"), F("0.9")), False),
        ),
        trust=Trust(
            (
                TrustStep("G1", "gov", "R1", "reb", F(1, 6), F(2, 7)),
                TrustStep("R1", "reb", "G2", "gov", F("1.25"), F("1.25")),
                TrustStep("R1", "reb", "G2", "gov", F("0.25"), F("1.25")),
            ),
            (
                ChainTrust(("G1", "R1", "G2", "R2"), (F(1, 2), F(1, 2)), "R2", "reb"),
                ChainTrust(("R1", "G2"), None),
            ),
        ),
        swaps=(SwapPlan((("R2",), ("G1",), ("R1", "G2")), {}, {"reb": F(3)}, True),),
        splits=(SplitResult(2, {"reb": F(1)}, {"gov": F(2)}, False),),
        package=CheapestPackage(
            ("G1", "R1", "G2", "R2"),
            (PackageItem("force", F(4), F("0.2")),),
            F("0.28"),
            (ShadowPrice("R2", "reb", F(3), F("0.11")),),
            {"R2": F(1)},
            F("0.2"),
            Status.LIMIT,
            "the time is up",
        ),
        levers=LeverAnswer(
            (
                LeverEffect("bonus", "reb", F(3), {}),
                LeverEffect("aid", "reb", F(3), {"R1": F(3), "R2": F(3)}, F(3)),
            ),
            (LeverUse("aid", F(3), F(3)),),
            F(3),
            searched=True,
        ),
        triggers=tuple(
            Trigger("force", "gov", "R1", F(2), F(1), used) for used in (True, False, None)
        ),
        warnings=tuple(
            Warned(
                kind, "reb", "gov", ("R1",), ("force",), F(3), F("0.72"), F("0.84"), "same budget"
            )
            for kind in get_args(WarningKind)
        ),
        flips=tuple(
            Flip(
                kind,
                "gov" if kind in ("no-deal", "exposure") else "force" if kind in HELD else "R2",
                F(3),
                F(4),
                kind == "size",
                "reb",
            )
            for kind in get_args(FlipKind)
        ),
        ranges=Ranges(
            (
                StepRange("G1", "gov", (F(-9), F(-1)), True),
                StepRange("R1", "reb", (F(-3), F(5)), None),
                StepRange("R2", "reb", (F(2), F(4)), False),
            ),
            {"gov": (F(1), F(3))},
            None,
        ),
        discounts=(
            DiscountSet("reb", ((F("0.46"), F("0.77")), (F("0.93"), F(1))), F(1, 1000), "G2", True),
            DiscountSet("gov", (), F(0)),
        ),
        phases=(
            PhaseThreshold("ceasefire", "", F(3, 7), True),
            PhaseThreshold("ceasefire", "gov", None),
        ),
        costs_in="million",
    )
