"""Views and macros: defined in an order that works, and said what they give."""

import re

from tests.warehouse.relationships import rows, warehouse
from warehouse.definitions import _in_order, quoted, views
from warehouse.sql_files import statements


def test_a_quote_in_a_description_is_kept() -> None:
    assert quoted("the source's own") == "'the source''s own'"


def test_macros_come_after_those_that_they_call() -> None:
    ordered = _in_order(statements("macros"))
    names = [macro.name for macro in ordered]
    assert sorted(names) == [macro.name for macro in statements("macros")]
    assert names.index("relationship_at") > names.index("relationship_why_at") > names.index("stream_worth")


def test_every_macro_says_what_it_gives() -> None:
    with warehouse(()) as connection:
        told = rows(
            connection, "select function_name, comment, function_type from duckdb_functions() where not internal"
        )
    comments = {each["function_name"]: (each["function_type"], each["comment"]) for each in told}
    for macro in statements("macros"):
        kind, comment = comments[macro.name]
        assert comment == macro.row
        assert comment.startswith("One row" if kind == "table_macro" else "One value")


def test_every_column_of_a_table_macro_is_described() -> None:
    with warehouse(()) as connection:
        for macro in statements("macros"):
            if re.search(r"\) as table$", macro.text, re.MULTILINE):
                described = connection.execute(f"describe from {macro.name}(current_date)").fetchall()
                assert [column for column, *_ in described] == list(macro.columns)
        for view in views():
            described = connection.execute(f"describe {view.name}").fetchall()
            assert [column for column, *_ in described] == list(view.columns)


def test_a_day_may_be_a_text_or_a_date() -> None:
    with warehouse(()) as connection:
        for day in ("'2024-06-30'", "date '2024-06-30'", "current_date - 365"):
            assert rows(connection, f"from relationship_at({day})") == []
