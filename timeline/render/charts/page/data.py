"""What the script of a page reads: the order of its rows, and the files that it can save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.charts.page.parts import Count, Part, Piece, ShownDay, number, parts
from timeline.render.formats import csv, json
from timeline.render.listing import Listing, Row
from timeline.render.listings import milestones

if TYPE_CHECKING:
    from datetime import date

    from timeline.render.charts.page.history import History


def data(name: str, history: History, on: date, *, with_rows: bool) -> dict[str, object]:
    """Return what the script needs besides the page itself: what it can save, and the order of rows.

    The rows of files are parts: each is the day from which it holds, and its pieces. There are none
    unless `with_rows`.
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
            dated.milestone.id: {"row": row, **_saved(name, history, dated.milestone.id)}
            for row, lane in (history.lanes.items() if with_rows else ())
            for dated in lane
        },
    }


def _saved(name: str, history: History, milestone: str) -> dict[str, object]:
    """Return a milestone as it is saved in each format."""
    spans = history.spans_of(milestone)

    def as_json(day: date) -> str:
        return json.encode(_listing(name, history, milestone, day).rows[0].values)

    def as_csv(day: date) -> str:
        found = csv.render([_listing(name, history, milestone, day)])
        return found.partition("\n")[2].rstrip("\n")

    return {"json": _script(parts(spans, as_json)), "csv": _script(parts(spans, as_csv))}


def _listing(name: str, history: History, milestone: str, day: date) -> Listing:
    """Return the milestone on a day as a listing of one row, for files.

    It has no heading, which would need the status of every milestone.
    """
    state, known = history.state(milestone, day), history.known(day)
    event = milestones.event(name, known.agreement, state, state.dated.due)
    return Listing(
        envelope=milestones.envelope(name, known, day),
        name="milestones",
        title=known.agreement.title,
        keys=milestones.KEYS,
        heading=(),
        columns=(),
        rows=[Row(milestones.values(state, known), (), event)],
    )


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
