"""An account with two calendars on the emulator, the edits that people make there, and what should be read of them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from connectors.calendar.events import OMITTED, read_event
from connectors.calendar.stamps import Stamp
from connectors.google.api import GoogleApi
from connectors.google.calendar import GoogleCalendar
from connectors.interaction_records import RawInteraction
from connectors.network import Network
from connectors.records import RawContact
from tests.connectors.live_contract import FULL_EVERY_DAYS
from tests.emulators.google import GoogleEmulator
from tests.emulators.google_calendar import CalendarFeed, Event, GoogleCalendars
from tests.emulators.google_faults import Reply, broken

ADA: Final = "ada@example.org"
FAMILY: Final = "fam1ly@group.calendar.google.com"
NAMES: Final = ("ben", "claire", "dmitri", "emre")
ANSWERS: Final = ("accepted", "declined", "tentative", "needsAction")
START: Final = datetime(2026, 3, 5, 18)  # noqa: DTZ001 - by the calendar's clock


class CalendarWorld:
    """Ada's own calendar and the family's; the pages of both are short."""

    def __init__(self, emulator: GoogleEmulator, network: Network) -> None:
        self.emulator = emulator
        self.clock = emulator.clock
        self.network = network
        self.calendars = GoogleCalendars(emulator)
        self.calendars.page_size = 3
        self.calendars.begins_empty = True
        self.wanted: tuple[str, ...] = ("selected",)
        self.edits: Mapping[str, Callable[[int], None]] = {
            "add": self.add,
            "add_series": self.add_series,
            "change": self.change,
            "answer": self.answer,
            "delete": self.delete,
            "move": self.move,
            "move_instance": self.move_instance,
            "cancel_instance": self.cancel_instance,
            "split": self.split,
        }
        self._is_broken = False
        self.calendars.add(ADA, primary=True)
        self.calendars.add(FAMILY, "Family", timeZone="America/New_York", accessRole="writer")
        for number in range(8):
            self.add(number)
        for number in range(3):
            self.add_series(number)
        self.move_instance(0)
        self.cancel_instance(1)

    def connector(self) -> GoogleCalendar:
        """As tomorrow's run will make one."""
        api = GoogleApi(self.network, self.emulator.credentials(), endpoint=self.emulator.url)
        every = timedelta(days=FULL_EVERY_DAYS)
        return GoogleCalendar(api, calendars=self.wanted, now=self.clock, full_every=every)

    # Edits

    def add(self, number: int) -> None:
        """An event with guests, alone, of a whole day, or in another zone."""
        calendar, start = self._calendar(number), START + timedelta(days=number, minutes=15 * number)
        fields: dict[str, Any] = {"organizer": {"email": calendar.calendar_id, "self": True}}
        if number % 3:
            fields["attendees"] = self.guests(number)
        if number % 4 == 1:
            calendar.add_event(start.date(), start.date() + timedelta(days=1 + number % 2), **fields)
            return
        zone = ("Europe/Berlin", "Asia/Kolkata", calendar.zone)[number % 3]
        calendar.add_event(start, start + timedelta(minutes=90), zone=zone, location="Room, 1; left", **fields)

    def add_series(self, number: int) -> None:
        """A series by the week or the day, without end or with one."""
        calendar, start = self._calendar(number), START - timedelta(days=number % 9)
        rule = ("FREQ=WEEKLY", "FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH")[number % 3]
        fields = {"recurrence": [f"RRULE:{rule}"], "attendees": self.guests(number)}
        if number % 5 == 4:
            calendar.add_event(start.date(), start.date() + timedelta(days=1), **fields)
        else:
            calendar.add_event(start, start + timedelta(hours=1), **fields)

    def change(self, number: int) -> None:
        """Another title."""
        if found := self._pick(number, lambda event: event["status"] != "cancelled"):
            calendar, event_id = found
            calendar.change(event_id, summary=f"Renamed, {number};\nwith \\ and \"'")

    def answer(self, number: int) -> None:
        """Somebody answers, or comes along."""
        if found := self._pick(number, lambda event: "attendees" in event):
            calendar, event_id = found
            calendar.change(event_id, attendees=self.guests(number + 1))

    def delete(self, number: int) -> None:
        """An event goes, a series with all that differs in it."""
        if found := self._pick(number, lambda event: "recurringEventId" not in event):
            calendar, event_id = found
            calendar.delete_event(event_id, tells_exceptions=number % 2 == 0)

    def move(self, number: int) -> None:
        """An event or a whole series is at another time."""
        if found := self._pick(number, lambda event: "recurringEventId" not in event):
            calendar, event_id = found
            calendar.move(event_id, timedelta(days=1 + number % 2, hours=number % 3))

    def move_instance(self, number: int) -> None:
        """A time of a series is at another time, of which its guests may know."""
        if found := self._pick(number, _recurs):
            calendar, event_id = found
            fields = {"attendees": self.guests(number)} if number % 2 else {}
            calendar.move_instance(event_id, self._instance(calendar[event_id], number), timedelta(days=1), **fields)

    def cancel_instance(self, number: int) -> None:
        """A time of a series is called off."""
        if found := self._pick(number, _recurs):
            calendar, event_id = found
            calendar.cancel_instance(event_id, self._instance(calendar[event_id], number))

    def split(self, number: int) -> None:
        """This and the following times of a series are another one."""
        if found := self._pick(number, lambda event: _recurs(event) and "dateTime" in event["start"]):
            calendar, event_id = found
            at = self._instance(calendar[event_id], 2 + number)
            assert isinstance(at, datetime)
            if calendar.instance_id(event_id, at, None).replace("_", "_R").rstrip("Z") not in calendar:
                calendar.split(event_id, at, summary=f"Split off {number}")

    def guests(self, number: int) -> list[Event]:
        """Ada and some others, and a room."""
        others = [
            {
                "email": f"{name}@example.org",
                "displayName": f'{name.title()} "{number}" ^',
                "responseStatus": ANSWERS[(number + at) % 4],
                "optional": at == 1,
                "comment": "private",
            }
            for at, name in enumerate(NAMES[: 1 + number % 4])
        ]
        room = {"email": "c_1@resource.calendar.google.com", "resource": True, "responseStatus": "accepted"}
        return [{"email": ADA, "responseStatus": "accepted", "self": True}, *others, *([room] if number % 2 else [])]

    def lose_tokens(self) -> None:
        """No token holds any more."""
        self.calendars.expire_tokens()

    def break_off(self) -> None:
        """The second page of events never comes."""
        self._is_broken = True
        self.emulator.fail(self._fault, on="calendar.events", after=1, times=10_000)

    def heal(self) -> None:
        """All is well again."""
        self._is_broken = False

    def _fault(self, reply: Reply) -> Reply:
        return broken()(reply) if self._is_broken else reply

    def _calendar(self, number: int) -> CalendarFeed:
        return self.calendars[(ADA, FAMILY)[number % 2]]

    def _pick(self, number: int, fits: Any) -> tuple[CalendarFeed, str] | None:  # noqa: ANN401 - tells an event's fitness
        calendar = self._calendar(number)
        fitting = sorted(key for key, event in calendar.items() if fits(event))
        return (calendar, fitting[number % len(fitting)]) if fitting else None

    @staticmethod
    def _instance(series: Event, number: int) -> datetime | date:
        """One of the first times of a series, by its clock."""
        step = 1 if "DAILY" in series["recurrence"][0] else 14 if "INTERVAL=2" in series["recurrence"][0] else 7
        by = timedelta(days=step * (1 + number % 4))
        if "date" in series["start"]:
            return date.fromisoformat(series["start"]["date"]) + by
        start = datetime.fromisoformat(series["start"]["dateTime"])
        return start.astimezone(ZoneInfo(series["start"]["timeZone"])).replace(tzinfo=None) + by

    # What should be read

    def expected(self) -> dict[str, object]:
        """What stands on the calendars."""
        return {
            f"{calendar_id}/{key}": _said(calendar_id, event)
            for calendar_id in (ADA, FAMILY)
            for key, event in self.calendars[calendar_id].items()
        }

    def told(self, record: RawContact | RawInteraction) -> object:
        """The same of a record."""
        assert isinstance(record, RawInteraction)
        assert record.calendar
        text = record.calendar.components
        event = read_event(text)
        return (
            event.uid,
            event.summary,
            event.location,
            event.status,
            *(_moment_of(stamp) for stamp in (event.start, event.end, event.recurrence)),
            tuple(f"{rule.name}:{rule.value}" for rule in event.rules),
            event.sequence,
            tuple((one.address, one.name, one.response, one.role, one.kind) for one in event.attendees),
            event.organiser and event.organiser.address,
            record.conversation,
            (OMITTED, "TRUE") in event.hints,
        )


