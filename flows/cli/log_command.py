"""`kith log`: what you did with people, in your own words."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import typer

from configs.errors import UsageError
from flows.cli.console import counted, err, out, plain, printable
from flows.cli.judged import told_people
from flows.cli.naming import each_named, person_named
from flows.cli.owners import Owner, owner_meant

if TYPE_CHECKING:
    from configs.settings import Settings
    from warehouse.reading import Row
    from warehouse.relationship_reading import RelationshipReader
    from warehouse.sayings import Logged

_EARLIEST: Final = date(1900, 1, 1)
_EXAMPLE: Final = 'kith log claire "Mei-Ling Chen" "brunch at the canal" --on sunday'


def log(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHO… TEXT", help="Who was there, each as in kith person; then what it was.", show_default=False
        ),
    ] = None,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="2026-11-22, 22 Nov, yesterday, sunday, 3 days ago.")
    ] = "today",
    is_listed: Annotated[bool, typer.Option("--list", help="Show what was logged (with WHO) instead.")] = False,
    removed: Annotated[
        int | None, typer.Option("--remove", metavar="NUMBER", help="Take back what was logged under a number.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="How many to list at most.")] = 20,
    owner: Owner = None,
) -> None:
    """Log what you did with people that no calendar knows of: who, what, and on which day.

    The last of the words is what it was; those before it are people, a name of several words in quotes, several in one
    with commas. A weekday is the last one that there was. What is still to come belongs in a calendar.
    """
    from configs.settings import load_settings

    settings, given = load_settings(), words or []
    if is_listed and removed is not None:
        raise UsageError("Either --list or --remove, not both.")
    if removed is not None:
        if given:
            raise UsageError(f"To take back what is logged, its number says it all: kith log --remove {removed}")
        _take_back(settings, removed)
    elif is_listed:
        _print_logged(settings, " ".join(given), owner, limit)
    else:
        _log(settings, given, on, owner)


def _log(settings: "Settings", words: "list[str]", on: str, owner: str | None) -> None:
    from flows.cli.progress_bar import ProgressBar
    from flows.saying import log_together
    from warehouse.relationship_reading import RelationshipReader
    from warehouse.sayings import Logged

    if len(words) < 2:  # noqa: PLR2004 - who, and what
        raise UsageError(f"Say who was there and what it was: {_EXAMPLE}")
    text = " ".join(printable(words[-1]).split())
    if not text:
        raise UsageError(f"Say in the last words what it was: {_EXAMPLE}")
    day = _day(settings, on)
    with RelationshipReader.open(settings.home) as reader:
        whose = owner_meant(reader, settings, owner)
        people = each_named(reader, words[:-1])
        _refuse_name(reader, text)
    if whose == settings.owner and any(row["is_owner"] for row in people):
        raise UsageError("You are there anyway: name the others.")
    said = Logged(whose, tuple(row["person_id"] for row in people), text, day)
    with ProgressBar(is_shown=err.is_terminal) as progress:
        kept = log_together(settings, said, progress=progress)
    told = f"{day:%A, %Y-%m-%d}: {plain(text)}, with {', '.join(map(told_people, people))}"
    if not kept.is_new:
        out.say(f"That is logged already, under the number {kept.logged_id}. {told}.")
        return
    out.say(f"Logged for {told}.")
    out.say(f"To take it back: kith log --remove {kept.logged_id}")


def _day(settings: "Settings", said: str) -> date:
    """The day that is meant.

    Raises:
        UsageError: it can't be told, is to come, or is too long ago to be meant.
    """
    from flows.today import today
    from transforms.days import read_day

    now = today(settings)
    day = read_day(said, today=now)
    if day is None:
        raise UsageError(
            f"{printable(said)!r} is no day that can be told: write it as {now.isoformat()}, or say yesterday, "
            'sunday, "22 nov" or "3 days ago".'
        )
    if day > now:
        raise UsageError(
            f"{day:%A, %Y-%m-%d} is still to come: log it when it has been. What is planned belongs in your calendar."
        )
    if day < _EARLIEST:
        raise UsageError(f"{day.isoformat()} is before {_EARLIEST.year}: is the year right?")
    return day


def _refuse_name(reader: "RelationshipReader", text: str) -> None:
    """Raise where the last of the words is somebody's name: what it was is missing then."""
    asked = set(text.casefold().split())
    named = [row for row in reader.find_people(text) if asked <= set(str(row["full_name"]).casefold().split())]
    if named:
        raise UsageError(
            f"{text!r} is somebody you know, {named[0]['full_name']}. Say what it was in the last words: {_EXAMPLE}"
        )


def _take_back(settings: "Settings", logged_id: int) -> None:
    from flows.cli.progress_bar import ProgressBar
    from flows.saying import take_back_logged
    from warehouse.relationship_reading import RelationshipReader

    with RelationshipReader.open(settings.home):
        pass  # there is something to take back only where there is a warehouse: this says so
    with ProgressBar(is_shown=err.is_terminal) as progress:
        taken = take_back_logged(settings, logged_id, progress=progress)
    out.say(f"Taken back (number {logged_id}): {_told(taken)}.")


def _told(logged: "Logged") -> str:
    return f"{logged.happened_on:%A, %Y-%m-%d}: {plain(logged.text)}"


def _print_logged(settings: "Settings", who: str, owner: str | None, limit: int) -> None:
    from flows.cli.person_card import grid
    from warehouse.relationship_reading import RelationshipReader

    with RelationshipReader.open(settings.home) as reader:
        whose = owner_meant(reader, settings, owner)
        person = person_named(reader, who) if who.strip() else None
        person_id = person["person_id"] if person else None
        rows = reader.ask("logged", owner=whose, person_id=person_id, most=limit + 1)
    if not rows:
        of = f" with {told_people(person)}" if person else ""
        out.say(f"Nothing is logged{of} yet. For example: {plain(_EXAMPLE)}")
        return
    listed = grid(4)
    listed.columns[0].justify = "right"
    for row in rows[:limit]:
        listed.add_row(*_cells(row))
    out.print(listed)
    if len(rows) > limit:
        out.say(f"\nThere is more: --limit {limit * 2} shows it.")


def _cells(row: "Row") -> tuple[str, ...]:
    return (str(row["logged_id"]), f"{row['happened_on']}", plain(row["text"]), plain(_named(row["people"])))


def _named(people: "list[str]", most: int = 4) -> str:
    """The names of some people, long lists cut with a count."""
    left = len(people) - most
    return ", ".join(people[:most]) + (f" and {counted(left, 'other')}" if left > 0 else "")
