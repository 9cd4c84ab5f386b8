"""The colours of images, which people with colour blindness can distinguish too.

They are those of Okabe and Ito ("Color Universal Design", 2008), made lighter in the dark theme. The
shapes of marks have the same meaning.
"""

from __future__ import annotations

from msgspec import Struct


class Theme(Struct, frozen=True):
    """A colour for each part of an image. All are different, so that a page can replace each."""

    paper: str
    ink: str
    faint: str
    quiet: str
    due: str
    met: str
    wrong: str


LIGHT = Theme(
    paper="#ffffff",
    ink="#1b1b1b",
    faint="#d5d5d5",
    quiet="#595959",
    due="#0072b2",
    met="#007a58",
    wrong="#b34700",
)
DARK = Theme(
    paper="#16181c",
    ink="#f0f0f0",
    faint="#44474d",
    quiet="#b4b8bf",
    due="#56b4e9",
    met="#2fc79b",
    wrong="#f0a04b",
)
