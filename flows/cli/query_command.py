"""`kith query`: SQL over the warehouse, once or in a shell."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import SCREENFUL, is_terminal, out, write_text
from flows.cli.streams import is_answered


def query(
    sql: Annotated[
        str | None,
        typer.Argument(metavar="SQL", help="Statements; the last one's rows are shown.", show_default=False),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="Read the SQL from a file; - for standard input.")
    ] = None,
    style: Annotated[
        str, typer.Option("--format", "-F", metavar="FORMAT", help="table, csv, json or parquet.")
    ] = "table",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file instead.")] = None,
) -> None:
    """Ask the warehouse in SQL (DuckDB's), read-only; without SQL, in a shell with history.

    `kith query "show tables"` lists the tables; the table column_description says what each column holds. Where
    standard input is no terminal and no SQL is given, the SQL is read from there.
    """
    from configs.settings import load_settings
    from flows.cli.sql import checked_sql
    from warehouse.reading import WarehouseReader, checked_format

    chosen = checked_format(style)
    if sql is not None and file is not None:
        raise UsageError("Give the SQL either as an argument or with --file, not both.")
    settings = load_settings()
    if sql is None and file is None and not is_answered():
        file = Path("-")
    text = _text(file) if file else sql
    with WarehouseReader.open(settings.home) as reader:
        if text is None:
            from flows.cli.shell import run_shell

            run_shell(reader, settings.home / "query_history")
            return
        relation = reader.query(checked_sql(text))
        if relation is None:
            return
        width, most_rows = (out.width, SCREENFUL) if is_terminal() else (10_000, 1_000_000)
        content = reader.render(relation, chosen, width=width, most_rows=most_rows)
    _write(content, output, is_binary=chosen == "parquet")


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{file} can't be read: {error.strerror}. Give a file of SQL, or - for standard input."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} can't be read: it is no UTF-8 text. Save it as UTF-8.") from error


def _write(content: bytes, output: Path | None, *, is_binary: bool) -> None:
    if output is not None:
        try:
            output.write_bytes(content)
        except OSError as error:
            raise UsageError(f"{output} can't be written: {error.strerror}. Choose another --output.") from error
    elif not is_binary:
        write_text(content.decode())
    elif is_terminal():
        raise UsageError("Parquet is no text for a terminal: give a file with --output, or redirect.")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
