"""Text that a stranger might put into a file: what would act if it were taken for more than text."""

from __future__ import annotations

import unicodedata

# Each of these acts wherever it stands in a text.
_ANYWHERE = (
    # a terminal's
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\",
    "\x1b]0;owned\x07",
    "\x1b[2J\x1b[H\x1bc",
    "\x9b31mred\x9d8;;x\x9c\x85\x8d",
    "safe\b\b\b\bevil\x7f",
    "evil\rsafe",
    "one\ntwo\rthree\r\nfour\x0bfive\x0csix\u2028seven\u2029eight\x85nine",
    "one\x1ctwo\x1dthree\x1efour\x1ffive",
    "one\ttwo",
    "one\0two",
    # a reader's
    "abc\u202edef\u202c\u2066ghi\u2069\u200f",
    "a\u200bb\u2060c\ufeffd\u00ade",
    "a\U000e0041\U000e007f",
    "a\ue000b",
    "خروج نیروها می\u200cشود",
    "👩\u200d🚀 🇦🇫 ❤\ufe0f",
    "a\u00a0b\u202fc",
    # rich's
    "[red]x[/red] [b]",
    "[/EUR]",
    "[link=https://example.org]x[/link]",
    ":smile:",
    # a page's
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '<svg onload="alert(1)"><![CDATA[x]]></svg>',
    "--><b>x</b><!--",
    "&lt;b&gt; &#60; &amp;lt; #35; #lt;",
    "**x** _y_ `z` ~~w~~ | [x](https://example.org) ![x](y) # h",
    "www.example.org/x",
    "@all, (@org/team) a@example.org x@0123456 mailto:a@b.example",
    "#12, GH-12 gh-1 owner/repo#1 #1#2",
    "deadbeef 0123456789abcdef0123456789abcdef01234567 owner/repo@deadbeef 12345678",
    "https://example.org/issues/1 ftp://example.org http://a",
    "x :crit, a, 2020-01-01, 1d; click a href %% {y}",
    # a spreadsheet's
    'a,"=1+1",b;=1+1',
    # a calendar's
    "x\r\nATTENDEE:mailto:a\r\n folded",
    "x\nEND:VEVENT\nBEGIN:VALARM",
    r"one\ntwo\Nthree\\nfour",
    "a;b,c:d",
    # anybody's
    "say \"it\", 'so'",
    "{0} %s $HOME `id` $(id)",
)
# One text that holds them all: what escapes each character misses none of them alone.
EVERYTHING = " ".join(_ANYWHERE)

# These act at the beginning of a text only.
STARTS = {
    "combining": "\u0301a" + "\u0301\u0327" * 20,
    "formula": "=HYPERLINK(1)",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+cmd|' /C calc'!A0",
    "at": "@SUM(1)",
    "formula after a blank": " =1+1",
    "formula after a no-break blank": "\u00a0=1+1",
    "formula after a tab": "\t=1+1",
    "formula after a return": "\r=1+1",
    "formula after a line feed": "\n=1+1",
    "fullwidth formula": "\uff1d1+1",
    "fullwidth plus": "\uff0b1+1",
    "fullwidth minus": "\uff0d1+1",
    "fullwidth at": "\uff20SUM(1)",
    "quoted formula": '"=1+1"',
    "formula after an empty quotation": '""=1+1',
    "open quotation": '"one, two',
}

# Every character above, in pieces short enough for a file's name and for an error line.
_CHARACTERS = "".join(dict.fromkeys(EVERYTHING + "".join(STARTS.values())))
PIECES = [_CHARACTERS[start : start + 40] for start in range(0, len(_CHARACTERS), 40)]

# Blanks to the grammar of expressions, so that a rule may hold them; all of them act somewhere.
BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029\u3000"

_HARMLESS = frozenset(" \u00a0\u202f\u200c\u200d")


def acts(char: str) -> bool:
    """Return whether a character is obeyed, or hidden, rather than shown where text is shown."""
    return char not in _HARMLESS and unicodedata.category(char)[0] in "CZ"


def acting(text: str, allowed: str = "\n") -> set[str]:
    """Return the characters of the text that act, but for those allowed."""
    return {char for char in set(text) - set(allowed) if acts(char)}


def visible(text: str) -> str:
    """Return the text as a line shows it: what would act is escaped, and nothing is left out."""
    return "".join(char.encode("unicode_escape").decode() if acts(char) else char for char in text)


def unspaced(text: str) -> str:
    """Return the text without blanks: the same wherever its lines were broken."""
    return "".join(text.split())
