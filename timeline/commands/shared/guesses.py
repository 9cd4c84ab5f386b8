"""The command that someone probably meant who wrote something else in its place."""

from __future__ import annotations

import os.path
import shlex
from typing import TYPE_CHECKING

from click.core import ParameterSource

from timeline.commands.shared.suggestions import milestones
from timeline.dates.expressions import ANCHOR_NAMES, CLOCK_NAMES, Expression
from timeline.dates.guesses import count_meant, dates_meant
from timeline.errors import ExpressionError
from timeline.files.loading import bundled_names, is_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click


def command_meant(ctx: click.Context, words: Sequence[str]) -> str | None:
    """Return what the words are and the command line for it, None if they mean nothing.

    An agreement is a value of `-a`, a day one of `--on`; `explain` takes a milestone and `date` any
    other expression. The words can be an expression whose quotes are missing.
    """
    if words[0] in bundled_names() or (is_path(words[0]) and os.path.exists(words[0])):  # noqa: PTH110
        return f"it is an agreement: {shlex.join(['timeline', '-a', words[0]])}"
    ids = {milestone.id for milestone in milestones(ctx)}
    for text in (" ".join(words), words[0]):
        if not (expression := _expression(text)):
            continue
        if expression.is_fixed_day or text in CLOCK_NAMES:
            return f"to choose the day: {_line(ctx, '--on', expression.text)}"
        if expression.name not in {None, *ANCHOR_NAMES, *ids}:
            continue
        if expression.is_anchor and expression.name in ids:
            return f"it is a milestone: {_line(ctx, 'explain', expression.text)}"
        return f"it is an expression: {_line(ctx, 'date', expression.text)}"
    return None


def _expression(text: str) -> Expression | None:
    """Return the expression that the text is, or that it means in one way only, else None."""
    days = dates_meant(text)
    for candidate in (text, count_meant(text), days[0] if len(days) == 1 else None):
        if candidate:
            try:
                return Expression(candidate)
            except ExpressionError:
                continue
    return None


def _line(ctx: click.Context, *words: str) -> str:
    """Return a command line about the agreement on the command line."""
    given = ctx.get_parameter_source("agreement") is ParameterSource.COMMANDLINE
    agreements = ctx.params["agreement"] if given else ()
    which = (word for name in agreements for word in ("-a", name))
    return shlex.join(["timeline", *which, *words])
