"""Who is the same person: all steps from the features of records to groups."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from transforms.identity.blocking import Candidates, block_keys, candidates
from transforms.identity.clustering import agglomerated, firm_components, pairs_within
from transforms.identity.coding import coded
from transforms.identity.comparisons import compare
from transforms.identity.features import Features, features
from transforms.identity.frequencies import counted
from transforms.identity.model import Model
from transforms.identity.training import SAMPLE, random_pairs, trained
from transforms.identity.weighing import weighed
from transforms.tidy import Tidy

SAME: Final = 0.5
REVIEW: Final = -4.0


def train(known: Features, found: Candidates | None = None) -> Model:
    """The model of an address book."""
    frequencies = counted(known.records)
    codes = coded(known, frequencies)
    if found is None:
        found = candidates(block_keys(known, codes))
    pairs, share = found.pairs, 1.0
    if pairs.height > SAMPLE:
        pairs, share = pairs.sample(SAMPLE, seed=1), SAMPLE / pairs.height
    shared = found.shared.join(pairs.select("node_a", "node_b"), on=("node_a", "node_b"), how="semi")
    count = known.records.height
    return trained(
        compare(pairs, shared, codes, known.records),
        compare(random_pairs(count), found.shared.clear(), codes, known.records),
        records=count,
        frequencies=frequencies,
        share=share,
    )


def groups_of(scored: pl.DataFrame, codes: pl.DataFrame, records: pl.DataFrame, found: Candidates, model: Model):
    count = records.height
    labels = firm_components(scored, count, SAME)
    ranks = records.select(pl.struct("source", "record_id").hash(0)).to_series().to_numpy()
    inside = pairs_within(labels)
    known = scored.filter(pl.Series(labels)[scored["node_a"]] == pl.Series(labels)[scored["node_b"]])
    missing = inside.join(known.select("node_a", "node_b"), on=("node_a", "node_b"), how="anti").with_columns(
        keys=pl.lit(0, pl.UInt32)
    )
    rest = weighed(missing, found.shared, codes, records, model=model)
    columns = ["node_a", "node_b", "weight", "against"]
    return agglomerated(pl.concat([known.select(columns), rest.select(columns)]), ranks, np.arange(count), SAME)
