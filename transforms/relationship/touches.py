"""Touches: what counts between an owner and one other person, told apart by numbers instead of texts."""

from typing import Final

import polars as pl

_PAIR: Final = ("owner", "person_id")
_MEETINGS: Final = ("meeting", "log")


def counterparts(ledger: dict[str, pl.DataFrame], people: pl.DataFrame) -> pl.DataFrame:
    """Whom each owner may be connected with: the people of their address books and ledgers, but for the owner.

    In: `interaction_participant`; people with person_id, owners, is_owner. Out: owner, person_id, pair (their number,
    in order from 0).
    """
    participants = ledger["interaction_participant"].filter(pl.col("person_id").is_not_null())
    of_books = people.explode("owners", empty_as_null=False).select(owner="owners", person_id="person_id")
    of_ledgers = participants.filter(~pl.col("is_owner")).select(_PAIR)
    themselves = _themselves(participants, people)
    return (
        pl.concat([of_books, of_ledgers])
        .unique()
        .join(themselves, on=_PAIR, how="anti")
        .sort(_PAIR)
        .with_row_index("pair")
        .select(*_PAIR, "pair")
    )


def _themselves(participants: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Who each owner is: owner, person_id. Of an owner whose ledger doesn't say, whoever `people` says."""
    by_ledger = participants.filter("is_owner").select(_PAIR).unique()
    by_people = people.filter("is_owner").explode("owners", empty_as_null=False)
    by_people = by_people.select(owner="owners", person_id="person_id")
    return pl.concat([by_ledger, by_people.join(by_ledger, on="owner", how="anti")])


_MOST_DAYS: Final = 31
"""Days of a meeting that are told one by one; whoever travels longer together has met enough."""


_JOURNEYS: Final = 1 << 31
"""From here on, numbers of series are of what happens once and takes several days."""


def touches(ledger: dict[str, pl.DataFrame], pairs: pl.DataFrame) -> pl.DataFrame:
    """One row per pair, interaction in which the other took part, and day that it took, whether past or planned.

    What was between others, what they declined and where they stand twice (by two addresses) is seen to.

    In: `interaction`, `interaction_participant`; pairs as of `counterparts`. Out: pair, happening (the number of the
    row of `interaction`), on_day, is_first (of its days), channel, direction, series (a number; null for what happens
    once), is_meeting (or logged), weight, is_contact, is_seen; by pair and day, what weighs most first.
    """
    interactions = ledger["interaction"]
    happenings = (
        interactions.lazy()
        .with_row_index("happening")
        .filter(pl.col("direction") != "observed")
        .select(
            "interaction_id",
            "owner",
            "happening",
            "ended_on",
            pl.col("started_on").alias("on_day"),
            pl.col("channel").is_in(_MEETINGS).alias("is_meeting"),
            pl.col("channel").cast(_numbered(interactions["channel"])),
            pl.col("direction").cast(_numbered(interactions["direction"])),
            pl.col("series_id").cast(_numbered(interactions["series_id"])).to_physical().alias("series"),
        )
    )
    others = (
        ledger["interaction_participant"]
        .lazy()
        .filter(pl.col("person_id").is_not_null() & ((pl.col("weight") > 0) | pl.col("is_contact") | pl.col("is_seen")))
        .select("interaction_id", *_PAIR, "weight", "is_contact", "is_seen")
        .join(pairs.lazy(), on=_PAIR)
    )
    return (
        others.join(happenings, on=("interaction_id", "owner"))
        .group_by("pair", "happening")
        .agg(
            pl.col("on_day", "ended_on", "channel", "direction", "series", "is_meeting").first(),
            pl.col("weight").max(),
            pl.col("is_contact", "is_seen").any(),
        )
        .pipe(_by_day)
        .sort("pair", "on_day", "weight", "happening", descending=(False, False, True, False))
        .collect()
    )


def _by_day(touched: pl.LazyFrame) -> pl.LazyFrame:
    """A row for each day that something took, up to `_MOST_DAYS`; adds is_first, and takes ended_on away.

    What takes several days is a series of its own, so that a week on a boat isn't worth seven dinners.
    """
    is_long = (pl.col("ended_on") > pl.col("on_day")).fill_null(value=False)
    own = pl.col("happening").cast(pl.UInt32) + _JOURNEYS
    touched = touched.with_columns(series=pl.when(is_long & pl.col("series").is_null()).then(own).otherwise("series"))
    first = touched.with_columns(is_first=pl.lit(value=True))
    longest = pl.col("on_day") + pl.duration(days=_MOST_DAYS - 1)
    after = (
        touched.filter(is_long)
        .with_columns(
            on_day=pl.date_ranges(pl.col("on_day") + pl.duration(days=1), pl.min_horizontal("ended_on", longest)),
            is_first=pl.lit(value=False),
        )
        .explode("on_day")
    )
    return pl.concat([first, after]).drop("ended_on")


def _numbered(texts: pl.Series) -> pl.Enum:
    """Texts as numbers in the order of the alphabet: what is numbered doesn't depend on what was read before."""
    return pl.Enum(texts.drop_nulls().unique().sort())
