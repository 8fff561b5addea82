"""Numbers that an authority or a firm gave to one person, in properties that no column took."""

import polars as pl

from configs.words import word_list
from transforms.values import KEY, folded, none_if_empty

_FEWEST: int = 4
"""Signs of a number that tells people apart."""


def contact_identifiers(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Identifiers of contacts. In: raw contacts. Out: the columns of `Tidy.identifiers`.

    `value` holds capital letters and digits only, and is null where they are too few to tell people apart.
    """
    words = word_list("identifiers")
    kinds = {name: kind for kind, names in words.items() for name in names}
    entries = (
        raw.select(
            *KEY, entry=pl.col("extra").cast(pl.List(pl.Struct({"key": pl.String, "value": pl.List(pl.String)})))
        )
        .filter(pl.col("entry").list.len() > 0)
        .explode("entry")
        .unnest("entry")
        .with_columns(kind=folded(pl.col("key")).replace_strict(kinds, default=None, return_dtype=pl.String))
        .filter(pl.col("kind").is_not_null())
        .explode("value")
    )
    signs = none_if_empty(pl.col("value").str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", ""))
    return entries.select(
        *KEY,
        ordinal=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(KEY),
        kind="kind",
        value=pl.when(signs.str.len_chars() >= _FEWEST).then(signs),
        raw="value",
    )
