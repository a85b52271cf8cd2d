"""What several verbs share: reading a case, printing JSON, turning errors into exit codes."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from irenic.errors import CaseError, IrenicError, LimitReached, NotCovered, UnknownName

if TYPE_CHECKING:
    from irenic.model import Case
    from irenic.solve.budget import Budget

__all__ = [
    "EXIT_LIMIT",
    "EXIT_PROBLEMS",
    "EXIT_USAGE",
    "SEARCHES",
    "ExactNumber",
    "audience_option",
    "case_argument",
    "case_from_files",
    "catalogue_names",
    "check_folder",
    "json_option",
    "limit_options",
    "load_case",
    "load_negotiation",
    "make_budget",
    "print_json",
    "problems_to_json",
    "progress_printer",
    "reports_errors",
    "search_option",
    "write_file",
]

EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_LIMIT = 3

P = ParamSpec("P")
R = TypeVar("R")


def catalogue_names(_ctx: object, _param: object, incomplete: str) -> list[str]:
    """Return catalogue names and case files that start so, for the shell."""
    from irenic.casefile.catalogue import entries

    names = [entry.id for entry in entries() if entry.id.startswith(incomplete)]
    return names + sorted(str(p) for p in Path().glob(f"{incomplete}*.yaml"))


case_argument = click.argument("case", metavar="CASE", shell_complete=catalogue_names)


def _not_nan(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Refuse "not a number", which compares with nothing and would limit nothing."""
    if value is not None and isnan(value):
        raise click.BadParameter("nan is not a number above 0", ctx, param)
    return value


time_option = click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    callback=_not_nan,
    metavar="SECONDS",
    help="Stop searching after so long; the answer so far is printed and says so.",
)
memory_option = click.option(
    "--memory-limit",
    type=click.FloatRange(min=0, min_open=True),
    callback=_not_nan,
    metavar="MB",
    help="Stop searching when the program holds more memory than this.",
)


def limit_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add ``--time-limit`` and ``--memory-limit`` to a verb."""
    return time_option(memory_option(command))


#: The algorithms of ``irenic.solve.choose.METHODS``, named here so that ``--help`` loads no solver.
SEARCHES = ("auto", "enumerate", "merge", "cutset", "zone", "cover", "direct", "milp")
audience_option = click.option(
    "--for",
    "audience",
    default="mediator",
    show_default=True,
    metavar="mediator|joint|party:ID",
    help="Who will read it; a party learns no private figure of another party.",
)
search_option = click.option(
    "--method",
    type=click.Choice(SEARCHES),
    default="auto",
    show_default=True,
    help="Which algorithm; auto chooses by the shape of the case, and the result says why.",
)


class ExactNumber(click.ParamType[Fraction]):
    """A number taken from its text: ``0.01``, ``1/100``."""

    name = "number"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Return the exact value; say what is wrong with anything else."""
        from irenic.model import parse_number

        if isinstance(value, Fraction):
            return value
        try:
            return parse_number(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def load_case(name: str) -> Case:
    """Return the case of a file, a folder or a catalogue name.

    A GMCR+ file and a folder of GENIUS, GeniusWeb or NegMAS files are read as what they are.
    """
    from irenic.casefile.catalogue import resolve
    from irenic.casefile.reader import read_case

    path = resolve(name)
    if path.is_dir() or path.suffix.lower() in (".xml", ".gmcr"):
        from irenic.interop.formats import detect

        form = detect([path])
        if form is not None:
            return case_from_files([path], form.id, {})
    return read_case(path)


def load_negotiation(name: str) -> Case:
    """Return a case that is more than a conflict or an agreement; see :func:`load_case`.

    Raises
    ------
    NotCovered
        When there is nothing to negotiate in it.
    """
    case = load_case(name)
    if case.issues or case.claims or case.coalitions:
        return case
    if case.conflict:
        raise NotCovered(
            f"{case.title} is a conflict with nothing to negotiate in it; "
            f"`irenic stability {name}` says who would move, who would answer and what holds"
        )
    if case.agreement:
        raise NotCovered(
            f"{case.title} is an agreement with nothing left to negotiate in it; "
            f"`irenic guarantees {name}` says who would be exposed, who tempted and what holds it"
        )
    return case


def case_from_files(paths: Sequence[Path], form: str, steps: Mapping[str, Fraction]) -> Case:
    """Return the case in files of another program; say on stderr what was understood how."""
    from irenic.interop.formats import import_case

    found = import_case(paths, form, steps)
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    return found.case


def print_json(value: Any) -> None:
    """Print one JSON value, the same for the same input, on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_file(path: Path, text: str, *, overwrite: bool = True) -> None:
    """Write a text file in UTF-8; when that fails say why and end with wrong usage.

    Raises
    ------
    click.UsageError
        When the file exists and must not be overwritten, or cannot be written.
    """
    try:
        with path.open("w" if overwrite else "x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}; nothing was written") from error


def check_folder(file: str | None) -> None:
    """Refuse a file whose folder is missing, before the work and not after it.

    Raises
    ------
    click.UsageError
    """
    if file and not Path(file).parent.is_dir():
        raise click.UsageError(
            f"{file}: there is no folder {Path(file).parent}; nothing was written"
        )


def problems_to_json(error: CaseError) -> dict[str, Any]:
    """Return the problems of a case as ``{"problems": [..]}``."""
    keys = ("file", "line", "column", "where", "found", "expected")
    return {"problems": [{key: getattr(p, key) for key in keys} for p in error.problems]}


def progress_printer(as_json: bool) -> Callable[[str], None]:
    """Return a function that says on a terminal's stderr what is being done."""
    if as_json or not sys.stderr.isatty():
        return lambda _: None

    def say(step: str) -> None:
        click.echo(f"\r\033[K{step} ...", nl=False, err=True)

    click.get_current_context().call_on_close(lambda: click.echo("\r\033[K", nl=False, err=True))
    return say


def make_budget(
    seconds: float | None, megabytes: float | None, say: Callable[[str], None]
) -> Budget:
    """Return the limits of the work; Ctrl-C ends it with the best answer so far.

    A second Ctrl-C ends the program at once.
    """
    import signal

    from irenic.solve.budget import Budget

    size = None if megabytes is None else int(megabytes * 1_000_000)
    budget = Budget(seconds, size, say)

    def stop(_signal: int, _frame: object) -> None:
        if budget.cancelled:
            raise KeyboardInterrupt
        budget.cancelled = True
        click.echo("\nstopping with the answer so far; Ctrl-C again stops at once", err=True)

    with contextlib.suppress(ValueError):  # not the main thread: whoever runs us decides
        before = signal.signal(signal.SIGINT, stop)
        click.get_current_context().call_on_close(lambda: signal.signal(signal.SIGINT, before))
    return budget


def reports_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Decorate a verb so that everything raised on purpose ends in a message and a code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except CaseError as error:
            if kwargs.get("as_json"):
                print_json(problems_to_json(error))
            else:
                click.echo(str(error), err=True)
            sys.exit(EXIT_PROBLEMS)
        except IrenicError as error:
            if kwargs.get("as_json"):
                print_json({"error": str(error)})
            click.echo(f"irenic: {error}", err=True)
            codes = {UnknownName: EXIT_USAGE, LimitReached: EXIT_LIMIT}
            sys.exit(codes.get(type(error), EXIT_PROBLEMS))

    return run
