"""GENIUS XML that is not usable: every problem at once, each with its file and line."""

from __future__ import annotations

import pytest
from interop.hand_made import CONSTRAINED, FLAT, NONLINEAR, OWNER, STEPS, TENANT, write

from irenic.errors import CaseError
from irenic.interop.formats import import_case


def problems_of(folder, steps=STEPS, **files):
    """Return the problems as (file, line, found, expected)."""
    with pytest.raises(CaseError) as caught:
        import_case([write(folder / "bad", **files)], "genius", steps)
    assert all(p.line for p in caught.value.problems if p.file and not p.file.endswith("bad"))
    return [
        ((p.file or "").rpartition("/")[2], p.line, p.found, p.expected)
        for p in caught.value.problems
    ]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def one_problem(tmp_path, *, domain=FLAT, profile=OWNER, steps=STEPS):
    """Return the only problem of a domain with one profile."""
    found = problems_of(tmp_path, steps, domain_xml=domain, owner_xml=profile)
    assert len(found) == 1, found
    return found[0]


#: What is changed in the profile -> line of the profile, what was found, what was expected.
IN_PROFILE = [
    ('evaluation="7"', 'evaluation="NaN"', 5, "evaluation='NaN'", "a decimal number"),
    ('evaluation="7"', 'evaluation="Infinity"', 5, "evaluation='Infinity'", "a decimal number"),
    ('evaluation="7"', 'evaluation="1e999999999"', 5, "1e999999999", "of usual size"),
    ('evaluation="7"', f'evaluation="{"9" * 5000}"', 5, "a text of 5000 characters", "decimal"),
    ('evaluation="7"', 'evaluation="1/3"', 5, "evaluation='1/3'", "a decimal number"),
    ('evaluation="7"', 'evaluation="0x1p3"', 5, "evaluation='0x1p3'", "a decimal number"),
    ('evaluation="7"', 'evaluation="null"', 5, "no evaluation of 'South & quiet'", "for every"),
    (' evaluation="7"', "", 5, "no evaluation of 'South & quiet'", "for every value"),
    ('value="North" evaluation="3"', 'value="Nort" evaluation="3"', 4,
     "'Nort', which the domain does not have", "one of 'North'"),
    ('<weight index="1" value="0.4"/>', "", 3, "no weight", '<weight index="1"'),
    ('<weight index="1" value="0.4"/>', '<weight index="1" value="-0.4"/>', 22,
     "the weight -0.4", "0 or more"),
    ('<weight index="1" value="0.4"/>', '<weight index="1" value=""/>', 22, "value=''", "decimal"),
    ('<weight index="1" value="0.4"/>', '<weight index="1"/>', 22, "without value", "a number"),
    ('<weight index="2" value="0.2"/>',
     '<weight index="2" value="0.2"/><weight index="9" value="0.2"/>', 23,
     "a weight for the index 9", "one of the indices beside it"),
    ('<weight index="2" value="0.2"/>',
     '<weight index="2" value="0.2"/><weight index="5" value="0.2"/>', 23,
     "a weight for the index 5", "one of the indices beside it"),
    ('<weight index="2" value="0.2"/>',
     '<weight index="2" value="0.2"/><weight index="2" value="0.2"/>', 23,
     "a second weight", "it stands on line 23"),
    ('<weight index="2" value="0.2"/>',
     '<weight index="2" value="0.2"/><weight index="two" value="1"/>', 23,
     "index='two'", "a whole number"),
    ('slope="0.15" ', "", 9, "<evaluator> without slope", "a number"),
    ('ftype="linear" slope', 'ftype="faratin" slope', 9, "ftype='faratin'", "linear"),
    ('parameter1="1.3"', "", 13, "without parameter1", "a number"),
    ('ftype="linear" parameter0', 'ftype="faratin" parameter0', 13, "ftype='faratin'",
     "linear, constant or triangular"),
    ('ftype="linear" parameter0', "parameter0", 13, "without ftype", "linear, constant"),
    ('ftype="linear" parameter0="-1.4" parameter1="1.3"',
     'ftype="triangular" parameter0="1" parameter1="2" parameter2="3"', 13,
     "with its top at 3", "the top between"),
    ('<evaluator ftype="linear" slope="0.15" offset="-0.2"/>', "", 8, "no <evaluator>", "how its"),
    ('lowerbound="2" upperbound="12"', 'lowerbound="2" upperbound="11"', 8,
     "bounds 2 and 11", "2 and 12, as in the domain"),
    ('lowerbound="2" upperbound="12"', 'lowerbound="2"', 8, "without upperbound", "a number"),
    ('name="Room"', 'name="Rooms"', 3, "the name 'Rooms' for index 1", "as in the domain"),
    ('type="integer" vtype="integer"', 'type="integr"', 8, "type='integr'", "one of 'discrete'"),
    ('type="integer" vtype="integer"', 'type="integer" vtype="real"', 8, "vtype='real' beside", ""),
    ('<discount_factor value="0.8"/>', '<discount_factor value="1.8"/>', 27, "1.8", "0 to 1"),
    ('<discount_factor value="0.8"/>', '<discount_factor/>', 27, "without value", "a number"),
    ('<reservation value="0.25"/>', '<reservation value="nan"/>', 28, "value='nan'", "decimal"),
    ('<reservation value="0.25"/>', '<reservation value="0"/><reservation value="1"/>', 28,
     "a second <reservation>", "one"),
    ('<reservation value="0.25"/>', '<reserve value="0.25"/>', 28,
     "'reserve'", "GENIUS 10.4 reads"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "found", "expected"), IN_PROFILE)
