"""What Google says of a calendar's event, and the same as iCalendar text, the way `connectors.calendar` reads it.

Left out, because they are nobody's business or say nothing of who met whom: joining links and codes
(conferenceData, hangoutLink), attachments, what guests comment, reminders, colours and labels, who may change an event
(guestsCan…, locked), what other programs keep in it (extendedProperties, gadget, source), links to it (htmlLink), who
made it (creator), and what is told of absences, focus times, places of work and birthdays, which aren't asked for.

Source: https://developers.google.com/workspace/calendar/api/v3/reference/events (discovery document calendar.v3).
"""

import re
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct, field, structs

from connectors.calendar.events import OMITTED
from connectors.calendar.zones import Zone, known_zone

_RECURRENCE: Final = re.compile(r"(?:RRULE|EXRULE|RDATE|EXDATE)[;:][^\r\n]*", re.IGNORECASE)
_ESCAPED: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_ESCAPABLE: Final = re.compile(r"[\\;,\n]")
_CARETS: Final = {"^": "^^", '"': "^'", "\n": "^n"}
_CARETABLE: Final = re.compile(r"[\^\"\n]")
_ANSWERS: Final = {"needsAction": "NEEDS-ACTION"}
_UNKNOWN: Final = "invalid:nomail"
"""The address of whoever has none, as Exchange writes it."""


class Moment(Struct, frozen=True, rename="camel"):
    """A day ("2026-06-30"), or a time with its offset and the name of its zone."""

    date: str | None = None
    date_time: str | None = None
    time_zone: str | None = None


class Guest(Struct, frozen=True, rename="camel"):
    """Somebody, or a room, that is invited. `self` isn't read: on a shared calendar that is somebody else."""

    email: str | None = None
    display_name: str | None = None
    response_status: str = "needsAction"
    optional: bool = False
    resource: bool = False
    additional_guests: int = 0


class Organiser(Struct, frozen=True, rename="camel"):
    """Whose event it is; `is_calendar` says that it is the calendar's on which it stands."""

    email: str | None = None
    display_name: str | None = None
    is_calendar: bool = field(default=False, name="self")


class GoogleEvent(Struct, frozen=True, rename="camel"):
    """An event, a series (with `recurrence`) or one time of a series (with `recurring_event_id`).

    Of what was deleted only the id is certain, of a time of a series that was called off the series and
    `original_start_time` as well.
    """

    id: str
    status: str = "confirmed"
    uid: str | None = field(default=None, name="iCalUID")
    summary: str | None = None
    description: str | None = None
    location: str | None = None
    start: Moment | None = None
    end: Moment | None = None
    end_time_unspecified: bool = False
    recurrence: tuple[str, ...] = ()
    recurring_event_id: str | None = None
    original_start_time: Moment | None = None
    sequence: int | None = None
    created: str | None = None
    updated: str | None = None
    event_type: str = "default"
    visibility: str = "default"
    transparency: str = "opaque"
    organizer: Organiser | None = None
    attendees: tuple[Guest, ...] = ()
    attendees_omitted: bool = False
    guests_can_see_other_guests: bool = True

    @property
    def is_deleted(self) -> bool:
        """Whether it is there no more; a time of a series that was called off is (Google keeps it as that)."""
        return self.status == "cancelled" and self.recurring_event_id is None

    @property
    def is_hiding_guests(self) -> bool:
        """Whether others take part than those that are told."""
        is_own = self.organizer is not None and self.organizer.is_calendar
        return self.attendees_omitted or not (self.guests_can_see_other_guests or is_own)


def selector() -> str:
    """What is asked for of an event: the fields that are read, and no others."""
    nested: dict[str, type[Struct]] = {"attendees": Guest, "organizer": Organiser}
    return ",".join(
        f"{name}({','.join(_names(nested[name]))})" if name in nested else name for name in _names(GoogleEvent)
    )


def _names(of: type[Struct]) -> list[str]:
    return [each.encode_name for each in structs.fields(of)]


def event_text(event: GoogleEvent, *, zone: str | None, now: datetime) -> str:
    r"""The event as a VEVENT, as `RawCalendar.components` holds it: unfolded lines, "\n" at the end of each.

    Args:
        event: Of Google's.
        zone: The calendar's zone, for a series that names none.
        now: When it was read (UTC). That is when we know of a call-off of which Google doesn't say when it was made.

    Raises:
        ValueError: it doesn't say when it is, or not so that it can be read; the message says what is written.
    """
    lines = ["BEGIN:VEVENT", *_times(event, zone)]
    if event.updated is None:
        lines.append(f"DTSTAMP:{_compact(now)}Z")
    lines += [line for line in event.recurrence if _RECURRENCE.fullmatch(line)]
    lines += _said(event)
    lines += [_guest(guest) for guest in event.attendees]
    if event.is_hiding_guests:
        lines.append(f"{OMITTED}:TRUE")
    return "\n".join([*lines, "END:VEVENT", ""])


