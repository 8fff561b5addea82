"""The state of a relationship, rule by rule: the first that fits, since when and why."""

import pytest

from tests.warehouse.happenings import ADA, ada, ago, crowd, deeper, relationships, seen, wrote
from tests.warehouse.relationships import people_of


def test_of_whom_nothing_is_known() -> None:
    row = ada()
    assert (row["state"], row["state_since"]) == ("no_contact_known", None)
    assert row["state_reason"] == "nothing is known, past or planned"
    assert (row["strength"], row["depth"], row["why"], row["reconnect_on"], row["is_due"]) == (0, 0, [], None, False)


def test_a_first_meeting_is_planned() -> None:
    row = ada(*seen(-9, title="Coffee"), *seen(-12))
    assert (row["state"], row["next_on"], row["next_title"]) == ("planned", ago(-9), "Coffee")
    assert row["state_reason"] == "nothing yet; first meeting on 2024-07-10: Coffee"


@pytest.mark.parametrize(("size", "is_planned"), [(12, True), (200, False)])
def test_a_crowd_is_no_meeting_with_each_of_it(size: int, is_planned: bool) -> None:
    row = ada(*crowd(-3, size=size))
    assert row["state"] == ("planned" if is_planned else "no_contact_known")
    assert (row["next_on"] is not None) == is_planned


@pytest.mark.parametrize("size", [12, 200])
def test_whom_one_meets_among_many_only_is_no_contact(size: int) -> None:
    row = ada(*crowd(*range(1, 700, 7), size=size))
    assert (row["state"], row["last_contact_on"], row["last_on"]) == ("no_contact_known", None, ago(1))
    assert row["state_reason"] == "together only among many, 100 times, last on 2024-06-30"
    assert (row["reconnect_on"], row["meetings"], row["interactions"]) == (None, 0, 100)


def test_who_was_there_before_is_not_met_for_the_first_time() -> None:
    row = ada(*crowd(*range(1, 700, 7), -6, size=12))
    assert (row["state"], row["next_on"]) == ("no_contact_known", ago(-6))
    assert row["state_reason"] == "together only among many, 100 times, last on 2024-06-30"


def test_who_wrote_and_was_never_answered() -> None:
    row = ada(wrote(400), wrote(3))
    assert (row["state"], row["state_since"], row["last_contact_on"]) == ("one_sided", ago(400), None)
    assert row["state_reason"] == "you wrote twice, last on 2024-06-28, with no answer known"
    assert (row["last_sent_on"], row["last_received_on"], row["reconnect_on"]) == (ago(3), None, None)


def test_a_newsletter_is_one_sided() -> None:
    row = ada(wrote(30, direction="received"))
    assert row["state"] == "one_sided"
    assert row["state_reason"] == "they wrote once, last on 2024-06-01, with no answer known"


@pytest.mark.parametrize(("days", "state"), [(0, "new"), (90, "new"), (91, "active")])
def test_somebody_is_new_for_90_days(days: int, state: str) -> None:
    row = ada(*seen(days))
    assert (row["state"], row["days_since"]) == (state, days)


def test_why_somebody_is_new() -> None:
    row = ada(*seen(10, 1))
    assert (row["state_since"], row["first_contact_on"], row["first_met_on"]) == (ago(10), ago(10), ago(10))
    assert row["state_reason"] == "first contact on 2024-06-21, 10 days ago; the first 90 days are new"


@pytest.mark.parametrize(
    ("days", "state", "since"),
    [(135, "active", 44), (136, "cooling", 0), (270, "cooling", 134), (271, "dormant", 0), (500, "dormant", 229)],
)
def test_a_state_is_reckoned_in_usual_gaps(days: int, state: str, since: int) -> None:
    row = relationships(*seen(days), *deeper(), people=people_of("p-me", ADA))[ADA]
    assert (row["state"], row["state_since"]) == (state, ago(since))


def test_the_reasons_name_the_figures() -> None:
    found = relationships(*seen(136), *seen(1, person="p-bo"), *seen(400, person="p-bo"), *deeper())
    assert found[ADA]["state_reason"] == "last contact on 2024-02-16, 136 days ago; more than 1.5 usual gaps of 90 days"
    assert (
        found["p-bo"]["state_reason"]
        == "last contact on 2024-06-30, yesterday; active up to 1.5 usual gaps of 148 days"
    )
    assert found["p-deeper"]["state_reason"] == (
        "last contact on 2021-10-05, 1000 days ago; more than 3.0 usual gaps of 35 days, "
        "after one of your deepest relationships"
    )
    row = relationships(*seen(500), *deeper())[ADA]
    assert row["state_reason"] == "last contact on 2023-02-17, 500 days ago; more than 3.0 usual gaps of 90 days"


def test_whoever_comes_back_is_active_since_then() -> None:
    assert ada(*seen(1000, 20, 10))["state_since"] == ago(20)
    assert ada(*seen(1000, 900, 800, 700, 600, 500, 400, 300, 200, 100, 10))["state_since"] == ago(1000 - 91)
