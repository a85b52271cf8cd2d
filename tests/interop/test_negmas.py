"""NegMAS YAML: exact scores by the value functions, and what is refused."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import product

import pytest
from interop.hand_made import TRADE_BUYER, TRADE_DOMAIN, TRADE_SELLER, scores_of, write

from irenic.errors import CaseError
from irenic.interop.formats import import_case

STEPS = {"price": F(1, 2)}
OPTIONS = {
    "colour": ["red", "no", "3"],
    "units": ["1", "2", "3", "4", "5"],
    "price": ["0", "0.5", "1", "1.5", "2", "2.5"],
    "days": ["3", "7", "9"],
    "share": ["0.5", "0.75", "1"],
}


def seller(colour, units, price, days, share):
    """The functions of ``TRADE_SELLER``, written out."""
    share_value = {"0.5": F(0), "0.75": F(2), "1": 2 * F("0.5") / F("0.75")}[share]
    return (
        F("0.5") * {"red": F(1), "no": F("0.5"), "3": F(0)}[colour]
        + F("0.2") * (F("0.25") * F(units) - F("0.25"))
        + F("0.1") * F("0.4") * F(price)
        + F("0.1") * {"3": F(0), "7": F("0.5"), "9": F(1)}[days]
        - F("0.1") * share_value
    )


def buyer(colour, units, price, days, share):
    """The functions of ``TRADE_BUYER``, written out."""
    n, p = F(units), F(price)
    return (
        2 * {"red": F(0), "no": F("0.1"), "3": F(7)}[colour]
        + n * n - 2 * n + F("0.5")
        + 3 * (p - p**3 / 2 + 1)
        + F("0.01") * F(days)
        + F("0.3")
    )  # fmt: skip


def imported(tmp_path, steps=STEPS, **files):
    return import_case([write(tmp_path / "trade", **files)], "negmas", steps)


@pytest.fixture
def trade(tmp_path):
    return imported(tmp_path, domain_yml=TRADE_DOMAIN, a_yml=TRADE_SELLER, b_yml=TRADE_BUYER)


@pytest.mark.parametrize(("party", "rule"), [("seller", seller), ("buyer", buyer)])
def test_every_package_scores_by_the_functions_of_the_file(trade, party, rule):
    expected = {package: rule(*package) for package in product(*OPTIONS.values())}
    assert scores_of(trade.case, party) == expected


def test_names_that_yaml_likes_to_change_stay_text(trade):
    assert trade.case.issues[0].option_ids == ("red", "no", "3")


def test_equal_steps_make_a_range_and_other_numbers_options(trade):
    kinds = [type(issue).__name__ for issue in trade.case.issues]
    assert kinds == ["ChoiceIssue", "NumericIssue", "NumericIssue", "ChoiceIssue", "NumericIssue"]


def test_reserved_values_and_the_discount(trade):
    assert trade.case.preferences["seller"].no_deal.low == F("0.3")
    assert trade.case.preferences["buyer"].no_deal is None
    assert "Discount factor 0.9 by relative_time" in trade.case.evidence[1].says


def test_categories_stay_categories_even_when_they_are_numbers(tmp_path):
    domain = "issues:\n- {name: n, type: CategoricalIssue, values: [1, 2, 3]}\nname: d\n"
    text = "type: LinearUtilityFunction\nweights: [2]\n"
    case = imported(tmp_path, {}, domain_yml=domain, a_yml=text).case
    assert type(case.issues[0]).__name__ == "ChoiceIssue"
    assert scores_of(case, "a") == {("1",): 2, ("2",): 4, ("3",): 6}


def test_a_linear_function_with_a_bias(tmp_path):
    domain = "issues:\n- {name: n, type: ContiguousIssue, values: [0, 4]}\n" \
             "- {name: m, type: ContiguousIssue, values: [1, 2]}\nname: d\n"  # fmt: skip
    text = "type: AffineUtilityFunction\nweights: [0, 0.5]\nbias: 3\nreserved_value: 3.5\n"
    case = imported(tmp_path, {}, domain_yml=domain, a_yml=text).case
    expected = {(str(n), str(m)): F(m, 2) + 3 for n in range(5) for m in (1, 2)}
    assert scores_of(case, "a") == expected


MAPPING = "type: MappingUtilityFunction\nmapping:\n  ? [a, 1]\n  : 0.5\n  ? [a, 2]\n  : 0.1\n"


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        (MAPPING, 1, "'MappingUtilityFunction'"),
        ("type: HyperRectangleUtilityFunction\n", 1, "'HyperRectangleUtilityFunction'"),
        ("name: x\ntype: LinDiscountedUFun\n", 2, "'LinDiscountedUFun'"),
        ("type: ExpDiscountedUFun\nufun: 3\n", 1, "ufun: '3'"),
        ("type: ExpDiscountedUFun\ndiscount: 2\nufun:\n  type: x\n", 2, "'2'"),
        ("values: []\n", 1, "type ''"),
    ],
)
def test_other_utility_functions_are_refused_with_their_line(tmp_path, text, line, found):
    with pytest.raises(CaseError) as caught:
        imported(tmp_path, domain_yml=TRADE_DOMAIN, a_yml=text)
    assert any(p.line == line and found in p.found for p in caught.value.problems)


CHANGES = [
    ("reserved_value: 0.3", "reserved_value: .nan", 3, "'.nan'", "-.inf for none"),
    ("reserved_value: 0.3", "reserved_value: .inf", 3, "'.inf'", "-.inf for none"),
    ("reserved_outcome: null", "reserved_outcome: [red]", 2, "reserved_outcome: a list", ""),
    ("stability: 2047", "stabilty: 2047", 4, "'stabilty'", "no such key"),
    ("mapping: {red: 1, ", "mapping: {", 7, "no value for 'red'", "every option"),
    ("mapping: {red: 1, ", "mapping: {red: 1, blue: 2, ", 7, "a value for 'blue'", "options of"),
    ("mapping: {red: 1, ", "mapping: {red: one, ", 7, "'one'", "a decimal number"),
    ("mapping: {red: 1, ", "mapping: {? [red] : 1, red: 1, ", 7, "a key that is a list", ""),
    ("type: LinearFun", "type: LambdaFun", 12, "'LambdaFun'", "one whose values are exact"),
    ("slope: 0.4", "slop: 0.4", 12, "slope: nothing", "a decimal number"),
    ("weights: [0.5, ", "weights: [", 17, "4 entries", "5, one for every issue"),
    ("weights: [0.5, ", "weights: [.inf, ", 17, "'.inf'", "a decimal number"),
    ("weights: [0.5, ", "weights: [&a 0.5, ", 17, "an anchor (&a)", "written out"),
    ("weights: [0.5, ", "weights: [!!python/object:os.system 1, ", 17, "a YAML tag", "plain"),
    ("weights: [0.5, ", "weights: [0.5, , ", 17, "not YAML", "a YAML document"),
    ("stability: 2047", "name: again", 4, "the key 'name' a second time", "line 1"),
]


@pytest.mark.parametrize(("old", "new", "line", "found", "expected"), CHANGES)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, found, expected):
    assert TRADE_SELLER.count(old) == 1
    with pytest.raises(CaseError) as caught:
        imported(tmp_path, domain_yml=TRADE_DOMAIN, a_yml=TRADE_SELLER.replace(old, new))
    named = [p for p in caught.value.problems if p.line == line and found in p.found]
    assert named, caught.value.problems
    assert expected in named[0].expected


DOMAIN_CHANGES = [
    ("type: CategoricalIssue", "type: CallableIssue", 2, "type 'CallableIssue'", "one of"),
    ('[red, "no", 3]', "[]", 4, "values: an empty list", "a list"),
    ('[red, "no", 3]', "[red, red]", 4, "the option 'red' a second time", "once"),
    ("values: [1, 5]", "values: [1, x]", 7, "no two numbers", "the lowest and the highest"),
    ("values: [1, 5]", "values: [1, 5.5]", 7, "numbers that are not whole", "whole numbers"),
    ("values: [1, 5]", "values: [1, 500000]", 5, "500000 numbers", "--step units=STEP"),
    ("- name: units", "- name: colour", 5, "a second issue 'colour'", "one"),
]


@pytest.mark.parametrize(("old", "new", "line", "found", "expected"), DOMAIN_CHANGES)
def test_a_mistake_in_a_domain_is_named_with_its_line(tmp_path, old, new, line, found, expected):
    with pytest.raises(CaseError) as caught:
        imported(tmp_path, domain_yml=TRADE_DOMAIN.replace(old, new), a_yml=TRADE_SELLER)
    named = [p for p in caught.value.problems if p.line == line and found in p.found]
    assert named, caught.value.problems
    assert expected in named[0].expected


def test_a_continuous_issue_needs_a_step(tmp_path):
    with pytest.raises(CaseError, match=r"any number from 0 to 2\.5.*--step price=STEP"):
        imported(tmp_path, {}, domain_yml=TRADE_DOMAIN, a_yml=TRADE_SELLER)


def test_functions_without_a_domain(tmp_path):
    with pytest.raises(CaseError, match="utility functions without their domain"):
        imported(tmp_path, a_yml=TRADE_SELLER)
