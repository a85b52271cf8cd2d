"""Case -> GENIUS XML: a domain file and one profile for each party, or what would be lost."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from irenic.interop.exact import decimals, is_decimal
from irenic.interop.genius import NO_MAXIMUM, ROUNDING
from irenic.interop.genius_real import clamp
from irenic.interop.losses import Loss, Valued, lost, valued_issues
from irenic.interop.names import slug
from irenic.interop.record import discount_of
from irenic.model import Case, ChoiceIssue, NumericIssue, Preference, show_number

__all__ = ["genius_losses", "write_genius"]

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def genius_losses(case: Case, /) -> list[Loss]:
    """Return everything of ``case`` that GENIUS XML cannot hold exactly."""
    found = lost(case, clocks=("relative_time",), titles=True)
    for issue in case.issues:
        if isinstance(issue, NumericIssue) and not _whole(issue):
            step = show_number(issue.step)
            what = f"a range in steps of {step}; GENIUS has whole numbers in steps of 1"
            found.append(Loss(f"issues.{issue.id}", what))
    if any(not loss.text for loss in found):
        return found
    for party, preference in case.preferences.items():
        found += _score_losses(case, party, preference)
    return found


def _whole(issue: NumericIssue) -> bool:
    return issue.step == 1 and issue.start.denominator == 1


def _score_losses(case: Case, party: str, preference: Preference) -> list[Loss]:
    where = f"preferences.{party}"
    found = []
    best = Fraction(0)
    if preference.no_deal is not None and not is_decimal(preference.no_deal.low):
        what = f"{show_number(preference.no_deal.low)}, which is no finite decimal"
        found.append(Loss(f"{where}.no_deal", what))
    for valued in valued_issues(case, preference):
        place = f"{where}.issues.{valued.issue.id}"
        worth = [valued.weight * value for value in valued.values.values()]
        best += max(worth)
        if valued.weight < 0 or min(valued.values.values()) < 0:
            found.append(Loss(place, "a negative weight or value"))
        elif _written(valued) is None:
            what = "values that are no linear function kept between 0 and 1"
            if isinstance(valued.issue, ChoiceIssue):
                what = "a weight or values that no finite decimal is"
            found.append(Loss(place, what))
    if best > 1 + ROUNDING:
        what = f"scores above 1 (the best package has {show_number(best)}); GENIUS cuts them off"
        found.append(Loss(where, what))
    return found


def _written(valued: Valued) -> tuple[Fraction, dict[str, Fraction]] | None:
    """Return the weight to write with evaluations by option, or with slope and offset."""
    values = valued.values
    greatest = max(values.values())
    if isinstance(valued.issue, ChoiceIssue):
        if greatest == 0:
            return (valued.weight, values) if is_decimal(valued.weight) else None
        weight = valued.weight * greatest
        if not is_decimal(weight):
            return None
        if not decimals(values.values()) or greatest < NO_MAXIMUM:
            values = {name: value / greatest for name, value in values.items()}
            common = lcm(*(value.denominator for value in values.values()))
            values = {name: value * common for name, value in values.items()}
        return (weight, values) if decimals(values.values()) else None
    scale = max(greatest, Fraction(1))
    weight = valued.weight * scale
    line = _line([value / scale for value in values.values()])
    if line is None or not decimals((weight, *line)):
        return None
    return weight, {"slope": line[0], "offset": line[1]}


def _line(heights: list[Fraction]) -> tuple[Fraction, Fraction] | None:
    """Return slope and offset of the line whose part between 0 and 1 has these heights.

    Where the line is cut off, a step between neighbours is too small, never too large; so
    the largest step is that of the line.
    """
    k = max(range(len(heights) - 1), key=lambda k: abs(heights[k + 1] - heights[k]))
    slope = heights[k + 1] - heights[k]
    offset = heights[k] - slope * k
    fits = all(clamp(slope * j + offset) == height for j, height in enumerate(heights))
    return (slope, offset) if fits else None


def write_genius(case: Case, /) -> dict[str, str]:
    """Return the text of each file by its name; call when nothing is lost."""
    files = {"domain.xml": _domain(case)}
    width = len(str(len(case.parties)))
    for number, party in enumerate(case.parties, start=1):
        name = f"profile-{number:0{width}}-{slug(party.id)}.xml"
        files[name] = _profile(case, case.preferences[party.id], party.id, party.name)
    return files


def _tag(name: str, /, **attributes: str) -> str:
    """Return the start of a tag without its bracket."""
    parts = [
        f'{key.rstrip("_")}="{"".join(_ESCAPES.get(c, c) for c in value)}"'
        for key, value in attributes.items()
    ]
    return " ".join([f"<{name}", *parts])


def _beside(key: str, title: str, name: str) -> dict[str, str]:
    """Return an attribute of our own, which GENIUS passes over, where a title differs."""
    return {key: title} if title != name else {}


def _domain(case: Case) -> str:
    rows = ["<negotiation_template>"]
    rows.append(f"  {_tag('utility_space', number_of_issues=str(len(case.issues)))}>")
    rows.append(f"    {_objective(case)}>")
    for index, issue in enumerate(case.issues, start=1):
        rows += _issue(index, issue, {}, [])
    rows += ["    </objective>", "  </utility_space>", "</negotiation_template>", ""]
    return "\n".join(rows)


def _objective(case: Case) -> str:
    name = " ".join(case.title.split())
    plain = name == case.title and name.lower() not in ("root", "any")
    shown = {} if plain else {"title": case.title}
    return _tag("objective", index="0", name=name, type="objective", etype="objective", **shown)


def _issue(
    index: int, issue: object, evaluations: dict[str, Fraction], evaluator: list[str]
) -> Iterable[str]:
    """Yield the lines of one issue."""
    if isinstance(issue, NumericIssue):
        span = {"lowerbound": show_number(issue.start), "upperbound": show_number(issue.stop)}
        own = _beside("title", issue.title, issue.id) | _beside("unit", issue.unit, "")
        kind = {"type": "integer", "etype": "integer", "vtype": "integer"}
        head = _tag("issue", index=str(index), name=issue.id, **kind, **span, **own)
        yield from [f"      {head}>", *evaluator, "      </issue>"]
    elif isinstance(issue, ChoiceIssue):
        own = _beside("title", issue.title, issue.id)
        kind = {"type": "discrete", "etype": "discrete", "vtype": "discrete"}
        yield f"      {_tag('issue', index=str(index), name=issue.id, **kind, **own)}>"
        for number, option in enumerate(issue.options, start=1):
            worth = {"evaluation": show_number(evaluations[option.id])} if evaluations else {}
            own = _beside("title", option.title, option.id)
            yield f"        {_tag('item', index=str(number), value=option.id, **worth, **own)}/>"
        yield "      </issue>"


def _profile(case: Case, preference: Preference, party: str, name: str) -> str:
    head = _tag("utility_space", party=party, **_beside("party_name", name, party))
    rows = [f"{head}>", f"  {_objective(case)}>"]
    weights = []
    for index, valued in enumerate(valued_issues(case, preference), start=1):
        written = _written(valued)
        weight, numbers = written if written is not None else (Fraction(0), {})
        evaluator = []
        if isinstance(valued.issue, NumericIssue):
            line = {key: show_number(number) for key, number in numbers.items()}
            evaluator = [f"        {_tag('evaluator', ftype='linear', **line)}/>"]
        rows += _issue(index, valued.issue, numbers, evaluator)
        weights.append(f"    {_tag('weight', index=str(index), value=show_number(weight))}/>")
    rows += [*weights, "  </objective>"]
    discount = discount_of(case, preference)
    factor = show_number(discount.factor) if discount else "1.0"
    rows.append(f"  {_tag('discount_factor', value=factor)}/>")
    if preference.no_deal is not None:
        rows.append(f"  {_tag('reservation', value=show_number(preference.no_deal.low))}/>")
    return "\n".join([*rows, "</utility_space>", ""])
