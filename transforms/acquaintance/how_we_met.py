"""How one met: the first interaction, or what one had been to shortly before the connection or the card."""

from datetime import date
from typing import Final

import polars as pl

from transforms.acquaintance.attendance import Ground
from transforms.acquaintance.coding import DIGITS
from transforms.acquaintance.firsts import first_interactions, traces
from transforms.acquaintance.meeting_text import told
from transforms.acquaintance.words import concepts, read_titles
from transforms.ledger.shapes import Schema, in_shape

HOW_WE_MET: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "met_on": pl.Date,
    "kind": pl.String,
    "title": pl.String,
    "interaction_id": pl.String,
    "days_before": pl.Int32,
    "confidence": pl.Float64,
    "text": pl.String,
}
"""One row per owner and person of whom anything is known.

met_on          the day of the event or of the first trace; null where only the user's word says how they are known
kind            interaction, event_before_connection, event_before_card, connection, card or said
title           what the event was called, or what the user says
interaction_id  the event, or the first interaction
days_before     days from the event to the connection or the card, null where it was none
confidence      0 to 1, that this is how they met: see `firsts.first_interactions` and `_candidates`
text            the same in a sentence
"""

WITHIN: Final = 14
"""Days before a connection or a card in which an event counts as where one met."""

_ONLY_ME: Final = 0.8
"""How sure an event is at most at which they aren't listed."""
_SMALL: Final = 8
_NOT_LISTED: Final = 0.4
"""How much less an event of up to so many people says of whoever isn't listed with them."""
_OPEN: Final = 0.9
"""How likely one meets people at an event that is there for it, so that it may be a recurring one."""
_CARD: Final = 0.7
"""By how much a card, which may have been changed since it was made, says less than a connection."""
_TRACE: Final = {"connection": 0.3, "card": 0.1, "said": 0.5}
_LEAST: Final = 0.15
"""Candidates that are less sure than this are none."""
_KEY: Final = ("owner", "person_id")


def how_we_met(ground: Ground, contexts_said: pl.DataFrame) -> pl.DataFrame:
    """How each owner met each person, in the shape of `HOW_WE_MET`; the most telling that is known.

    A first event that lists them, or a first message, is how they met, unless there was a connection or a card before.
    Before a connection or a card, whichever is first, it is the owner's own event within `WITHIN` days where one gets
    to know people, if there was one: they needn't be listed, and mostly aren't. Where nothing has a day, it is what the
    user says.

    In: what is known of people (`attendance.ground`); what the user says (`transforms.said.CONTEXTS_SAID`).
    """
    frames, others, today = ground.frames, ground.others, ground.today
    first = first_interactions(frames, today=today)
    known = traces(frames, today=today)
    opened = (
        others.join(first, on=_KEY, how="left")
        .join(known, on=_KEY, how="left")
        .with_columns(trace_on=pl.min_horizontal("connected_on", "carded_on"))
    )
    # A message on the day of the connection, or shortly before, goes with it: it says nothing of where one met.
    until = pl.when("is_together").then("trace_on").otherwise(pl.col("trace_on") - pl.duration(days=WITHIN + 1))
    is_first = (pl.col("first_on") <= until).fill_null(pl.col("first_on").is_not_null())
    by_event = _candidates(opened.filter(~is_first), frames, today=today)
    rest = opened.join(by_event, on=_KEY, how="anti")
    before = (pl.col("first_on") <= pl.col("trace_on")) & ~pl.col("channel").str.starts_with("linkedin")
    by_interaction = rest.filter(is_first | before.fill_null(value=False)).pipe(_by_interaction)
    by_trace = rest.join(by_interaction, on=_KEY, how="anti").pipe(_by_trace)
    dated = pl.concat([by_interaction, by_event, by_trace], how="diagonal_relaxed")
    by_word = others.join(dated, on=_KEY, how="anti").pipe(_by_word, contexts_said)
    rows = pl.concat([dated, by_word], how="diagonal_relaxed").with_columns(text=told())
    return rows.pipe(in_shape, HOW_WE_MET).sort(_KEY)


