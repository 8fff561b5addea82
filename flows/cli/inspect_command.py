"""`kith inspect`: what is in a file, before it is imported."""

import json
from datetime import UTC, datetime
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
    limit: Annotated[int, typer.Option("--limit", min=0, help="Contacts, events and messages shown; 0 for all.")] = 100,
    region: Annotated[
        str | None, typer.Option("--region", help="Country of phone numbers without a country code (GB, DE, US).")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day of events (default: all the past).")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Day before which events end (default: a year ahead).")
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Zone of times that name none (Europe/Berlin).")
    ] = None,
) -> None:
    """Show what files hold and how it is understood; write nothing.

    With --format jsonl, one JSON object a line: contacts, each time of each event, messages, what could not be read,
    what was skipped.
    """
    from configs.settings import load_settings
    from connectors.calendar import Window
    from flows.cli.inspect_table import print_tables
    from flows.inspecting import default_end, inspect_files

    if style not in {"table", "jsonl"}:
        raise UsageError(f"There is no format {style!r}: choose table or jsonl.")
    settings = load_settings(region=region, time_zone=zone)
    window = Window(_moment(start, "--from"), _moment(end, "--to") or default_end(settings))
    if window.start and window.start > window.end:
        raise UsageError(f"--from {start} is after --to {end}.")
    rows = inspect_files([path if path == "-" else Path(path) for path in paths], settings, window=window)
    if style == "table":
        print_tables(rows, limit)
        return
    for row in rows:
        write_text(json.dumps(row, ensure_ascii=False) + "\n")


def _moment(text: str | None, option: str) -> datetime | None:
    """A day or a time as an instant: in UTC where it doesn't say."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{option} {text!r} is no date. Write one as 2024-06-30.") from error
