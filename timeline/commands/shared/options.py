"""The options that commands share. They may stand before the command too, being the group's own.

After the command they are the command's. `handed_on` gives it those before it as its defaults, so that
its own win; of those that can be repeated it takes both, those before it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from timeline.commands.shared.suggestions import agreement_names, assumptions
from timeline.dates.calendars import Calendar
from timeline.dates.counting import MonthEnd, StartDay
from timeline.render.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def under(options: Sequence[Callable[..., Any]], command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command under the options, in their order."""
    for option in reversed(options):
        command = option(command)
    return command


def handed_on(group: click.Context, command: click.Command) -> dict[str, Any]:
    """Return what was given before the command, by name: the defaults of its options.

    Raises `click.UsageError` for an option that the command does not have.
    """
    given = [
        one
        for one in group.command.params
        if group.get_parameter_source(one.name or "") is ParameterSource.COMMANDLINE
        and one.name in group.params
    ]
    if not group.resilient_parsing:
        known = {one.name for one in command.params}
        for one in given:
            if one.name not in known:
                raise click.UsageError(f"{one.opts[-1]}: not an option of {command.name}")
    return {one.name or "": group.params[one.name or ""] for one in given if not one.multiple}


def read_once(*values: str) -> None:
    """Raise `click.UsageError` if more than one of the values is `-`: there is one standard input."""
    if values.count("-") > 1:
        raise click.UsageError(
            "-: given twice; expected it once, as standard input is read only once"
        )


def _before_the_variable(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return the value, or the one before the command if the value is from the environment."""
    source = context.get_parameter_source(option.name or "")
    if context.parent and source is ParameterSource.ENVIRONMENT:
        earlier: str = context.parent.params[option.name or ""]
        return earlier
    return value


def _after_those_before(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the values of an option that can be repeated, those before the command first."""
    earlier = context.parent.params[option.name or ""] if context.parent else ()
    return (*earlier, *values)


ASKING = (
    click.option(
        "-a",
        "--agreement",
        metavar="NAME|FILE|-",
        default="doha-2020",
        envvar="TIMELINE_AGREEMENT",
        show_default=True,
        show_envvar=True,
        callback=_before_the_variable,
        shell_complete=agreement_names,
        help="A bundled agreement, a file, or - for standard input.",
    ),
    click.option(
        "--on",
        metavar="EXPRESSION",
        default="today",
        envvar="TIMELINE_ON",
        show_default=True,
        show_envvar=True,
        callback=_before_the_variable,
        help="The day asked about; what happened later is not known on it.",
    ),
    click.option(
        "--tz", metavar="ZONE", help="Whose today, such as Asia/Kabul.  [default: the machine's]"
    ),
    click.option(
        "--assume",
        metavar="ID=EXPRESSION",
        multiple=True,
        callback=_after_those_before,
        shell_complete=assumptions,
        help="Take this as the date of a milestone, or of signed. Repeatable.",
    ),
    click.option(
        "--as-happened",
        is_flag=True,
        help="Count from the day a milestone was fulfilled, where it was.",
    ),
    click.option(
        "--start-day",
        type=click.Choice([rule.value for rule in StartDay]),
        help="Is the day of the event counted?  [default: as the file says]",
    ),
    click.option(
        "--month-end",
        type=click.Choice([rule.value for rule in MonthEnd]),
        help="What stands for a day that a month does not have?  [default: as the file says]",
    ),
    click.option(
        "--months-of",
        type=click.Choice([calendar.value for calendar in Calendar]),
        help="The months of which calendar are counted?  [default: as the file says]",
    ),
)

LISTING = (
    click.option(
        "-f",
        "--format",
        "format_name",
        type=click.Choice(list(FORMATS)),
        default="table",
        show_default=True,
        help="How to print it.",
    ),
    click.option(
        "--alarm",
        metavar="PERIOD",
        help="With --format ics: remind this long before, such as 7 days.",
    ),
)

CALENDAR = click.option(
    "--calendar",
    "calendars",
    type=click.Choice([Calendar.HIJRI.value, Calendar.SOLAR_HIJRI.value]),
    multiple=True,
    callback=_after_those_before,
    help="Add the day in that calendar. Repeatable.",
)
