"""`timeline validate`: every fault of agreement files."""

from __future__ import annotations

import click

from timeline import clock
from timeline.commands.answer import NO, WRONG, YES, Answer
from timeline.commands.shared_options import read_once
from timeline.commands.suggestions import agreement_names
from timeline.errors import (
    AgreementError,
    ScheduleError,
    UnknownAgreementError,
    UnreadableFileError,
)
from timeline.faults import Fault
from timeline.loading import load
from timeline.schedule import Premises, build_schedule
from timeline.stated import disagreements


@click.command
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=agreement_names)
def validate(files: tuple[str, ...]) -> Answer:
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
    return Answer("".join(f"{line}\n" for line in lines), status, tuple(unread))


def _faults(file: str) -> list[str]:
    """Return the faults of one file, each as a line."""
    try:
        schedule = build_schedule(load(file), Premises(today=clock.today()))
        return [fault.line(file) for fault in disagreements(schedule)]
    except AgreementError as error:
        return list(error.lines)
    except ScheduleError as error:
        return [Fault(path, problem).line(file) for path, problem in error.failed]
