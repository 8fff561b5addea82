"""Dates as mail has them."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mailbox.dates import first_date, instant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 1 Jan 2024 10:00:00 +0100", "2024-01-01T09:00:00"),
        ("1 Jan 2024 10:00 +0100", "2024-01-01T09:00:00"),
        ("Mon, 01 Jan 2024 10:00:00 GMT", "2024-01-01T10:00:00"),
        ("Mon, 01 Jan 2024 10:00:00 EST", "2024-01-01T15:00:00"),
        ("Mon, 01 Jan 2024 10:00:00 +0530 (IST)", "2024-01-01T04:30:00"),
        ("Mon, 01 Jan 2024 (the first) 10:00:00 -0000", "2024-01-01T10:00:00"),
        ("Mon, 01 Jan 2024 10:00:00", "2024-01-01T10:00:00"),
        ("Mon, 01 Jan 2024 10:00:00 X", "2024-01-01T10:00:00"),
        ("Mon, 01 Jan 2024 10:00:00 +9999", "2024-01-01T10:00:00"),
        ("Mon, 1 Jan 24 10:00:00 +0000", "2024-01-01T10:00:00"),
        ("Mon, 1 Jan 99 10:00:00 +0000", "1999-01-01T10:00:00"),
        ("Mon, 1 Jan 124 10:00:00 +0000", "2024-01-01T10:00:00"),
        ("Monday, 01-Jan-24 10:00:00 UT", "2024-01-01T10:00:00"),
        ("Mon, 31 Dec 2023 23:59:60 +0000", "2023-12-31T23:59:59"),
        ("Mon, 1 Jan 2024 10.00.00 +0000", "2024-01-01T10:00:00"),
        ("Mon, 1 Jan 2024 10:00:00 PM +0000", "2024-01-01T22:00:00"),
        ("Mon, 1 Jan 2024 12:00:00 AM", "2024-01-01T00:00:00"),
        ("Mo, 1 März 2024 10:00:00 +0000", "2024-03-01T10:00:00"),
        ("lun., 1 janv. 2024 10:00:00 +0100", "2024-01-01T09:00:00"),
        ("Mon Jan  1 10:00:00 2024", "2024-01-01T10:00:00"),
        ("Mon Jan 01 10:00:00 +0000 2024", "2024-01-01T10:00:00"),
        ("From ada@example.org Mon Jan  1 10:00:00 2024 +0100", "2024-01-01T09:00:00"),
        ("Mon Jan  1 10:00:00 CET 2024", "2024-01-01T09:00:00"),
        ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00"),
        ("2024-01-01 10:00:00", "2024-01-01T10:00:00"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert instant(text) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Mon, 32 Jan 2024 10:00:00 +0000",
        "Mon, 1 Foo 2024 10:00:00 +0000",
        "Mon, 1 Jan 2024 25:00:00 +0000",
        "Thu, 1 Jan 1970 00:00:00 +0000",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "1904-01-01",
        "(" * 10_000,
        "1 " * 10_000,
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert instant(text) is None


def test_the_first_that_is_one() -> None:
    assert first_date(["yesterday", "", "Mon, 1 Jan 2024 10:00:00 GMT", "2025-01-01"]) == datetime(
        2024, 1, 1, 10, tzinfo=UTC
    )
    assert first_date([]) is None


@given(
    wall=st.datetimes(datetime(1972, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - the zone is drawn beside it
    minutes=st.integers(-23 * 60, 23 * 60),
)
def test_what_python_writes_is_read(wall: datetime, minutes: int) -> None:
    written = wall.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert instant(format_datetime(written)) == written
