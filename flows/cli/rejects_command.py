"""`kith rejects`: what could not be read."""

import json
from typing import Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import out

_LONGEST = 200


def rejects(
    source: Annotated[str | None, typer.Option("--source", help="Only this source's.")] = None,
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="text or jsonl.")] = "text",
    raw: Annotated[bool, typer.Option("--raw", help="Show the whole text of each, not its first lines.")] = False,
) -> None:
    """Show what could not be read when each file was last read: where it stands, why, and its text."""
    from rich.markup import escape

    from configs.settings import load_settings
    from warehouse.reading import WarehouseReader

    if style not in {"text", "jsonl"}:
        raise UsageError(f"There is no format {style!r}: choose text or jsonl.")
    with WarehouseReader.open(load_settings().home) as reader:
        rows = reader.rejects(source)
    if style == "jsonl":
        for row in rows:
            out.file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    for row in rows:
        where = "".join(
            f", {name} {row[key]:,}" for name, key in (("record", "position"), ("line", "line")) if row[key]
        )
        out.print(f"[bold]{escape(row['file'])}[/]{where}: {escape(row['reason'])}", soft_wrap=True)
        if row["raw"]:
            out.print(_indented(row["raw"], is_whole=raw), markup=False, soft_wrap=True, style="dim")
    out.print(
        "Everything was read." if not rows else f"\n{len(rows):,} in all. Mend them in the file and import it again."
    )


def _indented(text: str, *, is_whole: bool) -> str:
    shown = (
        text
        if is_whole or len(text) <= _LONGEST
        else f"{text[:_LONGEST]} … ({len(text):,} characters; --raw shows all)"
    )
    return "\n".join(f"    {line}" for line in shown.splitlines())
