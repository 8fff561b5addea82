"""The trained identity models, in the landing store: what the next run weighs evidence with."""

import json
from datetime import UTC, datetime

import duckdb
import polars as pl

from transforms.identity.model import PRIORS, Level, Levels, Model
from warehouse.transaction import transaction


def latest_model(connection: duckdb.DuckDBPyConnection) -> Model | None:
    """The model that was trained last; None where there is none, or one of comparisons that are no longer made."""
    rows = connection.execute(
        "select records, duplicates, levels from identity_model order by model_id desc limit 1"
    ).fetchall()
    if not rows:
        return None
    row = rows[0]
    try:
        levels: Levels = {
            name: {label: Level(*level) for label, level in found.items()} for name, found in json.loads(row[2]).items()
        }
    except TypeError:  # a level had other parts then
        return None
    if _shape(levels) != _shape(PRIORS):
        return None
    frequencies = connection.sql("select field, value, records from identity_frequency order by field, value").pl()
    return Model(int(row[0]), float(row[1]), levels, frequencies.with_columns(pl.col("records").cast(pl.UInt32)))


def keep_model(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Keep a model as the latest. Of older ones the weights stay, and the frequencies go."""
    with transaction(connection):
        ((model_id,),) = connection.execute("select coalesce(max(model_id), 0) + 1 from identity_model").fetchall()
        connection.execute(
            "insert into identity_model values (?, ?, ?, ?, ?)",
            [model_id, datetime.now(UTC), model.records, model.duplicates, json.dumps(model.levels)],
        )
        connection.execute("delete from identity_frequency")
        connection.register("frequencies", model.frequencies.to_arrow())
        connection.execute("insert into identity_frequency select field, value, records from frequencies")
        connection.unregister("frequencies")


def _shape(levels: Levels) -> dict[str, list[tuple[str, str]]]:
    return {name: [(label, level.chance) for label, level in found.items()] for name, found in levels.items()}
