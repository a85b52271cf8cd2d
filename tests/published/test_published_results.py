"""What scholars have published about the cases of the catalogue, as tests.

Each test cites its source and asserts the published statement.  The data stand in the
catalogue files, which say what was read and what is exact; the expected values stand here.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from functools import cache
from itertools import product

import pytest

from irenic.analyse.candidates import find_candidate
from irenic.analyse.points import midpoint
from irenic.analyse.results import Analysis, Package, Solution
from irenic.analyse.settlement import analyse_case, score_proposal
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.model import Case, Decision
from irenic.solve.result import Status


@cache
def case(name: str) -> Case:
    return read_case(resolve(name))


@cache
def analysis(name: str) -> Analysis:
    return analyse_case(case(name))


def solution(name: str, method: str) -> Solution:
    return next(s for s in analysis(name).solutions if s.method == method)


def only_point(found: Solution) -> tuple[F, ...]:
    """Return the utilities of a solution that chose one point."""
    assert found.status is Status.OPTIMAL
    assert len(found.utilities) == 1
    return found.utilities[0]


def rounded(point: tuple[F, ...]) -> tuple[F, ...]:
    """Round to two places, as the tables of the paper do."""
    return tuple(round(x, 2) for x in point)


def all_packages(name: str) -> list[tuple[dict[str, str], tuple[F, ...]]]:
    """Return every package with its scores, straight from the definition."""
    parties, _ = midpoint(case(name))
    issues = case(name).issues
    picks = (
        dict(zip((issue.id for issue in issues), options, strict=True))
        for options in product(*(issue.option_ids for issue in issues))
    )
    return [(pick, tuple(party.score(Package(pick)) for party in parties)) for pick in picks]


# --- Adjusted Winner -----------------------------------------------------------------------


def shares_of(name: str) -> dict[str, F]:
    """Return the share of the first party in each issue, under Adjusted Winner."""
    found = solution(name, "adjusted-winner")
    assert found.status is Status.OPTIMAL
    first = case(name).party_ids[0]
    return {issue: share[first] for issue, share in found.packages[0].shares.items()}


def test_panama_canal_gives_66_points_each():
    """S. J. Brams and others, Adjusted Winner pages, New York University (panama.htm).

    Published: 66 points each; the United States wins US defence, use and expansion rights and
    expansion routes, Panama the rest; land and water is split, 2/15 for the United States.
    """
    assert only_point(solution("raiffa-1982-panama-canal", "adjusted-winner")) == (66, 66)
    us_wins = {"us_defense_rights", "use_rights", "expansion_rights", "expansion_routes"}
    shares = shares_of("raiffa-1982-panama-canal")
    assert shares.pop("land_and_water") == F(2, 15)
    assert {issue for issue, share in shares.items() if share == 1} == us_wins
    assert {issue for issue, share in shares.items() if share == 0} == shares.keys() - us_wins


def test_panama_canal_published_division_scores_66_for_both():
    """S. J. Brams and others, as above; the division stands in the case as a proposal."""
    panama = case("raiffa-1982-panama-canal")
    card = score_proposal(panama, find_candidate(panama, "adjusted-winner"))
    assert [party.score for party in card.scores] == [66, 66]


def test_panama_canal_before_the_tie_is_given_out():
    """S. J. Brams and others, as above: 64 and 53 points without the tied issue."""
    points = {p: case("raiffa-1982-panama-canal").preferences[p].points for p in ("us", "panama")}
    totals = {"us": 0, "panama": 0}
    for issue, ours in points["us"].items():
        theirs = points["panama"][issue]
        if ours != theirs:
            totals["us" if ours > theirs else "panama"] += max(ours, theirs)
    assert totals == {"us": 64, "panama": 53}


def test_panama_canal_does_not_need_to_split_expansion_routes():
    """Live at the Witch Trials (2009-06-28), computed there with GLPK.

    Published: with expansion routes indivisible the worse-off side still gets 66.
    """
    assert shares_of("raiffa-1982-panama-canal")["expansion_routes"] in (0, 1)
    assert only_point(solution("raiffa-1982-panama-canal", "adjusted-winner")) == (66, 66)


def test_camp_david_is_395_sixths_and_not_the_printed_figure():
    """Points as in the secondary page (cavedave/optamam), Sinai 55 for Egypt.

    By hand: Israel starts with 10 + 20 + 10 + 20 = 60, Egypt with 55 + 20 = 75; moving the share
    x of Sinai gives 60 + 35x = 75 - 55x, so x = 1/6.  The page prints 65.3.
    """
    point = only_point(solution("brams-1996-camp-david", "adjusted-winner"))
    assert point == (F(395, 6), F(395, 6))
    assert shares_of("brams-1996-camp-david")["sinai"] == F(1, 6)
    assert round(point[0], 1) != F("65.3")


def test_pirate_ship_moves_one_item_whole_and_splits_the_next():
    """Points as in the lecture slides, whose result was not readable; by hand instead.

    Calvin starts with 10 + 15 + 5 + 2 + 10 + 2 = 44, Hobbes with 20 + 20 + 14 + 30 = 84.  The
    doubloon (14 to 11) moves first, whole: 55 to 70.  Then a share x of the chest (20 to 15):
    55 + 15x = 70 - 20x, so x = 3/7.
    """
    assert only_point(solution("pirate-ship", "adjusted-winner")) == (F(430, 7), F(430, 7))
    shares = shares_of("pirate-ship")
    assert shares.pop("unopened_chest") == F(3, 7)
    assert {issue for issue, share in shares.items() if share == 1} == {
        "cannon", "sword", "cannon_ball", "wooden_leg", "flag", "crows_nest", "doubloon",
    }  # fmt: skip
    assert set(shares.values()) == {0, 1}


def test_trump_divorce_does_not_depend_on_the_tied_item():
    """Points as in the lecture slides, whose result was not readable; by hand instead.

    Donald starts with 40 + 38 = 78, Ivana with 38 + 30 = 68.  With the tied cash she has 70, and
    78 - 40x = 70 + 20x gives x = 2/15 of the mansion.  If he has the cash first, it moves first.
    """
    assert only_point(solution("trump-divorce", "adjusted-winner")) == (F(218, 3), F(218, 3))
    assert shares_of("trump-divorce") == {
        "connecticut_estate": 0,
        "palm_beach_mansion": F(13, 15),
        "trump_plaza_apartment": 0,
        "trump_tower_triplex": 1,
        "cash_and_jewelry": 0,
    }


# --- Bargaining ----------------------------------------------------------------------------

BILLS = ("book", "whip", "ball", "bat", "box")


def changed_hands(package: Package) -> set[str]:
    """Return the goods that the other person owned before."""
    owner = {good: "bill" if good in BILLS else "jack" for good in package.choices}
    return {good for good, now in package.choices.items() if now != owner[good]}


def test_nash_1950_bill_and_jack():
    """J. F. Nash, The Bargaining Problem, Econometrica 18 (1950) 155-162, section "Examples".

    Published: Bill gives book, whip, ball, bat; Jack gives pen, toy, knife.
    """
    assert analysis("nash-1950").packages.total == 512
    found = solution("nash-1950", "nash")
    assert found.count == 1
    given = {"book", "whip", "ball", "bat", "pen", "toy", "knife"}
    assert changed_hands(found.packages[0]) == given
    assert only_point(found) == (12, 5)
    assert found.value == (60,)


#: Handout "Table 1: Nash's Bargaining Example": gains of Bill and of Jack, their product.
TABULATED = [
    (0, 8, 0), (6, 7, 42), (8, 6, 48), (12, 5, 60), (14, 4, 56), (14, 3, 42), (16, 2, 32),
    (16, 1, 16), (18, 0, 0),
]  # fmt: skip
#: Those of them that another trade beats; the handout does not say so.
BEATEN = {(0, 8): (2, 8), (14, 3): (14, 4), (16, 1): (16, 2)}


@pytest.mark.parametrize(("bill", "jack", "product_of_gains"), TABULATED)
def test_nash_1950_tabulated_barters_are_possible(bill, jack, product_of_gains):
    """Handout "Table 1: Nash's Bargaining Example" (paperzz.com/doc/7960067)."""
    assert (bill, jack) in {gains for _, gains in all_packages("nash-1950")}
    assert bill * jack == product_of_gains


def test_nash_1950_three_tabulated_barters_are_not_efficient():
    """Against the handout: (0, 8), (14, 3) and (16, 1) are beaten by other trades."""
    rational = {p.utilities for p in analysis("nash-1950").frontier.points if min(p.utilities) >= 0}
    listed = {(bill, jack) for bill, jack, _ in TABULATED}
    assert rational == listed - BEATEN.keys() | {(2, 8)}
    assert rational >= set(BEATEN.values())
    assert min(rational) == (2, 8)


def test_nash_1950_trade_with_equal_gains():
    """ACM Crossroads, Summer 2008, p. 22: a trade that gives both 6."""
    card = score_proposal(case("nash-1950"), find_candidate(case("nash-1950"), "equal-gains"))
    assert [party.gain for party in card.scores] == [6, 6]
    assert changed_hands(card.package) == {"book", "whip", "bat", "box", "pen", "knife"}


#: T. Baarslag, K. Hindriks, C. Jonker, Effective acceptance conditions in real-time automated
#: negotiation, Decision Support Systems (2014), Table 3: size, mean utility, Nash point,
#: Kalai-Smorodinsky point (the efficient package closest to equal utilities).
TABLE_3 = {
    "baarslag-2014-itex-cypress": (180, "0.48", ("0.72", "0.67"), ("0.72", "0.67")),
    "baarslag-2014-laptop": (27, "0.67", ("1.00", "0.82"), ("0.87", "0.87")),
}


@pytest.mark.parametrize("name", TABLE_3)
def test_baarslag_2014_size_and_mean_utility(name):
    size, mean, _, _ = TABLE_3[name]
    scores = [x for _, point in all_packages(name) for x in point]
    assert analysis(name).packages.total == size
    assert len(scores) == 2 * size
    assert round(sum(scores) / len(scores), 2) == F(mean)


@pytest.mark.parametrize("name", TABLE_3)
def test_baarslag_2014_nash_point(name):
    _, _, published, _ = TABLE_3[name]
    assert rounded(only_point(solution(name, "nash"))) == tuple(map(F, published))


@pytest.mark.parametrize("method", ["kalai-smorodinsky-nearest", "kalai-smorodinsky"])
@pytest.mark.parametrize("name", TABLE_3)
def test_baarslag_2014_kalai_smorodinsky_point(name, method):
    """The paper's definition is the first method; in these two domains the classical one agrees."""
    _, _, _, published = TABLE_3[name]
    assert rounded(only_point(solution(name, method))) == tuple(map(F, published))


