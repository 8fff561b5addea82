"""Messages and calendar events in the landing store: versions, what is gone, and nothing counted twice."""

from datetime import UTC, datetime
from typing import Final

import pytest

from configs.errors import UserError
from connectors.base import Batch
from connectors.interaction_records import Correspondent, RawCalendar, RawInteraction
from tests.warehouse.cards import card, land_batches, rows
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Source

CALENDAR: Final = Source("calendar")
MAIL: Final = Source("mailbox")

EVENT = "BEGIN:VEVENT\nUID:brunch@example.org\nDTSTAMP:20260101T000000Z\nSUMMARY:{}\nEND:VEVENT\n"


def event(uid: str = "brunch@example.org", summary: str = "Brunch", **fields: str) -> RawInteraction:
    """An event as a calendar holds it."""
    calendar = RawCalendar(uid, EVENT.format(summary), **fields)
    return RawInteraction(uid, "a.ics", 1, "calendar", calendar=calendar)


def message(record_id: str, **fields: object) -> RawInteraction:
    """A message from Ada to Ben."""
    people = (Correspondent("sender", "ada@example.org"), Correspondent("recipient", "ben@example.org", "Ben Okafor"))
    sent = {"sent": "Sun, 1 Nov 2026 10:00:00 +0100", "sent_at": datetime(2026, 11, 1, 9, tzinfo=UTC)}
    given = {"file": "all.mbox", "position": 1, "channel": "email", "people": people} | sent | fields
    return RawInteraction(record_id=record_id, **given)  # type: ignore[arg-type] # any field of it


def land(store: LandingStore, *items: RawInteraction, source: Source = CALENDAR, is_complete: bool = False) -> Counts:
    """Land interactions in a run of their own."""
    return land_batches(store, Batch(interactions=items), source=source, is_complete=is_complete)


class TestVersions:
    def test_what_is_new_is_loaded_and_the_same_again_changes_nothing(self, store: LandingStore) -> None:
        assert land(store, event(), event("run@example.org")) == Counts(read=2, loaded=2)
        assert land(store, event(), event("run@example.org")) == Counts(read=2, unchanged=2)

    def test_an_edit_is_one_new_version_and_closes_one(self, store: LandingStore) -> None:
        land(store, event())
        assert land(store, event(summary="Late brunch")) == Counts(read=1, loaded=1)
        assert rows(store, "select valid_to is null from raw_interaction order by run_id") == [(False,), (True,)]

    def test_the_moment_of_the_export_is_no_edit(self, store: LandingStore) -> None:
        land(store, event())
        later = event()
        assert later.calendar
        again = later.calendar._replace(components=later.calendar.components.replace("20260101T", "20261101T"))
        assert land(store, later._replace(calendar=again)) == Counts(read=1, unchanged=1)

    def test_a_message_in_two_mailboxes_is_one_record(self, store: LandingStore) -> None:
        counts = land(store, message("<1@example.org>"), message("<1@example.org>", file="sent.mbox"), source=MAIL)
        assert counts == Counts(read=2, loaded=1, skipped=1)

    def test_two_that_share_an_id_and_say_different_things_are_both_kept(self, store: LandingStore) -> None:
        land(store, event(), event(summary="Brunch, moved", method="REQUEST"))
        land(store, event(), event(summary="Brunch, moved", method="REQUEST"))
        assert rows(store, "select record_id from raw_interaction order by 1") == [
            ("brunch@example.org",),
            ("brunch@example.org~2",),
        ]


class TestComplete:
    def test_what_a_complete_export_lacks_is_gone(self, store: LandingStore) -> None:
        land(store, event(), event("run@example.org"))
        assert land(store, event(), is_complete=True) == Counts(read=1, unchanged=1, gone=1)
        assert store.calendars()["record_id"].to_list() == ["brunch@example.org"]

    def test_what_the_source_says_is_gone(self, store: LandingStore) -> None:
        land(store, event(), event("run@example.org"))
        assert land_batches(store, Batch(gone=("run@example.org",)), source=CALENDAR).gone == 1

    def test_an_empty_export_is_refused(self, store: LandingStore) -> None:
        land(store, event())
        with pytest.raises(UserError, match="holds no record, but 1 are known from calendar"):
            land_batches(store, source=CALENDAR, is_complete=True)

    def test_a_source_may_hold_contacts_and_interactions(self, store: LandingStore) -> None:
        both = Batch(contacts=(card("u1"),), interactions=(event(),))
        assert land_batches(store, both, source=CALENDAR) == Counts(read=2, loaded=2)
        assert land_batches(store, both, source=CALENDAR) == Counts(read=2, unchanged=2)
        assert store.size() == (1, 2)
        assert store.remove("calendar") == 2
        assert store.size() == (0, 0)


def test_messages_come_back_as_they_were_given(store: LandingStore) -> None:
    land(store, message("<1@example.org>", labels=("Sent",), conversation="t1"), source=MAIL)
    (row,) = store.interactions().to_dicts()
    assert row["people"][1] | {} == {
        "role": "recipient",
        "address": "ben@example.org",
        "name": "Ben Okafor",
        "url": None,
        "organisation": None,
        "title": None,
    }
    assert (row["sent_at"], row["labels"]) == (datetime(2026, 11, 1, 9, tzinfo=UTC), ["Sent"])
    assert (row["owner"], row["connector"]) == ("me", "mailbox")


def test_calendars_have_a_version_that_changes_with_them(store: LandingStore) -> None:
    land(store, event(name="Home"))
    before = store.calendars().to_dicts()[0]
    assert before["calendar"]["name"] == "Home"
    land(store, event(summary="Late brunch", name="Home"))
    assert store.calendars()["version"].to_list() != [before["version"]]


@pytest.mark.parametrize(("sequence", "title"), [(0, "Brunch, moved"), (2, "Brunch"), (3, "Brunch")])
def test_an_older_invitation_is_not_loaded_over_a_newer_one(store: LandingStore, sequence: int, title: str) -> None:
    def numbered(summary: str, number: int) -> RawInteraction:
        one = event(summary=summary)
        assert one.calendar
        text = one.calendar.components.replace("SUMMARY", f"SEQUENCE:{number}\nSUMMARY")
        return one._replace(calendar=one.calendar._replace(components=text))

    land(store, numbered("Brunch, moved", 2))
    counts = land(store, numbered("Brunch", sequence))
    (known,) = store.calendars()["calendar"].to_list()
    assert f"SUMMARY:{title}\n" in known["components"]
    assert counts == (Counts(read=1, skipped=1) if sequence < 2 else Counts(read=1, loaded=1))


def test_subjects_are_forgotten_in_all_versions(store: LandingStore) -> None:
    land(store, message("<1@example.org>", subject="Dinner?"), source=MAIL)
    land(store, message("<1@example.org>", subject="Dinner!"), source=MAIL)
    assert rows(store, "select count(subject) from raw_interaction") == [(2,)]
    store.forget_subjects()
    assert rows(store, "select count(*), count(subject) from raw_interaction") == [(2, 0)]
