"""Raw contacts in, tidy frames out: one frame for each kind of value, every value with its raw form."""

from typing import Final

import polars as pl

from transforms.addresses import contact_addresses
from transforms.dates import contact_dates, instant
from transforms.emails import contact_emails
from transforms.groups import contact_categories, contact_members, contact_relations
from transforms.identifiers import contact_identifiers
from transforms.kinds import contact_kinds
from transforms.names import contact_names
from transforms.organisations import contact_organisations
from transforms.phones import contact_phones
from transforms.tidy import SCHEMAS, Tidy
from transforms.urls import contact_urls
from transforms.values import KEY

__all__ = ["Tidy", "normalise"]

SLICE: Final = 20_000
"""Records that are cleaned at a time."""


def contact_records(raw: pl.LazyFrame, *, kinds: pl.LazyFrame) -> pl.LazyFrame:
    """The records themselves. In: raw contacts and `contact_kinds` of them. Out: the columns of `Tidy.contacts`."""
    photo = pl.element().struct.field("hash").filter(pl.element().struct.field("kind") == "photo")
    return (
        raw.drop("kind")
        .join(kinds, on=KEY, how="left", maintain_order="left")
        .with_columns(
            is_owner=pl.col("is_owner").fill_null(value=False),
            updated_at=instant(pl.col("updated")),
            photo_hash=pl.col("photos").list.eval(photo).list.first(),
        )
    )


def _in_shape(rows: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """The columns of a frame of `Tidy`, in order; values of which nothing was written are no values."""
    columns = SCHEMAS[name]
    shaped = rows.select(pl.col(column).cast(of) for column, of in columns.items())
    written = next((column for column in ("raw", "value", "member") if column in columns), None)
    return shaped.filter(pl.col(written).str.contains(r"\S")) if written else shaped


def normalise(raw: pl.DataFrame, *, default_region: str | None) -> Tidy:
    """Clean a frame of raw contacts.

    In: source, owner and the columns of `connectors.records.RawContact`; (source, record_id) is unique. Out: `Tidy`.
    `default_region` (ISO 3166-1 alpha-2) is where a phone number without a country code belongs if its record doesn't
    say. No value makes it raise: what can't be read keeps its raw form and is null otherwise.

    Records don't look at one another, so they are cleaned in slices: what is needed meanwhile stays small.
    """
    if raw.height <= SLICE:
        return _normalised(raw, default_region=default_region)
    slices = [_normalised(part, default_region=default_region) for part in raw.iter_slices(SLICE)]
    return Tidy(**{name: pl.concat([getattr(part, name) for part in slices]) for name in SCHEMAS})


def _normalised(raw: pl.DataFrame, *, default_region: str | None) -> Tidy:
    rows = raw.lazy()
    emails = contact_emails(rows).collect().lazy()
    addresses = contact_addresses(rows).collect().lazy()
    phones = contact_phones(rows, addresses=addresses, default_region=default_region).collect().lazy()
    kinds = contact_kinds(rows, emails=emails).collect().lazy()
    japanese = pl.concat(
        [
            addresses.filter(pl.col("country_code") == "JP").select(KEY),
            phones.filter(pl.col("region") == "JP").select(KEY),
        ]
    )
    frames = {
        "contacts": contact_records(rows, kinds=kinds),
        "names": contact_names(rows, kinds=kinds, japanese=japanese),
        "emails": emails,
        "phones": phones,
        "addresses": addresses,
        "urls": contact_urls(rows),
        "organisations": contact_organisations(rows),
        "dates": contact_dates(rows),
        "relations": contact_relations(rows),
        "categories": contact_categories(rows),
        "members": contact_members(rows),
        "identifiers": contact_identifiers(rows),
    }
    return Tidy(**{name: _in_shape(frame, name).collect() for name, frame in frames.items()})
