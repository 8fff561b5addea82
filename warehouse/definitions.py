"""Views and macros of the warehouse: what is computed when it is asked, and so is true of the day on which it is.

A view `name` that says nothing of its columns has those of the table macro `name_at`, as of today.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import duckdb

from warehouse.sql_files import Statement, statements

_IS_TABLE: Final = re.compile(r"^create macro [^;]*?\) as table$", re.MULTILINE)


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the macros of `macros/` and the views of `views/`, with their comments; the tables are there."""
    for macro in _in_order(statements("macros")):
        connection.execute(macro.text)
        kind = "macro table" if _IS_TABLE.search(macro.text) else "macro"
        connection.execute(f"comment on {kind} {macro.name} is {quoted(macro.row)}")
    for view in views():
        connection.execute(f"create view {view.name} as {view.text}")
        connection.execute(f"comment on view {view.name} is {quoted(view.row)}")
        for column, description in view.columns.items():
            connection.execute(f"comment on column {view.name}.{column} is {quoted(description)}")


def views() -> tuple[Statement, ...]:
    """The views, each with a description for each column."""
    macros = {macro.name: macro for macro in statements("macros")}
    return tuple(
        view if view.columns else replace(view, columns=macros[f"{view.name}_at"].columns)
        for view in statements("views")
    )


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _in_order(macros: Sequence[Statement]) -> list[Statement]:
    """Each after those that it calls: DuckDB wants to know them when it is told."""
    names = {macro.name for macro in macros}
    called = {macro.name: (set(re.findall(r"(\w+)\(", macro.text)) & names) - {macro.name} for macro in macros}
    ordered: list[Statement] = []
    while len(ordered) < len(macros):
        told = {macro.name for macro in ordered}
        ordered += [macro for macro in macros if macro.name not in told and called[macro.name] <= told]
    return ordered
