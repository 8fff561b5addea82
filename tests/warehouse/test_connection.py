"""How DuckDB files are opened: privately, with bounded memory, and with an answer for every file that can't be."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from configs.errors import UserError
from warehouse import connection as connections
from warehouse.connection import connect

HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.duckdb"


def setting(connection: duckdb.DuckDBPyConnection, name: str) -> object:
    row = connection.execute("select current_setting(?)", [name]).fetchone()
    assert row is not None
    return row[0]


def test_it_is_made_where_it_is_missing_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "kith" / "book.duckdb"
    before = os.umask(0)
    try:
        connect(path).close()
    finally:
        os.umask(before)
    assert [each.name for each in path.parent.iterdir()] == ["book.duckdb"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_written_is_there_when_it_is_opened_again(path: Path) -> None:
    with connect(path) as connection:
        connection.execute("create table t as select 1 as a")
    with connect(path, read_only=True) as connection:
        assert connection.sql("select a from t").fetchall() == [(1,)]
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            connection.execute("insert into t values (2)")


def test_nothing_is_fetched_memory_is_bounded_and_instants_are_in_utc(path: Path) -> None:
    with connect(path) as connection:
        assert setting(connection, "autoinstall_known_extensions") is False
        assert setting(connection, "memory_limit") == "244.1 MiB"
        assert setting(connection, "temp_directory") == str(path.with_suffix(".spill"))
        assert setting(connection, "TimeZone") == "UTC"


def test_a_file_that_a_crash_left_half_made_stands_in_nobodys_way(path: Path) -> None:
    path.with_name("book.duckdb.new").write_bytes(b"\x00" * 100)
    connect(path).close()
    assert [each.name for each in path.parent.iterdir()] == ["book.duckdb"]


def test_a_crash_while_it_is_made_leaves_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "chmod", crash)
    with pytest.raises(KeyboardInterrupt):
        connect(path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"BEGIN:VCARD\r\n" * 1000, b"\x00" * 12_288], ids=["empty", "text", "zeros"])
def test_a_file_that_is_no_database_is_named_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"book\.duckdb can't be opened: it is damaged or no DuckDB file.*kith doctor"):
        connect(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(("start", "end"), [(0, 64), (4096, 12_288), (9000, None)], ids=["start", "header", "cut"])
def test_a_damaged_database_says_so(path: Path, start: int, end: int | None) -> None:
    with connect(path) as connection:
        connection.execute("create table t as select range as a from range(1000)")
    content = path.read_bytes()
    path.write_bytes(content[:start] + (b"\xa5" * (end - start) + content[end:] if end else b""))
    with pytest.raises(UserError, match="it is damaged or no DuckDB file"):
        connect(path)


def test_another_program_that_holds_it_is_to_be_closed(path: Path) -> None:
    connect(path).close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UserError, match=r"another program has it open for writing\. Close that program"):
            connect(path)
        holder.communicate("")


def test_what_is_only_read_is_never_made(path: Path) -> None:
    with pytest.raises(UserError, match=r"book\.duckdb can't be opened: .*does not exist"):
        connect(path, read_only=True)
    assert list(path.parent.iterdir()) == []


def test_a_folder_in_its_place_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(UserError, match=r"book\.duckdb can't be opened"):
        connect(path)


def test_a_file_in_its_folders_place_is_told(path: Path) -> None:
    path.write_text("")
    with pytest.raises(UserError, match=r"can't keep its data in .*book\.duckdb.*KITH_HOME"):
        connect(path / "landing.duckdb")


def test_a_folder_that_may_not_be_written_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserError, match=r"can't keep its data in .*: Permission denied"):
        connect(path)


def test_memory_that_is_bounded_spills_beside_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MEMORY_LIMIT", "60MB")
    with connect(path) as connection:
        connection.execute("create temp table t as select range::varchar || random() as a from range(3_000_000)")
        assert path.with_suffix(".spill").exists()
    assert [each.name for each in path.parent.iterdir()] == ["book.duckdb"]
