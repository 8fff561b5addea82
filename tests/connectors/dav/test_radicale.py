"""The promises of live connectors, kept with a real server: Radicale."""

from contextlib import AbstractContextManager

import pytest

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
class TestCalDav(_OnRadicale):
    """Calendars."""

    is_calendar = True
