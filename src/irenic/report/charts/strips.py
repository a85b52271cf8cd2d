"""Small strips: one square a test, told apart by shape as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence

from irenic.report.charts.marks import key_picture
from irenic.report.charts.svg import picture, tag

__all__ = ["draw_strip", "sign", "sign_key"]

SIZE, GAP = 14, 4
#: More squares than this are drawn in several lines.
PER_LINE = 20


def sign(state: bool | None, x: float = 0, y: float = 0) -> str:
    """Return a full square (yes), a crossed one (no) or a dotted one (not known)."""
    box = {"x": x + 0.75, "y": y + 0.75, "width": SIZE - 1.5, "height": SIZE - 1.5, "rx": 2.0}
    if state is True:
        return tag("rect", class_="sq yes", **box)
    if state is None:
        return tag("rect", class_="sq unknown", **box)
    low, high = 4.0, SIZE - 4.0
    return tag(
        "g",
        tag("rect", class_="sq no", **box),
        tag("line", x1=x + low, y1=y + low, x2=x + high, y2=y + high, class_="sq-cross"),
        tag("line", x1=x + low, y1=y + high, x2=x + high, y2=y + low, class_="sq-cross"),
    )


def draw_strip(title: str, states: Sequence[bool | None]) -> str:
    """Return the strip of some tests, in order."""
    columns = min(len(states), PER_LINE)
    lines = -(-len(states) // PER_LINE)
    parts = [
        sign(state, (k % PER_LINE) * (SIZE + GAP), (k // PER_LINE) * (SIZE + GAP))
        for k, state in enumerate(states)
    ]
    width, height = columns * (SIZE + GAP), max(lines, 1) * (SIZE + GAP)
    return picture(max(width, SIZE), height, title, "", *parts, kind="strip")


def sign_key(state: bool | None) -> str:
    """Return a sign for a legend."""
    return key_picture(sign(state), SIZE, SIZE)
