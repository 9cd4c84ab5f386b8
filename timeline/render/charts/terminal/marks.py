"""The characters of a chart in a terminal."""

from __future__ import annotations

from msgspec import Struct

from timeline.render.charts.bars import Sign


class Marks(Struct, frozen=True, kw_only=True):
    """The marks. Their shapes differ, so that no meaning depends on colour alone.

    Each is one character, but `falls` and `rises`, of the ceiling and of the observed levels, are three:
    the upper and the lower corner of a step down or up, and the line between them.
    """

    first_plan: str
    moved: str
    due: str
    event: str
    void: str
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

    def of(self, sign: Sign) -> str:
        """Return the character of a mark on one day."""
        found = {
            Sign.FIRST_PLAN: self.first_plan,
            Sign.DUE: self.due,
            Sign.EVENT: self.event,
            Sign.VOID: self.void,
            Sign.OBSERVED: self.observed,
        }
        return found.get(sign, self.happened)


UNICODE = Marks(
    first_plan="◇",
    moved="┈",
    due="◆",
    event="▲",
    void="×",
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
    first_plan="&",
    moved=":",
    due="#",
    event="^",
    void="x",
    happened="o",
    both="@",
    window="=",
    window_first="[",
    window_last="]",
    slip="~",
    undone="~",
    undone_end=">",
    signed="S",
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
