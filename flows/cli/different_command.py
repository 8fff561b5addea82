"""`kith different`: two people are two."""

from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import counted, out
from flows.cli.judged import NAMING, Because, By, carry_out, print_outcome, reason, record_keys, speaker, told_people
from flows.cli.naming import person_named

if TYPE_CHECKING:
    from warehouse.reading import Row, WarehouseReader


def different(
    one: Annotated[str, typer.Argument(metavar="A", help=NAMING, show_default=False)],
    other: Annotated[
        str, typer.Argument(metavar="B", help="The other one, named in the same way.", show_default=False)
    ],
    because: Because = None,
    by: By = None,
) -> None:
    """Say that two people are two: no record of A is ever taken for one of B's, whatever they have in common.

    It holds over every import, until you say otherwise or `kith undo` takes it back. Somebody who is one person by
    mistake is taken apart by `kith split`.
    """
    from configs.settings import load_settings
    from flows.judging import Words, across
    from warehouse.reading import WarehouseReader

    settings = load_settings()
    with WarehouseReader.open(settings.home) as reader:
        a, b = person_named(reader, one), person_named(reader, other)
        if a["person_id"] == b["person_id"]:
            raise UsageError(_one_already(reader, a))
        mine, theirs = (record_keys(reader.records(row["person_id"])) for row in (a, b))
    words = Words("different", across(mine, theirs, "different"), speaker(by), reason(because))
    carry_out(settings, words)
    pairs = counted(len(words.judged), "pair")
    out.say(f"{told_people(a)} and {told_people(b)} are kept apart from now on ({pairs} of records):")
    print_outcome(settings.home, [a, b], words.records)


def _one_already(reader: "WarehouseReader", person: "Row") -> str:
    """Why two can't be called different who are one person, and what to do."""
    said = [
        f"`kith {row['command']}` on {row['judged_at']:%Y-%m-%d} by {row['judged_by']}"
        + (f", because: {row['reason']}" if row["reason"] else "")
        for row in reader.joined_by_word(person["person_id"])
    ]
    by_word = f" That was said before: {'; '.join(said)}." if said else ""
    person_id = person["person_id"]
    return (
        f"Both are one person, {person['full_name']} ({person_id}).{by_word} To say which of their records are "
        f"somebody else's: kith split {person_id}"
    )
