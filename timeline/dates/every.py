"""The period after which a duty recurs."""

from __future__ import annotations

from timeline.dates.periods import Period
from timeline.errors import ExpressionError


class Every:
    """The period of a recurring duty, such as `90 days`; `text` is the period as written.

    Raises `ExpressionError` for text that is not a period, and for one without length.

    >>> Every("1.5 months").multiple(2)
    Period(months=3, days=0, working_days=0)
    >>> {Every("30 days"), Every("30 days")}, Every("30 days") == "30 days"
    ({Every('30 days')}, False)
    """

    __slots__ = ("text",)

    text: str

    def __init__(self, text: str) -> None:
        if Period.parse(text) == Period():
            raise ExpressionError(text, "zero-length period; use one such as 1 month")
        self.text = text

    def multiple(self, number: int) -> Period:
        """Return `number` times the period. Each number in its text is multiplied.

        Raises `ExpressionError` if the result is longer than the calendar.
        """
        return Period.parse(self.text, number)

    def __eq__(self, other: object) -> bool:
        """Compare the periods."""
        if not isinstance(other, Every):
            return NotImplemented
        return self.text == other.text

    def __hash__(self) -> int:
        """Return a hash that agrees with `__eq__`."""
        return hash(self.text)

    def __repr__(self) -> str:
        """Return the class and the text."""
        return f"Every({self.text!r})"
