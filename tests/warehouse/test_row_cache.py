"""Where the rows of the published warehouse are known only others are written, and nobody can tell by the result."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from tests.transforms.books import Record, record
from tests.warehouse.books import book, book_frames
from transforms.remaking import Later
from warehouse import publish as publishing
from warehouse import row_cache
from warehouse.publish import FILE_NAME, CheckError, publish
from warehouse.row_cache import FOLDER, changed_parts, part_column, parts_of, rows_of
from warehouse.sql_files import Statement, statements

WHOLE = {
    "column_description",
    "depth_bar",
    "interaction_rule",
    "relationship_rule",
    "unmatched_address",
    "warehouse_build",
}
"""The tables that are written as a whole where anything in them is another."""


def edited() -> tuple[Record, ...]:
    """The book after somebody got another address, somebody went and somebody came."""
    _, *others, _ = book()
    moved = record("1", "Zoë Søborg-Strauß", email="zoe@example.com", phone="+44 20 7946 0108")
    return (moved, *others, record("10", "Anna Weber", source="google_csv", email="anna@example.net"))


@pytest.fixture(scope="module")
def frames() -> dict[str, dict[str, pl.DataFrame]]:
    """The frames of the book, and of the edited one."""
    return {"book": book_frames(), "edited": book_frames(*edited())}


def tables(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table, in order, but for when it was built; and how it is described."""
    with duckdb.connect(str(home / FILE_NAME), read_only=True) as connection:
        found = {
            table.name: connection.sql(f"from {table.name} order by all").fetchall() for table in statements("tables")
        }
        told = "select table_name, column_name, comment from duckdb_columns() where not internal order by all"
        found["comments"] = connection.sql(told).fetchall()
    found["warehouse_build"] = [row[1:] for row in found["warehouse_build"]]
    return found


def turn(home: Path) -> int:
    """How many copies were made since all was written at once."""
    return int(json.loads((home / FOLDER / "known.json").read_text())["turn"])


@pytest.fixture
def home(tmp_path: Path, frames: dict[str, dict[str, pl.DataFrame]]) -> Path:
    """A home with the book published."""
    publish(tmp_path, dict(frames["book"]), fingerprint="book")
    return tmp_path


def test_a_copy_with_other_rows_is_what_all_anew_would_be(
    home: Path, tmp_path_factory: pytest.TempPathFactory, frames: dict[str, dict[str, pl.DataFrame]]
) -> None:
    for number, name in enumerate(("edited", "book", "book"), 1):
        anew = tmp_path_factory.mktemp("anew")
        publish(anew, dict(frames[name]), fingerprint=name)
        published = publish(home, dict(frames[name]), fingerprint=name)
        assert turn(home) == number
        assert tables(home) == tables(anew)
        assert published.rows == {table: frame.height for table, frame in frames[name].items()}
        assert (home / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_only_rows_that_differ_are_written(
    home: Path, monkeypatch: pytest.MonkeyPatch, frames: dict[str, dict[str, pl.DataFrame]]
) -> None:
    written: dict[str, int] = {}
    insert = publishing._insert

    def count(connection: duckdb.DuckDBPyConnection, table: Statement, rows: pl.DataFrame, into: str) -> None:
        written[table.name] = rows.height
        insert(connection, table, rows, into)

    note = frames["book"]["person_note"].with_columns(note=pl.lit("Met at another panel"))
    monkeypatch.setattr(publishing, "_insert", count)
    publish(home, {**frames["book"], "person_note": note}, fingerprint="other")
    assert written == {"person_note": note.height, "warehouse_build": 1}


def test_every_table_has_the_parts_that_are_expected() -> None:
    columns = {table.name: part_column(table) for table in statements("tables")}
    assert {name for name, column in columns.items() if column is None} == WHOLE
    assert columns["match_evidence"] == "record_id_a"
    assert columns["tie"] == "person_id_a"
    assert columns["source_record"] == "record_id"
    assert columns["affiliation"] == "person_id"


class TestParts:
    TABLE = Statement("thing", "select thing_id from thing_frame", "One row.", {"thing_id": "what", "text": "said"})

    def frame(self, *rows: tuple[str, str | None]) -> pl.DataFrame:
        return pl.DataFrame(rows, schema={"thing_id": pl.String, "text": pl.String}, orient="row")

    @pytest.mark.parametrize(
        ("rows", "changed"),
        [
            ([("a", "1"), ("b", "2"), ("b", "2"), ("c", None)], set()),
            ([("c", None), ("b", "2"), ("b", "2"), ("a", "1")], set()),
            ([("a", "1"), ("b", "2"), ("c", None)], {"b"}),
            ([("a", "1"), ("b", "2"), ("b", "3"), ("c", None)], {"b"}),
            ([("a", "1"), ("b", "3"), ("b", "3"), ("c", None)], {"b"}),
            ([("a", ""), ("b", "2"), ("b", "2"), ("c", "")], {"a", "c"}),
            ([("b", "2"), ("b", "2"), ("c", None), ("d", "1")], {"a", "d"}),
        ],
    )
    def test_a_part_is_another_when_its_rows_are(self, rows: list[tuple[str, str | None]], changed: set[str]) -> None:
        before = parts_of(self.frame(("a", "1"), ("b", "2"), ("b", "2"), ("c", None)), self.TABLE)
        assert set(changed_parts(before, parts_of(self.frame(*rows), self.TABLE))["part"]) == changed

    def test_rows_that_are_made_later_are_told_by_their_versions(self) -> None:
        whole = self.frame(("a", "1"), ("b", "2"), ("b", "3"))
        keys = whole.select("thing_id", version=pl.Series([1, 2, 3], dtype=pl.UInt64))
        later = Later(keys, lambda places: whole[places])
        other = Later(keys.with_columns(version=pl.col("version") * 2), later.make)
        assert changed_parts(parts_of(later, self.TABLE), parts_of(later, self.TABLE)).is_empty()
        assert changed_parts(parts_of(later, self.TABLE), parts_of(other, self.TABLE)).height == 2
        wanted = pl.DataFrame({"part": ["b", "x"]})
        assert rows_of(later, self.TABLE, wanted).equals(rows_of(whole, self.TABLE, wanted))

    def test_a_table_without_an_id_is_one_part(self) -> None:
        table = Statement("rule", "", "", {"text": "said"})
        before, now = (parts_of(pl.DataFrame({"text": [text]}), table) for text in "ab")
        assert changed_parts(before, now)["part"].to_list() == [""]


# When all is written at once


def spoil_known(home: Path) -> None:
    (home / FOLDER / "known.json").write_text("{")


def replace_file(home: Path) -> None:
    copy = (home / FILE_NAME).read_bytes()
    (home / FILE_NAME).unlink()
    (home / FILE_NAME).write_bytes(copy)


def write_into_it(home: Path) -> None:
    with duckdb.connect(str(home / FILE_NAME)) as connection:
        connection.execute("update person set full_name = 'Somebody Else'")
        connection.execute("create table mine as select 1 as one")


def touch(home: Path) -> None:
    os.utime(home / FILE_NAME)


def change_known(**values: object) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        path = home / FOLDER / "known.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return change


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(write_into_it, id="written_into"),
        pytest.param(change_known(stamp="other code"), id="other_code"),
        pytest.param(spoil_known, id="spoilt", marks=pytest.mark.slow),
        pytest.param(replace_file, id="another_file", marks=pytest.mark.slow),
        pytest.param(touch, id="touched", marks=pytest.mark.slow),
        pytest.param(change_known(turn=row_cache.MOST_TURNS), id="many_copies", marks=pytest.mark.slow),
        pytest.param(change_known(turn="many"), id="no_number", marks=pytest.mark.slow),
    ],
)
def test_what_is_not_the_warehouse_that_was_published_is_not_copied(
    home: Path, change: Callable[[Path], None], frames: dict[str, dict[str, pl.DataFrame]]
) -> None:
    expected = tables(home)
    change(home)
    publish(home, dict(frames["book"]), fingerprint="book")
    assert turn(home) == 0
    assert tables(home) == expected
    with duckdb.connect(str(home / FILE_NAME), read_only=True) as connection:
        assert connection.sql("from duckdb_tables() where table_name = 'mine'").fetchall() == []


