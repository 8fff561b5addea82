"""`kith remove`: forget a source."""

from typing import Annotated

import typer

from flows.cli.console import out


def remove(
    source: Annotated[str, typer.Argument(help="The source as `kith status` names it.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Forget a source: all its records and their history. People that only it knew go with it."""
    from rich.markup import escape

    from configs.settings import load_settings
    from flows.removing import remove_source

    settings = load_settings()
    if not yes:
        typer.confirm(f"Forget everything that {source} gave, with its history?", abort=True)
    removed = remove_source(source, settings)
    out.print(f"{escape(source)} is forgotten: {removed.records:,} records. {removed.people:,} people are left.")
