"""From the status quo: which equilibria can be reached, and who moves on the way."""

from __future__ import annotations

from irenic.analyse.conflict_paths import ConflictPaths, CrewMove, Path, PathsBy
from irenic.analyse.results import Status
from irenic.analyse.stability_results import MoveTo
from irenic.report.amounts import count_of, grouped
from irenic.report.blocks import Block, Bullets, Cell, Fact, Prose, Section, Subhead, Table
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Text, capitalised, join, listed, text

__all__ = ["conflict_paths_section"]

#: How many equilibria the table and the list name.
_SHOWN = 20
#: How many shortest paths to one equilibrium are told.
_TOLD = 3


def conflict_paths_section(labels: ConflictLabels, answer: ConflictPaths) -> Section | None:
    """Return the section; ``None`` when the conflict names no status quo."""
    if answer.improvements is None or answer.moves is None:
        return None
    blocks: list[Block] = [Prose(_verdict(labels, answer))]
    if answer.moves.routes:
        blocks.append(_table(labels, answer))
    if told := _told(labels, answer.improvements, answer.status_quo):
        blocks += [Subhead(("By moves that each make their mover better off",)), Bullets(told)]
    later = _without(answer.moves, set(answer.not_by_improvements))
    if told := _told(labels, later, answer.status_quo):
        blocks += [Subhead(("Only if somebody moves without gaining by it",)), Bullets(told)]
    known = {route.state for route in answer.improvements.routes}
    if answer.together is not None:
        new = [r.state for r in answer.together.routes if r.state not in known]
        if told := _told(labels, _without(answer.together, set(new)), answer.status_quo):
            blocks += [Subhead(("When some move together",)), Bullets(told)]
    if answer.status is Status.LIMIT:
        words = f"Not finished: {answer.reason}. What was not found may still be reachable."
        blocks.append(Prose((words,), "note"))
    return Section("conflict-paths", "From where things stand", tuple(blocks))


def _without(paths: PathsBy, keep: set[str]) -> PathsBy:
    routes = tuple(route for route in paths.routes if route.state in keep)
    return PathsBy(paths.kind, paths.status, routes, 0, paths.unreached, paths.states)


def _verdict(labels: ConflictLabels, answer: ConflictPaths) -> Text:
    """Return how many equilibria can be reached, and which cannot."""
    better, anyhow = answer.improvements, answer.moves
    if better is None or anyhow is None:
        return ()
    reached = len(better.routes) + better.unlisted
    total = reached + len(better.unreached)
    here = labels.state(answer.status_quo)
    words = text("The status quo is ", here, ". ")
    if not total:
        return text(words, "There is no equilibrium to be reached.")
    words = text(
        words,
        f"Of {count_of(total, 'equilibrium', 'equilibria')}, {grouped(reached)} can be reached "
        "from there by moves that each make their mover better off (unilateral improvements)",
    )
    if answer.not_by_improvements:
        words = text(words, f"; {grouped(len(answer.not_by_improvements))} only by other moves")
    if anyhow.unreached and anyhow.status is not Status.LIMIT:
        states = listed([labels.state(s) for s in anyhow.unreached], limit=5)
        words = text(words, "; no moves at all lead to ", states)
    return text(words, ". Nobody moves twice in a row.")


def _table(labels: ConflictLabels, answer: ConflictPaths) -> Table:
    better = {r.state: r for r in answer.improvements.routes} if answer.improvements else {}
    anyhow = answer.moves.routes if answer.moves else ()
    rows = [
        (
            Cell(labels.state_with_id(route.state)),
            Cell((", ".join(c.upper() if c != "nash" else "Nash" for c in route.concepts),)),
            _steps(better.get(route.state)),
            _steps(route),
            Cell((_every(route),)),
        )
        for route in anyhow[:_SHOWN]
    ]
    more = len(anyhow) - len(rows) + (answer.moves.unlisted if answer.moves else 0)
    note = f"{grouped(more)} more equilibria can be reached." if more else ""
    return Table(
        ("How far each equilibrium is",),
        (
            ("Equilibrium",),
            ("Holds under",),
            ("Fewest improvements",),
            ("Fewest moves",),
            ("Paths of any length",),
        ),
        tuple(rows),
        (note,) if note else (),
    )


def _steps(route: Path | None) -> Cell:
    """Return the fewest moves to a state and on how many paths."""
    if route is None:
        return Cell(("not reached",), mark="no")
    if not route.length:
        return Cell(("there already",))
    paths = "" if route.shortest is None else f" ({count_of(route.shortest, 'path')})"
    return Cell((f"{grouped(route.length)}{paths}",))


def _every(route: Path) -> str:
    if route.endless:
        return "no end of them"
    return "not counted" if route.every is None else grouped(route.every)


def _told(labels: ConflictLabels, paths: PathsBy, origin: str) -> tuple[Fact, ...]:
    """Return the shortest paths in words."""
    facts = []
    for route in [r for r in paths.routes if r.length][:_SHOWN]:
        ways = [_path(labels, origin, path) for path in route.paths[:_TOLD]]
        words = text("To ", labels.state(route.state), ": ", join(ways, "; or "))
        more = None if route.shortest is None else route.shortest - len(ways)
        if more:
            words = text(words, f"; or on {count_of(more, 'other path')} as short")
        facts.append(Fact(text(words, "."), "note"))
    return tuple(facts)


def _path(labels: ConflictLabels, origin: str, path: tuple[MoveTo | CrewMove, ...]) -> Text:
    here, parts = origin, []
    for step in path:
        if isinstance(step, MoveTo):
            parts.append(labels.move(step.by, here, step.to))
        elif len(step.by) == 1:
            parts.append(labels.move(step.by[0], here, step.to))
        else:
            who = labels.makers(step.by)
            parts.append(text(who, " together move to ", labels.state(step.to)))
        here = step.to
    return capitalised(join(parts, ", then "))
