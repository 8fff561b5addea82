"""When contact was last: what moves it, what is usual, and what is counted."""

import pytest

from configs.settings import Interactions
from tests.transforms.ledger_frames import interactions, met, participants
from tests.warehouse.happenings import ADA, ada, ago, seen, wrote


def test_a_journey_is_contact_on_each_of_its_days_and_counts_once() -> None:
    trip = met("trip", ago(10), ADA, ended_on=ago(3), title="Sailing")
    assert (ada(trip)["last_met_on"], ada(trip)["interactions"], ada(trip)["meetings"]) == (ago(3), 1, 1)
    on_the_way = ada(trip, on=ago(6))
    assert (on_the_way["last_met_on"], on_the_way["next_on"]) == (ago(6), None)
    coffee = met("coffee", ago(3), ADA)
    assert 2 < ada(trip)["strength_raw"] / ada(coffee)["strength_raw"] < 4  # log2 of 1 + 8 days


def test_one_way_mail_does_not_look_fresh() -> None:
    row = ada(wrote(300, direction="received"), wrote(200), wrote(100), wrote(2))
    assert (row["last_contact_on"], row["first_contact_on"]) == (ago(300), ago(200))
    row = ada(wrote(300, direction="received"), wrote(200), wrote(100), wrote(2), wrote(50, direction="received"))
    assert row["last_contact_on"] == ago(50)


def test_an_answer_after_years_is_a_beginning() -> None:
    row = ada(wrote(900), wrote(1, direction="received", channel="linkedin_message"))
    assert (row["state"], row["state_since"], row["last_contact_on"]) == ("new", ago(1), ago(900))
    assert row["last_channel"] == "linkedin_message"


def test_meeting_is_mutual_at_once() -> None:
    row = ada(wrote(300), wrote(10), *seen(40, title="Lunch"), *seen(60, title="Dinner"))
    assert (row["last_contact_on"], row["last_met_on"], row["last_title"]) == (ago(40), ago(40), "Lunch")


@pytest.mark.parametrize(
    ("days", "gap"),
    [
        ([5], 90),
        ([5, 19], 48),  # the third root of 90 × 90 × 14
        (list(range(5, 5 + 27 * 14, 14)), 16),
        (list(range(5, 5 + 260 * 7, 7)), 7),
        ([*range(5, 5 + 41 * 7, 7), *range(2000, 9000, 300)], 8),  # the old rhythm is forgotten
    ],
)
def test_the_usual_gap_is_drawn_to_the_expected_one(days: list[int], gap: int) -> None:
    assert ada(*seen(*days))["usual_gap_days"] == gap


@pytest.mark.parametrize(("days", "state"), [(10, "active"), (21, "cooling"), (22, "dormant_strong")])
def test_whom_one_meets_daily_is_not_lost_over_a_weekend(days: int, state: str) -> None:
    row = ada(*seen(*range(days, days + 1000)))
    assert (row["usual_gap_days"], row["state"]) == (7, state)


def test_settings_are_followed() -> None:
    settings = Interactions(usual_gap_days=10, new_days=5, half_life_days=30)
    row = ada(*seen(30), settings=settings)
    assert (row["usual_gap_days"], row["strength_raw"], row["state"]) == (10, pytest.approx(0.5), "cooling")


def test_counts_are_of_the_days_before() -> None:
    row = ada(*seen(0, 29, 30, 89, 90, 364, 365), wrote(3), wrote(3, direction="received"), wrote(-1))
    counts = ("interactions_30", "interactions_90", "interactions_365", "interactions", "meetings", "sent", "received")
    assert [row[count] for count in counts] == [4, 6, 8, 9, 7, 1, 1]


def test_somebody_by_two_addresses_is_met_once() -> None:
    once = {"interaction_id": "m", "started_on": ago(1)}
    declined = {"interaction_id": "m", "person_id": ADA, "weight": 0.0, "is_contact": False, "response": "declined"}
    asked = {"interaction_id": "m", "person_id": ADA, "weight": 0.3, "response": "needs_action"}
    row = ada((interactions(once), participants(declined, asked, {"interaction_id": "m", "person_id": ADA})))
    assert (row["interactions"], row["meetings"], row["depth_raw"]) == (1, 1, 1)
