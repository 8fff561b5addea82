"""A Google account with contacts, to be edited, for the promises of live connectors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from connectors.base import LiveConnector
from connectors.google.api import GoogleApi
from connectors.network import Network, NetworkLimits
from connectors.records import RawContact
from tests.connectors.live_contract import FULL_EVERY_DAYS, Record
from tests.emulators import google_faults as faults
from tests.emulators.google import GoogleEmulator
from tests.emulators.google_people import Collection

Fields = dict[str, Any]
MakeConnector = Callable[..., LiveConnector]


@contextmanager
def reached(emulator: GoogleEmulator, *, tries: int = 3) -> Iterator[GoogleApi]:
    """Google's APIs at the emulator, whose clock goes on while somebody waits."""
    with Network(limits=NetworkLimits(tries=tries), sleep=emulator.clock.sleep) as network:
        yield GoogleApi(network, emulator.credentials(), endpoint=emulator.url)


class PeopleWorld:
    """One list of people. What can be told of one is the names and the addresses."""

    def __init__(self, emulator: GoogleEmulator, api: GoogleApi, people: Collection, connector: MakeConnector) -> None:
        self._emulator = emulator
        self._api = api
        self._people = people
        self._connector = connector
        self._made = 0
        self.clock = emulator.clock
        self.edits: dict[str, Callable[[int], None]] = {
            "add": self._add,
            "change": self._change,
            "delete": self._delete,
            "rename": self._rename,
            "merge": self._merge,
            "swap": self._swap,
        }
        for number in range(5):
            self._add(number)

    def connector(self) -> LiveConnector:
        """A new connector."""
        return self._connector(self._api, now=self.clock, full_every=timedelta(days=FULL_EVERY_DAYS))

    def expected(self) -> dict[str, object]:
        """The names and the addresses of all, by their resource names."""
        return {
            name: (
                tuple(each["displayName"] for each in person.get("names", [])),
                tuple(each["value"] for each in person.get("emailAddresses", [])),
            )
            for name, person in self._people.items()
        }

    def told(self, record: Record) -> object:
        """The same of a contact."""
        assert isinstance(record, RawContact)
        return tuple(each.full for each in record.names), tuple(each.address for each in record.emails)

    def lose_tokens(self) -> None:
        """No token holds any longer."""
        self._people.expire_tokens()
        self._emulator.people.expire_tokens()

    def break_off(self) -> None:
        """The list fails after its first page."""
        self._emulator.fail(faults.broken(), on=f"people.{self._method}", after=1, times=1_000)

    def heal(self) -> None:
        """The faults are over."""
        self._emulator.heal()

    @property
    def _method(self) -> str:
        return "otherContacts" if self._people.prefix == "otherContacts/" else "people.connections"

    def _fields(self, number: int) -> Fields:
        self._made += 1
        email = {"value": f"p{number}.{self._made}@example.org", "formattedType": "Home"}
        return {"names": [{"displayName": f"Ada {number}.{self._made}"}], "emailAddresses": [email]}

    def _add(self, number: int) -> None:
        self._people.add(**self._fields(number))

    def _change(self, number: int) -> None:
        if name := self._one(number):
            self._people.change(name, **self._fields(number))

    def _delete(self, number: int) -> None:
        if name := self._one(number):
            self._people.delete(name)

    def _rename(self, number: int) -> None:
        if name := self._one(number):
            self._people.rename(name)

    def _merge(self, number: int) -> None:
        name, into = self._one(number), self._one(number + 1)
        if name and into and name != into:
            self._people.merge(name, into)

    def _swap(self, number: int) -> None:
        """Somebody is deleted and comes back under the same resource name, as another one."""
        if name := self._one(number):
            self._people.delete(name)
            self._people.put(name, self._fields(number))

    def _one(self, number: int) -> str | None:
        names = sorted(name for name, _ in self._people.items())
        return names[number % len(names)] if names else None
