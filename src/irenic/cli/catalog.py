"""``irenic catalog``: the published cases that come with the program."""

from __future__ import annotations

from difflib import get_close_matches

import click

from irenic.cli.common import json_option, print_json, reports_errors
from irenic.errors import UnknownName

__all__ = ["catalog"]


@click.command(short_help="List the published cases that come with Irenic.")
@click.argument("name", required=False)
@json_option
@reports_errors
def catalog(name: str | None, as_json: bool) -> None:
    """List the catalogue, or with NAME print one case file.

    Any verb takes a catalogue name instead of a path.

    \b
    Example:
      irenic catalog
      irenic catalog nash-1950 > my-copy.yaml
    """
    from irenic.casefile.catalogue import entries

    if name is not None:
        by_name = {entry.id: entry.path for entry in entries()}
        if name not in by_name:
            close = get_close_matches(name, by_name, 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise UnknownName(f"no case {name!r} in the catalogue{hint}")
        text = by_name[name].read_text(encoding="utf-8")
        if as_json:
            print_json({"name": name, "text": text})
        else:
            click.echo(text, nl=False)
        return
    found = entries()
    if as_json:
        print_json([{"name": e.id, "title": e.title, "venue": e.venue} for e in found])
        return
    width = max(len(e.id) for e in found)
    venue = None
    for entry in sorted(found, key=lambda e: (e.venue, e.id)):
        if entry.venue != venue:
            click.echo(f"{entry.venue}/")
            venue = entry.venue
        title = entry.title if len(entry.title) <= 94 - width else entry.title[: 93 - width] + "…"
        click.echo(f"  {entry.id:<{width}}  {title}")
    click.echo(
        "\nirenic analyze NAME, irenic score NAME PROPOSAL, irenic catalog NAME prints the file."
    )
