"""`timeline compare`: planned beside happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import structs

from timeline.commands.answer import Answer
from timeline.commands.options import Inquiry, asks, lists
from timeline.comparison import compare as compare_plans
from timeline.render import comparisons
from timeline.schedule import build_schedule

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing


@click.command
@asks
@lists
def compare(inquiry: Inquiry, show: Callable[[Listing], str]) -> Answer:
    """What was planned beside what happened, with the slip in days.

    With --assume or --as-happened, also what the plan becomes and which milestones move.

    \b
    Examples:
      timeline compare --on 2021-12-31
      timeline compare --as-happened
      timeline compare --assume talks=2020-09-12 --format csv
    """
    plan = asked = inquiry.schedule
    if asked.premises.assumptions or asked.premises.as_happened:
        as_written = structs.replace(asked.premises, assumptions={}, as_happened=False)
        plan = build_schedule(asked.agreement, as_written)
    rows = compare_plans(plan, inquiry.on, asked)
    has_other = plan is not asked
    return Answer(show(comparisons.listing(inquiry.name, asked, inquiry.on, rows, has_other)))
