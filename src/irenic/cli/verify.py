"""``irenic verify``: check a result against its case without the solvers."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from irenic.cli.common import (
    EXIT_PROBLEMS,
    case_argument,
    json_option,
    load_case,
    print_json,
    reports_errors,
)

__all__ = ["verify"]


@click.command(short_help="Confirm every certificate of a result without calling a solver.")
@click.argument("result", metavar="RESULT.json", type=click.Path(dir_okay=False, path_type=Path))
@case_argument
@json_option
@reports_errors
def verify(result: Path, case: str, as_json: bool) -> None:
    """Confirm every claim of a result: scores, efficiency, completeness, each method's choice.

    The checker shares no code with the solvers.  Each claim is confirmed, refuted (with
    the counterexample) or left unchecked (with the reason); exit code 1 when any is refuted.

    \b
    Example:
      irenic analyze harbour --json > result.json
      irenic verify result.json harbour
    """
    from irenic.verify.checker import read_result, verify_result

    claims = verify_result(read_result(result), load_case(case))
    refuted = sum(claim.verdict == "refuted" for claim in claims)
    if as_json:
        keys = ("claim", "verdict", "detail")
        print_json(
            {"refuted": refuted, "claims": [{k: getattr(c, k) for k in keys} for c in claims]}
        )
    else:
        for claim in claims:
            click.echo(
                f"  {claim.verdict:<10} {claim.claim}{': ' * bool(claim.detail)}{claim.detail}"
            )
        confirmed = sum(claim.verdict == "confirmed" for claim in claims)
        left = len(claims) - confirmed - refuted
        click.echo(f"{confirmed} confirmed, {refuted} refuted, {left} not checked")
    if refuted:
        sys.exit(EXIT_PROBLEMS)
