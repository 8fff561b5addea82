"""People in one row each: the preferred value of each kind, and which of them is the owner."""

from typing import Final

import polars as pl

from configs.settings import Me
from transforms.values import fold, folded

_NAMELESS: Final = "(no name)"


def person_cards(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per person with the preferred value of each kind; whoever has no name is called by what there is.

    In: the frames of the tables of people's values, and source_record. Out: person_id, full_name (never null),
    given_name, family_name, latin_name, nickname, organisation, title, organisation_id, email, phone, city,
    country_code, birthday, birth_year, birth_month, birth_day, linkedin_slug, photo_hash, is_owner (whether one of
    their records says so), is_named, owners, sources, records, updated_at.
    """
    joined = _records(frames["source_record"])
    for values in _preferred_values(frames):
        joined = joined.join(values, on="person_id", how="left")
    named = joined.with_columns(
        is_named=pl.col("full_name").is_not_null(),
        full_name=pl.coalesce(
            "full_name",
            "nickname",
            "display_name",
            "email",
            "organisation",
            "title",
            "phone",
            "url",
            "address",
            pl.lit(_NAMELESS),
        ),
    )
    return named.drop("display_name", "url", "address").sort("person_id")


def _records(records: pl.DataFrame) -> pl.DataFrame:
    """What is known of people by their records alone."""
    of_people = records.filter(pl.col("person_id").is_not_null())
    return of_people.group_by("person_id").agg(
        pl.col("is_owner").any(),
        owners=pl.col("owner").unique().sort(),
        sources=pl.col("source").unique().sort(),
        records=pl.len().cast(pl.Int32),
        updated_at=pl.col("updated_at").max(),
        photo_hash=pl.col("photo_hash").sort_by("source", "record_id").drop_nulls().first(),
    )


def _preferred_values(frames: dict[str, pl.DataFrame]) -> list[pl.DataFrame]:
    """The preferred value of each kind, under the names that `person` has for them; a row per person at most."""
    names, dates, urls = frames["person_name"], frames["person_date"], frames["person_url"]
    email = _preferred(frames["person_email"]).select(
        "person_id", "display_name", email=pl.when("is_valid").then("address")
    )
    birthday = _preferred(dates, kind="birthday").filter(pl.col("month").is_not_null())
    profiles = urls.filter(pl.col("linkedin_slug").is_not_null()).unique("person_id", keep="first", maintain_order=True)
    job = pl.coalesce("title", "role").alias("title")
    return [
        _preferred(names, kind="main").select("person_id", "full_name", "given_name", "family_name", "latin_name"),
        _preferred(names, kind="nickname").select("person_id", nickname="full_name"),
        _preferred(frames["affiliation"]).select("person_id", "organisation", job, "organisation_id"),
        email,
        _preferred(frames["person_phone"]).select("person_id", phone="number"),
        _preferred(frames["person_address"]).select("person_id", "city", "country_code", address="formatted"),
        birthday.select("person_id", birthday="iso", birth_year="year", birth_month="month", birth_day="day"),
        profiles.select("person_id", "linkedin_slug"),
        urls.unique("person_id", keep="first", maintain_order=True).select("person_id", "url"),
    ]


def _preferred(values: pl.DataFrame, kind: str | None = None) -> pl.DataFrame:
    chosen = values.filter("is_preferred")
    return chosen if kind is None else chosen.filter(pl.col("kind") == kind)


def with_owner(people: pl.DataFrame, frames: dict[str, pl.DataFrame], me: Me) -> pl.DataFrame:
    """Adds to `is_owner` whoever has one of my addresses or numbers; else the only person of my name."""
    addresses = [address.strip().lower() for address in me.emails]
    numbers = ["".join(sign for sign in number if sign in "+0123456789") for number in me.phones]
    by_address = frames["person_email"].filter(pl.col("address").is_in(addresses))["person_id"]
    by_number = frames["person_phone"].filter(pl.col("number").is_in(numbers))["person_id"]
    known = people.with_columns(
        pl.col("is_owner") | pl.col("person_id").is_in(pl.concat([by_address, by_number]).implode())
    )
    if known["is_owner"].any() or not me.name:
        return known
    of_my_name = pl.col("is_named") & (folded(pl.col("full_name")) == fold(me.name))
    return known.with_columns(is_owner=of_my_name & (of_my_name.sum() == 1))
