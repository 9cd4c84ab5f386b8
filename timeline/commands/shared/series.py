"""The option `--series`, and the series of levels that it chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.suggestions import series_ids
from timeline.errors import prefix_errors
from timeline.schedule.drawdown import DrawdownPlan, drawdown_plan, drawdown_plans

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from timeline.commands.shared.queries import Query


def series_option(verb: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what adds the option to a command, which does `verb` to series, and takes `series`."""
    return click.option(
        "--series",
        metavar="ID",
        shell_complete=series_ids,
        help=f"{verb} one series of levels only, such as troops.",
    )


def chosen_plans(query: Query, series: str | None) -> dict[str, DrawdownPlan]:
    """Return the plan of the series with the id `series`, of each series if it is None, by id.

    Raises `TimelineError` for an agreement without a series, and for an unknown one.
    """
    with prefix_errors(query.name):
        plans = drawdown_plans(query.schedule, query.on)
    if series is None:
        return plans
    with prefix_errors("--series"):
        return {series: drawdown_plan(query.schedule, query.on, series)}
