"""``irenic guarantees``: will the deal be kept, in which order, held by whom, at what price."""

from __future__ import annotations

import sys
from pathlib import Path

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

__all__ = ["guarantees"]


@click.command(short_help="Say whether a deal would be kept, in which order, and what holds it.")
@click.argument("case", metavar="CASE", required=False, shell_complete=catalogue_names)
@click.argument("proposal", metavar="PROPOSAL", required=False)
@click.option(
    "--order",
    default="",
    metavar="STEP,STEP",
    help="Look at this order of the obligations, beside the proposed one.",
)
@click.option(
    "--html",
    "html",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[FILE]",
    help="Also write one self-contained page (default: NAME.mediator.guarantees.html).",
)
@limit_options
@json_option
@reports_errors
def guarantees(
    case: str | None,
    proposal: str | None,
    order: str,
    html: str | None,
    time_limit: float | None,
    memory_limit: float | None,
    as_json: bool,
) -> None:
    """Say whether an agreement would be kept: who is exposed, who is tempted, what holds it.

    The case needs a part ``agreement`` with obligations.  With a PROPOSAL, obligations that are
    tied to other options of the package are left out.

    \b
    Example:
      irenic guarantees disarmament
      irenic guarantees disarmament --order r1,g2,r2,g1
      irenic guarantees disarmament --html
      irenic guarantees disarmament --json > guarantees.json
    """
    from irenic.analyse.guarantees import analyse_agreement

    if case is None:  # "guarantees --html CASE": the option has taken the case for its file
        if not html:
            raise click.UsageError("Missing argument 'CASE'.")
        case, html = html, ""
    check_folder(html)
    found = load_case(case)
    choices = None
    if proposal:
        from irenic.analyse.candidates import find_candidate

        choices = dict(find_candidate(found, proposal).package.choices)
    answer = analyse_agreement(
        found,
        choices=choices,
        proposal=proposal or "",
        order=tuple(name.strip() for name in order.split(",") if name.strip()),
        budget=make_budget(time_limit, memory_limit, progress_printer(as_json)),
    )
    path = None
    if html is not None:
        from irenic.analyse.results import Audience
        from irenic.report.guarantees import guarantees_document
        from irenic.report.html import document_to_html
        from irenic.report.naming import file_name

        path = Path(html or file_name(Path(case).stem, Audience(), "guarantees"))
        write_file(path, document_to_html(guarantees_document(answer)))
    if as_json:
        from irenic.report.guarantees_jsonable import guarantees_to_json

        print_json(guarantees_to_json(answer))
    else:
        from irenic.report.guarantees import guarantees_text

        click.echo(guarantees_text(answer), nl=False)
    if path is not None:
        click.echo(f"report: {path}", err=as_json)
    if answer.missed:
        sys.exit(EXIT_LIMIT)
