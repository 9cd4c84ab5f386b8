"""The patterns: what a clause can say, and the expression that it means."""

from __future__ import annotations

from msgspec import Struct

from timeline.dates.counting import StartDay
from timeline.reading.templates import Template

_LIMITS = (
    "within | within a period of | within a period not exceeding | within a maximum of"
    " | within a maximum period of | within a time limit of | within at most | within no more than"
)

_UNTIL = (
    "no later than | not later than | on or before | until | up to | up to and including"
    " | until and including | not after | at the latest by"
)

# The phrases of a group mean the same.
GROUPS = {
    # The day named is not counted.
    "after": "after | following | from | subsequent to | as from | counting from | calculated from",
    # The day named is counted.
    "beginning": (
        "beginning on | beginning with | beginning at | commencing on | commencing with | starting on"
        " | starting with | from and including"
    ),
    # Neither end is counted.
    "least": "at least | not less than | no less than | not fewer than | no fewer than",
    # The day named is the last one, and is counted.
    "until": _UNTIL,
    "by": f"by | through | {_UNTIL}",
    # These say nothing about the days at the ends.
    "limit": _LIMITS,
    "within": (
        f"{_LIMITS} | in | during | for | in a period of | for a period of | during a period of"
        " | over a period of | in the course of | no later than | not later than | not more than"
        " | no more than | at the latest"
    ),
    "latest": "no later than | not later than | at the latest | on or before",
    "before": "before | prior to",
    "on": (
        "on | upon | as of | as from | with effect from | effective | effective from | effective on"
        " | beginning on | starting on | commencing on"
    ),
    "first": "first | initial",
    # These count from a day that the clause does not name.
    "next": "next | remaining | subsequent | following | coming | ensuing | succeeding",
    "timetable": (
        "timetable | timeline | schedule | period | transition | transition period | deadline"
        " | time limit | term | timeframe | time frame | window | phase"
    ),
    "expiry": (
        "the expiration of | the expiry of | the end of | expiration of | expiry of | the lapse of"
    ),
    "monthsafter": "following | after | next following | immediately following | that follows",
    "unit": "day | week | month | year",
    "ending": "at the latest | at latest",
}


class Pattern(Struct, frozen=True, kw_only=True):
    """A template, and the expression that it means, with the names of slots in braces.

    `start_day` is the rule that the words choose, None if they choose none. `unless` is another rule
    that they leave open. A pattern that is `whole` must be the whole clause. `also` is a second
    expression that the words can mean as well. `every` is the period of a duty that recurs. A pattern
    that is `contextual` needs an anchor that the clause does not name.
    """

    template: Template
    expression: str
    start_day: StartDay | None = None
    unless: StartDay | None = None
    whole: bool = False
    also: str | None = None
    every: str | None = None
    contextual: bool = False


def _pattern(
    template: str,
    expression: str,
    start_day: StartDay | None = None,
    *,
    unless: StartDay | None = None,
    whole: bool = False,
    also: str | None = None,
    every: str | None = None,
    contextual: bool = False,
) -> Pattern:
    return Pattern(
        template=Template(template, GROUPS),
        expression=expression,
        start_day=start_day,
        unless=unless,
        whole=whole,
        also=also,
        every=every,
        contextual=contextual,
    )


_OUT, _IN, _CLEAR = StartDay.EXCLUDED, StartDay.INCLUDED, StartDay.CLEAR

_SPAN = "[{within}] [the] [{first}] [(a|the) [transitional] period of] PERIOD"
_TABLE = "[{within}] (a|an|the) [{first}] PERIOD {timetable}"
_FIRST = "[on|from] [the] first day of the"
_LAST = "[on|by|at] the (last day|end) of the"
_MONTH = "[calendar] month {monthsafter} [(the month|that) (in which|during which|of)] ANCHOR"
_IN_WHICH = "(in which|of) ANCHOR"

