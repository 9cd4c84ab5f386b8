"""The text of a first agreement file."""

from __future__ import annotations

from pathlib import Path

from timeline.files.loading import bundled_path


def first_file(bundled: str | None) -> bytes:
    """Return the text of a bundled agreement, or, for None, of a short one with comments."""
    path = Path(bundled_path(bundled)) if bundled else Path(__file__).with_name("start.toml")
    return path.read_bytes()
