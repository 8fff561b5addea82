"""An emulated calendar as the .ics file that Google exports of it, written by another library than Kith reads with."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vCalAddress, vRecur, vText

from tests.emulators.google_calendar import CalendarFeed, Event

_ANSWERS = {"needsAction": "NEEDS-ACTION"}


def exported(calendar: CalendarFeed, name: str) -> bytes:
    """Everything that stands on a calendar; times that were called off are left out of their series."""
    file = icalendar.Calendar()
    for key, text in {"prodid": "-//Google Inc//Google Calendar 70.9054//EN", "version": "2.0"}.items():
        file.add(key, text)
    file.add("x-wr-calname", name)
    file.add("x-wr-timezone", calendar.zone)
    events = dict(calendar.items())
    for key, event in events.items():
        if event["status"] != "cancelled":
            off = [
                one for one in events.values() if one.get("recurringEventId") == key and one["status"] == "cancelled"
            ]
            file.add_component(_component(event, off, at=calendar.now()))
    return bytes(file.to_ical())


def _component(event: Event, called_off: list[Event], *, at: datetime) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event["iCalUID"])
    component.add("dtstamp", at)
    component.add("dtstart", moment(event["start"]))
    component.add("dtend", moment(event["end"]))
    component.add("sequence", event["sequence"])
    component.add("status", event["status"].upper())
    component.add("summary", event["summary"])
    component.add("last-modified", datetime.fromisoformat(event["updated"]).astimezone(UTC))
    if "location" in event:
        component.add("location", event["location"])
    if "originalStartTime" in event:
        component.add("recurrence-id", moment(event["originalStartTime"]))
    for line in event.get("recurrence", ()):
        component.add("rrule", vRecur.from_ical(line.partition(":")[2]))
    if called_off:
        component.add("exdate", [moment(one["originalStartTime"]) for one in called_off])
    if "attendees" in event:
        _add_people(component, event)
    return component


def _add_people(component: icalendar.Event, event: Event) -> None:
    if "organizer" in event:
        component.add("organizer", vCalAddress(f"mailto:{event['organizer']['email']}"))
    for guest in event["attendees"]:
        person = vCalAddress(f"mailto:{guest['email']}")
        answer = guest["responseStatus"]
        params: dict[str, Any] = {
            "CUTYPE": "RESOURCE" if guest.get("resource") else "INDIVIDUAL",
            "ROLE": "OPT-PARTICIPANT" if guest.get("optional") else "REQ-PARTICIPANT",
            "PARTSTAT": _ANSWERS.get(answer, answer.upper()),
            "CN": guest.get("displayName"),
        }
        for name, text in params.items():
            if text:
                person.params[name] = vText(text)
        component.add("attendee", person)


def moment(told: Event) -> date | datetime:
    """A day or a time of Google's."""
    if "date" in told:
        return date.fromisoformat(told["date"])
    return datetime.fromisoformat(told["dateTime"]).astimezone(ZoneInfo(told["timeZone"]))
