"""Sources that are no files also say where to go on, what is gone and what is called otherwise now."""

from collections.abc import Iterator

import polars as pl
import pytest

from configs.errors import UnreachableError
from connectors.base import Batch
from connectors.interaction_records import RawCalendar, RawInteraction
from connectors.records import Reject, Skipped
from tests.warehouse.cards import BOOK, NOTHING, VCARD, card, current, land, land_batches, names, rows, versions
from warehouse.landing import LandingStore
from warehouse.merging import Counts, LossError, Source

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


SERVER = Source("google_contacts")


def pulled(store: LandingStore, *batches: Batch, allows_loss: bool = False) -> Counts:
    """Land what a live source gives, in a run of its own."""
    run = store.begin_run("sync")
    counts = store.land_pull(run, SERVER, batches, allows_loss=allows_loss)
    store.finish_run(run, state="done")
    assert counts.read == counts.loaded + counts.unchanged + counts.skipped + counts.rejected
    return counts


def meeting(record_id: str, conversation: str | None = None) -> RawInteraction:
    """An event of a calendar, or the exception of a series."""
    calendar = RawCalendar(record_id, "BEGIN:VEVENT\nDTSTART:20260101T090000Z\nEND:VEVENT\n")
    return RawInteraction(record_id, "Work", 1, "calendar", conversation=conversation, calendar=calendar)


def held_meetings(store: LandingStore) -> set[str]:
    """The ids of the interactions that are held now."""
    return {record_id for (record_id,) in rows(store, "select record_id from raw_interaction where valid_to is null")}


class TestLiveSources:
    def test_an_id_is_one_record_and_the_last_of_several_counts(self, store: LandingStore) -> None:
        counts = pulled(store, Batch((ADA, BEN)), Batch((ADA._replace(note="later", names=BEN.names),)))
        assert counts == Counts(read=3, loaded=2, skipped=1)
        assert current(store) == {"u1": "later", "u2": None}

    def test_what_the_server_says_now_is_right(self, store: LandingStore) -> None:
        pulled(store, Batch((ADA._replace(updated="2026-02-01"),)))
        assert pulled(store, Batch((ADA._replace(note="back", updated="2026-01-01"),))).loaded == 1
        assert current(store) == {"u1": "back"}

    def test_pulling_twice_changes_nothing(self, store: LandingStore) -> None:
        pulled(store, Batch((ADA, BEN), cursor="1"))
        state = store.state()
        assert pulled(store, Batch((ADA, BEN), complete=("u",), cursor="2")) == Counts(read=2, unchanged=2)
        assert (store.state(), store.cursor(SERVER)) == (state, "2")

    def test_a_record_that_comes_back_is_another_version_of_itself(self, store: LandingStore) -> None:
        pulled(store, Batch((ADA, BEN, CHLOE)))
        assert pulled(store, Batch(gone=("u1",))) == Counts(gone=1)
        assert pulled(store, Batch((ADA,))).loaded == 1
        assert versions(store, "u1") == [(None, False), (None, True)]

    def test_of_a_complete_part_what_is_absent_is_gone(self, store: LandingStore) -> None:
        books = ("/work/1", "/work/2", "/work/3", "/home/1", "/home/2", "/home/3")
        pulled(store, Batch(tuple(card(each) for each in books)))
        assert pulled(store, Batch((card("/work/2"),)), Batch(complete=("/work/",))).gone == 2
        assert set(current(store)) == {"/work/2", "/home/1", "/home/2", "/home/3"}

    def test_a_deleted_series_takes_its_exceptions_with_it(self, store: LandingStore) -> None:
        pulled(store, Batch(interactions=(meeting("c/a"), meeting("c/a_1", "c/a"), meeting("c/b"), meeting("c/d"))))
        assert pulled(store, Batch(gone=("c/a",))).gone == 2
        assert held_meetings(store) == {"c/b", "c/d"}

    def test_losing_more_than_half_is_refused_and_nothing_is_taken(self, store: LandingStore) -> None:
        pulled(store, Batch((ADA, BEN, CHLOE), cursor="1"))
        with pytest.raises(LossError, match="google_contacts would lose 2 of its 3 records") as refusal:
            pulled(store, Batch((card("u4"),), gone=("u1", "u2"), cursor="2"))
        assert (refusal.value.gone, refusal.value.had) == (2, 3)
        assert set(current(store)) == {"u1", "u2", "u3"}
        assert store.cursor(SERVER) == "1"

    def test_it_may_if_somebody_says_so(self, store: LandingStore) -> None:
        pulled(store, Batch((ADA, BEN, CHLOE)))
        assert pulled(store, Batch(gone=("u1", "u2", "u3")), allows_loss=True).gone == 3

    def test_losing_half_is_no_great_loss(self, store: LandingStore) -> None:
        pulled(store, Batch((ADA, BEN)))
        assert pulled(store, Batch(gone=("u1",))).gone == 1

    def test_a_pull_that_breaks_off_leaves_everything_as_it_was(self, store: LandingStore) -> None:
        def broken() -> Iterator[Batch]:
            yield Batch((BEN,), gone=("u1",), cursor="too early")
            raise UnreachableError("The server is gone.")

        pulled(store, Batch((ADA, CHLOE), cursor="1"))
        with pytest.raises(UnreachableError):
            store.land_pull(store.begin_run("sync"), SERVER, broken())
        assert (set(current(store)), store.cursor(SERVER)) == ({"u1", "u3"}, "1")

    def test_a_reject_counts_until_its_file_is_asked_for_again(self, store: LandingStore) -> None:
        broken = Reject("Work/1.vcf", "a card in which nothing can be read", 1, 1, "BEGIN:VCARD")
        pulled(store, Batch((ADA, BEN), rejects=(broken,)))
        assert store.published("current_rejects")["file"].to_list() == ["Work/1.vcf"]
        pulled(store, Batch((CHLOE,)))
        assert store.published("current_rejects").height == 1
        pulled(store, Batch((card("u4", file="Work/1.vcf"),)))
        assert store.published("current_rejects").height == 0
        pulled(store, Batch((ADA, BEN), rejects=(broken,)), Batch(complete=("u",)), allows_loss=True)
        assert store.published("current_rejects").height == 1
        pulled(store, Batch((ADA, BEN), complete=("u",)))
        assert store.published("current_rejects").height == 0

    def test_others_name_a_card_on_a_server_by_its_own_id(self, store: LandingStore) -> None:
        lying = card("/ada/friends/ben.vcf", extra=(("UID", ("uid-ben",)),))
        for source in (Source("carddav"), Source("google_contacts")):
            store.land_pull(store.begin_run("sync"), source, [Batch((lying,))])
        given = store.raw_contacts().sort("source").select("source", "record_id", "given_id").rows()
        assert given == [
            ("carddav", "/ada/friends/ben.vcf", "uid-ben"),
            ("google_contacts", "/ada/friends/ben.vcf", "/ada/friends/ben.vcf"),
        ]
        assert store.raw_contacts(store.versions()).equals(store.raw_contacts())
