"""Small random cases of every shape, as the reader would hand them over; seeded, repeatable."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from irenic.model import (
    Case,
    ChoiceIssue,
    Compare,
    Comparison,
    Count,
    Curve,
    Decision,
    Forbid,
    IssuePreference,
    NumericIssue,
    OneOf,
    Option,
    OptionValues,
    Order,
    Party,
    Preference,
    Proposal,
    Quantity,
    Require,
    Rule,
    Sum,
    Together,
)


def number(rng: Random) -> Fraction:
    """Return a small number: often tied, sometimes negative, sometimes a decimal or a third."""
    return Fraction(rng.randint(-2, 4), rng.choice([1, 1, 1, 2, 3, 10]))


def quantity(rng: Random) -> Quantity:
    if rng.random() < 0.85:
        return Quantity.exactly(number(rng))
    return Quantity(*sorted((number(rng), number(rng))))


def random_issue(rng: Random, j: int) -> ChoiceIssue | NumericIssue:
    if rng.random() < 0.25:
        return NumericIssue(f"i{j}", "", Fraction(0), Fraction(rng.randint(0, 2)), Fraction(1))
    ids = [f"o{k}" for k in range(rng.choice([1, 2, 2, 3]))]
    return ChoiceIssue(f"i{j}", "", tuple(Option(o, o) for o in ids))


def random_view(rng: Random, issue: ChoiceIssue | NumericIssue) -> IssuePreference:
    weight = Quantity.exactly(rng.choice([0, 1, 1, 2, Fraction(1, 3)]))
    kind = rng.random()
    if isinstance(issue, NumericIssue) and issue.stop > issue.start and kind < 0.5:
        ends = ((issue.start, quantity(rng)), (issue.stop, quantity(rng)))
        return IssuePreference(weight, Curve(ends))
    if kind > 0.9:
        ids = list(issue.option_ids)
        rng.shuffle(ids)
        cut = rng.randint(1, len(ids))
        groups = (tuple(ids[:cut]), tuple(ids[cut:])) if ids[cut:] else (tuple(ids),)
        return IssuePreference(weight, Order(groups))
    values = {option: quantity(rng) for option in issue.option_ids}
    return IssuePreference(weight, OptionValues(values))


def random_condition(rng: Random, issues: tuple[ChoiceIssue | NumericIssue, ...], width: int):
    condition = {}
    for issue in rng.sample(issues, min(width, len(issues))):
        if isinstance(issue, NumericIssue):
            condition[issue.id] = Comparison(rng.choice(["<=", ">=", "!=", "<", ">"]), Fraction(1))
        else:
            some = rng.sample(issue.option_ids, rng.randint(1, len(issue.option_ids)))
            condition[issue.id] = OneOf(tuple(some))
    return condition


def random_preference(rng: Random, party: str, issues) -> Preference:
    seen = [issue for issue in issues if rng.random() < 0.9]
    together = tuple(
        Together(random_condition(rng, issues, 2), quantity(rng))
        for _ in range(rng.choice([0, 0, 1, 2]) if issues else 0)
    )
    no_deal = Quantity.exactly(number(rng)) if rng.random() < 0.97 else None
    views = {issue.id: random_view(rng, issue) for issue in seen}
    return Preference(party, no_deal, views, together=together)


def random_rule(rng: Random, issues) -> Rule:
    numeric = [issue for issue in issues if isinstance(issue, NumericIssue)]
    kind = rng.random()
    if kind < 0.35:
        return Forbid(random_condition(rng, issues, rng.randint(1, 2)))
    when = tuple(random_condition(rng, issues, 1) for _ in range(rng.choice([0, 0, 1, 1, 2])))
    if kind < 0.6:
        tests = [
            random_condition(rng, issues, rng.randint(1, 2)) for _ in range(rng.choice([1, 2]))
        ]
        return Require(tuple(tests), when)
    if kind < 0.85 or not numeric:
        return random_count(rng, issues, when)
    return random_comparison(rng, numeric, when)


def random_count(rng: Random, issues, when) -> Count:
    of = tuple(
        random_condition(rng, issues, rng.choice([1, 1, 2])) for _ in range(rng.randint(1, 4))
    )
    low, high = sorted((rng.randint(0, len(of)), rng.randint(0, len(of))))
    low, most = rng.choice([(low, high), (low, None), (0, high)])
    return Count(of, low, most, when)


def random_comparison(rng: Random, numeric, when) -> Compare:
    def side() -> Sum:
        some = rng.sample(numeric, rng.randint(0, len(numeric)))
        factors = [Fraction(rng.choice([1, 1, -1, 2, Fraction(1, 3)])) for _ in some]
        terms = tuple((issue.id, x) for issue, x in zip(some, factors, strict=True))
        return Sum(terms, rng.choice([Fraction(0), number(rng)]))

    relation = rng.choice(["<", "<=", ">", ">=", "=="])
    return Compare(side(), relation, side(), when)


def random_case(seed: int) -> Case:
    """Return the case of a seed: 1 to 5 parties, 1 to 4 issues, at most 81 packages."""
    rng = Random(seed)
    parties = tuple(Party(f"p{i}", f"P{i}") for i in range(rng.randint(1, 5)))
    issues = tuple(random_issue(rng, j) for j in range(rng.randint(1, 4)))
    ids = tuple(p.id for p in parties)
    decision = Decision()
    if rng.random() < 0.4:
        must = tuple(p for p in ids if rng.random() < 0.2)
        decision = Decision(rng.randint(max(1, len(must)), len(ids)), must)
    return Case(
        f"random case {seed}",
        parties,
        issues,
        {p: random_preference(rng, p, issues) for p in ids},
        tuple(random_rule(rng, issues) for _ in range(rng.choice([0, 0, 0, 1, 2]))),
        decision,
        (Proposal("first", {i.id: i.option_ids[0] for i in issues if rng.random() < 0.8}),),
    )
