"""``irenic repair``: the smallest change with which a proposal carries."""

from __future__ import annotations

import sys
from typing import Literal, get_args

import click

from irenic.cli.common import (
    EXIT_LIMIT,
    audience_option,
    case_argument,
    json_option,
    limit_options,
    load_negotiation,
    make_budget,
    print_json,
    progress_printer,
    reports_errors,
)

__all__ = ["repair"]

Measure = Literal["points", "range"]


@click.command(short_help="Find the smallest change with which a proposal carries.")
@case_argument
@click.argument("proposal")
@click.option(
    "--closed",
    default="",
    metavar="ISSUE,ISSUE",
    help="Issues that must stay as proposed.",
)
@click.option(
    "--by",
    type=click.Choice(get_args(Measure)),
    default="points",
    show_default=True,
    help="Add up concessions in points, or in parts of each party's own range of scores.",
)
@click.option(
    "--efficient", is_flag=True, help="Also find the best repair that no package dominates."
)
@audience_option
@limit_options
@json_option
@reports_errors
def repair(
    case: str,
    proposal: str,
    closed: str,
    by: Measure,
    efficient: bool,
    audience: str,
    time_limit: float | None,
    memory_limit: float | None,
    as_json: bool,
) -> None:
    """Find the fewest changed options, then the least concession, that make a proposal carry.

    PROPOSAL is the id of a proposal in the case, or the package itself as
    ISSUE=OPTION,ISSUE=OPTION.  For a proposal that carries, what would be better for everyone.

    \b
    Example:
      irenic repair harbour ministry-draft
      irenic repair harbour ministry-draft --closed wages --efficient
    """
    from irenic.analyse.audience import parse_audience, reduce_case
    from irenic.analyse.candidates import find_candidate
    from irenic.analyse.repair import repair_proposal
    from irenic.analyse.results import Status

    found = load_negotiation(case)
    reader = parse_audience(audience, found)
    found = reduce_case(found, reader)
    answer = repair_proposal(
        found,
        find_candidate(found, proposal),
        reader,
        closed=tuple(name.strip() for name in closed.split(",") if name.strip()),
        measure=by,
        efficient=efficient,
        budget=make_budget(time_limit, memory_limit, progress_printer(as_json)),
    )
    if as_json:
        from irenic.report.jsonable import repair_to_json

        print_json(repair_to_json(found, reader, answer))
    else:
        from irenic.report.repair import repair_card

        click.echo(repair_card(found, reader, answer), nl=False)
    better = answer.improvement
    statuses = (answer.status, answer.efficient_status, better.status if better else None)
    if Status.LIMIT in statuses:
        sys.exit(EXIT_LIMIT)
