"""Reads the text of a VEVENT: when it is, how it recurs, what it is called and who takes part."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from connectors.calendar.lines import Params, Property, properties, split_list, unescape
from connectors.calendar.occurrence import Attendee
from connectors.calendar.people import read_person
from connectors.calendar.stamps import Stamp, read_duration, read_stamp

_SINGLE: Final = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION", "CLASS"}
)
_MANY: Final = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "ATTENDEE", "ORGANIZER", "CATEGORIES"})
_STAMPS: Final = frozenset({"DTSTAMP", "LAST-MODIFIED"})


class Event(NamedTuple):
    """What a VEVENT says.

    `rules`, `dates` and `exceptions` are its RRULE, RDATE and EXDATE as written, with their parameters. `hints` are
    its X- properties and its CLASS in capitals, which may tell that it is no meeting.
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
    is_attendees_omitted: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it takes place once, and is no part of a series."""
        return not (self.rules or self.dates or self.recurrence or self.exceptions)


def read_events(components: str) -> Iterator[Event]:
    """The events in the text of `RawCalendar.components`, in its order."""
    for text in components.split("BEGIN:VEVENT\n"):
        if text.strip():
            yield read_event(text)


def read_event(text: str) -> Event:
    """The event that a VEVENT's lines describe; what can't be read is left out of it."""
    single: dict[str, tuple[Params, str]] = {}
    many: dict[str, list[Property]] = {}
    hints = []
    stamped = None
    for line in properties(text):
        name, params, value = line
        if name in _SINGLE:
            if value and name not in single:
                single[name] = params, value
        elif name in _MANY:
            many.setdefault(name, []).append(line)
        elif name in _STAMPS:
            stamped = max(filter(None, (stamped, _instant(value))), default=None)
        elif name.startswith("X-"):
            hints.append((name, value.strip().upper()))
    return _event(single, many, hints, stamped)


def _event(
    single: dict[str, tuple[Params, str]],
    many: dict[str, list[Property]],
    hints: list[tuple[str, str]],
    stamped: str | None,
) -> Event:
    recurrence = _stamp(single.get("RECURRENCE-ID"))
    if "CLASS" in single:
        hints.append(("CLASS", single["CLASS"][1].strip().upper()))
    people = [person for line in many.get("ATTENDEE", ()) if (person := read_person(line.params, line.value))]
    organisers = [person for line in many.get("ORGANIZER", ()) if (person := read_person(line.params, line.value))]
    return Event(
        uid=_text(single.get("UID")),
        start=_stamp(single.get("DTSTART")),
        end=_stamp(single.get("DTEND")),
        duration=read_duration(single["DURATION"][1]) if "DURATION" in single else None,
        recurrence=recurrence,
        is_this_and_future=recurrence is not None
        and single["RECURRENCE-ID"][0].get("RANGE", "").upper() == "THISANDFUTURE",
        rules=tuple(many.get("RRULE", ())),
        dates=tuple(many.get("RDATE", ())),
        exceptions=tuple(many.get("EXDATE", ())),
        exrules=tuple(many.get("EXRULE", ())),
        sequence=_whole(single.get("SEQUENCE")),
        stamped=stamped,
        status=_status(single.get("STATUS")),
        summary=_text(single.get("SUMMARY")),
        location=_text(single.get("LOCATION")),
        categories=tuple(category for line in many.get("CATEGORIES", ()) for category in split_list(line.value)),
        organiser=organisers[0] if organisers else None,
        attendees=tuple(people),
        hints=tuple(hints),
    )


def _stamp(line: tuple[Params, str] | None) -> Stamp | None:
    if line is None:
        return None
    params, value = line
    if not params:
        return read_stamp(value)
    return read_stamp(value, tzid=params.get("TZID", ""), is_date=params.get("VALUE", "").upper() == "DATE")


def _text(line: tuple[Params, str] | None) -> str | None:
    return (unescape(line[1]).strip() or None) if line else None


def _whole(line: tuple[Params, str] | None) -> int:
    text = line[1].strip() if line else ""
    return int(text[:9]) if text.isdecimal() and text.isascii() else 0


def _status(line: tuple[Params, str] | None) -> str:
    word = line[1].strip().lower() if line else ""
    if word in {"cancelled", "canceled"}:
        return "cancelled"
    return "tentative" if word == "tentative" else "confirmed"


def _instant(value: str) -> str | None:
    """DTSTAMP as text that sorts by time: in UTC, or as if it were (which its writers mean)."""
    stamp = read_stamp(value)
    return None if stamp is None else instant_text(stamp.wall.replace(tzinfo=UTC))


def instant_text(instant: datetime) -> str:
    """An instant as Kith writes it ("2024-06-30T09:00:00Z")."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
