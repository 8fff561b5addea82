"""`kith cadence`: how often you want to write to somebody."""

from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import counted, err, out, printable
from flows.cli.judged import NAMING, told_people
from flows.cli.naming import person_named
from flows.cli.owners import Owner, owner_meant

if TYPE_CHECKING:
    from transforms.days import CadenceWord


def cadence(
    who: Annotated[str, typer.Argument(metavar="WHO", help=NAMING, show_default=False)],
    every: Annotated[
        list[str] | None,
        typer.Argument(metavar="EVERY", help="90, 3w, monthly, every 3 weeks, never or default.", show_default=False),
    ] = None,
    owner: Owner = None,
) -> None:
    """Say how often you want to write to somebody; without EVERY, show what you said.

    It stands above what Kith makes of your own rhythm. `never` has it never remind you; `default` leaves it to Kith
    again.
    """
    from configs.settings import load_settings
    from flows.cli.progress_bar import ProgressBar
    from flows.saying import say_cadence
    from warehouse.relationship_reading import RelationshipReader
    from warehouse.sayings import CadenceSaid

    settings = load_settings()
    word = _word(" ".join(every)) if every else None
    with RelationshipReader.open(settings.home) as reader:
        whose = owner_meant(reader, settings, owner)
        person = person_named(reader, who)
        said = reader.ask("cadence_of", owner=whose, person_id=person["person_id"])
    if word is None:
        told = (
            f"{_told(said[0]['days'])}, as you said on {said[0]['said_at']:%Y-%m-%d}"
            if said
            else "as often as you did so far; nothing else was said"
        )
        out.say(f"{told_people(person)}: {told}.")
        return
    with ProgressBar(is_shown=err.is_terminal) as progress:
        say_cadence(settings, CadenceSaid(whose, person["person_id"], *word), progress=progress)
    told = "as often as you did so far" if word.is_default else _told(word.days)
    out.say(f"{told_people(person)}: {told}, from now on.")


def _word(said: str) -> "CadenceWord":
    from transforms.days import LONGEST_DAYS, read_cadence

    word = read_cadence(said)
    if word is None:
        raise UsageError(
            f"{printable(said)!r} is no time between two letters: say a number of days up to {LONGEST_DAYS:,}, 3w, "
            "monthly, every 3 weeks, never or default."
        )
    return word


def _told(days: int | None) -> str:
    return "never to be reminded of" if days is None else f"every {counted(days, 'day')}" if days > 1 else "every day"
