"""Groups of records, of their weighed pairs and of what the user said."""

from typing import Final

import numpy as np
import polars as pl

from transforms.components import components
from transforms.identity.blocking import SHARED_SCHEMA, Candidates
from transforms.identity.clustering import (
    LINK_SCHEMA,
    MUST,
    agglomerated,
    compact_components,
    pairs_within,
)
from transforms.identity.coding import coded
from transforms.identity.features import Features
from transforms.identity.model import Model
from transforms.identity.weighing import weighed

SAME: Final = 2.25
"""Bits from which on two records are one person's: odds of nearly 5 to 1, since a false merge costs more than a missed
one. The odds hold the number of records: one threshold serves an address book of fifty cards and one of a million.
"""

_LINK: Final = list(LINK_SCHEMA)


def grouped(
    known: Features, scored: pl.DataFrame, judged: pl.DataFrame, apart: pl.DataFrame, model: Model
) -> tuple[np.ndarray, np.ndarray]:
    """The group of each record, as `agglomerated` gives it.

    Args:
        known: The features of the records.
        scored: Weighed pairs of these: node_a, node_b, weight, against.
        judged: node_a, node_b, verdict (same, different): what the user said.
        apart: node_a, node_b of pairs that were seen side by side, which speaks against their being one.
        model: What evidence weighs.
    """
    must = judged.filter(pl.col("verdict") == "same").select("node_a", "node_b")
    cannot = judged.filter(pl.col("verdict") == "different").select("node_a", "node_b")
    told = [_judged(must, MUST), _judged(cannot, -MUST)]
    untold = scored.select(_LINK).join(pl.concat([must, cannot]), on=("node_a", "node_b"), how="anti")
    links = pl.concat([untold, *told])
    count = known.records.height
    labels = compact_components(links, count, SAME)
    inside = pairs_within(labels)
    missing = inside.join(links.select("node_a", "node_b"), on=("node_a", "node_b"), how="anti")
    label_of = pl.Series(labels)
    inner = links.filter(label_of.gather(links["node_a"]) == label_of.gather(links["node_b"]))
    return agglomerated(
        with_events(pl.concat([inner, _compared(missing, known, model)]), apart, model),
        ranks=record_ranks(known.records),
        start=_joined(must, cannot, count),
        threshold=SAME,
    )


def with_events(pairs: pl.DataFrame, apart: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Pairs (node_a, node_b, weight, against) with what their having been seen side by side weighs."""
    if apart.is_empty():
        return pairs
    weight = event_weight(model)
    marked = pairs.join(apart.with_columns(event=pl.lit(weight, pl.Float32)), on=("node_a", "node_b"), how="left")
    return marked.with_columns(pl.col("weight", "against") + pl.col("event").fill_null(0)).drop("event")


def event_weight(model: Model) -> float:
    """Bits that it weighs that two records attended one event, each under its own address (they do it rarely alone)."""
    level = model.levels["event"]["together"]
    return float(np.log2(level.m / level.u))


def record_ranks(records: pl.DataFrame) -> np.ndarray:
    """A number for each record that depends on its key alone."""
    return records.select(pl.struct("source", "record_id").hash(0)).to_series().to_numpy()


def _judged(pairs: pl.DataFrame, weight: float) -> pl.DataFrame:
    told = pl.lit(weight, pl.Float32)
    return pairs.select("node_a", "node_b", weight=told, against=pl.min_horizontal(told, pl.lit(0.0, pl.Float32)))


def _joined(must: pl.DataFrame, cannot: pl.DataFrame, nodes: int) -> np.ndarray:
    """What the user joined, where he didn't also say that some of it is apart: there links have to find a way."""
    labels = components(nodes, must)
    label_of = pl.Series(labels)
    torn = label_of.gather(cannot["node_a"]).filter(
        label_of.gather(cannot["node_a"]) == label_of.gather(cannot["node_b"])
    )
    return np.where(np.isin(labels, torn.to_numpy()), np.arange(nodes), labels)


def _compared(pairs: pl.DataFrame, known: Features, model: Model) -> pl.DataFrame:
    """Pairs that nothing proposed, and whose records may yet end in one group: what they say against each other."""
    if pairs.is_empty():
        return pl.DataFrame(schema=LINK_SCHEMA)
    nodes = pl.concat([pairs["node_a"], pairs["node_b"]]).unique().sort()
    few = known.only(nodes)
    asked = pairs.select(
        node_a=nodes.search_sorted(pairs["node_a"]),
        node_b=nodes.search_sorted(pairs["node_b"]),
        keys=pl.lit(0, pl.UInt32),
    )
    unproposed = Candidates(asked, pl.DataFrame(schema=SHARED_SCHEMA))
    found = weighed(unproposed, coded(few, model.frequencies), few.records, model=model)
    return found.select(
        node_a=nodes.gather(found["node_a"]), node_b=nodes.gather(found["node_b"]), weight="weight", against="against"
    )
