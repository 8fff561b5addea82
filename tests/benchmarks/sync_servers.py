"""Serves bench_sync.py's four sources in a process of its own, so that a sync's CPU is counted without theirs.

    sync_servers.py FOLDER PEOPLE EVENTS

It fills a folder with a home, its settings and sign-ins, and prints a line when it is ready; each line that comes in
lets a day pass, in which a hundred records change.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from tests.benchmarks.books import Invented, icloud_card, modern_card
from tests.benchmarks.google_people import GROUPS, _Fields
from tests.benchmarks.nights import calendar, invented
from tests.flows.night_people import ADDRESS, at, meeting
from tests.flows.nights import BOOK, CALENDAR, Nights

SHARES: Final = {"google": (0.0, 0.4), "carddav": (0.38, 0.69), "folder": (0.68, 1.0)}
"""Of which part of the people each source has a record: a few stand in two."""

ZONES: Final = {"W. Europe Standard Time": "Europe/Berlin", "Pacific Standard Time": "America/Los_Angeles"}
"""Zones that Radicale doesn't know without their definitions."""

MEETINGS: Final = 500
"""Events on the account's Google calendar; the others are on the CalDAV server."""


class Crowd(Nights):
    """The four sources, with many people."""

    def __init__(self, folder: Path, count: int, events: int) -> None:
        super().__init__(folder, tries=5, timeout=120)
        self._count = count
        self._size = events
        self._rng = Random(7)
        rng = Random(5)
        self._everybody = [invented(number, rng) for number in range(1, count + 1)]

    def _fill(self) -> None:
        people, rng = self.google.people, Random(11)
        for group in GROUPS:
            people.add_group(group)
        self._contacts = [people.add(**_Fields(one, rng).person()) for one in self._of("google")]
        days = self.calendars.add(ADDRESS, "Ada", primary=True)
        for number in range(MEETINGS):
            start = at(1, 1, 9) - timedelta(days=number)
            days.add_event(
                start, start + timedelta(hours=1), **meeting(self._everybody[number % 40].emails[0], "Lunch")
            )
        self.dav.make(BOOK, name="Friends")
        self.dav.put(BOOK, "".join(icloud(self._of("carddav"))))
        self.dav.make(CALENDAR, name="Days", is_calendar=True)
        self._components = [
            one.calendar.components
            for batch in calendar(self._count, self._size)
            for one in batch.interactions
            if one.calendar
        ]
        self.dav.put(CALENDAR, calendar_text(self._components))
        self._cards = sorted(self.dav.texts(BOOK))
        self._objects = sorted(self.dav.texts(CALENDAR))
        self.drop("everybody.vcf", "".join(modern(self._of("folder"))))

    def edit(self) -> None:
        """A hundred records: 40 at Google, 30 on the CardDAV server, 20 on the CalDAV server, 10 in a new export."""
        self._days += 1
        rng, people, start = self._rng, self.google.people, 10_000_000 * self._days
        some = rng.sample(self._contacts, 25)
        for name in some[:20]:
            people.change(name, phoneNumbers=[{"value": invented(start, rng).mobile, "type": "mobile"}])
        for name in some[20:]:
            people.delete(name)
            self._contacts.remove(name)
        for number in range(15):
            self._contacts.append(people.add(**_Fields(invented(start + number, rng), rng).person()))
        cards = rng.sample(self._cards, 10)
        for name in cards[:5]:
            self.dav.delete(BOOK + name)
            self._cards.remove(name)
        new = [invented(start + 100 + number, rng) for number in range(25)]
        for card, one in zip(icloud(new), new, strict=True):
            self.dav.put(f"{BOOK}new{one.number}.vcf", card)
        for name in rng.sample(self._objects, 5):
            self.dav.delete(CALENDAR + name)
            self._objects.remove(name)
        for number in range(15):
            self.dav.put(f"{CALENDAR}day{start + number}.ics", self._appointment(start + number))
        self.drop(f"day{self._days}.vcf", "".join(modern(invented(start + 200 + number, rng) for number in range(10))))

    def _of(self, source: str) -> list[Invented]:
        first, last = SHARES[source]
        return self._everybody[int(first * self._count) : int(last * self._count)]

    def _appointment(self, number: int) -> str:
        when = datetime(2026, 1, 1 + number % 28, 8)  # noqa: DTZ001 - the text says that it is UTC
        email = self._everybody[number % 400].emails[0]
        lines = [
            "BEGIN:VEVENT", f"UID:day{number}", "DTSTAMP:20260101T000000Z", f"DTSTART:{when:%Y%m%dT%H%M%SZ}",
            f"DTEND:{when + timedelta(hours=1):%Y%m%dT%H%M%SZ}", "SUMMARY:Coffee", f"ORGANIZER:mailto:{ADDRESS}",
            f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{email}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ADDRESS}",
            "END:VEVENT", "",
        ]  # fmt: skip
        return calendar_text(["\r\n".join(lines)])


def icloud(people: Iterable[Invented]) -> Iterator[str]:
    """Cards as iCloud writes them."""
    for one in people:
        yield "\r\n".join(["BEGIN:VCARD", *icloud_card(one, None), "END:VCARD", ""])


def modern(people: Iterable[Invented]) -> Iterator[str]:
    """Cards of vCard 4.0."""
    for one in people:
        yield "\r\n".join(["BEGIN:VCARD", *modern_card(one, None), "END:VCARD", ""])


def calendar_text(components: Iterable[str]) -> str:
    """A calendar of these events."""
    whole = "".join(components).replace("\r\n", "\n").replace("\n", "\r\n")
    for windows, zone in ZONES.items():
        whole = whole.replace(windows, zone)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//benchmark//\r\n{whole}END:VCALENDAR\r\n"


def main(folder: str, count: str, events: str) -> None:
    """Serve until the input ends."""
    with Crowd(Path(folder), int(count), int(events)) as crowd:
        print("ready", flush=True)
        for _ in sys.stdin:
            crowd.edit()
            print("edited", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
