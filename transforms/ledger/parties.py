"""Who takes part: every attendee and correspondent as a row, by the key under which they are looked for.

A key names somebody within their source: `address:` and an e-mail address, `profile:` and a LinkedIn slug, or `name:`
and a name, where there is nothing else. It is the id of the record that the identity engine gets to see of them.
"""

from typing import Final

import polars as pl

from transforms.emails import canonical_address, normalise_email
from transforms.ledger.addresses import is_list_address, is_room_address
from transforms.ledger.shapes import Schema
from transforms.values import folded, tidy_text

PARTY: Final[Schema] = {
    "source": pl.String,
    "owner": pl.String,
    "record_id": pl.String,
    "party": pl.Int64,
    "place": pl.Int32,
    "key": pl.String,
    "address": pl.String,
    "name": pl.String,
    "url": pl.String,
    "organisation": pl.String,
    "title": pl.String,
    "role": pl.String,
    "response": pl.String,
    "is_list": pl.Boolean,
    "is_owner": pl.Boolean,
}
"""One row per participant of a raw interaction (source, record_id, and party, which all times of an event share).

place     from 0, in the order of the source
key       under which they are looked for; null where nothing is known of them
is_list   whether they stand for many people
is_owner  whether they are the owner of the address book
"""

SLUG: Final = r"(?i)linkedin\.com/in/([^/?#\s]+)"


def with_keys(people: pl.LazyFrame, own: pl.DataFrame) -> pl.LazyFrame:
    """Adds key, is_owner and is_list, and tidies name and address; each way of naming somebody is looked at once.

    In: owner, source, address, name, url (as written), is_list (what the source itself says) and others; `own` as of
    `transforms.ledger.owners`. Rooms are left out.
    """
    written = ("address", "name", "url")
    rows = people.collect()
    named = rows.lazy().select("owner", *written).unique().collect().lazy()
    known = named.with_columns(
        tidy_address=normalise_email(pl.col("address")),
        tidy_name=tidy_text(pl.col("name")),
        slug=pl.col("url").str.extract(SLUG).str.to_lowercase(),
    ).with_columns(
        tidy_name=pl.when(pl.col("tidy_name").str.to_lowercase() != pl.col("tidy_address").fill_null("")).then(
            "tidy_name"
        ),
        key=_key(canonical_address(pl.col("tidy_address"))),
        is_many=is_list_address(pl.col("tidy_address")),
        is_room=is_room_address(pl.col("tidy_address")),
    )
    mine = own.lazy().select("owner", "key", is_owner=pl.lit(value=True)).unique()
    told = (
        known.join(mine, on=("owner", "key"), how="left")
        .with_columns(pl.col("is_owner").fill_null(value=False))
        .drop("slug")
        .collect()
    )
    return (
        rows.lazy()
        .join(told.lazy(), on=("owner", *written), how="left", nulls_equal=True, maintain_order="left")
        .filter(~pl.col("is_room"))
        .with_columns(is_list=(pl.col("is_list") | pl.col("is_many")) & ~pl.col("is_owner"))
        .drop("address", "name", "is_many", "is_room")
        .rename({"tidy_address": "address", "tidy_name": "name"})
    )


def _key(address: pl.Expr) -> pl.Expr:
    """By what somebody is looked for: their address, else their profile, else their name."""
    return pl.coalesce(
        pl.format("address:{}", address),
        pl.format("profile:{}", pl.col("slug")),
        pl.format("name:{}", folded(pl.col("name"))),
    )