# --- Several parties -----------------------------------------------------------------------


def test_port_game_counts():
    """S. Abdelnabi and others (2024), notebook evaluation/adjust_games.ipynb.

    Published: 2,880 packages; 204 suit six of seven parties with both that can block; 52 suit
    all seven; per party, how many of the 204 it accepts.
    """
    found = analysis("abdelnabi-2024-port")
    assert found.packages.total == 2880
    assert found.zone.size == 204
    assert found.zone.accepted_by == {
        "mayor": 202,
        "cities": 158,
        "union": 166,
        "sportco": 204,
        "tourism": 204,
        "environment": 144,
        "heritage": 198,
    }
    everyone = replace(case("abdelnabi-2024-port"), decision=Decision())
    assert analyse_case(everyone).zone.size == 52


def test_port_game_package_of_the_notebook_passes():
    """The same notebook: A2, B3, C2, D2, E4, F3 is among the 204."""
    port = case("abdelnabi-2024-port")
    assert score_proposal(port, find_candidate(port, "notebook")).carries


SCORED_GAMES = (
    "abdelnabi-2024-port",
    "abdelnabi-2024-island-airport",
    "abdelnabi-2024-saarland-airport",
)


@pytest.mark.parametrize("name", SCORED_GAMES)
def test_scored_games_give_every_party_100_at_best(name):
    """S. Abdelnabi and others (2024): every party can reach 100 and no more."""
    columns = zip(*(scores for _, scores in all_packages(name)), strict=True)
    assert {max(column) for column in columns} == {100}


