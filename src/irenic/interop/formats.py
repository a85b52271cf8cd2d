"""The table of forms: which there are, how to know one, how to read and to write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from irenic.errors import CaseError, NotCovered, UnknownName
from irenic.interop.draft import Draft, Steps, build
from irenic.interop.files import MAX_BYTES, Source, expand, read_sources
from irenic.interop.genius import read_genius
from irenic.interop.genius_write import genius_losses, write_genius
from irenic.interop.geniusweb import read_geniusweb
from irenic.interop.geniusweb_write import geniusweb_losses, write_geniusweb
from irenic.interop.gmcr import read_gmcr
from irenic.interop.gmcr_write import gmcr_losses, write_gmcr
from irenic.interop.losses import Loss
from irenic.interop.negmas import read_negmas
from irenic.interop.negmas_write import negmas_losses, write_negmas
from irenic.interop.tree import Problems, listed, quoted
from irenic.model import Case

__all__ = ["FORMATS", "Format", "Imported", "detect", "export_case", "import_case"]


@dataclass(frozen=True, slots=True)
class Format:
    """One form of another program: what it is called, where it is described, how to use it.

    ``extensions`` are the endings of its files in a folder; ``sign`` is found in the text of
    a file of this form and of no other.
    """

    id: str
    title: str
    extensions: tuple[str, ...]
    citation: str
    sign: re.Pattern[str]
    read: Callable[[Sequence[Source], Steps, Problems], Draft | Case | None]
    losses: Callable[[Case], list[Loss]]
    write: Callable[[Case], dict[str, str]]


FORMATS: Mapping[str, Format] = {
    row.id: row
    for row in (
        Format(
            "genius",
            "GENIUS XML",
            (".xml",),
            "Lin et al. 2014",
            re.compile(r"<\s*(negotiation_template|utility_space)\b"),
            read_genius,
            genius_losses,
            write_genius,
        ),
        Format(
            "geniusweb",
            "GeniusWeb JSON",
            (".json",),
            "GeniusWeb 2019",
            re.compile(r'"(issuesValues|\w+UtilitySpace|\w*PartialOrdering)"\s*:'),
            read_geniusweb,
            geniusweb_losses,
            write_geniusweb,
        ),
        Format(
            "negmas",
            "NegMAS YAML",
            (".yml", ".yaml"),
            "Mohammad et al. 2021",
            re.compile(
                r"^[\"']?type[\"']?\s*:\s*[\"']?[\w.]*(OutcomeSpace|UtilityFunction|UFun)\b", re.M
            ),
            read_negmas,
            negmas_losses,
            write_negmas,
        ),
        Format(
            "gmcr",
            "GMCR+ JSON",
            (".gmcr",),
            "Kinsara et al. 2015",
            re.compile(r'"decisionMakers"\s*:'),
            read_gmcr,
            gmcr_losses,
            write_gmcr,
        ),
    )
}
#: A file with this key is a case of Irenic, whatever else it holds.
_IRENIC = re.compile(r"^[ \t]*\{?[ \t]*[\"']?irenic[\"']?[ \t]*:", re.MULTILINE)
_CASE_FILE = "case.yaml"
#: Endings that say by themselves what a file is, whatever is wrong with it.
_ALWAYS = {".xml": "genius", ".gmcr": "gmcr"}


@dataclass(frozen=True, slots=True)
class Imported:
    """A case that was made of other files, and remarks on what was understood how."""

    case: Case
    form: Format
    notes: tuple[str, ...]


def detect(paths: Sequence[Path], /) -> Format | None:
    """Return the form of some files by their content and endings; ``None`` for Irenic's own.

    A folder with a ``case.yaml`` is a case of Irenic.  Files that cannot be read, or that are
    of no known form, are left to the reader of Irenic's own cases, which says what is wrong.
    """
    for path in paths:
        try:
            if path.is_dir():
                found = None if (path / _CASE_FILE).exists() else _of_folder(path)
            else:
                found = _of_file(path)
        except (OSError, ValueError):
            continue
        if found is not None:
            return found
    return None


def _of_folder(folder: Path) -> Format | None:
    for form in FORMATS.values():
        for path in expand([folder], form.extensions):
            if _of_file(path) is form:
                return form
    return None


def _of_file(path: Path) -> Format | None:
    if not path.is_file():
        return None
    ending = path.suffix.lower()
    if ending in _ALWAYS:
        return FORMATS[_ALWAYS[ending]]
    with path.open("rb") as file:
        text = file.read(MAX_BYTES).decode("utf-8", "replace")
    if _IRENIC.search(text):
        return None
    for form in FORMATS.values():
        if (ending in form.extensions or form.id == "genius") and form.sign.search(text):
            return form
    return None


def import_case(
    paths: Sequence[Path], form_id: str, steps: Mapping[str, Fraction] | None = None, /
) -> Imported:
    """Return the case in files of another program.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders whose files with the endings of the form are taken; a domain and
        the profiles of its parties.
    form_id : str
        Id of a row of ``FORMATS``.
    steps : mapping, optional
        Grid step for numeric issues by name; needed for those that are continuous.

    Raises
    ------
    CaseError
        When the files are not usable; lists every problem with file and line.
    UnknownName
        When a step is given for an issue that does not exist or has no numbers.
    """
    form = FORMATS[form_id]
    problems = Problems()
    grid = Steps(dict(steps or {}))
    title = ", ".join(str(path) for path in paths)
    sources = read_sources(_files(paths, form, problems), problems)
    case = None
    if sources:
        found = form.read(sources, grid, problems)
        if found is not None and not problems:
            case = build(found, problems) if isinstance(found, Draft) else found
    if case is None or problems:
        raise CaseError(title, problems.in_order())
    if unused := set(grid.given) - grid.used:
        names = ", ".join(sorted(quoted(name) for name in unused))
        numeric = listed(issue.id for issue in case.issues)
        raise UnknownName(f"no range of numbers is called {names}; the issues are {numeric}")
    return Imported(case, form, tuple(problems.notes))


def _files(paths: Sequence[Path], form: Format, problems: Problems) -> list[Path]:
    from irenic.interop.tree import Place

    try:
        found = expand(paths, form.extensions)
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", None) or error).lower()
        problems.add("the files", Place(str(paths[0])), reason, "a folder that can be read")
        return []
    if not found:
        endings = " or ".join(form.extensions)
        place = Place(str(paths[0]) if paths else None)
        problems.add("the files", place, f"no file that ends in {endings}", f"{form.title} files")
    return found


def export_case(case: Case, form_id: str, /, *, without_texts: bool = False) -> dict[str, str]:
    """Return the files of ``case`` in the form of another program, by their names.

    Parameters
    ----------
    case : Case
        The case to write.
    form_id : str
        Id of a row of ``FORMATS``.
    without_texts : bool
        Leave out what no score, package or decision depends on (titles, sources).

    Raises
    ------
    NotCovered
        When the form cannot hold everything; lists all that would be lost.
    """
    form = FORMATS[form_id]
    losses = form.losses(case)
    kept = [loss for loss in losses if not (without_texts and loss.text)]
    if not kept:
        return form.write(case)
    rows = "\n".join(f"  - {loss}" for loss in kept)
    message = (
        f"{form.title} cannot hold all of this case; nothing was written. Lost would be:\n{rows}"
    )
    if any(loss.text for loss in kept):
        message += "\n--without-texts leaves out what changes no score, package or decision."
    raise NotCovered(message)
