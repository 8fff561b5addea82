"""Which records are worth comparing: those that share a key."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.identity.keys import KINDS, NUMBER, SIDES, kind_of

BIT: Final = {kind: 1 << number for kind, number in NUMBER.items()}
"""The bit of each kind of key in a pair's `keys`."""

STRONG: Final = sum(BIT[kind] for kind, (_, is_strong) in KINDS.items() if is_strong)
"""The bits of keys that say something by themselves."""

_SHARED: Final = ("email", "phone", "linkedin", "source_id", "identifier", "handle", *SIDES)

SHARED_SCHEMA: Final = {
    "node_a": pl.UInt32,
    "node_b": pl.UInt32,
    "kind": pl.String,
    "key": pl.UInt64,
    "size": pl.UInt32,
    "pattern": pl.UInt8,
    "rarity": pl.Float32,
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs to compare.

    pairs    node_a < node_b, keys (the bits of the kinds that propose the pair)
    shared   node_a, node_b, kind, key, size (how many records have it), pattern, rarity (as `block_keys` has them): a
             row for each value that a pair shares, of the kinds that are evidence as well
    skipped  kind, blocks, records: what was too large
    """

    pairs: pl.DataFrame
    shared: pl.DataFrame
    skipped: pl.DataFrame


def candidates(keys: pl.DataFrame) -> Candidates:
    """Every two records that share a key of a block that isn't too large. `keys`: as `block_keys` gives them."""
    numbered = keys.with_columns(kind=kind_of(pl.col("key"))).partition_by("kind", as_dict=True)
    found, shared, skipped = [pl.DataFrame(schema=_PAIR)], [pl.DataFrame(schema=SHARED_SCHEMA)], []
    for kind in KINDS:
        mine = numbered.get((NUMBER[kind],))
        if mine is None:
            continue
        blocks, large = _blocks(mine, kind)
        skipped.append((kind, large.height, int(large["size"].sum() or 0)))
        pairs = _pairs(blocks, kind)
        if kind in _SHARED:
            shared.append(pairs.with_columns(kind=pl.lit(kind)).select(list(SHARED_SCHEMA)))
        found.append(pairs.select("node_a", "node_b", keys=pl.lit(BIT[kind], pl.UInt32)))
    merged = pl.concat(found).group_by("node_a", "node_b").agg(pl.col("keys").bitwise_or())
    return Candidates(merged, pl.concat(shared), pl.DataFrame(skipped, schema=_SKIPPED, orient="row"))


_PAIR: Final = {"node_a": pl.UInt32, "node_b": pl.UInt32, "keys": pl.UInt32}
_SKIPPED: Final = {"kind": pl.String, "blocks": pl.Int64, "records": pl.Int64}


def _blocks(keys: pl.DataFrame, kind: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The keys of blocks that propose pairs, with their size; and the blocks that are too large."""
    sizes = keys.group_by("key").agg(size=pl.len(), handles=pl.col("is_handle").sum())
    proposes = pl.col("handles").is_between(1, pl.col("size") - 1) if kind in SIDES else pl.col("size") > 1
    sizes = sizes.filter(proposes).drop("handles")
    is_small = pl.col("size") <= KINDS[kind].most
    return keys.join(sizes.filter(is_small), on="key"), sizes.filter(~is_small)


def _pairs(blocks: pl.DataFrame, kind: str) -> pl.DataFrame:
    left, right = blocks, blocks
    if kind in SIDES:
        left, right = blocks.filter("is_handle"), blocks.filter(~pl.col("is_handle"))
    pairs = left.join(right.select("key", "node", "pattern", "rarity"), on="key", suffix="_b")
    is_pair = pl.col("node") != pl.col("node_b") if kind in SIDES else pl.col("node") < pl.col("node_b")
    return pairs.filter(is_pair).select(
        "key",
        "size",
        node_a=pl.min_horizontal("node", "node_b"),
        node_b=pl.max_horizontal("node", "node_b"),
        pattern=pl.coalesce("pattern", "pattern_b"),
        rarity=pl.coalesce("rarity", "rarity_b"),
    )
