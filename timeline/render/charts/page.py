"""The chart as a page that stands alone: picture, table, the reason for each date, sources."""

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
from timeline.render.listings.explanation import parts
from timeline.schedule.explanation import explain
from timeline.schedule.readings import OtherRules

if TYPE_CHECKING:
    from timeline.render.charts.chart import Chart
    from timeline.render.listing import Section
    from timeline.schedule.agreement import Source
    from timeline.schedule.schedule import Schedule

# What a link may lead to; anything else is text.
_WEB = re.compile(r"https?://[^\s]+\Z")
# Neither text nor attributes of the picture hold a bare < or >.
_TAG = re.compile(r"<[^<>]*>")
# What is no good to read in two lines.
_DAY = re.compile(r"(by )?[A-Z][a-z]{2} [0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def render(chart: Chart, schedule: Schedule) -> bytes:
    """Return the page in UTF-8. It asks nothing of any server and runs no script.

    `chart` was made of `schedule`; the same two always give the same bytes.
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
        alternative=_in_words(chart),
        levels=chart.plan.levels(chart.on) if chart.plan else None,
        number=words.number,
        weekday=words.weekday,
        reasons={bar.id: _reason(schedule, bar.id, others) for bar in chart.bars if bar.due},
        rules={one.milestone.id: words.rule(one) for one in schedule.milestones.values()},
        conditions={one.id: one.condition for one in schedule.agreement.milestones},
        sources=schedule.agreement.sources,
        link=_link,
        light=structs.asdict(LIGHT),
        dark=structs.asdict(DARK),
    )
    return text.encode()


def _inline(chart: Chart) -> Markup:
    """Return the picture as an element of the page, its colours left to the page's style."""
    svg = picture(chart, "svg", bare=True).decode()
    svg = _TAG.sub(_recoloured, svg[svg.index("<svg") :])
    head = f'<svg role="img" aria-label="{escape(_in_words(chart))}"'
    # The library has escaped all text in it.
    return Markup(svg.replace("<svg", head, 1))  # noqa: S704


def _recoloured(tag: re.Match[str]) -> str:
    """Return a tag of the picture with the names of its colours."""
    text = tag[0]
    for name, colour in structs.asdict(LIGHT).items():
        text = text.replace(colour, f"var(--{name})")
    return text


def _in_words(chart: Chart) -> str:
    """Return what the picture shows, for those who do not see it; the table has the rest."""
    dated = sum(bar.due is not None for bar in chart.bars)
    said = [f"A time axis from {chart.first} to {chart.last}"]
    if chart.bars:
        said.append(f"{dated} of {len(chart.bars)} milestones on it")
    if chart.plan:
        said.append(f"the level of {plain(chart.plan.unit)} under it")
    return f"{', '.join(said)}. The table says the same in words."


def _reason(schedule: Schedule, name: str, others: OtherRules) -> list[Section]:
    """Return why a milestone is due when it is, as lines and tables."""
    return parts(schedule, explain(schedule, name, others), {})


def _link(source: Source) -> str | None:
    """Return the address of a source, None where it is no web address."""
    return source.url if source.url and _WEB.match(source.url) else None
