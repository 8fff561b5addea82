"""The landing store: raw records and their versions, rejects, runs, and the ids that people keep.

It holds what can't be rebuilt, so what it takes it takes whole: a source's records, their counts and the cursor that
follows them are one transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from configs.errors import UsageError, UserError
from connectors.base import Batch
from connectors.records import Reject, Skipped
from transforms.identity.model import Model
from warehouse.collector import rare_collections
from warehouse.connection import connect, release_memory
from warehouse.failures import disk_failures
from warehouse.identity_models import keep_model, latest_model
from warehouse.judgements import Judgements
from warehouse.merging import Counts, Reading, Source, Staged, clear_stage, merge, merge_pull, stage
from warehouse.migrate import migrate
from warehouse.sayings import Sayings
from warehouse.sql_files import statement
from warehouse.transaction import transaction

FILE_NAME: Final = "landing.duckdb"

_FOLDER: Final = "folder"
"""The connector of what is noted of watched folders, which hold records of other sources."""

_ASKED: Final = {"seq": pl.Int64, "file": pl.String, "content_hash": pl.String, "reader_version": pl.Int64}


@dataclass(frozen=True, slots=True)
class Run:
    """A run and when it began (UTC)."""

    run_id: int
    started_at: datetime


class LandingStore:
    """The landing store, open for writing. Take `warehouse.lock.writing` first."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, home: Path) -> Iterator["LandingStore"]:
        """The store in `home`, made or brought up to date where needed, closed at the end of the block.

        Raises:
            UserError: it can't be opened, isn't Kith's or is a newer one's, or can't be written while the block runs.
        """
        path = home / FILE_NAME
        with disk_failures(path), connect(path) as connection:
            try:
                migrate(connection)
            except duckdb.CatalogException as error:
                raise UserError(
                    f"{path} is a database of another program ({str(error).splitlines()[0]}). Move it away, or set "
                    "KITH_HOME to another folder, and try again."
                ) from error
            yield cls(connection)

    # Runs

    def begin_run(self, command: str) -> Run:
        """A new run; one that was never finished is marked as interrupted."""
        now = datetime.now(UTC)
        with transaction(self._connection):
            self._connection.execute("update run set state = 'interrupted' where state = 'running'")
            row = self._connection.execute("select coalesce(max(run_id), 0) + 1 from run").fetchone()
            run = Run(row[0] if row else 1, now)
            self._connection.execute(
                "insert into run values (?, ?, ?, null, 'running', null)", [run.run_id, command, now]
            )
        return run

    def finish_run(self, run: Run, *, state: str, message: str | None = None) -> None:
        """Say how a run ended: done or failed, and why."""
        self._connection.execute(
            "update run set finished_at = ?, state = ?, message = ? where run_id = ?",
            [datetime.now(UTC), state, message, run.run_id],
        )

    def note_failure(self, run: Run, source: str, *, failure: str, message: str | None = None) -> None:
        """Say that a run could not read a source (its key), and why: as one word and in words."""
        self._connection.execute(
            "insert into run_source values (?, ?, 0, 0, 0, 0, 0, 0, ?, ?)", [run.run_id, source, failure, message]
        )

    # Records

    def unchanged(self, source: Source, readings: Sequence[Reading]) -> Counts | None:
        """What the documents held, where each was read as it is now and nothing has changed the source since."""
        self._ask(source, readings)
        is_known, read, skipped, rejected = self._rows("last_counts")[0]
        unchanged = read - skipped - rejected
        return Counts(read=read, unchanged=unchanged, skipped=skipped, rejected=rejected) if is_known else None

    def left_out(self, source: Source, readings: Sequence[Reading]) -> tuple[list[Skipped], list[Reject]]:
        """What was skipped and what rejected when documents were read that are `unchanged` since."""
        self._ask(source, readings)
        return (
            [Skipped(*row) for row in self._rows("last_skipped")],
            [Reject(*row) for row in self._rows("last_rejects")],
        )

    def skipped(self, run: Run, source: Source) -> list[Skipped]:
        """What a run left out of a source and why, what is merged into one record too."""
        self._set(source=source.key, run_id=run.run_id)
        return [Skipped(*row) for row in self._rows("skipped_in_run")]

    def note(self, run: Run, source: Source, counts: Counts, readings: Sequence[Reading]) -> None:
        """Write down what a run found in a source that it didn't have to read, and why records were left out."""
        self._ask(source, readings)
        with transaction(self._connection):
            self._set(run_id=run.run_id, now=run.started_at)
            self._add_source(source)
            self._add_counts(counts)
            self._connection.execute(statement("merge", "repeat_skipped"))

    def land(
        self,
        run: Run,
        source: Source,
        batches: Iterable[Batch],
        *,
        readings: Sequence[Reading] = (),
        is_complete: bool = False,
    ) -> Counts:
        """Take a source's batches: new records, new versions, rejects, and what is gone; all of it or nothing.

        Args:
            run: The run that reads.
            source: Where the batches come from.
            batches: What the connector yields; read once, a batch in memory at a time.
            readings: The documents that the batches come from.
            is_complete: Whether what the source lacks is gone (also where a batch says so).

        Raises:
            UserError: the source would lose every record that it has, since a complete export holds none.
        """
        staged = stage(self._connection, batches, readings)
        with self._taking(run, source, staged):
            counts = merge(self._connection, source, is_complete=is_complete or staged.is_complete)
            self._add_counts(counts)
            self._note_change(run, source, counts)
        return counts

    def land_pull(self, run: Run, source: Source, batches: Iterable[Batch], *, allows_loss: bool = False) -> Counts:
        """Take what a live source gives since its cursor, and the cursor that follows; all of it or nothing.

        Args:
            run: The run that pulls.
            source: Where the batches come from.
            batches: What the connector yields; read once, a batch in memory at a time.
            allows_loss: Whether more than half of the source's records may go.

        Raises:
            LossError: more than half of the source's records would go, and nobody said that they may.
        """
        with rare_collections():
            staged = stage(self._connection, batches)
        with self._taking(run, source, staged):
            counts = merge_pull(self._connection, source, is_complete=staged.is_complete, allows_loss=allows_loss)
            self._add_counts(counts)
            self._note_change(run, source, counts)
        return counts

    @contextmanager
    def _taking(self, run: Run, source: Source, staged: Staged) -> Iterator[None]:
        """The transaction in which what is staged is merged, and after which the next pull starts further on."""
        try:
            with transaction(self._connection):
                self._set(source=source.key, run_id=run.run_id, now=run.started_at)
                self._add_source(source)
                yield
                if staged.cursor is not None:
                    self._connection.execute(
                        "update source set cursor = ? where source = ?", [staged.cursor, source.key]
                    )
        finally:
            clear_stage(self._connection)
            release_memory(self._connection)

    def _note_change(self, run: Run, source: Source, counts: Counts) -> None:
        if counts.changes or counts.rejected:
            self._connection.execute("update source set changed_by_run = ? where source = ?", [run.run_id, source.key])

    def cursor(self, source: Source) -> str | None:
        """Where the source's next pull starts."""
        row = self._connection.execute("select cursor from source where source = ?", [source.key]).fetchone()
        return row[0] if row else None

    def remove(self, source: str) -> int:
        """Forget a source: its records with all their versions, its rejects and readings. Returns how many records.

        Raises:
            UsageError: there is no such source; the message lists those there are.
        """
        rows = self._connection.execute("select source, connector from source order by source").fetchall()
        if source not in dict(rows):
            known = ", ".join(key for key, connector in rows if connector not in {"-", _FOLDER})
            raise UsageError(f"There is no source {source!r}. Known sources: {known or 'none yet'}.")
        with transaction(self._connection):
            self._set(source=source)
            self._connection.execute(statement("merge", "forget_folder"))
            self.sayings.forget(self.sayings.only_of(source))
            row = self._connection.execute(statement("merge", "count_records")).fetchone()
            for table in (
                "raw_contact",
                "raw_interaction",
                "reject",
                "skipped",
                "document",
                "run_source",
                "person_record",
                "former_person_record",
                "source",
            ):
                self._connection.execute(f"delete from {table} where source = ?", [source])  # noqa: S608 - own tables
            self.judgements.forget(source)
            self._connection.execute(statement("merge", "drop_orphan_photos"))
        self._connection.execute("checkpoint")
        return row[0] if row else 0

    def raw_contacts(self, chosen: pl.DataFrame | None = None) -> pl.DataFrame:
        """Every record as it is now: source, owner, connector, the columns of `RawContact`, loaded_at.

        With `chosen` (source, record_id) those alone.
        """
        if chosen is None:
            contacts = self._connection.sql(statement("merge", "current_contacts")).pl()
        else:
            self._connection.register("chosen", chosen.to_arrow())
            self._connection.execute(
                "create or replace temp view current_contact as " + statement("merge", "current_contacts")
            )
            contacts = self._connection.sql(statement("merge", "chosen_contacts")).pl()
            self._connection.execute("drop view current_contact")
            self._connection.unregister("chosen")
        release_memory(self._connection)
        return contacts

    def interactions(self) -> pl.DataFrame:
        """Every message as it is now: source, owner, connector, the columns of `RawInteraction` but `calendar`."""
        return self._connection.sql(statement("merge", "current_interactions")).pl()

    def calendars(self) -> pl.DataFrame:
        """Every calendar event or series as it is now.

        Out: source, owner, record_id, file, position, calendar (struct), version (UInt64, as in `versions`).
        """
        return self._connection.sql(statement("merge", "current_calendars")).pl().rename({"record_version": "version"})

    def forget_subjects(self) -> None:
        """Take the subjects of messages out of all versions: nobody keeps them unless a setting asks for it."""
        ((has_some,),) = self._connection.execute(
            "select count(*) > 0 from raw_interaction where subject is not null"
        ).fetchall()
        if has_some:
            self._connection.execute("update raw_interaction set subject = null where subject is not null")

    def size(self) -> tuple[int, int]:
        """How many sources there are, and how many records they hold now."""
        row = self._connection.execute(statement("merge", "size")).fetchone()
        return (row[0], row[1]) if row else (0, 0)

    def versions(self) -> pl.DataFrame:
        """Every record as it is now: source, record_id, version, row_version (UInt64), by the first two.

        `version` is another one when the record is another, `row_version` also when it only stands elsewhere.
        """
        return self._connection.sql(statement("merge", "versions")).pl().rename({"record_version": "version"})

    def state(self) -> str:
        """What has been landed, and said of it, as a text that changes whenever that does."""
        rows = self._connection.execute(statement("merge", "state")).fetchall()
        rows += self._connection.execute(statement("merge", "identity_state")).fetchall()
        rows += self._connection.execute(statement("merge", "said_state")).fetchall()
        return "\n".join("\t".join(str(value) for value in row) for row in rows)

    # People

    def person_records(self) -> pl.DataFrame:
        """Which person each record belonged to when it was published last: source, record_id, person_id."""
        return self._connection.sql("select source, record_id, person_id from person_record").pl()

    def former_person_records(self) -> pl.DataFrame:
        """The records of people whose ids are in use no more: source, record_id, person_id."""
        return self._connection.sql("select source, record_id, person_id from former_person_record").pl()

    def keep_person_records(self, records: pl.DataFrame, former: pl.DataFrame) -> None:
        """Remember which person each record belongs to, and whose ids are in use no more (both as above)."""
        with transaction(self._connection):
            for table, frame in (("person_record", records), ("former_person_record", former)):
                self._connection.register("person_records", frame.to_arrow())
                self._connection.execute(f"delete from {table}")  # noqa: S608 - own tables
                self._connection.execute(
                    f"insert into {table} select source, record_id, person_id from person_records"  # noqa: S608
                )
                self._connection.unregister("person_records")

    @property
    def judgements(self) -> Judgements:
        """What the user says of who is who."""
        return Judgements(self._connection)

    @property
    def sayings(self) -> Sayings:
        """What the user says of people beside that: what they did together, how they know them, how often to write."""
        return Sayings(self._connection)

    def identity_model(self) -> Model | None:
        """What evidence weighs, as it was trained last."""
        return latest_model(self._connection)

    def keep_identity_model(self, model: Model) -> None:
        """Keep a model for the next runs."""
        keep_model(self._connection, model)

    def published(self, name: str) -> pl.DataFrame:
        """What the warehouse takes over as it is: "sync_run", "current_rejects"."""
        return self._connection.sql(statement("merge", name)).pl()

    def _ask(self, source: Source, readings: Sequence[Reading]) -> None:
        """Find when documents were read last: all in one statement, for they may be tens of thousands."""
        self._set(source=source.key)
        asked = [(seq, *astuple(reading)) for seq, reading in enumerate(readings)]
        frame = pl.DataFrame(asked, schema=_ASKED, orient="row")
        self._connection.register("asked", frame.to_arrow())
        self._connection.execute("create or replace temp table last_reading as " + statement("merge", "last_reading"))
        self._connection.unregister("asked")

    def _rows(self, name: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement("merge", name)).fetchall()

    def _set(self, **variables: object) -> None:
        for name, value in variables.items():
            self._connection.execute(f"set variable {name} = ?", [value])

    def _add_source(self, source: Source) -> None:
        self._set(connector=source.connector, owner=source.owner, name=source.name)
        self._connection.execute(statement("merge", "add_source"))

    def _add_counts(self, counts: Counts) -> None:
        self._connection.execute(
            "insert into run_source "
            "values (getvariable('run_id'), getvariable('source'), ?, ?, ?, ?, ?, ?, null, null)",
            [counts.read, counts.loaded, counts.unchanged, counts.skipped, counts.rejected, counts.gone],
        )
