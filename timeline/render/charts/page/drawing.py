"""The chart of an agreement as a self-contained web page, on which the day shown can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.charts.page.data import data
from timeline.render.charts.page.document import document
from timeline.render.charts.page.history import History
from timeline.render.charts.page.view import view
from timeline.schedule.spans import spans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from timeline.schedule.schedule import Schedule


def render(
    name: str, recorded: Schedule, on: date, series: Sequence[str], *, with_timeline: bool
) -> bytes:
    """Return the page of the agreement called `name`, in UTF-8, as first shown: on the day `on`.

    `series` are the ids of the series to draw. The script of the page shows the parts that hold on the
    day that the reader chooses; without scripts it stays as it is.
    """
    history = History(recorded, spans(recorded, on))
    return document(
        "page.html.jinja",
        recorded.agreement.title,
        [view(name, history, on, series, with_timeline=with_timeline)],
        ("marks.js", "page.js"),
        days=history.days,
        data=data(name, history, on, with_rows=with_timeline),
    )
