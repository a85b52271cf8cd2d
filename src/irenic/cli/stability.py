"""``irenic stability``: who would move, who would answer, where a conflict comes to rest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from irenic.cli.common import (
    EXIT_LIMIT,
    catalogue_names,
    check_folder,
    json_option,
    limit_options,
    load_case,
    make_budget,
    print_json,
    progress_printer,
    reports_errors,
    write_file,
)

if TYPE_CHECKING:
    from irenic.analyse.conflict_analysis import StabilityAnswer

__all__ = ["stability"]

Sanctions = Literal["sequences", "one-step", "gmcr-plus"]

#: The concepts of ``irenic.solve.stability.concepts``, named here so that ``--help`` is quick.
CONCEPT_IDS = ("nash", "gmr", "smr", "seq", "sim")
SANCTION_IDS = ("sequences", "one-step", "gmcr-plus")


@click.command(short_help="Say which states hold, who would move, and who would answer.")
@click.argument("case", metavar="CASE", required=False, shell_complete=catalogue_names)
@click.option(
    "--sanctions",
    type=click.Choice(SANCTION_IDS),
    default="sequences",
    show_default=True,
    help="How far the others may go in an answer; the last two reproduce older studies.",
)
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    metavar="MAKER=CONCEPT",
    help=f"A concept of its own for a decision maker: {', '.join(CONCEPT_IDS)}. Repeatable.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="STATE",
    help="Explain the verdicts on this state. Repeatable.",
)
@click.option(
    "--inverse",
    "target",
    default="",
    metavar="STATE",
    help="Ask what would have to be true of preferences for this state to hold.",
)
@click.option(
    "--free",
    multiple=True,
    metavar="MAKER",
    help="With --inverse: ask about this decision maker only, the others fixed. Repeatable.",
)
@click.option(
    "--sensitivity",
    is_flag=True,
    help="Ask which swap of neighbouring ranks turns a verdict round.",
)
@click.option(
    "--interventions",
    is_flag=True,
    help="Try every option away, imposed, or one way only, beside those in the file.",
)
@click.option(
    "--coalitions", is_flag=True, help="Ask who could leave together, in large conflicts too."
)
@click.option(
    "--foresight",
    "horizon",
    type=click.IntRange(min=1),
    metavar="MOVES",
    help="For two decision makers: let them look so many moves ahead, and without end.",
)
@click.option(
    "--tables",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Also write states, verdicts, moves and preferences as CSV files there.",
)
@click.option(
    "--html",
    "html",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[FILE]",
    help="Also write one self-contained page (default: NAME.mediator.stability.html).",
)
@limit_options
@json_option
@reports_errors
def stability(
    case: str | None,
    sanctions: Sanctions,
    concepts: tuple[str, ...],
    states: tuple[str, ...],
    target: str,
    free: tuple[str, ...],
    sensitivity: bool,
    interventions: bool,
    coalitions: bool,
    horizon: int | None,
    tables: Path | None,
    html: str | None,
    time_limit: float | None,
    memory_limit: float | None,
    as_json: bool,
) -> None:
    """Say where a conflict comes to rest: who would move, who would answer, what holds.

    The case needs a part ``conflict`` with decision makers, options and preferences.

    \b
    Example:
      irenic stability elmira-1991
      irenic stability talks.yaml --state NYNNY
      irenic stability talks.yaml --concept union=seq --concept firm=nash
      irenic stability talks.yaml --inverse NYNNY --free union
      irenic stability talks.yaml --sensitivity --interventions
      irenic stability talks.yaml --html
      irenic stability talks.yaml --json > stability.json
    """
    from irenic.analyse.conflict_analysis import analyse_conflict
    from irenic.analyse.conflict_further import Questions
    from irenic.analyse.results import Status

    if case is None:  # "stability --html CASE": the option has taken the case for its file
        if not html:
            raise click.UsageError("Missing argument 'CASE'.")
        case, html = html, ""
    check_folder(html)
    if free and not target:
        raise click.UsageError("--free asks for whom; add --inverse STATE")
    found = load_case(case)
    questions = Questions(
        sanctions=sanctions,
        own=dict(_pair(word) for word in concepts),
        explain=states,
        target=target,
        free=free,
        sensitivity=sensitivity,
        interventions=interventions,
        coalitions=coalitions,
        horizon=horizon,
    )
    budget = make_budget(time_limit, memory_limit, progress_printer(as_json))
    answer = analyse_conflict(found, questions, budget=budget)
    path = None
    if html is not None:
        from irenic.analyse.results import Audience
        from irenic.report.html import document_to_html
        from irenic.report.naming import file_name
        from irenic.report.stability import stability_document

        path = Path(html or file_name(Path(case).stem, Audience(), "stability"))
        write_file(path, document_to_html(stability_document(answer)))
    if as_json:
        from irenic.report.stability_jsonable import stability_to_json

        print_json(stability_to_json(answer))
    else:
        from irenic.report.stability import stability_text

        click.echo(stability_text(answer), nl=False)
    if tables is not None:
        _write_tables(tables, answer, as_json)
    if path is not None:
        click.echo(f"report: {path}", err=as_json)
    if answer.status is Status.LIMIT:
        sys.exit(EXIT_LIMIT)


def _pair(word: str) -> tuple[str, str]:
    """Return decision maker and concept of ``MAKER=CONCEPT``."""
    maker, sign, concept = word.partition("=")
    if not sign or not maker or not concept:
        raise click.UsageError(f"--concept {word}: expected MAKER=CONCEPT, such as union=seq")
    return maker, concept


def _write_tables(folder: Path, answer: StabilityAnswer, as_json: bool) -> None:
    """Write the tables of a conflict, and say which."""
    from irenic.report.conflict_labels import ConflictLabels
    from irenic.report.conflict_tables import conflict_csv

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"{folder}: {error.strerror}; nothing was written") from error
    further = answer.further
    labels = ConflictLabels(answer.conflict)
    for name, words in conflict_csv(
        labels, answer.verdicts, further.graph, further.patterns
    ).items():
        write_file(folder / name, words)
        click.echo(f"table: {folder / name}", err=as_json)
