"""Brings the landing store's tables up to date: each migration and its record in one transaction."""

import duckdb

from configs.errors import UserError
from warehouse.sql_files import statements
from warehouse.transaction import transaction


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Run the migrations that the store hasn't had yet, in the order of their numbers.

    Raises:
        UserError: the store was written by a newer Kith.
    """
    connection.execute("create table if not exists migration (number integer, name varchar, applied_at timestamptz)")
    done = {number for (number,) in connection.execute("select number from migration").fetchall()}
    files = {int(file.name.partition("_")[0]): file for file in statements("migrations")}
    if unknown := done - files.keys():
        raise UserError(f"This data was written by a newer Kith (migration {max(unknown)}). Update Kith and try again.")
    for number in sorted(files.keys() - done):
        with transaction(connection):
            connection.execute(files[number].text)
            connection.execute("insert into migration values (?, ?, now())", [number, files[number].name])
