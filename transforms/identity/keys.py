"""The keys that records are looked for by: whoever shares one is worth comparing.

A key is a hash whose last bits are the number of its kind, so that a frame of keys and nodes is an index of everything.
"""

from typing import Final, NamedTuple

import polars as pl

from transforms.identity.features import SLOTS, Features
from transforms.identity.names import full_names


class Kind(NamedTuple):
    """most: how many records may share such a key; is_strong: whether it says something by itself."""

    most: int
    is_strong: bool = False


KINDS: Final = {
    "email": Kind(200, is_strong=True),
    "phone": Kind(60, is_strong=True),
    "linkedin": Kind(200, is_strong=True),
    "source_id": Kind(200, is_strong=True),
    "identifier": Kind(200, is_strong=True),
    "handle": Kind(20),
    "address_name": Kind(25),
    "address_and_organisation": Kind(40),
    "name": Kind(40),
    "nickname": Kind(25),
    "initial": Kind(12),
    "sound": Kind(12),
    "name_and_organisation": Kind(40),
    "name_and_city": Kind(40),
    "name_and_place": Kind(30),
    "place": Kind(30),
    "birthday": Kind(30),
}
"""The kinds of keys. A block of more records than `most` proposes nothing and is counted; what it holds is found by the
narrower keys: a common name by the name and the organisation, or the city."""

NUMBER: Final = {kind: number for number, kind in enumerate(KINDS)}
KIND_BITS: Final = 5
SIDES: Final = ("address_name", "address_and_organisation")
"""Kinds where an address meets a name: two addresses, or two names, propose nothing there."""

FULL, WITH_INITIAL, ONE_NAME = 1, 2, 3
"""How an address is made of a name: of all of it, of an initial and the family name, of one of them."""

_INITIAL: Final = -4.0
"""log2 of the share of given names with a certain first letter."""

KEY_SCHEMA: Final = {
    "node": pl.UInt32,
    "key": pl.UInt64,
    "is_handle": pl.Boolean,
    "pattern": pl.UInt8,
    "rarity": pl.Float32,
}


def kind_of(key: pl.Series) -> pl.Series:
    """The number of each key's kind."""
    return (key & ((1 << KIND_BITS) - 1)).cast(pl.UInt8)


def block_keys(features: Features, coded: pl.DataFrame) -> pl.DataFrame:
    """The keys of each record, a row a record and key.

    Out: node, key, is_handle (made of an address, where an address may meet a name), pattern and rarity (how an address
    would be made of the name, and how many names give such an address, log2).
    """
    records = features.records.with_row_index("node").hstack(
        coded.select("given_rarity", "family_rarity", "name_rarity")
    )
    handles = features.values.filter(pl.col("kind") == "handle")
    keys = [*_of_values(features.values), *_of_names(records), *_of_work(records, handles), *_of_places(records)]
    return pl.concat(keys, rechunk=False)


def _once(*keys: pl.DataFrame) -> pl.DataFrame:
    """Keys of one kind, each once a record."""
    return (
        pl.concat(keys)
        .group_by("node", "key", "is_handle")
        .agg(pl.col("pattern").min(), pl.col("rarity").max())
        .select(list(KEY_SCHEMA))
    )


def _of_values(values: pl.DataFrame) -> list[pl.DataFrame]:
    kinds = ("email", "phone", "linkedin", "source_id", "identifier", "handle")
    return [
        *(_once(_keys(values.filter(pl.col("kind") == kind), kind, pl.col("value"))) for kind in kinds),
        _once(_keys(values.filter(pl.col("kind") == "handle"), "address_name", pl.col("value"), is_handle=True)),
    ]


