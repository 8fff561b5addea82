"""Which events are meetings, each once, how large they are, and what that says of closeness and recency."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from connectors.calendar import Attendee, Occurrence
from tests.transforms.ledger.raw import ADA, BEN, CLAIRE, attendee, gathered, landed, occurrence, settings
from transforms.ledger.gathering import gather


def meetings(*events: Occurrence, **rules: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any value of a row
    return gathered(*events, of=settings(**rules)).rows.sort("started_on", "event_key").to_dicts()


def crowd(size: int) -> list[str]:
    """So many people with Ada among them."""
    return [ADA, *(f"guest{number}@example.org" for number in range(1, size))]


class TestSize:
    @pytest.mark.parametrize(
        ("size", "rule", "weight", "recency"),
        [
            (2, "small_meeting", 1.0, "met"),
            (3, "small_meeting", 0.5, "met"),
            (8, "small_meeting", 1 / 7, "met"),
            (9, "middle_meeting", 1 / 8, "seen_together"),
            (20, "middle_meeting", 1 / 19, "seen_together"),
            (21, "large_meeting", 1 / 20, "none"),
            (200, "large_meeting", 1 / 199, "none"),
            (201, "crowd", 1 / 200, "none"),
        ],
    )
    def test_many_people_say_little_of_each(self, size: int, rule: str, weight: float, recency: str) -> None:
        (row,) = meetings(occurrence(*crowd(size)))
        assert (row["rule"], row["group_size"], row["recency"]) == (rule, size, recency)
        assert row["weight"] == pytest.approx(weight)

    def test_the_owner_counts_where_they_are_not_listed_anywhere(self) -> None:
        (row,) = meetings(occurrence(BEN, CLAIRE))
        assert (row["group_size"], row["direction"]) == (3, "mutual")

    def test_an_event_of_others_is_not_mine_where_the_calendar_knows_me(self) -> None:
        mine, other = meetings(
            occurrence(ADA, BEN, uid="mine"), occurrence(BEN, CLAIRE, uid="theirs", on="2026-06-02T18:00")
        )
        assert (mine["rule"], other["rule"]) == ("small_meeting", "not_listed")
        assert (other["direction"], other["weight"], other["recency"]) == ("observed", 0.0, "none")

    def test_an_event_alone_is_kept_and_says_nothing(self) -> None:
        (row,) = meetings(occurrence(summary="Women in Tech panel"))
        assert (row["rule"], row["group_size"], row["weight"], row["recency"]) == ("alone", 1, 0.0, "none")

    def test_whoever_declined_does_not_count(self) -> None:
        (row,) = meetings(occurrence(ADA, BEN, attendee(CLAIRE, "declined")))
        assert row["group_size"] == 2

    def test_rooms_do_not_count(self) -> None:
        room, other = attendee("room@example.org", kind="room"), attendee("c_1@resource.calendar.google.com")
        found = gathered(occurrence(ADA, BEN, room, other))
        assert found.rows["group_size"].to_list() == [2]
        assert sorted(found.parties["address"]) == [ADA, BEN]

    @pytest.mark.parametrize(
        "many",
        [
            attendee("everyone@example.org"),
            attendee("choir@googlegroups.com"),
            attendee("berlin@example.org", kind="group"),
            attendee("sales-team@example.org"),
        ],
    )
    def test_a_list_counts_as_many(self, many: Attendee) -> None:
        (row,) = meetings(occurrence(ADA, BEN, many))
        assert (row["rule"], row["group_size"], row["recency"]) == ("crowd", None, "none")
        assert row["weight"] == pytest.approx(1 / 200)

    def test_attendees_that_are_left_out_are_many(self) -> None:
        (row,) = meetings(occurrence(ADA, BEN, is_attendees_omitted=True))
        assert (row["rule"], row["group_size"]) == ("crowd", None)

    def test_sizes_are_settings(self) -> None:
        (row,) = meetings(occurrence(*crowd(4)), met_group=3, seen_group=4)
        assert (row["rule"], row["recency"]) == ("middle_meeting", "seen_together")


class TestWhatIsNone:
    @pytest.mark.parametrize("kind", ["birthday", "out_of_office", "focus_time", "working_location", "holiday"])
    def test_what_is_no_event(self, kind: str) -> None:
        assert meetings(occurrence(ADA, BEN, kind=kind)) == []

    def test_what_is_cancelled(self) -> None:
        assert meetings(occurrence(ADA, BEN, status="cancelled")) == []
        assert meetings(occurrence(ADA, BEN, method="cancel", status="confirmed")) == []

    def test_a_cancellation_retracts_what_was_there(self) -> None:
        invited = occurrence(ADA, BEN)
        assert meetings(invited, occurrence(ADA, BEN, record_id="e1~2", sequence=1, status="cancelled")) == []

    def test_a_series_that_is_called_off_as_a_whole(self) -> None:
        weekly = [
            occurrence(ADA, BEN, on=f"2026-06-{day:02}T18:00", instance=f"{day}", is_recurring=True) for day in (1, 8)
        ]
        off = occurrence(ADA, BEN, record_id="e1~2", method="cancel", status="cancelled", sequence=1)
        assert meetings(*weekly, off) == []
        later = weekly[1]._replace(sequence=2)
        assert [row["started_on"].day for row in meetings(weekly[0], later, off)] == [8]

    def test_what_i_declined(self) -> None:
        assert meetings(occurrence(attendee(ADA, "declined"), BEN)) == []
        assert meetings(occurrence(attendee("a.d.a+work@gmail.com", "declined"), BEN)) != []


class TestCopies:
    def test_the_same_event_on_two_calendars_is_one(self) -> None:
        (row,) = meetings(occurrence(ADA, BEN), occurrence(ADA, BEN, record_id="e1#work"))
        assert row["copies"] == 2

    def test_the_highest_sequence_and_then_the_last_stamp_is_kept(self) -> None:
        old, moved = occurrence(ADA, BEN), occurrence(ADA, BEN, record_id="b", sequence=1, on="2026-06-09T18:00")
        late = occurrence(ADA, BEN, record_id="c", sequence=1, stamped="2026-02-01T00:00:00Z", on="2026-06-10T18:00")
        (row,) = meetings(late, old, moved)
        assert str(row["started_on"]) == "2026-06-10"

    def test_of_copies_alike_the_one_that_lists_most_people_is_kept(self) -> None:
        few, many = occurrence(ADA, BEN), occurrence(*crowd(30), record_id="e1#work")
        for events in ((few, many), (many, few)):
            (row,) = meetings(*events)
            assert row["group_size"] == 30

    def test_a_copy_that_another_program_made_under_another_uid_is_one(self) -> None:
        (row,) = meetings(occurrence(ADA, BEN), occurrence(ADA, BEN, uid="copied"))
        assert row["copies"] == 2

    def test_events_of_one_time_with_others_are_two(self) -> None:
        assert len(meetings(occurrence(ADA, BEN), occurrence(ADA, CLAIRE, uid="e2"))) == 2

    def test_occurrences_of_a_series_are_a_row_each(self) -> None:
        weekly = [
            occurrence(
                ADA, BEN, on=f"2026-06-{day:02}T18:00", instance=f"2026-06-{day:02}T18:00:00Z", is_recurring=True
            )
            for day in (1, 8, 15)
        ]
        rows = meetings(*weekly)
        assert [str(row["started_on"]) for row in rows] == ["2026-06-01", "2026-06-08", "2026-06-15"]
        assert {row["series_key"] for row in rows} == {"e1"}

    def test_a_series_that_was_split_stays_one_series(self) -> None:
        rows = meetings(
            occurrence(ADA, BEN, uid="abc@google.com", is_recurring=True),
            occurrence(ADA, BEN, uid="abc_R20260608T160000@google.com", on="2026-06-08T18:00", is_recurring=True),
        )
        assert {row["series_key"] for row in rows} == {"abc@google.com"}

    def test_an_answer_that_lies_about_is_the_attendees_answer(self) -> None:
        invited = occurrence(ADA, attendee(BEN, "needs_action"))
        reply = occurrence(attendee(BEN, "declined"), record_id="e1~2", method="reply", stamped="2026-05-01T00:00:00Z")
        found = gathered(invited, reply)
        assert found.parties.filter(pl.col("address") == BEN)["response"].to_list() == ["declined"]
        assert found.rows["copies"].to_list() == [1]


@pytest.mark.parametrize(
    ("fields", "last"),
    [
        ({}, "2026-06-01"),
        ({"ends_at": datetime(2026, 6, 2, 2, tzinfo=UTC)}, "2026-06-01"),  # a long evening
        ({"ends_at": datetime(2026, 6, 3, 18, tzinfo=UTC)}, "2026-06-03"),
        ({"starts_at": None, "ends_at": None, "ends_on": date(2026, 6, 2), "is_all_day": True}, "2026-06-01"),
        ({"starts_at": None, "ends_at": None, "ends_on": date(2026, 6, 9), "is_all_day": True}, "2026-06-08"),
        ({"starts_at": None, "ends_at": None, "ends_on": date(2026, 5, 9), "is_all_day": True}, "2026-06-01"),
    ],
)
def test_a_journey_has_a_last_day(fields: dict[str, Any], last: str) -> None:
    (row,) = meetings(occurrence(ADA, BEN, **fields))
    assert str(row["ended_on"]) == last


def test_who_is_in_nearly_all_events_of_a_calendar_is_its_owner() -> None:
    events = [
        occurrence(ADA, f"guest{number}@example.org", uid=f"e{number}", on=f"2026-06-{number + 1:02}T18:00")
        for number in range(5)
    ]
    nobody = settings()
    me = nobody.me.model_copy(update={"emails": (), "name": None})
    found = gathered(*events, of=nobody.model_copy(update={"me": me}))
    assert found.parties.filter("is_owner")["address"].unique().to_list() == [ADA]


@pytest.mark.parametrize(
    ("name", "account", "mine"),
    [(ADA, None, [ADA]), (BEN, ADA, [ADA]), ("Family", ADA, [ADA]), ("Family", None, [])],
)
def test_the_account_is_mine_and_not_whoever_shares_a_calendar(name: str, account: str | None, mine: list[str]) -> None:
    nobody = settings()
    me = nobody.me.model_copy(update={"emails": (), "name": None})
    shared = landed(occurrence(ADA, BEN), name=name, account=account)
    found = gather(shared, nobody.model_copy(update={"me": me}), zone="Europe/Berlin")
    assert found is not None
    _, rows = found
    assert rows.parties.filter("is_owner")["address"].to_list() == mine


@pytest.mark.parametrize(("account", "rule"), [(ADA, "not_listed"), (None, "small_meeting")])
def test_where_the_account_is_told_an_event_of_others_is_theirs(account: str | None, rule: str) -> None:
    """Claire shares her calendar with Ada: what she does alone, or with others, is none of Ada's."""
    mine = occurrence(CLAIRE, BEN), occurrence(uid="alone", organiser=Attendee(CLAIRE), summary="Dentist")
    found = gather(landed(*mine, name="Claire", account=account), settings(), zone="Europe/Berlin")
    assert found is not None
    assert found[1].rows["rule"].to_list() == [rule, rule]


