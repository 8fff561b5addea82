"""Which records are the same person's: the first, careful rules. The seam stays when a better engine takes their place.

A rule proposes pairs by a value that two records share, and accepts those whose names don't stand against it. A name
alone never joins anything.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.chains import without_chains
from transforms.components import components
from transforms.name_agreement import NameForm, agreement, is_identical
from transforms.name_text import in_latin, needs_latin
from transforms.tidy import Tidy
from transforms.values import fold, folded, over_distinct

LARGEST_BLOCK: Final = 50
"""A value that more records share than this is nobody's own (a switchboard, a mailing list): it proposes no pairs."""

_UNIQUE_IN_THE_WORLD: Final = 12
"""Characters of an id that no other address book gives to somebody else: a UUID has 36, a row number a few."""

_FEWEST_DIGITS: Final = 6
"""Digits of a number that may be somebody's own; fewer are a short code or an extension."""

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
            how the names agree (same, compatible, contradiction, unnamed; or ambiguous, where a link would join
            people whose names contradict each other), and the decision (same or different)
    """

    groups: pl.DataFrame
    pairs: pl.DataFrame


def resolve(tidy: Tidy, source_ids: pl.DataFrame) -> Resolution:
    """Group the records of persons by the first identity rules.

    source_id      the same id of the source, where two records share it and the names don't contradict
    linkedin_slug  the same LinkedIn profile
    email          the same address, where the names don't contradict and the address isn't shared (info@, a family's)
    phone          the same number with the same name; one without a country code only within its source

    Where these would join people whose names contradict each other, `without_chains` says which links hold.

    Args:
        tidy: The normalised records; only those of persons are grouped.
        source_ids: source, record_id, connector, given_id: the id that the source itself gave.
    """
    people = tidy.contacts.filter(pl.col("kind") == "person").select(_KEY).sort(_KEY).with_row_index("node")
    forms = _name_forms(tidy, people)
    shared = pl.concat([_by_source_id(tidy, source_ids), _by_slug(tidy), _by_email(tidy), _by_phone(tidy)])
    pairs = (
        shared.join(people, on=_KEY)
        .pipe(_pairs_in_blocks)
        .pipe(_decided, forms=forms)
        .pipe(without_chains, forms=forms, nodes=people.height)
    )
    labels = components(people.height, pairs.filter(pl.col("decision") == "same")).tolist()
    groups = people.select(*_KEY, pl.Series("group", labels, dtype=pl.Int64))
    return Resolution(
        groups, _with_keys(pairs, people).sort("source_a", "record_id_a", "source_b", "record_id_b", "rule", "value")
    )


# Blocks: rule, value, and the records that share it.


def _by_source_id(tidy: Tidy, source_ids: pl.DataFrame) -> pl.DataFrame:
    """The id of the source: over all sources of its kind where it looks unique in the world, else within its file.

    An id that a connector made up (of a name, and maybe nothing else) is none.
    """
    given = source_ids.filter(pl.col("given_id").is_not_null() & ~pl.col("given_id").str.starts_with("raw:"))
    given = given.join(tidy.contacts.select(*_KEY, "file"), on=_KEY)
    is_global = pl.col("given_id").str.len_chars() >= _UNIQUE_IN_THE_WORLD
    scope = pl.when(is_global).then(pl.col("connector")).otherwise(pl.concat_str("source", "file", separator="/"))
    value = pl.concat_str(scope, "given_id", separator="/")
    return given.select(*_KEY, rule=pl.lit("source_id"), value=value)


def _by_slug(tidy: Tidy) -> pl.DataFrame:
    slugs = tidy.urls.filter(pl.col("linkedin_slug").is_not_null())
    return slugs.select(*_KEY, rule=pl.lit("linkedin_slug"), value=pl.col("linkedin_slug"))


def _by_email(tidy: Tidy) -> pl.DataFrame:
    own = tidy.emails.filter(pl.col("address").is_not_null() & ~pl.col("is_role_address"))
    return own.select(*_KEY, rule=pl.lit("email"), value=pl.col("address"))


def _by_phone(tidy: Tidy) -> pl.DataFrame:
    """The number; without a country code it is one of wherever its source is at home, so that it counts there only."""
    digits = pl.col("raw").str.replace_all(r"\D", "")
    local = pl.when(digits.str.len_chars() >= _FEWEST_DIGITS).then(pl.concat_str("source", digits, separator="/"))
    numbers = tidy.phones.with_columns(number=pl.coalesce("e164", local)).filter(pl.col("number").is_not_null())
    return numbers.select(*_KEY, rule=pl.lit("phone"), value=pl.col("number"))


def _pairs_in_blocks(shared: pl.DataFrame) -> pl.DataFrame:
    """Every two records that share a value of a rule: node_a < node_b, rule, value."""
    blocks = shared.select("rule", "value", "node").unique()
    size = pl.len().over("rule", "value")
    blocks = blocks.filter((size > 1) & (size <= LARGEST_BLOCK))
    pairs = blocks.join(blocks, on=("rule", "value"), suffix="_b").filter(pl.col("node") < pl.col("node_b"))
    return pairs.rename({"node": "node_a"})


# Names


def _name_forms(tidy: Tidy, people: pl.DataFrame) -> pl.DataFrame:
    """One row per person record with a name: node, key, given, suffix (as in `NameForm`)."""
    main = tidy.names.filter((pl.col("kind") == "main") & pl.col("name_key").is_not_null() & (pl.col("name_key") != ""))
    first = main.sort("ordinal").unique(_KEY, keep="first")
    latin = over_distinct(pl.col("given_name"), _latin_words, pl.List(pl.String))
    is_of_key = latin.list.set_difference(pl.col("name_key").str.split(" ")).list.len() == 0
    given = pl.when(is_of_key).then(latin.list.join(" ")).otherwise(folded(pl.col("given_name")))
    return first.join(people, on=_KEY).select(
        "node", key="name_key", given=given.fill_null(""), suffix=pl.col("suffix").fill_null("")
    )


def _latin_words(name: str) -> list[str]:
    return fold((in_latin(name) if needs_latin(name) else name) or "").split()


def _decided(pairs: pl.DataFrame, *, forms: pl.DataFrame) -> pl.DataFrame:
    """Adds `names` (how they agree), `decision`, and `is_firm`: written with the same name, or known by an id."""
    named = pairs.join(forms, left_on="node_a", right_on="node", how="left").join(
        forms, left_on="node_b", right_on="node", how="left", suffix="_b"
    )
    distinct = named.select("key", "given", "suffix", "key_b", "given_b", "suffix_b").drop_nulls().unique()
    couples = [(NameForm(*row[:3]), NameForm(*row[3:])) for row in distinct.iter_rows()]
    agreements = distinct.with_columns(
        names=pl.Series([agreement(*couple) for couple in couples], dtype=pl.String),
        is_identical=pl.Series([is_identical(*couple) for couple in couples], dtype=pl.Boolean),
    )
    compared = named.join(agreements, on=distinct.columns, how="left").with_columns(
        pl.col("names").fill_null("unnamed"),
        is_firm=pl.col("is_identical").fill_null(value=False) | pl.col("rule").is_in(["source_id", "linkedin_slug"]),
    )
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
    return compared.select("node_a", "node_b", "rule", "value", "names", "is_firm", decision=decision)


def _with_keys(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    keyed = pairs.join(people, left_on="node_a", right_on="node").join(
        people, left_on="node_b", right_on="node", suffix="_b"
    )
    return keyed.rename({"source": "source_a", "record_id": "record_id_a"}).select(list(PAIR_SCHEMA))
