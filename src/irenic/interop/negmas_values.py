"""NegMAS YAML: what the value functions of an issue are worth, exactly."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from irenic.interop.tree import (
    Listing,
    Node,
    Place,
    Problems,
    Scalar,
    Table,
    decimal,
    listed,
    quoted,
    shown,
)
from irenic.model import parse_number, show_number

__all__ = ["MAX_POWER", "Function", "canonical", "plain_number", "value_function"]

Function = Callable[[str], Fraction]

#: Kind of function -> the numbers it has, each with its value when absent (None: required).
_PARAMETERS: dict[str, dict[str, Fraction | None]] = {
    "IdentityFun": {},
    "ConstFun": {"bias": None},
    "LinearFun": {"slope": None},
    "AffineFun": {"slope": None, "bias": Fraction(0)},
    "QuadraticFun": {"a2": None, "a1": None, "bias": Fraction(0)},
    "TriangularFun": {
        "start": None,
        "middle": None,
        "end": None,
        "bias": Fraction(0),
        "scale": Fraction(1),
    },
    "PolynomialFun": {"bias": Fraction(0)},
}
#: Highest power of a polynomial that is worked out exactly.
MAX_POWER = 12


def canonical(node: Scalar, /) -> str:
    """Return an option as text: numbers in one spelling, so that ``1`` and ``1.0`` are one.

    Examples
    --------
    >>> canonical(Scalar("1.0", False, Place(None))), canonical(Scalar("1.0", True, Place(None)))
    ('1', '1.0')
    """
    number = plain_number(node)
    return node.text if number is None else show_number(number)


def plain_number(node: Node | None, /) -> Fraction | None:
    """Return the number that stands without quotes, or ``None``."""
    if not isinstance(node, Scalar) or node.quoted:
        return None
    try:
        return decimal(node.text)
    except ValueError:
        return None


def value_function(
    node: Node, numeric: bool, where: str, problems: Problems, /
) -> Function | dict[str, Fraction] | None:
    """Return a value function: a table by option, or a function of a number.

    Parameters
    ----------
    node : Node
        A mapping with ``type`` and the numbers of that type; a bare mapping of options to
        numbers is a table.
    numeric : bool
        Whether the options of the issue are numbers, which functions other than tables and
        constants need.
    where : str
        The issue, in messages.
    problems : Problems
        Gets what is wrong.
    """
    if not isinstance(node, Table):
        problems.add(where, node.place, shown(node), "a value function: a mapping with `type`")
        return None
    type_node = node.entries.get("type")
    kind = type_node.text.rpartition(".")[2] if isinstance(type_node, Scalar) else "TableFun"
    if kind == "TableFun":
        mapping = node.entries.get("mapping") if type_node is not None else node
        return _mapping(mapping, where, node.place, problems)
    if kind not in _PARAMETERS:
        found = f"a value function of the type {quoted(kind)}"
        expected = f"one whose values are exact: {listed(('TableFun', *_PARAMETERS), most=9)}"
        problems.add(where, node.place, found, expected)
        return None
    if not numeric and kind != "ConstFun":
        found = f"{kind} on an issue whose options are no numbers"
        problems.add(where, node.place, found, "a TableFun, with a value for every option")
        return None
    parameters = _parameters(node, kind, where, problems)
    if parameters is None:
        return None
    coefficients: list[Fraction] = []
    if kind == "PolynomialFun":
        powers = _coefficients(node, where, problems)
        if powers is None:
            return None
        coefficients = powers
    return _function(kind, parameters, coefficients)


def _mapping(
    node: Node | None, where: str, place: Place, problems: Problems
) -> dict[str, Fraction] | None:
    """Return the values of a table by option."""
    if not isinstance(node, Table):
        expected = "mapping: with a number for every option"
        problems.add(where, node.place if node else place, shown(node), expected)
        return None
    for odd in node.odd_keys:
        problems.add(where, odd, "a key that is a list", "the options of one issue")
    found: dict[str, Fraction] = {}
    fine = not node.odd_keys
    for key, value in node.entries.items():
        number = plain_number(value)
        if number is None:
            problems.add(f"{where}, {quoted(key)}", value.place, shown(value), "a decimal number")
            fine = False
            continue
        found[canonical(node.keys[key])] = number
    return found if fine else None


def _parameters(
    node: Table, kind: str, where: str, problems: Problems
) -> dict[str, Fraction] | None:
    found: dict[str, Fraction] = {}
    fine = True
    for key, default in _PARAMETERS[kind].items():
        inner = node.entries.get(key)
        number = plain_number(inner) if inner is not None else default
        if number is None:
            place = inner.place if inner else node.place
            problems.add(f"{where}, {kind}", place, f"{key}: {shown(inner)}", "a decimal number")
            fine = False
        else:
            found[key] = number
    return found if fine else None


def _coefficients(node: Table, where: str, problems: Problems) -> list[Fraction] | None:
    listing = node.entries.get("coefficients")
    items = listing.items if isinstance(listing, Listing) else []
    numbers = [plain_number(item) for item in items]
    given = [number for number in numbers if number is not None]
    if not items or len(given) < len(items) or len(items) > MAX_POWER:
        place = listing.place if listing else node.place
        expected = f"1 to {MAX_POWER} decimal numbers"
        problems.add(f"{where}, PolynomialFun", place, f"coefficients: {shown(listing)}", expected)
        return None
    return given


def _function(kind: str, p: dict[str, Fraction], coefficients: list[Fraction]) -> Function:
    """Return the function that NegMAS 0.16 evaluates, in exact arithmetic."""

    def at(text: str) -> Fraction:
        if kind == "ConstFun":
            return p["bias"]
        x = parse_number(text)
        match kind:
            case "IdentityFun":
                return x
            case "LinearFun":
                return p["slope"] * x
            case "AffineFun":
                return p["slope"] * x + p["bias"]
            case "QuadraticFun":
                return p["a2"] * x * x + p["a1"] * x + p["bias"]
            case "PolynomialFun":
                powers = (c * x**k for k, c in enumerate(coefficients, start=1))
                return sum(powers, p["bias"])
        return _triangle(x, p)

    return at


def _triangle(x: Fraction, p: dict[str, Fraction]) -> Fraction:
    """Return a triangle of height ``scale`` on ``bias``; outside it is ``bias``."""
    start, middle, end = p["start"], p["middle"], p["end"]
    if not start < x < end:
        return p["bias"]
    rising = x <= middle
    length = middle - start if rising else end - middle
    height = Fraction(1) if length == 0 else (x - start if rising else end - x) / length
    return p["bias"] + p["scale"] * height
