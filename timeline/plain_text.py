"""Make text from files safe to print: control characters are shown, not sent to the terminal."""

# Python does not call these printable, but they are harmless and needed: no-break spaces, and the
# zero-width joiner and non-joiner of Persian and Pashto.
_HARMLESS = frozenset("\u00a0\u202f\u200c\u200d")


def plain(text: str) -> str:
    r"""Return `text` with control, format, bidirectional and surrogate characters escaped.

    Line breaks and tabs are escaped too, so that the result is always one line.

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
    """Return `text` in double quotes for an error message: as `plain` and `shortened` return it.

    >>> quoted("drawdwn")
    '"drawdwn"'
    >>> quoted("x" * 1000, limit=9)
    '"xxxx…xxxx"'
    """
    return f'"{plain(shortened(text, limit))}"'


def shortened(text: str, limit: int = 60) -> str:
    """Return `text`, without its middle if it is longer than `limit` characters.

    >>> shortened("x" * 1000, limit=9)
    'xxxx…xxxx'
    """
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}" if len(text) > limit else text
