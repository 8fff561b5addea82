"""Migrations run once each, in order, whole or not at all; a store of a newer Kith is left alone."""

from collections.abc import Iterator

import duckdb
import pytest

from configs.errors import UserError
from warehouse import migrate as migrations
from warehouse.migrate import migrate
from warehouse.sql_files import Statement, statements

FIRST = Statement("0001_first", "create table first (a integer);", "", {})
SECOND = Statement("0002_second", "create table second (a integer); insert into second values (1);", "", {})
TENTH = Statement("0010_tenth", "alter table second add column b integer;", "", {})
BROKEN = Statement("0002_broken", "create table second (a integer); insert into nowhere values (1);", "", {})


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def given(monkeypatch: pytest.MonkeyPatch, *files: Statement) -> None:
    monkeypatch.setattr(migrations, "statements", lambda _folder: files)


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in connection.sql("select table_name from duckdb_tables() order by all").fetchall()]


def done(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    return connection.sql("select number, name from migration order by number").fetchall()


def test_kiths_own_are_recorded_with_their_time_and_run_once(connection: duckdb.DuckDBPyConnection) -> None:
    migrate(connection)
    before = connection.sql("select * from migration").fetchall()
    migrate(connection)
    assert connection.sql("select * from migration").fetchall() == before
    assert [name for _, name, _ in before] == [each.name for each in statements("migrations")]
    assert all(applied_at is not None for *_, applied_at in before)


def test_kiths_own_have_numbers_of_their_own() -> None:
    numbers = [each.name.partition("_")[0] for each in statements("migrations")]
    assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))


def test_they_run_in_the_order_of_their_numbers(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, TENTH, SECOND, FIRST)
    migrate(connection)
    assert done(connection) == [(1, "0001_first"), (2, "0002_second"), (10, "0010_tenth")]
    assert connection.sql("select * from second").fetchall() == [(1, None)]


def test_only_what_is_new_runs(connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, FIRST)
    migrate(connection)
    given(monkeypatch, FIRST, SECOND)
    migrate(connection)
    assert done(connection) == [(1, "0001_first"), (2, "0002_second")]


def test_one_that_fails_leaves_no_half_of_itself_and_what_was_before_stays(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, FIRST, BROKEN, TENTH)
    with pytest.raises(duckdb.CatalogException, match="nowhere"):
        migrate(connection)
    assert tables(connection) == ["first", "migration"]
    assert done(connection) == [(1, "0001_first")]
    given(monkeypatch, FIRST, SECOND, TENTH)
    migrate(connection)
    assert tables(connection) == ["first", "migration", "second"]


def test_a_newer_kiths_store_is_refused_untouched(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, FIRST, SECOND)
    migrate(connection)
    given(monkeypatch, FIRST)
    with pytest.raises(UserError, match=r"newer Kith \(migration 2\)\. Update Kith"):
        migrate(connection)
    assert done(connection) == [(1, "0001_first"), (2, "0002_second")]
