"""The options that commands share, which can be given before or after the command.

Before the command they are options of the group, after it options of the command. The values before
the command are the defaults of the command's options (see `options_before_command`), so that an
option after the command is used instead. The values of options that can be repeated are joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from timeline.commands.shared.command import GroupedOption
from timeline.commands.shared.suggestions import agreement_names, assumptions
from timeline.dates.calendars import Calendar
from timeline.dates.counting import MonthEnd, StartDay
from timeline.dates.rolling import Roll
from timeline.render.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def add_options(
    options: Sequence[Callable[..., Any]], command: Callable[..., Any]
) -> Callable[..., Any]:
    """Return the command with the options added, in their order."""
    for option in reversed(options):
        command = option(command)
    return command


def options_before_command(group: click.Context, command: click.Command) -> dict[str, Any]:
    """Return the values of the options given before the command, by name.

    They become the defaults of the command's options. Raises `click.UsageError` for an option that
    the command does not have.
    """
    given = [
        option
        for option in group.command.params
        if group.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
        and option.name in group.params
    ]
    if not group.resilient_parsing:
        known = {option.name for option in command.params}
        for option in given:
            if option.name not in known:
                raise click.UsageError(f"{option.opts[-1]}: not an option of {command.name}")
    return {
        option.name or "": group.params[option.name or ""]
        for option in given
        if not option.multiple
    }


def read_once(*values: str) -> None:
    """Raise `click.UsageError` if more than one value is `-`, which is standard input."""
    if values.count("-") > 1:
        raise click.UsageError("-: given more than once; standard input can be read only once")


def _prefer_before_command(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return the value, or the one given before the command if the value is from the environment."""
    source = context.get_parameter_source(option.name or "")
    if context.parent and source is ParameterSource.ENVIRONMENT:
        earlier: str = context.parent.params[option.name or ""]
        return earlier
    return value


