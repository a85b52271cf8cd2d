"""``irenic convert``: a case in another form, losing nothing; and cases of other programs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from irenic.cli.common import (
    case_from_files,
    catalogue_names,
    json_option,
    load_case,
    print_json,
    reports_errors,
    write_file,
)

if TYPE_CHECKING:
    from irenic.model import Case

__all__ = ["convert"]

_TEXTS = ("yaml", "json", "csv")
_FOLDERS = ("genius", "geniusweb", "negmas")
_ENDINGS = {"json": "json", "csv": "csv", "gmcr": "gmcr"}
#: Forms of other programs that are one file for each case.
_FILES = ("gmcr",)


def _steps(_context: object, _option: object, words: tuple[str, ...]) -> dict[str, Fraction]:
    """Return ``ISSUE=STEP`` as a mapping; the last ``=`` separates."""
    from irenic.model import parse_number

    found = {}
    for word in words:
        name, _, step = word.rpartition("=")
        usage = f"{word!r}: write ISSUE=STEP with a step above 0"
        if not name:
            raise click.BadParameter(usage)
        try:
            found[name] = parse_number(step)
        except ValueError as error:
            raise click.BadParameter(f"{word!r}: {error}") from error
        if found[name] <= 0:
            raise click.BadParameter(usage)
    return found


@click.command(short_help="Write a case in another form, or read one of another program.")
@click.argument("cases", metavar="CASE...", nargs=-1, required=True, shell_complete=catalogue_names)
@click.option(
    "--from",
    "source",
    type=click.Choice(["irenic", *_FOLDERS, *_FILES]),
    default=None,
    help="Form to read; default: by content and ending.",
)
@click.option(
    "--to",
    "form",
    type=click.Choice([*_TEXTS, *_FOLDERS, *_FILES]),
    default=None,
    help="Form to write; default: by the ending of --out, else yaml.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write; for genius, geniusweb and negmas a folder.",
)
@click.option(
    "--step",
    "steps",
    multiple=True,
    callback=_steps,
    metavar="ISSUE=STEP",
    help="Grid for an issue that allows any number; may be repeated.",
)
@click.option(
    "--without-texts",
    is_flag=True,
    help="For other programs: leave out what changes no score, package or decision.",
)
@json_option
@reports_errors
def convert(
    cases: tuple[str, ...],
    source: str | None,
    form: str | None,
    out: Path | None,
    steps: Mapping[str, Fraction],
    without_texts: bool,
    as_json: bool,
) -> None:
    """Write a case in canonical form: stable order, exact numbers, includes merged.

    yaml and json read back as the same case (comments are not kept); csv is a table of
    what each option is worth to each party at the named midpoint.  The files of GENIUS,
    GeniusWeb and NegMAS are read too (a domain and a profile for each party, or their
    folder), and so is a conflict in a file of GMCR+; both are written where nothing is lost.

    \b
    Example:
      irenic convert harbour/ --out harbour.yaml
      irenic convert nash-1950 --to csv > scores.csv
      irenic convert domain.xml seller.xml buyer.xml --out case.yaml
      irenic convert case.yaml --to genius --out domain/
      irenic convert dam.gmcr --out dam.yaml
    """
    found, foreign = _read(cases, source, steps)
    suffix = out.suffix.lstrip(".").lower() if out else ""
    chosen = form or ("json" if as_json else _ENDINGS.get(suffix, "yaml"))
    if chosen in _FOLDERS:
        _write_folder(found, chosen, out, without_texts, as_json)
        return
    text = _text(found, chosen, without_texts)
    if foreign and chosen in ("yaml", "json"):
        _check_size(text, found)
    if out is None:
        click.echo(text, nl=False)
        return
    write_file(out, text, overwrite=False)
    click.echo(f"wrote {out}", err=True)


def _read(
    cases: tuple[str, ...], source: str | None, steps: Mapping[str, Fraction]
) -> tuple[Case, bool]:
    """Return the one case that the arguments name, and whether it is another program's."""
    from irenic.interop.formats import FORMATS, detect

    paths = [Path(name) for name in cases]
    form = FORMATS.get(source or "") or (detect(paths) if source is None else None)
    if form is not None:
        return case_from_files(paths, form.id, steps), True
    if len(cases) > 1:
        raise click.UsageError(
            "several files are one case only for GENIUS, GeniusWeb and NegMAS; "
            "--from says which of them"
        )
    if steps:
        raise click.UsageError("--step is for files of GENIUS, GeniusWeb and NegMAS")
    return load_case(cases[0]), False


def _text(case: Case, form: str, without_texts: bool) -> str:
    from irenic.analyse.points import contributions
    from irenic.casefile.writer import write_case, write_json
    from irenic.errors import NotCovered
    from irenic.interop.formats import export_case
    from irenic.report.tables import scores_csv

    if form in _FILES:
        (text,) = export_case(case, form, without_texts=without_texts).values()
        return text
    if form == "yaml":
        return write_case(case)
    if form == "json":
        return write_json(case)
    if (case.conflict or case.agreement) and not case.issues:
        part = "a conflict" if case.conflict else "an agreement"
        raise NotCovered(
            f"csv is a table of what each option is worth to each party; {part} has no place "
            "in it (--to yaml and --to json hold it)"
        )
    return scores_csv(case, contributions(case))


def _check_size(text: str, case: Case) -> None:
    """Refuse to write a case file that would not be read again as the same case."""
    from irenic.casefile.reader import read_text
    from irenic.errors import CaseError, NotCovered

    try:
        same = read_text(text) == case
        reason = "it would not read back as the same case"
    except CaseError as error:
        same, reason = False, str(error.problems[0])
    if not same:
        raise NotCovered(
            f"this case is too large for one case file ({reason}); nothing was written"
        )


def _write_folder(
    case: Case, form: str, out: Path | None, without_texts: bool, as_json: bool
) -> None:
    """Write the files of another program into a folder, overwriting none."""
    from irenic.interop.formats import export_case

    if out is None:
        raise click.UsageError(f"--to {form} writes several files; name their folder with --out")
    files = export_case(case, form, without_texts=without_texts)
    taken = [name for name in files if (out / name).exists()]
    if taken or (out.exists() and not out.is_dir()):
        there = out / taken[0] if taken else out
        raise click.UsageError(f"{there} exists already; nothing was written")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"{out}: {error.strerror}; nothing was written") from error
    for name, text in files.items():
        write_file(out / name, text, overwrite=False)
    if as_json:
        print_json({"files": [str(out / name) for name in files]})
    else:
        click.echo(f"wrote {len(files)} files in {out}", err=True)
