"""Who was at what: the rows of the ledger that say that people were together, up to today."""

from datetime import date
from typing import Final

import polars as pl

TOGETHER: Final = ("meeting", "log")
"""Channels of what people do together."""


def attended(frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """One row per person other than the owner and thing that they took part in and didn't decline, up to today.

    Out: owner, person_id, interaction_id, started_on, title, categories, location, group_size, weight (theirs).
    """
    interactions = frames["interaction"].filter(
        pl.col("channel").is_in(TOGETHER) & (pl.col("started_on") <= today) & (pl.col("direction") != "observed")
    )
    others = frames["interaction_participant"].filter(
        ~pl.col("is_owner") & pl.col("person_id").is_not_null() & (pl.col("weight") > 0)
    )
    return (
        others.select("owner", "person_id", "interaction_id", "weight")
        .group_by("owner", "person_id", "interaction_id")  # who is listed under two addresses is there once
        .agg(pl.col("weight").max())
        .join(
            interactions.select(
                "owner", "interaction_id", "started_on", "title", "categories", "location", "group_size"
            ),
            on=("owner", "interaction_id"),
        )
        .sort("owner", "person_id", "started_on", "interaction_id")
    )


def owners(frames: dict[str, pl.DataFrame], *, owner: str) -> pl.DataFrame:
    """Who each owner is themselves: owner, person_id, one row each.

    By their own cards and their places in the ledger; whoever else `person.is_owner` names is `owner`, the one of the
    settings.
    """
    by_card = frames["source_record"].filter(pl.col("is_owner") & pl.col("person_id").is_not_null())
    by_ledger = frames["interaction_participant"].filter(pl.col("is_owner") & pl.col("person_id").is_not_null())
    told = pl.concat([each.select("owner", "person_id") for each in (by_card, by_ledger)]).unique()
    others = frames["person"].filter("is_owner").join(told, on="person_id", how="anti")
    return pl.concat([told, others.select(owner=pl.lit(owner), person_id="person_id")]).sort("owner", "person_id")


def known_by(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Whom each owner has in a source or in the ledger: owner, person_id, one row each."""
    tables = (frames["source_record"], frames["interaction_participant"])
    rows = [each.select("owner", "person_id").drop_nulls().unique() for each in tables]
    return pl.concat(rows).unique().sort("owner", "person_id")
