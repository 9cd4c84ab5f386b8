"""Measurements in one run: `.venv/bin/python -m tests.benchmarks [start|folders|streams|columns|spark]…`.

Without a name, all of them.
"""

from __future__ import annotations

from importlib import import_module

import click

NAMES = ("start", "folders", "streams", "columns", "spark")


@click.command
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
def main(names: tuple[str, ...]) -> None:
    """Print the measurements with these names, or all."""
    for name in names or NAMES:
        try:
            module = import_module(f"tests.benchmarks.{name}")
        except ModuleNotFoundError as error:
            click.echo(f"{name}: skipped; it needs {error.name}")
            continue
        module.main()


if __name__ == "__main__":
    main()
