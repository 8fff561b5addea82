"""`kith disconnect`: leave a source."""

from typing import Annotated

import typer

from configs.errors import UserError
from flows.cli.console import out, plain, printable


def disconnect(
    name: Annotated[
        str, typer.Argument(metavar="SOURCE", help="The source as `kith sources list` names it.", show_default=False)
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Leave a source: take back what Kith may read there, forget the sign-in, take it out of the settings.

    What it gave stays known.
    """
    from configs.settings import load_settings
    from flows.signing_in import disconnect as leave
    from flows.signing_in import source_of

    settings = load_settings()
    source = source_of(settings, name)
    if not yes and not _is_meant(name):
        raise UserError(f"Nothing was changed. To leave {name} without being asked: kith disconnect --yes {name}")
    left = leave(settings, name)
    forgotten = "its sign-in is forgotten" if left.had_secret else "there was no sign-in to forget"
    out.say(f"[bold]{plain(name)}[/] is no source any more, and {forgotten}.")
    if left.not_told:
        out.say(f"[yellow]Google was not told:[/] {plain(left.not_told)}")
    elif source.kind == "google" and left.had_secret:
        out.say("Google was told: what Kith could read with it, it can't any more.")
    out.say("What it gave stays known. `kith status` names it, `kith remove SOURCE` forgets it.")


def _is_meant(name: str) -> bool:
    """Ask; no answer (the end of input, where nobody is there to answer) is a no."""
    try:
        return typer.confirm(f"Leave {printable(name)}? To come back, you sign in again.")
    except typer.Abort:
        return False
