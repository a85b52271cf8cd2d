"""``irenic score``: one proposal under every test."""

from __future__ import annotations

import click

from irenic.cli.common import (
    audience_option,
    case_argument,
    json_option,
    limit_options,
    load_negotiation,
    make_budget,
    print_json,
    progress_printer,
    reports_errors,
    search_option,
)

__all__ = ["score"]


@click.command(short_help="Say who would refuse a proposal, why, and what would be better.")
@case_argument
@click.argument("proposal")
@audience_option
@search_option
@limit_options
@json_option
@reports_errors
def score(
    case: str,
    proposal: str,
    audience: str,
    method: str,
    time_limit: float | None,
    memory_limit: float | None,
    as_json: bool,
) -> None:
    """Score one proposal: per party its score, its no-deal value and what costs it most.

    PROPOSAL is the id of a proposal in the case, or the package itself as
    ISSUE=OPTION,ISSUE=OPTION; issues that are not named stay open.

    \b
    Example:
      irenic score harbour ministry-draft
      irenic score harbour "hours=h38,wages=3"
    """
    from irenic.analyse.audience import parse_audience, reduce_case, withhold
    from irenic.analyse.candidates import find_candidate
    from irenic.analyse.settlement import score_proposal

    found = load_negotiation(case)
    reader = parse_audience(audience, found)
    found = reduce_case(found, reader)
    candidate = find_candidate(found, proposal)
    progress = progress_printer(as_json)
    budget = make_budget(time_limit, memory_limit, progress)
    card = withhold(
        score_proposal(found, candidate, method=method, progress=progress, budget=budget), reader
    )
    if as_json:
        from irenic.report.jsonable import card_to_json

        print_json({"case": {"title": found.title}, "audience": str(reader), **card_to_json(card)})
    else:
        from irenic.report.terminal import score_card

        repair = None
        if card.carries is False and reader.kind == "mediator" and not found.share_issues:
            from irenic.analyse.repair import repair_proposal

            progress("looking for the smallest repair")
            repair = repair_proposal(found, candidate, reader, budget=budget)
        click.echo(score_card(found, reader, card, repair=repair))
