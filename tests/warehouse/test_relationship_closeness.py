"""How close people are: what an interaction is worth, and what becomes of it."""

import math

import pytest

from tests.warehouse.happenings import ADA, ada, ago, crowd, relationships, seen, wrote


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
