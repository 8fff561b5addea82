"""Splink 5 on its DuckDB backend as its documentation recommends it, on what we normalised: one row a record.

The comparisons are those of its comparison library for people (names with their frequency, e-mail address, birthday,
arrays of values); the training is the one of its tutorial: the odds of a match from deterministic rules, u from random
pairs, m by expectation maximisation once for each of several blocking rules. For FEBRL it is what its notebooks do.
"""

import logging
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from transforms.name_text import in_latin
from transforms.tidy import Tidy
from transforms.values import fold, over_distinct

KEY: Final = ["source", "record_id"]

THRESHOLD: Final = 0.95
"""Match probability from which records are one person's: what the documentation's examples cluster at."""

LEAST: Final = 0.9
"""Match probability of the pairs that are kept, so that other thresholds can be tried without comparing anew."""

RANDOM_PAIRS: Final = {"splink": 1e8, "splink-quick": 1e7}
"""Pairs that u is estimated from: "1e8 or 1e9" is what Splink asks for when it runs; 1e7, says its documentation, "is
often adequate whilst testing". Its scores here are the same with both, its cost isn't."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What Splink is told of a kind of data.

    comparisons    how each column is compared
    blocking       which pairs are compared at all
    certain        rules that only one person's records fulfil, and the share of all such pairs that they find
    training       rules within which m is estimated, one after the other
    """

    comparisons: list[Any]
    blocking: list[Any]
    certain: tuple[list[Any], float]
    training: list[Any]


