"""What a source holds now is merged into what it held before: ids that hold, versions, what is gone."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configs.errors import UserError
from connectors.base import Batch
from connectors.identity import content_hash
from connectors.records import RawContact, Reject, Skipped
from tests.warehouse.cards import BOOK, NOTHING, VCARD, card, current, land, land_batches, names, rows
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Source
from warehouse.migrate import migrate

ADA, BEN, CHLOE = card("u1"), card("u2", "Ben Okafor"), card("u3", "Chloé Martin")
WORK = Source("vcard", name="work")


def versions(store: LandingStore, record_id: str) -> list[tuple[str | None, bool]]:
    """The notes of a record's versions, the oldest first, and whether each is the current one."""
    found = rows(store, "select record_id, note, valid_to is null from raw_contact order by run_id")
    return [(note, is_current) for each, note, is_current in found if each == record_id]


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
        with pytest.raises(UserError, match=r"holds no contact, but 2 are known from vcard.*kith remove vcard"):
            land(store, is_complete=True, rejects=(Reject(BOOK, "nonsense", 1, 1),))
        assert set(current(store)) == {"u1", "u2"}

    def test_an_empty_export_of_an_empty_source_is_none_the_worse(self, store: LandingStore) -> None:
        assert land(store, is_complete=True) == NOTHING

    def test_a_broken_export_can_not_say_what_is_gone(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        with pytest.raises(UserError, match=r"(?s)gone.*book\.vcf: breaks off.*without --replace"):
            land(store, ADA, is_complete=True, rejects=(Reject(BOOK, "breaks off"),))
        assert set(current(store)) == {"u1", "u2"}
        assert land(store, ADA, rejects=(Reject(BOOK, "breaks off"),)) == Counts(read=2, unchanged=1, rejected=1)

    def test_a_broken_record_does_not_stand_in_its_way(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        counts = land(store, ADA, is_complete=True, rejects=(Reject(BOOK, "nonsense", line=9),))
        assert counts == Counts(read=2, unchanged=1, rejected=1, gone=1)


class Remote:
    """A connector that is no file: it says what changed since the cursor."""

    name = "remote"

    def __init__(self, *batches: Batch) -> None:
        self._batches = batches

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:
        start = int(cursor or 0)
        for number, batch in enumerate(self._batches[start:], start + 1):
            yield Batch(batch.contacts, gone=batch.gone, renamed=batch.renamed, cursor=str(number))


def pull(store: LandingStore, connector: Remote) -> Counts:
    source = Source(connector.name)
    return land_batches(store, *connector.pull(store.cursor(source)), source=source)


class TestWhatASourceSays:
    def test_the_cursor_follows_the_records(self, store: LandingStore) -> None:
        assert store.cursor(Source("remote")) is None
        first, second = Batch((ADA,)), Batch((BEN,))
        assert pull(store, Remote(first)).loaded == 1
        assert store.cursor(Source("remote")) == "1"
        assert pull(store, Remote(first, second)) == Counts(read=1, loaded=1)
        assert pull(store, Remote(first, second)) == NOTHING
        assert store.cursor(Source("remote")) == "2"

    def test_the_last_cursor_of_several_batches_counts(self, store: LandingStore) -> None:
        land_batches(store, Batch((ADA,), cursor="1"), Batch((BEN,), cursor="2"), Batch())
        assert store.cursor(VCARD) == "2"

    def test_what_it_says_is_gone_is_gone(self, store: LandingStore) -> None:
        assert land(store, ADA, BEN).loaded == 2
        assert land(store, gone=("u1", "u1", "never seen")) == Counts(gone=1)
        assert current(store) == {"u2": None}
        assert land(store, gone=("u1",)) == NOTHING

    def test_it_says_so_by_its_own_id(self, store: LandingStore) -> None:
        land(store, card("0", "Ada Brandt"), card("0", "Ben Okafor"), card("0#", "Chloé Martin"))
        assert land(store, gone=("0",)).gone == 2
        assert set(current(store)) == {"0#"}

    def test_what_it_holds_is_not_gone(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        counts = land_batches(store, Batch(gone=("u1", "u2")), Batch((ADA, BEN._replace(note="edited"))))
        assert counts == Counts(read=2, loaded=1, unchanged=1)
        assert current(store) == {"u1": None, "u2": "edited"}

    def test_a_renamed_record_keeps_its_history(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        assert land(store, card("n1", note="edited"), renamed=(("u1", "n1"),)) == Counts(read=1, loaded=1)
        assert current(store) == {"n1": "edited", "u2": None}
        assert versions(store, "n1") == [(None, False), ("edited", True)]

    def test_renaming_can_be_said_again(self, store: LandingStore) -> None:
        land(store, ADA)
        for _ in range(2):
            land(store, renamed=(("u1", "n1"), ("n1", "n1")))
            assert current(store) == {"n1": None}

    def test_names_of_names_are_followed_in_their_order(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        land_batches(store, Batch(renamed=(("u1", "n1"), ("u9", "n9"))), Batch(renamed=(("n1", "n2"), ("u2", "u1"))))
        assert names(store) == {"n2": "Ada Brandt", "u1": "Ben Okafor"}

    def test_records_that_share_an_id_are_renamed_together(self, store: LandingStore) -> None:
        land(store, card("0", "Ada Brandt"), card("0", "Ben Okafor"))
        land(store, renamed=(("0", "n"),))
        assert names(store) == {"n#Ada Brandt": "Ada Brandt", "n#Ben Okafor": "Ben Okafor"}

    def test_two_that_became_one_are_one(self, store: LandingStore) -> None:
        land(store, ADA, BEN, CHLOE)
        counts = land(store, ADA._replace(note="both"), renamed=(("u2", "u1"), ("u3", "n"), ("u1", "n")))
        assert current(store) == {"u1": "both", "n": None}
        assert counts == Counts(read=1, loaded=1, gone=1)

    def test_a_renamed_first_leaves_no_id_to_be_given_twice(self, store: LandingStore) -> None:
        land(store, card("raw:1", note="one"), card("raw:1", note="two"))
        land(store, renamed=(("raw:1", "n~2"),))
        land(store, card("raw:1", note="one"), card("raw:1", note="two"), card("raw:1", note="three"))
        land(store, card("n", note="one"), card("n", note="two"), card("n~2", "Somebody Else"))
        ids = [record_id for (record_id,) in rows(store, "select record_id from raw_contact where valid_to is null")]
        assert len(ids) == len(set(ids))

    def test_rejects_and_skipped_are_kept_with_their_run(self, store: LandingStore) -> None:
        counts = land(
            store,
            ADA,
            rejects=(Reject(BOOK, "nonsense", 2, 7, "BEGIN:"),),
            skipped=(Skipped(BOOK, "an empty card", 3),),
        )
        assert counts == Counts(read=3, loaded=1, skipped=1, rejected=1)
        assert rows(store, "select * from reject") == [(1, "vcard", BOOK, 2, 7, "nonsense", "BEGIN:")]
        assert rows(store, "select * from skipped") == [(1, "vcard", BOOK, 3, "an empty card")]


class Import(NamedTuple):
    """One import of a random book."""

    cards: tuple[RawContact, ...]
    is_complete: bool


@st.composite
def books(draw: st.DrawFn) -> tuple[RawContact, ...]:
    """Books with copies, shared ids, equal names, ids that look numbered, and cards that differ in a note alone."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["a", "b", "a~2", "a#Ben"]),
                st.sampled_from(["Ada", "Ben", ""]),
                st.sampled_from([None, "1", "2"]),
                st.sampled_from([BOOK, "other.vcf"]),
            ),
            max_size=8,
        )
    )
    return tuple(
        card(uid, name, note, file=file, position=position, emails=())
        for position, (uid, name, note, file) in enumerate(drawn, 1)
    )


LAWS = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
IMPORTS = st.lists(st.builds(Import, books(), st.booleans()), min_size=1, max_size=4)


def said(cards: Sequence[RawContact]) -> set[tuple[str, str]]:
    """What distinct records a book holds: given id and content."""
    return {(each.record_id, content_hash(each)) for each in cards}


def known(store: LandingStore) -> dict[tuple[str, str], str]:
    """The current records' ids by given id and content; each of these pairs stands for one record."""
    found = rows(store, "select given_id, content_hash, record_id from raw_contact where valid_to is null")
    ids = {(given_id, content): record_id for given_id, content, record_id in found}
    assert len({record_id for *_, record_id in found}) == len(found)
    return ids


@LAWS
@given(IMPORTS)
def test_laws_of_landing(imports: list[Import]) -> None:
    with duckdb.connect(config={"threads": "1"}) as connection:
        migrate(connection)
        store = LandingStore(connection)
        for cards, asks_complete in imports:
            is_complete = asks_complete and bool(cards)
            before, held = known(store), said(cards)
            counts = land(store, *cards, is_complete=is_complete)
            after = known(store)
            # Everything that was read is there, and what was there already is the same record as before.
            assert held <= after.keys()
            assert {pair: before[pair] for pair in held & before.keys()} == {
                pair: after[pair] for pair in held & before.keys()
            }
            assert counts.read == len(cards)
            assert counts.unchanged == len(held & before.keys())
            assert counts.loaded == len(held - before.keys())
            assert counts.gone == len(set(before.values()) - set(after.values()))
            if is_complete:
                assert after.keys() == held
            # A record that was in nobody's way is still what it was.
            given_ids = {given_id for given_id, _ in held}
            untouched = {pair: record_id for pair, record_id in before.items() if pair[0] not in given_ids}
            assert is_complete or untouched.items() <= after.items()
            again = land(store, *reversed(cards), is_complete=is_complete)
            assert again == Counts(read=len(cards), unchanged=len(held), skipped=len(cards) - len(held))
            assert known(store) == after


@LAWS
@given(books(), st.data())
def test_ids_do_not_depend_on_the_order_of_cards_with_different_names(
    cards: tuple[RawContact, ...], data: st.DataObject
) -> None:
    distinct = list(
        {(each.record_id, each.names[0].full): each for each in cards if each.record_id != "a#Ben"}.values()
    )
    found = []
    for order in (distinct, data.draw(st.permutations(distinct))):
        with duckdb.connect(config={"threads": "1"}) as connection:
            migrate(connection)
            store = LandingStore(connection)
            land(store, *order)
            found.append(known(store))
    assert found[0] == found[1]


@LAWS
@given(books(), st.data())
def test_an_edit_of_one_card_leaves_all_other_ids_alone(cards: tuple[RawContact, ...], data: st.DataObject) -> None:
    distinct = list({(each.record_id, content_hash(each)): each for each in cards}.values())
    with duckdb.connect(config={"threads": "1"}) as connection:
        migrate(connection)
        store = LandingStore(connection)
        land(store, *distinct)
        before = known(store)
        if not distinct:
            return
        edited = data.draw(st.sampled_from(distinct))
        others = [each for each in distinct if each is not edited]
        note = edited._replace(note="edited")
        counts = land(store, *data.draw(st.permutations([*others, note])), is_complete=True)
        assert counts == Counts(read=len(distinct), loaded=1, unchanged=len(others))
        after = known(store)
        assert {pair: after[pair] for pair in said(others)} == {pair: before[pair] for pair in said(others)}
        assert set(after.values()) == set(before.values())
        closed = rows(store, "select count(*) from raw_contact where valid_to is not null")
        assert closed == [(1,)]
