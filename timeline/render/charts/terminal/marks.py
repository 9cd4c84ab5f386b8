"""What stands for what on a chart of characters."""

from __future__ import annotations

from msgspec import Struct


class Marks(Struct, frozen=True, kw_only=True):
    """One character each. Their shapes differ, so that colour only repeats what they say.

    `falls` are the corners of a step down: above, below, and what joins them; `rises` of a step up.
    """

    due: str
    happened: str
    both: str
    window: str
    window_first: str
    window_last: str
    slip: str
    on: str
    axis: str
    tick: str
    flat: str
    falls: str
    rises: str
    pace: str
    observed: str


UNICODE = Marks(
    due="◆",
    happened="●",
    both="◉",
    window="─",
    window_first="├",
    window_last="┤",
    slip="┄",
    on="│",
    axis="─",
    tick="┬",
    flat="━",
    falls="┓┗┃",
    rises="┏┛┃",
    pace="·",
    observed="○",
)
ASCII = Marks(
    due="#",
    happened="o",
    both="@",
    window="=",
    window_first="[",
    window_last="]",
    slip="~",
    on="|",
    axis="-",
    tick="+",
    flat="=",
    falls="++!",
    rises="++!",
    pace=".",
    observed="O",
)
