"""Case -> files of another program -> case: the same scores exactly, or a list of losses."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import strategies
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interop.hand_made import (
    FLAT,
    OWNER,
    TENANT,
    TRADE_BUYER,
    TRADE_DOMAIN,
    TRADE_SELLER,
    job_profile,
    scores_of,
    worth,
    write,
)

from irenic.errors import NotCovered
from irenic.interop.formats import FORMATS, export_case, import_case
from irenic.interop.geniusweb_write import find_bid
from irenic.interop.losses import Valued
from irenic.model import (
    About,
    Absent,
    Backer,
    Case,
    ChoiceIssue,
    Claims,
    Coalition,
    Conflict,
    Curve,
    Decision,
    DecisionMaker,
    Evidence,
    Forbid,
    IssuePreference,
    NumericIssue,
    Option,
    OptionValues,
    Order,
    PackageExample,
    Party,
    Preference,
    Proposal,
    Quantity,
    ShareIssue,
    Together,
)
from irenic.model.conditions import OneOf

#: Forms of negotiations; a conflict has a form of its own (``test_gmcr.py``).
NEGOTIATIONS = sorted(form for form in FORMATS if form != "gmcr")

EXACT = Quantity.exactly


def again(case: Case, form: str, **options) -> Case:
    """Return the case after it went through files of another program."""
    files = export_case(case, form, **options)
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return import_case([Path(folder)], form).case


def by_position(case: Case) -> list:
    """Return everything that decides, without any name: options, scores, no-deal values."""
    found = []
    for party in case.party_ids:
        preference = case.preferences[party]
        table = [[worth(case, party, i.id, o) for o in i.option_ids] for i in case.issues]
        found.append((table, preference.no_deal))
    grids = [i.grid if isinstance(i, NumericIssue) else len(i.options) for i in case.issues]
    return [grids, found]


decimals = st.integers(0, 100).map(lambda k: Fraction(k, 100))


@st.composite
def additive(draw, form):
    """Return a case that ``form`` can hold: certain, additive, on a scale from 0 to 1."""
    titles = form == "genius"
    ids = draw(st.lists(strategies.odd_ids, min_size=1, max_size=3, unique=True))
    issues = [draw(additive_issue(name, titles)) for name in ids]
    parties = draw(st.lists(strategies.odd_ids, min_size=1, max_size=3, unique=True))
    preferences = {party: draw(additive_preference(party, issues, form)) for party in parties}
    named = [Party(p, draw(strategies.names) if titles else p) for p in parties]
    title = draw(strategies.names) if titles else "t"
    return Case(title, tuple(named), tuple(issues), preferences)


@st.composite
def additive_issue(draw, name, titles):
    title = draw(strategies.names) if titles else name
    if draw(st.booleans()):
        start = draw(st.integers(-5, 5))
        stop = start + draw(st.integers(1, 6))
        return NumericIssue(name, title, Fraction(start), Fraction(stop), Fraction(1))
    ids = draw(st.lists(strategies.odd_ids, min_size=1, max_size=4, unique=True))
    options = (Option(o, draw(strategies.names) if titles else o) for o in ids)
    return ChoiceIssue(name, title, tuple(options))


@st.composite
def numeric_values(draw, issue, form):
    """Return what ``form`` has: a straight line, one that is cut off at 0 and 1, any values."""
    count = len(issue.grid)
    if form == "geniusweb":
        low, high = draw(decimals), draw(decimals)
        return Curve(((issue.start, EXACT(low)), (issue.stop, EXACT(high))))
    if form == "genius":
        slope, offset = (draw(st.integers(-150, 150)) for _ in range(2))
        heights = [max(0, min(100, slope * k + offset)) for k in range(count)]
    else:
        heights = draw(st.lists(st.integers(-50, 150), min_size=count, max_size=count))
    pairs = zip(issue.grid, heights, strict=True)
    return Curve(tuple((x, EXACT(Fraction(y, 100))) for x, y in pairs))


@st.composite
def additive_preference(draw, party, issues, form):
    cuts = sorted(draw(st.lists(decimals, min_size=len(issues) - 1, max_size=len(issues) - 1)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 1], strict=True)]
    views = {}
    for issue, weight in zip(issues, weights, strict=True):
        if isinstance(issue, NumericIssue):
            values = draw(numeric_values(issue, form))
        else:
            fractions = st.fractions(0, 1, max_denominator=9) if form == "genius" else decimals
            table = {o: EXACT(draw(fractions)) for o in issue.option_ids}
            if form == "genius":
                table[issue.option_ids[0]] = EXACT(1)
            values = OptionValues(table)
        views[issue.id] = IssuePreference(EXACT(weight), values)
    no_deal = draw(st.none() | decimals.map(EXACT)) if form != "geniusweb" else None
    return Preference(party, no_deal, views)


@pytest.mark.parametrize("form", NEGOTIATIONS)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_form_can_hold_comes_back_exactly(form, data):
    case = data.draw(additive(form))
    back = again(case, form)
    assert by_position(back) == by_position(case)
    if form == "genius":  # ids, titles and names have a place there
        assert (back.title, back.parties, back.issues) == (case.title, case.parties, case.issues)
    else:
        assert [i.title for i in back.issues] == [i.title.strip() for i in case.issues]


@pytest.mark.parametrize("form", NEGOTIATIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=strategies.cases())
def test_any_case_is_refused_with_a_list_or_comes_back_exactly(form, case):
    for without in (False, True):
        losses = FORMATS[form].losses(case)
        if [loss for loss in losses if not (without and loss.text)]:
            with pytest.raises(NotCovered, match="Lost would be:\n  - "):
                export_case(case, form, without_texts=without)
        else:
            back = again(case, form, without_texts=without)
            assert by_position(back) == by_position(filled(case))


def filled(case: Case) -> Case:
    """Return ``case`` with weight 0 where no view is recorded: what adds nothing."""
    preferences = {}
    for party, preference in case.preferences.items():
        views = dict(preference.issues)
        for issue in case.issues:
            nothing = OptionValues(dict.fromkeys(issue.option_ids, EXACT(0)))
            views.setdefault(issue.id, IssuePreference(EXACT(0), nothing))
        preferences[party] = replace(preference, issues=views)
    return replace(case, preferences=preferences)


# What came from a form goes back to it


def test_genius_files_survive_the_way_through_a_case(tmp_path):
    domain = FLAT.replace(
        'type="real" vtype="real"', 'type="integer" lowerbound="1" upperbound="5"'
    )
    files = {}
    for name, text in (("a_xml", OWNER), ("b_xml", TENANT)):
        text = text.replace('type="real" vtype="real"', 'type="real"')
        start = text.index('<issue index="3"')
        inner = '<issue index="3" name="Rent" type="integer" lowerbound="1" upperbound="5">' \
                '<evaluator slope="0.3" offset="-0.05"/>'  # fmt: skip
        files[name] = text[:start] + inner + text[text.index("</issue>", start) :]
    case = import_case([write(tmp_path / "g", domain_xml=domain, **files)], "genius").case
    back = again(case, "genius")
    assert (back.issues, back.parties) == (case.issues, case.parties)
    assert [scores_of(back, p) for p in back.party_ids] == [
        scores_of(case, p) for p in case.party_ids
    ]
    assert [back.preferences[p].no_deal for p in back.party_ids] == [
        case.preferences[p].no_deal for p in case.party_ids
    ]
    assert "Discount factor 0.8" in back.evidence[0].says
    assert "Discount" not in back.evidence[1].says


def test_a_reservation_bid_is_found_again_by_its_score(tmp_path):
    bid = '{"issuevalues": {"car": "no", "salary": 2500}}'
    text = (
        job_profile("boss", reservation=bid)
        .replace('"high": 1.05', '"high": 1.0')
        .replace('"highValue": 1.05', '"highValue": 1.0')
    )
    case = import_case([write(tmp_path / "w", a_json=text)], "geniusweb").case
    back = again(case, "geniusweb")
    assert back.preferences["boss"].no_deal == case.preferences["boss"].no_deal
    assert scores_of(back, "boss") == scores_of(case, "boss")


def literal_bids(issues):
    """Return the score of every bid, partial ones included."""
    tables = [{None: Fraction(0), **{o: v.weight * y for o, y in v.values.items()}} for v in issues]
    return [sum(t[o] for t, o in zip(tables, bid, strict=True)) for bid in product(*tables)]


def score_of(issues, bid):
    return sum(v.weight * v.values[bid[v.issue.id]] for v in issues if v.issue.id in bid)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_bid_is_found_exactly_when_there_is_one(data):
    count = data.draw(st.integers(1, 4))
    issues = []
    for k in range(count):
        options = tuple(Option(str(j), str(j)) for j in range(data.draw(st.integers(1, 3))))
        values = {option.id: data.draw(decimals) for option in options}
        issues.append(Valued(ChoiceIssue(f"i{k}", "i", options), data.draw(decimals), values))
    scores = literal_bids(issues)
    target = data.draw(st.sampled_from(scores) | decimals)
    bid = find_bid(issues, target)
    assert (bid is not None) == (target in scores)
    if bid is not None:
        assert target == sum(
            v.weight * v.values[bid[v.issue.id]] for v in issues if v.issue.id in bid
        )


def test_a_bid_of_fifty_issues_is_found_in_time():
    options = tuple(Option(str(j), str(j)) for j in range(10))
    issues = [
        Valued(
            ChoiceIssue(f"i{k}", "i", options),
            Fraction(k + 1, 1275),
            {str(j): Fraction((7 * j + k) % 10, 10) for j in range(10)},
        )
        for k in range(50)
    ]
    begin = time.process_time()
    bid = find_bid(issues, Fraction(1, 2))
    assert time.process_time() - begin < 20
    assert sum(
        v.weight * v.values[bid[v.issue.id]] for v in issues if v.issue.id in bid
    ) == Fraction(1, 2)


def test_negmas_files_survive_the_way_through_a_case(tmp_path):
    folder = write(tmp_path / "n", d_yml=TRADE_DOMAIN, a_yml=TRADE_SELLER.replace("1.5", "1.0"),
                   b_yml=TRADE_BUYER)  # fmt: skip
    case = import_case([folder], "negmas", {"price": Fraction(1, 2)}).case
    back = again(case, "negmas")
    assert by_position(back) == by_position(case)
    assert "Discount factor 0.9 by relative_time" in back.evidence[1].says


# What would be lost is listed, all of it

ROOM = ChoiceIssue("room", "room", (Option("n", "n"), Option("s", "s")))
WEEKS = NumericIssue("weeks", "weeks", Fraction(0), Fraction(2), Fraction(1))


def simple(**changes) -> Case:
    """Return a small case that every form can hold, with some parts changed."""
    view = IssuePreference(EXACT(Fraction(1, 2)), OptionValues({"n": EXACT(1), "s": EXACT(0)}))
    weeks = IssuePreference(
        EXACT(Fraction(1, 2)), Curve(((Fraction(0), EXACT(0)), (Fraction(2), EXACT(1))))
    )
    preferences = {
        party: Preference(party, None, {"room": view, "weeks": weeks}) for party in ("a", "b")
    }
    parties = (Party("a", "a"), Party("b", "b"))
    return replace(Case("t", parties, (ROOM, WEEKS), preferences), **changes)


def view_of(values=None, weight=Fraction(1, 2)) -> dict[str, Preference]:
    """Return preferences of which the first has other values for the rooms, or another weight."""
    case = simple()
    first = case.preferences["a"]
    room = first.issues["room"]
    changed = IssuePreference(
        weight if isinstance(weight, Quantity) else EXACT(weight), values or room.values
    )
    return {**case.preferences, "a": replace(first, issues={**first.issues, "room": changed})}


def preference(**changes) -> dict[str, Preference]:
    case = simple()
    return {**case.preferences, "a": replace(case.preferences["a"], **changes)}


SHARE = ShareIssue("pie", "pie", ("a", "b"))
LOST = [
    ({"parties": (Party("a", "a", role="x"), Party("b", "b"))}, "parties.a: its role"),
    ({"parties": (Party("a", "a", backers=(Backer("k", "K"),)), Party("b", "b"))},
     "parties.a.backers.k: a backer"),
    ({"claims": Claims(Fraction(1), {"a": Fraction(1), "b": Fraction(1)})}, "claims: claims on"),
    ({"coalitions": (Coalition(("a",), Fraction(1)),)}, "coalitions: what parties can get"),
    ({"conflict": Conflict((DecisionMaker("d", "D"),))}, "conflict: a conflict"),
    ({"absent": (Absent("x", "X"),)}, "absent.x: an absent stakeholder"),
    ({"issues": (ROOM, WEEKS, SHARE)}, "issues.pie: a divisible issue"),
    ({"preferences": preference(points={"pie": Fraction(100)})}, "points on divisible issues"),
    ({"preferences": preference(ranking=("room",))}, "preferences.a: a ranking of issues"),
    ({"preferences": preference(packages=(PackageExample({"room": "n"}),))},
     "ranked example packages"),
    ({"preferences": preference(issues={
        name: replace(view, by="me") for name, view in simple().preferences["a"].issues.items()
    })}, "issues.room: whose judgement it is"),
    ({"rules": (Forbid({"room": OneOf(("n",))}),)}, "rules[1]: a rule (forbid)"),
    ({"decision": Decision(1)}, "decision: a decision rule"),
    ({"proposals": (Proposal("p", {"room": "n"}),)}, "proposals.p: a proposal"),
    ({"about": About("who knows")}, "about: where the case comes from"),
    ({"as_of": "2026"}, "as_of: the date"),
    ({"evidence": (Evidence("e", "c"),)}, "evidence.e: evidence"),
    ({"preferences": {"a": simple().preferences["a"]}}, "that nothing is known of what b wants"),
    ({"preferences": preference(no_deal=Quantity(Fraction(0), Fraction(1)))}, "a.no_deal: a range"),
    ({"preferences": preference(together=(Together({"room": OneOf(("n",))}, EXACT(1)),))},
     "preferences.a: together terms"),
    ({"preferences": preference(by="me")}, "a.by: whose judgement"),
    ({"preferences": preference(issues={})}, "no view on room is recorded"),
    ({"preferences": view_of(Order((("n",), ("s",))))}, "issues.room.order: an order"),
    ({"preferences": view_of(weight=Quantity(Fraction(0), Fraction(1)))}, "room.weight: a range"),
    ({"preferences": view_of(OptionValues({"n": Quantity(Fraction(0), Fraction(1)),
                                           "s": EXACT(0)}))}, "room.values: ranges"),
]  # fmt: skip
SPECIAL = [
    ("genius", {"preferences": view_of(weight=Fraction(3, 5))}, "(the best package has 1.1)"),
    ("genius", {"preferences": view_of(weight=40)}, "scores above 1 (the best package has 40.5)"),
    ("genius", {"preferences": view_of(weight=Fraction(1, 3))}, "that no finite decimal is"),
    ("genius", {"preferences": view_of(weight=-1)}, "a negative weight or value"),
    ("genius", {"preferences": preference(no_deal=EXACT(Fraction(1, 3)))}, "1/3, which is no"),
    ("genius", {"issues": (ROOM, replace(WEEKS, step=Fraction(1, 2)))}, "in steps of 0.5"),
    ("geniusweb", {"preferences": view_of(weight=40)}, "weights that add up to 40.5"),
    ("geniusweb", {"preferences": view_of(OptionValues({"n": EXACT(2), "s": EXACT(0)}))},
     "values outside of 0 to 1"),
    ("geniusweb", {"preferences": preference(no_deal=EXACT(Fraction(1, 3)))},
     "no bid with this score was found"),
    ("geniusweb", {"issues": (replace(ROOM, title="Room"), WEEKS)}, "its id beside its title"),
    ("geniusweb", {"issues": (ROOM, replace(WEEKS, unit="weeks"))}, "its unit 'weeks'"),
    ("negmas", {"preferences": view_of(weight=Fraction(1, 3))}, "no finite decimals"),
    ("negmas", {"parties": (Party("a", "Ann"), Party("b", "b"))}, "its id beside its name 'Ann'"),
]  # fmt: skip


@pytest.mark.parametrize("form", NEGOTIATIONS)
def test_the_simple_case_loses_nothing(form):
    assert by_position(again(simple(), form)) == by_position(simple())


def test_genius_takes_values_on_any_scale_with_small_weights():
    """Values up to 100 with weights of a two-hundredth: scores of at most 1."""
    weight = EXACT(Fraction(1, 200))
    room = IssuePreference(weight, OptionValues({"n": EXACT(100), "s": EXACT(30)}))
    weeks = Curve(((Fraction(0), EXACT(0)), (Fraction(2), EXACT(100))))
    views = {"room": room, "weeks": IssuePreference(weight, weeks)}
    case = simple(preferences=preference(issues=views))
    assert by_position(again(case, "genius")) == by_position(case)


@pytest.mark.parametrize("tiny", [Fraction(1, 10**6), Fraction(1, 3 * 10**6)])
def test_values_that_genius_would_take_for_nothing_are_written_larger(tiny):
    room = IssuePreference(
        EXACT(10**5 * Fraction(3)), OptionValues({"n": EXACT(tiny), "s": EXACT(0)})
    )
    weeks = simple().preferences["a"].issues["weeks"]
    case = simple(preferences=preference(issues={"room": room, "weeks": weeks}))
    assert by_position(again(case, "genius")) == by_position(case)


@pytest.mark.parametrize("form", NEGOTIATIONS)
@pytest.mark.parametrize(("changes", "lost"), LOST, ids=[lost for _, lost in LOST])
def test_every_loss_is_named_and_nothing_is_written(form, changes, lost):
    with pytest.raises(NotCovered, match="nothing was written") as caught:
        export_case(simple(**changes), form)
    assert lost in str(caught.value)


@pytest.mark.parametrize(("form", "changes", "lost"), SPECIAL, ids=[x[2] for x in SPECIAL])
def test_what_one_form_cannot_hold(form, changes, lost):
    with pytest.raises(NotCovered) as caught:
        export_case(simple(**changes), form)
    assert lost in str(caught.value)


#: Every field of the model that a case can hold something in; each is written or a loss.
CONSIDERED = {
    Case: "title parties issues preferences rules decision proposals claims coalitions absent "
    "evidence about as_of conflict agreement",
    Party: "id name role backers",
    ChoiceIssue: "id title options",
    NumericIssue: "id title start stop step unit",
    ShareIssue: "id title among",
    Option: "id title",
    Preference: "party no_deal issues points ranking together packages by evidence",
    IssuePreference: "weight values by evidence",
    Decision: "at_least must",
}


@pytest.mark.parametrize("kind", CONSIDERED, ids=lambda kind: kind.__name__)
def test_no_part_of_the_model_is_forgotten(kind):
    """A field that is new here has to be written by the forms, or listed as a loss."""
    assert [field.name for field in fields(kind)] == CONSIDERED[kind].split()


def test_all_losses_are_listed_at_once():
    case = simple(as_of="2026", decision=Decision(1), rules=(Forbid({"room": OneOf(("n",))}),))
    with pytest.raises(NotCovered) as caught:
        export_case(case, "genius")
    assert str(caught.value).count("\n  - ") == 3


@pytest.mark.parametrize("form", NEGOTIATIONS)
def test_texts_can_be_left_out_and_nothing_else(form):
    case = simple(as_of="2026", about=About("who knows"), evidence=(Evidence("e", "c"),))
    assert by_position(again(case, form, without_texts=True)) == by_position(case)
    with pytest.raises(NotCovered) as caught:
        export_case(replace(case, decision=Decision(1)), form, without_texts=True)
    assert str(caught.value).count("\n  - ") == 1


def test_a_backer_who_may_leave_is_more_than_a_text():
    backer = Backer("k", "K", {"room": OneOf(("n",))})
    case = simple(parties=(Party("a", "a", backers=(backer,)), Party("b", "b")))
    with pytest.raises(NotCovered, match=r"parties\.a\.backers\.k"):
        export_case(case, "genius", without_texts=True)


@pytest.mark.parametrize("form", ["geniusweb", "negmas"])
def test_titles_that_are_not_unique_give_way_to_ids(form):
    room = ChoiceIssue("room", "same", (Option("n", "one"), Option("s", "one")))
    case = simple(
        issues=(room, replace(WEEKS, title="same")), parties=(Party("a", "P"), Party("b", "P"))
    )
    back = again(case, form, without_texts=True)
    assert [issue.id for issue in back.issues] == ["room", "weeks"]
    assert back.issues[0].option_ids == ("n", "s")
    assert back.party_ids == ("a", "b")
    assert by_position(back) == by_position(case)


def test_a_kept_discount_has_no_place_in_geniusweb(tmp_path):
    says = "Discount factor 0.8 by relative_time: a deal at t is worth its score times 0.8^t."
    evidence = (Evidence("profile-1", "Profile file a.xml", says=says),)
    case = simple(evidence=evidence, preferences=preference(evidence=("profile-1",)))
    with pytest.raises(NotCovered, match="the discount factor by relative_time"):
        export_case(case, "geniusweb", without_texts=True)
    assert 'discount_factor value="0.8"' in export_case(case, "genius")["profile-1-a.xml"]
    assert "factor: relative_time" in export_case(case, "negmas")["util-1-a.yml"]
