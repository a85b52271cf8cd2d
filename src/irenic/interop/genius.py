"""GENIUS XML -> case, by the rule of GENIUS 10.4.

A domain file says what is negotiated, one profile file for each party what its options are
worth.  GENIUS 10.4 scores a package by

    sum over issues of  weight * evaluation / greatest evaluation of the issue

where an integer issue has ``clamp(slope * (v - lower bound) + offset, 0, 1)`` instead, and a
real issue a function of its own number.  Weights of inner objectives play no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.interop.draft import Draft, Profile, Steps, values_on
from irenic.interop.files import Source
from irenic.interop.genius_domain import (
    Domain,
    GeniusIssue,
    bounds,
    children_of,
    index_of,
    issue_type,
    number,
    read_domain,
    refuse_unknown,
    spaces,
)
from irenic.interop.genius_real import real_function
from irenic.interop.record import Discount
from irenic.interop.tree import Element, Problems, brief, listed, quoted
from irenic.interop.xml_tree import parse_xml
from irenic.model import Curve, NumericIssue, OptionValues, parse_number

__all__ = ["NO_MAXIMUM", "ROUNDING", "RULE", "read_genius"]

#: Below this greatest evaluation GENIUS 10.4 counts an issue as worth nothing to a party.
NO_MAXIMUM = Fraction(1, 100_000)
#: Weights that GENIUS wrote from binary numbers add up to 1 and a little; so far above 1 its
#: cut-off is of the size of its own rounding, and not worth a word.
ROUNDING = Fraction(1, 10**9)
RULE = (
    "Scores follow the rule of GENIUS 10.4 exactly: the sum of weight times evaluation divided "
    "by the greatest evaluation of the issue; integer and real issues by their function, kept "
    "between 0 and 1. A reservation value is the no-deal value, on the same scale."
)


_File = tuple[Source, Element]


def read_genius(sources: Sequence[Source], steps: Steps, problems: Problems, /) -> Draft | None:
    """Return the domain and profiles in GENIUS XML files.

    Parameters
    ----------
    sources : sequence of Source
        One domain file and the profiles, in any order; parties keep the order of theirs.
    steps : Steps
        Grid steps for issues of type real.
    problems : Problems
        Gets everything wrong with any of the files.
    """
    domains: list[_File] = []
    profiles: list[_File] = []
    before = len(problems)
    for source in sources:
        root = parse_xml(source.data, source.name, problems)
        if root is None:
            continue
        if root.tag not in ("negotiation_template", "utility_space"):
            found = f"the root element {quoted(root.tag)}"
            expected = "<negotiation_template> (a domain) or <utility_space> (a profile)"
            problems.add("the file", root.place, found, expected)
        elif refuse_unknown(root, problems):
            (domains if root.tag == "negotiation_template" else profiles).append((source, root))
    _sort(domains, profiles)
    for source, root in domains[1:]:
        found = f"a second domain, {quoted(source.file)}"
        problems.add("the files", root.place, found, f"one; the first is {domains[0][0].file}")
    if not domains:
        if profiles and len(problems) == before:
            expected = "the domain file too (its root is <negotiation_template>)"
            place = profiles[0][1].place
            problems.add("the files", place, "profiles without their domain", expected)
        return None
    source, root = domains[0]
    domain = read_domain(root, source.stem, steps, problems)
    read = [_profile(source, root, domain, problems) for source, root in profiles]
    issues = [here.issue for here in domain.issues.values() if here.issue is not None]
    return Draft(domain.title, "GENIUS XML", RULE, issues, read, root.place)


def _sort(domains: list[_File], profiles: list[_File]) -> None:
    """Move files whose root is not that of their kind, going by what they hold."""
    if len(domains) > 1:
        valued = [file for file in domains if _values(file[1])]
        domains[:] = [file for file in domains if file not in valued]
        profiles += valued
    elif not domains:
        bare = [file for file in profiles if not _values(file[1])]
        profiles[:] = [file for file in profiles if file not in bare]
        domains += bare


def _values(root: Element) -> bool:
    """Return whether a file says what options are worth."""
    return any(
        here.tag in ("weight", "evaluator") or "evaluation" in here.attributes
        for here in root.walk()
    )


def _profile(source: Source, root: Element, domain: Domain, problems: Problems) -> Profile:
    space = spaces(root)
    name = space.attributes.get("party", "") or source.stem
    title = space.attributes.get("party_name", "")
    profile = Profile(name, source.file, root.place, title)
    reservation = _single(space, "reservation", problems)
    if reservation is not None:
        profile.no_deal = number(reservation, "value", "the reservation value", problems)
    _discount(profile, space, problems)
    seen: set[int] = set()
    for parent, element in children_of(space, problems):
        index = index_of(element, "issue", problems)
        if index is None:
            continue
        here = domain.issues.get(index)
        where = f"issue {quoted(element.attributes.get('name', ''))}"
        if here is None:
            found = f"the index {index}, which no issue of the domain has"
            problems.add(where, element.place, found, f"one of {_indices(domain)}")
            continue
        if index in seen:
            problems.add(where, element.place, f"the index {index} a second time", "once")
            continue
        seen.add(index)
        _view(profile, parent, element, here, problems)
    for index, here in domain.issues.items():
        if index not in seen:
            found = f"no issue with the index {index} ({quoted(here.name)})"
            problems.add("the profile", space.place, found, "every issue of the domain")
    _check_weights(profile, space, problems)
    return profile


def _indices(domain: Domain) -> str:
    return listed([str(index) for index in domain.issues], most=12)


def _single(space: Element, tag: str, problems: Problems) -> Element | None:
    """Return the one child with this tag; a second one is a problem."""
    found = space.named(tag)
    for extra in found[1:]:
        problems.add("the profile", extra.place, f"a second <{tag}>", "one")
    return found[0] if found else None


def _discount(profile: Profile, space: Element, problems: Problems) -> None:
    """Keep the discount factor in words; 0 and 1 mean that there is none."""
    element = _single(space, "discount_factor", problems)
    if element is None:
        return
    factor = number(element, "value", "the discount factor", problems)
    if factor is None or factor in (0, 1):
        return
    if not 0 < factor < 1:
        problems.add("the discount factor", element.place, brief(factor), "0 to 1")
        return
    profile.says.append(str(Discount(factor, "relative_time")))
    problems.note(
        f"{profile.file}: discount factor {brief(factor)}: kept in the evidence of the party; "
        "the scores of the case are not discounted"
    )


def _view(
    profile: Profile, parent: Element, element: Element, here: GeniusIssue, problems: Problems
) -> None:
    """Read weight and values of one issue."""
    name = element.attributes.get("name", "")
    where = f"issue {quoted(here.name)}"
    if name != here.name:
        found = f"the name {quoted(name)} for index {here.index}"
        expected = f"{quoted(here.name)}, as in the domain"
        problems.add(where, element.place, found, expected)
    weight = _weight(parent, element, here, problems)
    kind = issue_type(element, name, problems)
    if kind and here.kind and kind != here.kind:
        found = f"type {quoted(kind)}"
        problems.add(where, element.place, found, f"{quoted(here.kind)}, as in the domain")
        return
    if not kind or not here.kind:
        return
    values = (_discrete if kind == "discrete" else _numeric)(element, here, where, problems)
    if weight is not None and values is not None and here.issue is not None:
        profile.views[here.issue.id] = (weight, values)


def _weight(
    parent: Element, element: Element, here: GeniusIssue, problems: Problems
) -> Fraction | None:
    """Return the weight of an issue, which stands beside it in the same objective."""
    where = f"issue {quoted(here.name)}"
    index = str(here.index)
    found = [w for w in parent.named("weight") if w.attributes.get("index", "").strip() == index]
    for extra in found[1:]:
        first = found[0].place.line
        problems.add(where, extra.place, "a second weight", f"one; it stands on line {first}")
    if not found:
        expected = f'<weight index="{here.index}" value=..> in the same objective'
        problems.add(where, element.place, "no weight", expected)
        return None
    weight = number(found[0], "value", where, problems)
    if weight is not None and weight < 0:
        problems.add(where, found[0].place, f"the weight {brief(weight)}", "0 or more")
        return None
    return weight


def _check_weights(profile: Profile, space: Element, problems: Problems) -> None:
    """Report weights for what is not there, and say what GENIUS makes of unusual ones."""
    for holder in space.walk():
        near = {
            child.attributes.get("index", "").strip(): child
            for child in holder.children
            if child.tag in ("issue", "objective")
        }
        for weight in holder.named("weight"):
            index = index_of(weight, "weight", problems)
            if index is None:
                continue
            target = near.get(str(index))
            if target is None:
                found = f"a weight for the index {index}"
                expected = f"one of the indices beside it: {listed(near) or 'there are none'}"
                problems.add("the weights", weight.place, found, expected)
            elif target.tag == "objective":
                _inner_weight(profile, weight, target, problems)
    total = sum((weight for weight, _ in profile.views.values()), Fraction(0))
    if total > 1 + ROUNDING:
        _say(
            profile,
            f"The weights add up to {brief(total)}; GENIUS cuts off scores above 1, here they "
            "are kept.",
            problems,
        )


def _inner_weight(profile: Profile, weight: Element, target: Element, problems: Problems) -> None:
    """Say that the weight of an inner objective plays no part, unless it is 1 anyway."""
    name = target.attributes.get("name", "")
    if number(weight, "value", f"objective {quoted(name)}", problems) not in (None, 1):
        text = f"The weight of the objective {quoted(name)} plays no part, as in GENIUS 10.4."
        _say(profile, text, problems)


def _say(profile: Profile, text: str, problems: Problems) -> None:
    """Keep a remark in the case, and have it said once now."""
    profile.says.append(text)
    problems.note(f"{profile.file}: {text}")


def _discrete(
    element: Element, here: GeniusIssue, where: str, problems: Problems
) -> OptionValues | None:
    """Return evaluation divided by the greatest one, for every option."""
    evaluations: dict[str, Fraction] = {}
    before = len(problems)
    seen: set[str] = set()
    unknown = 0
    for item in element.named("item"):
        value = item.attributes.get("value", "")
        if here.issue is not None and value not in here.options:
            found = f"the value {quoted(value)}, which the domain does not have"
            problems.add(where, item.place, found, f"one of {listed(here.options)}")
            unknown += 1
            continue
        if value in seen:
            problems.add(where, item.place, f"the value {quoted(value)} a second time", "once")
            continue
        seen.add(value)
        if item.attributes.get("evaluation", "null") == "null":
            found = f"no evaluation of {quoted(value)}"
            problems.add(where, item.place, found, "evaluation=.. for every value")
            continue
        amount = number(item, "evaluation", where, problems)
        if amount is not None:
            evaluations[value] = amount
    missing = [value for value in here.options if value not in seen]
    # A value under a wrong name is one mistake; its right name is not missing as well.
    if len(missing) > unknown:
        found = f"no evaluation of {listed(missing)}"
        problems.add(where, element.place, found, "an <item> for every value of the domain")
    if len(problems) > before or here.issue is None:
        return None
    greatest = max(evaluations.values())
    scale = 0 if greatest < NO_MAXIMUM else 1 / greatest
    by_id = {option: evaluations[value] * scale for value, option in here.options.items()}
    values = values_on(here.issue, lambda option: by_id[option])
    return values if isinstance(values, OptionValues) else None


def _numeric(
    element: Element, here: GeniusIssue, where: str, problems: Problems
) -> OptionValues | Curve | None:
    """Return the values of an integer or real issue at every number of its grid."""
    span = bounds(element, here.kind, where, problems)
    function = real_function(element, here.kind, span, where, problems)
    if here.issue is None or function is None or span is None:
        return None
    mine = (here.issue.start, here.issue.stop) if isinstance(here.issue, NumericIssue) else None
    own = bounds(here.element, here.kind, where, problems)
    if span != (mine or own):
        found = f"bounds {brief(span[0])} and {brief(span[1])}"
        low, high = mine or own or span
        expected = f"{brief(low)} and {brief(high)}, as in the domain"
        problems.add(where, element.place, found, expected)
        return None
    return values_on(here.issue, lambda text: function(parse_number(text)))
