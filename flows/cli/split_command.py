"""`kith split`: one person is several."""

from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError, UserError
from flows.cli.console import counted, is_terminal, out, plain, printable
from flows.cli.interrupts import heard_at_once
from flows.cli.judged import NAMING, Because, By, carry_out, print_outcome, reason, record_keys, speaker, told_people
from flows.cli.naming import person_named
from flows.cli.streams import is_answered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reading import Row

_FEWEST = 2


def split(
    who: Annotated[str, typer.Argument(metavar="PERSON", help=NAMING, show_default=False)],
    records: Annotated[
        str | None,
        typer.Option("--records", metavar="NUMBERS", help="Which records are somebody else's (2,4), without asking."),
    ] = None,
    because: Because = None,
    by: By = None,
) -> None:
    """Take a person apart who is several: shows the records, numbered, and asks which are somebody else's.

    Those are kept apart from all others, over every import, until you say otherwise or `kith undo` takes it back. Where
    nobody is there to answer, name them by --records.
    """
    from configs.settings import load_settings
    from flows.judging import Words, across
    from warehouse.reading import WarehouseReader

    settings = load_settings()
    with WarehouseReader.open(settings.home) as reader:
        person = person_named(reader, who)
        found = reader.records(person["person_id"])
    if len(found) < _FEWEST:
        raise UsageError(
            f"{person['full_name']} ({person['person_id']}) has one record only: there is nothing to split."
        )
    chosen = _numbers(records, len(found)) if records is not None else _asked(person, found)
    if not chosen:
        raise UserError("Nothing was changed.")
    leaving = [row for number, row in enumerate(found, 1) if number in chosen]
    staying = [row for number, row in enumerate(found, 1) if number not in chosen]
    words = Words(
        "split", across(record_keys(leaving), record_keys(staying), "different"), speaker(by), reason(because)
    )
    carry_out(settings, words)
    out.say(f"{counted(len(leaving), 'record')} of {told_people(person)} {_are(len(leaving))} somebody else's:")
    print_outcome(settings.home, [person], words.records)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _asked(person: "Row", records: "Sequence[Row]") -> set[int]:
    """Show the records and ask which are somebody else's; none where Enter is the answer."""
    _print_records(person, records)
    if not (is_answered() and is_terminal()):
        raise UsageError(
            "Say which records are somebody else's, by their numbers: "
            f"kith split {person['person_id']} --records {len(records)}"
        )
    heard_at_once()
    answer: set[int] = typer.prompt(
        "Which are somebody else's? Numbers with commas; Enter for none",
        default="",
        show_default=False,
        value_proc=lambda said: _checked(said, len(records)),
    )
    return answer


def _checked(said: str, records: int) -> set[int]:
    try:
        return _numbers(said, records) if said.strip() else set()
    except UserError as error:
        raise typer.BadParameter(str(error)) from error


def _numbers(said: str, records: int) -> set[int]:
    """The numbers of an answer such as "2, 4" or "2-4".

    Raises:
        UsageError: something in it is no number of a record, or all are meant.
    """
    chosen: set[int] = set()
    for part in printable(said).replace(",", " ").split():
        first, dash, last = part.partition("-")
        ends = (first, last if dash else first)
        if not all(_is_number(end, records) for end in ends):
            raise UsageError(f"{part!r} is no number of a record: choose from 1 to {records}, as in 1 or 1,2 or 1-2.")
        chosen.update(range(int(ends[0]), int(ends[1]) + 1))
    if not chosen:
        raise UsageError(f"No record is named: choose from 1 to {records}, as in 1 or 1,2 or 1-2.")
    if len(chosen) == records:
        raise UsageError("All records are named, so there is nobody to split them from: leave some out.")
    return chosen


def _is_number(text: str, most: int) -> bool:
    return text in {str(number) for number in range(1, most + 1)}


def _print_records(person: "Row", records: "Sequence[Row]") -> None:
    from flows.cli.person_card import grid

    out.say(f"{told_people(person)} has {counted(len(records), 'record')}:")
    listed = grid(6)
    listed.columns[0].justify = "right"
    for number, row in enumerate(records, 1):
        said = [", ".join(row[name]) for name in ("full_names", "emails", "phones", "organisations")]
        listed.add_row(str(number), *(plain(cell) for cell in (*said, row["source"])))
    out.print(listed)