def test_a_mistake_in_a_profile_is_named_with_its_line(tmp_path, old, new, line, found, expected):
    assert OWNER.count(old) >= 1
    place = one_problem(tmp_path, profile=OWNER.replace(old, new, 1))
    assert place[:2] == ("owner.xml", line)
    assert found in place[2]
    assert expected in place[3]


IN_DOMAIN = [
    ('<issue index="2" name="Weeks"', '<issue index="1" name="Weeks"', 9,
     "the index 1 a second time", "line 4 has this one"),
    ('<issue index="2" name="Weeks"', '<issue name="Weeks"', 9, "no index", "a whole number"),
    ('value="Attic"', 'value="North"', 7, "the value 'North' a second time", "line 5"),
    ('<item index="3" value="Attic"', '<item index="2" value="Attic"', 7,
     "the item index 2 a second time", "line 6"),
    ('value="Attic"', "", 7, "an item without a value", "the name of an option"),
    ('lowerbound="2" upperbound="12"', 'lowerbound="12" upperbound="2"', 9,
     "a range from 12 to 2", "the lower bound first"),
    ('lowerbound="2" upperbound="12"', "", 9, "no bounds", "lowerbound and upperbound"),
    ('lowerbound="2" upperbound="12"', 'lowerbound="2.5" upperbound="12"', 9,
     "the bound 2.5", "whole numbers"),
    ('lowerbound="2" upperbound="12"', 'lowerbound="0" upperbound="1000000000"', 9,
     "1000000001 numbers", "--step Weeks=STEP"),
    ('<range lowerbound="1.0" upperbound="2.0"/>', "", 10, "no bounds", "<range"),
    ('lowerbound="1.0" upperbound="2.0"', 'lowerbound="1.0" upperbound="1e400"', 11,
     "upperbound='1e400'", "a decimal number"),
    ('type="discrete" etype="discrete"', 'type="text" etype="text"', 4, "type='text'", "one of"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "found", "expected"), IN_DOMAIN)
def test_a_mistake_in_a_domain_is_named_with_its_line(tmp_path, old, new, line, found, expected):
    assert FLAT.count(old) == 1
    problems = problems_of(tmp_path, domain_xml=FLAT.replace(old, new), owner_xml=OWNER)
    places = [p for p in problems if p[:2] == ("domain.xml", line)]
    assert len(places) == 1, problems
    assert found in places[0][2]
    assert expected in places[0][3]


