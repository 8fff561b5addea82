"""`kith inspect`: what is in a file, before it is imported."""

import json
from pathlib import Path
from typing import Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import write_text


def inspect(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, folders or ZIPs; - for standard input.", show_default=False),
    ],
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="table or jsonl.")] = "table",
    limit: Annotated[int, typer.Option("--limit", min=0, help="Contacts in the tables; 0 for all.")] = 100,
    region: Annotated[
        str | None, typer.Option("--region", help="Country of phone numbers without a country code (GB, DE, US).")
    ] = None,
) -> None:
    """Show what files hold and how it is understood; write nothing.

    With --format jsonl, one JSON object a line: contacts, what could not be read, what was skipped.
    """
    from configs.settings import load_settings
    from flows.cli.inspect_table import print_tables
    from flows.inspecting import inspect_files

    if style not in {"table", "jsonl"}:
        raise UsageError(f"There is no format {style!r}: choose table or jsonl.")
    settings = load_settings(region=region)
    rows = inspect_files([path if path == "-" else Path(path) for path in paths], settings)
    if style == "table":
        print_tables(rows, limit)
        return
    for row in rows:
        write_text(json.dumps(row, ensure_ascii=False) + "\n")
