"""How answers were found, how far they are from the best, and that wide tables stay readable."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest
from builders import MEDIATOR, many_parties, two_parties

from irenic.analyse.results import Package, Status
from irenic.analyse.settlement import analyse_case
from irenic.report.charts.parallel import WIDTH, Bundle, Row, draw_bundle
from irenic.report.html import render
from irenic.report.labels import Labels
from irenic.report.sections.issues import initials
from irenic.report.sections.space import frontier_table
from irenic.report.terminal import summary
from irenic.report.text import plain
from irenic.report.textual import columns, fits
from irenic.report.view import View
from irenic.report.wording.found import found_facts, limit_facts, not_listed


def said(words: str) -> str:
    return " ".join(words.split())


def test_the_algorithm_and_the_reason_are_said_on_terminal_and_page():
    analysis = analyse_case(two_parties())
    words = analysis.frontier.method
    assert "because" in words, "the choice was made by the program, which says why"
    assert "as asked" not in words
    assert f"Efficient outcomes and what each method chooses: {words}." in said(summary(analysis))
    assert words in render(analysis)


def test_asked_for_is_said_as_asked():
    assert analyse_case(two_parties(), method="merge").frontier.method.endswith("as asked")


def test_a_list_that_stands_for_all_says_why_there_is_one():
    analysis = analyse_case(two_parties(), epsilon=F(1, 10))
    assert analysis.frontier.kind == "cover"
    assert "Listed packages: packages best at many weights" in said(summary(analysis))
    assert analysis.frontier.method.endswith(", as asked")


def test_a_zone_that_is_listed_alone_says_why(monkeypatch):
    monkeypatch.setattr("irenic.solve.choose.LISTABLE", {3: 10})
    monkeypatch.setattr("irenic.solve.choose.FEW_PACKAGES", 1)
    analysis = analyse_case(many_parties(3, 5))
    assert analysis.frontier.kind == "zone"
    why = "because efficient packages that do not carry are too many to list"
    assert f"Efficient outcomes that carry: {analysis.frontier.method}." in said(summary(analysis))
    assert analysis.frontier.method.endswith(why)


def limited(value: F, bound: F | None):
    analysis = analyse_case(two_parties())
    first, *rest = analysis.solutions
    first = replace(first, status=Status.LIMIT, value=(value,), bound=bound, reason="stopped")
    return replace(analysis, solutions=(first, *rest))


@pytest.mark.parametrize(
    ("value", "bound", "words"),
    [
        (F(100), F(102), "attains 100, no package attains more than 102 (2% more)."),
        (F(-4), F(-3), "attains −4, no package attains more than −3 (25% more)."),
        (F(0), F(1, 2), "attains 0, no package attains more than 0.5."),
        (F(7), F(7), "has the greatest value there is, 7; which others tie was not all found out."),
        (F(7), None, "is the best package found; how far from the best is not known."),
    ],
)
def test_a_limit_is_told_in_plain_words(value, bound, words):
    analysis = limited(value, bound)
    (fact,) = limit_facts(View(analysis))
    assert plain(fact.text).endswith(words)
    shown = said(summary(analysis))
    assert words in shown
    assert ", the best found before a limit" in shown


def test_nothing_is_said_of_limits_where_none_came():
    assert limit_facts(View(analyse_case(two_parties()))) == []


def test_each_algorithm_is_named_once():
    analysis = analyse_case(two_parties())
    solutions = tuple(replace(s, how="HiGHS") for s in analysis.solutions)
    facts = found_facts(View(replace(analysis, solutions=solutions)))
    assert [plain(f.text).endswith(": HiGHS.") for f in facts] == [False, True]


def test_why_packages_are_not_listed():
    analysis = analyse_case(two_parties())
    frontier = replace(
        analysis.frontier, kind="none", points=(), status=Status.LIMIT, reason="because too many"
    )
    words = plain(not_listed(View(replace(analysis, frontier=frontier))))
    assert words == "The efficient packages are not listed, because too many."


def test_a_list_of_what_carries_is_called_so():
    analysis = analyse_case(many_parties(3, 3))
    zone = replace(analysis, frontier=replace(analysis.frontier, kind="zone"))
    assert plain(frontier_table(View(zone)).caption).startswith("Efficient outcomes that carry")
    assert "Every efficient outcome that carries, party by party" in render(zone)
    assert "that carries, party by party" not in render(analysis)


def test_nobody_reads_between_nothing_and_much():
    analysis = analyse_case(two_parties())
    zone = replace(analysis.zone, size=None, low=0, high=90, estimate=True)
    assert "Up to 90 packages carry (an estimate" in said(summary(replace(analysis, zone=zone)))


@pytest.mark.parametrize("width", [100, 80])
def test_wide_tables_are_split_between_parties_not_inside_words(width):
    case = many_parties(8, 5)
    names = ["Federation of Cooperatives", "Municipalities", "Environment", "Construction"] * 2
    parties = tuple(
        replace(p, name=f"{n} {k}")
        for k, (p, n) in enumerate(zip(case.parties, names, strict=True))
    )
    lines = summary(
        analyse_case(replace(case, parties=parties), MEDIATOR), width=width
    ).splitlines()
    assert max(map(len, lines)) <= width
    heads = [line for line in lines if line.startswith("Package ")]
    assert len(heads) > 1
    words = " ".join(lines)
    for name in ("Cooperatives", "Municipalities", "Environment", "Kalai-Smorodinsky"):
        assert name in words


def test_a_table_that_fits_stays_whole():
    head, rows = ["Package", "Harbour", "Union"], [["draft", "12", "13"]]
    assert fits(head, rows, 24)
    assert len(columns(head, rows, {1, 2}, 24)) == 3
    assert not fits(head, rows, 20)
    assert columns(head, rows, {1, 2}, 20) == [
        "Package  Harbour",
        "----------------",
        "draft         12",
        "",
        "Package  Union",
        "--------------",
        "draft       13",
    ]


def test_what_packages_settle_alike_is_said_once():
    case = many_parties(3, 6)
    issues = [i.id for i in case.issues]
    one = {i.id: i.option_ids[0] for i in case.issues}
    other = {**one, issues[2]: case.issues[2].option_ids[1]}
    alike, rest = Labels(case).differing([Package(one, {}), Package(other, {})])
    assert set(alike.choices) == set(issues) - {issues[2]}
    assert [dict(p.choices) for p in rest] == [
        {issues[2]: one[issues[2]]},
        {issues[2]: other[issues[2]]},
    ]
    assert Labels(case).differing([Package(one, {})])[1] == (Package(one, {}),)


def test_parties_that_start_alike_are_all_abbreviated_alike():
    case = many_parties(3, 3)
    parties = tuple(replace(p, name=f"Party {k}") for k, p in enumerate(case.parties))
    found = initials(View(analyse_case(replace(case, parties=parties))))
    assert list(found.values()) == ["P0", "P1", "P2"]


def test_the_word_above_the_best_stays_inside_the_picture():
    words = "each issue at its best"
    row = Row("A", "", 0.0, 1.0, (0.2, 0.2, 0.2))
    drawn = draw_bundle(Bundle("t", "d", (row, row, row), (), (), words))
    x = float(drawn.partition(f">{words}<")[0].rpartition(' x="')[2].partition('"')[0])
    assert x + 4 * len(words) <= WIDTH
