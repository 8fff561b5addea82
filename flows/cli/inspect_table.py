"""How `kith inspect` shows contacts to a person: a table for each file, and below them what was left out."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from rich.table import Table

from flows.cli.console import counted, out, plain

_COLUMNS: Final = ("#", "Name", "Organisation", "E-mail", "Phone", "In", "Labels")
_WHOLE: Final = {"#", "Phone", "In"}
"""Columns whose values are short, and hard to read in two parts."""

Row = dict[str, Any]


def print_tables(rows: Iterable[Row], limit: int) -> None:
    """Print the contacts, at most `limit` of them (0: all), each file's under its name; then what was left out."""
    left_out: list[Row] = []
    contacts: list[Row] = []  # of one file
    total = 0
    for row in rows:
        if row["kind"] != "contact":
            left_out.append(row)
            continue
        if contacts and contacts[0]["file"] != row["file"]:
            _print_table(contacts)
            contacts = []
        total += 1
        if not limit or total <= limit:
            contacts.append(row)
    _print_table(contacts)
    for row in left_out:
        out.say(_line(row))
    hidden = f"; {total - limit:,} of them not shown (--limit 0 shows all)" if limit and total > limit else ""
    out.print(f"{counted(total, 'contact')}{hidden}")


def _print_table(contacts: Sequence[Row]) -> None:
    if not contacts:
        return
    rows = [_cells(contact) for contact in contacts]
    used = [index for index in range(len(_COLUMNS)) if any(cells[index] for cells in rows)]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name in (_COLUMNS[index] for index in used):
        table.add_column(
            name,
            overflow="fold",
            justify="right" if name == "#" else "left",
            no_wrap=name in _WHOLE,
            header_style="dim",
        )
    for cells in rows:
        table.add_row(*(plain(cells[index]) for index in used))
    out.say(f"[bold]{plain(contacts[0]['file'])}[/]")
    out.print(table)
    out.print()


def _cells(contact: Row) -> list[str]:
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


def _line(row: Row) -> str:
    parts = [f"{name} {row[key]:,}" for name, key in (("record", "position"), ("line", "line")) if row.get(key)]
    where = ", ".join([row["file"], *parts])
    name = "[yellow]Could not be read:[/]" if row["kind"] == "reject" else "Skipped:"
    return f"{name} {plain(where)}: {plain(row['reason'])}"
