"""Pages that `timeline chart -o FILE.html` writes, and how to read them without a browser."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.transcript import Transcript, in_process

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</svg></text></title></style><b>bold</b>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
)
# Elements without an end.
_VOID = {"br", "img", "input", "link", "meta"}
# Elements within a line.
_INLINE = {"a", "span"}


class _Reader(HTMLParser):
    """Builds the tree of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = ET.TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.tree.data(data)


def written(directory: Path, *arguments: str) -> Path:
    """Return the page that the command writes."""
    path = directory / "page.html"
    assert in_process("chart", *arguments, "-o", str(path)) == Transcript(0, "", "")
    return path


def read(path: Path) -> ET.Element:
    """Return a page as a tree of elements."""
    reader = _Reader()
    # What precedes the first element is not part of it.
    reader.feed(path.read_text(encoding="utf-8").removeprefix("<!doctype html>").strip())
    reader.close()
    return reader.tree.close()


def only(element: ET.Element, path: str) -> ET.Element:
    """Return the first element at this path, which must be there."""
    found = element.find(path)
    assert found is not None, path
    return found


def text_of(element: ET.Element) -> str:
    """Return what an element says without scripts, a blank for each break and each run of blanks."""
    if element.get("hidden") is not None:
        return ""
    parts = [element.text or ""]
    for child in element:
        blank = "" if child.tag in _INLINE else " "
        parts += [blank, text_of(child), blank, child.tail or ""]
    return " ".join("".join(parts).split())


def hostile_agreement(folder: Path) -> str:
    """Return the path of an agreement with hostile text in every place that the page shows."""
    texts = [f"'{text}'" for text in HOSTILE]
    tables = "".join(
        f'[[milestone]]\nid = "m{number}"\ntitle = {text}\ndue = 2020-03-{number + 1:02}\nlevel = {number}\n'
        f'condition = {text}\nclause = {text}\nsource = "s{number}"\n'
        f"published = [{{ date = 2020-03-09, by = {text} }}]\n"
        f'[[source]]\nid = "s{number}"\ntitle = {text}\npublisher = {text}\nurl = {text}\n'
        for number, text in enumerate(texts)
    )
    path = folder / "own.toml"
    path.write_text(
        f"title = {texts[0]}\nsigned = 2020-02-29\nparties = [{texts[1]}]\n"
        f"[drawdown]\nunit = {texts[2]}\nbaseline = 9\n{tables}",
        encoding="utf-8",
    )
    return str(path)
