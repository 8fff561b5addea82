"""The state of a relationship, rule by rule."""

import math
from datetime import date, timedelta
from typing import Any

import pytest

from configs.settings import Interactions
from tests.transforms.ledger_frames import interactions, met, participants
from tests.warehouse.relationships import Happening, cadences, people_of, rows, warehouse

NOW = date(2024, 7, 1)
ADA = "p-ada"


def ago(days: int) -> date:
    return NOW - timedelta(days=days)


def wrote(days: int, person: str = ADA, *, direction: str = "sent", channel: str = "email") -> Happening:
    """A message of so many days ago."""
    name = f"{channel}-{direction}-{days}-{person}"
    weight = 0.3 if direction == "sent" else 0.06
    row = {"interaction_id": name, "started_on": ago(days), "channel": channel, "direction": direction}
    return interactions(row | {"weight": weight}), participants(
        {"interaction_id": name, "person_id": person, "weight": weight}
    )


def seen(*days: int, person: str = ADA, **more: Any) -> list[Happening]:  # noqa: ANN401 - any field of an interaction
    """Meetings of two, of so many days ago."""
    return [met(f"{person}-{day}-{more.get('series_id')}", ago(day), person, **more) for day in days]


def crowd(*days: int, person: str = ADA, size: int = 200) -> list[Happening]:
    """A recurring meeting that is too large for its people to have met."""
    told = []
    for day in days:
        name, weight = f"{person}-{day}-crowd", 1 / (size - 1)
        row = {"interaction_id": name, "started_on": ago(day), "group_size": size, "series_id": "s-crowd"}
        who = {"interaction_id": name, "person_id": person, "weight": weight, "is_contact": False}
        told.append((interactions(row | {"weight": weight}), participants(who | {"is_seen": size <= 20})))
    return told


