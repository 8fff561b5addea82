"""The landing store: sources, runs, rejects, pictures, removal, people; all of it or nothing, and private."""

import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from configs.errors import UsageError, UserError
from connectors.base import Batch
from connectors.records import (
    RawContact,
    Reject,
    Skipped,
)
from tests.warehouse.cards import (
    BOOK,
    NOTHING,
    VCARD,
    card,
    current,
    land,
    land_batches,
    photo,
    rows,
    with_photo,
)
from warehouse import connection as connections
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Reading, Source

ADA, BEN, CHLOE = card("u1"), card("u2", "Ben Okafor"), card("u3", "Chloé Martin")
FIRST, SECOND = Reading(BOOK, "hash 1", 1), Reading(BOOK, "hash 2", 1)
WORK = Source("vcard", name="work")


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (Source("vcard"), "vcard"),
        (Source("vcard", name="work"), "vcard:work"),
        (Source("google_csv", "ada", "work"), "google_csv:work@ada"),
        (Source("google_csv", "ada"), "google_csv@ada"),
    ],
)
def test_a_source_is_called_by_its_connector_name_and_owner(source: Source, key: str) -> None:
    assert source.key == key


class TestRuns:
    def test_runs_are_numbered_and_say_how_they_ended(self, store: LandingStore) -> None:
        first = store.begin_run("import")
        store.finish_run(first, state="done")
        second = store.begin_run("sync")
        store.finish_run(second, state="failed", message="no room")
        assert (first.run_id, second.run_id) == (1, 2)
        assert rows(store, "select run_id, command, state, message, finished_at >= started_at from run") == [
            (1, "import", "done", None, True),
            (2, "sync", "failed", "no room", True),
        ]

    def test_one_that_never_finished_is_marked_by_the_next(self, store: LandingStore) -> None:
        done = store.begin_run("import")
        store.finish_run(done, state="done")
        store.begin_run("import")
        store.begin_run("import")
        assert rows(store, "select state from run order by run_id") == [("done",), ("interrupted",), ("running",)]

    def test_what_is_published_of_runs_has_counts_and_reasons(self, store: LandingStore) -> None:
        land(store, ADA, ADA, skipped=(Skipped(BOOK, "an empty card"), Skipped(BOOK, "an empty card")))
        store.begin_run("sync")
        first, second = store.published("sync_run").iter_rows(named=True)
        assert {name: first[name] for name in ("read", "loaded", "skipped", "skip_reasons", "state")} == {
            "read": 4,
            "loaded": 1,
            "skipped": 3,
            "skip_reasons": "2 × an empty card; 1 × the same record again",
            "state": "done",
        }
        assert (second["source"], second["read"], second["state"]) == (None, None, "running")


class TestRejects:
    def test_those_of_a_files_last_reading_are_current(self, store: LandingStore) -> None:
        land(store, ADA, readings=[FIRST], rejects=(Reject(BOOK, "nonsense", 2, 5, "raw"), Reject(BOOK, "more", 3)))
        assert store.published("current_rejects").rows() == [
            (1, "vcard", BOOK, 2, 5, "nonsense", "raw"),
            (1, "vcard", BOOK, 3, None, "more", None),
        ]
        land(store, ADA, readings=[SECOND], rejects=(Reject(BOOK, "more", 3),))
        assert store.published("current_rejects")["run_id"].to_list() == [2]
        land(store, ADA, readings=[Reading(BOOK, "hash 3", 1)])
        assert store.published("current_rejects").is_empty()

    def test_so_are_those_of_files_that_were_never_read(self, store: LandingStore) -> None:
        land(store, rejects=(Reject("broken.zip", "damaged"),))
        land(store, ADA, readings=[FIRST])
        assert store.published("current_rejects")["file"].to_list() == ["broken.zip"]
        land(store, readings=[Reading("broken.zip", "hash 4", 1)])
        assert store.published("current_rejects").is_empty()


