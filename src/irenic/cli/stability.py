"""``irenic stability``: who would move, who would answer, where a conflict comes to rest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

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
      irenic stability talks.yaml --html
      irenic stability talks.yaml --json > stability.json
    """
    from irenic.analyse.conflict_analysis import Questions, analyse_conflict
    from irenic.analyse.results import Status

    if case is None:  # "stability --html CASE": the option has taken the case for its file
        if not html:
            raise click.UsageError("Missing argument 'CASE'.")
        case, html = html, ""
    check_folder(html)
    found = load_case(case)
    questions = Questions(
        sanctions=sanctions,
        own=dict(_pair(word) for word in concepts),
        explain=states,
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
