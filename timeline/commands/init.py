"""`timeline init`: write a first agreement file."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.results import File, Result
from timeline.files.loading import STANDARD_INPUT, bundled_names, is_path
from timeline.files.start import first_file
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from timeline.render.terminal import Terminal


@click.command(cls=Command)
@click.option(
    "--from",
    "source",
    metavar="NAME",
    type=click.Choice(bundled_names()),
    help="Copy this bundled agreement instead.",
)
@click.argument("file", metavar="FILE", type=click.Path(readable=False))
@click.pass_obj
def init(terminal: Terminal, file: str, source: str | None) -> Result:
    """Write an agreement file to start from, with a comment on each common key.

    \b
    Examples:
      timeline init my.toml
      timeline init copy.toml --from geneva-1988

    FILE must not exist; it is never replaced. `-` prints the text instead.
    """
    text = first_file(source)
    if file == STANDARD_INPUT:
        return Result(text.decode())
    if not is_path(file):
        raise click.UsageError(f"FILE: {quoted(file)}: use a name that ends in .toml")
    name = quote(file)
    next_steps = (f"written; try: timeline -a {name}", f"and: timeline validate {name}")
    notes = next_steps if terminal.width is not None else ()
    return Result("", notes=notes, file=File(file, text, option="FILE", replaces=False))
