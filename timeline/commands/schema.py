"""`timeline schema`: print the JSON Schema of agreement files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.results import Result
from timeline.files.schema import agreement_schema

if TYPE_CHECKING:
    from timeline.render.terminal import Terminal


@click.command(cls=Command)
@click.pass_obj
def schema(terminal: Terminal) -> Result:
    """Print the JSON Schema of agreement files, for use in editors.

    \b
    Examples:
      timeline schema > agreement.schema.json
    """
    from timeline.render.formats.json import document

    return Result(document(agreement_schema(), terminal))
