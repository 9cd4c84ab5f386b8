"""`--format` and `--alarm`."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol

import click

from timeline.commands.shared.options import ALARM_OPTION, FORMAT_OPTION, add_options
from timeline.dates.periods import Period
from timeline.errors import TimelineError, prefix_errors
from timeline.plain_text import quoted
from timeline.render.formats import WITH_ALARMS, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal


class Show(Protocol):
    """A function from listings to text in the format asked for; see `timeline.render.formats.render`."""

    def __call__(self, *listings: Listing, several: bool = False) -> str: ...  # noqa: D102


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` to a command, which takes `show`, a function from listings to text."""
    return _format_options(command, FORMAT_OPTION)


def format_and_alarm_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` and `--alarm` to a command that lists deadlines, which takes `show`."""
    return _format_options(command, FORMAT_OPTION, ALARM_OPTION)


def _format_options(
    command: Callable[..., Any], *options: Callable[..., Any]
) -> Callable[..., Any]:
    """Return the command with the options, of which `--alarm` may be absent."""

    @wraps(command)
    def with_format(*args: Any, format_name: str, alarm: str | None = None, **options: Any) -> Any:
        terminal: Terminal = click.get_current_context().obj
        days = _alarm(alarm, format_name)

        def show(*listings: Listing, several: bool = False) -> str:
            return render(listings, format_name, terminal, days, several=several)

        return command(*args, show=show, **options)

    return add_options(options, with_format)


def _alarm(text: str | None, format_name: str) -> int | None:
    """Return how many days before an event its alarm is, None without an alarm."""
    if text is None:
        return None
    if format_name not in WITH_ALARMS:
        raise click.UsageError(
            f"--alarm: {format_name} has no alarms; use --format {' or '.join(WITH_ALARMS)}"
        )
    with prefix_errors("--alarm"):
        period = Period.parse(text)
        if period.months:
            message = f"{quoted(text)}: months differ in length; use days or weeks"
            raise TimelineError(message)
        if period.working_days:
            message = f"{quoted(text)}: working days are not supported; use days or weeks"
            raise TimelineError(message)
    return period.days
