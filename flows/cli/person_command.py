"""`kith person`: everything about somebody."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Final

import typer

from configs.errors import UsageError
from flows.cli.console import printable, write_text
from flows.cli.judged import NAMING
from flows.cli.naming import people_named
from flows.cli.owners import Owner, owner_meant

_MOST_WRITTEN: Final = 200
"""How much of a timeline is written for machines; `kith query` gives all."""


def person(
    who: Annotated[
        list[str],
        typer.Argument(metavar="WHO", help=NAMING, show_default=False),
    ],
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="text, json or csv.")] = "text",
    is_sql: Annotated[bool, typer.Option("--sql", help="Print the SQL of each part, and ask nothing.")] = False,
    owner: Owner = None,
) -> None:
    """Show everything about a person: what you are to each other, then each value and who gives it.

    An id that somebody had before they and another turned out to be one leads to them. Several people who may be meant
    are listed, and the exit code is 2; nobody found: 1. As CSV there is a row for each value: part, value, detail,
    sources.
    """
    from configs.settings import load_settings
    from flows.cli.acquaintance_card import MOST_SHOWN
    from flows.cli.person_card import Line, card_lines, print_card, print_choice
    from flows.today import today
    from warehouse.relationship_reading import RelationshipReader, card_questions

    if style not in {"text", "json", "csv"}:
        raise UsageError(f"There is no format {printable(style)!r}: choose text, json or csv.")
    asked = printable(" ".join(who)).strip()
    settings = load_settings()
    with RelationshipReader.open(settings.home) as reader:
        found = people_named(reader, asked)
        if len(found) > 1:
            if style == "json":
                _write(found)
            elif style == "csv":
                _write_table(list(found[0]), (each.values() for each in found))
            else:
                print_choice(asked, found)
            raise typer.Exit(2)
        person_id = found[0]["person_id"]
        card = reader.card(person_id)
        whose = owner_meant(reader, settings, owner, among=card["person"][0]["owners"])
        now = today(settings)
        if is_sql:
            asked_for = card_questions(person_id, owner=whose, as_of=now, most=_MOST_WRITTEN)
            write_text("\n".join(f"{sql.rstrip()}; -- {part}\n" for part, sql in asked_for.items()))
            return
        most = MOST_SHOWN + 1 if style == "text" else _MOST_WRITTEN
        acquaintance = reader.acquaintance(person_id, owner=whose, as_of=now, most=most)
    if style == "json":
        _write(card | acquaintance)
    elif style == "csv":
        _write_table(Line._fields, card_lines(card, acquaintance))
    else:
        print_card(card, acquaintance)


def _write(answer: object) -> None:
    write_text(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")


def _write_table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows(rows)
    write_text(text.getvalue())
