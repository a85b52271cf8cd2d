"""SVG elements as text, every attribute and every word escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from irenic.report.text import Text, plain

__all__ = ["coordinate", "label", "path", "picture", "tag"]


def coordinate(value: float) -> str:
    """Return a coordinate with one decimal at most; finer is invisible.

    Examples
    --------
    >>> coordinate(3.0), coordinate(2.249)
    ('3', '2.2')
    """
    digits = f"{value:.1f}".removesuffix(".0")
    return "0" if digits == "-0" else digits


def tag(name: str, /, *content: str, **attributes: str | float | None) -> str:
    """Return an element; ``content`` is markup already, attributes are escaped.

    ``class_`` stands for ``class`` and other underscores for hyphens; ``None`` is left out.
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None:
            continue
        shown = value if isinstance(value, str) else coordinate(value)
        key = key.rstrip("_").replace("_", "-")
        parts.append(f'{key}="{escape(shown)}"')
    inside = "".join(content)
    opening = " ".join(parts)
    return f"<{opening}>{inside}</{name}>" if inside else f"<{opening}/>"


def label(words: str | Text, x: float, y: float, kind: str, **attributes: str | float) -> str:
    """Return words at a place; ``kind`` is the CSS class."""
    shown = plain(words) if isinstance(words, tuple) else words
    return tag("text", escape(shown), class_=kind, x=x, y=y, **attributes)


def path(points: Iterable[tuple[float, float]]) -> str:
    """Return the ``points`` attribute of a polyline or polygon."""
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)


def picture(
    width: float, height: float, title: str, description: str, *content: str, kind: str = "chart"
) -> str:
    """Return a whole picture that a screen reader announces by its title and description."""
    named = f"{title}. {description}" if description else title
    return tag(
        "svg",
        tag("title", escape(title)) if title else "",
        tag("desc", escape(description)) if description else "",
        *content,
        xmlns="http://www.w3.org/2000/svg",
        class_=kind,
        role="img",
        aria_label=named,
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        width=width,
        height=height,
    )
