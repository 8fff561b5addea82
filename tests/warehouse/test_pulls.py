"""Sources that are no files also say where to go on, what is gone and what is called otherwise now."""

from collections.abc import Iterator

import polars as pl

from connectors.base import Batch
from connectors.records import Reject, Skipped
from tests.warehouse.cards import BOOK, NOTHING, VCARD, card, current, land, land_batches, names, rows, versions
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Source

ADA, BEN, CHLOE = card("u1"), card("u2", "Ben Okafor"), card("u3", "Chloé Martin")


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

    def test_a_renamed_record_stays_the_same_persons(self, store: LandingStore) -> None:
        land(store, ADA, BEN)
        columns = ("source", "record_id", "person_id")
        known = pl.DataFrame([("vcard", "u1", "p1"), ("vcard", "u2", "p1")], schema=columns, orient="row")
        store.keep_person_records(known, known.tail(1).with_columns(person_id=pl.lit("p-old")))
        land(store, renamed=(("u2", "n2"),))
        assert sorted(store.person_records().rows()) == [("vcard", "n2", "p1"), ("vcard", "u1", "p1")]
        assert store.former_person_records().rows() == [("vcard", "n2", "p-old")]

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
