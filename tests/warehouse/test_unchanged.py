"""Documents that were read as they are now are known, and what they held; anything else has to be read."""

import pytest

from connectors.records import Reject, Skipped
from tests.warehouse.cards import BOOK, VCARD, card, current, land, rows
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Reading, Source

ADA, BEN = card("u1"), card("u2", "Ben Okafor")
FIRST, SECOND = Reading(BOOK, "hash 1", 1), Reading(BOOK, "hash 2", 1)
WORK = Source("vcard", name="work")


class TestUnchanged:
    def test_a_document_that_was_read_is_known_with_what_it_held(self, store: LandingStore) -> None:
        counts = land(
            store,
            ADA,
            ADA,
            BEN,
            readings=[FIRST],
            skipped=(Skipped(BOOK, "an empty card"),),
            rejects=(Reject(BOOK, "nonsense", 4),),
        )
        assert counts == Counts(read=5, loaded=2, skipped=2, rejected=1)
        assert store.unchanged(VCARD, [FIRST]) == Counts(read=5, unchanged=2, skipped=2, rejected=1)

    def test_under_another_name_too(self, store: LandingStore) -> None:
        land(store, ADA, readings=[FIRST])
        assert store.unchanged(VCARD, [Reading("book (2).vcf", "hash 1", 1)]) == Counts(read=1, unchanged=1)

    @pytest.mark.parametrize(
        ("source", "readings"),
        [
            (VCARD, [SECOND]),
            (VCARD, [FIRST, SECOND]),
            (VCARD, [Reading(BOOK, "hash 1", 2)]),
            (WORK, [FIRST]),
        ],
        ids=["another content", "one more", "a better reader", "another source"],
    )
    def test_anything_else_has_to_be_read(self, store: LandingStore, source: Source, readings: list[Reading]) -> None:
        land(store, ADA, readings=[FIRST])
        assert store.unchanged(source, readings) is None

    def test_a_better_reader_makes_the_document_known_again(self, store: LandingStore) -> None:
        land(store, ADA, readings=[FIRST])
        better = Reading(BOOK, "hash 1", 2)
        assert land(store, ADA, readings=[better]) == Counts(read=1, unchanged=1)
        assert store.unchanged(VCARD, [better]) == Counts(read=1, unchanged=1)

    def test_what_another_document_changed_since_has_to_be_read(self, store: LandingStore) -> None:
        land(store, ADA, readings=[FIRST])
        land(store, ADA._replace(note="edited"), readings=[SECOND])
        assert store.unchanged(VCARD, [SECOND]) == Counts(read=1, unchanged=1)
        assert store.unchanged(VCARD, [FIRST]) is None
        assert land(store, ADA, readings=[FIRST]).loaded == 1
        assert current(store) == {"u1": None}

    def test_what_is_gone_since_has_to_be_read(self, store: LandingStore) -> None:
        land(store, ADA, BEN, readings=[FIRST])
        land(store, ADA, readings=[SECOND], is_complete=True)
        assert store.unchanged(VCARD, [FIRST]) is None

    def test_a_reading_that_changed_nothing_leaves_the_others_known(self, store: LandingStore) -> None:
        land(store, ADA, readings=[FIRST])
        land(store, ADA, readings=[SECOND])
        land(store, BEN, source=WORK, readings=[SECOND])
        assert store.unchanged(VCARD, [FIRST, SECOND]) == Counts(read=2, unchanged=2)

    def test_equal_files_are_each_known_as_what_they_were(self, store: LandingStore) -> None:
        readings = [Reading(f"{name}.vcf", "hash 1", 1) for name in "abc"]
        land(store, *(ADA._replace(file=reading.file) for reading in readings), readings=readings)
        assert store.unchanged(VCARD, readings) == Counts(read=3, unchanged=1, skipped=2)

    def test_what_was_not_read_is_noted_all_the_same(self, store: LandingStore) -> None:
        land(store, ADA, BEN, readings=[FIRST])
        counts = store.unchanged(VCARD, [FIRST])
        assert counts is not None
        store.note(store.begin_run("import"), VCARD, counts, [FIRST])
        assert rows(store, "select * from run_source order by run_id") == [
            (1, "vcard", 2, 2, 0, 0, 0, 0, None, None),
            (2, "vcard", 2, 0, 2, 0, 0, 0, None, None),
        ]
        assert store.unchanged(VCARD, [FIRST]) == counts

    def test_why_records_were_left_out_is_told_at_every_run(self, store: LandingStore) -> None:
        rejects = (Reject(BOOK, "nonsense", 4, 31, "NONSENSE"),)
        land(store, ADA, ADA, readings=[FIRST], skipped=(Skipped(BOOK, "an empty card", 3),), rejects=rejects)
        land(store, BEN, source=WORK, readings=[FIRST], skipped=(Skipped(BOOK, "of another source", 2),))
        moved = Reading("moved.vcf", FIRST.content_hash, FIRST.reader_version)
        for _ in range(2):
            counts = store.unchanged(VCARD, [moved])
            assert counts == Counts(read=4, unchanged=1, skipped=2, rejected=1)
            store.note(store.begin_run("import"), VCARD, counts, [moved])
        skipped, unread = store.left_out(VCARD, [moved])
        assert {(one.file, one.reason) for one in skipped} == {
            ("moved.vcf", "the same record again"),
            ("moved.vcf", "an empty card"),
        }
        assert unread == [Reject("moved.vcf", "nonsense", 4, 31, "NONSENSE")]
        runs = store.published("sync_run").filter(source="vcard")
        assert runs["skip_reasons"].to_list() == ["1 × an empty card; 1 × the same record again"] * 3
        assert store.published("current_rejects")["raw"].to_list() == ["NONSENSE"]

    def test_the_state_changes_with_what_is_landed_and_only_then(self, store: LandingStore) -> None:
        states = [store.state()]
        land(store, ADA, readings=[FIRST])
        states.append(store.state())
        land(store, ADA._replace(note="edited"), readings=[SECOND])
        states.append(store.state())
        assert len(set(states)) == 3
        assert store.state() == states[-1]
