"""What of a case a form of another program cannot hold: listed, before anything is written.

Everything in a case is either written, or in this list; nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from irenic.interop.record import ABOUT, discount_of, is_record
from irenic.model import (
    Case,
    ChoiceIssue,
    Curve,
    Issue,
    IssuePreference,
    NumericIssue,
    OptionValues,
    Order,
    Preference,
    Quantity,
    ShareIssue,
    parse_number,
)

__all__ = ["Loss", "Valued", "lost", "valued_issues"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a form has no place for.

    ``text`` is true when no score, package or decision depends on it: a title, a source.
    """

    where: str
    what: str
    text: bool = False

    def __str__(self) -> str:
        """Return the loss on one line."""
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Valued:
    """An issue as one party values it: certain weight, and a certain value for every option."""

    issue: ChoiceIssue | NumericIssue
    weight: Fraction
    values: dict[str, Fraction]


def lost(case: Case, /, *, clocks: tuple[str, ...], titles: bool) -> list[Loss]:
    """Return what no additive form can hold, and titles, units and discounts where it cannot.

    Parameters
    ----------
    case : Case
        The case to be written.
    clocks : tuple of str
        Clocks of discounts that the form has (``relative_time``, ``step``).
    titles : bool
        Whether the form can hold titles beside ids, units, and the names of the parties.
    """
    found = [loss for part in _PARTS for loss in part(case)]
    if not titles:
        found += _titles(case)
    for party, preference in case.preferences.items():
        discount = discount_of(case, preference)
        if discount is not None and discount.clock not in clocks:
            what = f"the discount factor by {discount.clock}"
            found.append(Loss(f"preferences.{party}.evidence", what))
    return found


def valued_issues(case: Case, preference: Preference, /) -> list[Valued]:
    """Return every issue of the case as the party values it; call when nothing is lost."""
    found = []
    for issue in case.issues:
        view = preference.issues.get(issue.id)
        if isinstance(issue, ShareIssue):
            continue
        if view is None or view.weight is None:
            found.append(Valued(issue, Fraction(0), dict.fromkeys(issue.option_ids, Fraction(0))))
        else:
            found.append(Valued(issue, view.weight.low, _worth(issue, view)))
    return found


def _worth(issue: ChoiceIssue | NumericIssue, view: IssuePreference) -> dict[str, Fraction]:
    if isinstance(view.values, OptionValues):
        return {name: view.values.values[name].low for name in issue.option_ids}
    if not isinstance(view.values, Curve):
        return {}
    points = [(x, y.low) for x, y in view.values.points]
    found: dict[str, Fraction] = {}
    k = 0
    for name in issue.option_ids:
        x = parse_number(name)
        while k + 2 < len(points) and points[k + 1][0] < x:
            k += 1
        (a, low), (b, high) = points[k], points[k + 1]
        found[name] = low + (high - low) * (x - a) / (b - a)
    return found


def _on_sections(case: Case) -> Iterator[Loss]:
    for number, rule in enumerate(case.rules, start=1):
        yield Loss(f"rules[{number}]", f"a rule ({type(rule).__name__.lower()})")
    if case.decision.at_least is not None or case.decision.must:
        yield Loss("decision", "a decision rule other than: everyone has to accept")
    for proposal in case.proposals:
        yield Loss(f"proposals.{proposal.id}", "a proposal", text=True)
    if case.claims:
        yield Loss("claims", "claims on an estate")
    if case.coalitions:
        yield Loss("coalitions", "what parties can get together")
    if case.conflict:
        yield Loss("conflict", "a conflict: who can move where, and what each prefers")
    if case.agreement:
        yield Loss("agreement", "an agreement: who is to do what, and what holds it")
    for absent in case.absent:
        yield Loss(f"absent.{absent.id}", "an absent stakeholder", text=True)
    for item in case.evidence:
        if not is_record(item):
            yield Loss(f"evidence.{item.id}", "evidence", text=True)
    if case.as_of:
        yield Loss("as_of", "the date of the case", text=True)
    about = case.about
    own = about.description.startswith(ABOUT) and not about.sources and not about.not_verified
    if not own and (about.description or about.sources or about.exact or about.not_verified):
        yield Loss("about", "where the case comes from", text=True)


def _on_parties(case: Case) -> Iterator[Loss]:
    for party in case.parties:
        where = f"parties.{party.id}"
        if party.role:
            yield Loss(where, "its role", text=True)
        for backer in party.backers:
            text = not backer.leaves_if
            yield Loss(f"{where}.backers.{backer.id}", "a backer", text=text)
        if party.id not in case.preferences:
            yield Loss("preferences", f"that nothing is known of what {party.id} wants")


def _on_issues(case: Case) -> Iterator[Loss]:
    if not case.issues:
        yield Loss("issues", "a case without issues")
    for issue in case.issues:
        if isinstance(issue, ShareIssue):
            yield Loss(f"issues.{issue.id}", "a divisible issue")


def _on_preferences(case: Case) -> Iterator[Loss]:
    for party, preference in case.preferences.items():
        where = f"preferences.{party}"
        if preference.no_deal is not None and not preference.no_deal.is_certain:
            yield Loss(f"{where}.no_deal", "a range")
        for present, what in (
            (preference.together, "together terms"),
            (preference.ranking, "a ranking of issues"),
            (preference.points, "points on divisible issues"),
        ):
            if present:
                yield Loss(where, what)
        if preference.packages:
            yield Loss(where, "ranked example packages", text=True)
        if preference.by:
            yield Loss(f"{where}.by", "whose judgement it is", text=True)
        for issue in case.issues:
            view = preference.issues.get(issue.id)
            if view is None:
                if not isinstance(issue, ShareIssue):
                    yield Loss(where, f"that no view on {issue.id} is recorded", text=True)
            else:
                yield from _on_view(f"{where}.issues.{issue.id}", issue, view)


def _on_view(where: str, issue: Issue, view: IssuePreference) -> Iterator[Loss]:
    if view.weight is not None and not view.weight.is_certain:
        yield Loss(f"{where}.weight", "a range")
    if view.by or view.evidence:
        yield Loss(where, "whose judgement it is, and on what evidence", text=True)
    if isinstance(issue, ShareIssue):
        return
    if isinstance(view.values, Order):
        yield Loss(f"{where}.order", "an order without values")
    values: list[Quantity] = []
    if isinstance(view.values, OptionValues):
        values = list(view.values.values.values())
    elif isinstance(view.values, Curve):
        values = [y for _, y in view.values.points]
    if not all(value.is_certain for value in values):
        yield Loss(f"{where}.values", "ranges")


def _titles(case: Case) -> Iterator[Loss]:
    """Yield names beside ids, where the form has room for one of them only."""
    for party in case.parties:
        if party.name != party.id:
            yield Loss(f"parties.{party.id}", f"its id beside its name {party.name!r}", text=True)
    for issue in case.issues:
        if issue.title != issue.id:
            yield Loss(f"issues.{issue.id}", f"its id beside its title {issue.title!r}", text=True)
        if isinstance(issue, NumericIssue) and issue.unit:
            yield Loss(f"issues.{issue.id}", f"its unit {issue.unit!r}", text=True)
        if isinstance(issue, ChoiceIssue) and any(o.id != o.title for o in issue.options):
            yield Loss(f"issues.{issue.id}", "ids beside the titles of its options", text=True)


_PARTS: tuple[Callable[[Case], Iterator[Loss]], ...] = (
    _on_sections,
    _on_parties,
    _on_issues,
    _on_preferences,
)
