"""Merges what a source holds now into what it held before: what is new, changed, unchanged, gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from configs.errors import UserError
from connectors.base import Batch
from connectors.identity import content_hash, interaction_hash, raw_name
from connectors.interaction_records import RAW_INTERACTION_TYPE, RawInteraction, interactions_table
from connectors.records import RAW_CONTACT_TYPE, RawContact, Reject, Skipped, contacts_table
from warehouse.sql_files import statement


@dataclass(frozen=True, slots=True)
class Source:
    """Where records come from: a connector, whose address book it is, and a name where there are several of a kind."""

    connector: str
    owner: str = "me"
    name: str | None = None

    @property
    def key(self) -> str:
        """How the source is called everywhere: "vcard", "vcard:work", "google_csv:work@ada"."""
        named = f"{self.connector}:{self.name}" if self.name else self.connector
        return named if self.owner == "me" else f"{named}@{self.owner}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that is read, or was: its name, the hash of its bytes, and the version of the reader."""

    file: str
    content_hash: str
    reader_version: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a source's records in a run: read = loaded + unchanged + skipped + rejected.

    `gone` counts records that the source no longer holds; they were not read.
    """

    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: int = 0
    gone: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def changes(self) -> int:
        """How many records are not what they were before."""
        return self.loaded + self.gone


class LossError(UserError):
    """A source would lose more than half of its records: that is asked about first."""

    def __init__(self, source: str, *, gone: int, had: int) -> None:
        super().__init__(
            f"{source} would lose {gone:,} of its {had:,} records, so nothing of it was taken. See whether they are "
            "really gone there; if so, say it: kith sync --allow-loss"
        )
        self.gone = gone
        self.had = had


@dataclass(frozen=True, slots=True)
class Staged:
    """What the batches said beside their records: the cursor that follows them, and whether they are all there is."""

    cursor: str | None
    is_complete: bool


def _schema(*columns: str, record: pa.StructType | None = None) -> pa.Schema:
    """Columns by "name type", and then those of a record."""
    types: dict[str, pa.DataType] = {"int": pa.int64(), "": pa.string()}
    named = [column.partition(" ") for column in columns]
    return pa.schema([*(pa.field(name, types[kind]) for name, _, kind in named), *(record or ())])


_STAGES: Final = {
    "staged": _schema("seq int", "given_id", "raw_name", "content_hash", record=RAW_CONTACT_TYPE),
    "staged_interaction": _schema("seq int", "given_id", "content_hash", record=RAW_INTERACTION_TYPE),
    "staged_reject": _schema("file", "reason", "position int", "line int", "raw"),
    "staged_skipped": _schema("file", "reason", "position int"),
    "gone_record": _schema("given_id"),
    "renamed_record": _schema("old_id", "new_id"),
    "complete_prefix": _schema("prefix"),
    "reading": _schema("file", "content_hash", "reader_version int"),
}


_KINDS: Final = ("contacts", "interactions")
"""Of what a source holds, each kind is merged by itself: tables and statements are called by them."""


def stage(connection: duckdb.DuckDBPyConnection, batches: Iterable[Batch], readings: Sequence[Reading] = ()) -> Staged:
    """Put what the batches hold into temporary tables, which spill to disk where they are large.

    Pictures are kept as they come: they are named by their content, so that one too many does no harm.
    """
    for name, schema in _STAGES.items():
        connection.execute(f"drop table if exists {name}")
        _insert(connection, name, schema.empty_table(), is_new=True)
    _insert(connection, "reading", _rows("reading", [(r.file, r.content_hash, r.reader_version) for r in readings]))
    cursor, is_complete, contacts, interactions = None, False, 0, 0
    for batch in batches:
        _insert(connection, "staged", _staged(batch.contacts, contacts))
        _insert(connection, "staged_interaction", _staged_interactions(batch.interactions, interactions))
        _insert(connection, "staged_reject", _rows("staged_reject", batch.rejects))
        _insert(connection, "staged_skipped", _rows("staged_skipped", batch.skipped))
        _insert(connection, "gone_record", _rows("gone_record", [(given_id,) for given_id in batch.gone]))
        _insert(connection, "renamed_record", _rows("renamed_record", batch.renamed))
        _insert(connection, "complete_prefix", _rows("complete_prefix", [(prefix,) for prefix in batch.complete]))
        _keep_photos(connection, batch.photos)
        cursor, is_complete = batch.cursor or cursor, is_complete or batch.is_complete
        contacts, interactions = contacts + len(batch.contacts), interactions + len(batch.interactions)
    return Staged(cursor, is_complete)


def clear_stage(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables once they are merged."""
    for view in ("incoming", "held", "arrived"):
        connection.execute(f"drop view if exists {view}")
    outcomes = [f"{table}_{kind}" for table in ("outcome_of", "gone") for kind in _KINDS]
    for name in (*_STAGES, "outcome", *outcomes):
        connection.execute(f"drop table if exists {name}")