def _of_names(records: pl.DataFrame) -> list[pl.DataFrame]:
    named = records.select("node", "given", "family", "city", "given_rarity", "family_rarity", "name_rarity")
    both = named.filter(pl.col("given").is_not_null() & pl.col("family").is_not_null()).pipe(_with_sounds)
    full = both.join(full_names(), left_on="given", right_on="short")
    given, family, initial = pl.col("given"), pl.col("family"), pl.col("given").str.head(1)
    of_all = pl.max_horizontal(pl.col("given_rarity") + pl.col("family_rarity"), "name_rarity")
    of_initial = pl.col("family_rarity") + _INITIAL
    made = [
        (both, given + family, FULL, of_all),
        (both, family + given, FULL, of_all),
        (full, pl.col("full") + family, FULL, of_all),
        (both, initial + family, WITH_INITIAL, of_initial),
        (both, family + initial, WITH_INITIAL, of_initial),
    ]
    name = _in_order(given, family)
    return [
        _keys(both, "name", name),
        _keys(both, "name_and_city", name + "|" + pl.col("city")),
        _once(_keys(full, "nickname", pl.col("full") + "|" + family)),
        _once(_keys(both, "initial", initial + "|" + family), _keys(both, "initial", family.str.head(1) + "|" + given)),
        _keys(both, "sound", _in_order(pl.col("given_sound"), pl.col("family_sound"))),
        _once(
            *(_keys(frame, "address_name", key, pattern=pattern, rarity=rarity) for frame, key, pattern, rarity in made)
        ),
    ]


def _of_work(records: pl.DataFrame, handles: pl.DataFrame) -> list[pl.DataFrame]:
    """A name at an organisation, and an address at a domain that is the organisation's."""
    at_work = pl.col("detail") + "|" + pl.col("value")
    named, addressed = [], []
    for slot in range(SLOTS):
        working = records.select("node", f"org_{slot}", "given", "family", "given_rarity", "family_rarity")
        working = working.filter(pl.col(f"org_{slot}").is_not_null())
        for name in ("given", "family"):
            key, rarity = pl.col(f"org_{slot}") + "|" + pl.col(name), pl.col(f"{name}_rarity")
            named.append(_keys(working, "name_and_organisation", key))
            addressed.append(_keys(working, "address_and_organisation", key, pattern=ONE_NAME, rarity=rarity))
    handled = _keys(handles, "address_and_organisation", at_work, is_handle=True)
    return [_once(*named), _once(*addressed), _once(handled)]


def _of_places(records: pl.DataFrame) -> list[pl.DataFrame]:
    day = pl.concat_str(pl.col("year").fill_null(0), "month", "day", separator="-")
    return [
        _keys(records.filter(pl.col("month").is_not_null()), "birthday", day),
        _keys(records, "place", pl.col("postal_code") + "|" + pl.col("street")),
        _once(
            *(
                _keys(records, "name_and_place", pl.col("postal_code") + "|" + pl.col(name))
                for name in ("given", "family")
            )
        ),
    ]


def _keys(
    frame: pl.DataFrame,
    kind: str,
    text: pl.Expr,
    *,
    is_handle: bool = False,
    pattern: int | None = None,
    rarity: pl.Expr | None = None,
) -> pl.DataFrame:
    rows = frame.select(
        "node",
        text=text,
        is_handle=pl.lit(is_handle),
        pattern=pl.lit(pattern, pl.UInt8),
        rarity=pl.lit(None, pl.Float32) if rarity is None else rarity,
    )
    last = pl.lit((1 << KIND_BITS) - 1, pl.UInt64)
    key = (pl.col("text").hash(NUMBER[kind]) | last) - last + pl.lit(NUMBER[kind], pl.UInt64)
    return (
        rows.filter(pl.col("text").is_not_null())
        .select("node", "is_handle", "pattern", "rarity", key=key)
        .select(list(KEY_SCHEMA))
    )


def _in_order(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(one < other).then(one + "|" + other).otherwise(other + "|" + one)


def _with_sounds(records: pl.DataFrame) -> pl.DataFrame:
    """Adds given_sound and family_sound, made once a distinct name."""
    names = pl.concat([records["given"], records["family"]]).unique().to_frame("name")
    sounds = names.with_columns(sound=_skeleton(pl.col("name")))
    for part in ("given", "family"):
        named = sounds.rename({"name": part, "sound": f"{part}_sound"})
        records = records.join(named, on=part, how="left", maintain_order="left")
    return records


def _skeleton(name: pl.Expr) -> pl.Expr:
    """What a slip of the pen and another romanisation leave of a name: its consonants by their sound, sorted."""
    sounds = (
        name.str.replace_all("sch|sh", "s")
        .str.replace_all("kh|gh|ch|ck|[qkg]", "k")
        .str.replace_all("ph|[vw]", "f")
        .str.replace_all("th|dt|d", "t")
        .str.replace_all("[jiyaeouh]", "")
        .str.replace_all("z", "s")
    )
    return sounds.str.split("").list.unique().list.sort().list.join("")