class TestPhotos:
    def test_a_picture_is_kept_once(self, store: LandingStore) -> None:
        land_batches(
            store,
            Batch((with_photo(ADA, b"face"),), photos=photo(b"face")),
            Batch((with_photo(BEN, b"face"),), photos=photo(b"face") | photo(b"other")),
        )
        land(store, with_photo(CHLOE, b"face"), photos=photo(b"face"))
        assert rows(store, "select hash, content from photo order by hash") == [
            ("hash of face", b"face"),
            ("hash of other", b"other"),
        ]

    def test_removing_a_source_drops_what_no_other_holds(self, store: LandingStore) -> None:
        land(store, with_photo(ADA, b"face"), with_photo(BEN, b"shared"), photos=photo(b"face") | photo(b"shared"))
        land(store, with_photo(BEN, b"shared"), photos=photo(b"shared"), source=WORK)
        store.remove("vcard")
        assert rows(store, "select hash from photo") == [("hash of shared",)]
        store.remove("vcard:work")
        assert rows(store, "select hash from photo") == []

    def test_an_older_version_keeps_its_picture(self, store: LandingStore) -> None:
        land(store, with_photo(ADA, b"face"), photos=photo(b"face"))
        land(store, with_photo(ADA, b"new face"), photos=photo(b"new face"))
        land(store, BEN, source=WORK)
        store.remove("vcard:work")
        assert rows(store, "select hash from photo order by hash") == [("hash of face",), ("hash of new face",)]


class TestRemove:
    def test_it_forgets_a_source_and_touches_no_other(self, store: LandingStore) -> None:
        land(store, ADA, BEN, readings=[FIRST], rejects=(Reject(BOOK, "x"),), skipped=(Skipped(BOOK, "y"),))
        land(store, ADA._replace(note="edited"), is_complete=True)
        land(store, CHLOE, source=WORK)
        people = pl.DataFrame({"source": ["vcard", "vcard:work"], "record_id": ["u1", "u3"], "person_id": ["p1", "p2"]})
        store.keep_person_records(people, people.with_columns(person_id=pl.lit("p0")))
        assert store.remove("vcard") == 2
        assert set(current(store)) == {"u3"}
        for table in (
            "raw_contact",
            "reject",
            "skipped",
            "document",
            "run_source",
            "person_record",
            "former_person_record",
            "source",
        ):
            assert rows(store, f"select count(*) from {table} where source = 'vcard'") == [(0,)]  # noqa: S608 - own tables
        assert store.person_records().rows() == [("vcard:work", "u3", "p2")]
        assert store.unchanged(VCARD, [FIRST]) is None

    def test_what_was_removed_can_be_imported_anew(self, store: LandingStore) -> None:
        land(store, ADA, readings=[FIRST], cursor="7")
        store.remove("vcard")
        assert store.cursor(VCARD) is None
        assert land(store, ADA, readings=[FIRST]) == Counts(read=1, loaded=1)

    def test_a_source_that_is_not_there_is_answered_with_those_that_are(self, store: LandingStore) -> None:
        with pytest.raises(UsageError, match=r"no source 'vcard'.*none yet"):
            store.remove("vcard")
        land(store, ADA, source=WORK)
        with pytest.raises(UsageError, match=r"no source 'vcard'\. Known sources: vcard:work"):
            store.remove("vcard")


def test_its_size_is_that_of_what_sources_hold_now(store: LandingStore) -> None:
    assert store.size() == (0, 0)
    land(store, ADA, BEN)
    land(store, CHLOE, source=WORK)
    land(store, ADA._replace(note="edited"), is_complete=True)
    assert store.size() == (2, 2)


class TestPeople:
    def test_the_latest_person_ids_are_kept_and_nothing_older(self, store: LandingStore) -> None:
        assert store.person_records().is_empty()
        for person_id in ("p1", "p2"):
            frame = pl.DataFrame({"record_id": ["u1"], "person_id": [person_id], "source": ["vcard"]})
            store.keep_person_records(frame, frame.clear())
            assert store.person_records().rows() == [("vcard", "u1", person_id)]

    def test_no_people_are_kept_too(self, store: LandingStore) -> None:
        nobody = store.person_records().clear()
        store.keep_person_records(pl.DataFrame({"source": ["vcard"], "record_id": ["u1"], "person_id": ["p1"]}), nobody)
        store.keep_person_records(nobody, nobody)
        assert store.person_records().is_empty()


