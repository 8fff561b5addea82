"""What a source holds now is merged into what it held before: ids that hold, versions, what is gone."""

from itertools import permutations

import duckdb
import pytest

from configs.errors import UserError
from connectors.base import Batch
from connectors.records import Reject
from tests.warehouse.cards import BOOK, NOTHING, card, current, land, land_batches, names, rows, versions
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Source
from warehouse.migrate import migrate

ADA, BEN, CHLOE = card("u1"), card("u2", "Ben Okafor"), card("u3", "Chloé Martin")
WORK = Source("vcard", name="work")


class TestVersions:
    def test_what_is_new_is_loaded(self, store: LandingStore) -> None:
        assert land(store, ADA, BEN) == Counts(read=2, loaded=2)
        assert names(store) == {"u1": "Ada Brandt", "u2": "Ben Okafor"}

    def test_the_same_again_changes_nothing(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        before = rows(store, "select * from raw_contact order by all")
        assert land(store, ADA, BEN) == Counts(read=2, unchanged=2)
        assert rows(store, "select * from raw_contact order by all") == before

    def test_an_edit_is_one_new_version_and_closes_one(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        assert land(store, ADA._replace(note="moved"), BEN) == Counts(read=2, loaded=1, unchanged=1)
        assert versions(store, "u1") == [(None, False), ("moved", True)]
        assert versions(store, "u2") == [(None, True)]

    def test_versions_meet_where_one_ends_and_the_next_begins(self, store: LandingStore) -> None:
        for note in ("one", "two", "three"):
            land(store, ADA._replace(note=note))
        spans = rows(store, "select valid_from, valid_to from raw_contact order by run_id")
        assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
        assert all(end is None or start < end for start, end in spans)

    def test_where_a_record_stands_and_when_it_was_stamped_is_no_change(self, store: LandingStore) -> None:
        land(store, ADA)
        moved = ADA._replace(file="other.vcf", position=7, updated="20240101T000000Z")
        assert land(store, moved) == Counts(read=1, unchanged=1)

    def test_going_back_is_a_version_too(self, store: LandingStore) -> None:
        for note in (None, "edited", None):
            assert land(store, ADA._replace(note=note)).loaded == 1
        assert versions(store, "u1") == [(None, False), ("edited", False), (None, True)]

    def test_sources_have_nothing_to_do_with_each_other(self, store: LandingStore) -> None:
        land(store, ADA)
        assert land(store, ADA._replace(note="at work"), source=WORK) == Counts(read=1, loaded=1)
        assert rows(store, "select source, note from raw_contact where valid_to is null order by source") == [
            ("vcard", None),
            ("vcard:work", "at work"),
        ]

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("20240102T000000Z", "20240101T000000Z", "known"),
            ("20240101T000000Z", "20240102T000000Z", "given"),
            ("20240101T000000Z", "20240101T000000Z", "given"),
            ("20240102T000000Z", "2024-01-01", "given"),  # stamps of two forms can't be compared as text
            (None, "20240101T000000Z", "given"),
            ("20240102T000000Z", None, "given"),
        ],
    )
    def test_only_what_is_older_is_not_loaded_over_what_is_newer(
        self, store: LandingStore, before: str | None, after: str | None, expected: str
    ) -> None:
        land(store, card("u1", note="known", updated=before))
        counts = land(store, card("u1", note="given", updated=after))
        assert current(store) == {"u1": expected}
        assert counts == (Counts(read=1, loaded=1) if expected == "given" else Counts(read=1, skipped=1))

    def test_an_older_version_is_skipped_with_its_reason(self, store: LandingStore) -> None:
        land(store, card("u1", note="known", updated="20240102T000000Z"))
        land(store, card("u1", note="given", updated="20240101T000000Z", position=4))
        assert rows(store, "select run_id, source, file, position, reason from skipped") == [
            (2, "vcard", BOOK, 4, "an older version of what is known")
        ]


