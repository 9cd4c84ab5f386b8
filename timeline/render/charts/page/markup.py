"""HTML of the parts of a page, as first shown, with what the script needs to show another day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from markupsafe import Markup

from timeline.render.charts.page.parts import Count, Part, ShownDay, number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Dated(Protocol):
    """What is shown from one day to another."""

    @property
    def first(self) -> date:
        """The first day."""

    @property
    def last(self) -> date:
        """The last day."""


class Page:
    """Writes the parts of a page that is first shown as of the day `on`.

    `days` are the first and the last day that it can show.
    """

    def __init__(self, on: date, days: tuple[date, date]) -> None:
        self._on = on
        self._first, self._last = days

    def days(self, dated: Dated) -> Markup:
        """Return the attributes that say on which days something is shown, and hide it on others."""
        found = []
        if dated.first > self._first:
            found.append(f' data-from="{number(dated.first)}"')
        if dated.last < self._last:
            found.append(f' data-until="{number(dated.last)}"')
        if not dated.first <= self._on <= dated.last:
            found.append(" hidden")
        return Markup("".join(found))  # noqa: S704 - numbers

    def text(self, part: Part) -> Markup:
        """Return the text of a part, with an element for each piece that depends on the day."""
        day = min(max(part.first, self._on), part.last)
        found = []
        for piece in part.pieces:
            match piece:
                case Count(zero, down, unit):
                    name, days = "to" if down else "since", " data-unit" if unit else ""
                    found.append(f'<span data-{name}="{zero}"{days}>{piece.on(day)}</span>')
                case ShownDay(weekday):
                    name = "weekday" if weekday else "iso"
                    found.append(f'<span data-day="{name}">{piece.on(day)}</span>')
                case _:
                    found.append(piece)
        # A template has escaped the texts from files in it.
        return Markup("".join(found))  # noqa: S704

    def shown(self, parts: Iterable[Part], tag: str = "span") -> Markup:
        """Return parts, each in an element `tag`; parts without text are left out."""
        return Markup("").join(
            Markup("<{0}{1}>{2}</{0}>").format(tag, self.days(part), self.text(part))
            for part in parts
            if part.pieces != ("",)
        )
