"""``irenic new``: a commented skeleton to start from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from irenic.cli.common import EXIT_USAGE, json_option, print_json, reports_errors

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
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        click.echo(f"irenic: {path} exists already; nothing was written", err=True)
        sys.exit(EXIT_USAGE)
    except OSError as error:
        click.echo(f"irenic: {path}: {error.strerror}; nothing was written", err=True)
        sys.exit(EXIT_USAGE)
    if as_json:
        print_json({"file": str(path)})
    else:
        click.echo(f"wrote {path}; next: irenic check {path}")
