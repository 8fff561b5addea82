"""Who was at what: the rows of the ledger that say that people were together, up to today."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from transforms.acquaintance.coding import code_of, coded
from transforms.ledger.shapes import Schema

TOGETHER: Final = ("meeting", "log")
"""Channels of what people do together."""


ATTENDED: Final[Schema] = {
    "owner": pl.Enum([]),
    "interaction_id": pl.Enum([]),
    "person_id": pl.Enum([]),
    "weight": pl.Float64,
    "started_on": pl.Date,
    "title": pl.String,
    "categories": pl.List(pl.String),
    "location": pl.String,
    "group_size": pl.Int32,
}
"""The columns of `attended`; the enumerations are those of the values there are."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of owners and of those around them, up to today.

    frames    those of the published tables
    together  who was at what: see `attended`
    selves    who each owner is: owner, person_id
    known     whom each owner knows, themselves included: owner, person_id
    today     what is planned for later days says nothing yet
    """

    frames: dict[str, pl.DataFrame]
    together: pl.DataFrame
    selves: pl.DataFrame
    known: pl.DataFrame
    today: date

    @property
    def others(self) -> pl.DataFrame:
        """Whom each owner knows, themselves aside: owner, person_id."""
        return self.known.join(self.selves, on=("owner", "person_id"), how="anti")


def ground(frames: dict[str, pl.DataFrame], *, owner: str, today: date) -> Ground:
    """What the frames of the published tables know; `owner` is the one of the settings."""
    return Ground(frames, attended(frames, today=today), owners(frames, owner=owner), known_by(frames), today)


def attended(frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """One row per person other than the owner and thing that they took part in and didn't decline, up to today.

    Out: owner, person_id and interaction_id (these three as enumerations: `coding.coded`), started_on, title,
    categories, location, group_size, weight (theirs).
    """
    return _at(frames, pl.col("direction") != "observed", pl.col("weight") > 0, today=today)


def observed(frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """The same of meetings of others that stand in the owner's calendar and don't list them; each counts as one."""
    came = (pl.col("response") != "declined").fill_null(value=True)
    rows = _at(frames, pl.col("direction") == "observed", came, today=today)
    return rows.with_columns(weight=1 / pl.max_horizontal(pl.col("group_size") - 1, pl.lit(1)))


def _at(frames: dict[str, pl.DataFrame], of: pl.Expr, who: pl.Expr, *, today: date) -> pl.DataFrame:
    """Who of `interaction_participant` was at which of `interaction`, the owner aside."""
    interactions = frames["interaction"].filter(
        pl.col("channel").is_in(TOGETHER) & (pl.col("started_on") <= today) & of
    )
    if interactions.is_empty():
        return pl.DataFrame(schema=ATTENDED)
    others = frames["interaction_participant"].filter(~pl.col("is_owner") & pl.col("person_id").is_not_null() & who)
    owner, interaction = code_of(interactions["owner"]), code_of(interactions["interaction_id"])
    keys = [pl.col("owner").cast(owner, strict=False), pl.col("interaction_id").cast(interaction, strict=False)]
    told = interactions.select(*keys, "started_on", "title", "categories", "location", "group_size")
    return (
        others.select(*keys, "person_id", "weight")
        .drop_nulls("interaction_id")
        .join(told, on=("owner", "interaction_id"))
        .pipe(coded, "person_id")
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