class TestIds:
    def test_cards_of_one_id_and_different_names_are_told_apart_by_their_names(self, store: LandingStore) -> None:
        land(store, card("0", "Ada Brandt"), card("0", "Ben Okafor"), CHLOE)
        assert names(store) == {"0#Ada Brandt": "Ada Brandt", "0#Ben Okafor": "Ben Okafor", "u3": "Chloé Martin"}

    def test_their_order_means_nothing(self) -> None:
        cards = (card("0", "Ada Brandt"), card("0", "Ben Okafor"), card("0", ""))
        found = []
        for order in permutations(cards):
            with duckdb.connect() as connection:
                migrate(connection)
                fresh = LandingStore(connection)
                land(fresh, *order)
                found.append(names(fresh))
        assert found[0] == {"0#": "", "0#Ada Brandt": "Ada Brandt", "0#Ben Okafor": "Ben Okafor"}
        assert all(each == found[0] for each in found)

    def test_equal_ids_with_equal_names_are_numbered(self, store: LandingStore) -> None:
        land(store, card("raw:1", note="one"), card("raw:1", note="two"), card("raw:1", note="three"))
        assert current(store) == {"raw:1": "one", "raw:1~2": "two", "raw:1~3": "three"}

    def test_the_very_same_card_twice_is_one_record(self, store: LandingStore) -> None:
        assert land(store, ADA, ADA._replace(position=2), BEN) == Counts(read=3, loaded=2, skipped=1)
        assert rows(store, "select position, reason from skipped") == [(2, "the same record again")]
        assert land(store, ADA, ADA._replace(position=2), BEN) == Counts(read=3, unchanged=2, skipped=1)

    def test_numbered_records_are_known_by_their_content_in_any_order(self, store: LandingStore) -> None:
        one, two, three = (card("raw:1", note=note) for note in ("one", "two", "three"))
        land(store, one, two, three)
        before = current(store)
        assert land(store, three, one, two) == Counts(read=3, unchanged=3)
        land(store, two._replace(note="two, edited"), three, one)
        assert current(store) == before | {"raw:1~2": "two, edited"}

    def test_ten_numbered_records_that_are_all_edited_keep_their_order(self, store: LandingStore) -> None:
        land(store, *(card("raw:1", note=f"{number}") for number in range(1, 12)))
        land(store, *(card("raw:1", note=f"{number}, edited") for number in range(1, 12)))
        assert current(store)["raw:1~2"] == "2, edited"
        assert current(store)["raw:1~11"] == "11, edited"

    def test_a_new_name_keeps_the_id(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        land(store, card("u1", "Ada Brandt-Sørensen"), BEN)
        assert names(store) == {"u1": "Ada Brandt-Sørensen", "u2": "Ben Okafor"}

    def test_a_new_name_of_one_of_two_that_share_an_id_keeps_both_ids(self, store: LandingStore) -> None:
        land(store, card("0", "Ada Brandt"), card("0", "Ben Okafor"))
        land(store, card("0", "Benjamin Okafor"), card("0", "Ada Brandt"))
        assert names(store) == {"0#Ada Brandt": "Ada Brandt", "0#Ben Okafor": "Benjamin Okafor"}

    def test_one_that_comes_to_share_a_known_id_leaves_that_one_its_own(self, store: LandingStore) -> None:
        land(store, ADA)
        land(store, card("u1", "Ben Okafor"), ADA)
        assert names(store) == {"u1": "Ada Brandt", "u1#Ben Okafor": "Ben Okafor"}

    def test_the_same_name_in_two_files_is_known_by_its_file(self, store: LandingStore) -> None:
        at_home, at_work = card("raw:1", note="home", file="home.csv"), card("raw:1", note="work", file="work.csv")
        land(store, at_home, at_work)
        land(store, at_work._replace(note="work, edited"))
        assert current(store) == {"raw:1": "home", "raw:1~2": "work, edited"}

    def test_a_renamed_file_changes_nothing(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        land(store, *(each._replace(file="book (2).vcf", note="edited") for each in (ADA, BEN)))
        assert current(store) == {"u1": "edited", "u2": "edited"}

    def test_an_id_that_looks_numbered_is_never_taken_for_a_numbered_one(self, store: LandingStore) -> None:
        land(store, card("x", note="1"), card("x", note="2"), card("x~2", note="3"), card("x~2~1", note="4"))
        assert current(store) == {"x": "1", "x~2": "2", "x~2~1": "3", "x~2~1~1": "4"}
        assert land(store, card("x", note="5", file="b"), card("x", note="1"), card("x", note="2")).loaded == 1
        assert current(store)["x~3"] == "5"

    def test_an_id_that_looks_like_id_and_name_is_numbered(self, store: LandingStore) -> None:
        land(store, card("x", "Ada"), card("x", "Ben"), card("x#Ada", "Ada"))
        assert names(store) == {"x#Ada": "Ada", "x#Ben": "Ben", "x#Ada~2": "Ada"}

    @pytest.mark.parametrize(
        "uid", ["", "~", "~1", "#", "a'b", "ü" * 300, "x\ny~3", "urn:uuid:1", "\x00", "99~" + "9" * 30]
    )
    def test_any_text_can_be_an_id(self, store: LandingStore, uid: str) -> None:
        land(store, card(uid, note="1"), card(uid, note="2"))
        assert sorted(current(store).values(), key=str) == ["1", "2"]
        assert land(store, card(uid, note="2"), card(uid, note="1")) == Counts(read=2, unchanged=2)


class TestComplete:
    def test_it_marks_exactly_what_is_missing_as_gone(self, store: LandingStore) -> None:
        land(store, ADA, BEN, CHLOE)
        assert land(store, ADA, CHLOE._replace(note="edited"), is_complete=True) == Counts(
            read=2, loaded=1, unchanged=1, gone=1
        )
        assert current(store) == {"u1": None, "u3": "edited"}
        assert versions(store, "u2") == [(None, False)]

    def test_it_touches_its_own_source_alone(self, store: LandingStore) -> None:
        land(store, ADA, source=WORK)
        land(store, ADA, BEN)
        assert land(store, BEN, is_complete=True).gone == 1
        assert rows(store, "select source, record_id from raw_contact where valid_to is null order by all") == [
            ("vcard", "u2"),
            ("vcard:work", "u1"),
        ]

    def test_what_is_older_than_what_is_known_is_not_gone(self, store: LandingStore) -> None:
        land(store, card("u1", note="new", updated="20240102T000000Z"))
        counts = land(store, card("u1", note="old", updated="20240101T000000Z"), is_complete=True)
        assert counts == Counts(read=1, skipped=1)
        assert current(store) == {"u1": "new"}

    def test_a_batch_may_say_so(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        assert land_batches(store, Batch(contacts=(ADA,), is_complete=True), Batch()).gone == 1

    def test_without_it_nothing_is_gone(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        assert land(store, ADA).gone == 0
        assert set(current(store)) == {"u1", "u2"}

    def test_what_is_gone_is_counted_once(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        land(store, ADA, is_complete=True)
        assert land(store, ADA, is_complete=True) == Counts(read=1, unchanged=1)

    @pytest.mark.parametrize("note", [None, "another"])
    def test_what_returns_has_its_id_again(self, store: LandingStore, note: str | None) -> None:
        land(store, card("raw:1", note="stays"), card("raw:1"))
        land(store, card("raw:1", note="stays"), is_complete=True)
        assert current(store) == {"raw:1": "stays"}
        assert land(store, card("raw:1", note="stays"), card("raw:1", note=note)) == Counts(
            read=2, loaded=1, unchanged=1
        )
        assert current(store) == {"raw:1": "stays", "raw:1~2": note}

    def test_an_empty_export_is_refused(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        with pytest.raises(UserError, match=r"holds no record, but 2 are known from vcard.*kith remove vcard"):
            land(store, is_complete=True, rejects=(Reject(BOOK, "nonsense", 1, 1),))
        assert set(current(store)) == {"u1", "u2"}

    def test_an_empty_export_of_an_empty_source_is_none_the_worse(self, store: LandingStore) -> None:
        assert land(store, is_complete=True) == NOTHING

    def test_a_broken_record_does_not_stand_in_its_way(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        counts = land(store, ADA, is_complete=True, rejects=(Reject(BOOK, "nonsense", line=9),))
        assert counts == Counts(read=2, unchanged=1, rejected=1, gone=1)
