"""Compares two records: a level for each comparison, and how rare what they share is."""

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
        _with_shared(oriented, shared, coded)
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


def _with_shared(pairs: pl.DataFrame, shared: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
    """Adds what the two share.

    They are email_names and phone_names (under how many names the least used shared one is known),
    same_linkedin, same_source_id, same_identifier, handle_users, pattern, address_rarity and address_users.
    """
    of_kind = {
        "email": _names_of("email", shared, coded),
        "phone": _names_of("phone", shared, coded),
        **{kind: _has(kind, shared) for kind in ("linkedin", "source_id", "identifier")},
        "handle": shared.filter(pl.col("kind") == "handle").group_by(_PAIR).agg(handle_users=pl.col("size").min()),
        "made": shared.filter(pl.col("pattern").is_not_null())
        .sort("pattern", "rarity")
        .group_by(_PAIR, maintain_order=True)
        .agg(pl.col("pattern").first(), address_rarity=pl.col("rarity").first(), address_users=pl.col("size").max()),
    }
    low_high = pairs.with_columns(low=pl.min_horizontal(_PAIR), high=pl.max_horizontal(_PAIR))
    for found in of_kind.values():
        low_high = low_high.join(found, left_on=("low", "high"), right_on=_PAIR, how="left", maintain_order="left")
    return low_high.drop("low", "high")


def _has(kind: str, shared: pl.DataFrame) -> pl.DataFrame:
    both = shared.filter(pl.col("kind") == kind).select(_PAIR).unique()
    return both.with_columns(pl.lit(value=True).alias(f"same_{kind}"))


def _names_of(kind: str, shared: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
    """Under how many first letters of given names a value is used: a family's, an office's is used under several."""
    mine = shared.filter(pl.col("kind") == kind).select(*_PAIR, "key")
    users = pl.concat([mine.select("key", node="node_a"), mine.select("key", node="node_b")]).unique()
    names = (
        users.with_columns(initial=coded["given_initial"].gather(users["node"]))
        .group_by("key")
        .agg(names=pl.col("initial").drop_nulls().n_unique().clip(1))
    )
    return mine.join(names, on="key").group_by(_PAIR).agg(pl.col("names").min().alias(f"{kind}_names"))