PATTERNS = (
    # A period after a day
    _pattern(f"{_SPAN} {{after}} ANCHOR [{{ending}}]", "{ANCHOR} + {PERIOD}", _OUT),
    _pattern(f"{_TABLE} {{after}} ANCHOR", "{ANCHOR} + {PERIOD}", _OUT),
    _pattern(f"{_SPAN} of ANCHOR [{{ending}}]", "{ANCHOR} + {PERIOD}", unless=_IN),
    _pattern(f"{_SPAN} {{beginning}} ANCHOR", "{ANCHOR} + {PERIOD}", _IN),
    _pattern(f"{_TABLE} {{beginning}} ANCHOR", "{ANCHOR} + {PERIOD}", _IN),
    _pattern(
        "(on|upon|at|from|with effect from|by) {expiry} [a period of] PERIOD ({after}|of) ANCHOR",
        "{ANCHOR} + {PERIOD}",
        _OUT,
    ),
    _pattern(
        "after {expiry} [a period of] PERIOD ({after}|of) ANCHOR",
        "{ANCHOR} + {PERIOD}",
        _OUT,
        also="{ANCHOR} + {PERIOD} + 1 day",
    ),
    # A period from a day that the clause does not name: in a sentence only where it limits what is done
    _pattern("{limit} [the] [{first}] PERIOD [{ending}]", "{IMPLIED} + {PERIOD}", unless=_IN),
    _pattern("(in|during|over) the {first} PERIOD", "{IMPLIED} + {PERIOD}", unless=_IN),
    _pattern("(a|an) [{first}] PERIOD {timetable}", "{IMPLIED} + {PERIOD}", unless=_IN),
    _pattern(
        "({within}|over|over the course of) the {next} PERIOD",
        "{IMPLIED} + {PERIOD}",
        unless=_IN,
        contextual=True,
    ),
    _pattern("[{within}] [the] [{first}] PERIOD", "{IMPLIED} + {PERIOD}", unless=_IN, whole=True),
    _pattern(_TABLE, "{IMPLIED} + {PERIOD}", unless=_IN, whole=True),
    _pattern("[a|the] [{first}] period of PERIOD", "{IMPLIED} + {PERIOD}", unless=_IN, whole=True),
    # A period before a day
    _pattern("{least} PERIOD {before} ANCHOR", "{ANCHOR} - {PERIOD}", _CLEAR),
    _pattern("[{latest}] PERIOD {before} ANCHOR", "{ANCHOR} - {PERIOD}", unless=_CLEAR),
    # A day that is numbered
    _pattern("[on|by|from|as from] the ORDINAL day {after} ANCHOR", "{ANCHOR} + {DAYS}", _OUT),
    _pattern("[on] the ORDINAL day {before} ANCHOR", "{ANCHOR} - {DAYS}", _OUT),
    _pattern("[on|from] the day {after} ANCHOR", "{ANCHOR} + 1 day", _OUT),
    _pattern("[on|by] the day ({before}|preceding) ANCHOR", "{ANCHOR} - 1 day", _OUT),
    # The first and the last day of a month
    _pattern(
        f"{_FIRST} [calendar] month {{monthsafter}} [{{expiry}}] [a period of] PERIOD ({{after}}|of) ANCHOR",
        "{ANCHOR} + {PERIOD}, first of next month",
        _OUT,
    ),
    _pattern(
        f"{_FIRST} [calendar] month {{monthsafter}} the ORDINAL day {{after}} ANCHOR",
        "{ANCHOR} + {DAYS}, first of next month",
        _OUT,
    ),
    _pattern(f"{_FIRST} {_MONTH}", "{ANCHOR}, first of next month"),
    _pattern(f"{_FIRST} ORDINAL {_MONTH}", "{ANCHOR}{MONTHS}, first of next month", _OUT),
    _pattern(f"{_LAST} ORDINAL {_MONTH}", "{ANCHOR} + {LATER}, end of month", _OUT),
    _pattern(f"{_LAST} {_MONTH}", "{ANCHOR} + 1 month, end of month", _OUT),
    _pattern(f"{_LAST} [calendar] month {_IN_WHICH}", "{ANCHOR}, end of month"),
    _pattern(f"{_LAST} [calendar] quarter {_IN_WHICH}", "{ANCHOR}, end of quarter"),
    _pattern(f"{_LAST} [calendar] year {_IN_WHICH}", "{ANCHOR}, end of year"),
    # Dates
    _pattern("{by} DAY [{ending}]", "{DAY}"),
    _pattern("{by} MONTH [{ending}]", "{MONTH}"),
    _pattern("({by}|at) [the] end of MONTH", "{LAST}"),
    _pattern("[on] the last day of MONTH", "{LAST}"),
    _pattern("{before} DAY", "before {DAY}"),
    _pattern("{before} MONTH", "before {MONTH}"),
    _pattern("{before} the end of MONTH", "{LAST}", also="before {LAST}"),
    _pattern("{on} DAY", "{DAY}"),
    _pattern("(in|during) MONTH", "{MONTH}"),
    _pattern("DAY", "{DAY}", whole=True),
    _pattern("MONTH", "{MONTH}", whole=True),
    _pattern("between DAY and UNTIL", "{DAY}/{UNTIL}"),
    _pattern("from DAY (to|until|through|up to) UNTIL", "{DAY}/{UNTIL}"),
    # The anchor itself: in a sentence, "by notification" is how, and "on withdrawal" about what
    _pattern("({on}|{by}) ANCHOR", "{ANCHOR}", whole=True),
    _pattern("{on} OCCASION", "{OCCASION}"),
    _pattern("(by|through) DATED", "{DATED}"),
    _pattern("{until} ANCHOR", "{ANCHOR}"),
    _pattern("{before} ANCHOR", "before {ANCHOR}"),
    # A duty that recurs
    _pattern("[once] every PERIOD {after} ANCHOR", "{ANCHOR} + {PERIOD}", _OUT, every="{PERIOD}"),
    _pattern("[once] every PERIOD", "{IMPLIED} + {PERIOD}", unless=_IN, every="{PERIOD}"),
    _pattern("at intervals of PERIOD", "{IMPLIED} + {PERIOD}", unless=_IN, every="{PERIOD}"),
    _pattern("[once] every {unit}", "{IMPLIED} + {EACH}", unless=_IN, every="{EACH}"),
)
