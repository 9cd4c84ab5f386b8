"""Ask the other engines: `python -m tests.oracles [ENGINE…|all] [--cases 100000]`."""

from __future__ import annotations

import click

from tests.oracles.engines import ENGINES, Missing


@click.command
@click.argument("engines", nargs=-1, type=click.Choice([*ENGINES, "all"]))
@click.option("--cases", default=100_000, show_default=True, help="How many random questions.")
def main(engines: tuple[str, ...], cases: int) -> None:
    """Print, for each engine, how many answers were compared and which differ."""
    wrong = False
    for name in ENGINES if not engines or "all" in engines else engines:
        try:
            result = ENGINES[name](cases)
        except Missing as missing:
            click.echo(f"{name}: skipped; it needs {missing}")
            continue
        wrong = wrong or bool(result.differences)
        beside = f", {result.explained:,} explained beside" if result.explained else ""
        click.echo(
            f"{name}: {result.compared:,} compared, {len(result.differences):,} differ{beside}"
        )
        for line in result.differences[:10]:
            click.echo(f"  {line}")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
