"""The signs that stand for packages in every chart: shape and letter, not colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from irenic.report.charts.svg import coordinate, label, tag

__all__ = ["Dot", "Spot", "draw_spot", "key_picture", "spread"]


@dataclass(frozen=True, slots=True)
class Dot:
    """One efficient outcome: its number on the page, its place, whether it carries."""

    index: int
    values: tuple[float, ...]
    in_zone: bool | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A package with a letter: a square for a proposal, a circle for a method's choice."""

    letter: str
    name: str
    is_proposal: bool
    values: tuple[float | None, ...]
    index: int = 0


def draw_spot(spot: Spot, x: float, y: float, size: float = 8.5) -> str:
    """Return the sign of a package with its letter inside."""
    kind = "spot proposal" if spot.is_proposal else "spot chosen"
    if spot.is_proposal:
        shape = tag(
            "rect", x=x - size, y=y - size, width=2 * size, height=2 * size, rx=1.5, class_=kind
        )
    else:
        shape = tag("circle", cx=x, cy=y, r=size + 0.5, class_=kind)
    words = label(spot.letter, x, y + size * 0.42, "spot-letter", text_anchor="middle")
    return tag("g", shape, words, data_package=spot.letter)


def spread(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Return the places moved apart to at least ``gap``, as little as needed, within bounds.

    Blocks of crowded places are centred on their mean, like the pool-adjacent-violators
    method; the order of equal places is kept.
    """
    order = sorted(range(len(places)), key=lambda k: (places[k], k))
    blocks: list[list[float]] = []  # [sum of (place - offset), count]
    for k in order:
        blocks.append([places[k], 1.0])
        while len(blocks) > 1 and _start(blocks[-1]) < _start(blocks[-2]) + blocks[-2][1] * gap:
            total, count = blocks.pop()
            blocks[-1][0] += total - blocks[-1][1] * gap * count
            blocks[-1][1] += count
    moved = [0.0] * len(places)
    at = 0
    for block in blocks:
        size = int(block[1])
        first = min(max(_start(block), low), max(high - (size - 1) * gap, low))
        for j in range(size):
            moved[order[at]] = first + j * gap
            at += 1
    return moved


def _start(block: list[float]) -> float:
    return block[0] / block[1]


def key_picture(content: str, width: float = 22, height: float = 14) -> str:
    """Return a small picture for a legend, hidden from screen readers: the words say it."""
    return tag(
        "svg",
        content,
        class_="key",
        aria_hidden="true",
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        width=width,
        height=height,
    )
