"""Organisations: those that people belong to, and those that have a card of their own."""

import hashlib
from typing import Final

import polars as pl

from transforms.organisations import organisation_parts
from transforms.tidy import Tidy

_KEY: Final = ("source", "record_id")


def organisation_id(key: pl.Expr) -> pl.Expr:
    """The id of an organisation: a hash of its key, the same on every machine."""

    def of_distinct(keys: pl.Series) -> pl.Series:
        distinct = keys.unique().drop_nulls()
        ids = [
            "o" + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest() for text in distinct
        ]
        return keys.replace_strict(distinct, pl.Series(ids, dtype=pl.String), default=None, return_dtype=pl.String)

    return key.map_batches(of_distinct, return_dtype=pl.String)


def with_organisation_id(affiliations: pl.DataFrame) -> pl.DataFrame:
    """Affiliations with the id of their organisation (null where only a title is known)."""
    return affiliations.with_columns(organisation_id=organisation_id(pl.col("organisation_key")))


def record_organisations(tidy: Tidy) -> pl.DataFrame:
    """The organisation that each organisation card stands for: source, record_id, organisation_id."""
    return _cards(tidy).select(*_KEY, organisation_id=organisation_id(pl.col("organisation_key")))


def _cards(tidy: Tidy) -> pl.DataFrame:
    """Organisation cards by their ORG, else their name: record, organisation, organisation_key, legal_form."""
    cards = tidy.contacts.filter(pl.col("kind") == "organisation").select(_KEY)
    columns = [*_KEY, "organisation", "organisation_key", "legal_form"]
    stated = tidy.organisations.filter(pl.col("organisation_key").is_not_null()).select(columns)
    named = (
        tidy.names.filter((pl.col("kind") == "main") & pl.col("full_name").is_not_null())
        .join(cards, on=_KEY, how="semi", maintain_order="left")
        .select(*_KEY, organisation="full_name", parts=organisation_parts(pl.col("full_name")))
        .unnest("parts")
    )
    addressed = tidy.emails.filter(pl.col("domain").is_not_null()).select(
        *_KEY, organisation="domain", organisation_key="domain", legal_form=pl.lit(None, dtype=pl.String)
    )
    return cards.join(pl.concat([stated, named, addressed]).unique(_KEY, keep="first", maintain_order=True), on=_KEY)


def organisations(tidy: Tidy, records: pl.DataFrame) -> pl.DataFrame:
    """One row per organisation.

    In: the tidy records, and the records with person_id and organisation_id. Out: organisation_id, organisation (the
    spelling that most records use), organisation_key, legal_form, people (how many are or were there), emails, phones,
    urls, addresses (of its own cards), has_card.
    """
    of_people = tidy.organisations.filter(pl.col("organisation_key").is_not_null()).join(
        records.select(*_KEY, "person_id"), on=_KEY
    )
    columns = ["organisation", "organisation_key", "legal_form", "person_id"]
    cards = _cards(tidy)
    mentions = pl.concat(
        [
            of_people.filter(pl.col("person_id").is_not_null()).select(columns),
            cards.with_columns(person_id=pl.lit(None, dtype=pl.String)).select(columns),
        ]
    )
    spelling = (
        mentions.group_by("organisation_key", "organisation")
        .agg(uses=pl.len())
        .sort("organisation_key", "uses", "organisation", descending=[False, True, False])
        .unique("organisation_key", keep="first", maintain_order=True)
    )
    counted = mentions.group_by("organisation_key").agg(
        legal_form=pl.col("legal_form").drop_nulls().sort().first(),
        people=pl.col("person_id").n_unique().cast(pl.Int32) - pl.col("person_id").is_null().any().cast(pl.Int32),
    )
    rows = spelling.select("organisation_key", "organisation").join(counted, on="organisation_key")
    keyed = cards.select(*_KEY, "organisation_key")
    for name, frame, value in (
        ("emails", tidy.emails, "address"),
        ("phones", tidy.phones, pl.coalesce("e164", "raw")),
        ("urls", tidy.urls, "url"),
        ("addresses", tidy.addresses, "formatted"),
    ):
        own = keyed.join(frame, on=_KEY).select("organisation_key", value=value).drop_nulls().unique()
        lists = own.sort("organisation_key", "value").group_by("organisation_key").agg(pl.col("value").alias(name))
        rows = rows.join(lists, on="organisation_key", how="left")
    return rows.with_columns(
        organisation_id=organisation_id(pl.col("organisation_key")),
        has_card=pl.col("organisation_key").is_in(keyed["organisation_key"].implode()),
    ).sort("organisation_id")
