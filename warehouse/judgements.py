"""What the user says of who is who: kept for ever, each action as a whole, and taken back as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

import duckdb
import polars as pl

from warehouse.sql_files import statement
from warehouse.transaction import transaction

Verdict = Literal["same", "different", "unsure"]


class RecordKey(NamedTuple):
    """A record of a source."""

    source: str
    record_id: str


class Judged(NamedTuple):
    """A pair of records and what was said of it."""

    one: RecordKey
    other: RecordKey
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Action:
    """What was said in one go: by which command, by whom, when (UTC), why, of how many pairs."""

    action_id: int
    command: str
    judged_by: str
    judged_at: datetime
    reason: str | None
    pairs: int
    is_undone: bool


class Judgements:
    """The judgements in the landing store."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def latest(self) -> pl.DataFrame:
        """A row per pair that was ever judged, the smaller key first.

        Out: source_a, record_id_a, source_b, record_id_b, verdict, is_current (false where it was taken back), reason,
        judged_by, judged_at (UTC), action_id, command.
        """
        return self._connection.sql(statement("merge", "current_judgements")).pl()

    def add(self, command: str, judged: Sequence[Judged], *, by: str, because: str | None = None) -> int:
        """Keep what was said as one action; returns its number. A later word on a pair replaces an earlier one."""
        now = datetime.now(UTC)
        with transaction(self._connection):
            row = self._connection.execute("select coalesce(max(action_id), 0) + 1 from judgement").fetchone()
            action_id = int(row[0]) if row else 1
            rows = []
            for one, other, verdict in judged:
                first, second = sorted((one, other))
                rows.append((action_id, command, *first, *second, verdict, because, by, now))
            self._connection.executemany("insert into judgement values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return action_id

    def actions(self) -> list[Action]:
        """All actions, the latest first."""
        return [Action(*row) for row in self._connection.execute(statement("merge", "actions")).fetchall()]

    def undo(self, *, by: str) -> Action | None:
        """Take back the latest action that stands; None where none does."""
        standing = next((action for action in self.actions() if not action.is_undone), None)
        if standing is not None:
            self._connection.execute(
                "insert into judgement_undone values (?, ?, ?)", [standing.action_id, by, datetime.now(UTC)]
            )
        return standing

    def of_action(self, action_id: int) -> list[Judged]:
        """The pairs of an action."""
        rows = self._connection.execute(
            "select source_a, record_id_a, source_b, record_id_b, verdict from judgement where action_id = ?",
            [action_id],
        ).fetchall()
        return [Judged(RecordKey(*row[:2]), RecordKey(*row[2:4]), row[4]) for row in rows]

    def forget(self, source: str) -> int:
        """Forget what was said of a source's records; returns of how many pairs."""
        row = self._connection.execute(
            "select count(*) from judgement where source_a = ? or source_b = ?", [source, source]
        ).fetchone()
        self._connection.execute("delete from judgement where source_a = ? or source_b = ?", [source, source])
        return int(row[0]) if row else 0
