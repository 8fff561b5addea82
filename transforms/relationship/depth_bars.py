"""Above which depth a relationship is deep, month by month: what dormant ones of the past are judged by."""

import polars as pl

from transforms.relationship.rules import DEEP_SHARE


def depth_bars(days: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """One row per owner and end of a month, as far as the ledger reaches.

    In: columns of `contact_days.contact_days`; pairs with pair, owner. Out: owner, on_day (a month's last day), bar
    (the depth of the deepest beyond the top quarter of the owner's people who had any; 0 where nobody is). A quarter
    is rounded up; where equal depths reach beyond it, none of them is in it.
    """
    first, ends = _month("on_day"), _month("until_day")
    last = days.filter(pl.col("interactions_of_day") > 0).select(_month("on_day").max()).item()
    held = (
        days.lazy()
        .filter(pl.col("depth") > 0)
        .with_columns(month=first, until=pl.min_horizontal(ends, pl.lit(last) + 1))
        .filter(pl.col("month") < pl.col("until"))
    )
    return (
        held.with_columns(month=pl.int_ranges("month", "until"))
        .explode("month", empty_as_null=False)
        .join(pairs.lazy().select("pair", "owner"), on="pair")
        .group_by("owner", "month")
        .agg(bar=_deepest_beyond(DEEP_SHARE))
        .select(
            "owner",
            pl.date(pl.col("month") // 12, pl.col("month") % 12 + 1, 1).dt.month_end().alias("on_day"),
            "bar",
        )
        .sort("owner", "on_day")
        .collect()
    )


def _deepest_beyond(share: float) -> pl.Expr:
    beyond = pl.col("depth").sort(descending=True).slice((pl.len() * share).ceil().cast(pl.Int64))
    return beyond.first().fill_null(0.0)


def _month(day: str) -> pl.Expr:
    """The first month whose end is on that day or later, counted from the year 0."""
    return pl.col(day).dt.year() * 12 + pl.col(day).dt.month() - 1
