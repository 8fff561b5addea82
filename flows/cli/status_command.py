"""`kith status`: what is known, from where, how the sources stand, and how the last runs went."""

from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError, UserError
from flows.cli.console import counted, out, plain, printable, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from flows.run_note import RunNote
    from warehouse.reading import Row

_SCREENFUL = 20


def status(
    runs: Annotated[bool, typer.Option("--runs", help="Show the last runs instead, the latest first.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many runs at most.")] = _SCREENFUL,
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="text or json.")] = "text",
) -> None:
    """Show the sources, what they hold, when they were synced last and are next, and how the last run went.

    Works while an import or a sync runs.
    """
    from configs.settings import load_settings
    from flows.run_history import past_runs

    if style not in {"text", "json"}:
        raise UsageError(f"There is no format {printable(style)!r}: choose text or json.")
    settings = load_settings()
    if runs:
        latest = past_runs(settings.home)[: -limit - 1 : -1]
        _show_runs(latest, is_json=style == "json")
        return
    if style == "json":
        from flows.cli.status_json import status_json

        write_text(status_json(settings))
        return
    from flows.run_note import read_note

    out.say(f"Kith's data is in {plain(settings.home)}")
    note = read_note(settings.home)
    if note:
        _print_run(note)
    if settings.sources:
        from flows.cli.standing_table import print_standings

        print_standings(settings)
    known = known_of(settings.home, note)
    if known:
        _print_known(*known)
        from flows.standing import left_behind

        if keys := left_behind(settings, [row["source"] for row in known[1]]):
            from flows.cli.standing_table import told_left_behind

            out.say(plain(told_left_behind(keys)))


def known_of(home: "Path", note: "RunNote | None") -> "tuple[Row, list[Row]] | None":
    """How much the warehouse holds, and by source; None, and why is said, where there is none yet.

    Raises:
        UserError: it can't be read, or there should be one.
    """
    from warehouse.publish import FILE_NAME
    from warehouse.reading import WarehouseReader

    try:
        with WarehouseReader.open(home) as reader:
            return reader.counts(), reader.sources()
    except UserError as error:
        is_new = not (home / FILE_NAME).exists() and (note is None or note.is_alive)
        if not is_new:
            raise
        out.say(plain(error))
        return None


def _show_runs(latest: "list[RunNote]", *, is_json: bool) -> None:
    if is_json:
        import json

        from flows.cli.status_json import run_told

        write_text(json.dumps([run_told(run) for run in latest], indent=2, ensure_ascii=False) + "\n")
        return
    from flows.cli.runs_table import runs_table

    if latest:
        out.print(runs_table(latest))
    else:
        out.say("Nothing has run yet.")


def _print_known(counts: "Row", sources: "list[Row]") -> None:
    from rich import box
    from rich.table import Table

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
