"""Two exports of a folder of agreements, between which files were renamed and moved, and a date changed."""

from __future__ import annotations

from pathlib import Path

from tests.transcript import in_process

# One with an id of its own, and one that is called by its file.
_PEACE = """\
id = "peace"
title = "A peace"
signed = 1988-07-01
[[milestone]]
id = "prisoners"
title = "Prisoners exchanged"
due = "signed + {days} days"
[[milestone]]
id = "troops"
title = "Troops out"
due = "prisoners + 1 month"
"""
_TRUCE = """\
title = "A truce"
signed = 1988-08-20
[[milestone]]
id = "review"
title = "Review"
due = "signed + 20 days"
"""
# The days and summaries of both exports.
BEFORE = [
    ("1988-08-10", "peace: Prisoners exchanged"),
    ("1988-09-09", "truce: Review"),
    ("1988-09-10", "peace: Troops out"),
]
AFTER = [
    ("1988-08-20", "peace: Prisoners exchanged"),
    ("1988-09-09", "truce: Review"),
    ("1988-09-20", "peace: Troops out"),
]


def exports(folder: Path) -> tuple[str, str]:
    """Return the calendar of a folder of agreements, and that of another one, to which they moved."""
    return (
        _export(folder / "desk", "first draft.toml", 40),
        _export(folder / "archive", "final.toml", 50),
    )


def _export(folder: Path, name: str, days: int) -> str:
    """Return the calendar of a new folder, in which the agreement of peace is in the file `name`."""
    folder.mkdir()
    (folder / name).write_text(_PEACE.format(days=days))
    (folder / "truce.toml").write_text(_TRUCE)
    found = in_process("show", "-a", str(folder), "--on", "1988-08-01", "-f", "ics")
    assert (found.status, found.err) == (0, "")
    return found.out
