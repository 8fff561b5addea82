"""Which records are worth comparing: those that share a key."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.identity.features import SLOTS, Features
from transforms.identity.names import full_names

KEYS: Final = {
    "email": 200,
    "phone": 60,
    "linkedin": 200,
    "source_id": 200,
    "identifier": 200,
    "handle": 60,
    "address_name": 60,
    "name": 100,
    "nickname": 60,
    "initial": 30,
    "sound": 40,
    "birthday": 30,
    "name_and_organisation": 40,
    "address_and_organisation": 40,
    "name_and_place": 30,
    "place": 30,
}
"""The kinds of keys, and the most records that may share one: a larger block is skipped, and counted."""

BIT: Final = {name: 1 << at for at, name in enumerate(KEYS)}

_SIDES: Final = {"address_name", "address_and_organisation"}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs to compare.

    pairs    node_a < node_b, keys (bits of `BIT`)
    shared   node_a, node_b, kind (email, phone, linkedin, identifier, handle), key: the values that both have
    skipped  kind, blocks, records: what was too large
    """

    pairs: pl.DataFrame
    shared: pl.DataFrame
    skipped: pl.DataFrame


FULL, WITH_INITIAL, ONE_NAME = 1, 2, 3
"""How an address is made of a name: of all of it, of an initial and the family name, of one of them."""

_INITIAL: Final = -4.0
"""log2 of the share of given names with a letter (about 1 in 16: letters are not equally common)."""


def block_keys(features: Features, coded: pl.DataFrame) -> pl.DataFrame:
    """The keys of each record: node, kind, key (UInt64), is_handle (made of an address), pattern and rarity (how an
    address would be made of the name, and how many names give such an address, log2).
    """
    records = features.records.with_row_index("node").with_columns(
        given_rarity=coded["given_rarity"], family_rarity=coded["family_rarity"], name_rarity=coded["name_rarity"]
    )
    both = records.filter(pl.col("given").is_not_null() & pl.col("family").is_not_null())
    given, family = pl.col("given"), pl.col("family")
    initial = given.str.head(1)
    full = both.join(full_names(), left_on="given", right_on="short")
    values = features.values
    handles = values.filter(pl.col("kind") == "handle")
    full_rarity = pl.max_horizontal(pl.col("given_rarity") + pl.col("family_rarity"), "name_rarity")
    initial_rarity = pl.col("family_rarity") + _INITIAL
    made = [
        (both, given + family, FULL, full_rarity),
        (both, family + given, FULL, full_rarity),
        (full, pl.col("full") + family, FULL, full_rarity),
        (both, initial + family, WITH_INITIAL, initial_rarity),
        (both, family + initial, WITH_INITIAL, initial_rarity),
    ]
    keys = [
        values.select(
            "node", "kind", pl.col("value").hash(0).alias("key"), is_handle=pl.lit(value=True), **_NO_PATTERN
        ),
        _keys(both, "name", _in_order(given, family)),
        _keys(full, "nickname", pl.col("full") + "|" + family),
        _keys(both, "initial", initial + "|" + family),
        _keys(both, "initial", family.str.head(1) + "|" + given),
        _keys(_with_sounds(both), "sound", _in_order(pl.col("given_sound"), pl.col("family_sound"))),
        *(_keys(frame, "address_name", key, pattern=pattern, rarity=rarity) for frame, key, pattern, rarity in made),
        _keys(handles, "address_name", pl.col("value"), is_handle=True),
        _keys(
            handles.filter(pl.col("detail").is_not_null()),
            "address_and_organisation",
            pl.col("detail") + "|" + pl.col("value"),
            is_handle=True,
        ),
        _keys(
            records.filter(pl.col("month").is_not_null()),
            "birthday",
            pl.concat_str(pl.col("year").fill_null(0), "month", "day", separator="-"),
        ),
        _keys(records, "place", pl.col("postal_code") + "|" + pl.col("street")),
        _keys(records, "name_and_place", pl.col("postal_code") + "|" + given),
        _keys(records, "name_and_place", pl.col("postal_code") + "|" + family),
    ]
    for slot in range(SLOTS):
        org = pl.col(f"org_{slot}")
        working = records.filter(org.is_not_null())
        for name in ("given", "family"):
            key = org + "|" + pl.col(name)
            keys.append(_keys(working, "name_and_organisation", key))
            keys.append(
                _keys(working, "address_and_organisation", key, pattern=ONE_NAME, rarity=pl.col(f"{name}_rarity"))
            )
    return pl.concat(keys).unique(("node", "kind", "key", "is_handle"), keep="any")


