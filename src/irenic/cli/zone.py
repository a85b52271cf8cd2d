"""``irenic zone``: how large the zone of agreement is, or why there is none."""

from __future__ import annotations

import sys

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

__all__ = ["zone"]


@click.command(short_help="Say how large the zone of agreement is, or why there is none.")
@case_argument
@audience_option
@limit_options
@json_option
@reports_errors
def zone(
    case: str, audience: str, time_limit: float | None, memory_limit: float | None, as_json: bool
) -> None:
    """Explain the zone of agreement: its size and who limits it; when it is empty, why.

    Then: whose demands exclude each other, by how much which no-deal value would have to
    fall, the smallest relaxation that everyone shares, and which rules stand in the way.

    \b
    Example:
      irenic zone harbour
      irenic zone quarry --json > zone.json
    """
    from irenic.analyse.audience import parse_audience, reduce_case
    from irenic.analyse.no_zone import explain_zone
    from irenic.analyse.results import Status

    found = load_negotiation(case)
    reader = parse_audience(audience, found)
    found = reduce_case(found, reader)
    budget = make_budget(time_limit, memory_limit, progress_printer(as_json))
    answer = explain_zone(found, reader, budget=budget)
    if as_json:
        from irenic.report.jsonable import zone_to_json

        print_json(zone_to_json(found, reader, answer))
    else:
        from irenic.report.zone import zone_card

        click.echo(zone_card(found, reader, answer), nl=False)
    if answer.status is Status.LIMIT:
        sys.exit(EXIT_LIMIT)
