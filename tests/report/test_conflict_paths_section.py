"""What a reader is told about paths from the status quo."""

from __future__ import annotations

from dataclasses import replace

from section_words import words_of

from irenic.analyse.conflict_paths import ConflictPaths, CrewMove, Path, PathsBy
from irenic.analyse.stability_results import MoveTo
from irenic.model import Conflict, ConflictOption, DecisionMaker
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.sections.conflict_paths import conflict_paths_section
from irenic.solve.result import Status

LABELS = ConflictLabels(
    Conflict(
        tuple(
            DecisionMaker(k, name, (ConflictOption(k, option),))
            for k, name, option in (("city", "The city", "levy"), ("firm", "The firm", "closure"))
        ),
        titles={"NN": "calm", "YY": "breakdown"},
    )
)
NEAR = Path("YN", ("nash", "seq"), 1, 1, ((MoveTo("city", "YN"),),), 3, False)
FAR = Path("YY", ("gmr",), 2, 5, ((MoveTo("city", "YN"), MoveTo("firm", "YY")),), None, True)
ANSWER = ConflictPaths(
    Status.OPTIMAL,
    "NN",
    PathsBy("improvements", Status.OPTIMAL, (NEAR,), 0, ("YY", "NY"), 2),
    PathsBy("moves", Status.OPTIMAL, (NEAR, FAR), 0, ("NY",), 4),
)


def words(answer: ConflictPaths) -> str:
    section = conflict_paths_section(LABELS, answer)
    assert section is not None
    return words_of(section)


def test_counts_what_is_reached_and_names_what_is_not():
    told = words(ANSWER)
    assert "The status quo is “calm”. Of 3 equilibria, 1 can be reached from there by" in told
    assert "; 1 only by other moves; no moves at all lead to NY." in told
    assert "YN | Nash, SEQ | 1 (1 path) | 1 (1 path) | 3" in told
    assert "YY (breakdown) | GMR | not reached | 2 (5 paths) | no end of them" in told


def test_tells_paths_with_who_moves():
    told = words(ANSWER)
    assert "- To YN: The city takes up “levy”." in told
    assert (
        "Only if somebody moves without gaining by it\n- To “breakdown”: The city takes up “levy”, "
        "then The firm takes up “closure”; or on 4 other paths as short." in told
    )


def test_tells_what_a_coalition_adds():
    both = replace(FAR, paths=((CrewMove(("city", "firm"), "YY"),),), length=1, shortest=1)
    joined = PathsBy("together", Status.OPTIMAL, (NEAR, both), 0, ("NY",), 4)
    told = words(replace(ANSWER, together=joined))
    assert "- To “breakdown”: The city and The firm together move to “breakdown”." in told


def test_a_limit_is_said_and_nothing_is_called_unreachable():
    moves = replace(ANSWER.moves, status=Status.LIMIT)
    told = words(replace(ANSWER, moves=moves, status=Status.LIMIT, reason="stopped early"))
    assert "no moves at all" not in told
    assert "Not finished: stopped early. What was not found may still be reachable." in told


def test_nothing_is_told_without_a_status_quo():
    assert conflict_paths_section(LABELS, ConflictPaths(Status.UNKNOWN, "")) is None
