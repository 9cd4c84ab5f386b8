"""The chart as a self-contained web page, on which the day shown can be chosen."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import structs

from timeline.plain_text import plain
from timeline.render.charts.bars import legend
from timeline.render.charts.page.data import data
from timeline.render.charts.page.history import History
from timeline.render.charts.page.levels import Drawdown
from timeline.render.charts.page.markup import Page
from timeline.render.charts.page.parts import Part, parts
from timeline.render.charts.page.rows import LOOKS, Macros, Rows
from timeline.render.charts.picture.themes import DARK, LIGHT
from timeline.render.charts.picture.ticks import ticks
from timeline.render.listings.heading import counting_rules

if TYPE_CHECKING:
    from datetime import date

    from timeline.schedule.schedule import Schedule

_FOLDER = Path(__file__).parent
# Only these addresses become links; any other is shown as text.
_WEB = re.compile(r"https?://[^\s]+\Z")
# Text that is not wrapped.
_DAY = re.compile(r"(by )?[A-Z][a-z]{2} [0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
# A date within a text.
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})")
# So many characters of labels fit beside each other on the axis, also on a phone.
_LABELS = 36


def render(
    name: str, recorded: Schedule, on: date, *, with_timeline: bool, with_drawdown: bool
) -> bytes:
    """Return the page of the agreement called `name`, in UTF-8, as first shown: on the day `on`.

    It loads nothing from any server. Its script shows the parts that hold on the day that the reader
    chooses; without scripts it stays as it is. Equal arguments give equal bytes. Raises
    `NoLevelsError` if `with_drawdown` is true for an agreement without a drawdown.
    """
    history, page = History(recorded, on), Page(on)
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "plain": plain,
        "whole_dates": _whole_dates,
        "days": page.days,
        "text": page.text,
        "shown": page.shown,
    }
    environment.tests |= {"day": _DAY.match, "web_address": _WEB.match}
    macros = vars(environment.get_template("parts.html.jinja").module)
    rows = Rows(name, history, macros).rows(on) if with_timeline else []
    script, style = (_FOLDER / "page.js").read_text("utf-8"), _style()
    text = environment.get_template("page.html.jinja").render(
        agreement=recorded.agreement,
        about=parts(history.all_days, lambda day: macros["about"](history.heading(day))),
        rows=rows,
        legend=[(sign, LOOKS[sign]) for sign in legend(row.signs for row in rows)],
        rules=counting_rules(recorded),
        levels=Drawdown(history).part(on) if with_drawdown else None,
        sources=_sources(history, macros),
        ticks=[
            (history.place(tick.day), tick.label)
            for tick in ticks(history.first, history.last, _LABELS)
        ],
        ends=(history.first, history.last),
        days=history.days,
        signed=history.place(recorded.signed),
        on=history.place(on) if history.first <= on <= history.last else None,
        script=Markup(script),  # noqa: S704 - a file of this package
        style=Markup(style),  # noqa: S704 - likewise
        hashes=[_hash(each) for each in (script, style)],
        data=data(name, history, on, rows),
    )
    return text.encode()


def _sources(history: History, macros: Macros) -> list[Part]:
    """Return the sources, each on the days on which it is known."""
    return [
        Part(first, last, (macros["source"](source),))
        for source in history.recorded.agreement.sources
        for first, last in history.spans_of_source(source)
    ]


def _whole_dates(text: str) -> Markup:
    """Return a text as HTML in which no line ends within a date."""
    # The text is escaped, and a date has no character of HTML.
    return Markup(_DATE.sub(r'<span class="day">\1</span>', str(escape(plain(text)))))  # noqa: S704


def _style() -> str:
    """Return the style sheet, which begins with the colours of both themes."""
    light, dark = (
        "".join(f"--{name}: {colour}; " for name, colour in structs.asdict(theme).items())
        for theme in (LIGHT, DARK)
    )
    return (
        f":root {{ {light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
        + (_FOLDER / "page.css").read_text("utf-8")
    )


def _hash(text: str) -> str:
    """Return the hash by which a policy allows a script or a style sheet."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
