"""`kith status`: what is known, from where, and how the last run went."""

from typing import TYPE_CHECKING

import typer

from configs.errors import UserError
from flows.cli.console import out

if TYPE_CHECKING:
    from flows.run_note import RunNote


def status() -> None:
    """Show the sources, what they hold, and how the last run went. Works while an import runs."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from configs.settings import load_settings
    from flows.run_note import read_note
    from warehouse.reading import WarehouseReader

    home = load_settings().home
    out.print(f"Kith's data is in {escape(str(home))}", soft_wrap=True)
    note = read_note(home)
    if note:
        _print_run(note)
    try:
        with WarehouseReader.open(home) as reader:
            counts, sources = reader.counts(), reader.sources()
    except UserError as error:
        out.print(escape(str(error)), soft_wrap=True)
        raise typer.Exit(1 if note else 0) from None
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Source", "records", "people", "last change (UTC)"):
        table.add_column(name, justify="left" if name == "Source" else "right")
    for row in sources:
        table.add_row(
            row["source"], f"{row['records']:,}", f"{row['people']:,}", f"{row['last_change_at']:%Y-%m-%d %H:%M}"
        )
    out.print(table)
    held = f"{counts['people']:,} people and {counts['organisations']:,} organisations"
    published = f"Published {counts['built_at']:%Y-%m-%d %H:%M} UTC."
    out.print(f"{held} from {counts['records']:,} records. {published}", soft_wrap=True)
    if counts["rejects"]:
        out.print(f"{counts['rejects']:,} could not be read: `kith rejects` shows what and why.")


def _print_run(note: "RunNote") -> None:
    from rich.markup import escape

    if note.is_alive:
        out.print(f"Running now: {note.command}, since {note.started_at} (process {note.pid})")
        return
    state = "interrupted" if note.state == "running" else note.state
    why = f": {note.message}" if note.message else ""
    out.print(
        f"Last run: {note.command}, {state} at {note.finished_at or note.started_at}{escape(why)}", soft_wrap=True
    )
