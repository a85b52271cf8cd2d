"""GMCR+ files: what each of their parts becomes, what is said of the rest, and the way back."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.analyse.conflict_model import model_conflict
from irenic.casefile.reader import read_text
from irenic.casefile.writer import write_case
from irenic.cli.common import load_case
from irenic.cli.main import cli
from irenic.errors import CaseError, NotCovered
from irenic.interop.files import Source
from irenic.interop.formats import detect, export_case, import_case
from irenic.interop.gmcr import read_gmcr
from irenic.interop.gmcr_parts import feasible_states, state_letters
from irenic.interop.tree import Problems
from irenic.model import (
    AllOf,
    AnyOf,
    Case,
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    Holds,
    If,
    Intervention,
    KnownPreference,
    Matches,
    NoMove,
    Not,
    OptionWeights,
    SettlementLink,
    Statement,
    Statements,
    StateRanking,
    fits,
)

# A quarrel about a dam, invented: the file lists the options of the village first, so that the
# letters of a state (town, then village) stand in another order than the options of the file.
DAM = {
    "options": [
        {"name": "Block the road", "permittedDirection": "both"},
        {"name": "Raise the dam", "permittedDirection": "fwd"},
        {"name": "Keep talking", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {
            "name": "Town",
            "options": [1, 2],
            "preferences": [
                [[0, "N"]],
                {"compound": True, "members": [[[1, "Y"], [2, "Y"]], [[0, "Y"]]]},
            ],
        },
        {"name": "Village", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"], [2, "N"]]]},
    ],
    "infeasibles": [[[1, "Y"], [2, "Y"], [0, "N"]]],
    "useManualPreferenceRanking": False,
    "coalitions": [0, 1],
    "program": "gmcr-py",
    "version": "0.3.13",
}
# Possible states by their decimals: NNN 0, YNN 1, NYN 2, NNY 4, YNY 5, NYY 6, YYY 7 (YYN is not).
RANKED = {
    **DAM,
    "useManualPreferenceRanking": True,
    "decisionMakers": [
        {
            **DAM["decisionMakers"][0],
            "preferences": [],
            "preferenceRanking": [2, [1, 3], 4, 5, 6, 7],
        },
        {
            **DAM["decisionMakers"][1],
            "preferences": [],
            "preferenceRanking": [[7, 6, 5, 4, 3, 2, 1]],
        },
    ],
}


def read(tmp_path, content, name="dam.gmcr"):
    path = tmp_path / name
    path.write_bytes(
        content if isinstance(content, bytes) else json.dumps(content, indent=1).encode()
    )
    return import_case([path], "gmcr")


def conflict(tmp_path, **changes) -> Conflict:
    return read(tmp_path, {**DAM, **changes}).case.conflict


def refused(tmp_path, content):
    with pytest.raises(CaseError) as caught:
        read(tmp_path, content)
    return [str(problem) for problem in caught.value.problems]


# What the parts become


def test_decision_makers_options_and_directions(tmp_path):
    assert conflict(tmp_path).decision_makers == (
        DecisionMaker(
            "Town",
            "Town",
            (
                ConflictOption("Raise the dam", "Raise the dam", "to-yes"),
                ConflictOption("Keep talking", "Keep talking", "to-no"),
            ),
        ),
        DecisionMaker("Village", "Village", (ConflictOption("Block the road", "Block the road"),)),
    )


def test_patterns_have_the_letters_in_the_order_of_the_decision_makers(tmp_path):
    found = conflict(tmp_path)
    assert found.infeasible == ("YYN",)
    town, village = (found.preferences[m].form for m in ("Town", "Village"))
    assert town == Statements(
        (
            Statement("--N", Matches("--N")),
            Statement("YY- OR --Y", AnyOf((Matches("YY-"), Matches("--Y")))),
        )
    )
    assert [s.text for s in village.items] == ["N--", "-NY"]


@pytest.mark.parametrize(
    ("flag", "key"),
    [
        ("useManualPreferenceRanking", "preferenceRanking"),
        ("useManualPreferenceVectors", "preferenceVector"),
    ],
)
def test_rankings_number_the_possible_states_by_their_decimals(tmp_path, flag, key):
    content = {k: v for k, v in RANKED.items() if k != "useManualPreferenceRanking"}
    content[flag] = True
    content["decisionMakers"] = [
        {(key if k == "preferenceRanking" else k): v for k, v in maker.items()}
        for maker in RANKED["decisionMakers"]
    ]
    town = read(tmp_path, content).case.conflict.preferences["Town"].form
    groups = (("YNN",), ("NNN", "NYN"), ("NNY",), ("YNY",), ("NYY",), ("YYY",))
    assert town == StateRanking(groups)


def test_the_case_can_be_analysed(tmp_path):
    model = model_conflict(conflict(tmp_path))
    assert model.n_states == 7
    assert model.ranked


def test_the_oldest_files_have_neither_version_nor_coalitions(tmp_path):
    content = {k: v for k, v in DAM.items() if k not in ("version", "coalitions", "program")}
    found = read(tmp_path, content)
    assert found.case == read(tmp_path, DAM).case
    assert found.notes == ()


def test_same_names_and_names_like_patterns_get_ids_of_their_own(tmp_path):
    options = [{**option, "name": name} for option, name in
               zip(DAM["options"], ("YN-", "Stop", "Stop"), strict=True)]  # fmt: skip
    makers = [{**maker, "name": "Board"} for maker in DAM["decisionMakers"]]
    found = conflict(tmp_path, options=options, decisionMakers=makers)
    assert found.maker_ids == ("Board", "Board (2)")
    assert [o.id for o in found.options] == ["Stop", "Stop (2)", "option YN-"]
    assert [o.title for o in found.options] == ["Stop", "Stop", "YN-"]


@given(st.lists(st.text("YN-", min_size=4, max_size=4), max_size=6))
def test_possible_states_are_those_that_fit_no_pattern(patterns):
    literal = ["".join(reversed(letters)) for letters in product("NY", repeat=4)]
    expected = [s for s in literal if not any(fits(s, pattern) for pattern in patterns)]
    assert [state_letters(s, 4) for s in feasible_states(4, patterns)] == expected


# What is not taken over is said, and kept in the evidence


def with_maker(content, **changes):
    first, second = content["decisionMakers"]
    return {**content, "decisionMakers": [{**first, **changes}, second]}


NOTED = [
    (with_maker(DAM, misperceptions=[[[0, "Y"]]]), "Town does not see --Y"),
    ({**DAM, "coalitions": [[0, 1]]}, "Town and Village; each stands alone"),
    (with_maker(RANKED, preferences=[[[0, "Y"]]]), "1 statements of Town are not taken over"),
    (with_maker(DAM, preferenceRanking=[1]), "a ranking of Town is not taken over"),
    (with_maker(DAM, preferences=[]), "nothing is stated for Town: all states are equally good"),
    (with_maker(DAM, preferences=[[[0, "N"]], [[0, "N"]]]), "stands there twice is kept once"),
    (with_maker(DAM, preferences=[[[0, "N"]], {"compound": True, "members": []}]),
     "a statement of Town without conditions is left out"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), NOTED, ids=[said for _, said in NOTED])
def test_what_is_not_taken_over_is_noted_with_its_place_and_kept(tmp_path, content, said):
    found = read(tmp_path, content)
    (note,) = found.notes
    assert said in note
    place = note.removeprefix(str(tmp_path / "dam.gmcr:")).split(":")[0]
    assert int(place) > 1
    (record,) = found.case.evidence
    assert said.lower() in record.says.lower()
    assert record.citation == "GMCR+ file dam.gmcr"


def test_without_statements_a_decision_maker_is_indifferent(tmp_path):
    model = model_conflict(read(tmp_path, with_maker(DAM, preferences=[])).case.conflict)
    assert len({model.preferences[0].rank[s] for s in model.moves.states()}) == 1


def test_what_the_program_worked_out_is_passed_over(tmp_path):
    content = with_maker({**DAM, "coalitionsFull": [{"name": "Town"}]}, payoffs=[1, 2, 3])
    assert read(tmp_path, content).notes == ()


@pytest.mark.parametrize("content", [DAM, RANKED, *(content for content, _ in NOTED)])
def test_the_case_file_of_it_reads_as_the_same_case(tmp_path, content):
    case = read(tmp_path, content).case
    assert read_text(write_case(case)) == case


# What cannot be read is refused with its line, all of it at once

REFUSED = [
    (b"\x80\x03}q\x00.", "a Python pickle"),
    ([1], "expected a GMCR+ file"),
    ({**DAM, "options": []}, "no option"),
    ({**DAM, "decisionMakers": []}, "no decision maker"),
    ({**DAM, "extra": 1}, "the unknown key 'extra'"),
    (with_maker(DAM, weights=[1]), "the unknown key 'weights'"),
    (with_maker(DAM, name=3), "'3' as 'name'; expected a text"),
    (with_maker(DAM, options=[1, 2, 7]), "'7'; expected the number of an option, from 0 to 2"),
    (with_maker(DAM, options=[1, 2, 0]), "the option 0 a second time"),
    (with_maker(DAM, options=[1]), "the option 'Keep talking' of no decision maker"),
    (with_maker(DAM, preferences={}), "a list"),
    (with_maker(DAM, preferences=[[[0, "M"]]]), "expected pairs of an option"),
    (with_maker(DAM, preferences=[[["0", "Y"]]]), "expected pairs of an option"),
    (with_maker(DAM, preferences=[[[9, "Y"]]]), "the option 9; expected 0 to 2"),
    (with_maker(DAM, preferences=[[[0, "Y"], [0, "N"]]]), "the option 0 a second time"),
    (with_maker(DAM, preferences=[{"compound": True}]), "nothing as 'members'"),
    (with_maker(DAM, preferences=[{"members": [], "weight": 3}]), "the unknown key 'weight'"),
    (with_maker(DAM, misperceptions=[3]), "misperceptions: found '3'"),
    ({**DAM, "infeasibles": [[[5, "Y"]]]}, "infeasibles: found the option 5"),
    ({**DAM, "infeasibles": [[]]}, "patterns that exclude every state"),
    ({**DAM, "useManualPreferenceRanking": "no"}, "'no' as 'useManualPreferenceRanking'"),
    ({**DAM, "coalitions": [4]}, "coalitions: found '4'"),
    ({**DAM, "options": [*DAM["options"][:2], {"name": "x", "permittedDirection": "up"}]},
     "'up' as 'permittedDirection'; expected \"both\", \"fwd\" or \"back\""),
    (with_maker(RANKED, preferenceRanking=[1, 2, 3]), "no place for the states '4', '5', '6', '7'"),
    (with_maker(RANKED, preferenceRanking=[8]), "found '8'; expected the number of a state"),
    (with_maker(RANKED, preferenceRanking=[1, 1]), "the state 1 a second time"),
    (with_maker(RANKED, preferenceRanking=None), "nothing as 'preferenceRanking'"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "found"), REFUSED, ids=[found for _, found in REFUSED])
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path, content, found):
    problems = refused(tmp_path, content)
    assert any(found in problem for problem in problems), problems
    assert all(f"{tmp_path}/dam.gmcr:" in problem for problem in problems)


def test_all_problems_are_listed_at_once(tmp_path):
    content = with_maker({**DAM, "infeasibles": [[[5, "Y"]]]}, preferences=[[[7, "Y"]], [[8, "N"]]])
    content["decisionMakers"][1] = {**content["decisionMakers"][1], "extra": 0, "options": [0, 0]}
    assert len(refused(tmp_path, content)) >= 2
    assert len(refused(tmp_path, with_maker(DAM, preferences=[[[7, "Y"]], [[8, "N"]]]))) == 2


def test_two_files_are_two_conflicts(tmp_path):
    paths = [tmp_path / "a.gmcr", tmp_path / "b.gmcr"]
    for path in paths:
        path.write_text(json.dumps(DAM))
    with pytest.raises(CaseError, match="one file for each conflict"):
        import_case(paths, "gmcr")


def test_rankings_of_more_than_twenty_options_are_refused(tmp_path):
    options = [{"name": f"o{k}", "permittedDirection": "both"} for k in range(21)]
    maker = {"name": "a", "options": list(range(21)), "preferences": [], "preferenceRanking": [1]}
    content = {**RANKED, "options": options, "decisionMakers": [maker], "infeasibles": []}
    assert "a ranking of the states of 21 options" in refused(tmp_path, content)[0]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_broken_file_never_ends_in_a_traceback(data):
    text = json.dumps(data.draw(st.sampled_from([DAM, RANKED])))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        stop = min(start + data.draw(st.integers(0, 12)), len(text))
        odd = data.draw(st.sampled_from(["", "0", "[", "]", '"', "null", "9" * 30, "{}", "-1"]))
        text = text[:start] + odd + text[stop:]
    problems = Problems()
    case = read_gmcr([Source("f", "f", "f", text.encode())], None, problems)
    assert (case is None) == bool(len(problems))
    assert all(problem.line for problem in problems.in_order())


# On the command line


def test_files_are_known_by_their_ending_or_content(tmp_path):
    (tmp_path / "x.gmcr").write_text("{")
    assert detect([tmp_path / "x.gmcr"]).id == "gmcr"
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "y.gmcr").write_text(json.dumps(DAM))
    assert detect([tmp_path / "folder"]).id == "gmcr"
    found = load_case(str(tmp_path / "folder" / "y.gmcr"))
    assert found.conflict == read(tmp_path, DAM).case.conflict


def test_the_command_line_reads_and_writes_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dam.gmcr").write_text(json.dumps(with_maker(DAM, misperceptions=[[[0, "Y"]]])))
    words = ["convert", "dam.gmcr", "--out", "back.gmcr"]
    refused = CliRunner().invoke(cli, words)
    assert refused.exit_code == 1
    assert "evidence.gmcr-file: evidence" in refused.stderr
    written = CliRunner().invoke(cli, [*words, "--without-texts"])
    assert written.exit_code == 0, written.output
    assert "note: dam.gmcr:1:" in written.stderr
    assert load_case("back.gmcr").conflict == load_case("dam.gmcr").conflict


def test_it_becomes_a_case_file_and_can_be_analysed_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dam.gmcr").write_text(json.dumps(DAM))
    written = CliRunner().invoke(cli, ["convert", "dam.gmcr", "--out", "dam.yaml"])
    assert written.exit_code == 0, written.output
    answers = [
        CliRunner().invoke(cli, ["stability", name, "--sanctions", "gmcr-plus", "--json"])
        for name in ("dam.gmcr", "dam.yaml")
    ]
    assert [answer.exit_code for answer in answers] == [0, 0]
    states = [json.loads(answer.stdout)["states"] for answer in answers]
    assert states[0] == states[1]
    assert len(states[0]) == 7


# The way back


def whole(form=None, **changes) -> Case:
    """Return a case with a small conflict that a GMCR+ file can hold, with parts changed."""
    makers = (
        DecisionMaker("a", "a", (ConflictOption("x", "x", "to-yes"), ConflictOption("y", "y"))),
        DecisionMaker("b", "b", (ConflictOption("z", "z", "to-no"),)),
    )
    form = form or Statements((Statement("Y--", Matches("Y--")),))
    wanted = {maker: ConflictPreference(maker, form) for maker in ("a", "b")}
    made = Conflict(makers, ("YY-",), preferences=wanted)
    return Case("c", (), conflict=replace(made, **changes))


def again(case: Case, tmp_path) -> Case:
    ((name, text),) = export_case(case, "gmcr", without_texts=True).items()
    (tmp_path / name).write_text(text)
    return import_case([tmp_path / name], "gmcr").case


@pytest.mark.parametrize("content", [DAM, RANKED])
def test_what_came_from_a_file_goes_back_to_it(tmp_path, content):
    case = read(tmp_path, content).case
    assert again(case, tmp_path).conflict == case.conflict


@pytest.mark.parametrize(
    ("formula", "patterns"),
    [
        (Holds(1), "-Y-"),
        (Not(Holds(2)), "--N"),
        (AllOf((Holds(0), Not(Holds(1)), Matches("--Y"))), "YNY"),
        (AnyOf((Holds(0), AllOf((Holds(1), Holds(2))))), "Y-- OR -YY"),
    ],
)
def test_statements_are_written_as_patterns(tmp_path, formula, patterns):
    case = whole(Statements((Statement("as written", formula),)))
    (statement,) = again(case, tmp_path).conflict.preferences["a"].form.items
    assert statement.text == patterns


MIXED = {
    "a": ConflictPreference("a", StateRanking((("NNN", "YNN", "NYN", "NNY", "YNY", "NYY"),))),
    "b": ConflictPreference("b", Statements((Statement("Y--", Matches("Y--")),))),
}
LOST = [
    (whole(coalesce=("--Y",)), "conflict.coalesce: the states --Y as one state"),
    (whole(no_moves=(NoMove("Y--", "N--"),)), "conflict.no_moves[1]: a closed move"),
    (whole(titles={"NNN": "Peace"}), "conflict.states.NNN: the title of a state"),
    (whole(moves={}), "conflict.moves: moves that are listed"),
    (whole(status_quo="NNN"), "conflict.status_quo: the status quo"),
    (whole(settlements=(SettlementLink("p", "NNN", "NNN"),)), "conflict.proposals.p: where"),
    (whole(interventions=(Intervention("i", "i"),)), "conflict.interventions.i: an intervention"),
    (whole(preferences={}), "conflict.preferences.a: a preference that is neither"),
    (whole(OptionWeights({})), "conflict.preferences.a: a preference that is neither"),
    (whole(KnownPreference(())), "conflict.preferences.b: a preference that is neither"),
    (whole(StateRanking((("NNN",), ("YNN",)), (2,))), "preferences.a: how strong a preference is"),
    (whole(preferences=MIXED), "conflict.preferences: rankings beside statements"),
    (whole(Statements((Statement("x IF y", If(Holds(0), Holds(1))),))),
     "conflict.preferences.a.statements[1]: a statement that is no pattern"),
    (whole(Statements((Statement("x AND NOT x", AllOf((Holds(0), Not(Holds(0))))),))),
     "a statement that is no pattern or any of several: x AND NOT x"),
    (whole(preferences={m: ConflictPreference(m, MIXED["b"].form, by="me") for m in "ab"}),
     "conflict.preferences.a: whose judgement it is"),
    (whole(decision_makers=(DecisionMaker("a", "Ann", (ConflictOption("x", "x"),)),)),
     "conflict.decision_makers.a: its id beside its name 'Ann'"),
    (whole(decision_makers=(DecisionMaker("a", "a", (ConflictOption("x", "Ex"),)),)),
     "conflict.decision_makers.a: ids beside the titles"),
    (replace(whole(), conflict=None), "conflict: a case without a conflict"),
    (replace(whole(), as_of="2026"), "as_of: the date of the case"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "lost"), LOST, ids=[lost for _, lost in LOST])
def test_every_loss_is_named_and_nothing_is_written(case, lost):
    with pytest.raises(NotCovered, match="nothing was written") as caught:
        export_case(case, "gmcr")
    assert lost in str(caught.value)


CONSIDERED = {
    Conflict: "decision_makers infeasible coalesce no_moves titles moves status_quo preferences "
    "settlements interventions",
    DecisionMaker: "id name options",
    ConflictOption: "id title direction",
    ConflictPreference: "decision_maker form by evidence",
    StateRanking: "groups degrees",
}


@pytest.mark.parametrize("kind", CONSIDERED, ids=lambda kind: kind.__name__)
def test_no_part_of_a_conflict_is_forgotten(kind):
    """A field that is new here has to be written, or listed as a loss."""
    assert [field.name for field in fields(kind)] == CONSIDERED[kind].split()
