"""What the shell may offer for an option or an argument: names of agreements, ids of milestones."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from timeline.errors import TimelineError
from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click
    from click.shell_completion import CompletionItem

    from timeline.schedule.agreement import Milestone


def agreement_names(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """Return the agreements that come along whose names start so, and the wish for a file's path."""
    from click.shell_completion import CompletionItem

    from timeline.files.loading import bundled_names

    names = [CompletionItem(name) for name in bundled_names() if name.startswith(incomplete)]
    # The file goes first: on meeting it, bash forgets what came before.
    return [CompletionItem(incomplete, type="file"), *names]


def milestone_ids(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click's signature
    incomplete: str,
) -> list[CompletionItem]:
    """Return the milestones of the agreement chosen on the line whose ids start so."""
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(one.id, help=plain(one.title))
        for one in _milestones(ctx)
        if one.id.startswith(incomplete)
    ]


def assumptions(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click's signature
    incomplete: str,
) -> list[CompletionItem]:
    """Return `ID=` for each milestone of the agreement chosen on the line whose id starts so."""
    from click.shell_completion import CompletionItem

    # An id that ends in its equals sign starts no other id: behind the sign nothing is offered.
    if "=" in incomplete:
        return []
    # Without help: the script for zsh leaves out the space only behind items that have none.
    return [
        CompletionItem(f"{one.id}=") for one in _milestones(ctx) if one.id.startswith(incomplete)
    ]


def _milestones(ctx: click.Context) -> Iterable[Milestone]:
    """Return the milestones of the agreement chosen, none if it cannot be read.

    Standard input, pipes and devices are not read: that would block, or take what the command is to get.
    """
    from timeline.files.loading import bundled_names, is_path, load

    name = ctx.params["agreement"]
    # Unlike the method of Path, this one is false also for what may not be looked at.
    is_file = is_path(name) and os.path.isfile(name)  # noqa: PTH113
    if not is_file and name not in bundled_names():
        return ()
    try:
        return load(name).milestones
    except TimelineError:
        return ()
