"""Relationships out of a few interactions: their tables, macros and views in a DuckDB in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import duckdb
import polars as pl

from configs.settings import Interactions
from tests.transforms.ledger_frames import interactions, participants
from transforms.relationship.frames import relationship_frames
from transforms.said import CADENCES
from warehouse.definitions import define
from warehouse.sql_files import statement

Happening = tuple[pl.DataFrame, pl.DataFrame]


def ledger_of(happenings: Sequence[Happening]) -> dict[str, pl.DataFrame]:
    """The ledger of these interactions and who took part in each."""
    return {
        "interaction": pl.concat([interactions(), *(interaction for interaction, _ in happenings)]),
        "interaction_participant": pl.concat([participants(), *(who for _, who in happenings)]),
    }


def people_of(*person_ids: str, owners: Sequence[str] = ("me",)) -> pl.DataFrame:
    """People of these owners' address books: person_id, full_name, owners, is_owner."""
    columns = {"person_id": person_ids, "full_name": person_ids, "owners": [list(owners)] * len(person_ids)}
    schema = {"person_id": pl.String, "full_name": pl.String, "owners": pl.List(pl.String)}
    return pl.DataFrame(columns, schema=schema).with_columns(is_owner=pl.col("person_id") == "p-me")


def cadences(**days: int | None) -> pl.DataFrame:
    """What the user wants of each person; None for never."""
    return pl.DataFrame(
        [{"owner": "me", "person_id": person, "days": each, "said_at": None} for person, each in days.items()],
        schema=CADENCES,
    )


@contextmanager
def warehouse(
    happenings: Sequence[Happening],
    *,
    people: pl.DataFrame | None = None,
    said: pl.DataFrame | None = None,
    settings: Interactions | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """What is published of relationships, for these interactions."""
    known = people_of("p-me") if people is None else people
    frames = relationship_frames(
        ledger_of(happenings),
        people=known,
        cadences=cadences() if said is None else said,
        settings=settings or Interactions(),
    )
    connection = _defined()
    _fill(connection, {"person": known, **frames})
    yield connection


@cache
def _defined() -> duckdb.DuckDBPyConnection:
    """A database with macros and views, for all tests: defining them takes longer than asking."""
    connection = duckdb.connect(config={"threads": "1"})
    _fill(
        connection,
        {
            "person": people_of(),
            **relationship_frames(ledger_of(()), people=people_of(), cadences=cadences(), settings=Interactions()),
        },
    )
    define(connection)
    return connection


def _fill(connection: duckdb.DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    for name, frame in frames.items():
        connection.register(f"{name}_frame", frame.to_arrow())
        selected = f"from {name}_frame" if name == "person" else statement("tables", name)
        connection.execute(f"create or replace table {name} as {selected}")
        connection.unregister(f"{name}_frame")


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The rows of an answer, by the names of their columns."""
    answer = connection.execute(sql)
    names = [column for column, *_ in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
