"""What the script of a page reads: the order of its rows, and the files that it can save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.charts.page.parts import Count, Part, Piece, ShownDay, number, parts
from timeline.render.formats import json
from timeline.render.listings import milestones

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from timeline.render.charts.page.history import History
    from timeline.render.charts.page.rows import Row


def data(name: str, history: History, on: date, rows: Iterable[Row]) -> dict[str, object]:
    """Return what the script needs besides the page itself: what it can save, and the order of rows.

    The rows of files are parts: each is the day from which it holds, and its pieces.
    """
    envelope = parts(
        history.all_days,
        lambda day: json.encode(
            {
                "schema_version": json.SCHEMA_VERSION,
                **milestones.envelope(name, history.known(day), day),
            }
        ),
    )
    return {
        "name": name,
        "on": number(on),
        "zone": history.known(on).agreement.tz,
        "first": number(history.first),
        "last": number(history.last),
        "sliderStart": number(history.slider_start),
        "sliderEnd": number(history.slider_end),
        "order": [(number(day), names) for day, names in history.orders],
        "keys": ",".join(("agreement", "on", *milestones.KEYS)),
        "envelope": _script(envelope),
        "rows": {
            saved.id: {"row": row.id, "json": _script(saved.json), "csv": _script(saved.csv)}
            for row in rows
            for saved in row.saved
        },
    }


def _script(found: list[Part]) -> list[tuple[int, list[object]]]:
    """Return parts for the script: each with the day from which it holds."""
    return [(number(part.first), [_piece(piece) for piece in part.pieces]) for part in found]


def _piece(piece: Piece) -> object:
    """Return a piece for the script."""
    match piece:
        case Count(zero, down):
            return {"to" if down else "since": zero}
        case ShownDay():
            return {"shown": True}
    return piece
