"""The first that is known of somebody: what passed between them and the owner, a connection, a card."""

from datetime import date
from typing import Final

import polars as pl

from transforms.acquaintance.attendance import TOGETHER
from transforms.ledger.shapes import Schema

FIRST: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "channel": pl.String,
    "direction": pl.String,
    "interaction_id": pl.String,
    "is_together": pl.Boolean,
    "first_on": pl.Date,
    "title": pl.String,
    "confidence": pl.Float64,
}
"""One row per owner and person: the first thing that passed between them, and how sure it is that they met then."""

_LISTED: Final = ((8, 0.95), (20, 0.85), (50, 0.6))
"""How sure it is that one met at a first event at which they are listed, by its size; larger ones say less."""
_CROWD: Final = 0.3
_CHANNELS: Final = {
    "log": 0.6,  # who begins to keep Kith begins to write down old friends, too
    "email": 0.5,
    "linkedin_message": 0.4,
    "linkedin_invitation": 0.4,
    "linkedin_endorsement": 0.2,
    "linkedin_recommendation": 0.2,
}
"""How sure it is that a first interaction that is no meeting is how one met."""

_MOST_WRITTEN: Final = 5
"""Cards of a source that somebody writes on one day; more were changed by a program."""

_KEY: Final = ("owner", "person_id")


def first_interactions(frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """The first thing that passed between each owner and person, connections aside, and how telling it is.

    Of several on one day a meeting goes first, then what is the smaller. Out: `FIRST`.
    """
    told_of = frames["interaction"].filter(
        (pl.col("direction") != "observed")
        & (pl.col("channel") != "linkedin_connection")
        & (pl.col("started_on") <= today)
    )
    if told_of.is_empty():
        return pl.DataFrame(schema=FIRST)
    others = frames["interaction_participant"].filter(~pl.col("is_owner") & pl.col("person_id").is_not_null())
    is_together = pl.col("channel").is_in(TOGETHER)
    met = others.filter((pl.col("response") != "declined").fill_null(value=True))
    firsts = (
        met.select("owner", "person_id", "interaction_id")
        .join(
            told_of.select(
                "owner", "interaction_id", "started_on", "started_at", "channel", "direction", "title", "group_size"
            ),
            on=("owner", "interaction_id"),
        )
        .filter(pl.col("started_on") == pl.col("started_on").min().over(_KEY))
        .sort(*_KEY, ~is_together, "group_size", "started_at", "interaction_id", nulls_last=True)
        .unique(_KEY, keep="first", maintain_order=True)
    )
    size = pl.coalesce("group_size", pl.lit(1_000_000))
    by_size = pl.lit(_CROWD)
    for most, sure in reversed(_LISTED):
        by_size = pl.when(size <= most).then(sure).otherwise(by_size)
    by_channel = pl.col("channel").replace_strict(_CHANNELS, default=None, return_dtype=pl.Float64)
    return firsts.select(
        *_KEY,
        "channel",
        "direction",
        "interaction_id",
        is_together=is_together,
        first_on="started_on",
        title=pl.when(is_together).then("title"),
        confidence=pl.coalesce(by_channel, by_size),
    )


def traces(frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """The first connection and the first card of each.

    A card is as old as the source says that it was last changed, or older; when it was loaded says nothing. Nor does a
    day on which many cards of a source were changed tell when one of them was written.

    Out: owner, person_id, connected_on, carded_on (both may be null), is_written (whether the card was then).
    """
    records = frames["source_record"].filter(pl.col("person_id").is_not_null())
    changed = records.with_columns(carded_on=pl.col("updated_at").dt.date()).with_columns(
        is_written=pl.len().over("source", "carded_on") <= _MOST_WRITTEN
    )
    first = pl.col("carded_on") == pl.col("carded_on").min()
    cards = changed.group_by(_KEY).agg(pl.col("carded_on").min(), is_written=pl.col("is_written").filter(first).all())
    connected = frames["person_date"].filter((pl.col("kind") == "connected") & pl.col("date").is_not_null())
    days = (
        connected.select("date", "provenance")
        .explode("provenance")
        .select(
            "date",
            source=pl.col("provenance").struct.field("source"),
            record_id=pl.col("provenance").struct.field("record_id"),
        )
        .join(records.select(*_KEY, "source", "record_id"), on=("source", "record_id"))
        .group_by(_KEY)
        .agg(connected_on=pl.col("date").min())
    )
    both = cards.join(days, on=_KEY, how="left")
    return both.select(
        *_KEY,
        "is_written",
        *(pl.when(pl.col(day) <= today).then(day).alias(day) for day in ("connected_on", "carded_on")),
    )
