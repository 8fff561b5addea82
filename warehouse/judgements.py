"""What the user says of who is who: kept for ever, each action as a whole, and taken back as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

import duckdb
import polars as pl

from configs.errors import UsageError, UserError
from transforms.identity.contradictions import chain, contradictions
from transforms.identity.state import JUDGED_SCHEMA
from warehouse.sql_files import statement
from warehouse.transaction import transaction

Verdict = Literal["same", "different", "unsure"]

_PAIR: Final = ("source_a", "record_id_a", "source_b", "record_id_b")


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
        """Keep what was said as one action; returns its number. A later word on a pair replaces an earlier one.

        Raises:
            UserError: it can't be true together with what was said of other pairs; nothing is kept.
        """
        frame = _frame(judged)
        with transaction(self._connection):
            before = self._contradictions()
            # Read to the end: DuckDB 2 lets nothing else run beside an answer that is half read.
            ((action_id,),) = self._connection.execute(statement("merge", "next_action")).fetchall()
            said = {"action_id": action_id, "command": command, "reason": because, "judged_by": by}
            rows = frame.with_columns(pl.lit(value).alias(name) for name, value in said.items())
            self._connection.register("judged", rows.with_columns(judged_at=datetime.now(UTC)).to_arrow())
            self._connection.execute("insert into judgement by name select * from judged")
            self._connection.unregister("judged")
            self._refuse_contradictions(before, but=action_id)
        return int(action_id)

    def overruled(self, judged: Sequence[Judged]) -> list[Action]:
        """The actions that said the contrary of a pair, and stand until this is said too; the latest first."""
        standing = self._standing().filter(pl.col("verdict").is_in(["same", "different"]))
        contrary = standing.join(_frame(judged), on=_PAIR, suffix="_now").filter(
            pl.col("verdict") != pl.col("verdict_now")
        )
        numbers = set(contrary["action_id"])
        return [action for action in self.actions() if action.action_id in numbers]

    def actions(self) -> list[Action]:
        """All actions, the latest first."""
        return [Action(*row) for row in self._connection.execute(statement("merge", "actions")).fetchall()]

    def history(self) -> pl.DataFrame:
        """A row per action, as it is published.

        Out: action_id, command, judged_by, judged_at (UTC), reason, pairs, records (list of source and record_id),
        undone_by, undone_at, undone_because (null where it stands).
        """
        return self._connection.sql(statement("merge", "judgement_actions")).pl()

    def undo(self, *, by: str, because: str | None = None, action_id: int | None = None) -> Action | None:
        """Take back the latest action that stands, or the one of a number; None where none stands.

        Raises:
            UsageError: there is no action of that number, or it was taken back before.
            UserError: what was said before it can't be true together with what was said since.
        """
        action = self._to_undo(action_id)
        if action is None:
            return None
        with transaction(self._connection):
            before = self._contradictions()
            self._connection.execute(
                "insert into judgement_undone values (?, ?, ?, ?)", [action.action_id, by, datetime.now(UTC), because]
            )
            self._refuse_contradictions(before)
        return action

    def of_action(self, action_id: int) -> list[Judged]:
        """The pairs of an action."""
        rows = self._connection.execute(
            "select source_a, record_id_a, source_b, record_id_b, verdict from judgement where action_id = ?",
            [action_id],
        ).fetchall()
        return [Judged(RecordKey(*row[:2]), RecordKey(*row[2:4]), row[4]) for row in rows]

    def about(self, source: str) -> int:
        """Of how many pairs with a record of a source something was said that stands."""
        return self._standing().filter((pl.col("source_a") == source) | (pl.col("source_b") == source)).height

    def forget(self, source: str) -> int:
        """Forget what was said of a source's records; returns of how many pairs."""
        ((pairs,),) = self._connection.execute(
            "select count(*) from judgement where source_a = ? or source_b = ?", [source, source]
        ).fetchall()
        self._connection.execute("delete from judgement where source_a = ? or source_b = ?", [source, source])
        self._connection.execute(
            "delete from judgement_undone where action_id not in (select action_id from judgement)"
        )
        return int(pairs)

    def _standing(self) -> pl.DataFrame:
        return self.latest().filter("is_current")

    def _contradictions(self) -> pl.DataFrame:
        return contradictions(self._standing())

    def _to_undo(self, action_id: int | None) -> Action | None:
        actions = self.actions()
        if action_id is None:
            return next((action for action in actions if not action.is_undone), None)
        found = next((action for action in actions if action.action_id == action_id), None)
        if found is None:
            raise UsageError(f"There is no action {action_id}: `kith undo --list` shows those there are.")
        if found.is_undone:
            raise UsageError(f"Action {action_id} was taken back before: `kith undo --list` shows which stand.")
        return found

    def _refuse_contradictions(self, before: pl.DataFrame, *, but: int | None = None) -> None:
        """Raise where there is a contradiction that wasn't there before; `but` is the action that must give way."""
        standing = self._standing()
        fresh = contradictions(standing).join(before, on=_PAIR, how="anti")
        if fresh.is_empty():
            return
        first = fresh.head(1)
        said = pl.concat([first, chain(standing, first)]).filter(pl.col("action_id").ne_missing(but))
        told = "; ".join(dict.fromkeys(_told(row) for row in said.iter_rows(named=True)))
        ways = " or ".join(f"kith undo {number}" for number in said["action_id"].unique().sort(descending=True))
        raise UserError(
            f"Nothing was changed, since it can't be true together with what you said before: {told}. Take back what "
            f"is wrong of that, then try again: {ways}"
        )


def _frame(judged: Sequence[Judged]) -> pl.DataFrame:
    """One row per pair, the smaller key first: the columns of `JUDGED_SCHEMA`."""
    rows = [(*min(one, other), *max(one, other), verdict) for one, other, verdict in judged]
    return pl.DataFrame(rows, schema=JUDGED_SCHEMA, orient="row").unique(maintain_order=True)


def _told(row: dict[str, object]) -> str:
    """A judgement in words."""
    pair = f"{row['source_a']}/{row['record_id_a']} and {row['source_b']}/{row['record_id_b']}"
    because = f", because: {row['reason']}" if row["reason"] else ""
    verdict = "the same" if row["verdict"] == "same" else row["verdict"]
    return (
        f"{pair} are {verdict} (action {row['action_id']}, kith {row['command']}, {row['judged_at']:%Y-%m-%d}{because})"
    )
