"""What the commands that say who is who have in common: their options, and how they tell what came of it."""

import getpass
from typing import TYPE_CHECKING, Annotated, Final

import typer

from flows.cli.console import counted, err, out, plain, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from configs.settings import Settings
    from flows.judging import Words
    from warehouse.judgements import Action, RecordKey
    from warehouse.reading import Row

Because = Annotated[str | None, typer.Option("--because", metavar="TEXT", help="Why; kept with what you say.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so; you, by default.")]


NAMING: Final = "An id, e-mail address, phone number, name or SOURCE/RECORD_ID."
"""How somebody can be named, for the help of commands."""


def speaker(given: str | None) -> str:
    """Who says something: the name that was given, else that of this machine's user."""
    try:
        return printable(given or "").strip() or getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "you"


def reason(given: str | None) -> str | None:
    """Why, as it is kept."""
    return printable(given or "").strip() or None


def record_keys(records: "Sequence[Row]") -> "list[RecordKey]":
    """The keys of a person's records."""
    from warehouse.judgements import RecordKey

    return [RecordKey(row["source"], row["record_id"]) for row in records]


def told_people(row: "Row") -> str:
    """A person in a sentence: name and id."""
    return f"{plain(row['full_name'])} ({row['person_id']})"


def carry_out(settings: "Settings", words: "Words") -> None:
    """Say it, and tell what earlier word it takes the place of."""
    from flows.cli.progress_bar import ProgressBar
    from flows.judging import judge

    with ProgressBar(is_shown=err.is_terminal) as progress:
        overruled = judge(settings, words, progress=progress)
    for action in overruled:
        out.say(f"This takes the place of what was said before: {told_action(action)}.")


def told_action(action: "Action") -> str:
    """An action in words: its command, number, when, by whom and why."""
    because = f", because: {plain(action.reason)}" if action.reason else ""
    when = f"{action.judged_at:%Y-%m-%d %H:%M} UTC"
    return f"kith {action.command} (number {action.action_id}, {when}, by {plain(action.judged_by)}{because})"


def print_outcome(home: "Path", before: "Sequence[Row]", records: "Sequence[RecordKey]") -> "list[Row]":
    """List who has the records in the warehouse as it is now, and tell which ids lead on or are new; returns them."""
    from warehouse.reading import WarehouseReader

    were = {row["person_id"] for row in before}
    with WarehouseReader.open(home) as reader:
        now = reader.people_of(records)
        led = {old: reader.redirect(old) for old in sorted(were - {row["person_id"] for row in now})}
    print_people(now)
    for old, person_id in led.items():
        if person_id:
            out.say(f"{old} leads to {person_id} from now on.")
    return now


def print_people(people: "Sequence[Row]") -> None:
    """List people: id, name, organisation, address or number, and how many records they have."""
    from flows.cli.person_card import grid

    listed = grid(5)
    for row in people:
        cells = [row["person_id"], row["full_name"], row["organisation"], row["email"] or row["phone"]]
        listed.add_row(*(plain(cell or "") for cell in cells), counted(row["records"], "record"))
    out.print(listed)
