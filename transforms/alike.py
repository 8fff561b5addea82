"""Values of one person that are written differently and are the same: what they are compared by."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import polars as pl

from configs.words import word_list
from transforms.countries import country_code
from transforms.values import fold, folded, none_if_empty, over_distinct

_FEWEST_DIGITS: Final = 7
"""Digits at the end of two numbers of one person by which they are one number."""


def filled(values: pl.DataFrame, column: str, *, by: Sequence[str]) -> pl.DataFrame:
    """`column` filled where it is missing and the other values with the same `by` agree on one; no null is the same."""
    known = values.filter(pl.col(column).is_not_null()).group_by(by).agg(known=pl.col(column).unique())
    only = known.filter(pl.col("known").list.len() == 1).with_columns(pl.col("known").list.first())
    return (
        values.join(only, on=by, how="left", maintain_order="left")
        .with_columns(pl.coalesce(column, "known").alias(column))
        .drop("known")
    )


# Names


def without_salutation(names: pl.DataFrame) -> pl.DataFrame:
    """Names in full without "Herr" or "Mrs": full_name and prefix. A family name alone keeps it ("Mrs Weber")."""
    bare = over_distinct(pl.col("prefix"), _title, pl.String)
    is_in_full = pl.col("given_name").is_not_null() & pl.col("family_name").is_not_null()
    is_first = pl.col("full_name").str.starts_with(pl.concat_str("prefix", pl.lit(" ")))
    rest = pl.col("full_name").str.slice(pl.col("prefix").str.len_chars() + 1)
    shorter = pl.concat_str(bare, rest, separator=" ", ignore_nulls=True)
    is_shortened = is_in_full & is_first & bare.ne_missing(pl.col("prefix"))
    return names.with_columns(
        full_name=pl.when(is_shortened).then(shorter).otherwise("full_name"),
        prefix=pl.when(is_shortened).then(bare).otherwise("prefix"),
    )


def _title(prefix: str) -> str | None:
    return " ".join(word for word in prefix.split() if fold(word) not in _salutations()) or None


@cache
def _salutations() -> frozenset[str]:
    return frozenset(word_list("salutations")["words"])


# Phones


def with_whole_numbers(phones: pl.DataFrame) -> pl.DataFrame:
    """Numbers that aren't E.164 by themselves, taken for the person's only number that ends in their digits."""
    digits = pl.col("raw").str.replace_all(r"\D", "").str.strip_chars_start("0")
    local = phones.filter(pl.col("e164").is_null()).select("person_id", "raw", digits=digits).unique()
    whole = phones.filter(pl.col("e164").is_not_null()).select("person_id", known_e164="e164", known_region="region")
    ends_alike = (pl.col("digits").str.len_chars() >= _FEWEST_DIGITS) & pl.col("known_e164").str.ends_with(
        pl.col("digits")
    )
    found = local.join(whole.unique(), on="person_id").filter(ends_alike)
    only = found.filter(pl.col("known_e164").n_unique().over("person_id", "raw") == 1)
    return (
        phones.join(only.drop("digits"), on=("person_id", "raw"), how="left", maintain_order="left")
        .with_columns(e164=pl.coalesce("e164", "known_e164"), region=pl.coalesce("region", "known_region"))
        .drop("known_e164", "known_region")
    )


# Addresses


def with_address_key(addresses: pl.DataFrame) -> pl.DataFrame:
    """Adds `reads_as`, equal for addresses that differ in the order of their parts or in how the country is written.

    Where only a town is given it is that of the person's only address there. `formatted` becomes the longest of those
    that read the same.
    """
    parts = ("street", "extended", "po_box", "postal_code", "city")
    has_parts = (pl.col("street").is_not_null() | pl.col("po_box").is_not_null()) & pl.any_horizontal(
        pl.col("city", "postal_code").is_not_null()
    )
    # A postal code says which of two towns of a name is meant, as the region does; not every source gives the region.
    region = pl.when(pl.col("postal_code").is_null()).then("region")
    spoken = pl.concat_str(*parts, region, separator=" ", ignore_nulls=True)
    words = folded(pl.when(has_parts).then(spoken).otherwise(_without_country())).str.split(" ")
    only_town = pl.all_horizontal(pl.col("street", "po_box", "extended", "postal_code").is_null())
    keyed = addresses.with_columns(
        words=words.list.sort().list.join(" "),
        country_key=pl.col("country_code"),
        town=pl.when(has_parts | only_town).then(folded(pl.col("city"))),
        is_only_town=only_town & pl.col("city").is_not_null(),
    ).pipe(filled, "country_key", by=("person_id", "words"))
    located = pl.concat_str("words", pl.col("country_key").fill_null(""), separator="/")
    return (
        keyed.with_columns(reads_as=pl.when(~pl.col("is_only_town")).then(located), located=located)
        .pipe(filled, "reads_as", by=("person_id", "town", "country_key"))
        .with_columns(pl.coalesce("reads_as", "located"))
        .with_columns(
            pl.col("formatted")
            .sort_by(pl.col("formatted").str.len_chars(), "formatted", descending=[True, False])
            .first()
            .over("person_id", "reads_as")
        )
        .drop("words", "country_key", "town", "is_only_town", "located")
    )


def _without_country() -> pl.Expr:
    """`formatted` without the country in its end."""
    last = pl.col("formatted").str.extract(r",\s*([^,]+)$")
    is_country = (country_code(last) == pl.col("country_code")).fill_null(value=False)
    return pl.when(is_country).then(pl.col("formatted").str.replace(r",\s*[^,]+$", "")).otherwise("formatted")


# Web addresses


def url_key() -> pl.Expr:
    """Equal for web addresses that lead to the same place: a profile by its handle, a page without http(s) and www."""
    bare = pl.col("url").str.replace(r"^(?i:https?://)(?i:www\.)?", "").str.strip_chars_end("/")
    profile = pl.when(pl.col("kind") == "social").then(
        pl.concat_str("service", pl.col("handle").str.to_lowercase(), separator="/")
    )
    return pl.coalesce(
        pl.concat_str(pl.lit("linkedin/in/"), "linkedin_slug"), profile, none_if_empty(bare), pl.col("url")
    )


# Work


def with_whole_affiliations(affiliations: pl.DataFrame) -> pl.DataFrame:
    """Adds `title_key`; what says less takes what this person's other roles agree on.

    An organisation without a title takes the only title there, a title without an organisation the only organisation
    where they have it.
    """
    return (
        affiliations.with_columns(title_key=folded(pl.col("title")))
        .pipe(filled, "title_key", by=("person_id", "organisation_key"))
        .pipe(filled, "organisation_key", by=("person_id", "title_key"))
    )


# Dates


def with_whole_dates(dates: pl.DataFrame) -> pl.DataFrame:
    """Days without a year, taken for the only one of their kind and day that has one: `iso` is then the same."""
    is_yearless = pl.col("iso").str.starts_with("--")
    return (
        dates.with_columns(yearless=pl.when(is_yearless).then("iso"), iso=pl.when(~is_yearless).then("iso"))
        .pipe(filled, "iso", by=("person_id", "kind", "month", "day"))
        .with_columns(pl.coalesce("iso", "yearless"))
        .drop("yearless")
    )
