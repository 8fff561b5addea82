"""How alike two texts are: each distinct pair is compared once."""

from collections.abc import Callable
from typing import Final

import polars as pl
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from transforms.identity.names import nickname_pairs

SIMILAR: Final = 0.92
"""Jaro-Winkler similarity of a slip of the pen (Winkler, 1990): Arnold and Arnlod."""

ALIKE: Final = 0.85
"""Jaro-Winkler similarity of what may be a slip, or another name."""

_NAMES: Final = ("given", "family")

Scorer = Callable[..., float]

LONGEST: Final = 64
"""Signs of a text that are compared: more are no name, and comparing takes the square of them."""

ONE_EDIT: Final = 0.75
"""Share of signs that stay where one of a code of four and more is wrong, missing, or two changed places."""


def similarities(wide: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """How alike the values of pairs are.

    Adds given_similarity, family_similarity, org_similarity, street_similarity, city_similarity (Jaro-Winkler),
    identifier_similarity, postal_code_similarity (edits), and is_nickname.

    In: pairs with the hashes of both records' values (`x`, `x_b`); equal or missing values have none. `records`: the
    texts.
    """
    columns = [
        *(
            _similarity(wide, column, records, JaroWinkler.similarity).alias(f"{column.removesuffix('_0')}_similarity")
            for column in ("given", "family", "org_0", "street", "city")
        ),
        *(
            _similarity(wide, column, records, OSA.normalized_similarity).alias(f"{column}_similarity")
            for column in ("identifier", "postal_code")
        ),
        _nicknames(wide, records).alias("is_nickname"),
    ]
    return wide.hstack(columns)


def _distinct(wide: pl.DataFrame, column: str, records: pl.DataFrame) -> pl.DataFrame:
    """Distinct pairs of different values: the hashes `column`, `column`_b and their texts one, other."""
    pairs = (
        wide.lazy()
        .filter(pl.col(column) != pl.col(f"{column}_b"))
        .group_by(column, f"{column}_b")
        .agg(pl.col("node_a", "node_b", "is_swapped").first())
        .collect()
    )
    other = records[column].gather(pairs["node_b"])
    if crossed := {"given": "family", "family": "given"}.get(column):
        turned = records[crossed].gather(pairs["node_b"])
        other = pl.select(pl.when(pairs["is_swapped"]).then(turned).otherwise(other)).to_series()
    one = records[column].gather(pairs["node_a"])
    return pairs.select(column, f"{column}_b").with_columns(one=one.str.head(LONGEST), other=other.str.head(LONGEST))


def _similarity(wide: pl.DataFrame, column: str, records: pl.DataFrame, scorer: Scorer) -> pl.Series:
    pairs = _distinct(wide, column, records)
    scores = pl.Series(cpdist(pairs["one"].to_list(), pairs["other"].to_list(), scorer=scorer), dtype=pl.Float32)
    if column in _NAMES:  # "Guest 12" is not nearly "Guest 13"
        scores = scores * ~(pairs["one"].str.contains(r"\d") | pairs["other"].str.contains(r"\d"))
    found = pairs.select(column, f"{column}_b", score=scores)
    return _looked_up(wide, column, found, "score")


def _nicknames(wide: pl.DataFrame, records: pl.DataFrame) -> pl.Series:
    known = nickname_pairs().with_columns(is_nickname=pl.lit(value=True))
    found = _distinct(wide, "given", records).join(known, on=("one", "other"))
    return _looked_up(wide, "given", found.select("given", "given_b", "is_nickname"), "is_nickname")


def _looked_up(wide: pl.DataFrame, column: str, found: pl.DataFrame, name: str) -> pl.Series:
    both = [column, f"{column}_b"]
    return wide.select(both).join(found, on=both, how="left", maintain_order="left")[name]
