"""Google's calendars in the landing store: a series in one piece, as in its .ics file, and as if all were read anew."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.calendar import Calendar, Occurrence, Window, event_tables, occurrences
from connectors.interaction_records import RawCalendar
from tests.connectors.contract import document, read
from tests.connectors.google.calendar_world import ADA, FAMILY, CalendarWorld, calendar_world
from tests.connectors.google.exports import exported
from transforms.ledger.meetings import kept_times
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Source
from warehouse.migrate import migrate

GOOGLE: Final = Source("google_calendar")
WINDOW: Final = Window(None, datetime(2026, 6, 1, tzinfo=UTC))
EDITS: Final = (
    "add", "add_series", "change", "answer", "delete", "move", "move_instance", "cancel_instance", "split",
)  # fmt: skip


def pull(store: LandingStore, world: CalendarWorld) -> Counts:
    run = store.begin_run("sync")
    counts = store.land_pull(run, GOOGLE, world.connector().pull(store.cursor(GOOGLE)), allows_loss=True)
    store.finish_run(run, state="done")
    return counts


def landed(store: LandingStore) -> list[tuple[str, RawCalendar]]:
    rows = store.calendars().select("record_id", "calendar").iter_rows()
    return [(record_id, RawCalendar(**calendar)) for record_id, calendar in rows]


def from_files(world: CalendarWorld) -> list[tuple[str, RawCalendar]]:
    files = [(world.calendars[one], str(world.calendars.entry(one)["summary"])) for one in (ADA, FAMILY)]
    batch = read(Calendar, *(document(exported(calendar, name)) for calendar, name in files))
    assert not batch.rejects
    return [(one.record_id, one.calendar) for one in batch.interactions if one.calendar]


def found(records: list[tuple[str, RawCalendar]]) -> list[Occurrence]:
    """The times at which something takes place."""
    every = list(occurrences(records, window=WINDOW, zone="Europe/Berlin"))
    assert all(isinstance(one, Occurrence) for one in every)
    return [one for one in every if isinstance(one, Occurrence) and one.status != "cancelled"]


def said(records: list[tuple[str, RawCalendar]]) -> list[Any]:
    """The same by what is said of them, wherever it stands; a file doesn't name who is alone."""
    where: dict[str, Any] = {"record_id": "", "component": 0, "stamped": None}
    told = (one if one.attendees else one._replace(organiser=None) for one in found(records))
    return sorted((one._replace(**where) for one in told), key=repr)


