"""Cases for the checker: some made by hand with every feature, and seeded random ones."""

from __future__ import annotations

import json
from fractions import Fraction as F
from random import Random
from typing import Any
from unittest.mock import patch

from irenic.analyse import settlement
from irenic.analyse.results import Audience
from irenic.analyse.settlement import analyse_case
from irenic.model import (
    Case,
    ChoiceIssue,
    Compare,
    Comparison,
    Condition,
    Count,
    Curve,
    Decision,
    Forbid,
    Issue,
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
    ShareIssue,
    Sum,
    Together,
)
from irenic.report.jsonable import analysis_to_json
from irenic.solve.frontier import Frontier
from irenic.solve.result import Status


def result_of(case: Case, audience: Audience | None = None, method: str = "auto") -> dict[str, Any]:
    """Return what ``irenic analyze --json`` prints, as a program reads it."""
    analysis = analyse_case(case, audience or Audience(), method=method)
    return json.loads(json.dumps(analysis_to_json(analysis)))


def options(**values: int | str) -> OptionValues:
    return OptionValues({o: Quantity.exactly(F(v)) for o, v in values.items()})


def view(weight: int | str, values: Any) -> IssuePreference:
    return IssuePreference(Quantity.exactly(F(weight)), values)


def choice(name: str, *ids: str) -> ChoiceIssue:
    return ChoiceIssue(name, name, tuple(Option(i, i) for i in ids))


HARBOUR = Case(
    "Harbour",
    (Party("union", "Union"), Party("firm", "Firm")),
    (
        choice("hours", "h36", "h38", "h40"),
        NumericIssue("wages", "Pay rise", F(0), F(4), F(1), "%"),
        choice("seat", "no", "vote"),
        choice("flag", "red", "blue"),  # of no interest to anyone: every count doubles
    ),
    {
        "union": Preference(
            "union",
            Quantity(F(30), F(40)),
            {
                "hours": view(2, options(h36=20, h38=15, h40=0)),
                "wages": view("1/3", Curve(((F(0), Quantity.exactly(F(0))),
                                            (F(4), Quantity.exactly(F(100)))))),
                "seat": view("0.2", Order((("vote",), ("no",)))),
            },
            together=(Together({"seat": OneOf(("vote",)), "hours": OneOf(("h40",))},
                               Quantity.exactly(F(7))),),
        ),
        "firm": Preference(
            "firm",
            Quantity.exactly(F(35)),
            {
                "hours": view(1, options(h36=0, h38=20, h40=40)),
                "wages": view(10, options(**{"0": 4, "1": 3, "2": 2, "3": 1, "4": 0})),
                "seat": view(1, options(no=15, vote=0)),
            },
        ),
    },
    (Forbid({"hours": OneOf(("h36",)), "wages": Comparison(">=", F(4))}, why="budget"),),
    proposals=(
        Proposal("poor", {"hours": "h36", "wages": "0", "seat": "vote", "flag": "red"}),
        Proposal("half", {"hours": "h38", "seat": "no"}),
        Proposal("barred", {"hours": "h36", "wages": "4", "seat": "no", "flag": "red"}),
    ),
)  # fmt: skip


def random_case(seed: int) -> Case:
    """Return a case of 1 to 4 parties with ranges, orders, curves, rules, terms, unknowns."""
    rng = Random(seed)
    parties = tuple(Party(f"p{i}", f"Party {i}") for i in range(rng.randint(1, 4)))
    issues = tuple(_issue(rng, f"i{j}") for j in range(rng.randint(1, 4)))
    preferences = {p.id: _preference(rng, p.id, issues) for p in parties if rng.random() < 0.95}
    rules = tuple(_rule(rng, issues) for _ in range(rng.choice([0, 0, 1, 1, 2])))
    decision = Decision()
    if rng.random() < 0.5:
        must = tuple(p.id for p in parties if rng.random() < 0.3)
        decision = Decision(rng.randint(1, len(parties)), must)
    proposals = tuple(
        Proposal(
            f"q{k}",
            {i.id: rng.choice(i.option_ids) for i in issues if k == 0 or rng.random() < 0.8},
        )
        for k in range(rng.randint(0, 3))
    )
    return Case("Random", parties, issues, preferences, rules, decision, proposals)


