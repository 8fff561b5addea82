"""`kith person`: everything about somebody."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from configs.errors import UsageError, UserError
from flows.cli.console import out

if TYPE_CHECKING:
    from rich.table import Table

    from warehouse.reading import Row

_TITLES = {
    "person_name": "Names",
    "affiliation": "Work",
    "person_email": "E-mail",
    "person_phone": "Phone",
    "person_address": "Address",
    "person_url": "Web",
    "person_date": "Dates",
    "context": "How you know them",
    "person_relation": "Relations",
    "person_note": "Notes",
    "source_record": "Records",
}


def person(
    who: Annotated[
        list[str],
        typer.Argument(metavar="WHO", help="An id, e-mail address, phone number or name.", show_default=False),
    ],
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="text or json.")] = "text",
) -> None:
    """Show everything about a person: each value, who gives it, and why it is the preferred one.

    Several people who may be meant are listed, and the exit code is 2; nobody found: 1.
    """
    from configs.settings import load_settings
    from warehouse.reading import WarehouseReader

    if style not in {"text", "json"}:
        raise UsageError(f"There is no format {style!r}: choose text or json.")
    asked = " ".join(who)
    with WarehouseReader.open(load_settings().home) as reader:
        found = reader.find_people(asked)
        if not found:
            raise UserError(
                f"Nobody is known as {asked!r}. Try a part of the name, an e-mail address or a phone number."
            )
        if len(found) > 1:
            _print_choice(asked, found, style)
            raise typer.Exit(2)
        card = reader.card(found[0]["person_id"])
    if style == "json":
        out.file.write(json.dumps(card, ensure_ascii=False, indent=2, default=str) + "\n")
    else:
        _print_card(card)


def _print_choice(asked: str, found: "list[Row]", style: str) -> None:
    if style == "json":
        out.file.write(json.dumps(found, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    from rich.markup import escape

    table = _grid()
    for row in found:
        cells = [row["person_id"], row["full_name"], row["organisation"], row["email"] or row["phone"], row["city"]]
        table.add_row(*(escape(str(cell or "")) for cell in cells))
    out.print(f"{len(found)} people may be meant by {escape(repr(asked))}; name one by its id:")
    out.print(table)


def _print_card(card: "dict[str, list[Row]]") -> None:
    from rich.markup import escape

    head = card["person"][0]
    job = ", ".join(part for part in (head["title"], head["organisation"]) if part)
    name = escape(head["full_name"]) + (" (you)" if head["is_owner"] else "")
    out.print(f"[bold]{name}[/]" + (f" · {escape(job)}" if job else "") + f"  [dim]{head['person_id']}[/]")
    for table, title in _TITLES.items():
        if not card[table]:
            continue
        out.print(f"\n[bold]{title}[/]")
        grid = _grid()
        for row in card[table]:
            grid.add_row(*(escape(cell) for cell in _cells(table, row)))
        out.print(grid)


def _grid() -> "Table":
    from rich.table import Table

    grid = Table.grid(padding=(0, 2), pad_edge=True)
    for _ in range(5):
        grid.add_column(overflow="fold")
    return grid


def _cells(table: str, row: "Row") -> list[str]:
    """A row as three cells: what it says, what kind it is, and where it comes from (or why it is preferred)."""
    match table:
        case "person_name":
            latin = f" ({row['latin_name']})" if row["latin_name"] else ""
            said = [f"{row['full_name']}{latin}", row["kind"]]
        case "affiliation":
            work = ", ".join(part for part in (row["title"], row["department"], row["organisation"]) if part)
            since = " to ".join(str(day) for day in (row["started_on"], row["ended_on"]) if day)
            said = [work, since]
        case "person_date":
            said = [row["iso"], row["kind"]]
        case "context":
            said = [row["context"], row["kind"]]
        case "person_relation":
            return [row["name"], row["relation"] or "", row["source"]]
        case "person_note":
            return [row["note"], "", row["source"]]
        case "source_record":
            return [f"{row['file']}:{row['position']}", "", row["source"]]
        case _:
            said = [_value(row), row["label"] or ""]
    return [*said, _origin(row)]


def _value(row: "Row") -> str:
    extension = f" ext. {row['extension']}" if row.get("extension") else ""
    value: Any = next(row[name] for name in ("address", "number", "formatted", "url") if name in row)
    return f"{value}{extension}".replace("\n", ", ")


def _origin(row: "Row") -> str:
    sources = ", ".join(sorted(row["sources"]))
    because = row.get("preferred_because")
    return f"{sources} · preferred: {because}" if because and because != "the only one" else sources
