"""Shell completions of options and arguments: names of agreements, ids of milestones and series."""

from __future__ import annotations

import os.path
from contextlib import suppress
from typing import TYPE_CHECKING

from timeline.errors import TimelineError
from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click
    from click.shell_completion import CompletionItem

    from timeline.schedule.agreement import Milestone
    from timeline.schedule.schedule import Schedule


def agreement_names(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """Return the bundled agreements whose names start with `incomplete`, and a request for a file name."""
    from click.shell_completion import CompletionItem

    from timeline.files.loading import bundled_names

    names = [CompletionItem(name) for name in bundled_names() if name.startswith(incomplete)]
    # The file goes first: bash drops the completions before it.
    return [CompletionItem(incomplete, type="file"), *names]


def milestone_ids(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click's signature
    incomplete: str,
) -> list[CompletionItem]:
    """Return the milestones, of the agreement on the command line, whose ids start with `incomplete`."""
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(milestone.id, help=plain(milestone.title))
        for milestone in milestones(ctx)
        if milestone.id.startswith(incomplete)
    ]


def series_ids(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click's signature
    incomplete: str,
) -> list[CompletionItem]:
    """Return the series of levels, of the agreement on the command line, whose ids start as typed."""
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(name, help=plain(series.unit))
        for schedule in _schedules(ctx)
        for name, series in schedule.agreement.series.items()
        if name.startswith(incomplete)
    ]


def assumptions(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click's signature
    incomplete: str,
) -> list[CompletionItem]:
    """Return `ID=` for each milestone, of the agreement on the command line, that starts as typed."""
    from click.shell_completion import CompletionItem

    # After the equals sign comes a date, which has no completions.
    if "=" in incomplete:
        return []
    # Without help texts: the script for zsh leaves out the space only after items without one.
    return [
        CompletionItem(f"{milestone.id}=")
        for milestone in milestones(ctx)
        if milestone.id.startswith(incomplete)
    ]


def milestones(ctx: click.Context) -> Iterator[Milestone]:
    """Yield the milestones of the agreements on the command line, the first one with each id."""
    seen = set[str]()
    for schedule in _schedules(ctx):
        for name, dated in schedule.milestones.items():
            if name not in seen:
                yield dated.milestone
            seen.add(name)


def _schedules(ctx: click.Context) -> Iterator[Schedule]:
    """Yield the schedules of the agreements on the command line that can be read.

    Standard input, pipes and devices are not read: that would block, or take the command's input.
    """
    from timeline.commands.shared.selection import selection
    from timeline.files.loading import bundled_names, is_path, load_schedule

    try:
        names = selection(ctx.params["agreement"]).names
    except TimelineError:
        return
    for name in names:
        # Unlike the method of Path, this function returns False where access is denied.
        is_file = is_path(name) and os.path.isfile(name)  # noqa: PTH113
        if is_file or name in bundled_names():
            with suppress(TimelineError):
                yield load_schedule(name)
