"""How `kith person` tells what you and somebody are to each other: a title, what is said, and what tells of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from flows.cli.channel_words import told_channel
from flows.cli.console import counted
from flows.cli.state_words import told_one_sided, told_strength, told_why
from warehouse.reading import Row

MOST_SHOWN: Final = 8
"""Rows of a long list that are shown; what is left is counted."""

Told = tuple[str, str, str]
"""A title, what is said, and what tells of it."""


def acquaintance_rows(acquaintance: dict[str, list[Row]], most: int | None = MOST_SHOWN) -> Iterator[Told]:
    """The rows of `RelationshipReader.acquaintance` but the state; none where the person is you.

    Of a long list so many are told, and how many are left; without a number, all.
    """
    for row in acquaintance["how_we_met"]:
        yield "Met", _capital(row["text"]), f"{row['confidence']:.0%} sure"
    for row in acquaintance["relationship"]:
        if row["strength_raw"]:
            is_one_sided = row["state"] == "one_sided"
            title, told = ("Contact", told_one_sided(row)) if is_one_sided else ("Closeness", told_strength(row))
            yield title, told, told_why(row["why"])
    timeline = [_happened(row) for row in acquaintance["timeline"]]
    yield from (("Timeline", *told) for told in timeline[:most])
    if most is not None and len(timeline) > most:
        yield "Timeline", _in_all(acquaintance["channel"]), ""
    yield from _cut("Knows", [_tied(row) for row in acquaintance["tie"]], most)
    circles = [(f"{row['name']} ({counted(row['people'], 'person', 'people')})", "") for row in acquaintance["circle"]]
    yield from _cut("Circles", circles, most)


def _cut(title: str, told: Sequence[tuple[str, str]], most: int | None) -> Iterator[Told]:
    for said, detail in told[:most]:
        yield title, said, detail
    left = len(told[most:]) if most is not None else 0
    if left:
        yield title, f"and {counted(left, 'other')}", ""


def _in_all(channels: Sequence[Row]) -> str:
    """How much of each kind there is."""
    total = sum(row["interactions"] for row in channels)
    kinds = ", ".join(told_channel(row["channel"], row["direction"], row["interactions"]) for row in channels)
    return f"{kinds} in all" if len(channels) == 1 else f"{total:,} in all: {kinds}"


def _happened(row: Row) -> tuple[str, str]:
    """A day, what it was, and how many were there."""
    how = told_channel(row["channel"], row["direction"], row["interactions"])
    size = f", {row['group_size']:,} people" if row["channel"] in {"meeting", "log"} and row["group_size"] else ""
    return f"{row['started_on']}  {row['title'] or how}", (how if row["title"] else "") + size


def _tied(row: Row) -> tuple[str, str]:
    shared = [text for text in row["shared"] if text]
    return row["full_name"], ", ".join(shared or row["kinds"])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
