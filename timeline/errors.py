"""What can be wrong, as facts. One base, `TimelineError`; the text of each error is fit to print.

An error that stands for one thing wrong is one line. `AgreementError` and `ScheduleError` stand for
all that is wrong with one file or schedule, and are one line a fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.plain_text import plain, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# A list of more names than this helps nobody.
_MOST_LISTED = 20
# Among more names than this, looking for the nearest takes longer than anybody waits for a hint.
_MOST_COMPARED = 10_000

CALENDAR = "0001-01-01 to 9999-12-31"


class TimelineError(Exception):
    """Anything wrong with what was asked or given."""

    def __reduce__(self) -> tuple[Callable[..., TimelineError], tuple[object, ...]]:
        """Let the error be pickled, as a pool of processes does, whatever its constructor takes."""
        return _restored, (type(self), str(self), vars(self))


def _restored(
    kind: type[TimelineError], text: str, attributes: Mapping[str, object]
) -> TimelineError:
    """Return a pickled error as it was."""
    error = kind.__new__(kind, text)
    error.__dict__.update(attributes)
    return error


class CalendarEndError(TimelineError):
    """A day outside the calendar it is asked in, `days` saying how far that calendar is known."""

    def __init__(self, days: str = CALENDAR) -> None:
        super().__init__(f"leaves the calendar; expected a day from {days}")


class NoSuchDayError(TimelineError):
    """A day that its month does not have: written so, or counted so under the rule `reject`."""

    def __init__(self, month: str, day: int, expected: str) -> None:
        super().__init__(f"{month} has no day {day}; expected {expected}")


class ExpressionError(TimelineError):
    """A date expression that cannot be read or cannot be answered.

    `problem` says what was found and what is expected, apart from the `text` of the expression.
    """

    def __init__(self, text: str, problem: str) -> None:
        self.text = text
        self.problem = problem
        super().__init__(f"{quoted(text)}: {problem}")


class UnknownNameError(ExpressionError):
    """An expression, an option or an argument names something that the agreement does not hold."""

    def __init__(self, text: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        missed = "no milestone has this id" if text == name else f"{quoted(name)} is no milestone"
        super().__init__(text, f"{missed}; {nearest(name, known)}")


class UndatedError(ExpressionError):
    """An expression counts from a milestone that has no date yet."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        super().__init__(
            text, f"{name} has no date yet; expected one, as in --assume {name}=2020-02-29"
        )


class ImpreciseError(ExpressionError):
    """An expression stands for a span of days where one day is needed."""

    def __init__(self, text: str, days: str) -> None:
        super().__init__(text, f"stands for {days}, more than one day; expected a single day")


class CircleError(TimelineError):
    """Milestones that count from one another in a circle; `path` begins and ends with the same one."""

    def __init__(self, path: Sequence[str]) -> None:
        self.path = tuple(path)
        super().__init__(
            f"counts from itself: {_arrows(self.path)}; expected a milestone that does not"
        )


class ClockError(TimelineError):
    """The machine's clock is set to a day that cannot be told."""

    def __init__(self) -> None:
        super().__init__(
            "the machine's clock: set past 2262-04-11, the last day that can be told; expected today's date"
        )


class UnknownZoneError(TimelineError):
    """A time zone that the zone database does not hold."""

    def __init__(self, zone: str, known: Iterable[str]) -> None:
        super().__init__(
            f"{quoted(zone)}: not a time zone; {nearest(zone, known, 'expected one such as Asia/Kabul')}"
        )


class UnknownAgreementError(TimelineError):
    """A name that is none of the agreements that come along."""

    def __init__(self, name: str, bundled: Sequence[str]) -> None:
        super().__init__(
            f"{quoted(name)}: not an agreement that comes along; expected {', '.join(bundled)}, "
            "or a path, which holds a slash or ends in .toml"
        )


class NoLevelsError(TimelineError):
    """A drawdown is asked about in an agreement that has none."""

    def __init__(self) -> None:
        super().__init__("no levels in it; expected a [drawdown] with a unit and a baseline")


class MissingLibraryError(TimelineError):
    """The libraries that only some answers need are not all installed; `answer` is what needs them."""

    def __init__(self, answer: str, *libraries: str) -> None:
        super().__init__(
            f"{answer} needs {' and '.join(libraries)}: pip install {' '.join(libraries)}"
        )


class UnreadableFileError(TimelineError):
    """A file that cannot be opened or read."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{plain(path)}: {why}; expected a readable agreement file")


class AgreementError(TimelineError):
    """Every fault of one agreement file: `lines` holds one line a fault, each naming the file."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


class Failure(Struct, frozen=True):
    """A milestone, or `signed`, whose date cannot be counted, and why; `assumed` if it was assumed."""

    id: str
    error: ExpressionError
    assumed: bool = False

    def __str__(self) -> str:
        """Return the id and what is wrong as one line."""
        return f"{'assumed ' if self.assumed else ''}{self.id}: {self.error}"


class ScheduleError(TimelineError):
    """Milestones that cannot be dated: `failures` says which and why."""

    def __init__(self, failures: Iterable[Failure]) -> None:
        self.failures = tuple(failures)
        super().__init__("\n".join(map(str, self.failures)))


def nearest(name: str, known: Iterable[str], otherwise: str = "expected one that is known") -> str:
    """Return what was expected in place of `name`: the nearest of `known`, all of a few, or `otherwise`.

    >>> nearest("drawdwn", ["drawdown", "withdrawal"])
    'did you mean drawdown?'
    >>> nearest("x", ["drawdown", "withdrawal"])
    'expected drawdown, withdrawal'
    """
    # Only an error needs it, so only an error pays for its import.
    from difflib import get_close_matches

    candidates = list(known)
    if len(candidates) > _MOST_COMPARED:
        return otherwise
    close = get_close_matches(name[:100].lower(), candidates, n=1)
    if close:
        return f"did you mean {shortened(close[0])}?"
    if not candidates or len(candidates) > _MOST_LISTED:
        return otherwise
    return shortened(f"expected {', '.join(map(shortened, candidates))}", 600)


def _arrows(path: Sequence[str], ends: int = 3) -> str:
    """Return the path with arrows, its middle counted rather than listed when it is long."""
    path = [shortened(name) for name in path]
    hidden = len(path) - 2 * ends
    if hidden > 1:
        path = [*path[:ends], f"… {hidden} more …", *path[-ends:]]
    return " -> ".join(path)
