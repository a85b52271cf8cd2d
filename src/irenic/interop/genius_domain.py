"""GENIUS XML: what is negotiated, and what domain and profile files have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from irenic.interop.draft import Steps, choice_issue, ids_for, prose, range_issue, step_option, tidy
from irenic.interop.tree import Element, Place, Problems, brief, decimal, listed, quoted
from irenic.model import Issue

__all__ = [
    "Domain",
    "GeniusIssue",
    "bounds",
    "children_of",
    "index_of",
    "issue_type",
    "number",
    "read_domain",
    "refuse_unknown",
    "spaces",
]

_TYPES = ("discrete", "integer", "real")
#: Elements that make up an additive space.
_KNOWN = {
    "negotiation_template",
    "utility_space",
    "objective",
    "issue",
    "item",
    "range",
    "weight",
    "evaluator",
    "reservation",
    "discount_factor",
}
#: Elements of published files that play no part in a score of GENIUS 10.4: agents to run, what
#: an older agent took for similar, and how much of its own utilities an agent is shown.
_NO_PART = {
    "agents_list",
    "agent",
    "similarity_function",
    "comparisons",
    "errors",
    "elicitation_cost",
    "fixed_seed",
    "experimental",
}
#: Element -> what it makes of the utility; these are refused with the reason.
_NOT_ADDITIVE = {
    "utility": "a nonlinear utility space",
    "utility_function": "a nonlinear utility space",
    "ufun": "a nonlinear utility function",
    "hyperrectangle": "a hyper-rectangle (an amount for a range of packages)",
    "includes": "a bound of a hyper-rectangle",
    "excludes": "a bound of a hyper-rectangle",
    "rules": "a constraint utility space",
    "ranks": "ranks of options",
    "constraints": "constraints that set the utility to zero",
    "constraint": "a constraint that sets the utility to zero",
}
#: Longest number repeated in a message.
_LONGEST = 60
_INTEGER = re.compile(r"[+-]?\d{1,18}")


@dataclass(slots=True)
class GeniusIssue:
    """An issue as the domain file has it; ``issue`` is ``None`` when it is not usable.

    ``options`` maps the values of a discrete issue as written to their option ids.
    """

    element: Element
    index: int
    name: str
    kind: str
    issue: Issue | None = None
    options: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Domain:
    """The issues of a domain by index, in the order in which GENIUS goes through them."""

    title: str
    place: Place
    issues: dict[int, GeniusIssue] = field(default_factory=dict)


def spaces(root: Element, /) -> Element:
    """Return the element that holds the objective: the root, or the utility space in it."""
    inner = root.named("utility_space")
    return inner[0] if inner and root.tag != "utility_space" else root


def refuse_unknown(root: Element, problems: Problems, /) -> bool:
    """Report what is no part of an additive space; return whether everything is.

    Each kind of nonlinear element is reported once, where it first stands.
    """
    refused: dict[str, list[Element]] = {}
    unknown: list[Element] = []
    for element in root.walk():
        tag = element.tag.lower()
        if tag in _NOT_ADDITIVE:
            refused.setdefault(tag, []).append(element)
        elif tag in _NO_PART:
            if tag not in ("agent", "agents_list"):
                text = f"<{element.tag}> plays no part in a score, as in GENIUS 10.4"
                problems.note(f"{Path(element.place.file or '').name}: {text}")
        elif tag not in _KNOWN:
            unknown.append(element)
    for tag, elements in refused.items():
        more = f" ({len(elements)} of them)" if len(elements) > 1 else ""
        found = f"<{elements[0].tag}>{more}: {_NOT_ADDITIVE[tag]}"
        problems.add(
            "the utility space",
            elements[0].place,
            found,
            "an additive space: weights, and evaluations of single issues; nothing that "
            "depends on several issues at once is read",
        )
    for element in unknown if not refused else ():
        found = f"the unknown element {quoted(element.tag)}"
        expected = "elements that GENIUS 10.4 reads: objective, issue, item, weight and so on"
        problems.add("the file", element.place, found, expected)
    kind = spaces(root).attributes.get("type", "linear").lower()
    if kind not in ("linear", "uncertain") and not refused:
        found = f"a utility space of type {quoted(kind)}"
        problems.add("the utility space", spaces(root).place, found, "an additive (linear) one")
        return False
    return not refused and not unknown


def children_of(space: Element, problems: Problems, /) -> Iterator[tuple[Element, Element]]:
    """Yield every issue with the objective that it stands in, also in nested ones."""
    if not space.named("objective"):
        found = f"<{space.tag}> without <objective>"
        problems.add("the utility space", space.place, found, "an objective with its issues")
    for extra in space.named("objective")[1:]:
        problems.add("the utility space", extra.place, "a second root objective", "one")
    stack = space.named("objective")[:1]
    while stack:
        parent = stack.pop()
        for issue in parent.named("issue"):
            yield parent, issue
        stack.extend(reversed(parent.named("objective")))


def read_domain(root: Element, stem: str, steps: Steps, problems: Problems, /) -> Domain:
    """Return the issues of a domain file; everything wrong with them is reported.

    Parameters
    ----------
    root : Element
        Root of the file.
    stem : str
        Name of the file without its ending: the title where the domain has no name.
    steps : Steps
        Grids that the user chose for numeric issues.
    problems : Problems
        Gets what is wrong.
    """
    space = spaces(root)
    objectives = space.named("objective")
    name = tidy(objectives[0].attributes.get("name", "")) if objectives else ""
    title = prose(objectives[0].attributes.get("title", "")) if objectives else ""
    domain = Domain(title or (stem if name.lower() in ("", "root", "any") else name), root.place)
    found: list[GeniusIssue] = []
    for _, element in children_of(space, problems):
        index = index_of(element, "issue", problems)
        if index is None:
            continue
        if index in domain.issues:
            first = domain.issues[index].element.place.line
            problems.add(
                f"issue {quoted(element.attributes.get('name', ''))}",
                element.place,
                f"the index {index} a second time",
                f"an index of its own; line {first} has this one",
            )
            continue
        name = element.attributes.get("name", "")
        if not name.strip():
            problems.add(f"issue {index}", element.place, "an issue without a name", "a name")
        kind = issue_type(element, name, problems)
        domain.issues[index] = GeniusIssue(element, index, name, kind)
        found.append(domain.issues[index])
    for here, issue_id in zip(found, ids_for(issue.name for issue in found), strict=True):
        _settle(here, issue_id, steps, problems)
    return domain


def issue_type(element: Element, name: str, problems: Problems, /) -> str:
    """Return ``discrete``, ``integer`` or ``real``; empty when it is none of them."""
    for key in ("type", "vtype", "etype"):
        word = element.attributes.get(key)
        kind = (word or "discrete").lower()
        if kind not in _TYPES:
            expected = f"one of {listed(_TYPES)}"
            found = f"{key}={quoted(word or '')}"
            problems.add(f"issue {quoted(name)}", element.place, found, expected)
            return ""
        if key != "type" and word is not None and kind != _first_type(element):
            found = f"{key}={quoted(word)} beside type={quoted(_first_type(element))}"
            problems.add(f"issue {quoted(name)}", element.place, found, "one type")
    return _first_type(element)


def _first_type(element: Element) -> str:
    """Return the type that GENIUS 10.4 goes by; absent means discrete."""
    return element.attributes.get("type", "discrete").lower()


def index_of(element: Element, noun: str, problems: Problems, /) -> int | None:
    """Return the index of an element, an integer."""
    text = element.attributes.get("index", "")
    if text.isascii() and _INTEGER.fullmatch(text.strip()):
        return int(text)
    found = f"index={quoted(text)}" if text else "no index"
    where = f"{noun} {quoted(element.attributes.get('name', ''))}"
    problems.add(where, element.place, found, "a whole number")
    return None


def number(element: Element, key: str, where: str, problems: Problems, /) -> Fraction | None:
    """Return the exact decimal in an attribute, or report what stands there."""
    text = element.attributes.get(key)
    if text is None:
        problems.add(where, element.place, f"<{element.tag}> without {key}", "a number")
        return None
    try:
        return decimal(text)
    except ValueError:
        reason = quoted(text)
        if len(text) > _LONGEST:
            reason = f"a text of {len(text)} characters"
        expected = "a decimal number of usual size, such as 0.25"
        problems.add(where, element.place, f"{key}={reason}", expected)
        return None


def bounds(
    element: Element, kind: str, where: str, problems: Problems, /
) -> tuple[Fraction, Fraction] | None:
    """Return the lowest and the highest number of an integer or real issue."""
    holder = element
    ranges = element.named("range")
    if kind == "real" or "lowerbound" not in element.attributes:
        if not ranges:
            found = f"no bounds for this issue of type {kind}"
            expected = "<range lowerbound=.. upperbound=..>"
            if kind == "integer":
                expected = "lowerbound and upperbound on the issue"
            problems.add(where, element.place, found, expected)
            return None
        holder = ranges[0]
    low = number(holder, "lowerbound", where, problems)
    high = number(holder, "upperbound", where, problems)
    if low is None or high is None:
        return None
    for value in (low, high):
        if kind == "integer" and value.denominator != 1:
            found = f"the bound {brief(value)} of an integer issue"
            problems.add(where, holder.place, found, "whole numbers")
            return None
    if high < low:
        found = f"a range from {brief(low)} to {brief(high)}"
        problems.add(where, holder.place, found, "the lower bound first")
        return None
    return low, high


def _settle(here: GeniusIssue, issue_id: str, steps: Steps, problems: Problems) -> None:
    """Make the issue of the model, when all of it is usable."""
    element = here.element
    title = prose(element.attributes.get("title", "")) or tidy(here.name) or issue_id
    where = f"issue {quoted(here.name)}"
    if here.kind == "discrete":
        _settle_options(here, issue_id, title, problems)
    elif here.kind:
        span = bounds(element, here.kind, where, problems)
        step = steps.of(issue_id)
        if step is None and here.kind == "integer":
            step = Fraction(1)
        if span is None:
            return
        if step is None:
            problems.add(
                where,
                element.place,
                f"the real issue {quoted(here.name)}, any number from {brief(span[0])} to "
                f"{brief(span[1])}",
                f"a grid of numbers to agree on: irenic convert .. {step_option(issue_id)}",
            )
            return
        if here.kind == "integer" and step.denominator != 1:
            problems.add(where, element.place, "a step that is no whole number", "a whole one")
            return
        unit = prose(element.attributes.get("unit", ""))
        here.issue = range_issue((issue_id, title), span, step, element.place, problems, unit=unit)


def _settle_options(here: GeniusIssue, issue_id: str, title: str, problems: Problems) -> None:
    where = f"issue {quoted(here.name)}"
    items: dict[str, Element] = {}
    seen: dict[str, Element] = {}
    for item in here.element.named("item"):
        value = item.attributes.get("value")
        index = item.attributes.get("index")
        if value is None or not value.strip():
            problems.add(where, item.place, "an item without a value", "the name of an option")
            continue
        if value in items:
            found = f"the value {quoted(value)} a second time"
            first = items[value].place.line
            problems.add(where, item.place, found, f"each value once; line {first} has it")
            continue
        if index is not None and index in seen:
            found = f"the item index {index} a second time"
            first = seen[index].place.line
            problems.add(where, item.place, found, f"an index of its own; line {first} has it")
        if index is not None:
            seen[index] = item
        if item.attributes.get("description") or item.attributes.get("cost", "0").strip("0."):
            file = Path(item.place.file or "").name
            problems.note(f"{file}: descriptions and costs of options are not kept")
        items[value] = item
    if not items:
        problems.add(where, here.element.place, "a discrete issue without items", "its options")
        return
    pairs = [(value, item.attributes.get("title", "") or value) for value, item in items.items()]
    issue = choice_issue(issue_id, title, pairs)
    here.issue = issue
    here.options = dict(zip(items, issue.option_ids, strict=True))
