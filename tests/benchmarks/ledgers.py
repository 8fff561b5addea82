"""Makes ledgers of interactions between an owner and people who don't exist, with a seed: the same every time."""

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from transforms.ledger.shapes import INTERACTION, PARTICIPANT, Schema, in_shape

SEED: Final = 2024
OWNER: Final = "me"
_YEARS: Final = 15
_AHEAD: Final = 365
_MOST_OTHERS: Final = 11
_WEEKLY: Final = 0.5
_KINDS: Final = (
    ("meeting", "mutual", 0.35, 1.0),
    ("email", "sent", 0.25, 0.3),
    ("email", "received", 0.3, 0.06),
    ("linkedin_message", "sent", 0.05, 0.3),
    ("linkedin_message", "received", 0.05, 0.06),
)
"""Channel, direction, which share of all they are, what one weighs."""
_SIZES: Final = {2: 0.5, 3: 0.2, 5: 0.15, 8: 0.1, 12: 0.05}
"""People in a meeting, and how often."""


def people(count: int) -> pl.DataFrame:
    """person_id, full_name, owners, is_owner of so many people."""
    numbers = pl.DataFrame({"number": range(count)})
    return numbers.select(
        person_id=_person(pl.col("number")),
        full_name=pl.format("Person {}", "number"),
        owners=pl.lit([OWNER]),
        is_owner=pl.lit(value=False),
    )


def ledger(count: int, of: int, today: date) -> dict[str, pl.DataFrame]:
    """`interaction` and `interaction_participant`: so many interactions with so many people.

    They lie in the fifteen years before today, of meetings some in the year after it. A few people have much of it (the
    n-th in proportion to n ** -0.8); half the meetings belong to weekly series, whose members stay the same.
    """
    random = np.random.default_rng(SEED)
    kind = random.choice(len(_KINDS), count, p=[share for _, _, share, _ in _KINDS])
    is_meeting = kind == 0
    size = np.where(is_meeting, random.choice(list(_SIZES), count, p=list(_SIZES.values())), 2)
    day = -random.integers(0, _YEARS * 365, count)
    day = np.where(is_meeting, day + _AHEAD, day)
    series_count = max(1, count // 1000)
    is_weekly = is_meeting & (random.random(count) < _WEEKLY)
    series = np.where(is_weekly, random.integers(0, series_count, count), -1)
    popular = np.arange(1, of + 1) ** -0.8
    members = random.choice(of, (series_count, _MOST_OTHERS), p=popular / popular.sum())
    at = np.repeat(np.arange(count), size - 1)
    place = np.arange(len(at)) - np.repeat(np.cumsum(size - 1) - (size - 1), size - 1)
    who = random.choice(of, len(at), p=popular / popular.sum())
    who = np.where(series[at] >= 0, members[series[at], place], who)
    happened = pl.DataFrame({"number": range(count), "kind": kind, "day": day, "size": size, "series": series})
    told = pl.DataFrame({"number": at, "person": who})
    return {
        "interaction": happened.pipe(_interactions, today).pipe(_whole, INTERACTION),
        "interaction_participant": told.join(happened, on="number").pipe(_participants).pipe(_whole, PARTICIPANT),
    }


def _interactions(happened: pl.DataFrame, today: date) -> pl.DataFrame:
    number, series = pl.col("number"), pl.col("series")
    kinds = pl.DataFrame(_KINDS, schema=["channel", "direction", "share", "alone"], orient="row").with_row_index("kind")
    title = pl.when(series >= 0).then(pl.format("Weekly {}", series)).otherwise(pl.format("Coffee {}", number % 9999))
    return happened.join(kinds.with_columns(pl.col("kind").cast(pl.Int64)), on="kind", maintain_order="left").select(
        "channel",
        "direction",
        interaction_id=_interaction(number),
        owner=pl.lit(OWNER),
        started_on=pl.lit(today) + pl.duration(days="day"),
        group_size="size",
        series_id=pl.when(series >= 0).then(pl.format("s{}", series)),
        title=pl.when(pl.col("kind") == 0).then(title),
        weight=_weight(),
        recency=pl.lit("met"),
        source=pl.lit("made"),
        copies=pl.lit(1),
    )


def _participants(told: pl.DataFrame) -> pl.DataFrame:
    return told.select(
        interaction_id=_interaction(pl.col("number")),
        owner=pl.lit(OWNER),
        person_id=_person(pl.col("person")),
        role=pl.lit("attendee"),
        is_owner=pl.lit(value=False),
        weight=_weight(),
        is_contact=pl.col("size") <= max(size for size in _SIZES if size <= _MOST_OTHERS),
        is_seen=pl.col("size") > _MOST_OTHERS,
    )


def _weight() -> pl.Expr:
    alone = {number: weight for number, (*_, weight) in enumerate(_KINDS)}
    return pl.col("kind").replace_strict(alone, return_dtype=pl.Float64) / (pl.col("size") - 1)


def _person(number: pl.Expr) -> pl.Expr:
    return pl.format("p{}", number.cast(pl.String).str.zfill(12))


def _interaction(number: pl.Expr) -> pl.Expr:
    return pl.format("i{}", number.cast(pl.String).str.zfill(12))


def _whole(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """With the columns that nothing here depends on, empty."""
    missing = {name: pl.lit(None, dtype=of) for name, of in schema.items() if name not in frame.columns}
    return frame.with_columns(**missing).pipe(in_shape, schema)
