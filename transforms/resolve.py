"""Which records are the same person's: the first, careful rules. The seam stays when a better engine takes their place.

A rule proposes pairs by a value that two records share, and accepts those whose names don't stand against it. A name
alone never joins anything.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from transforms.name_agreement import NameForm, agreement
from transforms.normalise import Tidy

LARGEST_BLOCK: Final = 50
"""A value that more records share than this is nobody's own (a switchboard, a mailing list): it proposes no pairs."""

PAIR_SCHEMA: Final = {
    "source_a": pl.String,
    "record_id_a": pl.String,
    "source_b": pl.String,
    "record_id_b": pl.String,
    "rule": pl.String,
    "value": pl.String,
    "names": pl.String,
    "decision": pl.String,
}
_KEY: Final = ("source", "record_id")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who.

    groups  one row per record of a person: source, record_id, group (int; equal for one person's records)
    pairs   one row per compared pair (columns of `PAIR_SCHEMA`): the rule that proposed it, the value that both share,
            how the names agree (same, compatible, contradiction, unnamed), and the decision (same or different)
    """

    groups: pl.DataFrame
    pairs: pl.DataFrame


def resolve(tidy: Tidy, source_ids: pl.DataFrame) -> Resolution:
    """Group the records of persons by the first identity rules.

    source_id      the same id of the source, where two records share it
    linkedin_slug  the same LinkedIn profile
    email          the same address, where the names don't contradict and the address isn't shared (info@, a family's)
    phone          the same number with the same name

    Args:
        tidy: The normalised records; only those of persons are grouped.
        source_ids: source, record_id, connector, given_id: the id that the source itself gave.
    """
    people = tidy.contacts.filter(pl.col("kind") == "person").select(_KEY).sort(_KEY).with_row_index("node")
    shared = pl.concat([_by_source_id(source_ids), _by_slug(tidy), _by_email(tidy), _by_phone(tidy)])
    pairs = shared.join(people, on=_KEY).pipe(_pairs_in_blocks).pipe(_decided, forms=_name_forms(tidy, people))
    accepted = pairs.filter(pl.col("decision") == "same")
    labels = _components(people.height, accepted["node_a"].to_numpy(), accepted["node_b"].to_numpy())
    groups = people.select(*_KEY, pl.Series("group", labels, dtype=pl.Int64))
    return Resolution(
        groups, _with_keys(pairs, people).sort("source_a", "record_id_a", "source_b", "record_id_b", "rule")
    )


# Blocks: rule, value, and the records that share it.


def _by_source_id(source_ids: pl.DataFrame) -> pl.DataFrame:
    """The id of the source; in another source of the same kind only an id that looks unique in the world counts."""
    is_global = (pl.col("given_id").str.len_chars() >= 12) & ~pl.col("given_id").str.starts_with("raw:")  # noqa: PLR2004 - a UUID has 36, a row number a few
    scope = pl.when(is_global).then(pl.col("connector")).otherwise(pl.col("source"))
    value = pl.concat_str(scope, pl.lit("/"), "given_id")
    return source_ids.select(*_KEY, rule=pl.lit("source_id"), value=value)


def _by_slug(tidy: Tidy) -> pl.DataFrame:
    slugs = tidy.urls.filter(pl.col("linkedin_slug").is_not_null())
    return slugs.select(*_KEY, rule=pl.lit("linkedin_slug"), value=pl.col("linkedin_slug"))


def _by_email(tidy: Tidy) -> pl.DataFrame:
    own = tidy.emails.filter(pl.col("address").is_not_null() & ~pl.col("is_role_address"))
    return own.select(*_KEY, rule=pl.lit("email"), value=pl.col("address"))


def _by_phone(tidy: Tidy) -> pl.DataFrame:
    numbers = tidy.phones.filter(pl.col("e164").is_not_null())
    return numbers.select(*_KEY, rule=pl.lit("phone"), value=pl.col("e164"))


def _pairs_in_blocks(shared: pl.DataFrame) -> pl.DataFrame:
    """Every two records that share a value of a rule: node_a < node_b, rule, value."""
    blocks = shared.select("rule", "value", "node").unique()
    size = pl.len().over("rule", "value")
    blocks = blocks.filter((size > 1) & (size <= LARGEST_BLOCK))
    pairs = blocks.join(blocks, on=("rule", "value"), suffix="_b").filter(pl.col("node") < pl.col("node_b"))
    return pairs.rename({"node": "node_a"})


# Names


def _name_forms(tidy: Tidy, people: pl.DataFrame) -> pl.DataFrame:
    """One row per person record with a name: node, form (an index into its distinct forms), key, given, suffix."""
    main = tidy.names.filter((pl.col("kind") == "main") & pl.col("name_key").is_not_null() & (pl.col("name_key") != ""))
    first = main.sort("ordinal").unique(_KEY, keep="first")
    given = pl.col("given_name").fill_null("").str.to_lowercase()
    return first.join(people, on=_KEY).select(
        "node", key="name_key", given=given, suffix=pl.col("suffix").fill_null("")
    )


def _decided(pairs: pl.DataFrame, *, forms: pl.DataFrame) -> pl.DataFrame:
    """Adds `names` (how they agree) and `decision`."""
    named = pairs.join(forms, left_on="node_a", right_on="node", how="left").join(
        forms, left_on="node_b", right_on="node", how="left", suffix="_b"
    )
    distinct = named.select("key", "given", "suffix", "key_b", "given_b", "suffix_b").drop_nulls().unique()
    agreements = [
        agreement(NameForm(key, given, suffix), NameForm(key_b, given_b, suffix_b))
        for key, given, suffix, key_b, given_b, suffix_b in distinct.iter_rows()
    ]
    compared = named.join(
        distinct.with_columns(names=pl.Series(agreements, dtype=pl.String)), on=distinct.columns, how="left"
    ).with_columns(pl.col("names").fill_null("unnamed"))
    # Used under names that contradict each other, an address is a family's or an office's: then only equal names count.
    is_shared = (pl.col("names") == "contradiction").any().over("rule", "value")
    accepted = (
        pl.when(pl.col("rule") == "linkedin_slug")
        .then(pl.lit(value=True))
        .when(pl.col("rule") == "phone")
        .then(pl.col("names") == "same")
        .when(is_shared)
        .then(pl.col("names") == "same")
        .otherwise(pl.col("names") != "contradiction")
    )
    decision = pl.when(accepted).then(pl.lit("same")).otherwise(pl.lit("different"))
    return compared.select("node_a", "node_b", "rule", "value", "names", decision=decision)


# Groups


def _components(nodes: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The smallest node that each node is connected with, directly or over others.

    Labels flow to the smaller side of each edge and are then shortened to their own label, until nothing moves.
    """
    labels = np.arange(nodes)
    while True:
        smaller = np.minimum(labels[one], labels[other])
        moved = labels.copy()
        np.minimum.at(moved, one, smaller)
        np.minimum.at(moved, other, smaller)
        moved = moved[moved]
        if np.array_equal(moved, labels):
            return labels
        labels = moved


def _with_keys(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    keyed = pairs.join(people, left_on="node_a", right_on="node").join(
        people, left_on="node_b", right_on="node", suffix="_b"
    )
    return keyed.rename({"source": "source_a", "record_id": "record_id_a"}).select(list(PAIR_SCHEMA))
