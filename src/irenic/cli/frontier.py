"""``irenic frontier``: the efficient packages and nothing else."""

from __future__ import annotations

import sys
from typing import Literal, get_args

import click

from irenic.cli.common import (
    EXIT_LIMIT,
    case_argument,
    json_option,
    limit_options,
    load_negotiation,
    make_budget,
    print_json,
    progress_printer,
    reports_errors,
)

__all__ = ["frontier"]

Search = Literal["auto", "enumerate", "merge"]


@click.command(short_help="List the efficient packages with their scores, and nothing else.")
@case_argument
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help="Show at most so many points (all by default); says how many there are.",
)
@click.option("--packages", "named", is_flag=True, help="Show one package for each point.")
@click.option(
    "--method",
    type=click.Choice(get_args(Search)),
    default="auto",
    show_default=True,
    help="How the Pareto frontier is found; the answer is the same.",
)
@limit_options
@json_option
@reports_errors
def frontier(
    case: str,
    limit: int | None,
    named: bool,
    method: Search,
    time_limit: float | None,
    memory_limit: float | None,
    as_json: bool,
) -> None:
    """List the efficient packages: scores of every party, how many packages have them.

    Computes the Pareto frontier and nothing else, so it answers at once where the whole
    analysis takes its time.  The best for the first party comes first.

    \b
    Example:
      irenic frontier harbour
      irenic frontier harbour --packages --limit 5
      irenic frontier harbour --json > frontier.json
    """
    from irenic.analyse.efficient import efficient_packages
    from irenic.solve.result import Status

    found_case = load_negotiation(case)
    if found_case.share_issues:
        raise click.UsageError(
            "divisible issues have endless packages; `irenic analyze` divides them"
        )
    if not found_case.issues:
        raise click.UsageError("the case has no issues to choose options of")
    budget = make_budget(time_limit, memory_limit, progress_printer(as_json))
    found = efficient_packages(
        found_case, method=method, limit=limit, named=named or as_json, budget=budget
    )
    if as_json:
        from irenic.report.jsonable import efficient_to_json

        print_json(efficient_to_json(found_case, found))
    else:
        from irenic.report.efficient import efficient_table

        click.echo(efficient_table(found_case, found, named=named), nl=False)
    if found.status is Status.LIMIT:
        sys.exit(EXIT_LIMIT)
