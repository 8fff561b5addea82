"""Servers that hold address books and calendars, and what is edited on them, for the promises of live connectors."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from connectors.dav import CalDav, CardDav
from connectors.interaction_records import RawInteraction
from connectors.network import Network
from connectors.records import RawContact
from tests.connectors.dav.asking import QUICK, card
from tests.connectors.live_contract import FULL_EVERY_DAYS
from tests.emulators.clock import Clock
from tests.emulators.dav import HOMES, Dav
from tests.emulators.dav_books import Ways
from tests.emulators.radicale import PASSWORD, USER, Radicale


def event(uid: str, summary: str, *lines: str) -> str:
    """A weekly series of which one meeting takes place an hour later, with a reminder."""
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Tests//EN",
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20260101T080000Z",
            "DTSTART;TZID=Europe/Berlin:20260105T090000",
            "DTEND;TZID=Europe/Berlin:20260105T100000",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            f"SUMMARY:{summary}",
            *lines,
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Soon",
            "TRIGGER:-PT15M",
            "END:VALARM",
            "END:VEVENT",
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20260101T080000Z",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260112T090000",
            "DTSTART;TZID=Europe/Berlin:20260112T100000",
            "DTEND;TZID=Europe/Berlin:20260112T110000",
            f"SUMMARY:{summary} later",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


class CollectionsWorld(ABC):
    """A user's collections on a server; `held` is what is on it: names by path, as they are kept."""

    home: str

    def __init__(self, url: str, network: Network, *, is_calendar: bool) -> None:
        self.clock = Clock()
        self._url = url
        self._network = network
        self._is_calendar = is_calendar
        self._made = 0
        self.held: dict[str, str] = {}
        self.books: list[str] = []
        self.edits: Mapping[str, Callable[[int], None]] = {
            "add": self._add,
            "change": self._change,
            "delete": self._delete,
            "make_book": self._make_book,
            "delete_book": self._delete_book,
        }
        self._make_book(0)
        self._make_book(1)
        for number in range(6):
            self._add(number)

    def connector(self, **options: Any) -> CardDav | CalDav:  # noqa: ANN401 - of the connector
        connector = CalDav if self._is_calendar else CardDav
        options = {"now": self.clock, "full_every": timedelta(days=FULL_EVERY_DAYS), **options}
        return connector(self._network, self._url, **options)

    def expected(self) -> dict[str, object]:
        return dict(self.held)

    def told(self, record: RawContact | RawInteraction) -> object:
        if isinstance(record, RawContact):
            return record.names[0].full
        assert record.calendar is not None
        summaries = [line[8:] for line in record.calendar.components.splitlines() if line.startswith("SUMMARY:")]
        assert summaries[1:] == [f"{summaries[0]} later"]
        return summaries[0]

    @abstractmethod
    def make(self, path: str, name: str) -> None:
        """Make a collection."""

    @abstractmethod
    def put(self, path: str, text: str) -> None:
        """Write a member."""

    @abstractmethod
    def delete(self, path: str) -> None:
        """Delete a member."""

    def _add(self, number: int) -> None:
        self._made += 1
        path = f"{self.books[number % len(self.books)]}{self._made} ö&+.{'ics' if self._is_calendar else 'vcf'}"
        self._put(path, f"Ada Brandt {self._made}")

    def _change(self, number: int) -> None:
        if self.held:
            self._made += 1
            self._put(self._held_path(number), f"Ada Okafor {self._made}")

    def _delete(self, number: int) -> None:
        if self.held:
            path = self._held_path(number)
            self.delete(path)
            del self.held[kept(path)]

    def _make_book(self, number: int) -> None:
        self._made += 1
        path = f"{self.home}book {self._made}/"
        self.make(path, f"Book no. {number} – é")
        self.books.append(path)

    def _delete_book(self, number: int) -> None:
        if len(self.books) > 1:
            path = self.books.pop(number % len(self.books))
            self.delete(path)
            self.held = {held: name for held, name in self.held.items() if not held.startswith(kept(path))}

    def _held_path(self, number: int) -> str:
        held = sorted(self.held)[number % len(self.held)]
        return held.replace("%20", " ").replace("%C3%B6", "ö")

    def _put(self, path: str, name: str) -> None:
        make = event if self._is_calendar else card
        self.put(path, make(path.rpartition("/")[2], name))
        self.held[kept(path)] = name


class RadicaleWorld(CollectionsWorld):
    """Collections on a real Radicale."""

    home = f"/{USER}/"

    def __init__(self, server: Radicale, network: Network, *, is_calendar: bool) -> None:
        self.server = server
        super().__init__(server.url, network, is_calendar=is_calendar)

    def lose_tokens(self) -> None:
        self.server.forget_tokens()

    def break_off(self) -> None:
        """After the collections are found and one is listed."""
        self.server.break_off(after=4)

    def heal(self) -> None:
        self.server.heal()

    def make(self, path: str, name: str) -> None:
        self.server.make(path, name=name, is_calendar=self._is_calendar)

    def put(self, path: str, text: str) -> None:
        self.server.put(path, text)

    def delete(self, path: str) -> None:
        self.server.delete(path)


class DavWorld(CollectionsWorld):
    """Collections on the emulator; two cards in one place, too."""

    def __init__(self, server: Dav, network: Network, *, is_calendar: bool) -> None:
        self.server = server
        self.home = HOMES["cal" if is_calendar else "card"]
        super().__init__(server.url, network, is_calendar=is_calendar)

    def lose_tokens(self) -> None:
        for book in self.server.books.values():
            book.forget_tokens()

    def break_off(self) -> None:
        """After the collections are found and one is listed."""
        self.server.break_off(after=4)

    def heal(self) -> None:
        self.server.heal()

    def make(self, path: str, name: str) -> None:
        self.server.make(path, name=name)

    def put(self, path: str, text: str) -> None:
        folder, _, name = path.rpartition("/")
        self.server.books[f"{folder}/"][name] = text

    def delete(self, path: str) -> None:
        if path.endswith("/"):
            del self.server.books[path]
            return
        folder, _, name = path.rpartition("/")
        del self.server.books[f"{folder}/"][name]


def kept(path: str) -> str:
    """A path as record ids have it."""
    return path.replace(" ", "%20").replace("ö", "%C3%B6")


@contextmanager
def radicale_world(*, is_calendar: bool) -> Iterator[RadicaleWorld]:
    """A Radicale with two collections and six members."""
    with (
        TemporaryDirectory() as folder,
        Radicale(Path(folder)) as server,
        Network(auth=(USER, PASSWORD), limits=QUICK, sleep=lambda _: None) as network,
    ):
        yield RadicaleWorld(server, network, is_calendar=is_calendar)


@contextmanager
def dav_world(*, is_calendar: bool, ways: Ways) -> Iterator[DavWorld]:
    """The emulator with two collections and six members."""
    with Dav() as server, Network(auth=(USER, PASSWORD), limits=QUICK, sleep=lambda _: None) as network:
        server.ways = ways
        yield DavWorld(server, network, is_calendar=is_calendar)
