"""`kith birthdays`: whose birthday comes."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from configs.errors import UsageError
from flows.cli.console import counted, out, plain, printable
from flows.cli.owners import Owner, owner_meant
from flows.cli.questions import Asked, IsSql, Limit, Style, ago, answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reading import Row

_YEAR: Final = 365


def birthdays(
    within: Annotated[
        str, typer.Option("--within", metavar="TIME", help="How far to look ahead: 30d, 2w, 3 months.")
    ] = "30d",
    style: Style = "text",
    limit: Limit = None,
    is_sql: IsSql = False,
    owner: Owner = None,
) -> None:
    """Show whose birthday comes, and how old they get where the year is known.

    Who was born on 29 February is told on the 28th in other years.
    """
    from configs.settings import load_settings
    from flows.today import today
    from warehouse.relationship_reading import RelationshipReader

    settings, asked, days = load_settings(), Asked.of(style, limit, is_sql=is_sql), _days(within)
    now = today(settings)

    def show(rows: "Sequence[Row]") -> None:
        _show(rows, days)

    with RelationshipReader.open(settings.home) as reader:
        whose = owner_meant(reader, settings, owner)
        answer(reader, asked, "birthdays", show=show, owner=whose, as_of=now, within=days)


def _days(said: str) -> int:
    from transforms.days import read_cadence

    word = read_cadence(said)
    if word is None or word.days is None:
        raise UsageError(f"{printable(said)!r} is no span of time that can be told: write 30d, 2w or 3 months.")
    return word.days


def _show(rows: "Sequence[Row]", days: int) -> None:
    from flows.cli.person_card import grid

    if not rows:
        further = "; --within 1y looks a year ahead" if days < _YEAR else ""
        out.say(f"No birthday that is known comes within {counted(days, 'day')}{further}.")
        return
    listed = grid(5)
    for row in rows:
        turns = f"turns {row['turns']}" if row["turns"] else ""
        reach = row["phone"] or row["email"] or ""
        when = f"{row['next_on']:%a %Y-%m-%d}"
        listed.add_row(when, f"[bold]{plain(row['full_name'])}[/]", turns, ago(-row["in_days"]), plain(reach))
    out.print(listed)
