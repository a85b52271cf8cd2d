"""The issues section: options, numbers on a grid, divisible things."""

from __future__ import annotations

from fractions import Fraction

from irenic.casefile.access import Context, entries, get, key_place, text
from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table, number_of
from irenic.casefile.problems import brief, listed, quoted, shown
from irenic.model import ChoiceIssue, Issue, NumericIssue, Option, ShareIssue, show_number
from irenic.model.quantity import MAX_DIGITS

__all__ = ["MAX_ISSUES", "MAX_OPTIONS", "issues"]

#: Beyond any negotiation on record; keeps a broken or hostile file from taking long.
MAX_ISSUES = 1_000
#: Options of one issue; for a numeric issue, its grid points.
MAX_OPTIONS = 10_000

#: A longer number of options is rounded in messages.
_MOST_COUNTED = 10**15

_KINDS = ("options", "range", "share")


def issues(context: Context, node: Node | None, /) -> tuple[Issue, ...]:
    """Return the issues, and enter each into ``context`` (broken ones as ``None``)."""
    found = list(entries(node))
    if node is not None and len(found) > MAX_ISSUES:
        context.problems.at(node, f"{len(found):,} issues", f"at most {MAX_ISSUES:,}")
        context.issues.update((name, None) for name, _ in found)
        return ()
    for name, value in found:
        place = key_place(node, name, value.place)
        context.issues[name] = _issue(context, name, value, place)
    return tuple(issue for issue in context.issues.values() if issue)


def _issue(context: Context, name: str, node: Node, place: Place) -> Issue | None:
    if not isinstance(node, Table):
        return None
    kinds = [kind for kind in _KINDS if kind in node.entries]
    if not kinds and not node.spoiled.intersection(_KINDS):
        context.problems.add(
            node.where,
            place,
            "an issue without options, range or share",
            "one of options: {a: .., b: ..}, range: {from: .., to: .., step: ..}, "
            "share: [party, party]",
        )
    for extra in kinds[1:]:
        context.problems.add(
            f"{node.where}.{extra}",
            node.keys[extra],
            f"'{extra}' beside '{kinds[0]}'",
            "one of options, range and share",
        )
    if len(kinds) != 1:
        return None
    title = text(node.entries.get("title"))
    content = node.entries[kinds[0]]
    if kinds[0] == "options":
        return _choice(context, name, title, content)
    if kinds[0] == "range":
        return _numeric(context, name, title, content)
    return _share(context, name, title, content)


def _choice(context: Context, name: str, title: str, node: Node) -> ChoiceIssue | None:
    options: dict[str, Option] = {}
    if isinstance(node, Listing):
        for item in node.items:
            if not isinstance(item, Scalar):
                continue
            if item.text in options:
                context.problems.at(
                    item, f"the option {quoted(item.text)} a second time", "each option once"
                )
            options[item.text] = Option(item.text, item.text)
    for option_id, value in entries(node):
        options[option_id] = Option(option_id, text(value))
    if len(options) > MAX_OPTIONS:
        context.problems.at(node, f"{len(options):,} options", f"at most {MAX_OPTIONS:,}")
        return None
    return ChoiceIssue(name, title, tuple(options.values())) if options else None


def _numeric(context: Context, name: str, title: str, node: Node) -> NumericIssue | None:
    parts = {key: get(node, key) for key in ("from", "to", "step")}
    start, stop, step = (number_of(part) for part in parts.values())
    if step is not None and step <= 0 and parts["step"]:
        context.problems.at(parts["step"], f"a step of {brief(step)}", "a number above 0")
        step = None
    if start is not None and stop is not None and stop <= start and parts["to"]:
        context.problems.at(parts["to"], brief(stop), f"a number above `from` ({brief(start)})")
        return None
    if start is None or stop is None or step is None:
        return None
    steps = (stop - start) / step
    if steps.denominator != 1:
        context.problems.at(
            node,
            f"a range of {brief(stop - start)} in steps of {brief(step)}",
            "a whole number of steps between from and to",
        )
        return None
    if steps + 1 > MAX_OPTIONS:
        context.problems.at(
            node,
            f"{_count(steps)} numbers to choose from",
            f"at most {MAX_OPTIONS:,}; use a larger step",
        )
        return None
    if not _readable(start, stop, step):
        context.problems.at(
            node,
            "numbers with too many digits",
            f"numbers of at most {MAX_DIGITS} characters all along the range",
        )
        return None
    return NumericIssue(name, title, start, stop, step, text(get(node, "unit")))


def _count(steps: Fraction) -> str:
    exact = int(steps) + 1
    return f"{exact:,}" if exact < _MOST_COUNTED else brief(Fraction(exact))


def _readable(start: Fraction, stop: Fraction, step: Fraction) -> bool:
    """Return whether every number of the grid can be written (and read again) in full."""
    if max(len(str(x)) for x in (start, stop, step)) * 2 < MAX_DIGITS // 2:
        return True
    count = int((stop - start) / step) + 1
    return all(len(show_number(start + k * step)) <= MAX_DIGITS for k in range(count))


def _share(context: Context, name: str, title: str, node: Node) -> ShareIssue | None:
    if not isinstance(node, Listing):
        return None
    among = context.references(node, "party", context.parties)
    if len(node.items) < 2:
        context.problems.at(node, shown(node), f"at least two of {listed(context.parties)}")
        return None
    return ShareIssue(name, title, among) if len(among) == len(node.items) else None
