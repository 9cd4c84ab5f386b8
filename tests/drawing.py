"""A picture read as its readers do: days and levels by the labels of its axes, marks by their names."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"


class Words(NamedTuple):
    """A text of the picture, and where it begins, ends or has its middle, as `anchor` says."""

    text: str
    x: float
    y: float
    anchor: str
    style: dict[str, str]


class Mark(NamedTuple):
    """A marker: the day that it stands on, how far down it is, and how it looks."""

    day: date
    y: float
    shape: str
    style: dict[str, str]


class Drawing:
    """An SVG document that `timeline chart` wrote."""

    def __init__(self, svg: bytes) -> None:
        self.root = ET.fromstring(svg)  # noqa: S314 - what the program wrote, not a stranger
        self.groups = {
            str(group.get("id")): group for group in self.root.iter(f"{SVG}g") if group.get("id")
        }
        self.words = [_words(element) for element in self.root.iter(f"{SVG}text")]
        self.shapes = {
            f"#{path.get('id')}": str(path.get("d")) for path in self.root.iter(f"{SVG}path")
        }
        self.days = self._ticks("xtick_")
        self.levels = self._ticks("ytick_")

    def _ticks(self, prefix: str) -> list[tuple[str, tuple[float, float]]]:
        """Return the labels of an axis, each with an end of its line across the panel."""
        return [
            (_words(label).text, points(str(line.get("d")))[0])
            for name, group in self.groups.items()
            if name.startswith(prefix)
            and (label := group.find(f".//{SVG}text")) is not None
            and (line := group.find(f".//{SVG}path")) is not None
        ]

    def day(self, x: float) -> date:
        """Return the day at a place of the axis; it must be a whole one."""
        (first, (start, _)), (last, (end, _)) = self.days[0], self.days[1]
        begun = _first_day(first)
        found = (x - start) / (end - start) * (_first_day(last) - begun).days
        assert abs(found - round(found)) < 0.01, f"between two days: {found}"
        return begun + timedelta(round(found))

    def level(self, y: float) -> float:
        """Return the level at a height."""
        (high, (_, top)), (low, (_, bottom)) = self.levels[0], self.levels[-1]
        highest, lowest = (int(label.replace(",", "")) for label in (high, low))
        return round(highest + (y - top) / (bottom - top) * (lowest - highest), 2)

    def marks(self, name: str) -> list[Mark]:
        """Return the markers of this name, none where nothing has it."""
        uses = self.groups[name].iter(f"{SVG}use") if name in self.groups else ()
        return [
            Mark(
                self.day(float(str(use.get("x")))),
                float(str(use.get("y"))),
                self.shapes[str(use.get(_HREF))],
                style(use),
            )
            for use in uses
        ]

    def x(self, day: date) -> float:
        """Return the place of a day on the axis."""
        (first, (start, _)), (last, (end, _)) = self.days[0], self.days[1]
        begun = _first_day(first)
        return start + (end - start) * (day - begun).days / (_first_day(last) - begun).days

    def areas(self, name: str) -> list[list[tuple[float, float]]]:
        """Return the corners of each area of this name, which must not be plain."""
        paths = list(self.groups[name].iter(f"{SVG}path"))
        assert all("url(#" in style(path)["fill"] for path in paths)
        return [points(str(path.get("d"))) for path in paths]

    def line(self, name: str) -> tuple[list[tuple[float, float]], dict[str, str]]:
        """Return the corners of the line of this name, and how it looks."""
        path = self.groups[name].find(f"{SVG}path")
        assert path is not None
        return points(str(path.get("d"))), style(path)

    def dotted(self) -> list[tuple[date, float, float]]:
        """Return each broken line straight down: its day, where it begins, and where it ends."""
        found = []
        for path in self.root.iter(f"{SVG}path"):
            corners = points(str(path.get("d")))
            if (
                len(corners) == 2
                and corners[0][0] == corners[1][0]
                and "stroke-dasharray" in style(path)
            ):
                ends = sorted(y for _, y in corners)
                found.append((self.day(corners[0][0]), ends[0], ends[1]))
        return found

    def words_of(self, group: ET.Element) -> list[Words]:
        """Return the words in a group."""
        return [_words(element) for element in group.iter(f"{SVG}text")]

    def rules(self) -> list[float]:
        """Return the heights of the lines across, from the top, that begin left of the panel."""
        left = min(x for _, (x, _) in self.days) - 50
        lines = (points(str(path.get("d"))) for path in self.root.iter(f"{SVG}path"))
        return sorted(
            line[0][1]
            for line in lines
            if len(line) == 2 and line[0][1] == line[1][1] and line[0][0] < left
        )

    def width(self, panel: str) -> tuple[float, float]:
        """Return where a panel begins and ends from left to right."""
        places = [x for x, _ in self._ground(panel)]
        return min(places), max(places)

    def height(self, panel: str) -> tuple[float, float]:
        """Return where a panel begins and ends from its top."""
        places = [y for _, y in self._ground(panel)]
        return min(places), max(places)

    def _ground(self, panel: str) -> list[tuple[float, float]]:
        """Return the corners of a panel."""
        ground = self.groups[panel].find(f".//{SVG}path")
        assert ground is not None
        return points(str(ground.get("d")))

    def legend(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Return what the legend says, with the shape, none for a line, and the look beside it."""
        found, beside = {}, ("", {"": ""})
        for element in self.groups["legend_1"].iter() if "legend_1" in self.groups else ():
            if element.tag == f"{SVG}text":
                found[str(element.text)] = beside
            elif element.tag == f"{SVG}use":
                beside = (self.shapes[str(element.get(_HREF))], style(element))
            elif element.tag == f"{SVG}path" and not element.get("id"):
                beside = ("", style(element))
        return found

    def find(self, text: str) -> Words:
        """Return the only words that say this."""
        (found,) = (words for words in self.words if words.text == text)
        return found


def points(path: str) -> list[tuple[float, float]]:
    """Return the corners of a path of straight lines."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", path)]


def style(element: ET.Element) -> dict[str, str]:
    """Return the properties in the style of an element."""
    parts = [part.partition(": ") for part in (element.get("style") or "").split("; ") if part]
    return {name: value for name, _, value in parts}


def _words(element: ET.Element) -> Words:
    """Return a text with its place."""
    looks = style(element)
    x, y = element.get("x"), element.get("y")
    if x is None or y is None:
        (placed,) = re.findall(r"translate\((\S+) (\S+)\)", str(element.get("transform")))
        x, y = placed
    return Words(str(element.text), float(x), float(y), looks.get("text-anchor", "start"), looks)


def _first_day(label: str) -> date:
    """Return the first day of the year, the month or the day that a label names."""
    year, month, day = [*map(int, label.split("-")), 1, 1][:3]
    return date(year, month, day)