def _times(event: GoogleEvent, zone: str | None) -> list[str]:
    lines = []
    is_series = bool(event.recurrence)
    if event.start is not None:
        lines.append(_moment("DTSTART", event.start, zone, is_series=is_series))
    if event.end is not None and not event.end_time_unspecified:
        lines.append(_moment("DTEND", event.end, zone, is_series=is_series))
    if event.original_start_time is not None:
        lines.append(_moment("RECURRENCE-ID", event.original_start_time, zone))
    if event.start is None and event.original_start_time is None:
        raise ValueError("an event without a start")
    stamps = (("CREATED", event.created), ("LAST-MODIFIED", event.updated))
    return [*lines, *(f"{name}:{_compact(_instant(text).astimezone(UTC))}Z" for name, text in stamps if text)]


def _moment(name: str, moment: Moment, zone: str | None, *, is_series: bool = False) -> str:
    """A property with a day or a time by the clock of its zone.

    A series recurs by that clock. Elsewhere a time that comes twice, when clocks are put back, is told in UTC.
    """
    if moment.date:
        return f"{name};VALUE=DATE:{_instant(moment.date):%Y%m%d}"
    at = _instant(moment.date_time or "")
    known = _zone(moment.time_zone) or (_zone(zone) if is_series or at.tzinfo is None else None)
    if at.tzinfo is None:
        return f"{name};TZID={known.name}:{_compact(at)}" if known else f"{name}:{_compact(at)}"
    wall = at.astimezone(known.rules if known else UTC).replace(tzinfo=None, fold=0)
    if known and known.rules is not UTC and (is_series or wall.replace(tzinfo=known.rules).astimezone(UTC) == at):
        return f"{name};TZID={known.name}:{_compact(wall)}"
    return f"{name}:{_compact(at.astimezone(UTC))}Z"


def _zone(name: str | None) -> Zone | None:
    return known_zone(name) if name else None


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"an event with a time that can't be read ({text[:100]})") from None


def _compact(moment: datetime) -> str:
    return moment.isoformat()[:19].replace("-", "").replace(":", "")


def _said(event: GoogleEvent) -> list[str]:
    """What holds of the event as a whole."""
    texts = {"UID": event.uid, "SUMMARY": event.summary, "LOCATION": event.location, "DESCRIPTION": event.description}
    words = {
        "STATUS": event.status.upper(),
        "SEQUENCE": None if event.sequence is None else f"{event.sequence}",
        "CLASS": None if event.visibility == "default" else event.visibility.upper(),
        "TRANSP": None if event.transparency == "opaque" else event.transparency.upper(),
        "X-GOOGLE-EVENT-TYPE": None if event.event_type == "default" else event.event_type,
    }
    lines = [f"{name}:{_text(text)}" for name, text in (texts | words).items() if text]
    return [*lines, *_organiser(event)]


def _organiser(event: GoogleEvent) -> list[str]:
    """Whose event it is: that of whoever's calendar it stands on, where nobody else invited to it."""
    one = event.organizer
    if one is None or not (one.email or one.display_name):
        return []
    return [f"ORGANIZER{_called(one.display_name)}:{_address(one.email)}"]


def _guest(guest: Guest) -> str:
    answer = _ANSWERS.get(guest.response_status, guest.response_status.upper())
    kind, role = "RESOURCE" if guest.resource else "INDIVIDUAL", "OPT" if guest.optional else "REQ"
    more = f";X-NUM-GUESTS={guest.additional_guests}" if guest.additional_guests else ""
    head = f"ATTENDEE;CUTYPE={kind};ROLE={role}-PARTICIPANT;PARTSTAT={_parameter(answer)}{more}"
    return f"{head}{_called(guest.display_name)}:{_address(guest.email)}"


def _called(name: str | None) -> str:
    return f";CN={_parameter(name)}" if name else ""


def _address(email: str | None) -> str:
    return f"mailto:{''.join(email.split())}" if email else _UNKNOWN


def _parameter(text: str) -> str:
    """A parameter's value, in quotes. Source: RFC 6868."""
    return f'"{_CARETABLE.sub(lambda found: _CARETS[found[0]], _lines(text))}"'


def _text(text: str) -> str:
    """A text. Source: RFC 5545 section 3.3.11."""
    return _ESCAPABLE.sub(lambda found: _ESCAPED[found[0]], _lines(text))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
