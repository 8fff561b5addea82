"""Publishes the warehouse: built beside the old one, checked, and put in its place in one step.

A reader never waits and never sees half of it; a crash at any moment leaves the old one whole. Where it is known which
rows the old one holds, the new one is made of a copy of it, and only rows that differ are written.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from configs.errors import UserError
from connectors.records import Reject
from transforms.remaking import Later, Tables
from warehouse.connection import connect
from warehouse.definitions import define, quoted, views
from warehouse.failures import disk_failures
from warehouse.row_cache import RowCache, changed_parts, part_column, parts_of, rows_of
from warehouse.sql_files import Statement, statement, statements

FILE_NAME: Final = "warehouse.duckdb"
_BUILDING: Final = "warehouse.duckdb.building"


class CheckError(Exception):
    """A warehouse that was built breaks a promise of the model: a fault of Kith's. The old one stays in place."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: where, how many rows each table has, and of how many records of sources it was made.

    `unread` is what calendars hold that can't be expanded, or not to its end; `unknown_owners` are those of whom no
    address is known by which sent and received could be told apart. `new_people` and `gone_people` count those who
    weren't in the warehouse before, and those who aren't any more.
    """

    path: Path
    rows: dict[str, int]
    records: int
    unread: tuple[Reject, ...] = ()
    unknown_owners: tuple[str, ...] = ()
    new_people: int = 0
    gone_people: int = 0


def publish(home: Path, frames: Tables, *, fingerprint: str, records: int = 0) -> Published:
    """Build the warehouse of a frame for each table, check it, and put it in the place of the old one.

    `frames` is emptied on the way. `fingerprint` is what `published_fingerprint` says from then on; `records` is how
    many records of sources the frames were made of. Take `warehouse.lock.writing` first.

    Raises:
        CheckError: a check found rows; nothing was replaced.
        UserError: there is no room, or the folder can't be written to; nothing was replaced.
    """
    building, target = home / _BUILDING, home / FILE_NAME
    known = RowCache(home, target)
    with disk_failures(target):
        _clear(building)
        try:
            if known.turn:
                _copy(target, building)
            with connect(building) as connection:
                # Texts go into dictionaries. FSST would make the file a third smaller, and writing it twice as slow.
                connection.execute("set disabled_compression_methods = 'fsst,dict_fsst,zstd'")
                if known.turn:  # what is left to do is little: sharing it among cores costs more than it saves
                    connection.execute("set threads = 1")
                rows = _fill(connection, frames, _build(fingerprint, records), known)
                check(connection)
                connection.execute("checkpoint")
            _replace(building, target)
        finally:
            _clear(building)
    known.finish()
    return Published(target, rows, records)


def published_fingerprint(home: Path) -> str | None:
    """What the published warehouse was made of; None where there is none, or none that can be read."""
    path = home / FILE_NAME
    if not path.exists():
        return None
    try:
        with connect(path, read_only=True) as connection:
            row = connection.execute("select fingerprint from warehouse_build").fetchone()
    except (UserError, duckdb.Error):
        return None
    return str(row[0]) if row else None


def has_fallen_due(home: Path, today: date) -> bool:
    """Whether something was planned when the warehouse was published, and has happened since."""
    path = home / FILE_NAME
    try:
        with connect(path, read_only=True) as connection:
            connection.execute("set variable today = ?", [today])
            ((has_fallen,),) = connection.execute(statement("queries", "fallen_due")).fetchall()
            return bool(has_fallen)
    except (UserError, duckdb.Error):
        return True


def check(connection: duckdb.DuckDBPyConnection) -> None:
    """Run every check of `checks/`; each gives the rows that offend.

    Raises:
        CheckError: a check gave rows; the message names it and counts them.
    """
    failures = []
    for one in statements("checks"):
        offending = connection.execute(one.text).fetchall()
        if offending:
            failures.append(f"{one.name}: {len(offending)} rows ({one.row})")
    if failures:
        raise CheckError("The warehouse was built but not published, since it isn't right: " + "; ".join(failures))


def _fill(
    connection: duckdb.DuckDBPyConnection, frames: Tables, build: pl.DataFrame, known: RowCache
) -> dict[str, int]:
    rows = {name: frame.height for name, frame in frames.items()}
    frames |= {"column_description": _descriptions(), "warehouse_build": build}
    known.begin()
    for table in statements("tables"):
        # A table at a time, and its frame is let go: nobody sees the file before it is whole, and memory is bounded.
        _write(connection, table, frames.pop(table.name), known)
    if known.turn:
        return rows
    connection.execute("begin")
    for table in statements("tables"):
        _describe(connection, table)
    define(connection)
    connection.execute("commit")
    return rows


def _write(
    connection: duckdb.DuckDBPyConnection, table: Statement, rows: pl.DataFrame | Later, known: RowCache
) -> None:
    """Write a table; where it is known which rows are there, only the parts that differ."""
    now = parts_of(rows, table)
    before = known.parts(table) if known.turn else None
    changed = changed_parts(before, now) if before is not None else None
    if changed is not None and changed.is_empty():
        return
    if not known.turn:
        _insert(connection, table, rows, f"create table {table.name} as")
    elif changed is None or part_column(table) is None:
        connection.execute(f"delete from {table.name}")  # noqa: S608 - own tables
        _insert(connection, table, rows, f"insert into {table.name}")
    else:
        connection.register("changed", changed.to_arrow())
        gone = f"delete from {table.name} where {part_column(table)} in (select part from changed)"  # noqa: S608 - own tables
        connection.execute(gone)
        connection.unregister("changed")
        _insert(connection, table, rows_of(rows, table, changed), f"insert into {table.name}")
    known.keep(table, now)


def _insert(connection: duckdb.DuckDBPyConnection, table: Statement, rows: pl.DataFrame | Later, into: str) -> None:
    """Insert rows; those that are made later in slices, so that they are never in memory as a whole."""
    for frame in rows.slices() if isinstance(rows, Later) else (rows,):
        connection.register(f"{table.name}_frame", frame.to_arrow())
        connection.execute(f"{into} {table.text}")
        connection.unregister(f"{table.name}_frame")
        into = f"insert into {table.name}"


def _copy(source: Path, target: Path) -> None:
    """A copy that only its owner may read."""
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb"):
        pass
    shutil.copyfile(source, target)


def _describe(connection: duckdb.DuckDBPyConnection, table: Statement) -> None:
    connection.execute(f"comment on table {table.name} is {quoted(table.row)}")
    for column, description in table.columns.items():
        connection.execute(f"comment on column {table.name}.{column} is {quoted(description)}")


def _descriptions() -> pl.DataFrame:
    """One row per column of each table and view: table_name, number, column_name, description."""
    described = [
        (table.name, number, column, description)
        for table in (*statements("tables"), *views())
        for number, (column, description) in enumerate(table.columns.items(), 1)
    ]
    columns = ["table_name", "number", "column_name", "description"]
    return pl.DataFrame(described, schema=columns, orient="row").with_columns(pl.col("number").cast(pl.Int32))


def _build(fingerprint: str, records: int) -> pl.DataFrame:
    """One row: built_at, fingerprint, records."""
    return pl.DataFrame({"built_at": [datetime.now(UTC)], "fingerprint": [fingerprint], "records": [records]})


def _replace(building: Path, target: Path) -> None:
    """Put the new file in the old one's place, and have both the file and its name on disk before going on."""
    with building.open("rb") as written:
        os.fsync(written.fileno())
    building.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _clear(building: Path) -> None:
    building.unlink(missing_ok=True)
    building.with_name(building.name + ".wal").unlink(missing_ok=True)
