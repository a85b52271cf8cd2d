"""Agreements for the tests of their page: the worked example, and larger invented ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from irenic.model import Agreement, Case, Guarantee, Lever, Party, Quantity
from irenic.model.agreement import Obligation, Reliability, Standing

F = Fraction


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
