"""People, once each: every value that their records give, the preferred one of each kind, and why it is."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from configs.settings import Rule, Survivorship
from transforms.survivorship import survivors
from transforms.tidy import Tidy

_KEY: Final = ("source", "record_id")
_MARK: Final = pl.col("is_marked_preferred").fill_null(value=False)


def _of_people(values: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The values of records that belong to a person, with person_id and updated_at."""
    return values.join(records.select(*_KEY, "person_id", "updated_at"), on=_KEY).filter(
        pl.col("person_id").is_not_null()
    )


def person_names(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person, kind of name and name: columns of `survivors` with kind, full_name, its parts, latin_name."""
    parts = pl.sum_horizontal(pl.col("given_name", "family_name").is_not_null().cast(pl.Int32))
    length = pl.col("full_name").str.len_chars() - pl.col("prefix").fill_null("").str.len_chars()
    values = (
        _of_people(tidy.names, records)
        .filter(pl.col("full_name").is_not_null())
        .with_columns(
            label=pl.lit(None, dtype=pl.String),
            is_marked_preferred=pl.lit(value=False),
            fullness=parts * 1_000 + length.cast(pl.Int32),
        )
        .drop("name_key")
    )
    return _survivors(values, by=("full_name",), within=("kind",), rules=settings.name, settings=settings).drop("label")


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
        settings=settings,
        usable="the only one that is theirs alone",
    )


def person_phones(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person, number and extension; `number` is E.164 where that can be told, as written otherwise."""
    is_voice = ~pl.col("phone_kind").fill_null("other").str.contains("fax|pager")
    values = _of_people(tidy.phones, records).with_columns(
        number=pl.coalesce("e164", "raw"),
        is_usable=pl.col("e164").is_not_null() & is_voice,
        is_marked_preferred=_MARK,
        fullness=pl.lit(0),
    )
    return _survivors(
        values, by=("number", "extension"), rules=settings.phone, settings=settings, usable="a number to call"
    )


def person_urls(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person and web address, profile or handle; the preferred one of each kind."""
    values = _of_people(tidy.urls, records).with_columns(
        url=pl.coalesce("url", "raw"), is_marked_preferred=pl.lit(value=False), fullness=pl.lit(0)
    )
    return _survivors(values, by=("url",), within=("kind",), rules=settings.url, settings=settings)


def person_addresses(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person and postal address; two are one where they read the same but for case and blanks."""
    parts = ("street", "city", "postal_code", "country_code")
    values = _of_people(tidy.addresses, records).with_columns(
        formatted=pl.coalesce("formatted", "raw"),
        is_marked_preferred=_MARK,
        fullness=pl.sum_horizontal(pl.col(*parts).is_not_null().cast(pl.Int32)) * 1_000
        + pl.coalesce("formatted", "raw").str.len_chars().cast(pl.Int32),
    )
    folded = pl.col("formatted").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    values = values.with_columns(reads_as=folded)
    return _survivors(values, by=("reads_as",), rules=settings.address, settings=settings).drop("reads_as")


def person_dates(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person, kind of date (birthday, anniversary, connected, …) and date, preferred within its kind."""
    values = _of_people(tidy.dates, records).with_columns(
        is_usable=pl.col("iso").is_not_null(),
        iso=pl.coalesce("iso", "raw"),
        label=pl.lit(None, dtype=pl.String),
        is_marked_preferred=pl.lit(value=False),
        fullness=pl.col("year").is_not_null().cast(pl.Int32),
    )
    return _survivors(values, by=("iso",), within=("kind",), rules=settings.birthday, settings=settings).drop("label")


def affiliations(tidy: Tidy, records: pl.DataFrame, *, settings: Survivorship) -> pl.DataFrame:
    """One row per person, organisation and title: what somebody is or was, and where."""
    said = ("organisation", "title", "department", "role", "started_on")
    values = (
        _of_people(tidy.organisations, records)
        .filter(pl.any_horizontal(pl.col("organisation", "title", "role", "department").is_not_null()))
        .with_columns(
            label=pl.lit(None, dtype=pl.String),
            is_usable=pl.col("ended_on").is_null(),
            is_marked_preferred=_MARK,
            fullness=pl.sum_horizontal(pl.col(*said).is_not_null().cast(pl.Int32)),
        )
    )
    return _survivors(values, by=("organisation_key", "title"), rules=settings.affiliation, settings=settings).drop(
        "label"
    )


def _survivors(
    values: pl.DataFrame,
    *,
    by: Sequence[str],
    rules: Sequence[Rule],
    settings: Survivorship,
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
        source_rank=settings.source_rank,
        usable=usable,
    )
