from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.calendar.stamps import read_duration, read_stamp


@pytest.mark.parametrize(
    ("value", "wall", "zone"),
    [
        ("20240630T090000", "2024-06-30T09:00", "Home"),
        ("20240630T090000Z", "2024-06-30T09:00", "Z"),
        ("20240630t090000z", "2024-06-30T09:00", "Z"),
        (" 20240630T0900 ", "2024-06-30T09:00", "Home"),
        ("2024-06-30T09:00:00Z", "2024-06-30T09:00", "Z"),
        ("20240630 090000", "2024-06-30T09:00", "Home"),
        ("20240630T090000.123Z", "2024-06-30T09:00", "Z"),
        ("20240630T090000+0200", "2024-06-30T07:00", "Z"),
        ("20240630T230000-03:30", "2024-07-01T02:30", "Z"),
        ("20240630T240000", "2024-07-01T00:00", "Home"),
        ("20240630T235960Z", "2024-06-30T23:59:59", "Z"),
    ],
)
def test_times_are_read(value: str, wall: str, zone: str) -> None:
    found = read_stamp(value, tzid="Home")
    assert found == (datetime.fromisoformat(wall), False, zone)


@pytest.mark.parametrize("value", ["20240630", "2024-06-30", "20240630T000000", "20240630T000000Z"])
def test_dates_are_read(value: str) -> None:
    assert read_stamp(value, tzid="Home", is_date=True) == (datetime(2024, 6, 30), True, "")  # noqa: DTZ001 - a day


@pytest.mark.parametrize(
    "value",
    [
        "",
        "tomorrow",
        "20240230",
        "20240630T250000",
        "20240630T099900",
        "00000101",
        "2024W011T0000000",
        "２０２４0630",
        "20240630T09000X",
    ],
)
def test_what_is_no_time_is_none(value: str) -> None:
    assert read_stamp(value) is None


@pytest.mark.parametrize(
    ("value", "minutes"),
    [("PT1H30M", 90), ("P1D", 1440), ("P1W", 10080), ("-PT15M", -15), ("+P1DT2H", 1560), ("pt30s", 0.5)],
)
def test_durations_are_read(value: str, minutes: float) -> None:
    assert read_duration(value) == timedelta(minutes=minutes)


@pytest.mark.parametrize("value", ["", "P", "PT", "1H", "P1Y", "P99999999999999D", "P900000000000W", "P30000D"])
def test_what_is_no_duration_is_none(value: str) -> None:
    assert read_duration(value) is None


@given(st.text(st.sampled_from("0123456789TZ+-: PDHMSW")))
def test_nothing_raises(text: str) -> None:
    read_stamp(text)
    read_duration(text)
