"""Cases and analyses for the report's tests.  Every number in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.results import Analysis, Audience, FrontierAnswer, Status
from irenic.analyse.settlement import analyse_case
from irenic.model import (
    About,
    Absent,
    Backer,
    Case,
    ChoiceIssue,
    Claims,
    Coalition,
    Decision,
    Evidence,
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
    ShareIssue,
    Source,
    Together,
)

MEDIATOR = Audience()
JOINT = Audience("joint")


def party_reader(party: str) -> Audience:
    return Audience("party", party)


def choice(issue: str, *options: str, title: str = "") -> ChoiceIssue:
    titles = tuple(Option(o, f"{o} of {issue}") for o in options)
    return ChoiceIssue(issue, title or f"Issue {issue}", titles)


def view(weight: object, *values: object, options: tuple[str, ...]) -> IssuePreference:
    pairs = zip(options, values, strict=True)
    exact = {o: Quantity.exactly(Fraction(str(v))) for o, v in pairs}
    return IssuePreference(Quantity.exactly(Fraction(str(weight))), OptionValues(exact))


ABC = ("a", "b", "c")


def two_parties() -> Case:
    """Return buyer and seller: three issues, a rule, terms, ranges, four kinds of proposal."""
    issues = (
        choice("price", *ABC, title="Price"),
        choice("date", *ABC, title="Delivery date"),
        NumericIssue("support", "Support", Fraction(0), Fraction(2), Fraction(1), "years"),
    )
    years = ("0", "1", "2")
    buyer = Preference(
        "buyer",
        no_deal=Quantity(Fraction(30), Fraction(40)),
        issues={
            "price": view("0.5", 100, 50, 0, options=ABC),
            "date": view("0.2", 0, 60, 100, options=ABC),
            "support": view("0.3", 0, "66.6", 100, options=years),
        },
        together=(
            Together({"price": OneOf(("c",)), "date": OneOf(("c",))}, Quantity.exactly(5), "late"),
        ),
        by="the buyer's clerk",
    )
    seller = Preference(
        "seller",
        no_deal=Quantity.exactly(35),
        issues={
            "price": view("0.6", 0, 70, 100, options=ABC),
            "date": IssuePreference(Quantity.exactly(Fraction(1, 4)), Order((("a",), ("b", "c")))),
            "support": view("0.15", 100, 30, 0, options=years),
        },
    )
    return Case(
        "Purchase of a crane",
        (
            Party("buyer", "Buyer", "pays", (Backer("bank", "Bank", {"price": OneOf(("c",))}),)),
            Party("seller", "Seller"),
        ),
        issues,
        {"buyer": buyer, "seller": seller},
        rules=(Forbid({"price": OneOf(("a",)), "date": OneOf(("a",))}, why="too soon"),),
        proposals=(
            Proposal("draft", {"price": "b", "date": "b", "support": "1"}),
            Proposal("ruled-out", {"price": "a", "date": "a", "support": "1"}),
            Proposal("one-sided", {"price": "c", "date": "a", "support": "0"}),
            Proposal("outline", {"price": "b"}),
        ),
        absent=(Absent("neighbours", "Neighbours", "hear the crane"),),
        evidence=(Evidence("e1", "Offer letter", "2026-01-05", "https://example.org/offer"),),
        about=About("A crane is for sale.", (Source("Invented", "https://example.org/"),), "All."),
        as_of="2026-03-01",
    )


def many_parties(count: int = 7, issues: int = 5) -> Case:
    """Return parties that pull in different directions; decided by all but one, one a veto."""
    subjects = tuple(choice(f"i{k}", *ABC, title=f"Subject {k + 1}") for k in range(issues))
    preferences = {}
    for p in range(count):
        views = {}
        for k, subject in enumerate(subjects):
            values = [(13 * p + 29 * k + 37 * o) % 101 for o in range(3)]
            views[subject.id] = view(1 + (p + k) % 4, *values, options=ABC)
        preferences[f"p{p}"] = Preference(f"p{p}", Quantity.exactly(90 + 7 * p), views)
    return Case(
        "Seven neighbours",
        tuple(Party(f"p{p}", f"Neighbour number {p + 1}") for p in range(count)),
        subjects,
        preferences,
        decision=Decision(max(count - 1, 1), ("p0",)),
        proposals=(
            Proposal("first", {s.id: "a" for s in subjects}),
            Proposal("second", {s.id: ABC[k % 3] for k, s in enumerate(subjects)}),
        ),
    )


def shares() -> Case:
    """Return two parties that divide three things by points."""
    among = ("left", "right")
    issues = tuple(ShareIssue(i, f"Share of {i}", among) for i in ("land", "water", "road"))
    points = {"left": (50, 30, 20), "right": (20, 30, 50)}
    return Case(
        "Division by points",
        tuple(Party(p, p.title()) for p in among),
        issues,
        {
            p: Preference(p, points={i.id: Fraction(x) for i, x in zip(issues, given, strict=True)})
            for p, given in points.items()
        },
        proposals=(
            Proposal("halves", {}, {i.id: dict.fromkeys(among, Fraction(1, 2)) for i in issues}),
        ),
    )


def several_lines() -> Case:
    """Return two parties whose frontier changes options along the way, with an open end."""
    sites = {"left": (40, 0), "right": (0, 50)}
    return _beside(("left", "right"), sites, {"left": 60, "right": 30})


def shares_among_three() -> Case:
    """Return three parties that divide one thing beside a choice."""
    names = ("left", "middle", "right")
    sites = {"left": (40, 0), "middle": (10, 15), "right": (0, 50)}
    return _beside(names, sites, {"left": 60, "middle": 45, "right": 30})


def _beside(
    names: tuple[str, ...], sites: dict[str, tuple[int, int]], land: dict[str, int]
) -> Case:
    site = choice("site", "north", "south")
    return Case(
        "Shares beside options",
        tuple(Party(p, p.title()) for p in names),
        (site, ShareIssue("land", "Land", names)),
        {
            p: Preference(
                p,
                Quantity.exactly(Fraction(5)),
                {
                    "site": view(1, *sites[p], options=site.option_ids),
                    "land": IssuePreference(Quantity.exactly(Fraction(land[p])), None),
                },
            )
            for p in names
        },
        proposals=(Proposal("first", {"site": "north"}, {"land": {names[0]: Fraction(1)}}),),
    )


def claims_only() -> Case:
    parties = tuple(Party(f"c{k}", f"Creditor {k}") for k in (1, 2, 3))
    amounts = {f"c{k}": Fraction(100 * k) for k in (1, 2, 3)}
    return Case("An estate", parties, claims=Claims(Fraction(200), amounts))


def coalitions_only() -> Case:
    parties = tuple(Party(p, f"Company {p}") for p in ABC)
    worth = {"a": 0, "b": 0, "c": 0, "ab": 118, "ac": 84, "bc": 50, "abc": 121}
    values = tuple(Coalition(tuple(s), Fraction(v)) for s, v in worth.items())
    return Case("Three companies", parties, coalitions=values)


def no_zone() -> Case:
    """Return a case in which both sides want more than there is."""
    case = two_parties()
    high = {p: replace(v, no_deal=Quantity.exactly(95)) for p, v in case.preferences.items()}
    return replace(case, title="No zone", preferences=high)


def unknown_no_deal() -> Case:
    case = two_parties()
    seller = replace(case.preferences["seller"], no_deal=None)
    return replace(case, preferences={**case.preferences, "seller": seller})


def no_preferences() -> Case:
    case = two_parties()
    return replace(case, preferences={"buyer": case.preferences["buyer"]})


def infeasible() -> Case:
    price = {"price": OneOf(("a",))}
    both = (Forbid(price), Require((price,), why="the law"))
    return replace(two_parties(), title="Contradiction", rules=both)


def no_proposals() -> Case:
    return replace(two_parties(), proposals=(), rules=(), absent=())


def one_party() -> Case:
    case = two_parties()
    return replace(case, parties=case.parties[:1], preferences={"buyer": case.preferences["buyer"]})


def foreign() -> Case:
    """Return names in other scripts, right to left among them, and a very long one."""
    case = many_parties(3, 3)
    names = ("اتحاد عمال الميناء", "港湾局", "Ω" * 400)
    parties = tuple(replace(p, name=n) for p, n in zip(case.parties, names, strict=True))
    issues = tuple(replace(i, title=n) for i, n in zip(case.issues, names, strict=True))
    return replace(case, title="مفاوضات " + "lang " * 60, parties=parties, issues=issues)


def sixty_issues() -> Case:
    """Return a case too large for a table of everything."""
    case = many_parties(3, 60)
    heavy = {
        p: replace(
            v,
            issues={
                i: replace(one, weight=Quantity.exactly(1)) for i, one in list(v.issues.items())[:2]
            },
        )
        for p, v in case.preferences.items()
    }
    return replace(case, title="Sixty issues", preferences=heavy)


def limit_reached() -> Analysis:
    """Return what is left when the search for the frontier was stopped."""
    found = analyse_case(many_parties(3, 3))
    frontier = FrontierAnswer(Status.LIMIT, "none", (), None, "merge", "too many points")
    zone = replace(found.zone, status=Status.LIMIT, size=None, low=10, high=90, estimate=True)
    stopped = tuple(
        replace(s, status=Status.LIMIT, packages=(), utilities=(), count=0, reason="stopped")
        for s in found.solutions
    )
    return replace(found, frontier=frontier, zone=zone, solutions=stopped)


CASES: dict[str, Callable[[], Case]] = {
    make.__name__: make
    for make in (
        two_parties,
        many_parties,
        shares,
        several_lines,
        shares_among_three,
        claims_only,
        coalitions_only,
        no_zone,
        unknown_no_deal,
        no_preferences,
        infeasible,
        no_proposals,
        one_party,
        foreign,
        sixty_issues,
    )
}


def analysis_of(name: str, audience: Audience = MEDIATOR) -> Analysis:
    if name == "limit_reached":
        return limit_reached()
    return analyse_case(CASES[name](), audience)


def readers(name: str) -> list[Audience]:
    """Return every audience of a case; of many parties the first only."""
    if name == "limit_reached":
        return [MEDIATOR]
    return [MEDIATOR, JOINT, party_reader(CASES[name]().parties[0].id)]


EVERY = [(name, str(reader)) for name in [*CASES, "limit_reached"] for reader in readers(name)]


def made(name: str, reader: str) -> Analysis:
    kind, _, party = reader.partition(":")
    return analysis_of(name, Audience(kind, party))  # type: ignore[arg-type]
