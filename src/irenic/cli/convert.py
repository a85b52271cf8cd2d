"""``irenic convert``: a case in another form, losing nothing."""

from __future__ import annotations

from pathlib import Path

import click

from irenic.cli.common import case_argument, json_option, load_case, reports_errors, write_file

__all__ = ["convert"]


@click.command(short_help="Write a case as one canonical YAML or JSON file, or its scores as CSV.")
@case_argument
@click.option(
    "--to",
    "form",
    type=click.Choice(["yaml", "json", "csv"]),
    default=None,
    help="Form to write; default: by the ending of --out, else yaml.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@json_option
@reports_errors
def convert(case: str, form: str | None, out: Path | None, as_json: bool) -> None:
    """Write a case in canonical form: stable order, exact numbers, includes merged.

    yaml and json read back as the same case (comments are not kept); csv is a table of
    what each option is worth to each party at the named midpoint.

    \b
    Example:
      irenic convert harbour/ --out harbour.yaml
      irenic convert nash-1950 --to csv > scores.csv
    """
    from irenic.analyse.points import contributions
    from irenic.casefile.writer import write_case, write_json
    from irenic.report.tables import scores_csv

    found = load_case(case)
    suffix = out.suffix.lstrip(".").lower() if out else ""
    chosen = form or ("json" if as_json else {"json": "json", "csv": "csv"}.get(suffix, "yaml"))
    if chosen == "yaml":
        text = write_case(found)
    elif chosen == "json":
        text = write_json(found)
    else:
        text = scores_csv(found, contributions(found))
    if out is None:
        click.echo(text, nl=False)
        return
    write_file(out, text, overwrite=False)
    click.echo(f"wrote {out}", err=True)
