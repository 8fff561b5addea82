"""`kith inspect`: what is in a file, before it is imported."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from configs.errors import UsageError
from flows.cli.console import out

if TYPE_CHECKING:
    from collections.abc import Iterator


def inspect(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, folders or ZIPs; - for standard input.", show_default=False),
    ],
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="table or jsonl.")] = "table",
    limit: Annotated[int, typer.Option("--limit", min=0, help="Rows of the table; 0 for all.")] = 100,
    region: Annotated[
        str | None, typer.Option("--region", help="Country of phone numbers without a country code (GB, DE, US).")
    ] = None,
) -> None:
    """Show what files hold and how it is understood; write nothing.

    With --format jsonl, one JSON object a line: contacts, what could not be read, what was skipped.
    """
    from configs.settings import load_settings
    from flows.inspecting import inspect_files

    if style not in {"table", "jsonl"}:
        raise UsageError(f"There is no format {style!r}: choose table or jsonl.")
    settings = load_settings(region=region)
    rows = inspect_files([path if path == "-" else Path(path) for path in paths], settings)
    if style == "jsonl":
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    _print_table(rows, limit)


def _print_table(rows: "Iterator[dict[str, Any]]", limit: int) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Where", "Name", "Organisation", "E-mail", "Phone", "Country", "Labels"):
        table.add_column(name, overflow="fold")
    left_out: list[str] = []
    contacts = 0
    for row in rows:
        if row["kind"] != "contact":
            left_out.append(_left_out(row))
            continue
        contacts += 1
        if not limit or contacts <= limit:
            table.add_row(*_cells(row))
    if contacts:
        out.print(table)
    hidden = contacts - limit if limit and contacts > limit else 0
    out.print(f"{contacts:,} contacts" + (f"; {hidden:,} of them not shown (--limit 0 shows all)" if hidden else ""))
    for line in left_out:
        out.print(line, soft_wrap=True)


def _cells(contact: dict[str, Any]) -> list[str]:
    from rich.markup import escape

    name = contact["full_name"] or " ".join(part for part in (contact["given_name"], contact["family_name"]) if part)
    if contact["contact_kind"] != "person":
        name = f"{name} ({contact['contact_kind']})"
    cells = [
        f"{contact['file']}:{contact['position']}",
        name,
        contact["organisation"] or "",
        "\n".join(email["address"] for email in contact["emails"]),
        "\n".join(phone["e164"] or phone["raw"] for phone in contact["phones"]),
        ", ".join(dict.fromkeys(a["country_code"] or a["country"] or "" for a in contact["addresses"])),
        ", ".join(contact["categories"]),
    ]
    return [escape(cell) for cell in cells]


def _left_out(row: dict[str, Any]) -> str:
    from rich.markup import escape

    where = row["file"] + (f" (record {row['position']})" if row["position"] else "")
    name = "[yellow]Not read:[/]" if row["kind"] == "reject" else "Skipped:"
    return f"{name} {escape(where)}: {escape(row['reason'])}"