@pytest.mark.slow
def test_what_has_grown_too_much_is_written_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch, frames: dict[str, dict[str, pl.DataFrame]]
) -> None:
    monkeypatch.setattr(row_cache, "_MAY_GROW", 0)
    change_known(fresh_size=1)(home)
    publish(home, dict(frames["edited"]), fingerprint="edited")
    assert turn(home) == 0


def test_a_table_whose_parts_cannot_be_read_is_written_whole(
    home: Path, tmp_path_factory: pytest.TempPathFactory, frames: dict[str, dict[str, pl.DataFrame]]
) -> None:
    (home / FOLDER / "person.arrow").write_bytes(b"nothing of that kind")
    (home / FOLDER / "tie.arrow").unlink()
    publish(home, dict(frames["edited"]), fingerprint="edited")
    anew = tmp_path_factory.mktemp("anew")
    publish(anew, dict(frames["edited"]), fingerprint="edited")
    assert turn(home) == 1
    assert tables(home) == tables(anew)


# What goes wrong


def test_a_check_that_fails_on_a_copy_leaves_the_old_one_and_the_next_is_written_anew(
    home: Path, frames: dict[str, dict[str, pl.DataFrame]]
) -> None:
    expected = tables(home)
    twice = pl.concat([frames["book"]["person"], frames["book"]["person"]])
    with pytest.raises(CheckError, match="person_is_unique"):
        publish(home, {**frames["book"], "person": twice}, fingerprint="wrong")
    assert tables(home) == expected
    publish(home, dict(frames["edited"]), fingerprint="edited")
    assert turn(home) == 0


@pytest.mark.slow
def test_a_crash_before_all_is_kept_costs_only_time(
    home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    frames: dict[str, dict[str, pl.DataFrame]],
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(row_cache, "write_bytes", crash)
        with pytest.raises(KeyboardInterrupt):
            publish(home, dict(frames["edited"]), fingerprint="edited")
    publish(home, dict(frames["book"]), fingerprint="book")
    anew = tmp_path_factory.mktemp("anew")
    publish(anew, dict(frames["book"]), fingerprint="book")
    assert tables(home) == tables(anew)


@pytest.mark.parametrize(
    "what", ["write_bytes", *(pytest.param(name, marks=pytest.mark.slow) for name in ("write_frame", "private_folder"))]
)
def test_where_there_is_no_room_for_what_is_known_it_is_published_all_the_same(
    home: Path, what: str, monkeypatch: pytest.MonkeyPatch, frames: dict[str, dict[str, pl.DataFrame]]
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(row_cache, what, refuse)
        publish(home, dict(frames["edited"]), fingerprint="edited")
    assert publishing.published_fingerprint(home) == "edited"
    assert not (home / FOLDER).exists()
    publish(home, dict(frames["book"]), fingerprint="book")
    assert turn(home) == 0
