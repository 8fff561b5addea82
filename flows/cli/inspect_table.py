"""How `kith inspect` shows records to a person: a table for each file, and below them what was left out."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from rich.table import Table

from flows.cli.console import counted, out, plain

Row = dict[str, Any]


class _Style(NamedTuple):
    """How records of one kind stand in a table: their columns, and what is in them."""

    columns: tuple[str, ...]
    cells: Callable[[Row], list[str]]


_WHOLE: Final = {"#", "Phone", "In", "When", "Sent"}
"""Columns whose values are short, and hard to read in two parts."""

_MANY: Final = 6
"""People of an event or a message that are named; of more, how many more there are."""


def print_tables(rows: Iterable[Row], limit: int) -> None:
    """Print the records, at most `limit` of them (0: all), each file's under its name; then what was left out."""
    left_out: list[Row] = []
    shown: list[Row] = []  # of one file and kind
    totals: Counter[str] = Counter(contact=0)
    for row in rows:
        if row["kind"] not in _STYLES:
            left_out.append(row)
            continue
        if shown and (shown[0]["file"], shown[0]["kind"]) != (row["file"], row["kind"]):
            _print_table(shown)
            shown = []
        totals[row["kind"]] += 1
        if not limit or totals.total() <= limit:
            shown.append(row)
    _print_table(shown)
    for row in left_out:
        out.say(_line(row))
    told = ", ".join(counted(total, kind) for kind, total in totals.items() if total or totals.total() == 0)
    rest = totals.total() - limit
    hidden = f"; {rest:,} of them not shown (--limit 0 shows all)" if limit and rest > 0 else ""
    out.print(f"{told}{hidden}")


def _print_table(records: Sequence[Row]) -> None:
    if not records:
        return
    style = _STYLES[records[0]["kind"]]
    rows = [style.cells(record) for record in records]
    used = [index for index in range(len(style.columns)) if any(cells[index] for cells in rows)]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name in (style.columns[index] for index in used):
        table.add_column(
            name,
            overflow="fold",
            justify="right" if name == "#" else "left",
            no_wrap=name in _WHOLE,
            header_style="dim",
        )
    for cells in rows:
        table.add_row(*(plain(cells[index]) for index in used))
    out.say(f"[bold]{plain(records[0]['file'])}[/]")
    out.print(table)
    out.print()


def _contact(contact: Row) -> list[str]:
    name = contact["full_name"] or " ".join(part for part in (contact["given_name"], contact["family_name"]) if part)
    if contact["contact_kind"] != "person":
        name = f"{name} ({contact['contact_kind']})".strip()
    return [
        f"{contact['position']}",
        name,
        contact["organisation"] or "",
        "\n".join(email["address"] for email in contact["emails"]),
        "\n".join(phone["e164"] or phone["raw"] for phone in contact["phones"]),
        ", ".join(dict.fromkeys(a["country_code"] or a["country"] or "" for a in contact["addresses"])),
        ", ".join(contact["categories"]),
    ]


def _event(event: Row) -> list[str]:
    notes = [note for note in (event["event_kind"], event["status"]) if note not in {"event", "confirmed"}]
    title = event["summary"] or ""
    return [
        f"{event['position']}",
        _moment(event["starts_at"]),
        f"{title} ({', '.join(notes).replace('_', ' ')})".strip() if notes else title,
        event["location"] or "",
        _people(event["attendees"]),
    ]


def _message(message: Row) -> list[str]:
    senders = [person for person in message["people"] if person["role"] == "sender"]
    others = [person for person in message["people"] if person["role"] != "sender"]
    return [
        f"{message['position']}",
        _moment(message["sent_at"]),
        message["channel"].replace("_", " "),
        _people(senders),
        _people(others),
    ]


def _moment(text: str | None) -> str:
    """A time as people write it: "2024-06-30 09:00Z"."""
    return (text or "").replace("T", " ").removesuffix(":00Z") + ("Z" if text and text.endswith(":00Z") else "")


def _people(people: Sequence[Row]) -> str:
    names = [person["name"] or person["address"] or person.get("url") or "" for person in people]
    more = [f"and {len(names) - _MANY:,} more"] if len(names) > _MANY else []
    return ", ".join([*filter(None, names[:_MANY]), *more])


_STYLES: Final = {
    "contact": _Style(("#", "Name", "Organisation", "E-mail", "Phone", "In", "Labels"), _contact),
    "event": _Style(("#", "When", "What", "Where", "With"), _event),
    "message": _Style(("#", "Sent", "By", "From", "To"), _message),
}


def _line(row: Row) -> str:
    parts = [f"{name} {row[key]:,}" for name, key in (("record", "position"), ("line", "line")) if row.get(key)]
    where = ", ".join([row["file"], *parts])
    name = "[yellow]Could not be read:[/]" if row["kind"] == "reject" else "Skipped:"
    return f"{name} {plain(where)}: {plain(row['reason'])}"
