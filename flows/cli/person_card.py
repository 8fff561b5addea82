"""How `kith person` shows somebody: one table of values, what they are, and where each comes from."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rich.table import Table

from flows.cli.acquaintance_card import acquaintance_rows
from flows.cli.console import counted, out, plain
from flows.cli.questions import times
from flows.cli.state_words import told_state
from warehouse.reading import Row

_TITLES: Final = {
    "person_name": "Names",
    "affiliation": "Work",
    "person_email": "E-mail",
    "person_phone": "Phone",
    "person_address": "Address",
    "person_url": "Web",
    "person_date": "Dates",
    "context": "Known from",
    "person_relation": "Relations",
    "person_note": "Notes",
    "source_record": "Records",
}
_COLUMNS: Final = {
    "person_email": ("address", "label"),
    "person_phone": ("number", "label"),
    "person_address": ("formatted", "label"),
    "person_url": ("url", "label"),
    "person_date": ("iso", "kind"),
    "person_relation": ("name", "relation"),
}
"""The columns that say a value and what kind of value it is."""


class Line(NamedTuple):
    """A value of a card, what kind it is or what tells of it, and the sources that give it, with commas between."""

    part: str
    value: str
    detail: str = ""
    sources: str = ""


def print_choice(asked: str, found: Sequence[Row]) -> None:
    """List the people who may be meant."""
    listed = grid(5)
    for row in found:
        cells = [row["person_id"], row["full_name"], row["organisation"], row["email"] or row["phone"], row["city"]]
        listed.add_row(*(plain(cell or "") for cell in cells))
    out.print(f"{counted(len(found), 'person', 'people')} may be meant by {plain(repr(asked))}; name one by its id:")
    out.print(listed)


def print_card(card: dict[str, list[Row]], acquaintance: dict[str, list[Row]]) -> None:
    """Show everything about a person: what you are to each other, then a row for each value.

    What tells of it, or a value's kind and its sources, stands dim beside it.
    """
    head = card["person"][0]
    job = _job(head)
    name = plain(head["full_name"]) + (" (you)" if head["is_owner"] else "")
    out.print(f"[bold]{name}[/]" + (f" · {plain(job)}" if job else "") + f"  [dim]{head['person_id']}[/]\n")
    for row in acquaintance["relationship"]:
        out.say(f"{plain(told_state(row))}\n")
    shown = grid(3)
    shown.columns[0].no_wrap = True
    before = ""
    for title, said, told in acquaintance_rows(acquaintance):
        shown.add_row("" if title == before else f"[bold]{title}[/]", plain(said), f"[dim]{plain(told)}[/]")
        before = title
    for table, title in _TITLES.items():
        for number, row in enumerate(card[table]):
            said, kind = _said(table, row)
            told = " · ".join(part for part in (kind, _origin(row)) if part)
            shown.add_row("" if number else f"[bold]{title}[/]", plain(said), f"[dim]{plain(told)}[/]")
    out.print(shown)


def card_lines(card: dict[str, list[Row]], acquaintance: dict[str, list[Row]]) -> Iterator[Line]:
    """Everything about a person, a line for each value, in the order of the card and called as there; all of it."""
    head = card["person"][0]
    yield Line("Name", head["full_name"], _job(head))
    yield Line("Id", head["person_id"])
    for row in acquaintance["relationship"]:
        yield Line("State", told_state(row))
    for title, said, told in acquaintance_rows(acquaintance, most=None):
        yield Line(title, said, told)
    for table, title in _TITLES.items():
        for row in card[table]:
            yield Line(title, *_said(table, row), _sources(row))


def _job(head: Row) -> str:
    return ", ".join(part for part in (head["title"], head["organisation"]) if part)


def grid(columns: int) -> Table:
    """A table without lines, whose long cells fold."""
    table = Table.grid(padding=(0, 2))
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def _said(table: str, row: Row) -> tuple[str, str]:
    """What a row says, and what kind of value it is."""
    match table:
        case "person_name":
            latin = f" ({row['latin_name']})" if row["latin_name"] else ""
            return f"{row['full_name']}{latin}", row["kind"]
        case "affiliation":
            work = ", ".join(part for part in (row["title"], row["department"], row["organisation"]) if part)
            return work, _period(row["started_on"], row["ended_on"])
        case "context":
            often = f"{times(row['interactions'])}, last {row['last_on']}" if row["interactions"] else ""
            kinds = ", ".join(part for part in (row["sphere"], row["kind"], often) if part)
            return row["context"], kinds
        case "person_note":
            return row["note"], ""
        case "source_record":
            return f"{row['file']}:{row['position']}", ""
        case _:
            value, kind = _COLUMNS[table]
            extension = f" ext. {row['extension']}" if row.get("extension") else ""
            return f"{row[value]}{extension}".replace("\n", ", "), row.get(kind) or ""


def _period(started: object, ended: object) -> str:
    if started and ended:
        return f"{started} to {ended}"
    return f"since {started}" if started else f"until {ended}" if ended else ""


def _origin(row: Row) -> str:
    """Who gives a value, and why it is preferred where there was a choice."""
    sources = _sources(row)
    because = row.get("preferred_because")
    return f"{sources} · preferred: {because}" if because and because != "the only one" else sources


def _sources(row: Row) -> str:
    return ", ".join(sorted(row["sources"])) if "sources" in row else str(row["source"])
