"""The chart as a self-contained web page: picture, table, the explanation of each date, sources."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import structs

from timeline.plain_text import plain
from timeline.render import words
from timeline.render.charts.picture.drawing import render as picture
from timeline.render.charts.picture.themes import DARK, LIGHT
from timeline.render.listings import explanation
from timeline.schedule.explanation import explain
from timeline.schedule.readings import OtherRules

if TYPE_CHECKING:
    from timeline.render.charts.chart import Chart
    from timeline.render.listing import Section
    from timeline.schedule.agreement import Source
    from timeline.schedule.schedule import Schedule

# Only these addresses become links; any other is shown as text.
_WEB = re.compile(r"https?://[^\s]+\Z")
# The text and the attributes of the picture contain no unescaped < or >.
_TAG = re.compile(r"<[^<>]*>")
# Text that is not wrapped.
_DAY = re.compile(r"(by )?[A-Z][a-z]{2} [0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def render(chart: Chart, schedule: Schedule) -> bytes:
    """Return the page in UTF-8. It loads nothing from any server and runs no script.

    `chart` is the chart of `schedule`. Equal arguments give equal bytes.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    others = OtherRules(schedule)
    environment.filters["plain"] = plain
    environment.tests["day"] = _DAY.match
    text = environment.get_template("page.html.jinja").render(
        title=chart.heading[0],
        about=chart.heading[1:],
        chart=chart,
        picture=_inline(chart),
        levels=chart.plan.levels(chart.on) if chart.plan else None,
        number=words.number,
        weekday=words.weekday,
        due=words.due,
        reasons={bar.id: _reason(schedule, bar.id, others) for bar in chart.bars if bar.due},
        rules={name: words.rule(dated) for name, dated in schedule.milestones.items()},
        conditions={
            milestone.id: milestone.condition for milestone in schedule.agreement.milestones
        },
        times={milestone.id: milestone.at for milestone in schedule.agreement.milestones},
        sources=schedule.agreement.sources,
        link=_link,
        light=structs.asdict(LIGHT),
        dark=structs.asdict(DARK),
    )
    return text.encode()


def _inline(chart: Chart) -> Markup:
    """Return the picture as an SVG element whose colours come from the style of the page."""
    svg = picture(chart, "svg", bare=True).decode()
    svg = _TAG.sub(_recoloured, svg[svg.index("<svg") :])
    head = f'<svg role="img" aria-label="{escape(_in_words(chart))}"'
    # matplotlib has escaped all text in the picture.
    return Markup(svg.replace("<svg", head, 1))  # noqa: S704


def _recoloured(tag: re.Match[str]) -> str:
    """Return a tag of the picture with its colours replaced by CSS variables."""
    text = tag[0]
    for name, colour in structs.asdict(LIGHT).items():
        text = text.replace(colour, f"var(--{name})")
    return text


def _in_words(chart: Chart) -> str:
    """Return a description of the picture for people who cannot see it."""
    dated = sum(bar.due is not None for bar in chart.bars)
    parts = [f"A time axis from {chart.first} to {chart.last}"]
    if chart.bars:
        parts.append(f"{dated} of {len(chart.bars)} milestones on it")
    if chart.plan:
        parts.append(f"the level of {plain(chart.plan.unit)} below it")
    return f"{', '.join(parts)}. The table has the same data."


def _reason(schedule: Schedule, name: str, others: OtherRules) -> list[Section]:
    """Return the explanation of a milestone's date, as lines and tables."""
    return explanation.parts(schedule, explain(schedule, name, others), {})


def _link(source: Source) -> str | None:
    """Return the address of a source, None if it is not a web address."""
    return source.url if source.url and _WEB.match(source.url) else None
