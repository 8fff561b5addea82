"""How common each value is: what an agreement on it is worth."""

from typing import Final

import polars as pl

WORLD: Final = 200
"""Records that are thought beside those of an address book: in a small one, two of one name are still no proof, and no
name is common because two of twenty cards bear it."""

RECORDS_OF_ONE: Final = 4
"""Records that one person often has; more of one name are counted as those of namesakes."""

_NAMES: Final = ("given", "family", "name")
_FEW: Final = 20
"""The same for firms, titles and places: an address book has many of its owner's own, however small it is."""

FIELDS: Final = ("given", "family", "name", "org", "title", "city", "street", "postal_code")
"""What has its frequencies counted; `org` over all of a record's organisations, `name` is given and family name."""


def full_name() -> pl.Expr:
    """Given and family name as one value."""
    return pl.col("given") + "|" + pl.col("family")


def counted(records: pl.DataFrame) -> pl.DataFrame:
    """How many records have each value.

    Out: field, value, records; only values that two and more have, and per field a row with a null value: how many have
    any.

    In: `Features.records`.
    """
    counts = []
    records = records.with_columns(name=full_name())
    for field in FIELDS:
        columns = [c for c in records.columns if c == field or (field == "org" and c.startswith("org_"))]
        values = pl.concat([records.select(value=pl.col(c)) for c in columns]).drop_nulls()
        found = values.group_by("value").agg(records=pl.len()).sort("value")
        total = pl.DataFrame({"value": [None], "records": [values.height]}, schema=found.schema)
        counts.append(
            pl.concat([found.filter(pl.col("records") > 1), total]).select(
                pl.lit(field).alias("field"), "value", "records"
            )
        )
    return pl.concat(counts)


def rarity(frequencies: pl.DataFrame, field: str, values: pl.Series) -> pl.Series:
    """The share of records that have each value, as log2; one that isn't known counts as if it was there once."""
    mine = frequencies.filter(pl.col("field") == field)
    total = int(mine.filter(pl.col("value").is_null())["records"].sum())
    known = mine.filter(pl.col("value").is_not_null()).select("value", "records")
    share = pl.col("records").fill_null(1) / (total + (WORLD if field in _NAMES else _FEW))
    joined = values.to_frame("value").join(known, on="value", how="left", maintain_order="left")
    return joined.select(rarity=pl.when(pl.col("value").is_not_null()).then(share.log(2).cast(pl.Float32)))["rarity"]
