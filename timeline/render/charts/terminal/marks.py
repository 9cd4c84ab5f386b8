"""The characters of a chart in a terminal."""

from __future__ import annotations

from msgspec import Struct


class Marks(Struct, frozen=True, kw_only=True):
    """The marks. Their shapes differ, so that no meaning depends on colour alone.

    Each is one character, but `falls` and `rises`, of the ceiling and of the observed levels, are three:
    the upper and the lower corner of a step down or up, and the line between them.
    """

    due: str
    happened: str
    both: str
    window: str
    window_first: str
    window_last: str
    slip: str
    undone: str
    undone_end: str
    signed: str
    on: str
    axis: str
    tick: str
    flat: str
    falls: str
    rises: str
    pace: str
    observed: str
    carried: str
    carried_falls: str
    carried_rises: str
    above: str


UNICODE = Marks(
    due="◆",
    happened="●",
    both="◉",
    window="─",
    window_first="├",
    window_last="┤",
    slip="┄",
    undone="╌",
    undone_end="▷",
    signed="△",
    on="│",
    axis="─",
    tick="┬",
    flat="━",
    falls="┓┗┃",
    rises="┏┛┃",
    pace="·",
    observed="○",
    carried="─",
    carried_falls="╮╰┆",
    carried_rises="╭╯┆",
    above="▒",
)
ASCII = Marks(
    due="#",
    happened="o",
    both="@",
    window="=",
    window_first="[",
    window_last="]",
    slip="~",
    undone="~",
    undone_end=">",
    signed="^",
    on="|",
    axis="-",
    tick="+",
    flat="=",
    falls="++!",
    rises="++!",
    pace=".",
    observed="O",
    carried="-",
    carried_falls="..:",
    carried_rises="..:",
    above="%",
)
