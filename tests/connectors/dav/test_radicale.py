"""The promises of live connectors, kept with a real server: Radicale."""

from contextlib import AbstractContextManager

import pytest

from tests.benchmarks import bench_dav
from tests.connectors.dav.worlds import RadicaleWorld, radicale_world
from tests.connectors.live_contract import LivePromises, Mirror


class _OnRadicale(LivePromises):
    is_calendar = False

    def world(self) -> AbstractContextManager[RadicaleWorld]:
        return radicale_world(is_calendar=self.is_calendar)

    def test_lost_tokens_bring_what_the_server_holds(self) -> None:
        """By a listing: only what changed is fetched, whatever the server forgot."""
        with self.world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            before = world.expected()
            world.edits["delete"](0)
            world.edits["add"](1)
            world.lose_tokens()
            pulled = mirror.pull(world.connector())
            assert set(pulled.records) == set(world.expected()) - set(before)
            assert pulled.gone == set(before) - set(world.expected())
            assert mirror.told(world) == world.expected()
            assert mirror.pull(world.connector()).records == {}


class TestCardDav(_OnRadicale):
    """Address books."""


@pytest.mark.slow
def test_ten_thousand_cards_are_landed_as_the_server_holds_them() -> None:
    """First, with nothing new, after edits, after edits and a lost token, and all again; `costs` compares each time."""
    found = bench_dav.costs(10_000)
    assert [(cost.counts.loaded, cost.counts.gone) for cost in found.values()] == [
        (10_000, 0),
        (0, 0),
        (80, 20),
        (80, 20),
        (0, 0),
    ]
    assert [cost.requests for cost in found.values()][1:4] == [3, 6, 7]


@pytest.mark.slow
class TestCalDav(_OnRadicale):
    """Calendars."""

    is_calendar = True
