"""Plain data -> YAML or JSON text that the reader turns back into the same data.

Text is quoted exactly when it would otherwise be read as something else, by us or by
another YAML 1.2 reader; numbers stand as they are.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.model import parse_number, show_number
from irenic.model.quantity import MAX_DIGITS, MAX_EXPONENT

__all__ = ["Number", "Value", "number_text", "scalar_text", "to_json", "to_yaml"]

#: Widest line with a mapping or list in braces; longer ones are written one entry a line.
_WIDTH = 96
#: Column at which long prose is folded.
_PROSE = 92
_STEP = "  "

#: Text that needs no quotes anywhere: starts harmlessly and has no YAML punctuation.
_PLAIN = re.compile(r"[^\W\d_][\w ()/%+.'’€$;&*!?=<>|@^-]*|[\d_][\w ()/%.'’-]*")
#: Text outside of braces may have more punctuation; these are how it starts and what ends it.
_PLAIN_START = re.compile(r"[\w(]")
_ENDS_PLAIN = re.compile(r":(\s|$)|\s#")
#: Text that YAML 1.2 readers take for nothing, a truth value or a number.
_NOT_TEXT = re.compile(
    r"~|null|true|false|[-+]?(\.inf|\.nan)|\.nan|0x[\da-f]+|0o[0-7]+"
    r"|[-+]?(\d[\d_]*(\.[\d_]*)?|\.\d+)(e[-+]?\d+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number, as opposed to a text that looks like one."""

    value: Fraction


Scalar = str | Number | bool
Value = Scalar | Mapping["str | Number", "Value"] | Sequence["Value"]


def number_text(value: Fraction, /) -> str:
    """Return the shortest exact text of ``value`` that :func:`parse_number` reads.

    Every number that was ever read can be written: as a decimal, a fraction, or a decimal
    with an exponent.

    Examples
    --------
    >>> number_text(Fraction(1, 4)), number_text(Fraction(1, 3))
    ('0.25', '1/3')
    """
    plain = show_number(value)
    if len(plain) <= MAX_DIGITS:
        return plain
    fraction = f"{value.numerator}/{value.denominator}"
    if len(fraction) <= MAX_DIGITS:
        return fraction
    shifted = (
        f"{show_number(value / Fraction(10) ** power)}e{power}"
        for power in range(-MAX_EXPONENT, MAX_EXPONENT + 1)
    )
    shortest = min((text.replace("0.", ".", 1) for text in shifted if "/" not in text), key=len)
    return shortest if parse_number(shortest) == value else plain


def to_yaml(value: Mapping[str | Number, Value], /) -> str:
    """Return ``value`` as a YAML document; the entries of its sections on lines of their own."""
    lines: list[str] = []
    for key, section in value.items():
        _entry(key, section, "", lines, open_flow=isinstance(section, Scalar))
    return "\n".join(lines) + "\n"


def to_json(value: Value, /, *, indent: str = "") -> str:
    """Return ``value`` as JSON; numbers exact, fractions as text."""
    inner = indent + _STEP
    match value:
        case Number() | bool():
            return _flow_scalar(value)
        case str():
            return _double_quoted(value)
        case Mapping():
            parts = [
                f"{inner}{_double_quoted(_key_text(key))}: {to_json(item, indent=inner)}"
                for key, item in value.items()
            ]
            brackets = "{}"
        case _:
            parts = [f"{inner}{to_json(item, indent=inner)}" for item in value]
            brackets = "[]"
    if not parts:
        return brackets
    return brackets[0] + "\n" + ",\n".join(parts) + f"\n{indent}{brackets[1]}"


def _entry(
    key: str | Number, value: Value, indent: str, lines: list[str], *, open_flow: bool
) -> None:
    """Append ``key: value``, on one line when it fits and ``open_flow`` allows it."""
    head = f"{indent}{_flow_scalar(key)}:"
    if isinstance(value, str):
        lines.extend(_prose(head, value, indent + _STEP))
        return
    flow = _flow(value)
    short = len(head) + 1 + len(flow) <= _WIDTH and _depth(value) <= 3
    if isinstance(value, Scalar) or not value or (open_flow and short):
        lines.append(f"{head} {flow}")
        return
    lines.append(head)
    _block(value, indent + _STEP, lines)


def _block(
    value: Mapping[str | Number, Value] | Sequence[Value], indent: str, lines: list[str]
) -> None:
    """Append the entries of a collection, one or more lines each."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            _entry(key, item, indent, lines, open_flow=True)
        return
    for item in value:
        flow = _flow(item)
        if (
            isinstance(item, Scalar)
            or not item
            or (len(indent) + 2 + len(flow) <= _WIDTH and _depth(item) <= 3)
        ):
            lines.append(f"{indent}- {flow}")
            continue
        inner: list[str] = []
        _block(item, indent + _STEP, inner)
        inner[0] = f"{indent}- {inner[0].lstrip(' ')}"
        lines.extend(inner)


def _prose(head: str, text: str, indent: str) -> list[str]:
    """Return ``head`` with a text; long prose is folded, lines of their own are kept."""
    quoted = scalar_text(text)
    printable = all(char.isprintable() or char == "\n" for char in text)
    if not printable or ("\n" not in text and len(head) + 1 + len(quoted) <= _WIDTH):
        return [f"{head} {quoted}"]
    end = "" if text.endswith("\n") else "-"
    rows = text.removesuffix("\n").split("\n")
    if any(row != row.strip() or not row for row in rows):
        return [f"{head} {quoted}"]
    if len(rows) > 1:
        return [f"{head} |{end}", *(indent + row for row in rows)]
    folded = textwrap.wrap(
        rows[0], _PROSE - len(indent), break_long_words=False, break_on_hyphens=False
    )
    if " ".join(folded) != rows[0]:
        return [f"{head} {quoted}"]
    return [f"{head} >{end}", *(indent + row for row in folded)]


def _flow(value: Value) -> str:
    """Return ``value`` on one line."""
    match value:
        case str() | Number() | bool():
            return _flow_scalar(value)
        case Mapping():
            parts = (f"{_flow_scalar(key)}: {_flow(item)}" for key, item in value.items())
            return "{" + ", ".join(parts) + "}"
        case _:
            return "[" + ", ".join(_flow(item) for item in value) + "]"


def _depth(value: Value) -> int:
    if isinstance(value, Scalar):
        return 0
    items = value.values() if isinstance(value, Mapping) else value
    return 1 + max((_depth(item) for item in items), default=0)


def _key_text(key: str | Number) -> str:
    return number_text(key.value) if isinstance(key, Number) else key


def scalar_text(text: str, /) -> str:
    """Return ``text`` as the value of a key on a line of its own, quoted where needed."""
    harmless = _PLAIN_START.match(text) and text.isprintable() and text == text.strip()
    if harmless and not _ENDS_PLAIN.search(text) and not _NOT_TEXT.fullmatch(text):
        return text
    return _double_quoted(text)


def _flow_scalar(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        text = number_text(value.value)
        return f'"{text}"' if "/" in text else text
    if _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value) and value[-1] != " ":
        return value
    return _double_quoted(value)


def _double_quoted(text: str) -> str:
    """Return ``text`` in double quotes, with escapes that YAML and JSON share."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    parts = (
        escapes.get(char) or (char if char.isprintable() or char > "\uffff" else _escape(char))
        for char in text
    )
    return f'"{"".join(parts)}"'


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}"