_NO_PATTERN: Final = {"pattern": pl.lit(None, pl.UInt8), "rarity": pl.lit(None, pl.Float32)}


def _keys(
    frame: pl.DataFrame,
    kind: str,
    key: pl.Expr,
    *,
    is_handle: bool = False,
    pattern: int | None = None,
    rarity: pl.Expr | None = None,
) -> pl.DataFrame:
    return frame.filter(key.is_not_null()).select(
        "node",
        kind=pl.lit(kind),
        key=key.hash(0),
        is_handle=pl.lit(is_handle),
        pattern=pl.lit(pattern, pl.UInt8),
        rarity=pl.lit(None, pl.Float32) if rarity is None else rarity,
    )


def _in_order(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(one < other).then(one + "|" + other).otherwise(other + "|" + one)


def _with_sounds(records: pl.DataFrame) -> pl.DataFrame:
    names = pl.concat([records["given"], records["family"]]).unique().to_frame("name")
    sounds = names.with_columns(sound=_skeleton(pl.col("name")))
    for part in ("given", "family"):
        named = sounds.rename({"name": part, "sound": f"{part}_sound"})
        records = records.join(named, on=part, how="left")
    return records


def _skeleton(name: pl.Expr) -> pl.Expr:
    """What a slip of the pen or another romanisation leaves: the first letter's sound and the consonants, sorted."""
    sounds = (
        name.str.replace_all("sch|sh", "s")
        .str.replace_all("kh|gh|ch|ck|[qkg]", "k")
        .str.replace_all("ph|[vw]", "f")
        .str.replace_all("th|dt|d", "t")
        .str.replace_all("[jiyaeouh]", "")
        .str.replace_all("z", "s")
    )
    return sounds.str.split("").list.unique().list.sort().list.join("")


def candidates(keys: pl.DataFrame) -> Candidates:
    """Every two records that share a key of a block that is not too large."""
    found, skipped, shared = [], [], []
    for kind, most in KEYS.items():
        mine = keys.filter(pl.col("kind") == kind)
        sizes = mine.group_by("key").agg(size=pl.len(), handles=pl.col("is_handle").sum())
        needs = pl.col("handles").is_between(1, pl.col("size") - 1) if kind in _SIDES else pl.col("size") > 1
        large = sizes.filter(needs & (pl.col("size") > most))
        skipped.append((kind, large.height, int(large["size"].sum() or 0)))
        blocks = mine.join(sizes.filter(needs & (pl.col("size") <= most)).select("key", "size"), on="key")
        blocks = blocks.select("key", "node", "is_handle", "pattern", "rarity", "size")
        if kind in _SIDES:
            left, right = blocks.filter("is_handle"), blocks.filter(~pl.col("is_handle")).drop("size")
            pairs = left.join(right, on="key", suffix="_b").filter(pl.col("node") != pl.col("node_b"))
        else:
            pairs = blocks.join(blocks.drop("size"), on="key", suffix="_b").filter(pl.col("node") < pl.col("node_b"))
        pairs = pairs.select(
            "key",
            "size",
            node_a=pl.min_horizontal("node", "node_b"),
            node_b=pl.max_horizontal("node", "node_b"),
            pattern=pl.coalesce("pattern", "pattern_b"),
            rarity=pl.coalesce("rarity", "rarity_b"),
        )
        if kind in _SHARED:
            shared.append(pairs.with_columns(kind=pl.lit(kind)))
        found.append(pairs.select("node_a", "node_b", keys=pl.lit(BIT[kind], pl.UInt32)))
    merged = pl.concat(found).group_by("node_a", "node_b").agg(pl.col("keys").bitwise_or())
    return Candidates(
        merged, pl.concat(shared), pl.DataFrame(skipped, schema=["kind", "blocks", "records"], orient="row")
    )


_SHARED: Final = ("email", "phone", "linkedin", "source_id", "identifier", "handle", *_SIDES)
