"""The shapes of the ledger's frames."""

from typing import Final

import polars as pl

Schema = dict[str, type[pl.DataType] | pl.DataType]

_INSTANT: Final = pl.Datetime("us", "UTC")

INTERACTION: Final[Schema] = {
    "interaction_id": pl.String,
    "owner": pl.String,
    "channel": pl.String,
    "direction": pl.String,
    "started_at": _INSTANT,
    "started_on": pl.Date,
    "ended_at": _INSTANT,
    "ended_on": pl.Date,
    "duration_minutes": pl.Int32,
    "is_all_day": pl.Boolean,
    "title": pl.String,
    "location": pl.String,
    "categories": pl.List(pl.String),
    "group_size": pl.Int32,
    "series_id": pl.String,
    "conversation_id": pl.String,
    "weight": pl.Float64,
    "rule": pl.String,
    "recency": pl.String,
    "source": pl.String,
    "record_id": pl.String,
    "copies": pl.Int32,
}
"""One row per interaction and owner.

channel          meeting, email, linkedin_message, linkedin_invitation, linkedin_endorsement, linkedin_recommendation,
                 linkedin_connection or log
direction        mutual (a meeting, a connection), sent, received, or observed (a message between others)
started_on       the day in the owner's time zone; started_at is null where only the day is known
categories       what the calendar files it under; none is an empty list
ended_on         the last day: that of started_on but for what takes several days
group_size       people, the owner included; null where there are too many to know
series_id        the same for all occurrences of a recurring event, null for what happens once
conversation_id  the same for all messages of a thread
weight           what it says of closeness to each of the others, before their answer
rule             which rule gave the weight: a key of `configs/words/interactions.toml`
recency          met, seen_together or none: whether it moves the day of the last contact
source, record_id  the copy that was kept of `copies`
"""

PARTICIPANT: Final[Schema] = {
    "interaction_id": pl.String,
    "owner": pl.String,
    "person_id": pl.String,
    "address": pl.String,
    "name": pl.String,
    "role": pl.String,
    "response": pl.String,
    "is_owner": pl.Boolean,
    "weight": pl.Float64,
    "is_contact": pl.Boolean,
    "is_seen": pl.Boolean,
}
"""One row per interaction and participant, the owner included.

person_id   null where it is nobody who is known (see `UNMATCHED`)
address     what was used: an e-mail address or a profile
role        organiser, attendee, sender, recipient, cc, bcc or with
response    accepted, declined, tentative or needs_action, of meetings
is_owner    the owner of this ledger
weight      the interaction's, by their answer; 0 for the owner and for whoever declined
is_contact  whether it moves the day of the last contact with them
is_seen     whether they were seen together in a larger group
"""

UNMATCHED: Final[Schema] = {
    "owner": pl.String,
    "address": pl.String,
    "name": pl.String,
    "interactions": pl.Int32,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "reason": pl.String,
}
"""One row per owner and address of somebody who takes part and is nobody's that is known.

reason  large_groups, never_written_to or setting: why they were made no person
"""


def in_shape(frame: pl.DataFrame | pl.LazyFrame, schema: Schema) -> pl.DataFrame:
    """The columns of a shape, in order and of its types."""
    return frame.lazy().select(pl.col(name).cast(of) for name, of in schema.items()).collect()


def completed(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The same, with null where a frame has no such column."""
    missing = [pl.lit(None, of).alias(name) for name, of in schema.items() if name not in frame.columns]
    return in_shape(frame.with_columns(missing), schema)
