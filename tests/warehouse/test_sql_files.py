"""The SQL files of the package, and what their first lines say."""

import duckdb
import pytest

from warehouse import sql_files
from warehouse.sql_files import statement, statements


def test_a_statement_is_read_by_its_folder_and_name() -> None:
    assert "getvariable('source')" in statement("merge", "count_current")


def test_a_name_without_a_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        statement("merge", "no_such_statement")


def test_a_folders_statements_come_by_name() -> None:
    names = [each.name for each in statements("merge")]
    assert "outcome" in names
    assert names == sorted(names)
    assert all(each.text == statement("merge", each.name) for each in statements("merge"))


def test_first_lines_say_what_a_row_is_and_describe_the_columns() -> None:
    text = (
        "-- One row per person: what you would\n-- write on their card.\n"
        "-- person_id: stays the same\n--   over every import\n-- born_on: a day\nselect 1\n-- note: no column\n"
    )
    described = sql_files._described("person", text)
    assert described.name == "person"
    assert described.row == "One row per person: what you would write on their card."
    assert described.columns == {"person_id": "stays the same over every import", "born_on": "a day"}
    assert described.text == text


def test_a_file_without_comments_describes_nothing() -> None:
    described = sql_files._described("person", "-- One row.")
    assert (described.row, described.columns) == ("One row.", {})
    assert sql_files._described("person", "select 1").row == ""


@pytest.mark.parametrize("name", [each.name for each in statements("merge")])
def test_each_file_is_one_statement(name: str) -> None:
    assert len(duckdb.extract_statements(statement("merge", name))) == 1
