"""``irenic new``: a commented skeleton to start from."""

from __future__ import annotations

from pathlib import Path

import click

from irenic.cli.common import json_option, print_json, reports_errors, write_file

__all__ = ["new"]


@click.command(short_help="Write a commented skeleton case to start from.")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--title", default="", help="Title of the negotiation; default: the file's name.")
@json_option
@reports_errors
def new(path: Path, title: str, as_json: bool) -> None:
    """Write a commented skeleton case that already works; change it line by line.

    An existing file is never overwritten.

    \b
    Example:
      irenic new wages.yaml --title "Wage round 2026"
    """
    from irenic.casefile.skeleton import skeleton

    text = skeleton(title or path.stem.replace("-", " ").replace("_", " ").capitalize())
    write_file(path, text, overwrite=False)
    if as_json:
        print_json({"file": str(path)})
    else:
        click.echo(f"wrote {path}; next: irenic check {path}")
