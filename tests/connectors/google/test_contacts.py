"""Google contacts: what every live connector promises."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from connectors.google import contacts, listing
from connectors.google.contacts import GoogleContacts
from connectors.google.other_contacts import GoogleOtherContacts
from tests.connectors.google.people_world import PeopleWorld, reached
from tests.connectors.live_contract import LivePromises
from tests.emulators.google import GoogleEmulator


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "PAGE_SIZE", 2)
    monkeypatch.setattr("connectors.google.other_contacts.PAGE_SIZE", 2)
    monkeypatch.setattr(listing, "BATCH_SIZE", 3)


class TestGoogleContacts(LivePromises):
    @contextmanager
    def world(self) -> Iterator[PeopleWorld]:
        with GoogleEmulator() as emulator, reached(emulator) as api:
            yield PeopleWorld(emulator, api, emulator.people, GoogleContacts)


class TestGoogleOtherContacts(LivePromises):
    @contextmanager
    def world(self) -> Iterator[PeopleWorld]:
        with GoogleEmulator() as emulator, reached(emulator) as api:
            yield PeopleWorld(emulator, api, emulator.people.others, GoogleOtherContacts)
