"""Who is the same person: from tidy records to groups and the evidence for them."""

from dataclasses import dataclass

import polars as pl

from transforms.identity.blocking import SHARED_SCHEMA, candidates
from transforms.identity.coding import coded
from transforms.identity.comparisons import compare
from transforms.identity.features import Features
from transforms.identity.frequencies import counted
from transforms.identity.keys import block_keys
from transforms.identity.model import Model
from transforms.identity.training import SAMPLE, random_pairs, trained


def train(known: Features) -> Model:
    """The model of an address book: frequencies of values, m and u of every level, and the prior."""
    frequencies = counted(known.records)
    codes = coded(known, frequencies)
    found = candidates(block_keys(known, codes))
    pairs, share = found.pairs, 1.0
    if pairs.height > SAMPLE:
        pairs, share = _sampled(pairs, codes), SAMPLE / pairs.height
    shared = found.shared.join(pairs.select("node_a", "node_b"), on=("node_a", "node_b"), how="semi")
    count = known.records.height
    none_shared = pl.DataFrame(schema=SHARED_SCHEMA)
    return trained(
        compare(pairs, shared, codes, known.records),
        compare(random_pairs(count), none_shared, codes, known.records),
        records=count,
        frequencies=frequencies,
        share=share,
    )


def _sampled(pairs: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """As many pairs as training takes, the same ones in every order of the records."""
    lot = codes["rank"].gather(pairs["node_a"]) ^ codes["rank"].gather(pairs["node_b"])
    return pairs.with_columns(lot=lot).bottom_k(SAMPLE, by="lot").drop("lot")
