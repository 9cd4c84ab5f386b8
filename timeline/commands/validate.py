"""`timeline validate`: every fault of agreement files."""

from __future__ import annotations

import click

from timeline import clock
from timeline.commands.shared.options import read_once
from timeline.commands.shared.results import NO, WRONG, YES, Result
from timeline.commands.shared.suggestions import agreement_names
from timeline.errors import AgreementError, UnknownAgreementError, UnreadableFileError
from timeline.files.loading import load_schedule
from timeline.files.stated import disagreements
from timeline.schedule.schedule import Scenario


@click.command
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=agreement_names)
def validate(files: tuple[str, ...]) -> Result:
    """Every fault of agreement files, one a line.

    Exit 1 if there is any, else 0 and silence; 2 if a file cannot be read. Takes the names of
    agreements that come along too.

    \b
    Examples:
      timeline validate doha-2020
    """
    read_once(*files)
    lines, unread = [], []
    for file in files:
        try:
            lines += _faults(file)
        except (UnreadableFileError, UnknownAgreementError) as error:
            unread.append(str(error))
    status = WRONG if unread else NO if lines else YES
    return Result("".join(f"{line}\n" for line in lines), status, tuple(unread))


def _faults(file: str) -> list[str]:
    """Return the faults of one file, each as a line."""
    try:
        schedule = load_schedule(file, Scenario(today=clock.today()))
    except AgreementError as error:
        return list(error.lines)
    return [fault.line(file) for fault in disagreements(schedule)]