def test_every_problem_is_listed_at_once(tmp_path):
    """Three mistakes in three files, in the order of the files."""
    found = problems_of(
        tmp_path,
        a_domain_xml=FLAT.replace('lowerbound="2"', 'lowerbound="x"'),
        b_owner_xml=OWNER.replace('evaluation="7"', 'evaluation="seven"').replace(
            '<weight index="3" value="0.3"/>', ""
        ),
        c_tenant_xml=TENANT.replace('offset="1"', 'offset="one"'),
    )
    places = [(file, line) for file, line, _, _ in found]
    assert ("a_domain.xml", 9) in places
    assert [p for p in places if p[0] == "b_owner.xml"] == [("b_owner.xml", 5), ("b_owner.xml", 11)]
    assert ("c_tenant.xml", line_of(TENANT, 'offset="1"')) in places


def test_a_real_issue_without_a_grid_is_refused_with_the_option_that_helps(tmp_path):
    file, line, found, expected = one_problem(tmp_path, steps={})
    assert (file, line) == ("domain.xml", 10)
    assert found == "the real issue 'Rent', any number from 1 to 2"
    assert "irenic convert .. --step Rent=STEP" in expected


def test_a_step_that_does_not_divide_the_range(tmp_path):
    from fractions import Fraction

    file, line, found, _ = one_problem(tmp_path, steps={"Rent": Fraction(3, 10)})
    assert (file, line, found) == ("domain.xml", 10, "a range of 1 in steps of 0.3")


def test_hyper_rectangles_are_refused_with_line_and_reason(tmp_path):
    found = problems_of(tmp_path, domain_xml=FLAT, owner_xml=NONLINEAR)
    assert [(line, what.split(":")[0]) for _, line, what, _ in found] == [
        (4, "<utility>"), (5, "<ufun>"), (6, "<hyperRectangle> (2 of them)"),
        (6, "<INCLUDES> (2 of them)"),
    ]  # fmt: skip
    assert "a hyper-rectangle (an amount for a range of packages)" in found[2][2]
    assert "nothing that depends on several issues at once is read" in found[2][3]


def test_constraint_spaces_are_refused_with_line_and_reason(tmp_path):
    found = problems_of(tmp_path, domain_xml=FLAT, owner_xml=CONSTRAINED)
    assert [(line, what.split(":")[0]) for _, line, what, _ in found] == [
        (3, "<rules>"), (4, "<ranks>"), (5, "<constraints>"), (5, "<constraint>"),
    ]  # fmt: skip


def test_profiles_without_a_domain_and_two_domains(tmp_path):
    (problem,) = problems_of(tmp_path, owner_xml=OWNER, tenant_xml=TENANT)
    assert problem[2] == "profiles without their domain"
    found = problems_of(tmp_path / "..", {}, a_xml=FLAT, b_xml=FLAT, c_xml=OWNER)
    assert ("b.xml", 1, "a second domain, 'b.xml'", "one; the first is a.xml") in found


def test_a_domain_without_profiles_and_a_folder_without_files(tmp_path):
    (problem,) = problems_of(tmp_path, STEPS, domain_xml=FLAT)
    assert "no profile of a party" in problem[2]
    (tmp_path / "empty").mkdir()
    with pytest.raises(CaseError, match=r"no file that ends in \.xml"):
        import_case([tmp_path / "empty"], "genius")


def test_a_profile_that_leaves_an_issue_out(tmp_path):
    start = OWNER.index('    <issue index="2"')
    end = OWNER.index('    <issue index="3"')
    text = (OWNER[:start] + OWNER[end:]).replace('<weight index="2" value="0.2"/>', "")
    file, _, found, expected = one_problem(tmp_path, profile=text)
    assert file == "owner.xml"
    assert found == "no issue with the index 2 ('Weeks')"
    assert expected == "every issue of the domain"
