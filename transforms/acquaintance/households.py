"""Who lives together: the same street address, or the same number at home and the same family name."""

from typing import Final

import polars as pl

from transforms.ledger.shapes import Schema
from transforms.values import folded

_AT_HOME: Final = ("home", "other", "main")
_AT_WORK: Final = ("work", "school")
MOST: Final = 8
"""People at one address who may be a household; more are an office, a home for the old, a school."""

SHARED: Final[Schema] = {"owner": pl.String, "person_id": pl.String, "shared": pl.String, "what": pl.String}
"""One row per owner, person and thing that is shared: its key, and what it is in words."""


def households(frames: dict[str, pl.DataFrame], known: pl.DataFrame) -> pl.DataFrame:
    """The homes that people share, in the shape of `SHARED`; only those of two to `MOST` people.

    In: person_address, person_phone and person; owner and person_id of whom each owner knows.
    """
    rows = pl.concat([_addresses(frames), _numbers(frames)])
    members = known.join(rows, on="person_id").unique(
        ("owner", "person_id", "shared"), keep="first", maintain_order=True
    )
    size = pl.len().over("owner", "shared")
    return members.filter(size.is_between(2, MOST)).select(SHARED.keys())


def _addresses(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Street addresses that aren't labelled as of work: person_id, shared, what."""
    place = pl.coalesce("postal_code", "city")
    rows = frames["person_address"].filter(
        pl.col("street").is_not_null() & place.is_not_null() & ~pl.col("label").is_in(_AT_WORK).fill_null(value=False)
    )
    key = pl.format("address:{}/{}", folded(pl.col("street")), folded(place))
    what = pl.concat_str("street", "city", separator=", ", ignore_nulls=True).str.replace_all(r"\s*\n\s*", ", ")
    return rows.select("person_id", shared=key, what=what).drop_nulls("shared").sort("person_id", "shared", "what")


def _numbers(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Numbers that aren't mobile or of work, with the family name of those who have them: person_id, shared, what."""
    families = frames["person"].select("person_id", family=folded(pl.col("family_name"))).drop_nulls()
    rows = frames["person_phone"].filter(pl.col("e164").is_not_null() & pl.col("phone_kind").is_in(_AT_HOME))
    return (
        rows.join(families, on="person_id")
        .select("person_id", shared=pl.format("phone:{}/{}", "e164", "family"), what="number")
        .sort("person_id", "shared")
    )