def _recurs(event: Event) -> bool:
    return "recurrence" in event


def _said(calendar_id: str, event: Event) -> object:
    organiser, series = event.get("organizer", {}).get("email"), event.get("recurringEventId")
    return (
        event.get("iCalUID"),
        event.get("summary"),
        event.get("location"),
        event["status"],
        *(_moment(event.get(name)) for name in ("start", "end", "originalStartTime")),
        tuple(event.get("recurrence", ())),
        event.get("sequence", 0),
        tuple(_guest(guest) for guest in event.get("attendees", ())),
        organiser,
        f"{calendar_id}/{series}" if series else None,
        False,
    )


def _guest(guest: Mapping[str, Any]) -> object:
    answer = {"needsAction": "needs_action"}.get(guest["responseStatus"], guest["responseStatus"])
    role = "optional" if guest.get("optional") else "required"
    kind = "resource" if guest.get("resource") else "individual"
    return guest["email"], guest.get("displayName"), answer, role, kind


def _moment(moment: Event | None) -> object:
    """A day, or an instant and the zone by whose clock it is told."""
    if moment is None:
        return None
    if "date" in moment:
        return date.fromisoformat(moment["date"])
    return datetime.fromisoformat(moment["dateTime"]).astimezone(UTC), moment["timeZone"]


def _moment_of(stamp: Stamp | None) -> object:
    if stamp is None:
        return None
    if stamp.is_date:
        return stamp.wall.date()
    return stamp.wall.replace(tzinfo=ZoneInfo(stamp.zone)).astimezone(UTC), stamp.zone


@contextmanager
def calendar_world() -> Iterator[CalendarWorld]:
    """Ada's account on an emulator of its own."""
    with GoogleEmulator() as emulator, Network(sleep=emulator.clock.sleep) as network:
        yield CalendarWorld(emulator, network)
