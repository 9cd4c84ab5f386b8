"""The colours of pictures, told apart by people who see few colours too.

They are those of Okabe and Ito ("Color Universal Design", 2008), light enough for a dark ground in the
dark theme. Shapes say the same.
"""

from __future__ import annotations

from msgspec import Struct


class Theme(Struct, frozen=True):
    """A colour for each part of a picture. No two are the same, so that a page can replace them."""

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
