"""What the user says of people beside who is who: kept for ever, a later word before an earlier one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

import duckdb
import polars as pl

from configs.errors import UsageError
from transforms.said import cadences, contexts_said, led, logged
from warehouse.sql_files import statement
from warehouse.transaction import transaction

Sphere = Literal["professional", "personal"]


@dataclass(frozen=True, slots=True)
class Logged:
    """Something that an owner did with people on a day; `logged_id` is its number, None before it is kept."""

    owner: str
    person_ids: tuple[str, ...]
    text: str
    happened_on: date
    logged_id: int | None = None


@dataclass(frozen=True, slots=True)
class ContextSaid:
    """How an owner knows somebody, or doesn't."""

    owner: str
    person_id: str
    context: str
    is_denied: bool = False
    sphere: Sphere | None = None


@dataclass(frozen=True, slots=True)
class CadenceSaid:
    """After how many days an owner wants to write to somebody; None for never. `is_default` leaves it to Kith."""

    owner: str
    person_id: str
    days: int | None = None
    is_default: bool = False


class Kept(NamedTuple):
    """The number under which something is logged, and whether it wasn't before."""

    logged_id: int
    is_new: bool


class Sayings:
    """The user's words in the landing store."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def log(self, said: Logged) -> Kept:
        """Keep what was done. What stands already word for word keeps the number that it has."""
        people = sorted(set(said.person_ids))
        said = replace(said, person_ids=tuple(people), logged_id=None)
        known = next((each for each in self.standing() if replace(each, logged_id=None) == said), None)
        if known is not None and known.logged_id is not None:
            return Kept(known.logged_id, is_new=False)
        with transaction(self._connection):
            ((logged_id,),) = self._connection.execute(statement("merge", "next_logged")).fetchall()
            self._connection.execute(
                "insert into logged values (?, ?, ?, ?, ?, ?)",
                [logged_id, said.owner, people, said.text, said.happened_on, datetime.now(UTC)],
            )
        return Kept(logged_id, is_new=True)

    def take_back(self, logged_id: int) -> Logged:
        """Take back what was logged under a number.

        Raises:
            UsageError: nothing stands under it.
        """
        found = next((each for each in self.standing() if each.logged_id == logged_id), None)
        if found is None:
            raise UsageError(f"Nothing is logged under the number {logged_id}: `kith log --list` shows what is.")
        self._connection.execute("insert into logged_removed values (?, ?)", [logged_id, datetime.now(UTC)])
        return found

    def standing(self) -> list[Logged]:
        """What was logged and not taken back, in order; the people by the ids that they had then."""
        rows = self._connection.execute(statement("merge", "said_logged")).fetchall()
        return [Logged(owner, tuple(people), text, day, number) for number, owner, people, text, day, _ in rows]

    def say_context(self, said: ContextSaid) -> None:
        """Keep a word on how somebody is known."""
        self._add("context_said", said.owner, said.person_id, said.context, said.is_denied, said.sphere)

    def say_cadence(self, said: CadenceSaid) -> None:
        """Keep a word on how often to write to somebody."""
        self._add("cadence_said", said.owner, said.person_id, said.is_default, said.days)

    def frames(self, person_ids: pl.DataFrame, redirects: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """What stands, of the people as they are now: logged, context_said, cadence (see `transforms.said`).

        In: source, record_id, person_id of the records of people; old_person_id, person_id. Remembers whom each id
        means, for when the records by which it leads there are forgotten.
        """
        self._name_people()
        leads = led(self._rows("said_ids"), person_ids, redirects)
        self._remember(leads)
        return {
            "logged": logged(self._rows("said_logged"), leads),
            "context_said": contexts_said(self._rows("said_contexts"), leads),
            "cadence": cadences(self._rows("said_cadences"), leads),
        }

    def only_of(self, source: str) -> dict[str, str]:
        """The ids of which something was said of people whom only a source knows, or knew; and whom they mean."""
        self._name_people()
        self._connection.execute("set variable source = ?", [source])
        return dict(self._connection.execute(statement("merge", "said_only_by")).fetchall())

    def known(self) -> dict[str, str]:
        """The ids of which something was said and that mean people who were known when published last; and whom."""
        self._name_people()
        return dict(self._connection.execute(statement("merge", "said_known")).fetchall())

    def forget(self, ids: Iterable[str]) -> None:
        """Forget what was said of ids. What others were part of stays theirs."""
        self._connection.execute("set variable forgotten = ?::varchar[]", [list(ids)])
        for step in ("people", "things", "removed", "contexts", "cadences", "ids"):
            self._connection.execute(statement("merge", f"forget_said_{step}"))

    def _add(self, table: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        self._connection.execute(
            f"insert into {table} select coalesce(max(said_id), 0) + 1, {marks}, ? from {table}",  # noqa: S608 - own tables
            [*values, datetime.now(UTC)],
        )

    def _remember(self, leads: pl.DataFrame) -> None:
        with transaction(self._connection):
            self._connection.register("leads", leads.to_arrow())
            self._connection.execute("delete from said_of")
            self._connection.execute("insert into said_of select person_id, leads_to from leads")
            self._connection.unregister("leads")

    def _name_people(self) -> None:
        """Have `named`, the ids of which something was said, for the statements that ask whom they mean."""
        self._connection.execute("create or replace temp view named as " + statement("merge", "said_named"))

    def _rows(self, name: str) -> pl.DataFrame:
        return self._connection.sql(statement("merge", name)).pl()
