"""The ``conflict`` section: what it means, every problem in its words, remarks, hostile files."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from itertools import product

import jsonschema
import pytest
from casefile.good_conflict import BY_MOVES, BY_OPTIONS, broken
from casefile.other_yaml import load
from casefile.problem_table_conflict import MOVE_PROBLEMS, OPTION_PROBLEMS
from casefile.test_problems import JARGON

from irenic.analyse.audience import reduce_case
from irenic.analyse.results import Audience
from irenic.casefile.conflict_states import MAX_LISTED_OPTIONS, states_of
from irenic.casefile.notes import find_notes
from irenic.casefile.reader import read_case, read_text
from irenic.casefile.schema import json_schema
from irenic.casefile.statements import MAX_STATEMENT
from irenic.errors import CaseError
from irenic.interop.losses import lost
from irenic.model import (
    AllOf,
    ConflictPreference,
    Holds,
    If,
    KnownPreference,
    Matches,
    NoMove,
    Not,
    OptionWeights,
    SettlementLink,
    StateRanking,
)

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
ROWS = [(BY_OPTIONS, *row) for row in OPTION_PROBLEMS] + [(BY_MOVES, *row) for row in MOVE_PROBLEMS]


def problems_of(text: str):
    with pytest.raises(CaseError) as caught:
        read_text(text, "case.yaml")
    return caught.value.problems


def wheres(text: str) -> list[tuple[str, str]]:
    return [(p.where, p.found) for p in problems_of(text)]


def conflict_of(makers: str, rest: str = "") -> str:
    return f"irenic: 1\ntitle: T\nconflict:\n  decision_makers: {makers}\n{rest}"


TWO = "{a: {name: A, options: {x: X}}, b: {name: B, options: {y: Y}}}"


# What it means


def test_a_conflict_by_options_is_read_whole():
    case = read_text(BY_OPTIONS)
    conflict = case.conflict
    assert conflict
    assert [maker.name for maker in conflict.decision_makers] == ["Union", "Firm", "City"]
    assert [(o.id, o.title, o.direction) for o in conflict.options] == [
        ("strike", "Go on strike", "both"),
        ("close", "Close", "to-yes"),
        ("pay", "Pay more", "both"),
        ("levy", "Charge the levy", "both"),
    ]
    assert (conflict.infeasible, conflict.coalesce) == (("-YY-", "YYN-"), ("-Y--",))
    assert conflict.no_moves == (NoMove("--Y-", "--N-", "firm", "a contract"),)
    assert (conflict.titles, conflict.status_quo) == ({"YNNN": "Strike goes on"}, "YNNN")
    union = conflict.preferences["union"]
    assert (union.by, union.evidence) == ("me", ("ev1",))
    assert [s.formula for s in union.form.items] == [
        Holds(2),
        Not(Holds(1)),
        If(Holds(0), Not(Holds(2))),
        Matches("--Y-"),
    ]
    assert conflict.preferences["firm"].form.groups[-2:] == (("YNYN", "YNYY"), ("-Y--",))
    assert conflict.preferences["city"].form == KnownPreference(
        ((("NNNN",), ("YNNN",)), (("NNYN",), ("NNYY", "YNYN"), ("YNNN",)))
    )
    assert conflict.settlements == (SettlementLink("draft", "NNYN", "NNYN", ("YNNN",)),)
    (fund,) = conflict.interventions
    assert [(m.id, m.name, [o.id for o in m.options]) for m in fund.add] == [
        ("region", "Region", ["fund"]),
        ("city", "City", ["vote"]),
    ]
    assert (fund.remove, fund.require, fund.directions) == (
        ("close",),
        ("fund",),
        {"strike": "to-no"},
    )
    assert fund.infeasible == ("----NY",)
    assert fund.preferences["region"].form.items[0].formula == AllOf((Holds(4), Not(Holds(3))))
    assert states_of(conflict).count == 9


def test_a_conflict_by_moves_is_read_whole():
    conflict = read_text(BY_MOVES).conflict
    assert conflict
    assert conflict.is_graph
    assert conflict.titles == {"talks": "Talks", "strike": "Strike", "closed": "Plant closed"}
    assert conflict.moves == {
        "union": {"talks": ("strike",), "strike": ("talks",)},
        "firm": {"strike": ("closed",), "talks": ("closed",)},
    }
    assert conflict.preferences["union"].form == StateRanking(
        (("talks",), ("strike",), ("closed",)), (1, 2)
    )
    assert conflict.preferences["firm"] == ConflictPreference("firm", None)
    assert conflict.interventions[0].why == "it pays"


def test_json_of_the_same_structure_is_the_same_case():
    for text in (BY_OPTIONS, BY_MOVES):
        assert read_text(json.dumps(load(text))) == read_text(text)


def test_kept_is_signed_when_it_is_not_said():
    text = broken(BY_OPTIONS, "kept: NNYN, ", "")
    assert read_text(text).conflict.settlements[0].kept == "NNYN"


def test_an_option_of_two_decision_makers_is_named_with_its_owner():
    makers = "{a: {name: A, options: {x: X}}, b: {name: B, options: {x: X, y: Y}}}"
    good = "  preferences: {a: {weights: {a.x: 2, b.y: 1/2}}, b: {statements: [b.x AND NOT a.x]}}"
    conflict = read_text(conflict_of(makers, good)).conflict
    assert conflict.preferences["a"].form == OptionWeights(
        {"a.x": Fraction(2), "y": Fraction(1, 2)}
    )
    assert conflict.preferences["b"].form.items[0].formula == AllOf((Holds(1), Not(Holds(0))))
    bad = "  preferences: {a: {weights: {x: 2}}, b: {statements: [y AND x]}}"
    assert [(p.found, p.expected) for p in problems_of(conflict_of(makers, bad))] == [
        ("the option 'x' of 2 decision makers", "a.x or b.x"),
        ("the option 'x' of 2 decision makers at character 7 of the statement", "a.x or b.x"),
    ]


def test_a_conflict_is_enough_for_a_case_and_needs_no_parties():
    case = read_text(conflict_of(TWO))
    assert (case.parties, case.conflict.status_quo, case.conflict.preferences) == ((), "", {})
    with_claims = conflict_of(TWO) + "claims: {estate: 1, amounts: {a: 1}}\n"
    assert ("the case file", "no key 'parties'") in wheres(with_claims)


def test_a_conflict_may_stand_in_another_file(tmp_path):
    section = BY_MOVES.partition("conflict:")[2]
    (tmp_path / "case.yaml").write_text("irenic: 1\ntitle: Strike\ninclude: [conflict.yaml]\n")
    (tmp_path / "conflict.yaml").write_text("conflict:" + section)
    assert read_case(tmp_path) == read_text(BY_MOVES)
    (tmp_path / "conflict.yaml").write_text(
        "conflict:" + broken(section, "status_quo: talks", "status_quo: talk")
    )
    with pytest.raises(CaseError, match=r"conflict\.yaml:7:15: conflict\.status_quo: found the"):
        read_case(tmp_path)


# Problems


@pytest.mark.parametrize(
    ("text", "old", "new", "where", "line", "found", "expected"),
    ROWS,
    ids=[f"{row[3].removeprefix('conflict.')}-{row[5][:30]}" for row in ROWS],
)
def test_a_mistake_in_a_conflict_is_one_problem(text, old, new, where, line, found, expected):
    problems = problems_of(broken(text, old, new))
    assert [(p.where, p.line, p.found, p.expected) for p in problems] == [
        (where, line, found, expected)
    ]
    assert not JARGON.search(found + expected)


def test_many_mistakes_are_listed_at_once():
    text = BY_OPTIONS
    for old, new in (
        ("by: firm, why", "by: frim, why"),
        ("status_quo: YNNN", "status_quo: YYNN"),
        ("[pay, NOT close", "[pya, NOT"),
        ("remove: [close]", "remove: [clsoe]"),
        ("draft: {signed", "darft: {signed"),
    ):
        text = broken(text, old, new)
    assert wheres(text) == [
        ("conflict.no_moves[1].by", "the unknown decision maker 'frim'"),
        ("conflict.status_quo", "the impossible state 'YYNN'"),
        ("conflict.preferences.union.statements[1]", "the unknown option 'pya' at character 1 of "
         "the statement"),
        ("conflict.preferences.union.statements[2]", "the end of the statement"),
        ("conflict.proposals.darft", "the unknown proposal 'darft'"),
        ("conflict.interventions.fund.remove[1]", "the unknown option 'clsoe'"),
    ]  # fmt: skip


def test_without_decision_makers_nothing_else_is_judged():
    assert wheres(broken(BY_OPTIONS, "  decision_makers:\n", "  makers:\n")) == [
        ("conflict", "no key 'decision_makers'"),
        ("conflict.makers", "the unknown key 'makers'"),
    ]


def test_a_broken_pattern_is_not_followed_by_what_it_would_have_excluded():
    rest = "  infeasible: [Y]\n  preferences: {a: {ranking: [YN, NY, NN]}}\n  status_quo: Y\n"
    assert [where for where, _ in wheres(conflict_of(TWO, rest))] == [
        "conflict.infeasible[1]",
        "conflict.status_quo",
    ]
    rest = '  coalesce: ["Y"]\n  preferences: {a: {ranking: ["Y-", NY, NN]}}\n'
    assert [where for where, _ in wheres(conflict_of(TWO, rest))] == ["conflict.coalesce[1]"]


def test_coalesced_states_may_overlap_where_nothing_is_possible():
    rest = '  infeasible: [YY]\n  coalesce: ["Y-", "-Y"]\n'
    assert read_text(conflict_of(TWO, rest)).conflict.coalesce == ("Y-", "-Y")
    assert wheres(conflict_of(TWO, rest.replace("YY", "NN")))[0][0] == "conflict.coalesce[2]"


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (BY_OPTIONS, "direction: to-yes", "direction: only-yes"),
        (BY_OPTIONS, "strike: Go on strike", "strike: [Go]"),
        (BY_OPTIONS, "city: {known: ", "city: {unknown: true, known: "),
        (BY_OPTIONS, "city: {known: ", "city: {unknown: false, by: "),
        (BY_OPTIONS, "signed: NNYN, ", ""),
        (BY_OPTIONS, "  decision_makers:\n", "  makers:\n"),
        (BY_MOVES, "  status_quo: talks", "  infeasible: [Y]"),
        (BY_MOVES, "  states: {talks: Talks, strike: Strike, closed: Plant closed}\n", ""),
        (BY_MOVES, "[strike]", "strike"),
        (BY_MOVES, "conflict:", "conflicts:"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(text, old, new):
    assert list(VALIDATOR.iter_errors(load(text))) == []
    assert list(VALIDATOR.iter_errors(load(broken(text, old, new))))
    assert problems_of(broken(text, old, new))


# Remarks


@pytest.mark.parametrize(
    ("text", "old", "new", "note"),
    [
        (BY_OPTIONS, '"-YY-", "YYN-"', '"-YY-", "YYN-", "YYY-"',
         "conflict.infeasible[3]: 'YYY-' excludes nothing that the patterns before it do not"),
        (BY_OPTIONS, 'coalesce: ["-Y--"]', 'coalesce: ["-Y--", "YYY-"]',
         "conflict.coalesce[2]: 'YYY-' fits no possible state"),
        (BY_OPTIONS, 'from: "--Y-"', 'from: "-YY-"',
         "conflict.no_moves[1].from: '-YY-' fits no possible state"),
        (BY_OPTIONS, "  status_quo: YNNN\n", "",
         "conflict: it has no status_quo, so no path from where things stand is shown"),
        (BY_OPTIONS, "[pay, NOT", "[pay OR NOT pay, NOT",
         "conflict.preferences.union.statements[1]: it holds in every state, so it says nothing"),
        (BY_OPTIONS, "[pay, NOT", "[close AND pay, NOT",
         "conflict.preferences.union.statements[1]: it holds in no state, so it says nothing"),
        (BY_OPTIONS, "[pay, NOT", "[levy, NOT",
         "conflict.preferences.union.statements[1]: it holds in a part of '-Y--' only, so it "
         "counts as not holding there"),
        (BY_OPTIONS, "{known: [[NNNN, YNNN], [NNYN, [NNYY, YNYN], YNNN]]}", "{weights: {levy: 1}}",
         "conflict.preferences.city.weights.levy: it is taken in a part of '-Y--' only, so it "
         "does not count there"),
        (BY_OPTIONS, ", evidence: [ev1]", "", "evidence.ev1: no preference refers to it"),
        (BY_MOVES, "talks > strike >> closed", "talks = strike = closed",
         "conflict.preferences.union: all states are equally good, so that it never moves"),
        (BY_MOVES, '{ranking: "talks > strike >> closed"}', "{unknown: true}",
         "conflict.preferences.union: nothing is known of what it prefers"),
        (BY_MOVES, "    firm: {strike: [closed], talks: [closed]}\n", "",
         "conflict.decision_makers.firm: it can do nothing, so that it never moves"),
    ],
)  # fmt: skip
def test_a_remark_on_what_is_no_error(text, old, new, note):
    assert note not in find_notes(read_text(text))
    assert note in find_notes(read_text(broken(text, old, new)))


def test_evidence_of_a_conflict_is_used():
    assert not [note for note in find_notes(read_text(BY_OPTIONS)) if "ev1" in note]


# Sizes and hostile files


def test_a_ranking_of_thousands_of_states_reads_quickly():
    makers = "{" + ", ".join(f"m{k}: {{name: M, options: {{o{k}: O}}}}" for k in range(12)) + "}"
    states = ["".join(letters) for letters in product("NY", repeat=12)]
    start = time.perf_counter()
    rest = f"  preferences: {{m0: {{ranking: [{', '.join(states)}]}}}}\n"
    assert len(read_text(conflict_of(makers, rest)).conflict.preferences["m0"].form.groups) == 4096
    text = " > ".join(states)
    rest = f'  preferences: {{m0: {{ranking: "{text}"}}}}\n'
    assert len(read_text(conflict_of(makers, rest)).conflict.preferences["m0"].form.groups) == 4096
    assert time.perf_counter() - start < 5
    short = f"  preferences: {{m0: {{ranking: [{', '.join(states[:-9])}]}}}}\n"
    (problem,) = problems_of(conflict_of(makers, short))
    assert problem.found.endswith("and 3 more")


def many_options(count: int, rest: str = "") -> str:
    options = ", ".join(f"o{k}: O" for k in range(count))
    return conflict_of(f"{{m: {{name: M, options: {{{options}}}}}}}", rest)


def test_more_options_than_can_be_listed_still_read():
    size = MAX_LISTED_OPTIONS + 20
    names = ", ".join('"' + "-" * k + "YY" + "-" * (size - 2 - k) + '"' for k in range(size - 1))
    rest = f"  infeasible: [{names}]\n  status_quo: {'YN' * (size // 2)}\n"
    good = rest + "  preferences: {m: {statements: [o1 AND NOT o2]}}\n"
    conflict = read_text(many_options(size, good)).conflict
    assert states_of(conflict).count is None
    find_notes(read_text(many_options(size, good)))
    bad = rest.replace("YNYN", "YNYY", 1)
    (problem,) = problems_of(many_options(size, bad))
    assert problem.found.startswith("the impossible state 'YNYY")
    ranked = rest + f"  preferences: {{m: {{ranking: [{'N' * size}]}}}}\n"
    (problem,) = problems_of(many_options(size, ranked))
    assert problem.found == f"a ranking of the states of {size} options"
    assert problem.expected == (
        "statements, weights or known; with more than 20 options it is not checked whether a "
        "ranking names every state"
    )


HOSTILE = {
    "nested statement": f"  preferences: {{a: {{statements: ['{'(' * 900}x{')' * 900}']}}}}\n",
    "many nots": f"  preferences: {{a: {{statements: ['{'NOT ' * 400}x']}}}}\n",
    "long statement": f"  preferences: {{a: {{statements: ['x{' AND x' * MAX_STATEMENT}']}}}}\n",
    "many patterns": "  infeasible: [" + "YN, " * 5000 + "YN]\n",
    "many coalesced": "  coalesce: [" + "Y-, " * 5000 + "Y-]\n",
    "many chains": "  preferences: {a: {known: [" + "[YY, NN], [NN, YY], " * 4000 + "[YY, YN]]}}\n",
    "many closed moves": "  no_moves: [" + "{from: YN, to: NN}, " * 4000 + "]\n",
    "many interventions": "  interventions: {"
    + ", ".join(f"i{k}: {{title: T, infeasible: [YY]}}" for k in range(900))
    + "}\n",
    "empty signs": "  preferences: {a: {ranking: '" + ">" * 100_000 + "'}}\n",
    "backquotes": "  preferences: {a: {statements: ['" + "`" * 1999 + "']}}\n",
    "control": '  status_quo: "Y\\u0000"\n',
    "lists everywhere": "  preferences: []\n  interventions: [[]]\n  moves: 3\n  states: [x]\n",
    "nothing": "  preferences: {a: {ranking: }}\n  status_quo:\n  coalesce:\n",
    "wrong kinds": "  preferences: {a: {ranking: [{}], known: 3, weights: [], statements: {}}}\n",
    "moves of lists": "  states: {s: S}\n  moves: {a: [s]}\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_conflicts_are_refused_in_seconds(name):
    start = time.perf_counter()
    problems = problems_of(conflict_of(TWO, HOSTILE[name]))
    assert time.perf_counter() - start < 5
    assert problems
    assert not any(JARGON.search(p.found + p.expected) for p in problems)


def test_a_file_full_of_options_and_patterns_is_judged_in_seconds():
    size = 300
    rows = ", ".join('"' + "-" * k + "Y" + "-" * (size - 1 - k) + '"' for k in range(300))
    names = ", ".join("N" * (k % size) + "Y" * (size - k % size) for k in range(900))
    rest = f"  infeasible: [{rows}]\n  preferences: {{m: {{known: [[{names}]]}}}}\n"
    start = time.perf_counter()
    assert len(problems_of(many_options(size, rest))) > 100
    assert time.perf_counter() - start < 5


# What others do with it


@pytest.mark.parametrize(
    "audience", [Audience("joint"), Audience("party", "union"), Audience("party", "firm")]
)
def test_only_the_mediator_sees_the_conflict(audience):
    case = read_text(BY_OPTIONS)
    assert reduce_case(case, Audience()).conflict == case.conflict
    assert reduce_case(case, audience).conflict is None


def test_a_form_of_another_program_says_that_it_loses_the_conflict():
    losses = lost(read_text(BY_OPTIONS), clocks=(), titles=True)
    assert ("conflict", False) in [(loss.where, loss.text) for loss in losses]
