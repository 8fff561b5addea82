"""The promises that every live connector keeps: a test class for a connector inherits `LivePromises`.

A subclass gives a world, which is a server with a clock, and what it holds:

    class TestCardDav(LivePromises):
        @contextmanager
        def world(self) -> Iterator[World]:
            with Server() as server:
                yield CardDavWorld(server)
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from typing import Final, NamedTuple, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configs.errors import UserError
from connectors.base import Batch, LiveConnector
from connectors.interaction_records import RawInteraction, interactions_table
from connectors.records import RawContact, contacts_table
from tests.emulators.clock import Clock

Record = RawContact | RawInteraction

FULL_EVERY_DAYS: Final = 6
"""After how many days the connectors of a world pull everything again."""

BROKEN_CURSORS: Final = ("", "no JSON", "null", "[]", "{}", "7", '{"version": -1}', '{"token": "a"}', '{"full_at": 3}')
"""What may stand where a cursor should: none of a shape that a connector writes."""

SERIES: Final = settings(
    max_examples=12,
    deadline=None,
    # The test methods are inherited, which is what the first warns of; a server makes an example slow.
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
)


class World(Protocol):
    """A server that holds some records (five or more, on two pages or more), and is edited."""

    @property
    def clock(self) -> Clock:
        """The clock of the server and of its connectors."""
        ...

    @property
    def edits(self) -> Mapping[str, Callable[[int], None]]:
        """Edits by name: "add", "change", "delete" and others. The number says which record, as `number % how many`."""
        ...

    def connector(self) -> LiveConnector:
        """A new connector, as tomorrow's run will make one, which pulls all every `FULL_EVERY_DAYS`."""
        ...

    def expected(self) -> dict[str, object]:
        """What the server holds: by record id, what can be told of the record."""
        ...

    def told(self, record: Record) -> object:
        """What a record that was read tells, to be compared with what is expected."""
        ...

    def lose_tokens(self) -> None:
        """Let the server forget all tokens that it has given."""
        ...

    def break_off(self) -> None:
        """Let the server fail for good once it has answered a part of a full pull."""
        ...

    def heal(self) -> None:
        """Let the server answer again."""
        ...


class Pulled(NamedTuple):
    """What a pull gave: its records by id, the last of each, what is gone or renamed, and its batches."""

    records: dict[str, Record]
    gone: frozenset[str]
    renamed: tuple[tuple[str, str], ...]
    batches: tuple[Batch, ...]

    @property
    def is_complete(self) -> bool:
        """Whether everything was asked for, not only what is new."""
        return any(batch.is_complete or batch.complete for batch in self.batches)


