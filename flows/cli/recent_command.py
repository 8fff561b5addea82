"""`kith recent`: what happened last, and with whom."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from flows.cli.channel_words import told_channel
from flows.cli.console import out, plain
from flows.cli.owners import Owner, owner_meant
from flows.cli.questions import NOTHING_HAPPENED, Asked, AsOf, IsSql, Style, answer, day_asked, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reading import Row

_MOST_WRITTEN: Final = 1_000
"""How much is written for machines unless more is asked for: there may be millions."""


def recent(
    style: Style = "text",
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, max=1_000_000, help="How many at most: 20 as text by default, else 1,000."),
    ] = None,
    as_of: AsOf = "today",
    is_sql: IsSql = False,
    owner: Owner = None,
) -> None:
    """Show what happened last between you and others, the latest first: meetings, messages, what you logged.

    A day's messages in one conversation are one. Only who, when and how is known of messages, never what they say.
    """
    from configs.settings import load_settings
    from warehouse.relationship_reading import RelationshipReader

    settings, asked = load_settings(), Asked.of(style, limit, is_sql=is_sql, most_written=_MOST_WRITTEN)
    day = day_asked(settings, as_of)
    with RelationshipReader.open(settings.home) as reader:
        whose = owner_meant(reader, settings, owner)
        answer(reader, asked, "recent", show=_show, owner=whose, as_of=day)


def _show(rows: "Sequence[Row]") -> None:
    from flows.cli.person_card import grid

    if not rows:
        out.say(NOTHING_HAPPENED)
        return
    listed = grid(4)
    listed.columns[0].no_wrap = True
    before = None
    for row in rows:
        day = f"{row['started_on']:%a %Y-%m-%d}"
        how = told_channel(row["channel"], row["direction"], row["interactions"])
        listed.add_row(
            "" if day == before else day,
            names(row["people"], row["not_known"]) or "somebody",
            plain(row["title"] or ""),
            f"[dim]{how}[/]",
        )
        before = day
    out.print(listed)
