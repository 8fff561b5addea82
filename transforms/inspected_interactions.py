"""Interactions one by one as `kith inspect` shows them: events with all their recurrences, and messages."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from connectors.calendar.expansion import occurrences
from connectors.calendar.occurrence import Attendee, Occurrence, Unread, Window
from connectors.interaction_records import RawInteraction


def inspected_interactions(
    interactions: Sequence[RawInteraction], *, window: Window, zone: str
) -> Iterator[dict[str, Any]]:
    """Rows for raw interactions, in their order; of a calendar's, a row for each time within the window.

    Out, for a calendar's: dicts with kind ("event"), file, position, record_id, uid, instance, starts_at and ends_at
    ("2024-06-30T09:00:00Z", or a day where all_day), status, summary, location, zone, zone_from, event_kind, organiser
    (address, name), attendees (address, name, response, role, kind), categories; or kind ("reject"), file, position,
    line, reason for what can't be expanded. For others: kind ("message"), file, position, record_id, channel, sent_at,
    direction, people (role, address, name, url), conversation.
    """
    for interaction in interactions:
        if interaction.calendar is None:
            yield _message(interaction)
            continue
        calendar = [(interaction.record_id, interaction.calendar)]
        place = {"file": interaction.file, "position": interaction.position}
        for found in occurrences(calendar, window=window, zone=zone):
            yield {"kind": "reject" if isinstance(found, Unread) else "event", **place, **_row(found)}


def _row(found: Occurrence | Unread) -> dict[str, Any]:
    if isinstance(found, Unread):
        return {"line": None, "reason": found.reason}
    return {
        "record_id": found.record_id,
        "uid": found.uid,
        "instance": found.instance,
        "starts_at": _text(found.starts_at or found.starts_on),
        "ends_at": _text(found.ends_at or found.ends_on),
        "all_day": found.is_all_day,
        "status": found.status,
        "summary": found.summary,
        "location": found.location,
        "zone": found.zone,
        "zone_from": found.zone_from,
        "event_kind": found.kind,
        "organiser": _person(found.organiser) if found.organiser else None,
        "attendees": [
            {**_person(one), "response": one.response, "role": one.role, "kind": one.kind} for one in found.attendees
        ],
        "categories": list(found.categories),
    }


def _person(person: Attendee) -> dict[str, Any]:
    return {"address": person.address, "name": person.name}


def _message(message: RawInteraction) -> dict[str, Any]:
    return {
        "kind": "message",
        "file": message.file,
        "position": message.position,
        "record_id": message.record_id,
        "channel": message.channel,
        "sent_at": _text(message.sent_at),
        "direction": message.direction,
        "people": [
            {"role": one.role, "address": one.address, "name": one.name, "url": one.url} for one in message.people
        ],
        "conversation": message.conversation,
    }


def _text(moment: date | None) -> str | None:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
    return moment.isoformat() if moment else None
