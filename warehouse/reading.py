"""Reads the published warehouse: for whoever only looks, while a sync may be running."""

import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, Final, Literal

import duckdb

from configs.errors import UsageError, UserError
from warehouse.connection import connect
from warehouse.publish import FILE_NAME
from warehouse.sql_files import statement

Format = Literal["table", "csv", "json", "parquet"]

CARD_TABLES: Final = (
    "person_name",
    "affiliation",
    "person_email",
    "person_phone",
    "person_address",
    "person_url",
    "person_date",
    "context",
    "person_relation",
    "person_note",
    "source_record",
)
"""The tables of a person's card, in the order in which it shows them."""

Row = dict[str, Any]


class WarehouseReader:
    """The published warehouse, open for reading."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, home: Path) -> Iterator["WarehouseReader"]:
        """The warehouse in `home`, closed at the end of the block.

        Raises:
            UserError: nothing was published yet, or the file can't be read.
        """
        path = home / FILE_NAME
        if not path.exists():
            raise UserError("There is no warehouse yet. Import an address book first: kith import PATH")
        with connect(path, read_only=True) as connection:
            try:
                connection.execute("select fingerprint from warehouse_build").fetchall()  # DuckDB 2 wants it read
            except duckdb.Error as error:
                raise UserError(
                    f"{path} is no warehouse of Kith's ({str(error).splitlines()[0]}). Delete it or move it away, and "
                    "import any file again: it is built anew."
                ) from error
            yield cls(connection)

    def query(self, sql: str) -> duckdb.DuckDBPyRelation | None:
        """What a SQL text gives; None where its last statement gives no rows.

        Raises:
            UserError: DuckDB can't run it; the message is DuckDB's own.
        """
        try:
            return self._connection.sql(sql)
        except duckdb.Error as error:
            raise UserError(_explained(error)) from error

    def render(
        self, relation: duckdb.DuckDBPyRelation, style: Format, *, width: int = 120, most_rows: int = 10_000
    ) -> bytes:
        """A relation as a table for people, or as CSV, JSON (a list of objects) or Parquet.

        A table has at most `width` characters a line and `most_rows` rows, and says where it left some out.

        Raises:
            UserError: a row can't be computed (a cast that fails, say).
        """
        try:
            if style == "table":
                return _table(relation, width, most_rows).encode()
            return _file(relation, style)
        except duckdb.Error as error:
            raise UserError(_explained(error)) from error

    def find_people(self, who: str) -> list[Row]:
        """The people that an id, record (SOURCE/RECORD_ID), e-mail address, phone number or name may mean.

        The closest matches only. An id that is in use no more means whoever has its records.
        """
        self._connection.execute("set variable who = ?", [who])
        return self._rows("find_people")

    def redirect(self, who: str) -> str | None:
        """Whom an id that is in use no more leads to; None where it is no such id."""
        self._connection.execute("set variable who = ?", [who])
        return next((row["person_id"] for row in self._rows("redirect")), None)

    def records(self, person_id: str) -> list[Row]:
        """A person's records, in the order of source and record_id.

        Columns: source, record_id, file, position; full_names, emails, phones, organisations as lists of texts.
        """
        self._connection.execute("set variable person_id = ?", [person_id])
        return self._rows("records")

    def card(self, person_id: str) -> dict[str, list[Row]]:
        """Everything about a person: `person` and each of `CARD_TABLES`, as rows."""
        self._connection.execute("set variable person_id = ?", [person_id])
        return {name: self._rows(f"card_{name}") for name in ("person", *CARD_TABLES)}

    def people_of(self, records: Sequence[tuple[str, str]]) -> list[Row]:
        """Who has some records (source, record_id): person_id, full_name, organisation, email, phone, records."""
        for name, values in (("sources", [key[0] for key in records]), ("record_ids", [key[1] for key in records])):
            self._connection.execute(f"set variable {name} = ?::varchar[]", [values])
        return self._rows("people_of")

    def joined_by_word(self, person_id: str) -> list[Row]:
        """Where somebody said that a person's records are the same: command, judged_by, judged_at, reason."""
        self._connection.execute("set variable person_id = ?", [person_id])
        return self._rows("joined_by_word")

    def actions(self, most: int) -> list[Row]:
        """What was said of who is who, the latest first, at most so many.

        Columns: action_id, command, judged_by, judged_at, reason, undone_at (null where it stands), people (the names
        of those who have the records now).
        """
        self._connection.execute("set variable most = ?", [most])
        return self._rows("actions")

    def sources(self) -> list[Row]:
        """One row per source: source, records, people, interactions, last_change_at (null where nothing changed)."""
        return self._rows("status_sources")

    def counts(self) -> Row:
        """How much there is: people, organisations, records, rejects; and built_at."""
        return self._rows("status_counts")[0]

    def rejects(self, source: str | None = None) -> list[Row]:
        """What could not be read: source, file, position, line, reason, raw."""
        self._connection.execute("set variable source = ?", [source])
        return self._rows("rejects")

    def tables(self) -> list[str]:
        """The names of the tables."""
        rows = self._connection.execute("select table_name from duckdb_tables() order by table_name").fetchall()
        return [name for (name,) in rows]

    def columns(self) -> list[str]:
        """The names of all columns, each once."""
        rows = self._connection.execute("select distinct column_name from column_description order by 1").fetchall()
        return [name for (name,) in rows]

    def _rows(self, name: str) -> list[Row]:
        try:
            result = self._connection.execute(statement("queries", name))
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise UserError(
                f"The warehouse was made by another version of Kith ({str(error).splitlines()[0]}). Import any file "
                "again: it is built anew."
            ) from error
        columns = [column[0] for column in result.description or []]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _table(relation: duckdb.DuckDBPyRelation, width: int, most_rows: int) -> str:
    text = io.StringIO()
    with redirect_stdout(text):
        relation.show(max_width=width, max_rows=most_rows)
    return text.getvalue()


def _file(relation: duckdb.DuckDBPyRelation, style: Format) -> bytes:
    with tempfile.TemporaryDirectory(prefix="kith-query-") as folder:
        path = Path(folder) / "rows"
        if style == "csv":
            relation.write_csv(str(path), header=True)
        elif style == "parquet":
            relation.write_parquet(str(path))
        else:
            relation.query("result", f"copy (from result) to '{path}' (format json, array true)")
        return path.read_bytes()


def _explained(error: duckdb.Error) -> str:
    text = str(error).strip()
    if "read-only mode" in text:
        return "The warehouse is read-only: it is made anew at every import, and what you wrote would be lost."
    return text


def checked_format(value: str) -> Format:
    """The name of a format.

    Raises:
        UsageError: there is no such format.
    """
    match value:
        case "table" | "csv" | "json" | "parquet":
            return value
        case _:
            raise UsageError(f"There is no format {value!r}: choose table, csv, json or parquet.")
