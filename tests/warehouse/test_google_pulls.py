"""Google's contacts in the landing store: after each pull what the account holds, whatever happened in between."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from configs.errors import UnreachableError
from connectors.google import listing
from connectors.google.contacts import GoogleContacts
from tests.connectors.google.people_world import PeopleWorld, reached
from tests.emulators.google import GoogleEmulator
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Source

SOURCE = Source("google_contacts")
TOLD = """
    select given_id, list_transform(names, lambda each: each.full), list_transform(emails, lambda each: each.address)
    from raw_contact where valid_to is null
"""


class Landing:
    """A landing store beside an account."""

    def __init__(self, store: LandingStore, world: PeopleWorld) -> None:
        self.store = store
        self.world = world

    def pull(self) -> Counts:
        batches = self.world.connector().pull(self.store.cursor(SOURCE))
        return self.store.land_pull(self.store.begin_run("sync"), SOURCE, batches, allows_loss=True)

    def held(self) -> dict[str, object]:
        found: list[tuple[Any, ...]] = self.store._connection.execute(TOLD).fetchall()
        return {given_id: (tuple(names), tuple(emails)) for given_id, names, emails in found}


@pytest.fixture
def emulator() -> Iterator[GoogleEmulator]:
    with GoogleEmulator() as emulator:
        emulator.people.page_size = 3
        yield emulator


@pytest.fixture
def landing(tmp_path: Path, emulator: GoogleEmulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Landing]:
    monkeypatch.setattr(listing, "BATCH_SIZE", 4)
    with reached(emulator) as api, LandingStore.open(tmp_path) as store:
        yield Landing(store, PeopleWorld(emulator, api, emulator.people, GoogleContacts))


def test_random_edits_are_followed(landing: Landing) -> None:
    rng = Random(5)
    for _ in range(12):
        for _ in range(rng.randrange(4)):
            landing.world.edits[rng.choice(sorted(landing.world.edits))](rng.randrange(20))
        if rng.random() < 0.2:
            landing.world.lose_tokens()
        landing.pull()
        assert landing.held() == landing.world.expected()


def test_a_second_pull_changes_nothing(landing: Landing) -> None:
    assert landing.pull().loaded == 5
    assert landing.pull() == Counts()


def test_a_contact_with_another_resource_name_keeps_its_record(landing: Landing) -> None:
    landing.pull()
    landing.world.edits["rename"](0)
    counts = landing.pull()
    assert (counts.loaded, counts.unchanged, counts.gone) == (0, 1, 0)
    assert landing.held() == landing.world.expected()


def test_a_pull_that_breaks_off_leaves_all_as_it_was(landing: Landing) -> None:
    landing.pull()
    before, cursor = landing.held(), landing.store.cursor(SOURCE)
    for number in range(8):
        landing.world.edits["add"](number)
    landing.world.break_off()
    with pytest.raises(UnreachableError):
        landing.pull()
    assert (landing.held(), landing.store.cursor(SOURCE)) == (before, cursor)
    landing.world.heal()
    assert landing.pull().loaded == 8


def test_people_who_come_twice_are_landed_once(landing: Landing, emulator: GoogleEmulator) -> None:
    emulator.people.repeats = 2
    landing.pull()
    assert landing.held() == landing.world.expected()