def relationships(*happenings: Happening, on: date = NOW, **more: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """Every person's relationship as of a day; the last argument are those of `warehouse`."""
    with warehouse(happenings, people=more.pop("people", people_of("p-me", ADA)), **more) as connection:
        return {row["person_id"]: row for row in rows(connection, f"from relationship_at('{on}')")}


def ada(*happenings: Happening, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return relationships(*happenings, **more)[ADA]


# Who is in it


def test_everybody_but_the_owner_is_in_it() -> None:
    assert set(relationships()) == {ADA}


def test_whoever_only_the_ledger_knows_is_in_it() -> None:
    assert set(relationships(met("m", ago(3), "p-stranger"))) == {ADA, "p-stranger"}


def test_each_owner_has_relationships_of_their_own() -> None:
    people = people_of("p-me", ADA, owners=("me", "you"))
    hers = {"interaction_id": "y", "started_on": ago(1), "owner": "you"}
    who = [{"interaction_id": "y", "person_id": ADA, "owner": "you", "is_owner": True, "weight": 0.0}]
    who += [{"interaction_id": "y", "person_id": "p-me", "owner": "you"}]
    mine = met("m", ago(2), ADA)
    with warehouse([mine, (interactions(hers), participants(*who))], people=people) as connection:
        found = rows(connection, f"from relationship_at('{NOW}') order by owner")
    whose = [(row["owner"], row["person_id"], row["last_on"]) for row in found]
    assert whose == [("me", ADA, ago(2)), ("you", "p-me", ago(1))]


def test_before_anything_happened_nothing_is_known_of_it() -> None:
    row = ada(*seen(10), wrote(5), on=ago(400))
    dates = [value for column, value in row.items() if column.endswith("_on") and column != "next_on"]
    assert dates == [None] * len(dates)
    assert (row["interactions"], row["strength_raw"], row["state"]) == (0, 0, "planned")


# States


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


def deeper() -> list[Happening]:
    """Somebody whom the owner knows better than all others."""
    return [met(f"deeper-{day}", ago(day), "p-deeper") for day in range(1000, 1400, 30)]


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


# Recency


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


# Closeness


def test_what_was_counts_half_after_180_days() -> None:
    row = ada(*seen(180))
    assert (row["strength_raw"], row["depth_raw"]) == (0.5, 1)
    assert row["strength"] == row["depth"] == 100


def test_a_burst_counts_once_a_day() -> None:
    burst = [wrote(5, channel=channel) for channel in ("email", "email", "linkedin_message")]
    burst[1][0][0, "interaction_id"] = burst[1][1][0, "interaction_id"] = "email-again"
    row = ada(*burst)
    assert row["depth_raw"] == pytest.approx(0.6)
    assert [(reason["what"], reason["interactions"]) for reason in row["why"]] == [
        ("mail to them", 2),
        ("LinkedIn messages to them", 1),
    ]


def test_the_least_reasons_are_one() -> None:
    told = [wrote(9), wrote(8, direction="received"), wrote(7, channel="linkedin_message"), *seen(6), *crowd(5)]
    told.append(wrote(4, direction="received", channel="linkedin_invitation"))
    reasons = ada(*told)["why"]
    assert [(reason["what"], reason["interactions"]) for reason in reasons] == [
        ("meetings", 1),
        ("LinkedIn messages to them", 1),
        ("mail to them", 1),
        ("all else", 3),
    ]
    assert reasons[3]["points"] == pytest.approx(sum(0.06 * 2 ** (-day / 180) for day in (8, 4)) + log_worth(5))


def log_worth(days: int) -> float:
    """What one crowd of two hundred so many days ago is worth."""
    return math.log2(1 + 2 ** (-days / 180)) / 199


def test_a_series_saturates() -> None:
    weekly = ada(*seen(*range(0, 70, 10), weight=0.5, series_id="s", title="Stand-up"))
    assert weekly["depth_raw"] == pytest.approx(0.5 * 3)  # 0.5 × log2(1 + 7)
    assert [reason["what"] for reason in weekly["why"]] == ["Stand-up"]


def test_whoever_is_met_among_hundreds_is_not_close() -> None:
    found = relationships(*crowd(*range(1, 1400, 7)), *seen(100, person="p-bo"))
    assert found[ADA]["strength_raw"] < found["p-bo"]["strength_raw"] / 10
    assert (found[ADA]["strength"], found["p-bo"]["strength"]) == (50, 100)


def test_a_stand_up_does_not_beat_a_friend() -> None:
    daily = [day for day in range(700) if ago(day).weekday() < 5]
    stand_up = seen(*daily, series_id="s-stand-up", group_size=8, weight=1 / 7)
    found = relationships(*stand_up, *seen(*range(9, 700, 30), person="p-friend"))
    assert found["p-friend"]["strength_raw"] > 2 * found[ADA]["strength_raw"]


# When to be in touch again


def test_a_rhythm_says_when() -> None:
    row = ada(*seen(100))
    assert (row["reconnect_on"], row["is_due"], row["overdue_days"]) == (ago(100 - 136), False, None)
    row = ada(*seen(136))
    assert (row["reconnect_on"], row["is_due"], row["overdue_days"]) == (NOW, True, 0)


def test_what_fell_asleep_is_due_where_it_was_deep() -> None:
    found = relationships(*seen(500), *deeper())
    assert (found[ADA]["state"], found[ADA]["reconnect_on"], found[ADA]["is_due"]) == ("dormant", None, False)
    assert (found["p-deeper"]["state"], found["p-deeper"]["is_due"]) == ("dormant_strong", True)


def test_equal_depths_are_not_all_deep() -> None:
    found = relationships(*(each for number in range(40) for each in seen(1000, person=f"p-{number:02}")))
    assert {row["state"] for name, row in found.items() if name != ADA} == {"dormant"}


def test_the_users_word_goes_before() -> None:
    row = ada(*seen(400), said=cadences(**{ADA: 30}))
    assert (row["cadence_days"], row["reconnect_on"], row["overdue_days"]) == (30, ago(370), 370)
    row = ada(*seen(10), said=cadences(**{ADA: 30}))
    assert (row["reconnect_on"], row["is_due"]) == (ago(-20), False)
    row = ada(*seen(136), said=cadences(**{ADA: None}))
    assert (row["state"], row["reconnect_on"], row["is_due"]) == ("cooling", None, False)


def test_whom_one_wants_to_get_to_know_is_due_until_one_wrote() -> None:
    said = cadences(**{ADA: 30})
    assert ada(said=said)["reconnect_on"] == NOW
    assert ada(wrote(10), said=said)["reconnect_on"] == ago(-20)


def test_nobody_is_due_who_was_written_to() -> None:
    assert ada(*seen(200))["is_due"]
    row = ada(*seen(200), wrote(3))
    assert (row["state"], row["reconnect_on"]) == ("cooling", ago(3 - 136))


@pytest.mark.parametrize(("ahead", "is_due"), [(1, False), (136, False), (137, True)])
def test_nobody_is_due_whom_one_meets_soon(ahead: int, is_due: bool) -> None:
    row = ada(*seen(200), *seen(-ahead))
    assert (row["next_on"], row["is_due"]) == (ago(-ahead), is_due)
    assert (row["reconnect_on"] is None) == (not is_due)


# By the month


def test_history_begins_with_the_first_interaction() -> None:
    with warehouse([*seen(100), *seen(95), *seen(-3)]) as connection:
        found = rows(connection, "from relationship_history where month < '2024-08-01' order by month")
    assert [(row["month"].month, row["interactions"], row["state"]) for row in found] == [
        (3, 2, "new"),
        (4, 0, "new"),
        (5, 0, "new"),
        (6, 0, "cooling"),
        (7, 1, "active"),
    ]
    assert [row["on_day"].day for row in found] == [31, 30, 31, 30, 31]


# A story of several people


def test_what_a_person_would_say_of_their_people() -> None:
    brunches = [
        met(f"brunch-{day}", ago(day), "p-bea", "p-bo", "p-banker", series_id="s-brunch", title="Sunday brunch")
        for day in range(8, 730, 14)
    ]
    runs = seen(*range(1095, 1095 + 5 * 365, 7), person="p-runner", series_id="s-run", title="Run")
    all_hands = crowd(*range(3, 730, 30), person="p-colleague")
    party = [met("party", ago(200), *(f"p-guest-{number}" for number in range(4)), title="Party")]
    panel = wrote(10, "p-panel", channel="linkedin_message"), wrote(9, "p-panel", direction="received")
    found = relationships(*brunches, *runs, *all_hands, *party, *panel)
    told = {
        name: (row["state"], row["is_due"], row["usual_gap_days"]) for name, row in found.items() if "guest" not in name
    }
    assert told == {
        ADA: ("no_contact_known", False, 90),
        "p-bea": ("active", False, 15),
        "p-bo": ("active", False, 15),
        "p-banker": ("active", False, 15),
        "p-runner": ("dormant_strong", True, 7),
        "p-colleague": ("no_contact_known", False, 90),
        "p-panel": ("new", False, 90),
    }
    assert {found[f"p-guest-{number}"]["state"] for number in range(4)} == {"cooling"}
    assert found["p-bea"]["why"][0]["what"] == "Sunday brunch"
    closest = sorted(found, key=lambda name: -found[name]["strength_raw"])
    assert set(closest[:3]) == {"p-bea", "p-bo", "p-banker"}
    assert closest[-2:] == ["p-colleague", ADA]
    assert max(found, key=lambda name: found[name]["depth"]) == "p-runner"
