"""An HTML document that loads nothing: its templates, its style sheet, and its policy."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import structs

from timeline.plain_text import plain
from timeline.render.charts.picture.themes import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.render.charts.page.markup import Page
    from timeline.render.charts.page.rows import Macros
    from timeline.render.charts.page.view import View

_FOLDER = Path(__file__).parent
# Only these addresses become links; any other is shown as text.
_WEB = re.compile(r"https?://[^\s]+\Z")
# Text that is not wrapped.
_DAY = re.compile(r"(by )?[A-Z][a-z]{2} [0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
# A date within a text.
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})")


def document(
    template: str, title: str, views: Sequence[View], scripts: Sequence[str], **context: object
) -> bytes:
    """Return a document in UTF-8; `scripts` are the names of those files that are its script.

    It loads nothing from any server, and its policy allows its own script and style sheet alone. Equal
    arguments give equal bytes.
    """
    script = "".join((_FOLDER / name).read_text("utf-8") for name in scripts)
    style = _style()
    text = (
        _environment()
        .get_template(template)
        .render(
            title=title,
            views=views,
            script=Markup(script),  # noqa: S704 - files of this package
            style=Markup(style),  # noqa: S704 - likewise
            hashes=[_hash(each) for each in (script, style)],
            **context,
        )
    )
    return text.encode()


def macros(page: Page) -> Macros:
    """Return the macros of the texts that differ from day to day on a page."""
    return vars(_environment().get_template("parts.html.jinja").make_module({"page": page}))


@cache
def _environment() -> Environment:
    """Return the environment of the templates, which keeps them."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"plain": plain, "whole_dates": _whole_dates}
    environment.tests |= {"day": _DAY.match, "web_address": _WEB.match}
    return environment


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