def frames(records: list[tuple[str, RawCalendar]], source: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    every = [one for one in occurrences(records, window=WINDOW, zone="Europe/Berlin") if isinstance(one, Occurrence)]
    events, times = (pl.DataFrame(pl.from_arrow(table)) for table in event_tables(every))
    of = pl.lit(source).alias("source")
    return events.select(of, pl.all(), pl.lit("me").alias("owner")), times.select(of, pl.all())


@contextmanager
def stores(number: int) -> Iterator[list[LandingStore]]:
    with duckdb.connect(config={"threads": "1"}) as connection, duckdb.connect(config={"threads": "1"}) as other:
        for one in (connection, other)[:number]:
            migrate(one)
        yield [LandingStore(connection), LandingStore(other)][:number]


def plain(store: LandingStore) -> list[dict[str, Any]]:
    """The calendars, without when they were read and without what differs with it."""
    rows = store.calendars().drop("version").to_dicts()
    for row in rows:
        row["calendar"]["components"] = re.sub(r"DTSTAMP:\w+\n", "", row["calendar"]["components"])
    return rows


def edit(world: CalendarWorld, edits: list[tuple[str, int]]) -> None:
    for name, number in edits:
        world.edits[name](number)


class TestSeries:
    def test_a_series_and_what_differs_in_it_is_one_row(self, store: LandingStore) -> None:
        with calendar_world() as world:
            counts = pull(store, world)
            calendars = store.calendars()
        assert counts == Counts(read=13, loaded=13)
        assert calendars.height == 11
        parts = calendars["calendar"].struct.field("components").str.count_matches("BEGIN:VEVENT")
        assert sorted(parts) == [1] * 9 + [2, 2]
        assert calendars["account"].unique().to_list() == [ADA]

    def test_its_version_is_another_one_when_a_part_is(self, store: LandingStore) -> None:
        with calendar_world() as world:
            series = next(key for key, event in world.calendars[ADA].items() if "recurrence" in event)
            versions: list[int] = []
            for step in (None, "cancel_instance", "cancel_instance", None):
                if step:
                    world.calendars[ADA].cancel_instance(series, datetime(2026, 4, 2 + 7 * len(versions), 18))  # noqa: DTZ001 - by the clock
                pull(store, world)
                row = store.calendars().row(by_predicate=pl.col("record_id") == f"{ADA}/{series}", named=True)
                versions.append(row["version"])
        assert len(set(versions)) == 3
        assert versions[2] == versions[3]

    def test_a_time_that_stands_alone_is_there(self, store: LandingStore) -> None:
        """Who is invited to one time of a series only, doesn't get to see the series."""
        with calendar_world() as world:
            calendar = world.calendars[ADA]
            told = {"recurringEventId": "theirs", "originalStartTime": calendar.moment(datetime(2026, 3, 9, 9))}  # noqa: DTZ001 - by the clock
            calendar.add_event(datetime(2026, 3, 9, 10), datetime(2026, 3, 9, 11), id="theirs_1", **told)  # noqa: DTZ001
            pull(store, world)
        (one,) = [one for one in found(landed(store)) if one.uid == "theirs_1@google.com"]
        assert (one.record_id, one.instance) == (f"{ADA}/theirs", "2026-03-09T08:00:00Z")
        assert f"{one.starts_at}" == "2026-03-09 09:00:00+00:00"

    @pytest.mark.parametrize("exported_first", [True, False])
    def test_what_is_called_off_is_so_for_an_older_copy_in_a_file_as_well(
        self, store: LandingStore, *, exported_first: bool
    ) -> None:
        with calendar_world() as world:
            calendar = world.calendars[ADA]
            series = next(key for key, event in calendar.items() if "recurrence" in event)
            calendar.change(series, sequence=4)
            world.clock.advance(days=1)
            old = from_files(world)
            world.clock.advance(days=1)
            calendar.cancel_instance(series, datetime(2026, 3, 19, 18))  # noqa: DTZ001 - by the clock
            pull(store, world)
            new = landed(store)
        tables = [frames(old, "calendar"), frames(new, "google_calendar")][:: 1 if exported_first else -1]
        events, times = (pl.concat(parts) for parts in zip(*tables, strict=True))
        kept = kept_times(events, times).filter(pl.col("event_key") == f"{series}@google.com")
        assert "2026-03-12T17:00:00Z" in kept["instance"].to_list()
        assert "2026-03-19T17:00:00Z" not in kept["instance"].to_list()


NIGHTS: Final = st.lists(
    st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 40)), max_size=6), min_size=1, max_size=3
)
"""What people edit between two pulls, and two others."""


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(nights=NIGHTS)
def test_what_is_pulled_is_what_the_file_says_and_what_all_anew_says(nights: list[list[tuple[str, int]]]) -> None:
    check_nights(nights)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(nights=NIGHTS)
def test_so_it_is_whatever_is_edited(nights: list[list[tuple[str, int]]]) -> None:
    check_nights(nights)


def check_nights(nights: list[list[tuple[str, int]]]) -> None:
    """After each night's pull all is as in the files, and in the end as if all were read anew; copies are one."""
    with calendar_world() as world, stores(2) as (store, fresh):
        pull(store, world)
        for edits in nights:
            edit(world, edits)
            pull(store, world)
            assert said(landed(store)) == said(from_files(world))
        pull(fresh, world)
        assert plain(store) == plain(fresh)
        # Copies in a file and on the calendar are one interaction.
        tables = [frames(from_files(world), "calendar"), frames(landed(store), "google_calendar")]
        events, times = (pl.concat(parts) for parts in zip(*tables, strict=True))
        both, once = kept_times(events, times), kept_times(*tables[0])
        copies = {row[:2]: row[2] for row in once.select("event_key", "instance", "copies").iter_rows()}
        assert {row[:2]: row[2] for row in both.select("event_key", "instance", "copies").iter_rows()} == {
            key: 2 * count for key, count in copies.items()
        }
