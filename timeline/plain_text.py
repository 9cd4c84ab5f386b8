"""Text from strangers as plain text: every character shows, none acts."""

# Not "printable" to Python, yet harmless and needed: no-break spaces, and the joiners of Persian and Pashto.
_HARMLESS = frozenset("\u00a0\u202f\u200c\u200d")


def plain(text: str) -> str:
    r"""Return `text` with each control, format, bidirectional or surrogate character as its escape.

    Line breaks and tabs are escaped too, so the result is always one line.

    >>> print(plain("Kabul \x1b[31mred\x1b[0m\n"))
    Kabul \x1b[31mred\x1b[0m\n
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in _HARMLESS
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def quoted(text: str, limit: int = 60) -> str:
    """Return `text` in double quotes for an error line: plain, and cut in the middle beyond `limit`.

    >>> quoted("drawdwn")
    '"drawdwn"'
    >>> quoted("x" * 1000, limit=9)
    '"xxxx…xxxx"'
    """
    return f'"{plain(shortened(text, limit))}"'


def shortened(text: str, limit: int = 60) -> str:
    """Return `text`, its middle left out beyond `limit` characters.

    >>> shortened("x" * 1000, limit=9)
    'xxxx…xxxx'
    """
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}" if len(text) > limit else text
