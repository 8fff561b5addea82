"""`kith cadence`: how often you want to write to somebody."""

from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import counted, err, out, printable
from flows.cli.judged import NAMING, told_people
from flows.cli.naming import person_named
from flows.cli.owners import Owner, owner_meant
from flows.cli.state_words import ENOUGH

if TYPE_CHECKING:
    from configs.settings import Settings
    from transforms.days import CadenceWord
    from warehouse.relationship_reading import RelationshipReader


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
        if word is None:
            out.say(f"{told_people(person)}: {_standing(reader, settings, whose, person['person_id'])}.")
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


def _standing(reader: "RelationshipReader", settings: "Settings", owner: str, person_id: str) -> str:
    """What was said, else the rhythm that there is."""
    from flows.today import today

    of = {"owner": owner, "person_id": person_id}
    for row in reader.ask("cadence_of", **of):
        return f"{_told(row['days'])}, as you said on {row['said_at']:%Y-%m-%d}"
    for row in reader.ask("relationship_of", as_of=today(settings), **of):
        if row["interactions"] >= ENOUGH:
            return f"nothing was said; so far usually every {counted(row['usual_gap_days'], 'day')}"
    return "nothing was said, and there were too few contacts to tell how often"


def _told(days: int | None) -> str:
    return "never to be reminded of" if days is None else f"every {counted(days, 'day')}" if days > 1 else "every day"