class TestParties:
    @pytest.mark.parametrize("address", ["1a2b@Group.calendar.google.com", "unknownorganizer@calendar.google.com"])
    def test_a_calendar_organises_and_is_nobody(self, address: str) -> None:
        calendar = Attendee(address, "Brunch")
        found = gathered(occurrence(ADA, BEN, organiser=calendar))
        assert sorted(found.parties["address"]) == [ADA, BEN]
        assert found.rows.select("rule", "group_size").rows() == [("small_meeting", 2)]

    def test_the_organiser_is_one_of_them(self) -> None:
        found = gathered(occurrence(ADA, organiser=Attendee(BEN, "Ben Okafor")))
        rows = found.parties.sort("address").select("address", "name", "role", "response", "is_owner").rows()
        assert rows == [
            (ADA, None, "attendee", "accepted", True),
            (BEN, "Ben Okafor", "organiser", "accepted", False),
        ]

    def test_an_organiser_who_is_listed_is_counted_once_and_answers_as_listed(self) -> None:
        found = gathered(occurrence(ADA, attendee(BEN, "tentative"), organiser=Attendee("BEN@example.org", "Ben")))
        assert found.parties.filter(pl.col("address") == BEN).select("role", "response").rows() == [
            ("organiser", "tentative")
        ]
        assert found.rows["group_size"].to_list() == [2]

    def test_somebody_without_an_address_goes_by_their_name(self) -> None:
        found = gathered(occurrence(ADA, attendee(None, name="Ben Okafor")))
        assert found.parties.filter(~pl.col("is_owner"))["key"].to_list() == ["name:ben okafor"]

    def test_attendees_of_an_event_are_told_apart(self) -> None:
        found = gathered(occurrence(ADA, BEN, CLAIRE))
        assert found.apart.rows() == [("calendar", f"address:{BEN}", "calendar", f"address:{CLAIRE}")]

    def test_in_a_crowd_anybody_may_be_twice(self) -> None:
        assert gathered(occurrence(*crowd(40))).apart.is_empty()
