"""How long it usually is between contacts, and since when that holds."""

from datetime import date, timedelta

import polars as pl
import pytest

from transforms.relationship.rhythm import with_rhythm

START = date(2020, 1, 1)


def rhythm(*contacts: tuple[int, int | None]) -> pl.DataFrame:
    """Of one pair: on each day, which was the day of the last contact."""
    days = [
        (0, START + timedelta(days=on), None if last is None else START + timedelta(days=last)) for on, last in contacts
    ]
    schema = {"pair": pl.UInt32, "on_day": pl.Date, "last_contact_on": pl.Date}
    return pl.DataFrame(days, schema=schema, orient="row").pipe(with_rhythm, 90)


def ago(days: list[date | None]) -> list[int | None]:
    return [None if day is None else (day - START).days for day in days]


def test_before_there_is_any_contact_the_expected_gap_holds() -> None:
    found = rhythm((0, None), (1, None))
    assert found["usual_gap_days"].to_list() == [90, 90]
    assert found["moved_on"].to_list() == found["active_since"].to_list() == [None, None]


def test_it_moves_with_the_last_contact_alone() -> None:
    found = rhythm((0, 0), (3, 0), (10, 10), (12, 10))
    assert ago(found["moved_on"].to_list()) == [0, 0, 10, 10]
    assert found["usual_gap_days"].to_list() == [90, 90, 43, 43]  # the third root of 90 × 90 × 10


@pytest.mark.parametrize(("day", "since"), [(136, 0), (137, 137)])
def test_a_contact_while_one_is_active_goes_on(day: int, since: int) -> None:
    assert ago(rhythm((0, 0), (day, day))["active_since"].to_list()) == [0, since]


def test_an_answer_to_what_is_long_ago_is_no_coming_back_yet() -> None:
    found = rhythm((400, 0), (401, 400))
    assert ago(found["active_since"].to_list()) == [400, 401]


def test_only_the_gaps_of_late_count() -> None:
    found = rhythm(*((day, day) for day in [*range(0, 4000, 200), *range(4000, 4021)]))
    assert found["usual_gap_days"][19] == 185  # 200 × (90 / 200) ** (2 / 21)
    assert found["usual_gap_days"][-1] == 9  # twenty days in a row count as three weeks: 7 × (90 / 7) ** (2 / 24.9)


def test_some_days_in_a_row_are_no_rhythm() -> None:
    week = rhythm(*((day, day) for day in range(7)))["usual_gap_days"]
    assert (week[0], week[-1]) == (90, 42)  # less than by one gap of a week: 7 × (90 / 7) ** (2 / 2.86)


def test_every_working_day_is_every_week() -> None:
    found = rhythm(*((day, day) for day in range(700) if day % 7 < 5))
    assert found["usual_gap_days"][-1] == 7
