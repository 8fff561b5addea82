"""`kith rejects`: what could not be read."""

import json
from typing import Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import out, plain, printable, write_text

_LONGEST = 200


def rejects(
    source: Annotated[str | None, typer.Option("--source", help="Only this source's.")] = None,
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="text or jsonl.")] = "text",
    raw: Annotated[bool, typer.Option("--raw", help="Show the whole text of each, not its first lines.")] = False,
) -> None:
    """Show what could not be read when each file was last read: where it stands, why, and its text."""
    from configs.settings import load_settings
    from warehouse.reading import WarehouseReader

    if style not in {"text", "jsonl"}:
        raise UsageError(f"There is no format {style!r}: choose text or jsonl.")
    with WarehouseReader.open(load_settings().home) as reader:
        rows = reader.rejects(source)
    if style == "jsonl":
        for row in rows:
            write_text(json.dumps(row, ensure_ascii=False) + "\n")
        return
    for row in rows:
        where = "".join(
            f", {name} {row[key]:,}" for name, key in (("record", "position"), ("line", "line")) if row[key]
        )
        out.say(f"[bold]{plain(row['file'])}[/]{where}: {plain(row['reason'])}")
        if row["raw"]:
            out.say(printable(_indented(row["raw"], is_whole=raw)), markup=False, style="dim")
    if rows:
        out.print(f"\n{len(rows):,} in all. Mend them in the file and import it again.")
    else:
        out.print("Everything was read." if source is None else f"Nothing from {plain(source)} that could not be read.")


def _indented(text: str, *, is_whole: bool) -> str:
    shown = (
        text
        if is_whole or len(text) <= _LONGEST
        else f"{text[:_LONGEST]} … ({len(text):,} characters; --raw shows all)"
    )
    return "\n".join(f"    {line}" for line in shown.splitlines())
