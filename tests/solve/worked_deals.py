"""Deals small enough to check by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from irenic.solve.guarantees.deal import Deal

F = Fraction

#: Invented: Gov releases prisoners (G1) and passes a law (G2), Reb hands over heavy weapons (R1)
#: and disbands (R2).  (who performs, value to Gov, value to Reb)
GOV, REB = 0, 1
STEPS = {"G1": (GOV, -2, 4), "R1": (REB, 6, -5), "G2": (GOV, -4, 7), "R2": (REB, 5, -3)}
G1, R1, G2, R2 = range(4)
ORDER_A = (G1, R1, G2, R2)
ORDER_B = (R1, G2, R2, G1)


def make_deal(
    rows: Sequence[tuple[int, Sequence[int | Fraction]]],
    *,
    kept: Sequence[Sequence[int | Fraction]] | None = None,
    start: Sequence[int | Fraction] | None = None,
    caps: Sequence[int | None] | None = None,
    penalty: Mapping[int, int | Fraction] | None = None,
    cover: Sequence[Sequence[int | Fraction]] | None = None,
    gain: Mapping[int, int] | None = None,
    needs: Mapping[int, int] | None = None,
    stops: Sequence[int] | None = None,
    notice: Sequence[int] | None = None,
    undone: Sequence[Fraction] | None = None,
) -> Deal:
    """Return a deal in which everything not given is absent; a refusal stops everything."""
    m, n = len(rows), len(rows[0][1])
    value = tuple(tuple(F(x) for x in row) for _, row in rows)
    held = value if kept is None else tuple(tuple(F(x) for x in row) for row in kept)
    return Deal(
        actor=tuple(actor for actor, _ in rows),
        value=value,
        kept=held,
        start=tuple(F(x) for x in (start or [0] * n)),
        caps=tuple(None if c is None else F(c) for c in (caps or [None] * n)),
        gain=tuple(F((gain or {}).get(k, 0)) for k in range(m)),
        penalty=tuple(F((penalty or {}).get(k, 0)) for k in range(m)),
        cover=tuple(tuple(F(x) for x in row) for row in (cover or [[0] * n] * m)),
        needs=tuple((needs or {}).get(k, 0) for k in range(m)),
        stops=tuple(stops or [(1 << m) - 1] * m),
        notice=tuple(notice or [0] * m),
        undone=tuple(undone or [F(0)] * m),
    )


def worked_example(**changes) -> Deal:
    """Return the worked example of two parties and four steps."""
    return make_deal([(who, (a, b)) for who, a, b in STEPS.values()], **changes)
