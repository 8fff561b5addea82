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
    "names": pl.UInt32,
    "pattern": pl.UInt8,
    "rarity": pl.Float32,
}


_OF_NAMES: Final = ("email", "phone")
"""Kinds that a family, an office may share: under how many names one is used says whose it is."""

_BLOCK: Final = ("key", "node", "is_handle", "pattern", "rarity", "size", "names")
_PAIR_SCHEMA: Final = {"node_a": pl.UInt32, "node_b": pl.UInt32, "keys": pl.UInt32}
_SKIPPED_SCHEMA: Final = {"kind": pl.String, "blocks": pl.Int64, "records": pl.Int64}


@dataclass(frozen=True, slots=True)
class Blocks:
    """Records by the keys that they share.

    by_kind  for each kind of key the rows of `block_keys` whose key proposes something, with size (how many have it)
             and names (of addresses and numbers: under how many first letters of given names; at least 1)
    skipped  kind, blocks, records: the blocks that are too large to propose anything
    """

    by_kind: dict[str, pl.DataFrame]
    skipped: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs to compare.

    pairs   node_a < node_b, keys (the bits of the kinds that propose the pair)
    shared  node_a, node_b, kind, key, size, names, pattern, rarity (as `Blocks` and `block_keys` have them): a row for
            each value that a pair shares, of the kinds that are evidence as well
    """

    pairs: pl.DataFrame
    shared: pl.DataFrame


def blocks_of(keys: pl.DataFrame, initials: pl.Series) -> Blocks:
    """The blocks of keys, as `block_keys` gives them; `initials`: a hash of the first letter of each given name."""
    by_kind, skipped = {}, []
    kinds = kind_of(keys["key"])
    for kind in KINDS:
        mine = keys.filter(kinds == NUMBER[kind])
        names = pl.lit(None, pl.UInt32)
        if kind in _OF_NAMES:
            mine = mine.with_columns(initial=initials.gather(mine["node"]))
            names = pl.col("initial").drop_nulls().n_unique().clip(1)
        sizes = mine.group_by("key").agg(size=pl.len(), handles=pl.col("is_handle").sum(), names=names)
        proposes = pl.col("handles").is_between(1, pl.col("size") - 1) if kind in SIDES else pl.col("size") > 1
        sizes = sizes.filter(proposes).select("key", "size", pl.col("names").cast(pl.UInt32))
        large = sizes.filter(pl.col("size") > KINDS[kind].most)
        by_kind[kind] = mine.join(sizes.filter(pl.col("size") <= KINDS[kind].most), on="key").select(_BLOCK)
        skipped.append((kind, large.height, int(large["size"].sum() or 0)))
    return Blocks(by_kind, pl.DataFrame(skipped, schema=_SKIPPED_SCHEMA, orient="row"))


def candidates(blocks: Blocks, first: int = 0, last: int = 2**32 - 1, *, moved: pl.Series | None = None) -> Candidates:
    """Every two records that share a key, the one with the smaller number between `first` and `last`.

    With `moved`, which says of each record whether it moved, every two of which one did; whatever their numbers.
    """
    found, shared = [pl.DataFrame(schema=_PAIR_SCHEMA)], [pl.DataFrame(schema=SHARED_SCHEMA)]
    for kind, rows in blocks.by_kind.items():
        sides = [(rows, rows)]
        if kind in SIDES:
            handles, names = rows.filter("is_handle"), rows.filter(~pl.col("is_handle"))
            sides = [(handles, names), (names, handles)]
        pairs = pl.concat(
            [
                _pairs(one.filter(pl.col("node").is_between(first, last)), other)
                if moved is None
                else _pairs_of_moved(one, other, moved)
                for one, other in sides
            ]
        )
        found.append(pairs.select("node_a", "node_b", keys=pl.lit(BIT[kind], pl.UInt32)))
        if kind in _SHARED:
            shared.append(pairs.with_columns(kind=pl.lit(kind)).select(list(SHARED_SCHEMA)))
    merged = pl.concat(found).group_by("node_a", "node_b").agg(pl.col("keys").bitwise_or())
    return Candidates(merged, pl.concat(shared))


_PAIR: Final = ("key", "size", "names")


def _pairs(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Each of the rows with the others of its key whose numbers are larger."""
    return (
        _joined(rows, others)
        .filter(pl.col("node") < pl.col("node_b"))
        .select(
            *_PAIR,
            node_a="node",
            node_b="node_b",
            pattern=pl.coalesce("pattern", "pattern_b"),
            rarity=pl.coalesce("rarity", "rarity_b"),
        )
    )


def _pairs_of_moved(rows: pl.DataFrame, others: pl.DataFrame, moved: pl.Series) -> pl.DataFrame:
    """Each of the rows that moved with the others of its key; of two that moved the one with the smaller number."""
    found = _joined(rows.filter(moved.gather(rows["node"])), others)
    both = moved.gather(found["node_b"])
    is_turned = pl.col("node") > pl.col("node_b")

    def of_smaller(name: str) -> pl.Expr:
        return pl.when(is_turned).then(pl.coalesce(f"{name}_b", name)).otherwise(pl.coalesce(name, f"{name}_b"))

    return found.filter((pl.col("node") < pl.col("node_b")) | (is_turned & ~both)).select(
        *_PAIR,
        node_a=pl.min_horizontal("node", "node_b"),
        node_b=pl.max_horizontal("node", "node_b"),
        pattern=of_smaller("pattern"),
        rarity=of_smaller("rarity"),
    )


def _joined(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.join(others.select("key", "node", "pattern", "rarity"), on="key", suffix="_b")