def _by_interaction(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of whom the first interaction comes first; with the connection that followed it within `WITHIN` days."""
    days = (pl.col("connected_on") - pl.col("first_on")).dt.total_days()
    follows = days.is_between(0, WITHIN) & (pl.col("channel") == "meeting")
    return rows.with_columns(
        met_on="first_on",
        kind=pl.when(follows).then(pl.lit("event_before_connection")).otherwise(pl.lit("interaction")),
        days_before=pl.when(follows).then(days),
        is_listed=pl.lit(value=True),
    )


def _candidates(rows: pl.DataFrame, frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """The owner's event at which they most likely met somebody whom they connected with, or wrote down, days later.

    confidence = 0.8 * m * d * s, where m is how likely one meets people at such an event (`meets` of the word list,
    less where a few others are listed), d falls from 1 on the same and the next day to a half after 14, and s is the
    root of the event's share in the likelihood of all those that come into question: of two panels in a week either is
    less sure. A card is 0.7 of that.
    """
    events = _where_one_meets(frames, today=today)
    if events.is_empty():
        return pl.DataFrame(schema=HOW_WE_MET)
    is_connection = (pl.col("connected_on") == pl.col("trace_on")).fill_null(value=False)
    asked = rows.filter(pl.col("trace_on").is_not_null() & (is_connection | pl.col("is_written"))).select(
        *_KEY, "trace_on", "first_on", is_connection=is_connection
    )
    days = (pl.col("trace_on") - pl.col("started_on")).dt.total_days()
    spread = events.with_columns(trace_on=pl.date_ranges("started_on", pl.col("started_on") + pl.duration(days=WITHIN)))
    near = (
        asked.join(spread.explode("trace_on"), on=("owner", "trace_on"))
        .filter((pl.col("started_on") <= pl.col("first_on")).fill_null(value=True))
        .with_columns(days_before=days)
        .with_columns(
            likely=pl.col("meets") * (1 - pl.max_horizontal(pl.col("days_before") - 1, 0) / (2 * (WITHIN - 1)))
        )
    )
    share = (pl.col("likely") / pl.col("likely").sum().over(_KEY)).sqrt()
    card = pl.when("is_connection").then(1.0).otherwise(_CARD)
    return (
        near.with_columns(confidence=(_ONLY_ME * pl.col("likely") * share * card).round(DIGITS))
        .sort(*_KEY, "confidence", "started_on", "interaction_id", descending=[False, False, True, True, False])
        .unique(_KEY, keep="first", maintain_order=True)
        .filter(pl.col("confidence") >= _LEAST)
        .select(
            *_KEY,
            "title",
            "interaction_id",
            "days_before",
            "confidence",
            met_on="started_on",
            kind=pl.when("is_connection")
            .then(pl.lit("event_before_connection"))
            .otherwise(pl.lit("event_before_card")),
            is_listed=pl.lit(value=False),
            connected_on=pl.when("is_connection").then("trace_on"),
            carded_on=pl.when(~pl.col("is_connection")).then("trace_on"),
        )
    )


def _where_one_meets(frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """The owner's events at which one gets to know people: owner, interaction_id, started_on, title, meets.

    What comes again and again is none, unless it is there for getting to know people, as a meetup is: those who go to
    choir know each other.
    """
    meets = {name: said["meets"] for name, said in concepts().items() if "meets" in said}
    events = frames["interaction"].filter(
        (pl.col("channel") == "meeting")
        & (pl.col("direction") != "observed")
        & (pl.col("started_on") <= today)
        & pl.col("title").is_not_null()
    )
    titles = read_titles(events["title"])
    likely = (
        titles.hits.with_columns(meets=pl.col("concept").replace_strict(meets, default=None, return_dtype=pl.Float64))
        .drop_nulls("meets")
        .group_by("title")
        .agg(pl.col("meets").max())
    )
    is_small = pl.col("group_size").is_between(2, _SMALL)
    return (
        events.select("owner", "interaction_id", "started_on", "title", "group_size", "series_id")
        .join(likely, on="title")
        .filter(pl.col("series_id").is_null() | (pl.col("meets") >= _OPEN))
        .with_columns(meets=pl.col("meets") * pl.when(is_small).then(_NOT_LISTED).otherwise(1.0))
    )


def _by_trace(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of whom only a connection or a card is known."""
    is_connection = (pl.col("connected_on") == pl.col("trace_on")).fill_null(value=False)
    kind = pl.when(is_connection).then(pl.lit("connection")).otherwise(pl.lit("card"))
    return (
        rows.filter(pl.col("trace_on").is_not_null())
        .select(*_KEY, "connected_on", "carded_on", kind=kind, met_on="trace_on")
        .with_columns(confidence=pl.col("kind").replace_strict(_TRACE, return_dtype=pl.Float64))
    )


def _by_word(rows: pl.DataFrame, contexts_said: pl.DataFrame) -> pl.DataFrame:
    """Rows of whom only the user says how they know them: by the first thing that they said."""
    said = contexts_said.filter(~pl.col("is_denied")).sort(*_KEY, "said_at", "context")
    first = said.unique(_KEY, keep="first", maintain_order=True).select(*_KEY, title="context")
    return rows.join(first, on=_KEY).with_columns(kind=pl.lit("said"), confidence=pl.lit(_TRACE["said"]))
