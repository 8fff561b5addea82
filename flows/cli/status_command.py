"""`kith status`: what is known, from where, and how the last run went."""

from typing import TYPE_CHECKING

from configs.errors import UserError
from flows.cli.console import counted, out, plain

if TYPE_CHECKING:
    from flows.run_note import RunNote


def status() -> None:
    """Show the sources, what they hold, and how the last run went. Works while an import runs."""
    from rich import box
    from rich.table import Table

    from configs.settings import load_settings
    from flows.run_note import read_note
    from warehouse.publish import FILE_NAME
    from warehouse.reading import WarehouseReader

    home = load_settings().home
    out.say(f"Kith's data is in {plain(home)}")
    note = read_note(home)
    if note:
        _print_run(note)
    try:
        with WarehouseReader.open(home) as reader:
            counts, sources = reader.counts(), reader.sources()
    except UserError as error:
        is_new = not (home / FILE_NAME).exists() and (note is None or note.is_alive)
        if not is_new:
            raise
        out.say(plain(error))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Source", "records", "people", "interactions", "last change (UTC)"):
        table.add_column(name, justify="left" if name == "Source" else "right")
    for row in sources:
        changed = row["last_change_at"]
        counts_of = [f"{row[name]:,}" if row[name] else "·" for name in ("records", "people", "interactions")]
        table.add_row(plain(row["source"]), *counts_of, f"{changed:%Y-%m-%d %H:%M}" if changed else "")
    out.print(table)
    people = counted(counts["people"], "person", "people")
    organisations = counted(counts["organisations"], "organisation")
    published = f"Published {counts['built_at']:%Y-%m-%d %H:%M} UTC."
    out.say(f"{people} and {organisations} from {counted(counts['records'], 'record')}. {published}")
    if counts["rejects"]:
        out.print(f"{counted(counts['rejects'], 'record')} could not be read: `kith rejects` shows what and why.")


def _print_run(note: "RunNote") -> None:
    if note.is_alive:
        out.print(f"Running now: {plain(note.command)}, since {_shown(note.started_at)} (process {note.pid})")
        return
    state = "interrupted" if note.state == "running" else note.state
    why = f": {note.message}" if note.message and state == "failed" else ""
    when = _shown(note.finished_at or note.started_at)
    out.say(plain(f"Last run: {note.command}, {state} at {when}{why}"))


def _shown(instant: str) -> str:
    """An instant of a note as people read it: to the minute, in UTC."""
    return f"{instant[:16]} UTC"
