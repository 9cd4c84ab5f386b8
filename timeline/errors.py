"""The errors of the package. All derive from `TimelineError`, and `str(error)` can be printed as is.

The text of an error is one line, except that `AgreementError` and `ScheduleError` have one line for
each fault of a file or a schedule. A line names the place, then what was found there, then what to
write instead where that helps.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.plain_text import plain, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

# An error lists no more names than this: a longer list is not read.
_MOST_LISTED = 20
# Among more names than this, finding the nearest takes too long for an error message.
_MOST_COMPARED = 10_000

CALENDAR = "0001-01-01 to 9999-12-31"


class TimelineError(Exception):
    """The base class of all errors of the package."""

    def __reduce__(self) -> tuple[Callable[..., TimelineError], tuple[object, ...]]:
        """Support pickling, which a process pool needs, whatever arguments the constructor takes."""
        return _restored, (type(self), str(self), vars(self))


def _restored(
    kind: type[TimelineError], text: str, attributes: Mapping[str, object]
) -> TimelineError:
    """Return the error that was pickled."""
    error = kind.__new__(kind, text)
    error.__dict__.update(attributes)
    return error


class CountingError(TimelineError):
    """The base class of the errors of a count: it has no result under its rules."""


class CalendarEndError(CountingError):
    """A date outside the range `days` that a calendar supports."""

    def __init__(self, days: str = CALENDAR) -> None:
        super().__init__(f"outside the supported range, {days}")


class NoSuchDayError(CountingError):
    """A day that its month does not have: in a date of a calendar, or in a count under `reject`."""


class IncompatibleRulesError(CountingError):
    """Counting rules that no law combines, used together."""


class ExpressionError(TimelineError):
    """A date expression that cannot be parsed or evaluated.

    `text` is the expression, and `problem` is the message without it. Without a problem, `text` is the
    whole message: Polars raises an error of a function again, from nothing but its message.
    """

    def __init__(self, text: str, problem: str | None = None) -> None:
        self.text = text
        self.problem = text if problem is None else problem
        super().__init__(text if problem is None else f"{quoted(text)}: {problem}")


class UnreadClauseError(TimelineError):
    """A clause in English that cannot be read, or that can be read in several ways, a line for each.

    `problem` is the message without the clause. `readings` are the expressions, if there are several.
    """

    def __init__(self, lines: Sequence[str], problem: str, readings: Sequence[str] = ()) -> None:
        self.problem = problem
        self.readings = tuple(readings)
        super().__init__("\n".join(lines))


class ClosedDaysError(TimelineError):
    """Faults of a list of closed days, a line each.

    `faults` has each of them with the position of its entry, or None for the whole list.
    """

    def __init__(self, faults: Iterable[tuple[int | None, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(line for _, line in self.faults))


class UnknownNameError(ExpressionError):
    """An expression, an option or an argument with a name that the agreement does not define."""

    def __init__(self, text: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        unknown = "unknown milestone" if text == name else f"unknown milestone {quoted(name)}"
        super().__init__(text, f"{unknown}; {nearest(name, known)}")


class RecurringDutyError(ExpressionError):
    """A recurring duty, or an occurrence that it does not have, used where an occurrence is needed.

    `occurrences` are the ids of its occurrences, None if they are not known.
    """

    def __init__(self, text: str, duty: str, occurrences: Sequence[str] | None = None) -> None:
        self.duty = duty
        if occurrences is None:
            which = f"; use an occurrence, such as {duty}-1"
        else:
            which = f": {' to '.join([*occurrences[:1], *occurrences[1:][-1:]]) or 'no occurrence'}"
        super().__init__(text, f"{duty} is a recurring duty{which}")


class UndatedError(ExpressionError):
    """An expression counts from a milestone that has no date yet."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        super().__init__(
            text, f"{name} has no date yet; assume one, for example --assume {name}=2020-02-29"
        )


class ImpreciseError(ExpressionError):
    """An expression that means several days, used where one day is needed."""

    def __init__(self, text: str, first: date, last: date) -> None:
        super().__init__(text, f"more than one day, {first} to {last}; use one, such as {last}")


class ColumnError(TimelineError, ValueError):
    """A row of a column of days without a due date.

    `index` is the row's place in each dimension of the array, and `problem` the message without it. Both
    are empty in an error that Polars raises again, as it does from nothing but the message.
    """

    def __init__(self, message: str, index: tuple[int, ...] = (), problem: str = "") -> None:
        self.index = index
        self.problem = problem
        super().__init__(message)


class CircleError(TimelineError):
    """Milestones that count from one another in a circle.

    `path` lists their ids, and begins and ends with the same one.
    """

    def __init__(self, path: Sequence[str]) -> None:
        self.path = tuple(path)
        super().__init__(f"circular reference: {_arrows(self.path)}")


class ClockError(TimelineError):
    """The system clock is later than the latest date supported."""

    def __init__(self) -> None:
        super().__init__(
            "system clock: later than 2262-04-11, the latest date supported; set it to the current date"
        )


