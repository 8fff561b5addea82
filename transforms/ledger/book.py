"""The ledger once people are known: each interaction, whose it is, and who remains a stranger."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

import polars as pl

from transforms.ledger.gathering import Gathered
from transforms.ledger.participants import gathered_participants, hand_participants, known_parties
from transforms.ledger.rules import interaction_rules
from transforms.ledger.shapes import INTERACTION, PARTICIPANT, UNMATCHED, completed, in_shape
from transforms.values import over_distinct

_PARTY: Final = ("source", "record_id", "party")


def ledger_frames(
    gathered: Gathered | None,
    *,
    by_hand: Iterable[tuple[pl.DataFrame, pl.DataFrame]],
    person_ids: pl.DataFrame,
    owners: pl.DataFrame,
    strange: pl.DataFrame | None,
    today: date,
) -> dict[str, pl.DataFrame]:
    """The ledger's tables: interaction, interaction_participant, interaction_rule and unmatched_address.

    Args:
        gathered: Meetings and messages.
        by_hand: What else happened, and to whom: `hand.logged`, `hand.connections`.
        person_ids: source, record_id, person_id of every record of a person.
        owners: Who each owner is: `participants.owner_ids`.
        strange: `strangers.strangers`.
        today: What is planned comes after it.
    """
    me = owners.rename({"person_id": "me"})
    interactions, participants = [], []
    for told, people in by_hand:
        rows = _with_ids(told)
        interactions.append(rows)
        participants.append(hand_participants(rows, people, me))
    unmatched = pl.DataFrame(schema=UNMATCHED)
    if gathered is not None:
        rows = _with_ids(gathered.rows)
        known = known_parties(gathered, person_ids, me)
        interactions.append(rows)
        participants.append(gathered_participants(rows, known, me))
        if strange is not None:
            unmatched = _unmatched(rows, known, strange, today=today)
    return {
        "interaction": completed(pl.concat(interactions, how="diagonal"), INTERACTION)
        .with_columns(pl.col("categories").fill_null([]))
        .sort("owner", "started_on", "interaction_id"),
        "interaction_participant": completed(pl.concat(participants, how="diagonal"), PARTICIPANT).sort(
            "interaction_id", "is_owner", "person_id", "address", "name", descending=[False, True, False, False, False]
        ),
        "interaction_rule": interaction_rules(),
        "unmatched_address": unmatched,
    }


def _with_ids(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds interaction_id, series_id and conversation_id, made of what the sources call them."""
    told = {name: pl.lit(None, pl.String) for name in ("series_key", "conversation_key") if name not in rows.columns}
    rows = rows.with_columns(**told)
    key = pl.format("{}\x1f{}\x1f{}\x1f{}", "owner", "channel", "event_key", "instance")
    return rows.with_columns(
        interaction_id=over_distinct(key, _id("i"), pl.String),
        series_id=over_distinct(pl.format("{}\x1f{}", "owner", "series_key"), _id("s"), pl.String),
        conversation_id=over_distinct(
            pl.format("{}\x1f{}\x1f{}", "owner", "channel", "conversation_key"), _id("c"), pl.String
        ),
    )


def _id(letter: str) -> Callable[[str], str]:
    """What makes an id of a text, with a letter in front."""
    return lambda text: letter + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _unmatched(rows: pl.DataFrame, known: pl.DataFrame, strange: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """One row per owner and address of those who are no people: `UNMATCHED`. What is planned doesn't count yet."""
    past = pl.col("started_on").filter(pl.col("started_on") <= today)
    reasons = strange.select("source", "reason", key="record_id")
    told = (
        known.filter(pl.col("person_id").is_null() & ~pl.col("is_owner") & ~pl.col("is_list"))
        .join(reasons, on=("source", "key"))
        .join(rows.select(*_PARTY, "started_on"), on=_PARTY)
        .with_columns(address=pl.coalesce("address", "key"))
        .group_by("owner", "address")
        .agg(
            name=pl.col("name").drop_nulls().sort().first(),
            interactions=past.len(),
            first_on=past.min(),
            last_on=past.max(),
            reason=pl.col("reason").sort().first(),
        )
    )
    return in_shape(told, UNMATCHED).sort("owner", "address")