def dump(store: LandingStore) -> dict[str, list[tuple[object, ...]]]:
    """Everything that the store holds, but pictures."""
    tables = rows(store, "select table_name from duckdb_tables() where not temporary and table_name <> 'photo'")
    return {name: rows(store, f"select * from {name} order by all") for (name,) in tables}  # noqa: S608 - own tables


class TestAllOrNothing:
    @pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
    def test_batches_that_break_off_leave_the_store_as_it_was(
        self, store: LandingStore, failure: type[BaseException]
    ) -> None:
        land(store, ADA, BEN)
        run = store.begin_run("import")
        before = dump(store)

        def batches() -> Iterator[Batch]:
            yield Batch(
                (ADA._replace(note="edited"), CHLOE),
                gone=("u2",),
                renamed=(("u1", "n1"),),
                cursor="9",
                is_complete=True,
            )
            raise failure

        with pytest.raises(failure):
            store.land(run, VCARD, batches(), readings=[FIRST])
        assert dump(store) == before
        assert store.land(run, VCARD, [Batch((ADA, BEN))]) == Counts(read=2, unchanged=2)

    def test_a_merge_that_fails_leaves_the_store_as_it_was(self, store: LandingStore) -> None:
        run = store.begin_run("import")
        before = dump(store)
        store._connection.execute("alter table document drop column rejected")
        with pytest.raises(duckdb.Error):
            store.land(run, VCARD, [Batch((ADA,), cursor="1")], readings=[FIRST])
        store._connection.execute("alter table document add column rejected bigint")
        assert dump(store) == before

    def test_a_refused_export_leaves_the_store_as_it_was(self, store: LandingStore) -> None:
        land(store, ADA)
        run = store.begin_run("import")
        before = dump(store)
        with pytest.raises(UserError):
            store.land(run, VCARD, [Batch(cursor="9")], readings=[FIRST], is_complete=True)
        assert dump(store) == before


class TestOnDisk:
    def test_what_was_landed_is_there_when_the_store_is_opened_again(self, tmp_path: Path) -> None:
        with LandingStore.open(tmp_path) as store:
            assert land(store, BEN, with_photo(ADA, b"face"), photos=photo(b"face")).loaded == 2
        with LandingStore.open(tmp_path) as store:
            assert land(store, BEN, with_photo(ADA, b"face"), photos=photo(b"face")).unchanged == 2
            assert land(store, source=WORK) == NOTHING

    def test_only_its_owner_can_look_in_and_nothing_stays_beside_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(connections, "MEMORY_LIMIT", "90MB")
        home = tmp_path / "kith"
        with LandingStore.open(home) as store:
            land_batches(store, *(Batch(cards) for cards in _large_book()))
            assert (home / "landing.spill").exists()
        assert [each.name for each in home.iterdir()] == ["landing.duckdb"]
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "landing.duckdb").stat().st_mode) == 0o600

    def test_a_crash_in_the_middle_loses_nothing_that_was_landed(self, tmp_path: Path) -> None:
        with LandingStore.open(tmp_path) as store:
            land(store, ADA)
            run = store.begin_run("import")
            # What a killed process leaves: the file and its log, with a transaction that was never committed.
            store._connection.execute("begin")
            store._connection.execute("delete from raw_contact")
            crashed = tmp_path / "crashed"
            crashed.mkdir()
            for each in tmp_path.glob("landing.duckdb*"):
                (crashed / each.name).write_bytes(each.read_bytes())
            store._connection.execute("rollback")
            store.finish_run(run, state="done")
        with LandingStore.open(crashed) as store:
            assert set(current(store)) == {"u1"}
            store.begin_run("import")
            assert rows(store, "select state from run order by run_id") == [("done",), ("interrupted",), ("running",)]


def _large_book() -> Iterator[tuple[RawContact, ...]]:
    for start in range(0, 16_000, 2_000):
        yield tuple(card(f"u{number}", note=f"{number:>08} " * 900) for number in range(start, start + 2_000))