def contacts_recipe() -> Recipe:
    """For address books: names, addresses, numbers, a profile, an employer, a job, a place, a birthday."""
    return Recipe(
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("family_name"),
            cl.ArrayIntersectAtSizes("emails", [1]),
            cl.EmailComparison("email").configure(term_frequency_adjustments=True),
            cl.ArrayIntersectAtSizes("phones", [1]),
            cl.ExactMatch("linkedin"),
            cl.JaroWinklerAtThresholds("organisation", [0.9]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("title").configure(term_frequency_adjustments=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birthday", input_is_string=True),
        ],
        blocking=[
            block_on("emails", arrays_to_explode=["emails"]),
            block_on("phones", arrays_to_explode=["phones"]),
            block_on("linkedin"),
            block_on("family_name", "substr(given_name, 1, 1)"),
            block_on("given_name", "organisation"),
            block_on("birthday"),
            "l.given_name = r.family_name and l.family_name = r.given_name",
        ],
        certain=([block_on("email", "full_name"), block_on("linkedin"), block_on("full_name", "organisation")], 0.5),
        training=[block_on("given_name", "family_name"), block_on("email"), block_on("organisation", "family_name")],
    )


def febrl_recipe() -> Recipe:
    """For FEBRL, after Splink's notebooks on it."""
    return Recipe(
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("family_name"),
            cl.DateOfBirthComparison("birthday", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("identifier", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("street", [0.9, 0.7]),
            cl.DamerauLevenshteinAtThresholds("postal_code", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        blocking=[
            block_on("given_name", "family_name"),
            block_on("given_name", "birthday"),
            block_on("family_name", "birthday"),
            block_on("family_name", "postal_code"),
            block_on("given_name", "postal_code"),
            block_on("birthday"),
            block_on("identifier"),
            "l.given_name = r.family_name and l.family_name = r.given_name",
        ],
        certain=([block_on("identifier"), block_on("given_name", "family_name", "birthday")], 0.9),
        training=[block_on("birthday"), block_on("postal_code", "substr(given_name, 1, 1)"), block_on("identifier")],
    )


def flat(tidy: Tidy) -> pl.DataFrame:
    """One row per person's record.

    Out: unique_id, source, record_id, given_name, family_name, full_name (both, small, in Latin letters), emails and
    phones (lists), email (the first), linkedin, organisation, title, city, postal_code, street_number, street, birthday
    (ISO), identifier.
    """
    names = tidy.names.filter(pl.col("kind") == "main").select(
        *KEY, given_name=_latin("given_name"), family_name=_latin("family_name")
    )
    emails = tidy.emails.select(*KEY, emails="address", email="address")
    address = tidy.addresses.select(
        *KEY,
        city=pl.col("city").str.to_lowercase(),
        postal_code="postal_code",
        street_number=pl.col("street").str.extract(r"^(\d+)"),
        street=pl.col("street").str.to_lowercase().str.replace(r"^\d+\s*", ""),
    )
    jobs = tidy.organisations.select(*KEY, organisation="organisation_key", title=pl.col("title").str.to_lowercase())
    days = tidy.dates.filter(pl.col("kind") == "birthday").select(*KEY, birthday=pl.col("date").dt.to_string("iso"))
    slugs = tidy.urls.drop_nulls("linkedin_slug").select(*KEY, linkedin="linkedin_slug")
    rows = tidy.contacts.filter(pl.col("kind") == "person").select(KEY)
    for values in (names, address, jobs, days, slugs, tidy.identifiers.select(*KEY, identifier="value")):
        rows = rows.join(values.unique(KEY, keep="first", maintain_order=True), on=KEY, how="left")
    lists = (emails.select(*KEY, "emails"), tidy.phones.select(*KEY, phones="e164"))
    for values in (emails.select(*KEY, "email").unique(KEY, keep="first", maintain_order=True), *map(_listed, lists)):
        rows = rows.join(values, on=KEY, how="left")
    return rows.with_columns(full_name=pl.col("given_name") + " " + pl.col("family_name")).with_row_index("unique_id")


def _listed(values: pl.DataFrame) -> pl.DataFrame:
    return values.drop_nulls().group_by(KEY).agg(pl.all().unique())


def _latin(column: str) -> pl.Expr:
    """A name as names are recommended to be compared: one script, small letters, no marks."""
    return over_distinct(pl.col(column), lambda name: fold(in_latin(name) or name) or None, pl.String)


def grouped(tidy: Tidy, *, random_pairs: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Records with their group (source, record_id, group), and the pairs of which that is made.

    The pairs: source_a, record_id_a, source_b, record_id_b, probability (of at least `LEAST`).
    """
    rows = flat(tidy)
    filled = [name for name in rows.columns if rows[name].null_count() < rows.height]
    is_febrl = "identifier" in filled
    recipe = febrl_recipe() if is_febrl else contacts_recipe()
    tables = rows.select(filled).partition_by("source") if is_febrl else [rows.select(filled)]
    api = DuckDBAPI()
    linker = Linker([api.register(_arrow(table)) for table in tables], settings(recipe, len(tables)), logging.ERROR)
    train(linker, recipe, random_pairs=random_pairs)
    pairs = linker.inference.predict(threshold_match_probability=LEAST)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=THRESHOLD)
    found = clusters.as_duckdbpyrelation().select("unique_id, cluster_id").pl()
    keyed = rows.select(*KEY, "unique_id")
    groups = keyed.join(found, on="unique_id").select(*KEY, group=pl.col("cluster_id").rank("dense"))
    return groups, _keyed(pairs.as_duckdbpyrelation().select("unique_id_l, unique_id_r, match_probability").pl(), keyed)


def _arrow(table: pl.DataFrame) -> pa.Table:
    return table.to_arrow(compat_level=pl.CompatLevel.oldest())


def _keyed(pairs: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    ends = [
        keyed.select(pl.col(KEY).name.suffix(end), pl.col("unique_id").name.suffix(side))
        for end, side in (("_a", "_l"), ("_b", "_r"))
    ]
    named = pairs.join(ends[0], on="unique_id_l").join(ends[1], on="unique_id_r")
    return named.select("source_a", "record_id_a", "source_b", "record_id_b", probability="match_probability")


def settings(recipe: Recipe, tables: int) -> SettingsCreator:
    """Splink's settings for a recipe: a table with several rows of one person, or tables with one each."""
    return SettingsCreator(
        link_type="dedupe_only" if tables == 1 else "link_only",
        comparisons=recipe.comparisons,
        blocking_rules_to_generate_predictions=recipe.blocking,
    )


def train(linker: Linker, recipe: Recipe, *, random_pairs: float) -> None:
    """Estimate the prior, u and m, as the documentation's tutorial does."""
    rules, recall = recipe.certain
    linker.training.estimate_probability_two_random_records_match(rules, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=random_pairs, seed=1)
    for rule in recipe.training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
