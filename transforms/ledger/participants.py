"""Who took part in what: parties with who they are, and what share of an interaction's weight is theirs."""

from typing import Final

import polars as pl

from configs.words import word_list
from transforms.ledger.correspondents import owner_source
from transforms.ledger.gathering import Gathered
from transforms.tidy import Tidy

_PARTY: Final = ("source", "record_id", "party")


def owner_ids(person_ids: pl.DataFrame, tidy: Tidy) -> pl.DataFrame:
    """Which person each owner is: owner, person_id. Without a record of their own by what is gathered, their card's."""
    cards = tidy.contacts.filter("is_owner").select("source", "record_id", "owner")
    return (
        cards.join(person_ids, on=("source", "record_id"))
        .with_columns(is_card=pl.col("source") != owner_source(pl.col("owner")))
        .sort("owner", "is_card", "source", "record_id")
        .unique("owner", keep="first", maintain_order=True)
        .select("owner", "person_id")
    )


def hand_participants(rows: pl.DataFrame, people: pl.DataFrame, me: pl.DataFrame) -> pl.DataFrame:
    """The participants of what was logged and of connections, the owner among them."""
    key = ("owner", "channel", "event_key")
    others = people.join(rows.select(*key, "interaction_id", "weight", "recency"), on=key).select(
        "interaction_id",
        "owner",
        "person_id",
        "weight",
        role=pl.lit("with"),
        is_owner=pl.lit(value=False),
        is_contact=pl.col("recency") == "met",
        is_seen=pl.col("recency") == "seen_together",
    )
    return pl.concat([others, _owners(rows, me).with_columns(role=pl.lit("with"))], how="diagonal")


def _owners(rows: pl.DataFrame, me: pl.DataFrame) -> pl.DataFrame:
    """The owner's own part in interactions."""
    return rows.join(me, on="owner", how="left").select(
        "interaction_id",
        "owner",
        person_id="me",
        weight=pl.lit(0.0),
        is_owner=pl.lit(value=True),
        is_contact=pl.lit(value=False),
        is_seen=pl.lit(value=False),
    )


def known_parties(gathered: Gathered, person_ids: pl.DataFrame, me: pl.DataFrame) -> pl.DataFrame:
    """The parties of meetings and messages with who they are and what share of the weight is theirs; each person once.

    Out: the columns of `PARTY`, person_id, share, channel, recency.
    """
    words = word_list("interactions")
    kinds = gathered.rows.select(*_PARTY, "channel", "direction", "recency").unique(_PARTY)
    ids = person_ids.select("source", key="record_id", known="person_id")
    people = (
        gathered.parties.join(kinds, on=_PARTY)
        .join(ids, on=("source", "key"), how="left")
        .join(me, on="owner", how="left")
        .with_columns(is_owner=pl.col("is_owner") | (pl.col("known") == pl.col("me")).fill_null(value=False))
        .with_columns(person_id=pl.when("is_owner").then("me").otherwise("known"))
    )
    is_sender, answer = pl.col("role") == "sender", pl.col("response").fill_null("needs_action")
    share = (
        pl.when(pl.col("is_owner") | pl.col("is_list") | (pl.col("direction") == "observed"))
        .then(0.0)
        .when(pl.col("channel") == "meeting")
        .then(
            answer.replace_strict(words["answers"], default=words["answers"]["needs_action"], return_dtype=pl.Float64)
        )
        .when((pl.col("direction") == "received") != is_sender)  # who writes what I get, and who gets what I write
        .then(0.0)
        .when(pl.col("role").is_in(["cc", "bcc"]))
        .then(words["copies"]["cc"])
        .otherwise(1.0)
    )
    return (
        people.with_columns(share=share, who=pl.coalesce("person_id", "key", pl.format("{}", "place")))
        .sort(*_PARTY, "share", "place", descending=[False, False, False, True, False])
        .unique((*_PARTY, "who"), keep="first", maintain_order=True)
        .drop("known", "me", "who", "direction")
    )


def gathered_participants(rows: pl.DataFrame, known: pl.DataFrame, me: pl.DataFrame) -> pl.DataFrame:
    """The participants of meetings and messages, the owner too where they aren't named.

    In: `Gathered.rows` with ids, `known_parties`.
    """
    counts = pl.col("share") > 0
    told = (
        known.with_columns(
            is_contact=counts & (pl.col("recency") == "met"),
            is_seen=counts & (pl.col("recency") == "seen_together"),
            address=pl.coalesce("address", "url"),
            response=pl.when(pl.col("channel") == "meeting").then("response"),
        )
        .drop("owner", "key", "url", "organisation", "title", "channel", "recency", "place", "is_list")
        .join(rows.select(*_PARTY, "owner", "interaction_id", full="weight"), on=_PARTY)
        .with_columns(weight=pl.col("full") * pl.col("share"))
        .drop(*_PARTY, "full", "share")
    )
    role = (
        pl.when(pl.col("channel") == "meeting")
        .then(pl.lit("attendee"))
        .when(pl.col("direction") == "sent")
        .then(pl.lit("sender"))
        .otherwise(pl.lit("recipient"))
    )
    unnamed = rows.filter(pl.col("direction") != "observed").join(known.filter("is_owner"), on=_PARTY, how="anti")
    mine = _owners(unnamed, me).join(unnamed.select("interaction_id", role=role), on="interaction_id")
    return pl.concat([told, mine], how="diagonal")
