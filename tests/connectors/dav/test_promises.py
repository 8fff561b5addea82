"""The promises of live connectors, kept with servers that go about things in different ways."""

from contextlib import AbstractContextManager

from tests.connectors.dav.worlds import DavWorld, dav_world
from tests.connectors.live_contract import LivePromises, Mirror
from tests.emulators.dav_books import Ways


class _OnDav(LivePromises):
    is_calendar = False
    ways = Ways()

    def world(self) -> AbstractContextManager[DavWorld]:
        return dav_world(is_calendar=self.is_calendar, ways=self.ways)

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


class TestCardDav(_OnDav):
    """A server that does all that it may."""


class TestCalDav(_OnDav):
    """The same, with calendars."""

    is_calendar = True


class TestWithTruncatedAnswers(_OnDav):
    """A server that tells two changes at a time, and gives two members at once."""

    ways = Ways(page=2, multiget_most=2, refusal=507, lost_status=410)


class TestWithoutSyncCollection(_OnDav):
    """An older server: changes are told by the CTag and the ETags, members given one by one."""

    is_calendar = True
    ways = Ways(has_sync=False, multiget_most=0, refusal=501)
