"""``irenic schema``: the JSON Schema of case files, for completion in editors."""

from __future__ import annotations

import click

from irenic.cli.common import json_option, print_json, reports_errors

__all__ = ["schema"]


@click.command(short_help="Print the JSON Schema of case files, for editors.")
@json_option
@reports_errors
def schema(as_json: bool) -> None:
    """Print the JSON Schema of case files; editors use it for completion and help.

    \b
    Example:
      irenic schema > irenic.schema.json
    and as the first line of a case file:
      # yaml-language-server: $schema=irenic.schema.json
    """
    from irenic.casefile.schema import json_schema

    del as_json  # it is JSON either way
    print_json(json_schema())
