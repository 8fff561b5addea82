"""`kith person`: everything about somebody."""

import json
from typing import Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import printable, write_text
from flows.cli.judged import NAMING
from flows.cli.naming import people_named


def person(
    who: Annotated[
        list[str],
        typer.Argument(metavar="WHO", help=NAMING, show_default=False),
    ],
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="text or json.")] = "text",
) -> None:
    """Show everything about a person: each value, who gives it, and why it is the preferred one.

    An id that somebody had before they and another turned out to be one leads to them. Several people who may be meant
    are listed, and the exit code is 2; nobody found: 1.
    """
    from configs.settings import load_settings
    from flows.cli.person_card import print_card, print_choice
    from warehouse.reading import WarehouseReader

    if style not in {"text", "json"}:
        raise UsageError(f"There is no format {style!r}: choose text or json.")
    asked = printable(" ".join(who)).strip()
    with WarehouseReader.open(load_settings().home) as reader:
        found = people_named(reader, asked)
        card = reader.card(found[0]["person_id"]) if len(found) == 1 else None
    if style == "json":
        write_text(json.dumps(card or found, ensure_ascii=False, indent=2, default=str) + "\n")
    elif card:
        print_card(card)
    else:
        print_choice(asked, found)
    if card is None:
        raise typer.Exit(2)