def _issue(rng: Random, name: str) -> ChoiceIssue | NumericIssue:
    if rng.random() < 0.25:
        return NumericIssue(name, name, F(0), F(rng.randint(1, 3)), F(1))
    return choice(name, *(f"o{k}" for k in range(rng.randint(1, 4))))


def _quantity(rng: Random) -> Quantity:
    numbers = [F(rng.randint(-3, 9), rng.choice([1, 1, 1, 2, 3, 10])) for _ in range(2)]
    return (
        Quantity(min(numbers), max(numbers)) if rng.random() < 0.2 else Quantity.exactly(numbers[0])
    )


def _condition(rng: Random, issues: tuple[Issue, ...]) -> Condition:
    found = {}
    for issue in rng.sample(issues, min(len(issues), rng.randint(1, 2))):
        if isinstance(issue, NumericIssue) and rng.random() < 0.5:
            found[issue.id] = Comparison(
                rng.choice(["<", ">", "<=", ">=", "!="]), F(rng.randint(0, 3))
            )
        else:
            ids = issue.option_ids
            found[issue.id] = OneOf(tuple(rng.sample(ids, rng.randint(1, len(ids)))))
    return found


def _rule(rng: Random, issues: tuple[Issue, ...]) -> Rule:
    kind = rng.random()
    if kind < 0.3:
        return Forbid(_condition(rng, issues))
    when = tuple(_condition(rng, issues) for _ in range(rng.choice([0, 0, 1, 1, 2])))
    numeric = [issue.id for issue in issues if isinstance(issue, NumericIssue)]
    if kind < 0.5:
        return Require(tuple(_condition(rng, issues) for _ in range(rng.randint(1, 2))), when)
    if kind < 0.75 or not numeric:
        of = tuple(_condition(rng, issues) for _ in range(rng.randint(1, 4)))
        low = rng.randint(0, len(of))
        return Count(of, low, rng.choice([None, rng.randint(low, len(of))]), when)
    left, right = (
        Sum(tuple((name, F(rng.choice([1, 2, -1]), rng.choice([1, 3]))) for name in numeric
                  if rng.random() < 0.8), F(rng.randint(-1, 2), 2))
        for _ in range(2)
    )  # fmt: skip
    return Compare(left, rng.choice(["<", "<=", ">", ">=", "=="]), right, when)


def _values(rng: Random, issue: ChoiceIssue | NumericIssue) -> Any:
    ids = list(issue.option_ids)
    if rng.random() < 0.15:
        rng.shuffle(ids)
        cut = rng.randint(1, len(ids))
        return Order((tuple(ids[:cut]), *((o,) for o in ids[cut:])))
    if isinstance(issue, NumericIssue):
        return Curve(tuple((x, _quantity(rng)) for x in (F(0), F(1, 2), issue.stop)))
    return OptionValues({o: _quantity(rng) for o in ids})


def _preference(rng: Random, party: str, issues: tuple[Any, ...]) -> Preference:
    views, ranking = {}, []
    for issue in issues:
        if rng.random() < 0.1:
            continue
        weight: Quantity | None = _quantity(rng)
        if rng.random() < 0.1:
            weight = None
            ranking.append(issue.id)
        views[issue.id] = IssuePreference(weight, _values(rng, issue))
    terms = tuple(
        Together(_condition(rng, issues), _quantity(rng)) for _ in range(rng.choice([0, 0, 1, 2]))
    )
    no_deal = None if rng.random() < 0.08 else _quantity(rng)
    return Preference(party, no_deal, views, {}, tuple(ranking), terms)


