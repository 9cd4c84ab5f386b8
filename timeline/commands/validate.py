"""`timeline validate`: report the faults of agreement files."""

from __future__ import annotations

import click

from timeline import clock
from timeline.commands.shared.command import Command
from timeline.commands.shared.options import read_once
from timeline.commands.shared.progress import reading
from timeline.commands.shared.results import ERROR, NO, YES, Result
from timeline.commands.shared.selection import selection
from timeline.commands.shared.suggestions import agreement_names
from timeline.errors import (
    AgreementError,
    MissingLibraryError,
    UnknownAgreementError,
    UnreadableFileError,
)
from timeline.files.loading import load_schedule
from timeline.files.stated import disagreements
from timeline.schedule.schedule import Scenario


@click.command(cls=Command)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=agreement_names)
def validate(files: tuple[str, ...]) -> Result:
    """Report every fault in agreement files, one on each line.

    \b
    Examples:
      timeline validate doha-2020

    The exit status is 1 if there is a fault, and 2 if a file cannot be read. Without faults nothing
    is printed and the status is 0. FILE can also be a folder, or the name of a bundled agreement.
    """
    read_once(*files)
    selected = selection(files)
    lines, unread = [], list(selected.problems)
    for file in reading(selected.names):
        try:
            lines += _faults(file)
        except (UnreadableFileError, UnknownAgreementError, MissingLibraryError) as error:
            unread.append(str(error))
    status = ERROR if unread else NO if lines else YES
    return Result("".join(f"{line}\n" for line in lines), status, tuple(unread))


def _faults(file: str) -> list[str]:
    """Return the faults of one file, one line for each."""
    try:
        schedule = load_schedule(file, lambda found: Scenario(today=clock.today(found.tz)))
    except AgreementError as error:
        return list(error.lines)
    return [fault.line(file) for fault in disagreements(schedule)]
