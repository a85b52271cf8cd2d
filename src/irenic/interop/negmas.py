"""NegMAS YAML -> case: a domain file and a utility function for each party.

The form is the one that NegMAS 0.16 writes: an outcome space with issues, and linear
additive functions with a weight and a value function for every issue, in the order of the
issues.  Nothing is normalised there, and nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.interop.draft import (
    Draft,
    Profile,
    Steps,
    values_on,
)
from irenic.interop.files import Source, decode
from irenic.interop.negmas_domain import Named, read_issues, text_at
from irenic.interop.negmas_values import plain_number, value_function
from irenic.interop.record import Discount
from irenic.interop.tree import (
    Listing,
    Node,
    Problems,
    Scalar,
    Table,
    brief,
    decimal,
    listed,
    quoted,
    shown,
)
from irenic.interop.yaml_tree import parse_yaml
from irenic.model import (
    Curve,
    Issue,
    OptionValues,
    Quantity,
    parse_number,
)

__all__ = ["RULE", "read_negmas"]

RULE = (
    "Scores follow the rule of NegMAS exactly: the sum of weight times the value of the option, "
    "nothing normalised. A reserved value is the no-deal value."
)
_LINEAR = ("LinearUtilityFunction", "AffineUtilityFunction")
_ADDITIVE = ("LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction")
_DISCOUNTED = "ExpDiscountedUFun"
_KNOWN = [
    "type",
    "name",
    "id",
    "reserved_value",
    "reserved_outcome",
    "stability",
    "weights",
    "values",
    "bias",
    "constraints",
    "invalid_value",
    "path",
]


def read_negmas(sources: Sequence[Source], steps: Steps, problems: Problems, /) -> Draft | None:
    """Return the domain and the utility functions in NegMAS YAML files.

    Parameters
    ----------
    sources : sequence of Source
        One domain file and the utility functions, in the order of the parties.
    steps : Steps
        Grid steps for continuous issues.
    problems : Problems
        Gets everything wrong with any of the files.
    """
    domains: list[tuple[Source, Table]] = []
    functions: list[tuple[Source, Table]] = []
    before = len(problems)
    for source in sources:
        text = decode(source, problems)
        root = parse_yaml(text, source.name, problems) if text is not None else None
        if isinstance(root, Table):
            (domains if "issues" in root.entries else functions).append((source, root))
        elif root is not None:
            problems.add("the file", root.place, shown(root), "a domain or a utility function")
    for source, root in domains[1:]:
        found = f"a second domain, {quoted(source.file)}"
        problems.add("the files", root.place, found, f"one; the first is {domains[0][0].file}")
    if not domains:
        if functions and len(problems) == before:
            place = functions[0][1].place
            expected = "the domain file too (it has `issues:`)"
            problems.add("the files", place, "utility functions without their domain", expected)
        return None
    source, root = domains[0]
    title = text_at(root, "name") or source.stem
    issues = read_issues(root, steps, problems)
    profiles = [_profile(source, root, issues, problems) for source, root in functions]
    usable = [here.issue for here in issues if here.issue is not None]
    return Draft(title, "NegMAS YAML", RULE, usable, profiles, root.place)


_Issues = list[Named]


def _profile(source: Source, root: Table, issues: _Issues, problems: Problems) -> Profile:
    profile = Profile(text_at(root, "name") or source.stem, source.file, root.place)
    kind = text_at(root, "type").rpartition(".")[2]
    body = root
    if kind == _DISCOUNTED:
        inner = _discounted(profile, root, problems)
        if inner is None:
            return profile
        body, kind = inner, text_at(inner, "type").rpartition(".")[2]
    if kind not in (*_ADDITIVE, *_LINEAR):
        found = f"a utility function of the type {quoted(kind)}"
        expected = f"one that adds up single issues: {listed((_ADDITIVE[0], *_LINEAR))}"
        place = body.entries["type"].place if "type" in body.entries else body.place
        problems.add("the utility function", place, found, expected)
        return profile
    for key, value in body.entries.items():
        if key not in _KNOWN:
            found = f"the unknown key {quoted(key)}"
            problems.add("the utility function", body.keys[key].place, found, "no such key")
        elif key in ("constraints", "reserved_outcome") and not _empty(value):
            found = f"{key}: {shown(value)}"
            problems.add("the utility function", value.place, found, "nothing; it has no place")
    profile.no_deal = _reserved(root, problems)
    weights = _per_issue(body, "weights", issues, problems)
    numbers: list[Fraction | None] = [None] * len(issues)
    for k, node in enumerate(weights):
        number = plain_number(node)
        if node is not None and number is None:
            where = f"weight of issue {quoted(issues[k].name)}"
            problems.add(where, node.place, shown(node), "a decimal number")
        numbers[k] = number
    if kind in _LINEAR:
        functions: list[Node | None] = [Table({}, {}, body.place) for _ in issues]
    else:
        functions = _per_issue(body, "values", issues, problems)
    for here, weight, node in zip(issues, numbers, functions, strict=True):
        if here.issue is None or node is None:
            continue
        values = _values(here, here.issue, node, kind in _LINEAR, problems)
        if weight is not None and values is not None:
            profile.views[here.issue.id] = (weight, values)
    _bias(profile, body, problems)
    return profile


def _empty(node: Node) -> bool:
    """Return whether nothing stands there."""
    if isinstance(node, Scalar):
        return node.is_nothing
    return isinstance(node, Listing) and not node.items


def _discounted(profile: Profile, root: Table, problems: Problems) -> Table | None:
    """Keep an exponential discount in words and return the function inside."""
    inner = root.entries.get("ufun")
    if not isinstance(inner, Table):
        problems.add("the utility function", root.place, f"ufun: {shown(inner)}", "a function")
        return None
    node = root.entries.get("discount")
    if node is None or _empty(node):
        return inner
    factor = plain_number(node)
    if factor is None or not 0 < factor <= 1:
        problems.add("discount", node.place, shown(node), "a number above 0, at most 1")
        return None
    if factor < 1:
        clock = text_at(root, "factor") or "step"
        profile.says.append(str(Discount(factor, "_".join(clock.split()))))
        problems.note(
            f"{profile.file}: discount {brief(factor)}: kept in the evidence of the party; the "
            "scores of the case are not discounted"
        )
    return inner


def _reserved(root: Table, problems: Problems) -> Fraction | None:
    """Return the reserved value; NegMAS writes minus infinity where there is none."""
    node = root.entries.get("reserved_value")
    if node is None or _empty(node):
        return None
    if isinstance(node, Scalar) and node.text.lower() == "-.inf":
        return None
    if isinstance(node, Scalar):
        try:
            return decimal(node.text)
        except ValueError:
            pass
    problems.add("reserved_value", node.place, shown(node), "a decimal number, or -.inf for none")
    return None


def _per_issue(body: Table, key: str, issues: _Issues, problems: Problems) -> list[Node | None]:
    """Return one node for every issue, from a list in their order or a mapping by name."""
    node = body.entries.get(key)
    found: list[Node | None] = [None] * len(issues)
    if isinstance(node, Listing):
        if len(node.items) != len(issues):
            text = f"{len(node.items)} entries"
            problems.add(key, node.place, text, f"{len(issues)}, one for every issue")
            return found
        return list(node.items)
    if not isinstance(node, Table):
        place = node.place if node else body.place
        problems.add(key, place, shown(node), "a list with an entry for every issue")
        return found
    names = [here.name for here in issues]
    for name in node.entries:
        if name not in names:
            text = f"the unknown issue {quoted(name)}"
            problems.add(key, node.keys[name].place, text, f"one of {listed(names)}")
    for k, name in enumerate(names):
        found[k] = node.entries.get(name)
        if found[k] is None:
            problems.add(key, node.place, f"nothing for {quoted(name)}", "an entry for it")
    return found


def _values(
    here: Named, issue: Issue, node: Node, linear: bool, problems: Problems
) -> OptionValues | Curve | None:
    """Return what the options of an issue are worth."""
    where = f"issue {quoted(here.name)}"
    numeric = all(_is_number(option) for option in here.options.values())
    if linear:
        if not numeric:
            found = "options that are no numbers, in a linear function"
            problems.add(where, node.place, found, "numbers")
            return None
        return values_on(issue, parse_number)
    function = value_function(node, numeric, where, problems)
    if function is None:
        return None
    if not isinstance(function, dict):
        return values_on(issue, function)
    table = {here.options[name]: y for name, y in function.items() if name in here.options}
    extra = [name for name in function if name not in here.options]
    missing = [name for name, option in here.options.items() if option not in table]
    if extra:
        problems.add(where, node.place, f"a value for {listed(extra)}", "options of the issue")
    if missing:
        found = f"no value for {listed(missing)}"
        problems.add(where, node.place, found, "a value for every option")
    return None if extra or missing else values_on(issue, lambda option: table[option])


def _is_number(text: str) -> bool:
    """Return whether an option is a number."""
    try:
        parse_number(text)
    except ValueError:
        return False
    return True


def _bias(profile: Profile, body: Table, problems: Problems) -> None:
    """Add the constant of a function to the values of the first issue that has a weight."""
    node = body.entries.get("bias")
    if node is None or _empty(node):
        return
    bias = plain_number(node)
    if bias is None:
        problems.add("bias", node.place, shown(node), "a decimal number")
        return
    if bias == 0 or not profile.views:
        return
    found = f"a bias of {brief(bias)}, added to every score"
    for name, (weight, values) in profile.views.items():
        if weight != 0:
            profile.views[name] = (weight, _raised(values, bias / weight))
            profile.says.append(f"The bias {brief(bias)} is part of the values of {name}.")
            return
    problems.add("bias", node.place, found, "0, or an issue with a weight to carry it")


def _raised(values: OptionValues | Curve, by: Fraction) -> OptionValues | Curve:
    """Return the values, each greater by a constant."""
    if isinstance(values, OptionValues):
        return OptionValues(
            {name: Quantity.exactly(y.low + by) for name, y in values.values.items()}
        )
    return Curve(tuple((x, Quantity.exactly(y.low + by)) for x, y in values.points))
