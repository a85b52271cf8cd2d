"""The ``irenic`` command: one verb a file; this file only gathers them."""

from __future__ import annotations

import click

from irenic import __version__
from irenic.cli.analyze import analyze
from irenic.cli.catalog import catalog
from irenic.cli.check import check
from irenic.cli.completion import completion
from irenic.cli.convert import convert
from irenic.cli.demo import demo
from irenic.cli.frontier import frontier
from irenic.cli.guarantees import guarantees
from irenic.cli.monitor import monitor
from irenic.cli.new import new
from irenic.cli.repair import repair
from irenic.cli.schema import schema
from irenic.cli.score import score
from irenic.cli.stability import stability
from irenic.cli.verify import verify
from irenic.cli.zone import zone

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="irenic")
def cli() -> None:
    """Analyse negotiations between several parties, exactly and with proof.

    CASE is a case file, a folder with a case.yaml, or the name of a catalogue case.

    \b
      irenic new harbour.yaml          start a case of your own
      irenic check harbour.yaml        list every mistake in it
      irenic analyze harbour.yaml --html
      irenic score harbour.yaml ministry-draft
      irenic catalog                   published cases to learn from

    Nothing is ever sent anywhere.  Exit codes: 0 fine, 1 the case has problems,
    2 wrong usage, 3 a limit was reached and the answer is partial.
    """


for _verb in (
    new,
    check,
    analyze,
    frontier,
    score,
    repair,
    zone,
    stability,
    guarantees,
    monitor,
    verify,
    convert,
    catalog,
    demo,
    schema,
    completion,
):
    cli.add_command(_verb)


def main() -> None:
    """Run the command line."""
    cli(prog_name="irenic")
