"""Compares two records: a level for each comparison, and how rare what they share is."""

from typing import Final

import polars as pl

from transforms.identity.name_comparisons import address_names, name_levels, straightened
from transforms.identity.similarity import similarities
from transforms.identity.value_comparisons import value_levels

_PAIR = ("node_a", "node_b")


def compare(pairs: pl.DataFrame, shared: pl.DataFrame, coded: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The levels of pairs.

    In: pairs (node_a, node_b, keys), the values they share (`Candidates.shared`), codes and texts of all records.
    Out: node_a, node_b, keys; a level (UInt8, see `levels`) for each comparison; and `<comparison>_rarity` (log2 of the
    share of records that have what the two share) where a comparison has one.

    Which of the two comes first doesn't depend on their places: results are the same in every order of the records.
    """
    oriented = _oriented(pairs, coded)
    wide = (
        _with_shared(oriented, shared)
        .hstack(coded[oriented["node_a"]])
        .hstack(coded[oriented["node_b"]].rename(lambda name: f"{name}_b"))
        .pipe(straightened)
        .pipe(similarities, records)
    )
    compared = wide.select("node_a", "node_b", "keys", *name_levels(), *value_levels()).pipe(address_names)
    return compared.with_columns(node_a=pl.min_horizontal(_PAIR), node_b=pl.max_horizontal(_PAIR))


def _oriented(pairs: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
    ranked = pairs.with_columns(is_turned=coded["rank"].gather(pairs["node_a"]) > coded["rank"].gather(pairs["node_b"]))
    return ranked.with_columns(
        node_a=pl.when("is_turned").then("node_b").otherwise("node_a"),
        node_b=pl.when("is_turned").then("node_a").otherwise("node_b"),
    ).drop("is_turned")


def _with_shared(pairs: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    """Adds what the two share.

    They are email_names and phone_names (under how many names the least used shared one is known), same_linkedin,
    same_source_id, same_identifier, handle_users, pattern, address_rarity and address_users.
    """
    of_kind = pl.col("kind")
    found = (
        shared.with_columns(made=pl.col("pattern").cast(pl.Float32) * _PATTERN + pl.col("rarity"))
        .group_by(_PAIR)
        .agg(
            email_names=pl.col("names").filter(of_kind == "email").min(),
            phone_names=pl.col("names").filter(of_kind == "phone").min(),
            same_linkedin=(of_kind == "linkedin").any(),
            same_source_id=(of_kind == "source_id").any(),
            same_identifier=(of_kind == "identifier").any(),
            handle_users=pl.col("size").filter(of_kind == "handle").min(),
            made=pl.col("made").min(),
            address_users=pl.col("size").filter(pl.col("pattern").is_not_null()).max(),
        )
        .with_columns(pattern=((pl.col("made") + _PATTERN / 2) / _PATTERN).floor().cast(pl.UInt8))
        .with_columns(address_rarity=pl.col("made") - pl.col("pattern").cast(pl.Float32) * _PATTERN)
        .drop("made")
    )
    low_high = pairs.with_columns(low=pl.min_horizontal(_PAIR), high=pl.max_horizontal(_PAIR))
    joined = low_high.join(found, left_on=("low", "high"), right_on=_PAIR, how="left", maintain_order="left")
    return joined.drop("low", "high")


_PATTERN: Final = 128.0
"""More than any rarity has bits: the pattern and the rarity in one number, of which the least is the best."""
