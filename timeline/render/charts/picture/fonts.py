"""The fonts of an image: one that comes with matplotlib, and others of the machine for other scripts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties, fontManager, get_font

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST = "DejaVu Sans"
# Families with characters that the first does not have, in the order in which they are tried. After them
# come the families of Noto Sans, which has one for each script.
_OTHERS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "Nirmala UI",
    "Leelawadee UI",
    "Ebrima",
    "Noto Emoji",
    "Segoe UI Symbol",
)
_EACH_SCRIPT = "Noto Sans "


def families(text: str) -> list[str]:
    """Return the families to draw a text with: the first, and those with characters that it lacks."""
    return [_FIRST, *(name for name, _ in _needed(text))]


def without_font(text: str) -> list[str]:
    """Return the characters of a text that no family has, each once."""
    missing = _lacking(text, _FIRST)
    for _, found in _needed(text):
        missing -= found
    return sorted(missing)


def _needed(text: str) -> list[tuple[str, set[str]]]:
    """Return each family that is needed, with the characters for which it is."""
    missing, tried = _lacking(text, _FIRST), list[tuple[str, set[str]]]()
    for name in installed() if missing else ():
        found = missing - _lacking(missing, name)
        tried.append((name, found))
        missing -= found
        if not missing:
            break
    return [(name, found) for name, found in tried if found]


def _lacking(text: Iterable[str], family: str) -> set[str]:
    """Return the characters that a family has no glyph for."""
    has = characters(family)
    return {char for char in text if ord(char) not in has}


@cache
def installed() -> list[str]:
    """Return the other families that this machine has, in the order in which they are tried."""
    found = {font.name for font in fontManager.ttflist}
    scripts = sorted(name for name in found if name.startswith(_EACH_SCRIPT))
    return list(dict.fromkeys(name for name in (*_OTHERS, *scripts) if name in found))


@cache
def characters(family: str) -> frozenset[int]:
    """Return the code points that a family has."""
    path = fontManager.findfont(FontProperties(family=[family]))
    return frozenset(get_font(path).get_charmap())
