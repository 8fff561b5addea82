"""Weighs candidate pairs, a slice at a time."""

from typing import Final

import numpy as np
import polars as pl

from transforms.identity.blocking import Candidates
from transforms.identity.comparisons import compare
from transforms.identity.levels import LEVELS, NUMBER
from transforms.identity.model import Model, weights

SLICE: Final = 250_000
"""Pairs that are compared at once: what bounds the memory."""

HOUSEHOLD: Final = -28.0
"""Bits that a family name with another given name says against joining what two records belong to: over a card that
both share, too, they stay two people of one household."""

COMPARISONS: Final = tuple(LEVELS)


def weighed(
    found: Candidates,
    coded: pl.DataFrame,
    records: pl.DataFrame,
    *,
    model: Model,
    least: float | None = None,
    always: int = 0,
) -> pl.DataFrame:
    """Pairs with their evidence.

    In: candidates, and the codes and texts of all records. Out: node_a, node_b, keys, weight (bits, the prior
    included), against (the sum of what speaks against, ≤ 0), and for each comparison its level (UInt8) and, as
    `<comparison>_weight`, its weight; where `least` is given only pairs of as many bits and more, and those that a key
    of the bits `always` proposed.
    """
    slices = []
    for start in range(0, max(found.pairs.height, 1), SLICE):
        part = found.pairs.slice(start, SLICE)
        shared = found.shared
        if found.pairs.height > SLICE:
            shared = shared.join(part.select("node_a", "node_b"), on=("node_a", "node_b"), how="semi")
        compared = compare(part, shared, coded, records)
        each = weights(compared, model)
        total = sum(each.values(), np.float32(model.prior))
        against = sum((np.minimum(weight, 0) for weight in each.values()), np.float32(0))
        frame = compared.select("node_a", "node_b", "keys", *COMPARISONS).with_columns(
            pl.Series("weight", total, pl.Float32),
            pl.Series("against", against, pl.Float32) + _of_a_family(compared),
            *(pl.Series(f"{name}_weight", weight, pl.Float32) for name, weight in each.items()),
        )
        is_kept = pl.lit(value=True) if least is None else (pl.col("weight") >= least) | (pl.col("keys") & always > 0)
        slices.append(frame.filter(is_kept))
    return pl.concat(slices)


def _of_a_family(compared: pl.DataFrame) -> pl.Series:
    """What the names of a household say against; a birthday or an identifier of one's own says more."""
    is_household = compared["family_name"] == NUMBER["family_name", "household"]
    is_own = (
        (compared["birthday"] == NUMBER["birthday", "exact"])
        | (compared["identifier"] == NUMBER["identifier", "exact"])
        | (compared["linkedin"] == NUMBER["linkedin", "exact"])
    )
    return (is_household & ~is_own).cast(pl.Float32) * HOUSEHOLD
