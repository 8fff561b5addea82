"""Reads the text of a VEVENT: when it is, how it recurs, what it is called and who takes part."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from connectors.calendar.lines import HEADS, Property, split_line, split_list, unescape
from connectors.calendar.occurrence import Attendee
from connectors.calendar.people import read_person
from connectors.calendar.stamps import Stamp, read_duration, read_stamp

_SINGLE: Final = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION", "CLASS"}
)
_MANY: Final = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "CATEGORIES", "DTSTAMP", "LAST-MODIFIED"})
_PEOPLE: Final = ("ATTENDEE", "ORGANIZER")
_MEANINGLESS: Final = frozenset({"X-ALT-DESC", "X-APPLE-STRUCTURED-LOCATION", "X-MICROSOFT-LOCATIONS"})
"""Long properties that tell nothing of an event's kind."""
OMITTED: Final = "X-KITH-ATTENDEES-OMITTED"
"""The property that says, TRUE, that more take part than are named: no file has it, but Google's interface tells."""
_NONE: Final[tuple[Property, ...]] = ()


class Event(NamedTuple):
    """What a VEVENT says.

    `rules`, `dates`, `exceptions` and `exrules` are its RRULE, RDATE, EXDATE and EXRULE as written. `hints` are its X-
    properties and its CLASS in capitals, which may tell that it is no meeting.
    """

    uid: str | None
    start: Stamp | None
    end: Stamp | None = None
    duration: timedelta | None = None
    recurrence: Stamp | None = None
    is_this_and_future: bool = False
    rules: tuple[Property, ...] = ()
    dates: tuple[Property, ...] = ()
    exceptions: tuple[Property, ...] = ()
    exrules: tuple[Property, ...] = ()
    sequence: int = 0
    stamped: str | None = None
    status: str = "confirmed"
    summary: str | None = None
    location: str | None = None
    categories: tuple[str, ...] = ()
    organiser: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()
    hints: tuple[tuple[str, str], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it takes place once, and is no part of a series."""
        return not (self.rules or self.dates or self.recurrence or self.exceptions)


def read_events(components: str) -> Iterator[Event]:
    """The events in the text of `RawCalendar.components`, in its order."""
    for text in components.split("BEGIN:VEVENT\n"):
        if text:
            yield read_event(text)


def read_event(text: str) -> Event:
    """The event that a VEVENT's unfolded lines describe; what can't be read is left out of it."""
    single: dict[str, Property] = {}
    many: dict[str, list[Property]] = {}
    people: dict[str, list[Attendee]] = {}
    hints: list[tuple[str, str]] = []
    for line in text.split("\n"):
        if line.startswith(_PEOPLE) and (person := _person(line)):
            people.setdefault(person[0], []).append(person[1])
            continue
        head, value = split_line(line)
        name, params = HEADS[head]
        if name in _SINGLE:
            if value and name not in single:
                single[name] = Property(name, params, value)
        elif name in _MANY and value.strip():
            many.setdefault(name, []).append(Property(name, params, value))
        elif name.startswith("X-") and value and name not in _MEANINGLESS:
            hints.append((name, value.strip().upper()))
    return _event(single, many, people, hints)


def _event(
    single: dict[str, Property],
    many: dict[str, list[Property]],
    people: dict[str, list[Attendee]],
    hints: list[tuple[str, str]],
) -> Event:
    recurrence = single.get("RECURRENCE-ID")
    duration = single.get("DURATION")
    if access := single.get("CLASS"):
        hints.append(("CLASS", access.value.strip().upper()))
    return Event(
        uid=_text(single.get("UID")),
        start=_stamp(single.get("DTSTART")),
        end=_stamp(single.get("DTEND")),
        duration=read_duration(duration.value) if duration else None,
        recurrence=_stamp(recurrence),
        is_this_and_future=recurrence is not None and recurrence.params.get("RANGE", "").upper() == "THISANDFUTURE",
        rules=tuple(many.get("RRULE", _NONE)),
        dates=tuple(many.get("RDATE", _NONE)),
        exceptions=tuple(many.get("EXDATE", _NONE)),
        exrules=tuple(many.get("EXRULE", _NONE)),
        sequence=_whole(single.get("SEQUENCE")),
        stamped=_stamped(many),
        status=_status(single.get("STATUS")),
        summary=_text(single.get("SUMMARY")),
        location=_text(single.get("LOCATION")),
        categories=tuple(category for line in many.get("CATEGORIES", _NONE) for category in split_list(line.value)),
        organiser=people["ORGANIZER"][0] if "ORGANIZER" in people else None,
        attendees=tuple(people.get("ATTENDEE", ())),
        hints=tuple(hints),
    )


@lru_cache(maxsize=16_384)
def _person(line: str) -> tuple[str, Attendee] | None:
    """An ATTENDEE or ORGANIZER and which of them it is; people meet again and again, and so do their lines."""
    head, value = split_line(line)
    name, params = HEADS[head]
    person = read_person(params, value) if name in _PEOPLE else None
    return (name, person) if person else None


def _stamp(line: Property | None) -> Stamp | None:
    if line is None:
        return None
    params = line.params
    if not params:
        return read_stamp(line.value)
    return read_stamp(line.value, tzid=params.get("TZID", ""), is_date=params.get("VALUE", "").upper() == "DATE")


def _text(line: Property | None) -> str | None:
    return (unescape(line.value).strip() or None) if line else None


def _whole(line: Property | None) -> int:
    text = line.value.strip() if line else ""
    return int(text[:9]) if text.isdecimal() and text.isascii() else 0


def _status(line: Property | None) -> str:
    word = line.value.strip().lower() if line else ""
    if word in {"cancelled", "canceled"}:
        return "cancelled"
    return "tentative" if word == "tentative" else "confirmed"


def _stamped(many: dict[str, list[Property]]) -> str | None:
    """The later of DTSTAMP and LAST-MODIFIED, in UTC or as if it were (which its writers mean)."""
    lines = [*many.get("DTSTAMP", _NONE), *many.get("LAST-MODIFIED", _NONE)]
    return max((text for line in lines if (text := _instant(line.value))), default=None)


@lru_cache(maxsize=4_096)
def _instant(value: str) -> str | None:
    stamp = read_stamp(value)
    return None if stamp is None else instant_text(stamp.wall.replace(tzinfo=UTC))


def instant_text(instant: datetime) -> str:
    """An instant in UTC as Kith writes it ("2024-06-30T09:00:00Z")."""
    return f"{instant.isoformat()[:19]}Z"
