"""The frames of the published tables from which a relationship is read as of any day."""

import polars as pl

from configs.settings import Interactions
from configs.words import word_list
from transforms.relationship.contact_days import contact_days
from transforms.relationship.depth_bars import depth_bars
from transforms.relationship.rules import relationship_rule
from transforms.relationship.streams import stream_days
from transforms.relationship.touches import counterparts, touches


def relationship_frames(
    ledger: dict[str, pl.DataFrame], *, people: pl.DataFrame, cadences: pl.DataFrame, settings: Interactions
) -> dict[str, pl.DataFrame]:
    """A frame for each table that the views and macros of relationships read.

    Args:
        ledger: `interaction` and `interaction_participant`, in the shapes of `transforms.ledger.shapes`.
        people: person_id, owners, is_owner of every person.
        cadences: How often the user wants to be in touch: `transforms.said.CADENCES`.
        settings: Half life, expected gap, how long somebody is new.

    Returns:
        `relationship_rule`, `counterpart`, `contact_day`, `closeness_stream`, `closeness_day`, `depth_bar`.
    """
    pairs = counterparts(ledger, people)
    touched = touches(ledger, pairs)
    streams = stream_days(touched, settings.half_life_days)
    days = contact_days(touched, streams, pairs, settings.usual_gap_days)
    happenings = ledger["interaction"]
    return {
        "relationship_rule": relationship_rule(settings),
        "counterpart": _counterpart(pairs, touched, days, cadences),
        "contact_day": _contact_day(days, pairs, happenings),
        "closeness_stream": _closeness_stream(streams, pairs, happenings),
        "closeness_day": _closeness_day(streams, pairs),
        "depth_bar": depth_bars(days, pairs),
    }


def _counterpart(
    pairs: pl.DataFrame, touched: pl.DataFrame, days: pl.DataFrame, cadences: pl.DataFrame
) -> pl.DataFrame:
    """One row per owner and person: what doesn't depend on the day, and what the user said."""
    is_met = pl.col("is_meeting") & pl.col("is_contact")
    is_message = pl.col("direction").is_in(["sent", "received"])
    firsts = touched.group_by("pair").agg(
        first_on=pl.col("on_day").min(),
        first_met_on=pl.col("on_day").filter(is_met).min(),
        first_message_on=pl.col("on_day").filter(is_message).min(),
    )
    contacts = days.group_by("pair").agg(first_contact_on=pl.col("moved_on").min())
    said = cadences.select("owner", "person_id", cadence_days="days", is_cadence_said=True)
    return (
        pairs.join(firsts, on="pair", how="left")
        .join(contacts, on="pair", how="left")
        .join(said, on=("owner", "person_id"), how="left")
        .select(
            "owner",
            "person_id",
            "first_on",
            "first_met_on",
            "first_message_on",
            "first_contact_on",
            "cadence_days",
            is_never_due=pl.col("is_cadence_said").fill_null(value=False) & pl.col("cadence_days").is_null(),
        )
        .sort("owner", "person_id")
    )


def _contact_day(days: pl.DataFrame, pairs: pl.DataFrame, happenings: pl.DataFrame) -> pl.DataFrame:
    """With owner, person and texts, by until_day: what holds on a day then lies together, and is found at once."""
    ordered = days.sort("until_day", "pair")
    channel, title = happenings["channel"], happenings["title"]
    return ordered.select(
        *_whose(ordered, pairs),
        "on_day",
        "until_day",
        "interactions_of_day",
        "interactions",
        "meetings",
        "sent",
        "received",
        channel.gather(ordered["last_happening"]).alias("last_channel"),
        title.gather(ordered["last_meeting"]).alias("last_title"),
        "last_met_on",
        "last_sent_on",
        "last_received_on",
        "last_contact_on",
        "moved_on",
        "active_since",
        "usual_gap_days",
        "depth",
        "next_on",
        title.gather(ordered["next_meeting"]).alias("next_title"),
    )


def _closeness_stream(streams: pl.DataFrame, pairs: pl.DataFrame, happenings: pl.DataFrame) -> pl.DataFrame:
    """One row per stream: whose, of what kind, what it is called, since when."""
    words: dict[str, str] = word_list("streams")["words"]
    title = happenings["title"]
    ordered = streams.group_by("stream", maintain_order=True).agg(
        pl.col("pair", "channel", "direction", "series").first(),
        first_on=pl.col("on_day").first(),
        title=pl.col("happening").last(),
    )
    kind = pl.concat_str(pl.col("channel", "direction").cast(pl.String), separator="_")
    called = pl.when(pl.col("series").is_not_null()).then(title.gather(ordered["title"]))
    return ordered.select(
        *_whose(ordered, pairs),
        "stream",
        called.fill_null(kind.replace(words)).alias("what"),
        pl.col("channel", "direction").cast(pl.String),
        pl.col("series").is_not_null().alias("is_series"),
        "first_on",
    )


def _closeness_day(streams: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """With owner and person, by until_day as in `contact_day`."""
    ordered = streams.sort("until_day", "stream")
    return ordered.select(
        *_whose(ordered, pairs),
        "stream",
        pl.col("series").is_not_null().alias("is_series"),
        "on_day",
        "until_day",
        "interactions",
        "weight",
        "peak",
        "decayed",
    )


def _whose(rows: pl.DataFrame, pairs: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    return pairs["owner"].gather(rows["pair"]), pairs["person_id"].gather(rows["pair"])