class UnknownZoneError(TimelineError):
    """A time zone that is not in the time zone database."""

    def __init__(self, zone: str, known: Iterable[str]) -> None:
        super().__init__(
            f"{quoted(zone)}: unknown time zone; {nearest(zone, known, 'use a name such as Asia/Kabul')}"
        )


class UnknownAgreementError(TimelineError):
    """A name that is not the name of a bundled agreement."""

    def __init__(self, name: str, bundled: Sequence[str]) -> None:
        super().__init__(
            f"{quoted(name)}: unknown agreement; a path must contain a slash or end in .toml; "
            f"{nearest(name, bundled)}"
        )


class NoLevelsError(TimelineError):
    """An agreement without a drawdown, used where one is needed."""

    def __init__(self) -> None:
        super().__init__("no [drawdown] table; add one with a unit and a baseline")


class SeriesError(TimelineError):
    """A series of levels that an agreement does not have, or None where one of several is needed."""

    def __init__(self, name: str | None, known: Iterable[str]) -> None:
        if name is None:
            problem = "the levels are in several series; give the id of one: "
            super().__init__(problem + shortened(", ".join(known), 600))
        else:
            super().__init__(f"{quoted(name)}: unknown series; {nearest(name, known)}")


class MissingLibraryError(TimelineError):
    """An optional library that is not installed; `feature` is what needs it."""

    def __init__(self, feature: str, *libraries: str) -> None:
        self.feature = feature
        self.libraries = libraries
        super().__init__(
            f"{feature} needs {' and '.join(libraries)}: pip install {' '.join(libraries)}"
        )

    def at(self, place: str) -> MissingLibraryError:
        """Return the error with `place`, such as a file or a key, before its text."""
        return MissingLibraryError(f"{place}: {self.feature}", *self.libraries)


class UnreadableFileError(TimelineError):
    """A file that cannot be opened or read."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{plain(path)}: {why}")

    @classmethod
    def of(cls, path: str, error: OSError | ValueError) -> UnreadableFileError:
        """Return the error for one of the system, with its message.

        A path that contains NUL raises ValueError.
        """
        why = error.strerror if isinstance(error, OSError) else "invalid file name"
        return cls(path, why or "cannot be read")


class AgreementError(TimelineError):
    """All faults of one agreement file; `lines` has a line for each, which begins with the file."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


class Failure(Struct, frozen=True):
    """A milestone, or `signed`, whose date cannot be computed, and the error.

    `assumed` is true if the expression that failed was assumed, not the file's.
    """

    id: str
    error: ExpressionError
    assumed: bool = False

    def __str__(self) -> str:
        """Return the id and the error as one line."""
        return f"{'assumed ' if self.assumed else ''}{self.id}: {self.error}"


class ScheduleError(TimelineError):
    """Milestones whose dates cannot be computed; `failures` lists them with their errors."""

    def __init__(self, failures: Iterable[Failure]) -> None:
        self.failures = tuple(failures)
        super().__init__("\n".join(map(str, self.failures)))


@contextmanager
def prefix_errors(place: str) -> Iterator[None]:
    """Put `place`, such as an option, before each line of the text of any `TimelineError`."""
    try:
        yield
    except TimelineError as error:
        message = "\n".join(f"{place}: {line}" for line in str(error).splitlines())
        raise TimelineError(message) from None


@contextmanager
def needing(library: str, feature: str) -> Iterator[None]:
    """Raise `MissingLibraryError` if the library, which `feature` imports here, is not installed."""
    try:
        yield
    except ModuleNotFoundError:
        raise MissingLibraryError(feature, library) from None


def nearest(name: str, known: Iterable[str], otherwise: str = "check the spelling") -> str:
    """Return a hint for the unknown `name`: the most similar of the `known` names.

    A name of which `name` is the beginning is similar, if it is the only one. Where none is similar, the hint lists all names, or is `otherwise` if there are too many or none.

    >>> nearest("drawdwn", ["drawdown", "withdrawal"])
    'did you mean drawdown?'
    >>> nearest("x", ["drawdown", "withdrawal"])
    'choose from drawdown, withdrawal'
    """
    # Imported here because only errors need it.
    from difflib import get_close_matches

    candidates = list(known)
    if sum(map(len, candidates)) > _MOST_COMPARED:
        return otherwise
    lower = {one.lower(): one for one in reversed(candidates)}
    given = name[:100].lower()
    longer = [one for one in lower if given and one.startswith(given)]
    close = get_close_matches(given, lower, n=1) or (longer if len(longer) == 1 else [])
    if close:
        return f"did you mean {shortened(lower[close[0]])}?"
    if not candidates or len(candidates) > _MOST_LISTED:
        return otherwise
    return shortened(f"choose from {', '.join(map(shortened, candidates))}", 600)


def _arrows(path: Sequence[str], ends: int = 3) -> str:
    """Return the names joined by arrows; in a long path the middle ones are only counted."""
    path = [shortened(name) for name in path]
    hidden = len(path) - 2 * ends
    if hidden > 1:
        path = [*path[:ends], f"… {hidden} more …", *path[-ends:]]
    return " -> ".join(path)
