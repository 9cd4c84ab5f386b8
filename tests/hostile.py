"""Text that a stranger might put into a file: what would act if it were taken for more than text."""

from __future__ import annotations

import unicodedata

PAYLOADS = {
    # a terminal's
    "colour": "\x1b[31mred\x1b[0m",
    "link": "\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\",
    "window title": "\x1b]0;owned\x07",
    "cleared screen": "\x1b[2J\x1b[H\x1bc",
    "C1 controls": "\x9b31mred\x9d8;;x\x9c\x85\x8d",
    "backspaces": "safe\b\b\b\bevil\x7f",
    "carriage return": "evil\rsafe",
    "line breaks": "one\ntwo\rthree\r\nfour\x0bfive\x0csix\u2028seven\u2029eight\x85nine",
    "separators": "one\x1ctwo\x1dthree\x1efour\x1ffive",
    "tab": "one\ttwo",
    "NUL": "one\0two",
    # a reader's
    "bidirectional overrides": "abc\u202edef\u202c\u2066ghi\u2069\u200f",
    "zero-width": "a\u200bb\u2060c\ufeffd\u00ade",
    "tag characters": "a\U000e0041\U000e007f",
    "private use": "a\ue000b",
    "combining": "\u0301a" + "\u0301\u0327" * 20,
    "persian": "خروج نیروها می\u200cشود",
    "emoji": "👩\u200d🚀 🇦🇫 ❤\ufe0f",
    "no-break": "a\u00a0b\u202fc",
    # rich's
    "markup": "[red]x[/red] [b]",
    "closing markup": "[/EUR]",
    "link markup": "[link=https://example.org]x[/link]",
    "emoji code": ":smile:",
    # a page's
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "svg": '<svg onload="alert(1)"><![CDATA[x]]></svg>',
    "comment": "--><b>x</b><!--",
    "entities": "&lt;b&gt; &#60; &amp;lt; #35; #lt;",
    "markdown": "**x** _y_ `z` ~~w~~ | [x](https://example.org) ![x](y) # h",
    "bare address": "www.example.org/x",
    "mentions": "@all, (@org/team) a@example.org x@0123456 mailto:a@b.example",
    "issues": "#12, GH-12 gh-1 owner/repo#1 #1#2",
    "commits": "deadbeef 0123456789abcdef0123456789abcdef01234567 owner/repo@deadbeef 12345678",
    "addresses": "https://example.org/issues/1 ftp://example.org http://a",
    "mermaid": "x :crit, a, 2020-01-01, 1d; click a href %% {y}",
    # a spreadsheet's
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
    "separated formula": 'a,"=1+1",b;=1+1',
    # a calendar's
    "calendar line": "x\r\nATTENDEE:mailto:a\r\n folded",
    "calendar end": "x\nEND:VEVENT\nBEGIN:VALARM",
    "written line break": r"one\ntwo\Nthree\\nfour",
    "calendar separators": "a;b,c:d",
    # anybody's
    "quotes": "say \"it\", 'so'",
    "braces": "{0} %s $HOME `id` $(id)",
    "long": "x" * 10_000,
}

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
