"""From values to places on paper, and round numbers for the axes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

__all__ = ["Scale", "tick_text", "ticks"]

#: Part of a step by which a tick may miss an end of the axis: binary fractions do.
SLACK = 1e-9
#: From here on a tick is written with a power of ten.
HUGE = 1e12


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high`` drawn from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value; values beyond the ends are moved to them."""
        if self.high <= self.low:
            return (self.start + self.end) / 2
        part = (value - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * min(max(part, 0.0), 1.0)


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return about ``count`` round numbers between ``low`` and ``high``.

    Examples
    --------
    >>> ticks(0, 100)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    if high <= low:
        return [low]
    step = 10.0 ** floor(log10((high - low) / count))
    step = min((step * k for k in (1, 2, 5, 10)), key=lambda s: abs((high - low) / s - count))
    return [k * step for k in range(ceil(low / step - SLACK), floor(high / step + SLACK) + 1)]


def tick_text(value: float) -> str:
    """Return the text of a tick: short, without the noise of binary fractions."""
    if 10_000 <= abs(value) < HUGE:
        return f"{value:,.0f}".replace("-", "−")
    shown = f"{value:.6g}"
    return shown.replace("-", "−")
