"""`timeline schema`: the JSON Schema of agreement files."""

from __future__ import annotations

import click

from timeline.commands.answer import Answer
from timeline.schema import agreement_schema


@click.command
def schema() -> Answer:
    """The JSON Schema of agreement files, for editors.

    \b
    Examples:
      timeline schema > agreement.schema.json
    """
    from timeline.render.json import document

    return Answer(document(agreement_schema()))
