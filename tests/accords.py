"""An agreement of one milestone of each status, and the drawing of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.drawing import Drawing
from tests.transcript import Transcript, in_process

ON = date(2020, 7, 10)
# One of each status, a day that has no tick, and an observation above the ceiling.
ACCORDS = """\
title = "The Accords"
signed = 2020-01-01

[drawdown]
unit = "soldiers"
baseline = 1000
observed = [
  { date = 2020-01-15, level = 980 },
  { date = 2020-03-10, level = 870 },
  { date = 2020-05-20, level = 550 },
  { date = 2020-06-30, level = 700 },
  { date = 2020-08-01, level = 500 },
]

[[milestone]]
id = "early"
title = "Out of the north"
due = 2020-03-01
fulfilled = 2020-02-20
level = 880
source = "accords"

[[milestone]]
id = "tardy"
title = "Out of the south"
due = 2020-04-01
fulfilled = 2020-05-10
level = 600
source = "protocol"

[[milestone]]
id = "missed"
title = "Bases handed over"
due = 2020-06-01

[[milestone]]
id = "between"
title = "Review"
due = "2020-09"
condition = "Both sides ask for it"

[[milestone]]
id = "last"
title = "All out"
due = "signed + 365 days"
level = 0
condition = "Peace is made"
clause = "Art. 4"
published = [{ date = 2021-01-01, by = "A newspaper" }]
fulfilled = 2020-12-30

[[milestone]]
id = "talks"
title = "Talks"
fulfilled = 2020-02-02

[[milestone]]
id = "someday"
title = "Peace"
condition = "A wish"

[[source]]
id = "accords"
title = "Accords"
publisher = "A ministry"
date = 2020-01-02
url = "https://example.org/accords?a=1&b=2"

[[source]]
id = "protocol"
title = "Protocol"

[[source]]
id = "unnamed"
title = "A book"
url = "urn:isbn:0"
"""
DUE = {
    "early": date(2020, 3, 1),
    "tardy": date(2020, 4, 1),
    "missed": date(2020, 6, 1),
    "between": date(2020, 9, 30),
    "last": date(2020, 12, 31),
    "talks": date(2020, 2, 2),
}
HAPPENED = {
    "early": date(2020, 2, 20),
    "tardy": date(2020, 5, 10),
    "talks": date(2020, 2, 2),
}
# By deadline, what has none at the end.
TITLES = {
    "talks": "Talks",
    "early": "Out of the north",
    "tardy": "Out of the south",
    "missed": "Bases handed over",
    "between": "Review",
    "last": "All out",
    "someday": "Peace",
}
# What the file has as observed, and the levels of what was fulfilled.
OBSERVED = [
    (date(2020, 1, 15), 980),
    (date(2020, 2, 20), 880),
    (date(2020, 3, 10), 870),
    (date(2020, 5, 10), 600),
    (date(2020, 5, 20), 550),
    (date(2020, 6, 30), 700),
]


def drawing_of(folder: Path, *arguments: str, text: str = ACCORDS, on: date = ON) -> Drawing:
    """Return what the command draws of an agreement."""
    source, target = folder / "own.toml", folder / "own.svg"
    source.write_text(text, encoding="utf-8")
    found = in_process("chart", "-a", str(source), "--on", str(on), "-o", str(target), *arguments)
    assert found == Transcript(0, "", "")
    return Drawing(target.read_bytes())
