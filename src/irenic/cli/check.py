"""``irenic check``: is the case usable, and what in it deserves a second look?"""

from __future__ import annotations

import sys

import click

from irenic.cli.common import (
    EXIT_PROBLEMS,
    case_argument,
    json_option,
    load_case,
    print_json,
    problems_to_json,
    reports_errors,
)
from irenic.errors import CaseError

__all__ = ["check"]


@click.command(short_help="List every problem of a case file, with its line.")
@case_argument
@json_option
@reports_errors
def check(case: str, as_json: bool) -> None:
    """List every problem of a case file at once: line, what was found, what was expected.

    Notes are no problems, only things worth knowing (a party whose no-deal value is
    unknown, an issue that nobody values).

    \b
    Example:
      irenic check harbour.yaml
      irenic check harbour.yaml --json
    """
    from irenic.casefile.reader import find_notes

    try:
        found = load_case(case)
    except CaseError as error:
        if as_json:
            print_json({**problems_to_json(error), "notes": []})
        else:
            click.echo(str(error))
        sys.exit(EXIT_PROBLEMS)
    notes = find_notes(found)
    if as_json:
        print_json({"problems": [], "notes": list(notes)})
        return
    sizes = ", ".join(
        f"{count} {one if count == 1 else many}"
        for count, one, many in (
            (len(found.parties), "party", "parties"),
            (len(found.issues), "issue", "issues"),
            (len(found.proposals), "proposal", "proposals"),
        )
    )
    click.echo(f"{found.title}: no problems ({sizes})")
    for note in notes:
        click.echo(f"  note: {note}")