@pytest.mark.parametrize(
    ("name", "at_least", "must"),
    [
        ("abdelnabi-2024-port", 6, ("sportco", "tourism")),
        ("abdelnabi-2024-island-airport", 5, ("government", "bank")),
        ("abdelnabi-2024-saarland-airport", 5, ("investors", "germany")),
    ],
)
def test_scored_games_zone_equals_the_definition(name, at_least, must):
    """No count is published for the two smaller games; the authors' rule, literally."""
    parties = case(name).party_ids
    floors = [case(name).preferences[p].no_deal.low for p in parties]
    assert floors == [case(name).preferences[p].no_deal.high for p in parties]
    zone = 0
    for _, scores in all_packages(name):
        yes = {p for p, x, d in zip(parties, scores, floors, strict=True) if x >= d}
        zone += len(yes) >= at_least and yes >= set(must)
    assert zone > 0
    assert analysis(name).zone.size == zone


@pytest.mark.parametrize(
    ("name", "alice", "bob"),
    [
        ("dallaglio-2007-candies-8", (1, 3, 4), (2, 5, 6, 7, 8)),
        ("dallaglio-2007-candies-4", (1, 2), (3, 4)),
    ],
)
@pytest.mark.parametrize("method", ["egalitarian", "greatest-least-score"])
def test_hard_candies_allocation(name, alice, bob, method):
    """M. Dall'Aglio and R. Mosca, How to allocate hard candies fairly.

    Published: the allocation that is best for the worse-off person, who gets 102 or 50.
    """
    worst_off = {"dallaglio-2007-candies-8": 102, "dallaglio-2007-candies-4": 50}[name]
    found = solution(name, method)
    published = {f"candy{k}": "alice" for k in alice} | {f"candy{k}": "bob" for k in bob}
    assert [dict(package.choices) for package in found.packages] == [published]
    assert min(only_point(found)) == worst_off


