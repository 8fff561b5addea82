"""What the servers of `tests.flows.nights` hold: people, cards and events, as each of them writes these."""

from datetime import datetime, timedelta
from typing import Any, Final

ADDRESS: Final = "ada@example.org"


def person(given: str, family: str, email: str) -> dict[str, Any]:
    """A person of the People API."""
    name = {"givenName": given, "familyName": family, "displayName": f"{given} {family}"}
    return {"names": [name], "emailAddresses": [{"value": email, "type": "home"}]}


def vcard(uid: str, given: str, family: str, email: str, *, note: str = "") -> str:
    """A card."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"N:{family};{given};;;", f"FN:{given} {family}"]
    lines += [f"EMAIL:{email}"] if email else []
    lines += [f"NOTE:{note}"] if note else []
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCARD"])


def event(uid: str, summary: str, start: datetime) -> str:
    """A calendar object with one event of an hour, to which Cem is invited."""
    end = start + timedelta(hours=1)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//", "BEGIN:VEVENT", f"UID:{uid}",
        "DTSTAMP:20260101T000000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{summary}", f"ORGANIZER:mailto:{ADDRESS}", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:cem@example.org",
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ADDRESS}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines)


def at(month: int, day: int, hour: int) -> datetime:
    """A time of this year by the calendar's clock."""
    return datetime(2026, month, day, hour)  # noqa: DTZ001 - by the calendar's clock


def hour(start: datetime) -> tuple[datetime, datetime]:
    """Begin and end of an event."""
    return start, start + timedelta(hours=1)


def meeting(email: str, summary: str) -> dict[str, Any]:
    """An event of the Calendar API to which Ada invited somebody, who comes."""
    attendees = [
        {"email": ADDRESS, "responseStatus": "accepted", "self": True, "organizer": True},
        {"email": email, "responseStatus": "accepted"},
    ]
    return {"summary": summary, "organizer": {"email": ADDRESS, "self": True}, "attendees": attendees}
