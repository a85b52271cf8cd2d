"""``irenic completion``: completion for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from irenic.cli.common import json_option, print_json, reports_errors

__all__ = ["completion"]


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@json_option
@reports_errors
def completion(shell: str, as_json: bool) -> None:
    """Print a script that completes verbs, options and catalogue names.

    \b
    Example:
      irenic completion bash >> ~/.bashrc
      irenic completion zsh  >> ~/.zshrc
      irenic completion fish > ~/.config/fish/completions/irenic.fish
    """
    root = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    if kind is None:  # unreachable while the choices above are click's own
        raise click.UsageError(f"no completion for {shell}")
    script = kind(root, {}, "irenic", "_IRENIC_COMPLETE").source()
    if as_json:
        print_json({"shell": shell, "script": script})
    else:
        click.echo(script)