def merge(
    connection: duckdb.DuckDBPyConnection, source: Source, *, is_complete: bool = False, is_live: bool = False
) -> Counts:
    """Merge what is staged into the source's records, within the caller's transaction.

    The variables source, run_id and now are set. A live source's ids name one record each.

    Raises:
        UserError: a complete source holds nothing but did before.
    """
    connection.execute("set variable is_complete = ?", [is_complete])
    if is_complete and not is_live:
        _refuse_to_empty(connection, source)
    _rename(connection)
    gone = sum(_merge_kind(connection, kind, "outcome_live" if is_live else "outcome") for kind in _KINDS)
    connection.execute("create or replace temp view arrived as " + statement("merge", "arrived"))
    read_anew = "keep_attempts" if is_live else "keep_readings"
    for step in ("keep_skipped", read_anew, "keep_rejects"):
        connection.execute(statement("merge", step))
    read, loaded, unchanged, skipped, rejected = _row(connection, statement("merge", "counts"))
    return Counts(read, loaded, unchanged, skipped, rejected, gone)


def merge_pull(
    connection: duckdb.DuckDBPyConnection, source: Source, *, is_complete: bool, allows_loss: bool
) -> Counts:
    """Merge what a live source gave, as `merge` does.

    Raises:
        LossError: more than half of the source's records would go, and `allows_loss` doesn't say that they may.
    """
    (had,) = _row(connection, statement("merge", "count_current"))
    counts = merge(connection, source, is_complete=is_complete, is_live=True)
    if counts.gone * 2 > had and not allows_loss:
        raise LossError(source.key, gone=counts.gone, had=had)
    return counts


def _merge_kind(connection: duckdb.DuckDBPyConnection, kind: str, outcome: str) -> int:
    """Merge what is staged of a kind; returns how many records are gone."""
    for view in ("incoming", "held"):
        connection.execute(f"create or replace temp view {view} as " + statement("merge", f"{view}_{kind}"))
    connection.execute("create or replace temp table outcome as " + statement("merge", outcome))
    connection.execute(f"create or replace temp table gone_{kind} as " + statement("merge", "gone"))
    connection.execute(f"create or replace temp table outcome_of_{kind} as from outcome")
    for step in ("close", "mark_gone", "add"):
        connection.execute(statement("merge", f"{step}_{kind}"))
    (gone,) = _row(connection, f"select count(*) from gone_{kind}")  # noqa: S608 - own tables
    return gone


def _rename(connection: duckdb.DuckDBPyConnection) -> None:
    """Follow the new ids. A record whose new id another one has already became part of that one, and is gone."""
    for old_id, new_id in connection.execute(statement("merge", "renames")).fetchall():
        connection.execute("set variable old_id = ?", [old_id])
        connection.execute("set variable new_id = ?", [new_id])
        connection.execute("create or replace temp table rename_map as " + statement("merge", "rename_map"))
        for table in ("judged_a", "judged_b", "person_records", "former_records", "records"):
            connection.execute(statement("merge", f"rename_{table}"))
        connection.execute(statement("merge", "merged_away"))


def _refuse_to_empty(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    (staged,) = _row(connection, "select (select count(*) from staged) + (select count(*) from staged_interaction)")
    (known,) = _row(connection, statement("merge", "count_current"))
    if known and not staged:
        raise UserError(
            f"The export holds no record, but {known:,} are known from {source.key}: nothing was marked as gone. "
            f"If they should all go, run `kith remove {source.key}`."
        )


def _staged(contacts: Sequence[RawContact], seq: int) -> pa.Table:
    table = contacts_table(contacts)
    leading = [
        pa.array(range(seq, seq + len(contacts)), type=pa.int64()),
        table["record_id"],
        pa.array([raw_name(contact) for contact in contacts], type=pa.string()),
        pa.array([content_hash(contact) for contact in contacts], type=pa.string()),
    ]
    return pa.table([*leading, *table.columns], schema=_STAGES["staged"])


def _staged_interactions(interactions: Sequence[RawInteraction], seq: int) -> pa.Table:
    table = interactions_table(interactions)
    leading = [
        pa.array(range(seq, seq + len(interactions)), type=pa.int64()),
        table["record_id"],
        pa.array([interaction_hash(interaction) for interaction in interactions], type=pa.string()),
    ]
    return pa.table([*leading, *table.columns], schema=_STAGES["staged_interaction"])


def _rows(name: str, rows: Sequence[tuple[object, ...] | Reject | Skipped]) -> pa.Table:
    schema = _STAGES[name]
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def _keep_photos(connection: duckdb.DuckDBPyConnection, photos: dict[str, bytes]) -> None:
    if photos:
        table = pa.table({"hash": list(photos), "content": pa.array(photos.values(), type=pa.binary())})
        connection.register("batch", table)
        connection.execute(statement("merge", "keep_photos"))
        connection.unregister("batch")


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table, *, is_new: bool = False) -> None:
    if not is_new and not rows.num_rows:
        return
    connection.register("batch", rows)
    target = f"create temp table {name} as" if is_new else f"insert into {name}"
    connection.execute(f"{target} select * from batch")  # noqa: S608 - the names of our own tables
    connection.unregister("batch")


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None  # noqa: S101 - each of these statements gives one row
    return row
