"""Words in a chart that keep clear of one another and, where they can, of lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from irenic.report.charts.curves import Frame, overlap

__all__ = ["Anchor", "Placer", "word_frame", "word_width"]

Anchor = Literal["start", "middle", "end"]
#: Width of a letter and height above and below the base line, at the 12 pixels of chart words;
#: wide enough for bold ones.
LETTER, ABOVE, BELOW = 6.9, 10.0, 3.5


def word_width(words: str, /) -> float:
    """Return about how wide words are."""
    return LETTER * len(words)


def word_frame(words: str, x: float, y: float, anchor: Anchor = "start") -> Frame:
    """Return the frame of words whose base line starts, has its middle or ends at a place."""
    width = word_width(words)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, y - ABOVE, left + width, y + BELOW


class Placer:
    """Remembers what is taken, and finds the first free place for words.

    Parameters
    ----------
    within : Frame
        Where words have to be.
    """

    def __init__(self, within: Frame, /) -> None:
        self.within = within
        self._words: list[Frame] = []
        self._lines: list[Frame] = []

    def take(self, frame: Frame, /) -> None:
        """Mark a place that no words may cover."""
        self._words.append(frame)

    def avoid(self, frame: Frame, /) -> None:
        """Mark a place that words cover only when nothing else is free."""
        self._lines.append(frame)

    def place(
        self, words: str, places: Iterable[tuple[float, float, Anchor]], /
    ) -> tuple[float, float, Anchor] | None:
        """Return the first free place and take it; ``None`` when all would cover other words."""
        places = list(places)
        for obstacles in (self._words + self._lines, self._words):
            for x, y, anchor in places:
                frame = word_frame(words, x, y, anchor)
                if self._inside(frame) and not any(overlap(frame, other) for other in obstacles):
                    self._words.append(frame)
                    return x, y, anchor
        return None

    def _inside(self, frame: Frame) -> bool:
        low_x, low_y, high_x, high_y = self.within
        return low_x <= frame[0] and frame[2] <= high_x and low_y <= frame[1] and frame[3] <= high_y
