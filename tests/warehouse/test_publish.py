"""Publishing: built beside, checked, put in place; whatever goes wrong leaves the old one whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from configs.errors import UserError
from tests.transforms.books import record
from tests.warehouse.books import book_frames
from warehouse import publish as publishing
from warehouse.connection import connect
from warehouse.definitions import views
from warehouse.publish import FILE_NAME, CheckError, publish, published_fingerprint
from warehouse.sql_files import statements

OLD = (record("1", "Anna Weber", email="anna@example.org"),)


@pytest.fixture(scope="module")
def whole() -> dict[str, pl.DataFrame]:
    return book_frames()


@pytest.fixture
def frames(whole: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Frames that publishing may empty."""
    return dict(whole)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("old"), book_frames(*OLD), fingerprint="old").path


@pytest.fixture
def home(old: Path, tmp_path: Path) -> Iterator[Path]:
    """A home with an old warehouse; nothing lies beside it in the end, whatever happened."""
    shutil.copy(old, tmp_path)
    yield tmp_path
    assert {path.name for path in tmp_path.iterdir()} - {"cache"} == {FILE_NAME}


def answers(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with connect(home / FILE_NAME, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def names(home: Path) -> set[str]:
    return {name for (name,) in answers(home, "select full_name from person")}


def test_the_new_one_takes_the_old_ones_place(home: Path, frames: dict[str, pl.DataFrame]) -> None:
    heights = {name: frame.height for name, frame in frames.items()}
    published = publish(home, frames, fingerprint="new")
    assert published.path == home / FILE_NAME
    assert published.rows == heights
    assert frames == {}
    assert "Liam O'Brien" in names(home)
    assert "Anna Weber" not in names(home)
    assert published_fingerprint(home) == "new"
    assert (home / FILE_NAME).stat().st_mode & 0o777 == 0o600
    ((built_at,),) = answers(home, "select built_at from warehouse_build")
    assert isinstance(built_at, datetime)
    assert datetime.now(UTC) - built_at < timedelta(minutes=5)


def test_every_row_is_there(home: Path, frames: dict[str, pl.DataFrame]) -> None:
    publish(home, dict(frames), fingerprint="new")
    for name, frame in frames.items():
        assert len(answers(home, f"from {name}")) == frame.height
        assert frame.height, f"the book of these tests lacks a row of {name}"


def test_publishing_twice_changes_nothing_but_the_time(home: Path, frames: dict[str, pl.DataFrame]) -> None:
    def contents() -> dict[str, list[tuple[Any, ...]]]:
        publish(home, dict(frames), fingerprint="new")
        return {table.name: answers(home, f"from {table.name}") for table in statements("tables")}

    first, second = contents(), contents()
    assert first.pop("warehouse_build") != second.pop("warehouse_build")
    assert first == second


def test_nobody_yet(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> None:
    publish(tmp_path, {name: frame.clear() for name, frame in frames.items()}, fingerprint="empty")
    assert names(tmp_path) == set()


# What goes wrong


def test_a_check_that_fails_leaves_the_old_one(home: Path, frames: dict[str, pl.DataFrame]) -> None:
    frames["person"] = pl.concat([frames["person"], frames["person"]])
    with pytest.raises(CheckError, match=r"person_is_unique: \d+ rows \(People who stand in the table twice\.\)"):
        publish(home, frames, fingerprint="new")
    assert names(home) == {"Anna Weber"}
    assert published_fingerprint(home) == "old"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_old_one(
    call: str, home: Path, frames: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(*((os, "fsync") if call == "fsync" else (publishing, "_replace")), refuse)
        with pytest.raises(UserError, match=r"No space left on device.*What was there stays.*make room"):
            publish(home, frames, fingerprint="new")
    assert names(home) == {"Anna Weber"}


def test_a_database_that_has_no_room_leaves_the_old_one(
    home: Path, frames: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "check", refuse)
        with pytest.raises(UserError, match="make room on the disk"):
            publish(home, frames, fingerprint="new")
    assert names(home) == {"Anna Weber"}


def test_what_a_crash_left_half_built_is_no_hindrance(home: Path, frames: dict[str, pl.DataFrame]) -> None:
    (home / f"{FILE_NAME}.building").write_bytes(b"half of it")
    (home / f"{FILE_NAME}.building.wal").write_bytes(b"half of it")
    publish(home, frames, fingerprint="new")
    assert published_fingerprint(home) == "new"


def test_a_fault_of_kiths_own_is_no_users(home: Path, frames: dict[str, pl.DataFrame]) -> None:
    frames["person"] = frames["person"].drop("full_name")
    with pytest.raises(duckdb.BinderException):
        publish(home, frames, fingerprint="new")
    assert names(home) == {"Anna Weber"}


# The fingerprint


def test_there_is_no_fingerprint_where_none_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    assert published_fingerprint(tmp_path) is None
    path.write_bytes(b"no database" * 1000)
    assert published_fingerprint(tmp_path) is None
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table another_programs (x integer)")
    assert published_fingerprint(tmp_path) is None
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table warehouse_build (fingerprint varchar)")
    assert published_fingerprint(tmp_path) is None


# Readers

READER = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(connection.execute("select min(full_name) from person").fetchone()[0], flush=True)
    sys.stdin.readline()
    print(connection.execute("select string_agg(address) from person_email").fetchone()[0], flush=True)
"""


def test_whoever_reads_the_old_one_reads_on(home: Path, frames: dict[str, pl.DataFrame]) -> None:
    command = [sys.executable, "-c", READER, str(home / FILE_NAME)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "Anna Weber\n"
        publish(home, frames, fingerprint="new")
        assert "Liam O'Brien" in names(home)
        reader.stdin.write("go on\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "anna@example.org\n"
    assert reader.returncode == 0


# Descriptions


def test_every_table_and_column_says_what_it_holds(home: Path, frames: dict[str, pl.DataFrame]) -> None:
    publish(home, frames, fingerprint="new")
    tables = dict(answers(home, "select table_name, comment from duckdb_tables()"))
    asked = dict(answers(home, "select view_name, comment from duckdb_views() where not internal"))
    columns = answers(
        home,
        "select table_name, column_index, column_name, comment from duckdb_columns() where not internal order by all",
    )
    assert set(tables) == {table.name for table in statements("tables")}
    assert set(asked) == {view.name for view in views()}
    assert all(str(comment).startswith("One row") for comment in (tables | asked).values())
    assert all(comment for *_, comment in columns)
    assert answers(home, "select * from column_description order by all") == columns
    # They stand in the order of the files, so that no description is another column's.
    for table in (*statements("tables"), *views()):
        assert list(table.columns) == [column for name, _, column, _ in columns if name == table.name]
