"""Features as numbers: hashes to tell equal from different, and the rarity of what a record holds."""

import polars as pl

from transforms.identity.features import SLOTS, Features
from transforms.identity.frequencies import RECORDS_OF_ONE, WORLD, full_name, rarity

_NAMES = ("given", "given_all", "family", "family_first", "family_last", "middle", "generation")
_OTHERS = ("title", "city", "postal_code", "street")
_COUNTED = ("email", "phone", "linkedin", "source_id", "identifier")


def coded(features: Features, frequencies: pl.DataFrame) -> pl.DataFrame:
    """One row per record, in order: hashes of its values, initials, how many values of a kind it has, rarities (log2).

    Out: rank (a hash of its key), source; a UInt64 for each name part and each of org_0 …, title, city, postal_code,
    street, identifier; given_initial, family_initial, middle_initial (hashes) and is_given_initial … (is it all there
    is); year, month, day; is_native, has_handle; emails, phones, linkedins, source_ids, identifiers (how many of each);
    given_rarity, family_rarity, name_rarity (of namesakes, where there are), org_0_rarity …, title_rarity, city_rarity,
    street_rarity, postal_code_rarity.
    """
    records = features.records.with_row_index("node")
    orgs = [f"org_{slot}" for slot in range(SLOTS)]
    hashes = records.select(
        "node",
        pl.struct("source", "record_id").hash(0).alias("rank"),
        pl.col("source").hash(0),
        *(
            pl.when(pl.col(name).is_not_null()).then(pl.col(name).hash(0)).alias(name)
            for name in (*_NAMES, *orgs, *_OTHERS, "identifier")
        ),
        *(
            pl.when(pl.col(name).is_not_null() & ~pl.col("is_native"))
            .then(pl.col(name).str.head(1).hash(0))
            .alias(f"{name}_initial")
            for name in ("given", "family", "middle")
        ),
        *(
            ((pl.col(name).str.len_chars() == 1) & ~pl.col("is_native"))
            .fill_null(value=False)
            .alias(f"is_{name}_initial")
            for name in ("given", "family", "middle")
        ),
        "is_native",
        "year",
        "month",
        "day",
    )
    rarities = [
        rarity(frequencies, field.partition("_")[0] if field.startswith("org_") else field, records[field]).alias(
            f"{field}_rarity"
        )
        for field in ("given", "family", *orgs, *_OTHERS)
    ]
    # A name that more records have than one person would: so many others bear it, whatever its parts would make likely.
    namesakes = _namesakes(frequencies, records)
    counts = features.values.group_by("node").agg(
        (pl.col("kind") == "handle").any().alias("has_handle"),
        *((pl.col("kind") == kind).sum().alias(f"{kind}s") for kind in _COUNTED),
    )
    return (
        hashes.hstack([*rarities, namesakes])
        .join(counts, on="node", how="left", maintain_order="left")
        .with_columns(
            pl.col([f"{kind}s" for kind in _COUNTED]).fill_null(0),
            pl.col("has_handle").fill_null(value=False),
        )
        .drop("node")
    )


def _namesakes(frequencies: pl.DataFrame, records: pl.DataFrame) -> pl.Series:
    mine = frequencies.filter(pl.col("field") == "name")
    total = int(mine.filter(pl.col("value").is_null())["records"].sum()) + WORLD
    others = (
        mine.filter(pl.col("records") > RECORDS_OF_ONE)
        .drop_nulls("value")
        .select("value", name_rarity=((pl.col("records") - RECORDS_OF_ONE) / total).log(2).cast(pl.Float32))
    )
    return records.select(value=full_name()).join(others, on="value", how="left", maintain_order="left")["name_rarity"]
