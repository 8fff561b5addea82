"""People, once each: every value that their records give, the preferred one of each kind, and why it is."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from configs.settings import Rule, Survivorship
from transforms import alike
from transforms.survivorship import survivors
from transforms.tidy import Tidy
from transforms.values import folded

_KEY: Final = ("source", "record_id")
_MARK: Final = pl.col("is_marked_preferred").fill_null(value=False)


def _of_people(values: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The values of records that belong to a person, with person_id and updated_at."""
    return values.join(records.select(*_KEY, "person_id", "updated_at"), on=_KEY).filter(
        pl.col("person_id").is_not_null()
    )


def person_names(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person, kind of name and name: columns of `survivors` with kind, full_name, its parts, latin_name.

    A salutation is no part of a name; a name says more the more of its given and family name are written out.
    """
    is_written_out = [folded(pl.col(part)).str.contains(r"[^ ]{2}") for part in ("given_name", "family_name")]
    values = (
        _of_people(tidy.names, records)
        .filter(pl.col("full_name").is_not_null())
        .pipe(alike.without_salutation)
        .with_columns(
            label=pl.lit(None, dtype=pl.String),
            is_marked_preferred=pl.lit(value=False),
            fullness=pl.sum_horizontal(each.fill_null(value=False).cast(pl.Int32) for each in is_written_out),
        )
        .drop("name_key")
    )
    return _survivors(
        values, by=("full_name",), within=("kind",), rules=settings.name, source_rank=settings.source_rank
    ).drop("label")


def person_emails(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person and e-mail address; what is no address keeps its raw text as `address`, not `is_valid`."""
    values = _of_people(tidy.emails, records).with_columns(
        is_valid=pl.col("address").is_not_null(),
        address=pl.coalesce("address", "raw"),
        is_marked_preferred=_MARK,
        fullness=pl.lit(0),
    )
    values = values.with_columns(is_usable=pl.col("is_valid") & ~pl.col("is_role_address").fill_null(value=False))
    return _survivors(
        values.drop("local_part"),
        by=("address",),
        rules=settings.email,
        source_rank=settings.source_rank,
        usable="the only one that is theirs alone",
    )


def person_phones(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person, number and extension; `number` is E.164 where that can be told, as written otherwise."""
    is_voice = ~pl.col("phone_kind").fill_null("other").str.contains("fax|pager|assistant")
    values = (
        _of_people(tidy.phones, records)
        .pipe(alike.with_whole_numbers)
        .with_columns(
            number=pl.coalesce("e164", "raw"),
            is_usable=pl.col("e164").is_not_null() & is_voice,
            is_marked_preferred=_MARK,
            fullness=pl.lit(0),
        )
    )
    return _survivors(
        values,
        by=("number", "extension"),
        rules=settings.phone,
        source_rank=settings.source_rank,
        usable="a number to call",
    )


def person_urls(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person and web address, profile or handle; the preferred one of each kind.

    Addresses that lead to the same place are one, shown with https where a source writes that.
    """
    values = _of_people(tidy.urls, records).with_columns(
        url=pl.coalesce("url", "raw"), is_marked_preferred=pl.lit(value=False), fullness=pl.lit(0)
    )
    is_insecure = pl.col("url").str.starts_with("http:")
    shown = pl.col("url").sort_by(is_insecure, "url").first().over("person_id", "kind", "leads_to")
    values = values.with_columns(leads_to=alike.url_key()).with_columns(url=shown)
    return _survivors(
        values, by=("leads_to",), within=("kind",), rules=settings.url, source_rank=settings.source_rank
    ).drop("leads_to")


def person_addresses(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person and postal address, however its parts are ordered and its country is written.

    An address says more the more of street, city, postal code and country it has.
    """
    parts = ("street", "city", "postal_code", "country_code")
    values = (
        _of_people(tidy.addresses, records)
        .with_columns(
            formatted=pl.coalesce("formatted", "raw"),
            is_marked_preferred=_MARK,
            fullness=pl.sum_horizontal(pl.col(*parts).is_not_null().cast(pl.Int32)),
        )
        .pipe(alike.with_address_key)
    )
    return _survivors(values, by=("reads_as",), rules=settings.address, source_rank=settings.source_rank).drop(
        "reads_as"
    )


def person_dates(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person, kind of date (birthday, anniversary, connected, …) and date, preferred within its kind.

    A day without its year is the same as the only one of its kind that has one.
    """
    values = _of_people(tidy.dates, records).pipe(alike.with_whole_dates)
    values = values.with_columns(
        is_usable=pl.col("iso").is_not_null(),
        iso=pl.coalesce("iso", "raw"),
        label=pl.lit(None, dtype=pl.String),
        is_marked_preferred=pl.lit(value=False),
        fullness=pl.col("year").is_not_null().cast(pl.Int32),
    )
    return _survivors(
        values, by=("iso",), within=("kind",), rules=settings.birthday, source_rank=settings.source_rank
    ).drop("label")


def affiliations(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person, organisation and title: what somebody is or was, and where.

    What says less (an employer without a title) is part of the only one that says more. A role is over where any record
    says so.
    """
    said = ("organisation", "title", "department", "role", "started_on")
    keys = ("organisation_key", "title_key")
    values = (
        _of_people(tidy.organisations, records)
        .filter(pl.any_horizontal(pl.col("organisation", "title", "role", "department").is_not_null()))
        .pipe(alike.with_whole_affiliations)
        .with_columns(
            label=pl.lit(None, dtype=pl.String),
            is_usable=pl.col("ended_on").is_null().all().over("person_id", *keys),
            is_marked_preferred=_MARK,
            fullness=pl.sum_horizontal(pl.col(*said).is_not_null().cast(pl.Int32)),
        )
    )
    return _survivors(
        values,
        by=keys,
        rules=settings.affiliation,
        source_rank=settings.affiliation_rank,
        usable="the only one that isn't over",
    ).drop("label", "title_key")


def _survivors(
    values: pl.DataFrame,
    *,
    by: Sequence[str],
    rules: Sequence[Rule],
    source_rank: Sequence[str],
    within: Sequence[str] = (),
    usable: str = "the only one that can be read",
) -> pl.DataFrame:
    if "is_usable" not in values.columns:
        values = values.with_columns(is_usable=pl.lit(value=True))
    return survivors(
        values,
        by=by,
        within=("person_id", *within),
        rules=rules,
        source_rank=source_rank,
        usable=usable,
    )
