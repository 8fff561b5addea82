"""What calendars, mailboxes and activity logs are read into: the raw interaction, as the source gave it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple, cast

import pyarrow as pa

from connectors.arrow_types import struct_type


class Correspondent(NamedTuple):
    """Somebody who takes part in a message, as written there.

    `role` is sender, recipient, cc or bcc (and, of what isn't a message, sender for who does it, recipient for whom).
    `address` is an e-mail address, `url` a profile; of many there is only a name.
    """

    role: str
    address: str | None = None
    name: str | None = None
    url: str | None = None
    organisation: str | None = None
    title: str | None = None


class RawCalendar(NamedTuple):
    """What a calendar holds under one UID: an event, or a series with all its exceptions.

    `components` are its VEVENTs as iCalendar text, in the order of the file, without attachments; `zones` the
    VTIMEZONEs that they name. `default_zone` is the calendar's X-WR-TIMEZONE, `name` its X-WR-CALNAME, `method` its
    METHOD.

    A server's connector gives each of a series' times that differ as a record of its own, with one VEVENT.
    """

    uid: str | None
    components: str
    zones: str | None = None
    default_zone: str | None = None
    name: str | None = None
    method: str | None = None


class RawInteraction(NamedTuple):
    """An interaction as the source gave it: a message, an invitation, or a calendar's event with all its recurrences.

    `record_id` is made of untouched raw values. `position` counts from 1 within `file`. `channel` is calendar, email,
    linkedin_message, linkedin_invitation, linkedin_endorsement or linkedin_recommendation.

    Of messages: `sent` is the date as written and `sent_at` what it means (null where it can't be read); `direction` is
    the source's own word ("OUTGOING", "given"), null where it says nothing; `conversation` tells what belongs to one
    thread; `labels` are folders and labels as written; `subject` is kept only where a setting asks for it, and the
    content never. `account` is the address that the source says is its owner's ("Delivered-To").
    """

    record_id: str
    file: str
    position: int
    channel: str
    sent: str | None = None
    sent_at: datetime | None = None
    direction: str | None = None
    conversation: str | None = None
    people: tuple[Correspondent, ...] = ()
    labels: tuple[str, ...] = ()
    subject: str | None = None
    account: str | None = None
    calendar: RawCalendar | None = None


RAW_INTERACTION_TYPE: Final = struct_type(RawInteraction)
"""The Arrow type of a raw interaction."""


def without_subjects(interactions: Sequence[RawInteraction]) -> tuple[RawInteraction, ...]:
    """The interactions without the subjects of messages, which are nobody's business unless a setting asks for them."""
    return tuple(
        interaction if interaction.subject is None else interaction._replace(subject=None)
        for interaction in interactions
    )


def interactions_table(interactions: Sequence[RawInteraction]) -> pa.Table:
    """Interactions as an Arrow table with one column for each field of `RawInteraction`."""
    columns = pa.array(interactions, type=RAW_INTERACTION_TYPE)
    return pa.Table.from_struct_array(cast("pa.StructArray", columns))
