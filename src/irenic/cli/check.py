"""``irenic check``: is the case usable, and what in it deserves a second look?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from irenic.model import Case

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
    sizes = ", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in _sizes(found))
    click.echo(f"{found.title}: no problems ({sizes})")
    for note in notes:
        click.echo(f"  note: {note}")


def _sizes(case: Case) -> Iterator[tuple[int, str, str]]:
    """Yield how many there are of each kind, with the words for one and for more."""
    if case.parties:
        yield len(case.parties), "party", "parties"
        yield len(case.issues), "issue", "issues"
        yield len(case.proposals), "proposal", "proposals"
    if case.conflict:
        from irenic.casefile.conflict_states import states_of

        yield len(case.conflict.decision_makers), "decision maker", "decision makers"
        if not case.conflict.is_graph:
            yield len(case.conflict.options), "option", "options"
        states = states_of(case.conflict).count
        if states is not None:
            yield states, "state", "states"
    if case.agreement:
        yield len(case.agreement.obligations), "obligation", "obligations"
        yield len(case.agreement.guarantees), "guarantee", "guarantees"
