"""Google's Calendar API in the emulator: calendars, events, series and their times that were moved or called off.

calendars = GoogleCalendars(emulator)
calendars.add("ada@example.org", primary=True).add_event(datetime(2026, 6, 1, 9), datetime(2026, 6, 1, 10))
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.emulators.google import GoogleEmulator
from tests.emulators.google_discovery import Call, Refused, mistake
from tests.emulators.google_feed import Entry, Feed

Event = dict[str, Any]

_NOT_WITH_TOKENS: Final = (
    "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin",
)  # fmt: skip
_DEFAULT_SIZE: Final = 250
_DEFAULT_CALENDARS: Final = 100
_PART: Final = re.compile(r"(\w+)(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\))?(?:,|\Z)")
TOKEN_LASTS: Final = timedelta(days=30)


class GoogleCalendars:
    """The account's list of calendars, and what stands on them."""

    def __init__(self, emulator: GoogleEmulator) -> None:
        self._emulator = emulator
        self._listed: dict[str, Event] = {}
        self._calendars: dict[str, CalendarFeed] = {}
        self.hidden_from: set[str] = set()
        """Calendars that are listed, and whose events nobody gives out."""
        self.page_size: int | None = None
        """How many events a page holds at most; the server may give fewer than it is asked for."""
        self.begins_empty = False
        """Whether the first page of a listing has no events."""
        emulator.serve("calendar.calendarList.list", self._calendar_list)
        emulator.serve("calendar.events.list", self._events)

    def __getitem__(self, calendar_id: str) -> "CalendarFeed":
        return self._calendars[calendar_id]

    def add(self, calendar_id: str, summary: str | None = None, **fields: Any) -> "CalendarFeed":  # noqa: ANN401 - of an entry
        """Add a calendar, which is shown, is the account's own, and in Berlin unless it is said otherwise."""
        given = {
            "summary": summary or calendar_id,
            "timeZone": "Europe/Berlin",
            "selected": True,
            "accessRole": "owner",
        }
        self._listed[calendar_id] = {"kind": "calendar#calendarListEntry", "id": calendar_id} | given | fields
        self._calendars[calendar_id] = CalendarFeed(self._emulator, calendar_id, self._listed[calendar_id]["timeZone"])
        return self._calendars[calendar_id]

    def change(self, calendar_id: str, **fields: Any) -> None:  # noqa: ANN401 - as above
        """Change what the list says of a calendar."""
        self._listed[calendar_id] |= fields

    def remove(self, calendar_id: str) -> None:
        """Take a calendar away."""
        del self._listed[calendar_id]
        del self._calendars[calendar_id]

    def expire_tokens(self) -> None:
        """No sync token holds any more."""
        for calendar in self._calendars.values():
            calendar.expire_tokens()

    def entry(self, calendar_id: str) -> Mapping[str, Any]:
        """What the list says of a calendar."""
        return self._listed[calendar_id]

    def _calendar_list(self, call: Call) -> Mapping[str, Any]:
        shown = [one for one in self._listed.values() if call.arguments.get("showHidden") or not one.get("hidden")]
        start = int(call.arguments.get("pageToken", 0))
        end = start + min(call.arguments.get("maxResults", _DEFAULT_CALENDARS), self.page_size or _DEFAULT_CALENDARS)
        more = {"nextPageToken": f"{end}"} if end < len(shown) else {"nextSyncToken": "calendars"}
        return {"kind": "calendar#calendarList", "items": shown[start:end], **more}

    def _events(self, call: Call) -> Mapping[str, Any]:
        calendar_id = call.arguments["calendarId"]
        if calendar_id not in self._calendars or calendar_id in self.hidden_from:
            raise Refused(404, "Not Found", reason="notFound", status="NOT_FOUND")
        if call.arguments.get("singleEvents"):
            raise mistake("The emulator doesn't expand series.")
        if "syncToken" in call.arguments:
            if unfit := [name for name in _NOT_WITH_TOKENS if name in call.arguments]:
                raise mistake(f"Sync token cannot be used with {', '.join(unfit)}.")
            if call.arguments.get("showDeleted") is False:
                raise mistake("showDeleted cannot be false with a sync token.")
        size = min(call.arguments.get("maxResults", _DEFAULT_SIZE), self.page_size or _DEFAULT_SIZE)
        if self.begins_empty and "pageToken" not in call.arguments:
            size = 0
        calendar = self._calendars[calendar_id]
        page = calendar.page(call, size=size)
        types = call.arguments.get("eventTypes")
        items = [calendar.rendered(entry) for entry in page.entries]
        answer: Event = {
            "kind": "calendar#events",
            "summary": self._listed[calendar_id]["summary"],
            "timeZone": self._listed[calendar_id]["timeZone"],
            "items": [item for item in items if not types or item.get("eventType", "default") in types],
        }
        if page.next_page_token:
            answer["nextPageToken"] = page.next_page_token
        if page.next_sync_token:
            answer["nextSyncToken"] = page.next_sync_token
        return only(answer, call.fields)