def share_case(seed: int, *, nasty: bool) -> Case:
    """Return a case in which two parties divide things, perhaps with options beside them.

    ``nasty`` ones have together terms and unknown no-deal values too.
    """
    rng = Random(seed)
    parties = (Party("p0", "First"), Party("p1", "Second"))
    shares = tuple(ShareIssue(f"s{k}", f"s{k}", ("p0", "p1")) for k in range(rng.randint(1, 5)))
    options = tuple(_issue(rng, f"i{j}") for j in range(rng.choice([0, 0, 1, 2])))
    points = rng.random() < 0.4
    preferences = {}
    for party in ("p0", "p1"):
        base = _preference(rng, party, options) if options else Preference(party, _quantity(rng))
        views, spread = dict(base.issues), {}
        if points:
            cuts = sorted(rng.randint(0, 100) for _ in shares[1:])
            ends = zip([0, *cuts], [*cuts, 100], strict=True)
            spread = {i.id: F(q - p) for i, (p, q) in zip(shares, ends, strict=True)}
        else:
            views |= {i.id: _share_view(rng) for i in shares if rng.random() < 0.9}
        no_deal = base.no_deal if nasty else base.no_deal or _quantity(rng)
        if points and rng.random() < 0.5:
            no_deal = Quantity.exactly(F(rng.randint(20, 70)))
        terms = base.together if nasty else ()
        preferences[party] = Preference(party, no_deal, views, spread, base.ranking, terms)
    rules = tuple(_rule(rng, options) for _ in range(rng.choice([0, 0, 1]))) if options else ()
    proposals = tuple(_share_proposal(rng, k, options, shares) for k in range(rng.randint(0, 2)))
    return Case("Shares", parties, options + shares, preferences, rules, proposals=proposals)


def _share_view(rng: Random) -> IssuePreference:
    values = None
    if rng.random() < 0.3:
        low, high = Quantity.exactly(F(rng.randint(-2, 2))), Quantity.exactly(F(rng.randint(2, 9)))
        values = Curve(((F(0), low), (F(1), high)))
    return IssuePreference(Quantity.exactly(F(rng.randint(0, 6), rng.choice([1, 2]))), values)


def _share_proposal(
    rng: Random, k: int, options: tuple[Any, ...], shares: tuple[ShareIssue, ...]
) -> Proposal:
    def keep() -> bool:
        return k == 0 or rng.random() < 0.7

    held = {i.id: F(rng.randint(0, 4), 4) for i in shares if keep()}
    return Proposal(
        f"q{k}",
        {i.id: rng.choice(i.option_ids) for i in options if keep()},
        {issue: {"p0": x, "p1": 1 - x} for issue, x in held.items()},
    )


def points_case(first: dict[str, int], second: dict[str, int], *no_deal: int) -> Case:
    """Return a case in which two parties spread points over divisible issues."""
    parties = (Party("us", "First"), Party("them", "Second"))
    pairs = zip(("us", "them"), (first, second), no_deal or (None, None), strict=True)
    halves = {i: {"us": F(1, 2), "them": F(1, 2)} for i in first}
    return Case(
        "Points",
        parties,
        tuple(ShareIssue(i, i, ("us", "them")) for i in first),
        {
            party: Preference(
                party,
                None if floor is None else Quantity.exactly(F(floor)),
                points={i: F(x) for i, x in points.items()},
            )
            for party, points, floor in pairs
        },
        proposals=(Proposal("halves", {}, halves),),
    )


def unlisted_result_of(case: Case) -> dict[str, Any]:
    """Return the result of a case as if its frontier had been too large to list."""
    find = settlement.pareto_frontier

    def stopped(*given: Any, **options: Any) -> Frontier:
        found = find(*given, **options)
        if found.status is not Status.OPTIMAL:
            return found
        return Frontier(Status.LIMIT, "merge", reason="too many efficient points")

    with patch.object(settlement, "pareto_frontier", stopped):
        return result_of(case)


def wide_case(
    seed: int, parties: int, issues: int, values: int, *, top: int = 100, **more: Any
) -> Case:
    """Return a case of random values from 0 to ``top``; no deal is what chance would give."""
    rng = Random(seed)
    names = [f"i{j}" for j in range(issues)]
    preferences = {}
    for i in range(parties):
        tables = {j: {f"o{k}": rng.randint(0, top) for k in range(values)} for j in names}
        mean = sum(sum(table.values()) for table in tables.values()) // values
        preferences[f"p{i}"] = Preference(
            f"p{i}",
            Quantity.exactly(F(mean)),
            {j: view(1, options(**table)) for j, table in tables.items()},
        )
    people = tuple(Party(f"p{i}", f"Party {i}") for i in range(parties))
    every = tuple(choice(j, *(f"o{k}" for k in range(values))) for j in names)
    return Case("Wide", people, every, preferences, **more)
