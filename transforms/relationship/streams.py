"""Closeness, a stream at a time, in sums that can be read as of any day.

After Interactions Rank (Roth et al. 2010, "Suggesting Friends Using the Implicit Social Graph"). A stream is what one
kind of contact brings: a recurring event, or all else of a channel and direction. Of each day only what weighs most
counts, and what counts halves every `half_life_days`. On day D a stream is worth

    x(D) = Σ weight × 2 ^ ((day - D) / half_life_days)        over its days up to D

as it is; a recurring event is worth m × log2(1 + x / m), with m its greatest weight until then, so that a hundred
stand-ups don't make a friend. Depth is the same without halving. Neither falls when something is added: x and m only
grow by it, and the worth grows with both.
"""

from typing import Final

import polars as pl

OPEN_END: Final = pl.date(9999, 12, 31)
"""Until when a row holds that nothing follows."""

_HALVINGS: Final = 400
"""After so many half-lives nothing is left that a float could hold beside anything else."""


def stream_days(touches: pl.DataFrame, half_life_days: int) -> pl.DataFrame:
    """One row per pair, stream and day with something that counts: what the stream is worth from that day on.

    In: columns of `touches.touches`. Out: stream (a number), pair, channel, direction, series, happening (the last),
    on_day, until_day (the next row's), interactions and weight (up to then), peak (the greatest weight until then),
    decayed (x as of on_day), depth (what the stream adds to depth by then); by stream and day.
    """
    key = ("pair", "channel", "direction", "series")
    days = (
        touches.lazy()
        .group_by(*key, "on_day")
        .agg(pl.col("is_first").sum().alias("of_day"), pl.col("weight").max(), pl.col("happening").max())
        .sort(*key, "on_day")
        .with_columns(stream=pl.struct(key).rle_id())
    )
    running = days.with_columns(
        until_day=pl.col("on_day").shift(-1).over("stream").fill_null(OPEN_END),
        interactions=pl.col("of_day").cum_sum().over("stream").cast(pl.Int32),
        day_weight="weight",
        weight=pl.col("weight").cum_sum().over("stream"),
        peak=pl.col("weight").cum_max().over("stream"),
    )
    return running.pipe(_decayed, half_life_days).with_columns(depth=_worth(pl.col("weight"))).collect()


def _worth(total: pl.Expr) -> pl.Expr:
    """What a stream is worth by the sum of its weights; a recurring event less and less (peak, series)."""
    saturated = pl.when(pl.col("peak") > 0).then(pl.col("peak") * (1 + total / pl.col("peak")).log(2)).otherwise(0.0)
    return pl.when(pl.col("series").is_null()).then(total).otherwise(saturated)


def _decayed(days: pl.LazyFrame, half_life_days: int) -> pl.LazyFrame:
    """Adds `decayed`: the sum of day_weight up to each day of a stream, halved as of that day.

    Summed up in blocks of so many half-lives, within which no number leaves the range of floats; of the blocks before,
    only the last can still be felt.
    """
    span = half_life_days * _HALVINGS
    age = (pl.col("on_day") - pl.date(1970, 1, 1)).dt.total_days()
    halvings = pl.col("within") / half_life_days
    summed = days.with_columns(block=age.floordiv(span), within=age.mod(span)).with_columns(
        decayed=(pl.col("day_weight") * 2**halvings).cum_sum().over("stream", "block") * 2**-halvings
    )
    ends = summed.group_by("stream", "block").agg(
        pl.col("decayed").last().alias("carried"), pl.col("on_day").last().alias("carried_on")
    )
    since = (pl.col("on_day") - pl.col("carried_on")).dt.total_days()
    return (
        summed.join(ends.with_columns(pl.col("block") + 1), on=("stream", "block"), how="left", maintain_order="left")
        .with_columns(pl.col("decayed") + (pl.col("carried") * 2 ** (-since / half_life_days)).fill_null(0.0))
        .drop("block", "within", "carried", "carried_on", "day_weight")
    )
