"""``irenic analyze``: the whole analysis, on the terminal, as a page, or as JSON."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import click

from irenic.cli.common import (
    EXIT_LIMIT,
    ExactNumber,
    audience_option,
    catalogue_names,
    check_folder,
    json_option,
    limit_options,
    load_negotiation,
    make_budget,
    print_json,
    progress_printer,
    reports_errors,
    search_option,
    write_file,
)

__all__ = ["analyze"]


@click.command(short_help="Find efficient and fair packages, the zone of agreement, who refuses.")
@click.argument("case", metavar="CASE", required=False, shell_complete=catalogue_names)
@click.option(
    "--html",
    "html",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[FILE]",
    help="Also write one self-contained page (default: NAME.AUDIENCE.report.html).",
)
@audience_option
@search_option
@click.option(
    "--epsilon",
    type=ExactNumber(),
    metavar="PART",
    help="Instead of all efficient packages list some within this part of each range: 0.01 is 1 %.",
)
@limit_options
@json_option
@reports_errors
def analyze(
    case: str | None,
    html: str | None,
    audience: str,
    method: str,
    epsilon: Fraction | None,
    time_limit: float | None,
    memory_limit: float | None,
    as_json: bool,
) -> None:
    """Analyse a case: efficient packages, named fair solutions, proposals, what is not known.

    \b
    Example:
      irenic analyze nash-1950
      irenic analyze harbour.yaml --html
      irenic analyze harbour.yaml --html --for party:union
      irenic analyze harbour.yaml --json > result.json
      irenic analyze harbour.yaml --time-limit 60
      irenic analyze large.yaml --epsilon 0.02

    Ctrl-C prints what is known so far.
    """
    from irenic.analyse.audience import parse_audience
    from irenic.analyse.results import Status
    from irenic.analyse.settlement import analyse_case
    from irenic.model import show_number

    if case is None:  # "analyze --html CASE": the option has taken the case for its file
        if not html:
            raise click.UsageError("Missing argument 'CASE'.")
        case, html = html, ""
    found = load_negotiation(case)
    reader = parse_audience(audience, found)
    progress = progress_printer(as_json)
    budget = make_budget(time_limit, memory_limit, progress)
    if epsilon is not None and not 0 <= epsilon < 1:
        raise click.UsageError(
            f"--epsilon {show_number(epsilon)}: expected a part of each party's range, from 0 to "
            "below 1; 0.01 is 1 %"
        )
    check_folder(html)
    analysis = analyse_case(
        found, reader, method=method, progress=progress, budget=budget, epsilon=epsilon
    )
    path = None
    if html is not None:
        from irenic.report.html import render
        from irenic.report.naming import file_name

        progress("drawing the page")
        path = Path(html) if html else Path(file_name(Path(case).stem, reader))
        write_file(path, render(analysis))
    if as_json:
        from irenic.report.jsonable import analysis_to_json

        print_json(analysis_to_json(analysis))
    else:
        from irenic.report.terminal import summary

        click.echo(summary(analysis))
    if path is not None:
        click.echo(f"report: {path}", err=as_json)
    if Status.LIMIT in (analysis.frontier.status, *(s.status for s in analysis.solutions)):
        sys.exit(EXIT_LIMIT)
