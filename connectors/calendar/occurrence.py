"""What a calendar's events come to once their recurrences are expanded: occurrences, and what can't be expanded."""

from datetime import date, datetime
from typing import NamedTuple


class Attendee(NamedTuple):
    """Somebody, or something, that an event names.

    `address` is as written, without "mailto:". `response` is accepted, declined, tentative, needs_action, delegated or
    another word that the file uses; `role` is chair, required, optional or non_participant; `kind` is individual,
    group, room, resource or unknown.
    """

    address: str | None
    name: str | None = None
    response: str = "needs_action"
    role: str = "required"
    kind: str = "individual"


class Occurrence(NamedTuple):
    """One time at which an event takes place.

    `instance` tells the occurrences of a series apart, the same in every copy of it: the instant for which the series
    has it, in UTC ("2024-06-30T09:00:00Z") or as a date, wherever it was moved to. It is "" for an event that doesn't
    recur, so that a copy which was moved is the same event still.

    `starts_at` and `ends_at` are instants, None for an event of whole days; `starts_on` is the day in the event's own
    zone; where that is UTC (into which programs turn what they export) in the calendar's, else in the account's.
    `ends_on` (of whole days only) is the day after the last one. `stamped` is DTSTAMP or LAST-MODIFIED, the later.

    `kind` is event, or what is no interaction: birthday, out_of_office, focus_time, working_location or holiday.
    `zone_from` says where the zone of the start is from: utc, iana (its own name), windows (a name that CLDR
    translates), vtimezone (defined in the file), calendar (X-WR-TIMEZONE), account, or date (it has none).
    `is_attendees_omitted` says that more take part than are named; no calendar file does, Google's interface may.
    `method` is what the file is for, where it is a message about the event (request, cancel, reply, …). `component`
    numbers the VEVENTs of a record, from 0: all times of one have the same to say but when they are.
    """

    record_id: str
    uid: str | None
    instance: str
    is_recurring: bool
    sequence: int
    stamped: str | None
    starts_at: datetime | None
    starts_on: date
    ends_at: datetime | None
    ends_on: date | None
    is_all_day: bool
    status: str
    summary: str | None
    location: str | None
    categories: tuple[str, ...]
    kind: str
    is_attendees_omitted: bool
    organiser: Attendee | None
    attendees: tuple[Attendee, ...]
    zone: str | None
    zone_from: str
    method: str | None = None
    component: int = 0


class Unread(NamedTuple):
    """A record that can't be expanded, or not to its end, and why."""

    record_id: str
    reason: str


class Window(NamedTuple):
    """Instants within which an occurrence has to start: from `start` (None: ever) up to, but without, `end`; UTC.

    What lasts whole days starts at midnight UTC, as far as the window is concerned.
    """

    start: datetime | None
    end: datetime
