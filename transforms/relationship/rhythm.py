"""The rhythm of a relationship: how long it usually is between contacts, and since when it has kept to that."""

import math

import polars as pl

from transforms.relationship.rules import ACTIVE_GAPS, GAPS_KEPT, PRIOR_GAPS, SHORTEST_GAP


def with_rhythm(days: pl.DataFrame, usual_gap_days: int) -> pl.DataFrame:
    """Adds moved_on, usual_gap_days and active_since to rows with pair, on_day, last_contact_on, by pair and day.

    moved_on: the day on which last_contact_on came to be what it is (an answer makes an older message count).

    usual_gap_days: the median m of the gaps between days of contact (the last `GAPS_KEPT`), of which there were k so
    far, drawn to the gap d that is expected of somebody new as if that had been seen p = `PRIOR_GAPS` times. Gaps are
    a matter of proportions, so it is their logarithms that are weighed: exp((p·ln d + k·ln m) / (p + k)), whole days.
    A gap counts as `SHORTEST_GAP` at least (or as d, if that is shorter), and a shorter one adds to k only the part of
    that which it is: some days in a row, on a boat say, are no rhythm; a year of them is one.

    active_since: the last day on which a contact came after a day that was no active one any more, or was the first.
    """
    contact = pl.col("last_contact_on")
    days = days.with_columns(is_move=contact.is_not_null() & contact.ne_missing(contact.shift(1).over("pair")))
    moves = days.lazy().filter("is_move").pipe(_with_usual_gap, usual_gap_days).pipe(_with_active_since).collect()
    # Of a row with a contact the last move is its own pair's, so that rows find theirs by counting: no join is needed.
    last = days.select(pl.when(contact.is_not_null()).then(pl.col("is_move").cum_sum().cast(pl.Int64) - 1)).to_series()
    return days.drop("is_move").with_columns(
        moves["on_day"].gather(last).alias("moved_on"),
        moves["usual_gap_days"].gather(last).alias("usual_gap_days").fill_null(usual_gap_days),
        moves["active_since"].gather(last).alias("active_since"),
    )


def _with_usual_gap(moves: pl.LazyFrame, usual_gap_days: int) -> pl.LazyFrame:
    shortest = min(SHORTEST_GAP, usual_gap_days)
    gap = pl.col("last_contact_on").diff().dt.total_days()
    gaps, median = pl.col("gaps"), pl.col("median").fill_null(1)
    drawn = ((PRIOR_GAPS * math.log(usual_gap_days) + gaps * median.log()) / (PRIOR_GAPS + gaps)).exp()
    return moves.with_columns(
        median=gap.clip(lower_bound=shortest).rolling_median(GAPS_KEPT, min_samples=1).over("pair"),
        gaps=(gap.clip(upper_bound=shortest) / shortest).fill_null(0).cum_sum().over("pair"),
    ).with_columns(usual_gap_days=drawn.round().cast(pl.Int32))


def _with_active_since(moves: pl.LazyFrame) -> pl.LazyFrame:
    days_active = (ACTIVE_GAPS * pl.col("usual_gap_days")).floor().cast(pl.Int64)
    active_until = (pl.col("last_contact_on") + pl.duration(days=days_active)).shift(1).over("pair")
    has_come_back = active_until.is_null() | (active_until < pl.col("on_day") - pl.duration(days=1))
    return moves.with_columns(active_since=pl.when(has_come_back).then("on_day").forward_fill().over("pair"))