def _join_repeated(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the values of an option that can be repeated, with those before the command first.

    Those of the environment, or the default, count only if none is on the command line.
    """
    name, typed = option.name or "", ParameterSource.COMMANDLINE
    if not context.parent or context.parent.get_parameter_source(name) is not typed:
        return values
    earlier: tuple[str, ...] = context.parent.params[name]
    return (*earlier, *values) if context.get_parameter_source(name) is typed else earlier


def _grouped(group: str, *names: str, **attributes: Any) -> Callable[..., Any]:
    """Return the decorator of an option that the help lists in the group."""
    return click.option(*names, cls=GroupedOption, group=group, **attributes)


_AGREEMENT, _DAY, _WHAT_IF = "Which agreement", "Which day", "What if"
_COUNTING = "How to count, if not as in the agreement"


def agreement_option(
    default: list[str] | Callable[[], list[str]], *, shown: str | bool
) -> Callable[..., Any]:
    """Return the decorator of `--agreement`, with the words for its default, or true to show it."""
    return _grouped(
        _AGREEMENT,
        "-a",
        "--agreement",
        metavar="NAME|FILE|FOLDER|-",
        type=click.Path(),  # the environment separates several as it does in PATH
        multiple=True,
        default=default,
        envvar="TIMELINE_AGREEMENT",
        show_default=shown,
        show_envvar=True,
        callback=_join_repeated,
        shell_complete=agreement_names,
        help="A bundled agreement, a file, the files of a folder, or - for standard input. Can be "
        "repeated.",
    )


AGREEMENT_OPTION = agreement_option(["doha-2020"], shown=True)

_ON_OPTION = _grouped(
    _DAY,
    "--on",
    metavar="EXPRESSION",
    default="today",
    envvar="TIMELINE_ON",
    show_default=True,
    show_envvar=True,
    callback=_prefer_before_command,
    help="Evaluate as of this date; later events are ignored.",
)

_SPAN_OPTIONS = (
    _grouped(
        _DAY,
        "--from",
        "first",
        metavar="EXPRESSION",
        help="The first day.  [default: the day of signing]",
    ),
    _grouped(
        _DAY,
        "--until",
        "last",
        metavar="EXPRESSION",
        help="The last day.  [default: the last deadline, or the last day on which something happened]",
    ),
)

_SCENARIO = (
    _grouped(
        _DAY,
        "--tz",
        metavar="ZONE",
        help='Time zone that determines "today", such as Asia/Kabul.  '
        "[default: the agreement's, or else the system's]",
    ),
    _grouped(
        _WHAT_IF,
        "--assume",
        metavar="ID=EXPRESSION",
        multiple=True,
        callback=_join_repeated,
        shell_complete=assumptions,
        help="Assume a date for a milestone, or for signed; +1 month shifts its own. Can be repeated.",
    ),
    _grouped(
        _WHAT_IF,
        "--as-happened",
        is_flag=True,
        help="If a milestone was fulfilled, count from that day instead of its deadline.",
    ),
    _grouped(
        _WHAT_IF,
        "--as-signed",
        is_flag=True,
        help="Leave out amendments: show the deadlines as they were signed.",
    ),
)


def counting_options(group: str) -> tuple[Callable[..., Any], ...]:
    """Return the options of the counting rules, which the help lists in the group."""
    return (
        _grouped(
            group,
            "--start-day",
            metavar="RULE",
            meanings={
                StartDay.EXCLUDED: "the trigger day is day 0: 14 days after a day",
                StartDay.INCLUDED: "the trigger day is day 1: 14 days beginning on it",
                StartDay.CLEAR: "neither end is counted: 14 clear days before a day",
            },
            help="Which ends of a period are counted.",
        ),
        _grouped(
            group,
            "--month-end",
            metavar="RULE",
            meanings={
                MonthEnd.CLAMP: "the month's last day",
                MonthEnd.STICKY: "as clamp; from a month's last day to a last day",
                MonthEnd.OVERFLOW: "the surplus days run into the next month",
                MonthEnd.REJECT: "an error",
            },
            help="Which day is meant if the month has no such day.",
        ),
        _grouped(
            group,
            "--months-of",
            metavar="CALENDAR",
            meanings={
                Calendar.GREGORIAN: "the Gregorian calendar",
                Calendar.SOLAR_HIJRI: "the civil calendar of Afghanistan and Iran",
                Calendar.HIJRI: "the lunar Hijri calendar of Umm al-Qura",
            },
            help="Which calendar's months are counted.",
        ),
        _grouped(
            group,
            "--roll",
            metavar="RULE",
            meanings={
                Roll.NONE: "the day stands, open or closed",
                Roll.FOLLOWING: "the next open day; a count back is left alone",
                Roll.ONWARD: "the next open day in the direction of the count",
            },
            help="Which day is meant if a count ends on a closed day.",
        ),
        _grouped(
            group,
            "--roll-fixed/--no-roll-fixed",
            default=None,
            help="Whether fixed dates roll too.",
        ),
        _grouped(
            group,
            "--closed",
            metavar="LIST",
            multiple=True,
            callback=_join_repeated,
            help="The closed days: weekdays, dates, intervals and holiday calendars, such as sat,sun,US. "
            "Lists are joined if it is repeated.",
        ),
    )


# Those of a query besides its agreements: about one day, or about a span of days.
_WITHOUT_DAY = (*_SCENARIO, *counting_options(_COUNTING))
DAY_QUERY_OPTIONS = (_ON_OPTION, *_WITHOUT_DAY)
SPAN_QUERY_OPTIONS = (*_SPAN_OPTIONS, *_WITHOUT_DAY)

QUERY_OPTIONS = (AGREEMENT_OPTION, *DAY_QUERY_OPTIONS)


def format_option(*names: str, text: str | None = None) -> Callable[..., Any]:
    """Return the decorator of `--format` with these formats, of which the first is the default.

    The usage lists them, or, without a `text`, the help does.
    """
    return click.option(
        "-f",
        "--format",
        "format_name",
        metavar=None if text else "FORMAT",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help=text or f"Output format: {', '.join(names)}.",
    )


FORMAT_OPTION = format_option(*FORMATS)

ALARM_OPTION = click.option(
    "--alarm",
    metavar="PERIOD",
    help="With --format ics: add a reminder this long before each date, such as 7 days.",
)

ALL_OPTION = click.option(
    "--all",
    "every_occurrence",
    is_flag=True,
    help="In a terminal, show every occurrence of recurring duties.",
)

# For the commands that print plain lines.
text_or_json = format_option("text", "json", text="Output format.")

CALENDAR_OPTION = click.option(
    "--calendar",
    "calendars",
    type=click.Choice([Calendar.HIJRI.value, Calendar.SOLAR_HIJRI.value]),
    multiple=True,
    callback=_join_repeated,
    help="Also show dates in this calendar. Can be repeated.",
)
