"""GENIUS XML: scores by the rule of GENIUS 10.4, and what is kept besides."""

from __future__ import annotations

from fractions import Fraction

import pytest
from interop.hand_made import (
    FLAT,
    OWNER,
    RENTS,
    STEPS,
    TENANT,
    genius_scores,
    scores_of,
    write,
)

from irenic.casefile.reader import read_text
from irenic.casefile.writer import write_case
from irenic.errors import UnknownName
from irenic.interop.formats import import_case
from irenic.model import ChoiceIssue, Curve, NumericIssue


@pytest.fixture
def flat(tmp_path):
    folder = write(tmp_path / "flat", flat_xml=FLAT, owner_xml=OWNER, tenant_xml=TENANT)
    return import_case([folder], "genius", STEPS)


@pytest.mark.parametrize(("party", "profile"), [("owner", OWNER), ("tenant", TENANT)])
def test_every_package_scores_by_the_rule_of_genius_10_4(flat, party, profile):
    expected, reservation = genius_scores(FLAT, profile, RENTS)
    assert len(expected) == 3 * 11 * 11 * 2
    assert scores_of(flat.case, party) == expected
    no_deal = flat.case.preferences[party].no_deal
    assert (no_deal and no_deal.low) == reservation


def test_weights_stay_as_written_and_values_become_evaluation_by_greatest(flat):
    view = flat.case.preferences["owner"].issues["Room"]
    assert view.weight.low == Fraction("0.4")
    assert [v.low for v in view.values.values.values()] == [Fraction(3, 7), 1, Fraction(1, 14)]


def test_an_issue_whose_greatest_evaluation_is_almost_nothing_is_worth_nothing(flat):
    """GENIUS 10.4 counts a greatest evaluation below 0.00001 as none."""
    values = flat.case.preferences["tenant"].issues["Bike"].values.values
    assert {v.low for v in values.values()} == {0}


def test_issues_have_the_types_of_the_model(flat):
    kinds = [type(issue) for issue in flat.case.issues]
    assert kinds == [ChoiceIssue, NumericIssue, NumericIssue, ChoiceIssue]
    weeks, rent = flat.case.issues[1:3]
    assert (weeks.start, weeks.stop, weeks.step) == (2, 12, 1)
    assert (rent.start, rent.stop, rent.step) == (1, 2, Fraction("0.1"))


def test_a_cut_off_line_is_a_short_curve(flat):
    """-0.2 + 0.15 (v - 2), kept between 0 and 1: it turns at 3, 4, 9 and 10 weeks."""
    values = flat.case.preferences["owner"].issues["Weeks"].values
    assert isinstance(values, Curve)
    assert [(int(x), y.low) for x, y in values.points] == [
        (2, 0), (3, 0), (4, Fraction("0.1")), (10, 1), (12, 1),
    ]  # fmt: skip


def test_discount_is_kept_in_words_and_does_not_touch_the_scores(flat):
    (evidence,) = [e for e in flat.case.evidence if "Discount factor" in e.says]
    assert evidence.id in flat.case.preferences["owner"].evidence
    assert "Discount factor 0.8 by relative_time" in evidence.says
    assert any("owner.xml: discount factor 0.8" in note for note in flat.notes)


def test_the_weight_of_an_inner_objective_plays_no_part_and_that_is_said(flat):
    """GENIUS 10.4 sums over issues only; the weight 0.6 of 'extras' changes nothing."""
    assert any("'extras' plays no part" in note for note in flat.notes)
    assert flat.case.preferences["owner"].issues["Bike"].weight.low == Fraction("0.1")


def test_an_absent_reservation_value_is_unknown(flat):
    assert flat.case.preferences["tenant"].no_deal is None


def test_what_was_imported_is_a_case_file(flat):
    assert read_text(write_case(flat.case)) == flat.case


def test_bare_ampersands_are_read_as_genius_reads_them(tmp_path):
    """GENIUS writes 'coffee & tea' without escaping it."""
    files = {"d_xml": FLAT, "a_xml": OWNER, "b_xml": TENANT}
    bare = {name: text.replace("&amp;", "&") for name, text in files.items()}
    found = import_case([write(tmp_path / "bare", **bare)], "genius", STEPS).case
    assert "South & quiet" in found.issues[0].option_ids


def test_files_as_they_are_published_are_read(tmp_path):
    """A declaration behind a comment; settings of uncertain agents; similarity functions."""
    text = "\n<!-- profile 1 -->\n<?xml version='1.0' encoding='utf-8' ?>\n" + OWNER.replace(
        "<utility_space>", '<utility_space type="UNCERTAIN">'
    ).replace(
        "</utility_space>", "<comparisons> 10 </comparisons><errors>0</errors></utility_space>"
    )
    text = text.replace("</issue>", '<similarity_function type="binary" weight="0.1"/></issue>', 1)
    domain = FLAT.replace("<utility_space", '<agent class="a.B" name="you"/><utility_space', 1)
    domain = domain.replace('value="North"', 'value="North" cost="100" description="Cold."')
    found = import_case([write(tmp_path / "p", d_xml=domain, owner_xml=text)], "genius", STEPS)
    assert scores_of(found.case, "owner") == genius_scores(FLAT, OWNER, RENTS)[0]
    for tag in ("comparisons", "errors", "similarity_function"):
        assert "d.xml: descriptions and costs of options are not kept" in found.notes
        assert f"owner.xml: <{tag}> plays no part in a score, as in GENIUS 10.4" in found.notes


