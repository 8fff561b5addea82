"""What is known of a relationship from one day of contact to the next: running values, so that nothing is summed up."""

from typing import Final

import polars as pl

from transforms.relationship.rhythm import with_rhythm
from transforms.relationship.streams import OPEN_END

BEGINNING: Final = pl.date(1, 1, 1)
"""Since when a row holds that nothing comes before."""

_COUNTS: Final = ("interactions_of_day", "meetings", "sent", "received")


def contact_days(
    touches: pl.DataFrame, streams: pl.DataFrame, pairs: pl.DataFrame, usual_gap_days: int
) -> pl.DataFrame:
    """One row per pair and day with anything that counts, and one for the time before: what holds until the next.

    Args:
        touches: Columns of `touches.touches`, in its order.
        streams: Columns of `streams.stream_days`.
        pairs: Every pair, with `pair`.
        usual_gap_days: The gap between contacts that is expected of somebody new.

    Returns:
        pair, on_day, until_day, interactions_of_day; of what was until then: interactions, meetings, sent, received,
        last_happening and last_meeting (numbers of interactions), last_met_on, last_sent_on, last_received_on,
        last_contact_on, moved_on (the day from which that is known), active_since, usual_gap_days, depth; of what
        comes: next_on, next_meeting. By pair and day.
    """
    is_quiet = ~pairs["pair"].is_in(touches["pair"].implode())
    days = _of_touched(touches, streams, pairs.filter(~is_quiet), usual_gap_days)
    return _with_quiet(days, pairs.filter(is_quiet), usual_gap_days)


def _of_touched(touches: pl.DataFrame, streams: pl.DataFrame, pairs: pl.DataFrame, usual_gap_days: int) -> pl.DataFrame:
    """The same of the pairs that have something in `touches`."""
    before = pairs.lazy().select("pair", on_day=BEGINNING)
    return (
        pl.concat([before, touches.lazy().pipe(_days)], how="diagonal")
        .join(streams.lazy().pipe(_risen), on=("pair", "on_day"), how="left")
        .sort("pair", "on_day")
        .with_columns(pl.col(*_COUNTS, "risen").fill_null(0))
        .with_columns(**{name: each.over("pair") for name, each in _running().items()})
        .pipe(_with_last_contact)
        .collect()
        .pipe(with_rhythm, usual_gap_days)
    )


def _with_quiet(days: pl.DataFrame, quiet: pl.DataFrame, usual_gap_days: int) -> pl.DataFrame:
    """With the row of each pair between whom nothing ever was: most people of an address book."""
    nothing = {"on_day": BEGINNING, "until_day": OPEN_END, "usual_gap_days": pl.lit(usual_gap_days)}
    nothing |= dict.fromkeys(("interactions_of_day", "interactions", *_COUNTS[1:], "depth"), pl.lit(0))
    rows = quiet.select("pair", **nothing).cast({name: days.schema[name] for name in nothing})
    return pl.concat([days, rows], how="diagonal").sort("pair", "on_day")


def _days(touches: pl.LazyFrame) -> pl.LazyFrame:
    """One row per pair and day: what happened on it, and the interactions to tell of (those that weigh most)."""
    is_contact, direction = pl.col("is_contact"), pl.col("direction")
    is_met = pl.col("is_meeting") & is_contact
    is_together = pl.col("is_meeting") & pl.col("is_first") & (is_contact | pl.col("is_seen"))
    return touches.group_by("pair", "on_day", maintain_order=True).agg(
        interactions_of_day=pl.col("is_first").sum().cast(pl.Int32),
        meetings=(is_met & pl.col("is_first")).sum().cast(pl.Int32),
        sent=(direction == "sent").sum().cast(pl.Int32),
        received=(direction == "received").sum().cast(pl.Int32),
        is_met=is_met.any(),
        is_mutual=((direction == "mutual") & is_contact).any(),
        is_sent=((direction == "sent") & is_contact).any(),
        is_received=((direction == "received") & is_contact).any(),
        happening=pl.col("happening").first(),
        meeting=pl.col("happening").filter(is_together).first(),
    )


def _risen(streams: pl.LazyFrame) -> pl.LazyFrame:
    """One row per pair and day: `risen`, what the day adds to the depth of all streams together.

    Added up in the order of the streams, and rounded where it is read (`_running`): equal depths are to be equal.
    """
    before = pl.col("depth").shift(1, fill_value=0.0).over("stream")
    rising = streams.with_columns(risen=(pl.col("depth") - before).clip(lower_bound=0))
    return rising.group_by("pair", "on_day", maintain_order=True).agg(pl.col("risen").sum())


def _running() -> dict[str, pl.Expr]:
    """What is so after each day of a pair, of its days in order."""

    def last(happened: str) -> pl.Expr:
        return pl.when(happened).then("on_day").forward_fill()

    return {
        "until_day": pl.col("on_day").shift(-1).fill_null(OPEN_END),
        "interactions": pl.col("interactions_of_day").cum_sum(),
        "meetings": pl.col("meetings").cum_sum(),
        "sent": pl.col("sent").cum_sum(),
        "received": pl.col("received").cum_sum(),
        "depth": pl.col("risen").cum_sum().round(9),
        "last_happening": pl.col("happening").forward_fill(),
        "last_meeting": pl.col("meeting").forward_fill(),
        "last_met_on": last("is_met"),
        "last_mutual_on": last("is_mutual"),
        "last_sent_on": last("is_sent"),
        "last_received_on": last("is_received"),
        "next_on": pl.when(pl.col("meeting").is_not_null()).then("on_day").backward_fill().shift(-1),
        "next_meeting": pl.col("meeting").backward_fill().shift(-1),
    }


def _with_last_contact(days: pl.LazyFrame) -> pl.LazyFrame:
    """Adds last_contact_on: one-way mail doesn't look fresh, so that the earlier of last sent and received counts."""
    is_answered = pl.col("last_sent_on").is_not_null() & pl.col("last_received_on").is_not_null()
    answered = pl.when(is_answered).then(pl.min_horizontal("last_sent_on", "last_received_on"))
    return days.with_columns(last_contact_on=pl.max_horizontal("last_mutual_on", answered))
