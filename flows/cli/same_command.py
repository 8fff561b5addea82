"""`kith same`: two people are one."""

from typing import Annotated

import typer

from flows.cli.console import out
from flows.cli.judged import NAMING, Because, By, carry_out, print_outcome, reason, record_keys, speaker, told_people
from flows.cli.naming import person_named


def same(
    one: Annotated[str, typer.Argument(metavar="A", help=NAMING, show_default=False)],
    other: Annotated[
        str, typer.Argument(metavar="B", help="The other one, named in the same way.", show_default=False)
    ],
    because: Because = None,
    by: By = None,
) -> None:
    """Say that two people are one: every record of A and every record of B are, whatever their values say.

    It holds over every import, until you say otherwise or `kith undo` takes it back. Put a name of several words in
    quotes: `kith same "Ada Brandt" ada@example.org`.
    """
    from configs.settings import load_settings
    from flows.judging import Words, across
    from warehouse.reading import WarehouseReader

    settings = load_settings()
    with WarehouseReader.open(settings.home) as reader:
        a, b = person_named(reader, one), person_named(reader, other)
        if a["person_id"] == b["person_id"]:
            out.say(f"Both are {told_people(a)} already: there is nothing to do.")
            return
        mine, theirs = (record_keys(reader.records(row["person_id"])) for row in (a, b))
    words = Words("same", across(mine, theirs, "same"), speaker(by), reason(because))
    carry_out(settings, words)
    out.say(f"{told_people(a)} and {told_people(b)} are one person:")
    print_outcome(settings.home, [a, b], words.records)