# --- Claims --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("aumann-1985-estate-100", (F(100, 3), F(100, 3), F(100, 3))),
        ("aumann-1985-estate-200", (50, 75, 75)),
        ("aumann-1985-estate-300", (50, 100, 150)),
    ],
)
def test_talmud_estates(name, published):
    """Mishna, Kethubot 93a, as in S. Schecter, How the Talmud divides an estate among creditors."""
    awards = {award.rule: award.awards for award in analysis(name).awards}
    assert awards["talmud"] == published


@pytest.mark.parametrize("rule", ["contested-garment", "talmud"])
def test_contested_garment(rule):
    """Mishna, Baba Metzia 2a: three quarters and one quarter."""
    awards = {
        award.rule: award.awards for award in analysis("aumann-1985-contested-garment").awards
    }
    assert awards[rule] == (75, 25)


# --- Coalitions ----------------------------------------------------------------------------


def division(name: str, method: str) -> tuple[F, ...] | None:
    return next(a.division for a in analysis(name).coalition_answers if a.method == method)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        # T. S. Ferguson, Game Theory, Part IV; CoopGame (CRAN), test_49_nucleolus.R
        ("ferguson-nucleolus", ("8/3", "2/3", "5/3")),
        # CoopGame (CRAN), manual page nucleolus
        ("staudacher-2019-four-players", ("3.5", "4.5", "5.5", "7.5")),
        # J. Lemaire, ASTIN Bulletin 21(1) (1991); value from memory
        ("lemaire-1991", ("52687.5", "24468.75", "12843.75")),
    ],
)
def test_nucleolus(name, published):
    assert division(name, "nucleolus") == tuple(map(F, published))


def test_lemaire_shapley_value():
    """J. Lemaire, ASTIN Bulletin 21(1) (1991); value from memory."""
    assert division("lemaire-1991", "shapley") == (51750, 25875, 12375)


def test_susskind_three_parties_have_no_stable_division():
    """Values of L. Susskind's exercise; no result is published.

    The three pairs are worth 118 + 84 + 50 = 252, more than twice the 121 of all three, so
    that every division leaves some pair with less than it gets alone (Bondareva, Shapley).
    """
    pairs = [c.value for c in case("susskind-1991-three-parties").coalitions if len(c.members) == 2]
    assert sum(pairs) == 252
    answers = {a.method: a for a in analysis("susskind-1991-three-parties").coalition_answers}
    assert answers["core"].finding == "core-empty"
    assert answers["core"].division is None
    assert {frozenset(c) for c in answers["core"].blocking} == {
        frozenset("ab"), frozenset("ac"), frozenset("bc"),
    }  # fmt: skip


# --- Scale ---------------------------------------------------------------------------------


def test_ampo_and_the_city_against_all_packages_at_once():
    """GENIUS 10.4, template AMPOvsCity: 1,944,000 packages; no result is published.

    The Nash product over all of them, in floating point, as a second opinion.
    """
    numpy = pytest.importorskip("numpy")
    parties, _ = midpoint(case("raiffa-1982-ampo-city"))
    totals = []
    for party in parties:
        total = numpy.zeros(1)
        for table in party.options.values():
            total = numpy.add.outer(total, [float(x) for x in table.values()]).ravel()
        totals.append(total)
    assert analysis("raiffa-1982-ampo-city").packages.total == len(totals[0]) == 1_944_000
    best = int(numpy.argmax(totals[0] * totals[1]))
    exact = only_point(solution("raiffa-1982-ampo-city", "nash"))
    assert [float(x) for x in exact] == pytest.approx([totals[0][best], totals[1][best]])
