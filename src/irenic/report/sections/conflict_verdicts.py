"""Which states of a conflict hold, for whom, and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from irenic.analyse.conflict_analysis import StabilityAnswer
from irenic.analyse.conflict_paths import ConflictPaths
from irenic.analyse.stability_results import CONCEPTS, MoveTo, Witness
from irenic.report.blocks import Block, Bullets, Cell, Fact, Prose, Section, Subhead, Table
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Code, Strong, Text, listed, text
from irenic.report.wording.settlements import settlement_facts
from irenic.report.wording.witnesses import reason_facts

__all__ = ["equilibria", "path_drawn", "reach", "reasons", "settlements", "who_is_stable"]

#: Most states in a table; larger conflicts are told by patterns.
MAX_ROWS = 60
#: Most states whose reasons are told without being asked for.
MAX_REASONS = 12


def equilibria(labels: ConflictLabels, answer: StabilityAnswer) -> Section | None:
    """Return where the conflict can come to rest, under each concept."""
    verdicts = answer.verdicts
    blocks: list[Block] = [Prose(_headline(answer), "lead")]
    shown = [s for s in verdicts.states if any(s in e for e in verdicts.equilibria.values())]
    if shown and len(shown) <= MAX_ROWS:
        blocks.append(_equilibrium_table(labels, answer, shown))
    elif shown:
        words = f"{len(shown)} states are equilibria under some concept; too many for a table."
        blocks.append(Prose((words,)))
    if answer.own_equilibria is not None:
        own = listed([labels.state_with_id(s) for s in answer.own_equilibria]) or ("none",)
        blocks.append(Prose(text("With a concept for each decision maker: ", own, ".")))
    blocks += [Prose(note, "note") for note in _notes(answer)]
    return Section("equilibria", "Where it comes to rest", tuple(blocks))


def _headline(answer: StabilityAnswer) -> Text:
    verdicts, conflict = answer.verdicts, answer.conflict
    counted = ", ".join(f"{CONCEPTS[c].letters} {n:,}" for c, n in verdicts.counts.items())
    what = f"{len(conflict.decision_makers)} decision makers"
    if not conflict.is_graph:
        what += f", {len(conflict.options)} options"
    head = f"{what}, {verdicts.n_states:,} states. Equilibria (stable for everyone): {counted}."
    if not conflict.status_quo:
        return (head,)
    rests = [c for c, e in verdicts.equilibria.items() if conflict.status_quo in e]
    if not verdicts.listed:
        return (head,)
    if "nash" in rests:
        return text(head, " The status quo is one of them: nobody gains by moving.")
    if rests:
        letters = ", ".join(CONCEPTS[c].letters for c in rests)
        return text(head, f" The status quo holds under {letters}, but not under Nash.")
    return text(head, " The status quo does not hold.")


def _equilibrium_table(
    labels: ConflictLabels, answer: StabilityAnswer, shown: Sequence[str]
) -> Table:
    verdicts = answer.verdicts
    concepts = list(verdicts.equilibria)
    rows = []
    for state in shown:
        quo = text(" (status quo)") if state == answer.conflict.status_quo else ()
        cells = [Cell(text(Code(state), quo)), Cell(labels.describe(state), "long")]
        for concept in concepts:
            yes = state in verdicts.equilibria[concept]
            cells.append(Cell(("",), mark="yes" if yes else "no"))
        rows.append(tuple(cells))
    return Table(
        ("States that are stable for everyone",),
        (("State",), ("What is done in it",), *((CONCEPTS[c].letters,) for c in concepts)),
        tuple(rows),
        (
            "✓ stable for everyone under this concept, ✗ not. Nash: nobody has a move that makes "
            "it better off. SEQ: every such move would be answered by moves that others want to "
            "make. SMR, GMR: by moves that others could make, whatever these cost them; under SMR "
            "with no way back up. SIM: others moving at the same time would spoil it.",
        ),
    )


def _notes(answer: StabilityAnswer) -> list[Text]:
    notes: list[Text] = []
    if answer.questions.sanctions == "one-step":
        notes.append(
            (
                "One-step sanctions: an answer is one move of one of the others, as in older hand "
                "analyses; the definitions allow any legal sequence.",
            )
        )
    if answer.questions.sanctions == "gmcr-plus":
        notes.append(
            (
                "GMCR+ compatible: verdicts as that program computes them, which differ from the "
                "definitions; use this only to explain an older study.",
            )
        )
    if answer.doubtful:
        notes.append(
            (
                "Some comparisons are unknown. These verdicts are the most doubtful reading: a "
                "decision maker leaves also for what may be better, and only what is surely no "
                "better deters it.",
            )
        )
    if answer.verdicts.reason:
        notes.append((answer.verdicts.reason,))
    if answer.further.missed:
        missed = ", ".join(answer.further.missed)
        notes.append((f"Left out, because {answer.further.limit}: {missed}.",))
    return notes


def reach(answer: StabilityAnswer) -> Section | None:
    """Return how much of a large conflict the status quo leads to."""
    found = answer.further.reach
    if found is None:
        return None
    rows = [
        (
            Cell((CONCEPTS[c].letters,)),
            Cell((f"{answer.verdicts.counts[c]:,}",), "number"),
            Cell((f"{found.equilibria_by_improvements[c]:,}",), "number"),
            Cell((f"{found.equilibria_by_moves[c]:,}",), "number"),
        )
        for c in answer.verdicts.counts
    ]
    table = Table(
        ("Equilibria that the status quo leads to",),
        (("Concept",), ("All",), ("By improvements only",), ("By any moves",)),
        tuple(rows),
        numeric=(1, 2, 3),
    )
    words = (
        f"From the status quo, moves that each make their mover better off lead to "
        f"{found.improvements:,} of {answer.verdicts.n_states:,} states, any moves to "
        f"{found.moves:,}."
    )
    return Section("reach", "What the status quo leads to", (Prose((words,)), table))


def path_drawn(paths: ConflictPaths | None) -> tuple[MoveTo, ...]:
    """Return the path that the picture shows, by improvements if there is one.

    It leads to the nearest equilibrium that is one under Nash, if any is, else to the nearest.
    """
    for kind in (paths.improvements, paths.moves) if paths else ():
        routes = sorted(kind.routes if kind else (), key=lambda r: "nash" not in r.concepts)
        for route in routes:
            steps = route.paths[0] if route.paths else ()
            alone = tuple(step for step in steps if isinstance(step, MoveTo))
            if steps and len(alone) == len(steps):
                return alone
    return ()


def who_is_stable(labels: ConflictLabels, answer: StabilityAnswer) -> Section | None:
    """Return, for small conflicts, under which concepts each state is stable for each."""
    verdicts = answer.verdicts
    if not verdicts.listed or verdicts.n_states > MAX_ROWS:
        return None
    makers = answer.conflict.maker_ids
    rows = []
    for state in verdicts.states:
        cells = [Cell((Code(state),))]
        for maker in makers:
            held = [c for c in verdicts.stable if state in verdicts.stable[c][maker]]
            cells.append(Cell((_short(held),)))
        rows.append(tuple(cells))
    table = Table(
        ("For whom each state is stable, and under which concepts",),
        (("State",), *(labels.maker(m) for m in makers)),
        tuple(rows),
        (
            "Nash: no move makes it better off, so every other concept holds as well. - : it would "
            "move.",
        ),
    )
    return Section("stable", "Who would stay, who would move", (table,))


def _short(held: Sequence[str]) -> str:
    if "nash" in held:
        return "Nash"
    return " ".join(CONCEPTS[c].letters for c in held) or "-"


def reasons(labels: ConflictLabels, answer: StabilityAnswer) -> Section | None:
    """Return why the states that matter hold or do not hold, decision maker by decision maker."""
    by_state = {
        state: list(group) for state, group in groupby(answer.witnesses, key=lambda w: w.state)
    }
    wanted = list(answer.questions.explain) or _that_matter(answer)
    blocks: list[Block] = []
    told = [s for s in wanted if s in by_state]
    for state in told[:MAX_REASONS]:
        blocks.append(Subhead(text(Strong("At "), labels.state_with_id(state))))
        blocks.append(Bullets(_facts(labels, by_state[state])))
    if not blocks:
        return None
    if len(told) > MAX_REASONS:
        more = f"{len(told) - MAX_REASONS} more states: ask for one with --state, or --json."
        blocks.append(Prose((more,), "note"))
    return Section("reasons", "Why", tuple(blocks))


def _that_matter(answer: StabilityAnswer) -> list[str]:
    wanted: dict[str, None] = {}
    if answer.conflict.status_quo:
        wanted[answer.conflict.status_quo] = None
    for states in answer.verdicts.equilibria.values():
        wanted.update(dict.fromkeys(states))
    return list(wanted)


def _facts(labels: ConflictLabels, witnesses: Sequence[Witness]) -> tuple[Fact, ...]:
    """Return the reasons at one state; those who have nothing to gain are named together."""
    content = [w.decision_maker for w in witnesses if w.concept == "nash" and not w.answers]
    facts = []
    if len(content) == len(labels.conflict.decision_makers):
        facts.append(Fact(("Nobody has a move that makes it better off.",), "yes"))
    elif len(content) > 1:
        words = text(labels.makers(content), " have no move that makes them better off.")
        facts.append(Fact(words, "yes"))
    for maker, group in groupby(witnesses, key=lambda w: w.decision_maker):
        if maker not in content or len(content) == 1:
            facts.extend(reason_facts(labels, list(group)))
    return tuple(facts)


def settlements(labels: ConflictLabels, answer: StabilityAnswer) -> Section | None:
    """Return whether each proposal would be signed and kept."""
    blocks: list[Block] = []
    for found in answer.settlements:
        blocks.append(Subhead(text("Proposal ", Code(found.proposal))))
        blocks.append(Bullets(settlement_facts(labels, found)))
    return Section("settlements", "Would the proposals be kept", tuple(blocks)) if blocks else None