def test_weights_above_one_are_kept_and_the_difference_is_said(tmp_path):
    text = OWNER.replace('<weight index="1" value="0.4"/>', '<weight index="1" value="0.8"/>')
    found = import_case([write(tmp_path / "w", d_xml=FLAT, a_xml=text)], "genius", STEPS)
    assert any("add up to 1.4; GENIUS cuts off scores above 1" in note for note in found.notes)
    assert max(scores_of(found.case, "a").values()) == max(
        genius_scores(FLAT, text, RENTS)[0].values()
    )


def test_a_constant_function_and_a_single_number(tmp_path):
    domain = FLAT.replace('lowerbound="2" upperbound="12"', 'lowerbound="4" upperbound="4"')
    profile = OWNER.replace('lowerbound="2" upperbound="12"', 'lowerbound="4" upperbound="4"')
    profile = profile.replace(
        'ftype="linear" parameter0="-1.4" parameter1="1.3"', 'ftype="constant" parameter0="0.35"'
    ).replace('offset="-0.2"', 'offset="0.45"')
    found = import_case([write(tmp_path / "c", d_xml=domain, a_xml=profile)], "genius", STEPS).case
    assert scores_of(found, "a") == genius_scores(domain, profile, RENTS)[0]
    assert found.issues[1].option_ids == ("4",)


def test_files_in_any_order_give_the_parties_in_theirs(tmp_path):
    folder = write(tmp_path / "f", flat_xml=FLAT, owner_xml=OWNER, tenant_xml=TENANT)
    paths = [folder / name for name in ("tenant.xml", "flat.xml", "owner.xml")]
    assert import_case(paths, "genius", STEPS).case.party_ids == ("tenant", "owner")


def test_a_step_for_no_issue_is_refused(tmp_path):
    folder = write(tmp_path / "f", flat_xml=FLAT, owner_xml=OWNER)
    with pytest.raises(UnknownName, match="no range of numbers is called 'Rnt'"):
        import_case([folder], "genius", {**STEPS, "Rnt": Fraction(1)})


# The difference from a program that leaves the division by the greatest evaluation out

SHOP = """\
<negotiation_template><utility_space><objective index="0" name="shop">
<issue index="1" name="Price"><item index="1" value="low"/><item index="2" value="high"/></issue>
<issue index="2" name="Colour"><item index="1" value="red"/><item index="2" value="blue"/></issue>
</objective></utility_space></negotiation_template>
"""
SHOP_PROFILE = """\
<utility_space><objective index="0" name="shop">
<issue index="1" name="Price"><item index="1" value="low" evaluation="{}"/>
<item index="2" value="high" evaluation="{}"/></issue>
<issue index="2" name="Colour"><item index="1" value="red" evaluation="{}"/>
<item index="2" value="blue" evaluation="{}"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.5"/></objective></utility_space>
"""
SELLER, BUYER = (1, 2, 90, 60), (2, 1, 30, 100)


def frontier(table: dict) -> set:
    return {
        a
        for a, x in table.items()
        if not any(y[0] >= x[0] and y[1] >= x[1] and y != x for y in table.values())
    }


def test_without_the_division_a_dominated_package_looks_efficient(tmp_path):
    """Two issues of equal weight; one has evaluations up to 2, the other up to 100.

    By the rule of GENIUS 10.4 low+red gives (3/4, 13/20), and high+blue gives both more.
    Left undivided, the colour drowns the price: low+red has (45.5, 16) beside (31, 50.5),
    so nothing dominates it.
    """
    files = {
        "d_xml": SHOP,
        "a_xml": SHOP_PROFILE.format(*SELLER),
        "b_xml": SHOP_PROFILE.format(*BUYER),
    }
    case = import_case([write(tmp_path / "shop", **files)], "genius").case
    seller, buyer = scores_of(case, "a"), scores_of(case, "b")
    by_rule = {package: (seller[package], buyer[package]) for package in seller}
    assert by_rule["low", "red"] == (Fraction(3, 4), Fraction(13, 20))
    assert by_rule["high", "blue"] == (Fraction(5, 6), Fraction(3, 4))
    assert frontier(by_rule) == {("low", "blue"), ("high", "red"), ("high", "blue")}
    undivided = {
        (price, colour): tuple(
            Fraction(sum(evaluation), 2)
            for evaluation in zip(
                {"low": (1, 2), "high": (2, 1)}[price],
                {"red": (90, 30), "blue": (60, 100)}[colour],
                strict=True,
            )
        )
        for price, colour in by_rule
    }
    assert undivided["low", "red"] == (Fraction("45.5"), 16)
    assert frontier(undivided) == set(by_rule)
