"""Remembers which rows the published warehouse holds, so that the next one is a copy in which only others are written.

The rows of a table are told apart by parts: all rows of one person, one record, one interaction, by the first column
that is an id; a table without one is a single part. Of each part a hash of its rows is kept, in files of the cache
folder. It costs only time to lose them: what can't be read, or is of another warehouse, is as good as none.
"""

import hashlib
import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl
import pyarrow as pa

from configs.errors import UserError
from transforms.remaking import Later
from warehouse.folder import private_folder
from warehouse.frame_files import read_frame, write_bytes, write_frame
from warehouse.sql_files import Statement, statements

FOLDER: Final = Path("cache") / "published"
_KNOWN: Final = "known.json"

MOST_TURNS: Final = 50
"""Copies after which all is written anew: in order, and without what a disk may have spoilt meanwhile."""

MOST_GROWTH: Final = 1.5
"""How many times larger than one that was written at once a copy may become before all is written anew."""

_MAY_GROW: Final = 16 << 20
"""Bytes by which a small one may, too: DuckDB gives out its blocks generously."""

_IS_ID: Final = ("_id", "_id_a")


class RowCache:
    """What is known of the rows of the warehouse at `target`, which is the home's published one.

    `turn` counts the copies since all was written at once; 0 where there is nothing to go on from.
    """

    def __init__(self, home: Path, target: Path) -> None:
        self._folder = home / FOLDER
        self._target = target
        known = self._known()
        goes_on = bool(known) and known["turn"] < MOST_TURNS
        goes_on = goes_on and known["size"] <= MOST_GROWTH * known["fresh_size"] + _MAY_GROW
        self.turn: int = known["turn"] + 1 if goes_on else 0
        self._fresh_size: int = known["fresh_size"] if goes_on else 0
        self._is_kept = True

    def begin(self) -> None:
        """Forget what is known of the old warehouse, whose place another one is about to take."""
        try:
            private_folder(self._folder)
            (self._folder / _KNOWN).unlink(missing_ok=True)
        except (OSError, UserError):
            self._is_kept = False

    def parts(self, table: Statement) -> pl.DataFrame | None:
        """The parts of a table in the old warehouse: part, content (UInt64); None where they can't be read."""
        try:
            return read_frame(self._folder / f"{table.name}.arrow")
        except (OSError, ValueError, pa.ArrowException, pl.exceptions.PolarsError):
            return None

    def keep(self, table: Statement, parts: pl.DataFrame) -> None:
        """Keep the parts of a table in the new warehouse; `finish` makes them count."""
        if not self._is_kept:
            return
        try:
            write_frame(self._folder / f"{table.name}.arrow", parts)
        except (OSError, pl.exceptions.PolarsError):
            self._is_kept = False

    def finish(self) -> None:
        """Say that the new warehouse is in place; where there is no room for it, nothing is kept."""
        with suppress(OSError):
            if self._is_kept:
                self._finish()
                return
        shutil.rmtree(self._folder, ignore_errors=True)

    def _finish(self) -> None:
        file = _file(self._target)
        fresh_size = self._fresh_size if self.turn else file["size"]
        fresh = {"stamp": _stamp(), "turn": self.turn, "fresh_size": fresh_size, **file}
        building = self._folder / f"{_KNOWN}.new"
        write_bytes(building, json.dumps(fresh).encode())
        building.replace(self._folder / _KNOWN)

    def _known(self) -> dict[str, Any]:
        """What is known, where it is of the warehouse that is there, and of tables as they are made today."""
        try:
            known = dict(json.loads((self._folder / _KNOWN).read_text()))
            expected = {"stamp": _stamp(), **_file(self._target)}
            is_current = {name: known[name] for name in expected} == expected
            return known if is_current and known["turn"] >= 0 and known["fresh_size"] > 0 else {}
        except (OSError, ValueError, TypeError, KeyError):
            return {}


def part_column(table: Statement) -> str | None:
    """The column by whose values the rows of a table are written together: the first that is an id."""
    return next((column for column in table.columns if column.endswith(_IS_ID)), None)


def parts_of(rows: pl.DataFrame | Later, table: Statement) -> pl.DataFrame:
    """The parts of a table that is about to be written: part, content (UInt64, another one when its rows are others).

    Rows are compared as the frame has them, whatever the table makes of its columns; those that are made later by
    their versions.
    """
    column = part_column(table)
    part = pl.col(column) if column else pl.lit("")
    if isinstance(rows, Later):
        hashed = rows.keys.select(part.alias("part"), row="version")
    else:
        hashed = rows.select(part.alias("part"), row=pl.struct(pl.all()).hash())
    content = pl.struct(pl.col("row").sum(), rows=pl.len()).hash()
    return hashed.group_by("part").agg(content=content)


def rows_of(rows: pl.DataFrame | Later, table: Statement, parts: pl.DataFrame) -> pl.DataFrame:
    """The rows of some parts (part) of a table that has such."""
    column = str(part_column(table))
    if isinstance(rows, pl.DataFrame):
        return rows.join(parts, left_on=column, right_on="part", how="semi", maintain_order="left")
    places = rows.keys.select(column).with_row_index("place")
    return rows.make(places.join(parts, left_on=column, right_on="part", how="semi", maintain_order="left")["place"])


def changed_parts(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """The parts that differ, came or went: part, one row each."""
    both = (
        before.join(now, on=before.columns, how="anti", nulls_equal=True),
        now.join(before, on=before.columns, how="anti", nulls_equal=True),
    )
    return pl.concat(both).select("part").unique()


def _file(path: Path) -> dict[str, int]:
    """By what it shows that a file is the one that was written: whoever else writes into it makes it another one."""
    found = path.stat()
    return {"inode": found.st_ino, "size": found.st_size, "written": found.st_mtime_ns}


def _stamp() -> str:
    """A hash of how tables, views and macros are made, of DuckDB, whose files these are, and of Polars' hashes."""
    digest = hashlib.blake2b(f"{duckdb.__version__} {pl.__version__}".encode(), digest_size=16)
    for folder in ("tables", "views", "macros"):
        for each in statements(folder):
            digest.update(f"{each.name}\0{each.text}\0".encode())
    return digest.hexdigest()
