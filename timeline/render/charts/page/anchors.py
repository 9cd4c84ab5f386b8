"""The ids of what can be linked to on a page of several agreements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# An id has no blanks, and only the ids of the page itself begin with an underscore.
_REPLACED = re.compile(r"\A_|\s")


class Anchors:
    """Gives each agreement, and all that is named in it, an id that nothing else on the page has."""

    def __init__(self, agreements: Iterable[str]) -> None:
        self._found = dict[tuple[str, str], str]()
        self._taken = set[str]()
        # Before all else, so that the id of an agreement depends on no milestone.
        for name in agreements:
            self.of(name, "")

    def of(self, agreement: str, name: str) -> str:
        """Return the id of what is called `name` in an agreement, of the agreement itself without one.

        It is the agreement's name, a hyphen and `name`. If something else has that, a number follows.

        >>> anchors = Anchors(["oslo", "oslo 2"])
        >>> anchors.of("oslo", ""), anchors.of("oslo 2", "exit"), anchors.of("oslo", "2-exit")
        ('oslo', 'oslo-2-exit', 'oslo-2-exit_2')
        """
        key = agreement, name
        if key not in self._found:
            wanted = found = _REPLACED.sub("-", f"{agreement}-{name}" if name else agreement)
            number = 1
            while found in self._taken:
                number += 1
                found = f"{wanted}_{number}"
            self._taken.add(found)
            self._found[key] = found
        return self._found[key]
