"""Places an event in time: where it starts and ends on the clock of its own zone.

Source: RFC 5545 sections 3.6.1 (an event without an end), 3.3.5 (forms of local time).
"""

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from connectors.calendar.events import Event, instant_text
from connectors.calendar.stamps import Stamp
from connectors.calendar.zones import Zone, Zones

_DAY: Final = timedelta(days=1)


class Span(NamedTuple):
    """Start and end by the clock of the start's zone; whole days, with midnights, where there is no zone."""

    start: datetime
    end: datetime
    zone: Zone | None

    @property
    def length(self) -> timedelta:
        """How long it lasts by the clock."""
        return self.end - self.start


def span_of(event: Event, zones: Zones) -> Span | None:
    """When the event is, None where it doesn't say.

    An end before the start is none. A cancelled instance may lack its start: it is the one that it cancels.
    """
    stamp = event.start or event.recurrence
    if stamp is None:
        return None
    if stamp.is_date:
        return Span(stamp.wall, _last_midnight(event, stamp.wall), None)
    zone = zones.zone(stamp.zone)
    end = stamp.wall
    if event.end is not None:
        end = in_zone(event.end, zone, zones)
    elif event.duration is not None:
        end = stamp.wall + event.duration
    return Span(stamp.wall, max(end, stamp.wall), zone)


def _last_midnight(event: Event, start: datetime) -> datetime:
    end = start
    if event.end is not None:
        end = event.end.wall
    elif event.duration is not None:
        end = start + event.duration
    whole = end.replace(hour=0, minute=0, second=0)
    return max(whole if whole == end else whole + _DAY, start + _DAY)


def in_zone(stamp: Stamp, zone: Zone, zones: Zones) -> datetime:
    """A stamp by the clock of another zone; one that floats is by that clock already."""
    if stamp.is_date or not stamp.zone:
        return stamp.wall
    own = zones.zone(stamp.zone)
    if own.rules is zone.rules:
        return stamp.wall
    return stamp.wall.replace(tzinfo=own.rules).astimezone(zone.rules).replace(tzinfo=None)


def instant(wall: datetime, zone: Zone | None) -> datetime:
    """The instant at which a zone's clock shows a time; whole days start at midnight UTC.

    A time that the clock skips is read by the offset before it, one that comes twice is the first.
    """
    if zone is None or zone.rules is UTC:
        return wall.replace(tzinfo=UTC)
    return wall.replace(tzinfo=zone.rules).astimezone(UTC)


def instance_text(wall: datetime, zone: Zone | None) -> str:
    """What tells this instance of a series from the others, as `Occurrence.instance` has it."""
    return wall.date().isoformat() if zone is None else instant_text(instant(wall, zone))
