"""`kith remove`: forget a source."""

from typing import Annotated

import typer

from configs.errors import UserError
from flows.cli.console import counted, out, plain, printable


def remove(
    source: Annotated[str, typer.Argument(help="The source as `kith status` names it.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Forget a source: all its records, their history, and what you said of them.

    People that only it knew go with it.
    """
    from configs.settings import load_settings
    from flows.removing import remove_source

    settings = load_settings()
    if not yes and not _is_meant(source):
        raise UserError(f"Nothing was removed. To remove {source} without being asked: kith remove --yes {source}")
    removed = remove_source(printable(source), settings)
    left = f"{removed.people:,} {'person is' if removed.people == 1 else 'people are'} left."
    out.say(f"{plain(source)} is forgotten: {counted(removed.records, 'record')}. {left}")
    if removed.synced_by:
        name = plain(removed.synced_by)
        out.say(f"It is synced still: the next `kith sync` reads it again. To stop that: kith sources remove {name}")
    if removed.judgements:
        pairs = counted(removed.judgements, "pair")
        out.say(f"So is what you said of its records (same, different, unsure): {pairs} of records.")
    if removed.said_of:
        people = counted(removed.said_of, "person", "people")
        out.say(f"So is what you said of {people} whom nothing else knows (log, context, cadence).")


def _is_meant(source: str) -> bool:
    """Ask; no answer (the end of input, where nobody is there to answer) is a no."""
    try:
        return typer.confirm(f"Forget everything that {printable(source)} gave, with its history?")
    except typer.Abort:
        return False