class Mirror:
    """Keeps what a source holds as the landing store does: a pull as a whole, or nothing of it."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.cursor: str | None = None

    def pull(self, connector: LiveConnector) -> Pulled:
        """Pull from where the last pull ended, and keep what it gave."""
        batches = tuple(connector.pull(self.cursor))
        records: list[Record] = []
        for batch in batches:
            records += [*batch.contacts, *batch.interactions]
        pulled = Pulled(
            {record.record_id: record for record in records},
            frozenset(record_id for batch in batches for record_id in batch.gone),
            tuple(pair for batch in batches for pair in batch.renamed),
            batches,
        )
        self._keep(pulled)
        self.cursor = next((batch.cursor for batch in reversed(batches) if batch.cursor is not None), self.cursor)
        return pulled

    def _keep(self, pulled: Pulled) -> None:
        for old, new in pulled.renamed:
            if old in self.records:
                record = self.records.pop(old)
                self.records.setdefault(new, record)
        prefixes = tuple(prefix for batch in pulled.batches for prefix in batch.complete)
        if any(batch.is_complete for batch in pulled.batches):
            prefixes = ("",)
        self.records = {
            record_id: record
            for record_id, record in self.records.items()
            if not (
                record_id in pulled.gone
                or getattr(record, "conversation", None) in pulled.gone
                or record_id.startswith(prefixes)
            )
        } | pulled.records

    def told(self, world: World) -> dict[str, object]:
        """What is kept, to be compared with what the world expects."""
        return {record_id: world.told(record) for record_id, record in self.records.items()}


class LivePromises(ABC):
    """What holds for every connector that asks a server again and again."""

    @abstractmethod
    def world(self) -> AbstractContextManager[World]:
        """A server with a few records."""

    def test_the_first_pull_gives_what_the_server_holds(self) -> None:
        with self.world() as world:
            mirror = Mirror()
            pulled = mirror.pull(world.connector())
            assert mirror.told(world) == world.expected()
            assert len(mirror.records) >= 5
            assert pulled.is_complete
            assert pulled.batches[-1].is_complete

    def test_the_records_fit_into_tables(self) -> None:
        with self.world() as world:
            pulled = Mirror().pull(world.connector())
            contacts = [record for record in pulled.records.values() if isinstance(record, RawContact)]
            interactions = [record for record in pulled.records.values() if isinstance(record, RawInteraction)]
            rows = contacts_table(contacts).num_rows + interactions_table(interactions).num_rows
            assert rows == len(pulled.records)
            assert all(record.file and record.position >= 1 for record in pulled.records.values())

    def test_what_is_complete_is_what_the_ids_begin_with(self) -> None:
        with self.world() as world:
            pulled = Mirror().pull(world.connector())
            prefixes = tuple(prefix for batch in pulled.batches for prefix in batch.complete)
            assert all(record_id.startswith(prefixes) for record_id in pulled.records)

    def test_a_second_pull_brings_nothing(self) -> None:
        with self.world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            again = mirror.pull(world.connector())
            assert (again.records, again.gone, again.renamed, again.is_complete) == ({}, frozenset(), (), False)
            assert mirror.told(world) == world.expected()

    def test_the_cursor_comes_with_the_last_batch_alone(self) -> None:
        with self.world() as world:
            mirror = Mirror()
            for _ in range(2):
                batches = mirror.pull(world.connector()).batches
                assert [batch.cursor is not None for batch in batches] == [False] * (len(batches) - 1) + [True]

    def test_edits_are_brought_and_nothing_else(self) -> None:
        with self.world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            before = world.expected()
            for number, name in enumerate(("add", "change", "delete")):
                world.edits[name](number)
            after = world.expected()
            pulled = mirror.pull(world.connector())
            assert set(pulled.records) == {each for each in after if after[each] != before.get(each)}
            assert not pulled.is_complete
            assert set(before) - set(after) <= pulled.gone
            assert mirror.told(world) == after

    @pytest.mark.parametrize("times", [1, 3])
    def test_what_is_deleted_goes(self, times: int) -> None:
        with self.world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            before = len(world.expected())
            for number in range(times):
                world.edits["delete"](number)
            mirror.pull(world.connector())
            assert len(world.expected()) < before
            assert mirror.told(world) == world.expected()

    def test_lost_tokens_bring_what_the_server_holds(self) -> None:
        with self.world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            world.edits["delete"](0)
            world.edits["add"](1)
            world.lose_tokens()
            pulled = mirror.pull(world.connector())
            assert pulled.is_complete
            assert mirror.told(world) == world.expected()
            assert mirror.pull(world.connector()).records == {}

    @pytest.mark.parametrize("cursor", BROKEN_CURSORS)
    def test_a_broken_cursor_is_none(self, cursor: str) -> None:
        with self.world() as world:
            mirror = Mirror()
            mirror.cursor = cursor
            assert mirror.pull(world.connector()).batches[-1].is_complete
            assert mirror.told(world) == world.expected()

    def test_a_pull_that_breaks_off_says_so(self) -> None:
        with self.world() as world:
            mirror = Mirror()
            world.break_off()
            with pytest.raises(UserError):
                mirror.pull(world.connector())
            world.heal()
            mirror.pull(world.connector())
            assert mirror.told(world) == world.expected()

    @pytest.mark.parametrize("days", [FULL_EVERY_DAYS + 0.5, -1])
    def test_everything_is_pulled_again_when_that_is_due(self, days: float) -> None:
        """Once in a while, and when the clock was set back: then nobody knows how long ago the last time was."""
        with self.world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            world.clock.advance(days=days)
            pulled = mirror.pull(world.connector())
            assert pulled.is_complete
            assert mirror.told(world) == world.expected()
            assert not mirror.pull(world.connector()).is_complete

    def test_deltas_do_not_put_off_the_full_pull(self) -> None:
        with self.world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            world.clock.advance(days=FULL_EVERY_DAYS / 2)
            assert not mirror.pull(world.connector()).is_complete
            world.clock.advance(days=FULL_EVERY_DAYS / 2 + 0.5)
            assert mirror.pull(world.connector()).is_complete

    def test_it_says_what_is_reached(self) -> None:
        with self.world() as world:
            connector = world.connector()
            assert connector.check().splitlines() == [connector.check()]
            assert connector.title
            assert connector.name.replace("_", "").isalnum()

    @SERIES
    @given(cases=st.data())
    def test_after_each_pull_all_is_as_on_the_server(self, cases: st.DataObject) -> None:
        with self.world() as world:
            mirror = Mirror()
            names = st.lists(st.tuples(st.sampled_from(sorted(world.edits)), st.integers(0, 40)), max_size=5)
            events = st.sampled_from(["", "", "", "lose_tokens", "break_off", "forget"])
            for edits, event in cases.draw(st.lists(st.tuples(names, events), min_size=1, max_size=4)):
                for name, number in edits:
                    world.edits[name](number)
                self._pull(mirror, world, event)
                assert mirror.told(world) == world.expected()

    @staticmethod
    def _pull(mirror: Mirror, world: World, event: str) -> None:
        """Pull, after something happened to the server or to the cursor."""
        if event == "lose_tokens":
            world.lose_tokens()
        elif event == "forget":
            mirror.cursor = None
        elif event == "break_off":
            world.break_off()
            with suppress(UserError):
                mirror.pull(world.connector())
            world.heal()
        mirror.pull(world.connector())
