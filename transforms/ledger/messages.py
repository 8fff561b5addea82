"""Messages, invitations, endorsements and recommendations as interactions, each once, and sent or received."""

from typing import Final

import polars as pl

from configs.settings import Interactions
from configs.words import word_list
from transforms.ledger.parties import PARTY, with_keys
from transforms.ledger.rules import rule_weights
from transforms.ledger.shapes import in_shape
from transforms.values import tidy_text

_AT: Final = ("source", "record_id", "instance")
_PARTY: Final = ("source", "record_id", "party")

_OUT: Final = ("outgoing", "given", "sent")
_IN: Final = ("incoming", "received")


def kept_messages(messages: pl.DataFrame) -> pl.DataFrame:
    """Each message once for an owner, whatever the number of mailboxes that hold it; without a date it is none.

    In: source, owner and the columns of `RawInteraction` but calendar. Out: the same, instance (""), party (0),
    copies.
    """
    same = ("owner", "channel", "message_id")
    return (
        messages.drop_nulls("sent_at")
        .with_columns(
            instance=pl.lit(""), party=pl.lit(0, pl.Int64), message_id=pl.col("record_id").str.replace(r"~\d+$", "")
        )
        .with_columns(copies=pl.len().over(same).cast(pl.Int32))
        .sort(_AT)
        .unique(same, keep="first", maintain_order=True)
        .drop("message_id")
    )


def message_parties(kept: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Who sends and who gets each message: `PARTY`. In: `kept_messages`, `transforms.ledger.owners.own_keys`."""
    people = (
        kept.lazy()
        .select(*_PARTY, "owner", "people")
        .with_columns(place=pl.int_ranges(0, pl.col("people").list.len(), dtype=pl.Int32))
        .explode("people", "place", empty_as_null=False)
        .drop_nulls("place")
        .unnest("people")
        .with_columns(is_list=pl.lit(value=False), response=pl.lit(None, pl.String))
        .pipe(with_keys, own)
        .with_columns(who=pl.coalesce("key", pl.format("{}", "place")), is_sender=pl.col("role") == "sender")
        .sort(*_PARTY, "place")
        .unique((*_PARTY, "who", "is_sender"), keep="first", maintain_order=True)
    )
    return in_shape(people, PARTY)


def messages(kept: pl.DataFrame, parties: pl.DataFrame, settings: Interactions, *, zone: str) -> pl.DataFrame:
    """One row per message: sent, received or between others, and what it weighs.

    What the owner sends weighs as its rule says, shared among those who get it; what they receive is the sender's. A
    message among more than `met_group` people says nothing of recency. What lies in a mailbox and isn't the owner's was
    received by them, be it as a blind copy or at an address that nobody told of; elsewhere it is between others.

    In: `kept_messages`, `message_parties`; `zone` is the owner's (IANA), for the day. Out: as `meetings`.
    """
    most: int = word_list("interactions")["limits"]["most_people"]
    counted = parties.group_by(_PARTY).agg(
        others=(~pl.col("is_owner") & ~pl.col("is_list")).sum(),
        is_many=pl.col("is_list").any(),
        i_sent=(pl.col("is_owner") & (pl.col("role") == "sender")).any(),
        i_got=(pl.col("is_owner") & (pl.col("role") != "sender")).any(),
    )
    said = pl.col("direction").fill_null("").str.to_lowercase()
    direction = (
        pl.when(pl.col("i_sent") | said.is_in(_OUT))
        .then(pl.lit("sent"))
        .when(pl.col("i_got") | said.is_in(_IN) | (pl.col("channel") == "email"))
        .then(pl.lit("received"))
        .otherwise(pl.lit("observed"))
    )
    size = pl.col("others") + 1
    is_crowd = pl.col("is_many") | (size > most)
    rows = (
        kept.join(counted, on=_PARTY, how="left")
        .with_columns(
            pl.col("others").fill_null(0).cast(pl.Int32), pl.col("is_many", "i_sent", "i_got").fill_null(value=False)
        )
        .with_columns(direction=direction)
        .with_columns(
            rule=pl.when(pl.col("direction") == "observed")
            .then(pl.lit("observed"))
            .otherwise(pl.format("{}_{}", "channel", "direction"))
        )
    )
    share = pl.when(is_crowd).then(1 / most).otherwise(1 / pl.max_horizontal(size - 1, pl.lit(1)))
    local = pl.col("sent_at").dt.convert_time_zone(zone)
    return rows.select(
        *_AT,
        "party",
        "owner",
        "copies",
        "rule",
        "channel",
        "direction",
        started_at="sent_at",
        started_on=local.dt.date(),
        ended_on=local.dt.date(),
        is_all_day=pl.lit(value=False),
        title=tidy_text(pl.col("subject")),
        group_size=pl.when(~is_crowd).then(size),
        conversation_key="conversation",
        event_key=pl.col("record_id").str.replace(r"~\d+$", ""),
        weight=pl.col("rule").replace_strict(rule_weights(), return_dtype=pl.Float64) * share,
        recency=pl.when(~is_crowd & (size <= settings.met_group) & (pl.col("direction") != "observed"))
        .then(pl.lit("met"))
        .otherwise(pl.lit("none")),
    )
