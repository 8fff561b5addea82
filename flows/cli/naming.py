"""How commands name a person: by id, record, e-mail address, phone number or name."""

from typing import TYPE_CHECKING

import typer

from configs.errors import UsageError, UserError
from flows.cli.console import err, plain, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reading import Row, WarehouseReader


def people_named(reader: "WarehouseReader", asked: str) -> "list[Row]":
    """The people that may be meant, at least one: the rows of `WarehouseReader.find_people`.

    That an old id leads to somebody is told on standard error.

    Raises:
        UsageError: nothing is asked for.
        UserError: nobody is meant.
    """
    who = printable(asked).strip()
    if not who:
        raise UsageError("Say whom: an id, e-mail address, phone number or a part of the name.")
    found = reader.find_people(who)
    if not found:
        raise UserError(f"Nobody is known as {who!r}. Try a part of the name, an e-mail address or a phone number.")
    now = reader.redirect(who)
    if now is not None:
        err.say(f"{plain(who)} is {now} now: the two turned out to be one person.")
    return found


def person_named(reader: "WarehouseReader", asked: str) -> "Row":
    """The one person who is meant: a row of `WarehouseReader.find_people`.

    Several are listed, and the command ends with 2.

    Raises:
        UsageError: nothing is asked for.
        UserError: nobody is meant.
    """
    from flows.cli.person_card import print_choice

    found = people_named(reader, asked)
    if len(found) > 1:
        print_choice(printable(asked).strip(), found)
        raise typer.Exit(2)
    return found[0]


def each_named(reader: "WarehouseReader", asked: "Sequence[str]") -> "list[Row]":
    """The people who are meant, each once: one for each text, or several where they stand in one with commas between.

    Raises:
        UsageError: nothing is asked for.
        UserError: nobody is meant by one of them.
    """
    named = [part for text in asked for part in _parts(reader, text)]
    return list({row["person_id"]: row for row in (person_named(reader, part) for part in named)}.values())


def _parts(reader: "WarehouseReader", asked: str) -> "list[str]":
    """A text, or the texts between its commas unless it names somebody as it is."""
    if "," not in asked or reader.find_people(printable(asked).strip()):
        return [asked]
    return [part for part in asked.split(",") if part.strip()] or [asked]
