"""Groups the labelled records of a folder with one engine: `python tests/benchmarks/run_engine.py ENGINE FOLDER`.

Writes ENGINE.parquet there (source, record_id, group; a record that isn't named is alone). What this process costs is
what the engine costs: reading what is normalised, its own training, and grouping.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from tests.benchmarks.labelled import KEY, read_source_ids, read_tidy


def kith_groups(folder: Path) -> pl.DataFrame:
    """Groups of this project's engine, as it comes."""
    from transforms.identity.engine import resolve  # here: a peer's process must not pay for it

    return resolve(read_tidy(folder), read_source_ids(folder)).groups.select(*KEY, "group")


def splink_groups(folder: Path, name: str) -> pl.DataFrame:
    """Groups of Splink, of people's records only: what is a firm or a room is settled before. Its pairs stay, too."""
    from tests.benchmarks.splink_peer import RANDOM_PAIRS, grouped  # here: nobody else should pay for it

    groups, pairs = grouped(read_tidy(folder), random_pairs=RANDOM_PAIRS[name])
    pairs.write_parquet(folder / f"{name}.pairs.parquet")
    return groups


def exact_groups(folder: Path) -> pl.DataFrame:
    """Groups of records that share an address or a number, whoever else has it."""
    from transforms.components import components

    tidy = read_tidy(folder)
    people = tidy.contacts.filter(pl.col("kind") == "person").select(KEY).with_row_index("node")
    values = pl.concat([tidy.emails.select(*KEY, value="address"), tidy.phones.select(*KEY, value="e164")])
    shared = values.drop_nulls().join(people, on=KEY).select("value", "node")
    pairs = shared.with_columns(node_a=pl.col("node").min().over("value"), node_b="node").select("node_a", "node_b")
    groups = components(people.height, pairs.filter(pl.col("node_a") != pl.col("node_b")))
    return people.select(*KEY, group=pl.Series(groups))


ENGINES: Final[dict[str, Callable[[Path], pl.DataFrame]]] = {
    "kith": kith_groups,
    "splink": partial(splink_groups, name="splink"),
    "splink-quick": partial(splink_groups, name="splink-quick"),
    "exact": exact_groups,
}

if __name__ == "__main__":
    name, place = sys.argv[1], Path(sys.argv[2])
    ENGINES[name](place).write_parquet(place / f"{name}.parquet")
