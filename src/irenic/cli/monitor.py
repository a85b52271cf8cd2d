"""``irenic monitor``: how far an agreement is carried out, and what is safe to do next."""

from __future__ import annotations

from datetime import date

import click

from irenic.cli.common import case_argument, json_option, load_case, print_json, reports_errors

__all__ = ["monitor"]


@click.command(short_help="Say what is overdue, who is exposed today, and what is safe to do next.")
@case_argument
@click.option(
    "--as-of",
    metavar="DATE",
    help="The day to look at, as in 2026-05-01 (default: today); later records are not counted.",
)
@click.option(
    "--record",
    "entry",
    metavar="STEP=STATUS",
    help="Append what was seen: 0 not begun, 1 begun, 2 done in part, 3 done.",
)
@click.option("--note", default="", metavar="TEXT", help="With --record: what was seen.")
@click.option("--by", "by", default="", metavar="WHO", help="With --record: who saw it.")
@json_option
@reports_errors
def monitor(
    case: str, as_of: str | None, entry: str | None, note: str, by: str, as_json: bool
) -> None:
    """Say where an agreement stands: what is done, overdue, and safe to do next.

    With --record an entry is appended to the record in the case file; nothing in the file is
    ever rewritten.

    \b
    Example:
      irenic monitor disarmament.yaml
      irenic monitor disarmament.yaml --as-of 2026-06-01
      irenic monitor disarmament.yaml --record g1=3 --note "all released" --by "UN mission"
    """
    from irenic.analyse.agreement_deal import model_agreement
    from irenic.analyse.monitor import monitor as look

    day = as_of or date.today().isoformat()
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise click.UsageError(f"--as-of {day}: expected a date such as 2026-05-01") from error
    if entry:
        _append(case, entry, day, note, by)
    found = load_case(case)
    answer = look(model_agreement(found), day)
    if as_json:
        from irenic.report.guarantees_jsonable import monitor_to_json

        print_json(monitor_to_json(found, answer))
    else:
        from irenic.report.monitor import monitor_text

        click.echo(monitor_text(found, answer), nl=False)


def _append(case: str, entry: str, day: str, note: str, by: str) -> None:
    """Append a record to the case file, after the case itself was found to be in order."""
    from irenic.analyse.agreement_deal import model_agreement
    from irenic.casefile.append_record import append_record
    from irenic.casefile.catalogue import resolve
    from irenic.model import Record

    step, sign, status = entry.partition("=")
    if not sign or status not in ("0", "1", "2", "3"):
        raise click.UsageError(f"--record {entry}: expected STEP=STATUS with a status from 0 to 3")
    model = model_agreement(load_case(case))
    if step not in model.index:
        raise click.UsageError(
            f"--record {entry}: no obligation {step!r}; expected one of: {', '.join(model.ids)}"
        )
    append_record(resolve(case), Record(step, day, int(status), note, by))
