"""A real browser without a window, and pages opened in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
# The browser makes no requests itself, so that each request seen is one of the page.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)


def opened(
    browser: Browser,
    path: Path,
    *,
    width: int = 1000,
    scheme: str = "light",
    address: str = "",
    scripts: bool = True,
) -> Page:
    """Return the page, opened; it logs nothing, opens no dialog, and requests only itself."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scripts,
        timezone_id="America/New_York",
    )
    page = context.new_page()
    events: list[str] = []
    page.on("console", lambda message: events.append(message.text))
    page.on("pageerror", lambda error: events.append(str(error)))
    page.on("dialog", lambda dialog: events.append(dialog.message))
    page.on("request", lambda request: events.append(request.url))
    page.goto(path.as_uri() + address)
    assert events == [path.as_uri()]
    return page
