"""What is in no calendar and no mailbox: what the user logged by hand, and since when people are connected."""

import polars as pl

from configs.settings import Interactions
from transforms.ledger.rules import rule_weights
from transforms.tidy import Tidy

_KEY = ("source", "record_id")


def logged(said: pl.DataFrame, settings: Interactions) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What was logged by hand, as interactions and participants.

    In: `transforms.said.LOGGED`. Out: rows as of `meetings`, and owner, event_key, channel, person_id of everybody.
    """
    size = pl.col("person_ids").list.len() + 1
    rows = said.select(
        "owner",
        channel=pl.lit("log"),
        event_key=pl.format("log/{}", "logged_id"),
        instance=pl.lit(""),
        source=pl.lit("log"),
        record_id=pl.col("logged_id").cast(pl.String),
        direction=pl.lit("mutual"),
        started_on="happened_on",
        ended_on="happened_on",
        is_all_day=pl.lit(value=False),
        title="text",
        group_size=size.cast(pl.Int32),
        rule=pl.lit("logged"),
        weight=pl.lit(rule_weights()["logged"], pl.Float64) / (size - 1),
        recency=pl.when(size <= settings.met_group)
        .then(pl.lit("met"))
        .when(size <= settings.seen_group)
        .then(pl.lit("seen_together"))
        .otherwise(pl.lit("none")),
        copies=pl.lit(1, pl.Int32),
    )
    people = said.select(
        "owner", channel=pl.lit("log"), event_key=pl.format("log/{}", "logged_id"), person_id="person_ids"
    ).explode("person_id", empty_as_null=False)
    return rows, people.drop_nulls("person_id")


def connections(tidy: Tidy, person_ids: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Since when people are connected on LinkedIn, as interactions and participants; once a person, the earliest.

    In: tidy records, and source, record_id, person_id. Out: as of `logged`.
    """
    first = (
        tidy.dates.filter(pl.col("kind") == "connected")
        .drop_nulls("date")
        .join(tidy.contacts.select(*_KEY, "owner"), on=_KEY)
        .join(person_ids, on=_KEY)
        .sort("owner", "person_id", "date", *_KEY)
        .unique(("owner", "person_id"), keep="first", maintain_order=True)
    )
    event_key = pl.format("connection/{}/{}", *_KEY)
    rows = first.select(
        "owner",
        "source",
        "record_id",
        channel=pl.lit("linkedin_connection"),
        event_key=event_key,
        instance=pl.lit(""),
        direction=pl.lit("mutual"),
        started_on="date",
        ended_on="date",
        is_all_day=pl.lit(value=False),
        group_size=pl.lit(2, pl.Int32),
        rule=pl.lit("linkedin_connection"),
        weight=pl.lit(rule_weights()["linkedin_connection"], pl.Float64),
        recency=pl.lit("met"),
        copies=pl.lit(1, pl.Int32),
    )
    people = first.select("owner", "person_id", channel=pl.lit("linkedin_connection"), event_key=event_key)
    return rows, people
