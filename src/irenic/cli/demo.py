"""``irenic demo``: a real case from file to report, in one command."""

from __future__ import annotations

from pathlib import Path

import click

from irenic.cli.common import (
    json_option,
    load_case,
    print_json,
    progress_printer,
    reports_errors,
    write_file,
)

__all__ = ["DEMO_CASES", "demo"]

#: Catalogue cases that the demo draws; the last one is a real negotiation.
DEMO_CASES = ("harbour", "abdelnabi-2024-port", "raiffa-1982-panama-canal")


@click.command(short_help="Analyse three catalogue cases and write their reports.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder for the reports.",
)
@json_option
@reports_errors
def demo(folder: Path, as_json: bool) -> None:
    """Write the reports of an invented, a seven-party and a real case.

    The last line is the path of the real one: the Panama Canal talks of 1974.

    \b
    Example:
      irenic demo --to reports
    """
    from irenic.analyse.settlement import analyse_case
    from irenic.report.html import render
    from irenic.report.naming import file_name
    from irenic.report.terminal import summary

    progress = progress_printer(as_json)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"{folder}: {error.strerror}; nothing was written") from error
    written = []
    for name in DEMO_CASES:
        analysis = analyse_case(load_case(name), progress=progress)
        path = folder / file_name(name, analysis.audience)
        write_file(path, render(analysis))
        written.append(str(path))
    if as_json:
        print_json({"reports": written})
        return
    click.echo(summary(analysis))
    for path_text in written:
        click.echo(path_text)