class CalendarFeed(Feed):
    """What stands on a calendar. Edits are told by what people do: add, move, call off, answer, split."""

    def __init__(self, emulator: GoogleEmulator, calendar_id: str, zone: str) -> None:
        super().__init__(emulator.clock, lasts=TOKEN_LASTS)
        self.now = emulator.clock
        self.calendar_id = calendar_id
        self.zone = zone
        self._added = 0
        self._of_series: dict[str, Event] = {}
        """What is still told of a time of a series once that is deleted."""

    def add_event(self, start: datetime | date, end: datetime | date, **fields: Any) -> str:  # noqa: ANN401 - of an event
        """Add an event, or a series if it has a `recurrence`; returns its id.

        Times are by the clock, in `zone` (the calendar's, if it isn't given); they are told in the calendar's own.
        """
        self._added += 1
        event_id = fields.pop("id", f"{self.calendar_id[:1]}{self._added:05}")
        zone = fields.pop("zone", self.zone)
        given = {"iCalUID": f"{event_id}@google.com", "sequence": 0, "summary": f"Event {self._added}"}
        self._put(event_id, {**given, "start": self.moment(start, zone), "end": self.moment(end, zone), **fields})
        return str(event_id)

    def moment(self, at: datetime | date, zone: str | None = None) -> Event:
        """A day, or a time by the clock of a zone, as Google tells it: with the offset of the calendar's clock."""
        if not isinstance(at, datetime):
            return {"date": at.isoformat()}
        zone = zone or self.zone
        aware = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
        return {"dateTime": aware.astimezone(UTC).astimezone(ZoneInfo(self.zone)).isoformat(), "timeZone": zone}

    def change(self, event_id: str, **fields: Any) -> None:  # noqa: ANN401 - of an event
        """Change some fields of an event."""
        self._put(event_id, {**self[event_id], **fields})

    def move(self, event_id: str, by: timedelta) -> None:
        """Move an event, or a whole series: its times that differed are called off, it doesn't have them any more."""
        event = self[event_id]
        moved = {name: self._shifted(event[name], by) for name in ("start", "end")}
        self._put(event_id, {**event, **moved, "sequence": event.get("sequence", 0) + 1})
        for other in [key for key, _ in self.exceptions(event_id)]:
            self._call_off(other)

    def delete_event(self, event_id: str, *, tells_exceptions: bool = True) -> None:
        """Delete an event; a series goes with all that differs in it, of which Google tells or not."""
        for other in [key for key, _ in self.exceptions(event_id)]:
            if tells_exceptions:
                self.delete(other)
            else:
                self.drop(other)
        self.delete(event_id)

    def move_instance(self, series_id: str, at: datetime | date, by: timedelta, **fields: Any) -> str:  # noqa: ANN401 - of an event
        """Move one time of a series, the one that begins at a time of the series' clock; returns its id."""
        series = self[series_id]
        original = self.moment(at, series["start"].get("timeZone"))
        length = _instant(series["end"]) - _instant(series["start"])
        start = self._shifted(original, by)
        copied = {key: series[key] for key in series if key not in {"recurrence", "start", "end"}}
        told = {"recurringEventId": series_id, "originalStartTime": original}
        moved = {"start": start, "end": self._shifted(start, length), "sequence": series.get("sequence", 0) + 1}
        event_id = self.instance_id(series_id, at, series["start"].get("timeZone"))
        self._put(event_id, {**copied, **told, **moved, **fields})
        return event_id

    def cancel_instance(self, series_id: str, at: datetime | date) -> str:
        """Call off one time of a series: Google keeps no more of it than which one it was."""
        zone = self[series_id]["start"].get("timeZone")
        event_id = self.instance_id(series_id, at, zone)
        self._of_series[event_id] = {"recurringEventId": series_id, "originalStartTime": self.moment(at, zone)}
        self._call_off(event_id)
        return event_id

    def _call_off(self, event_id: str) -> None:
        gone = {"id": event_id, "status": "cancelled", "kind": "calendar#event"}
        self.put(event_id, gone | self._of_series[event_id])

    def split(self, series_id: str, at: datetime, **fields: Any) -> str:  # noqa: ANN401 - of an event
        """Change "this and the following" times of a series: it ends before, and another one begins; returns its id."""
        series = self[series_id]
        zone = series["start"]["timeZone"]
        instant = at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        (rule,) = (line for line in series["recurrence"] if line.startswith("RRULE"))
        ended = f"{rule.partition(';UNTIL')[0]};UNTIL={instant - timedelta(seconds=1):%Y%m%dT%H%M%SZ}"
        for key, event in list(self.exceptions(series_id)):
            if _instant(event["originalStartTime"]) >= instant:
                self._call_off(key)
        length = _instant(series["end"]) - _instant(series["start"])
        self._put(series_id, {**series, "recurrence": [ended], "sequence": series.get("sequence", 0) + 1})
        new_id = f"{series_id.partition('_R')[0]}_R{instant:%Y%m%dT%H%M%S}"
        start = self.moment(at, zone)
        rest = {"iCalUID": f"{new_id}@google.com", "recurrence": [rule], "start": start}
        self._put(new_id, {**series, **rest, "end": self._shifted(start, length), **fields})
        return new_id

    def instance_id(self, series_id: str, at: datetime | date, zone: str | None) -> str:
        """What Google calls a time of a series."""
        if not isinstance(at, datetime):
            return f"{series_id}_{at:%Y%m%d}"
        return f"{series_id}_{at.replace(tzinfo=ZoneInfo(zone or self.zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def exceptions(self, series_id: str) -> Iterator[tuple[str, Event]]:
        """The times of a series that differ from it, by their ids."""
        for key, event in self.items():
            if event.get("recurringEventId") == series_id:
                yield key, event

    def rendered(self, entry: Entry) -> Event:
        """An event as it is answered; what was deleted says little more than that."""
        if entry.item is not None:
            return dict(entry.item)
        return {"id": entry.key, "status": "cancelled", "kind": "calendar#event"} | self._of_series.get(entry.key, {})

    def _put(self, event_id: str, event: Event) -> None:
        stamp = self.now() + timedelta(milliseconds=self.revision)
        told = {"id": event_id, "kind": "calendar#event", "etag": f'"{self.revision}"', "status": "confirmed"}
        updated = {"updated": f"{stamp:%Y-%m-%dT%H:%M:%S}.{stamp.microsecond // 1000:03}Z"}
        self.put(event_id, {**told, **event, "id": event_id, **updated})
        if "recurringEventId" in event:
            self._of_series[event_id] = {key: event[key] for key in ("recurringEventId", "originalStartTime")}

    def _shifted(self, moment: Event, by: timedelta) -> Event:
        if "date" in moment:
            return {"date": (date.fromisoformat(moment["date"]) + timedelta(days=by.days)).isoformat()}
        wall = datetime.fromisoformat(moment["dateTime"]).astimezone(ZoneInfo(moment["timeZone"]))
        return self.moment(wall.replace(tzinfo=None) + by, moment["timeZone"])


def _instant(moment: Event) -> datetime:
    if "date" in moment:
        return datetime.fromisoformat(moment["date"]).replace(tzinfo=UTC)
    return datetime.fromisoformat(moment["dateTime"]).astimezone(UTC)


def only(answer: Mapping[str, Any], fields: str | None) -> Event:
    """The parts of an answer that are asked for: "items(id,start),nextPageToken"."""
    if fields is None:
        return dict(answer)
    found: Event = {}
    for name, nested in _PART.findall(fields):
        if name not in answer:
            continue
        value = answer[name]
        if nested and isinstance(value, list):
            found[name] = [only(one, nested) for one in value]
        else:
            found[name] = only(value, nested) if nested else value
    return found
