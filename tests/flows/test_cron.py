import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.errors import UserError
from flows.cron import Cron, parsed_cron

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday


def _next(text: str, *, after: datetime = NOON, zone: ZoneInfo = BERLIN, number: int = 3) -> list[str]:
    due = parsed_cron(text).after(after, zone)
    return [f"{next(due):%a %Y-%m-%d %H:%M}" for _ in range(number)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 4 * * *", ["Wed 2026-11-25 04:00", "Thu 2026-11-26 04:00", "Fri 2026-11-27 04:00"]),
        ("*/20 13 * * *", ["Tue 2026-11-24 13:20", "Tue 2026-11-24 13:40", "Wed 2026-11-25 13:00"]),
        ("0 4 * * mon-wed", ["Wed 2026-11-25 04:00", "Mon 2026-11-30 04:00", "Tue 2026-12-01 04:00"]),
        ("0 4 * * 7", ["Sun 2026-11-29 04:00", "Sun 2026-12-06 04:00", "Sun 2026-12-13 04:00"]),
        ("0 4 * * 5-7", ["Fri 2026-11-27 04:00", "Sat 2026-11-28 04:00", "Sun 2026-11-29 04:00"]),
        ("0 4 1 * sun", ["Sun 2026-11-29 04:00", "Tue 2026-12-01 04:00", "Sun 2026-12-06 04:00"]),
        ("30 0 29 feb *", ["Tue 2028-02-29 00:30", "Sun 2032-02-29 00:30"]),
        ("5,1 0 1 1,JUN *", ["Fri 2027-01-01 00:01", "Fri 2027-01-01 00:05", "Tue 2027-06-01 00:01"]),
        ("0 20/2 * * *", ["Tue 2026-11-24 20:00", "Tue 2026-11-24 22:00", "Wed 2026-11-25 20:00"]),
    ],
)
def test_when_it_is_due_next(text: str, expected: list[str]) -> None:
    assert _next(text, number=len(expected)) == expected


def test_an_hour_that_the_clock_skips_is_due_after_it_and_one_it_shows_twice_is_due_once() -> None:
    assert _next("30 2 * * *", after=datetime(2026, 3, 28, 12, tzinfo=UTC), number=2) == [
        "Sun 2026-03-29 03:30",
        "Mon 2026-03-30 02:30",
    ]
    due = parsed_cron("30 2 * * *").after(datetime(2026, 10, 24, 12, tzinfo=UTC), BERLIN)
    assert [next(due).astimezone(UTC).isoformat() for _ in range(2)] == [
        "2026-10-25T00:30:00+00:00",
        "2026-10-26T01:30:00+00:00",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it has 0 fields instead of five"),
        ("@daily", "it has 1 fields instead of five"),
        ("0 4 * * * *", "it has 6 fields instead of five"),
        ("60 4 * * *", "its minute is '60': from 0 to 59 it can be"),
        ("0 four * * *", "its hour is 'four': from 0 to 23"),
        ("0 4 0 * *", "its day is '0': from 1 to 31"),
        ("0 4 * 13 *", "its month is '13'"),
        ("0 4 * * 8", "its weekday is '8'"),
        ("0 4 * * mon-", "its weekday is ''"),
        ("0 4 * * fri-mon", "its weekday fri-mon ends before it begins"),
        ("*/0 4 * * *", "its minute has a step of '0'"),
        ("*/x 4 * * *", "its minute has a step of 'x'"),
        ("² 4 * * *", "its minute is '²'"),
        ("0,,1 4 * * *", "its minute is ''"),
        ("0 4 31 2 *", "no such day ever comes"),
    ],
)
def test_what_is_no_schedule_is_told_with_its_key(text: str, why: str) -> None:
    with pytest.raises(UserError, match=re.escape(f"sync.cron = {text!r} is no schedule: {why}")):
        parsed_cron(text)


def test_it_is_written_with_numbers() -> None:
    assert str(parsed_cron(" */30  4 * Jan-feb 5-7 ")) == "0,30 4 * 1,2 0,5,6"


_STEP = st.integers(1, 40).map(lambda width: f"/{width}")


def _field(first: int, last: int) -> st.SearchStrategy[str]:
    number = st.integers(first, last)
    span = st.tuples(number, number).map(lambda ends: f"{min(ends)}-{max(ends)}")
    part = st.one_of(number.map(str), span, st.tuples(span, _STEP).map("".join), _STEP.map("*{}".format))
    return st.one_of(st.just("*"), st.lists(part, min_size=1, max_size=3).map(",".join))


CRONS = st.tuples(_field(0, 59), _field(0, 23), _field(1, 28), _field(1, 12), _field(0, 6)).map(" ".join)


@given(text=CRONS, after=st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants the ends without a zone
def test_what_is_due_is_in_every_field_and_comes_in_order(text: str, after: datetime) -> None:
    cron = parsed_cron(text)
    due = [instant for instant, _ in zip(cron.after(after, BERLIN), range(3), strict=False)]
    assert due
    assert due == sorted(set(due))
    assert due[0] > after
    assert all(_fits(cron, instant) for instant in due)


def _fits(cron: Cron, instant: datetime) -> bool:
    """Whether the instant is in the fields: the clock's jump of an hour in spring left aside."""
    fields = ((cron.minutes, instant.minute), (cron.hours, instant.hour), (cron.months, instant.month))
    jumped = instant.utcoffset() != (instant - timedelta(hours=2)).astimezone(BERLIN).utcoffset()
    return jumped or all(values is None or value in values for values, value in fields)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # Prefect's own warnings are not this project's
@given(text=CRONS, after=st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - as above
def test_prefect_is_due_at_the_same_times(text: str, after: datetime) -> None:
    from prefect.server.schemas.schedules import CronSchedule

    utc = ZoneInfo("UTC")
    schedule = CronSchedule(cron=str(parsed_cron(text)), timezone="UTC")
    expected = list(schedule._get_dates_generator(n=3, start=after + timedelta(microseconds=1)))
    due = [instant for instant, _ in zip(parsed_cron(text).after(after, utc), range(3), strict=False)]
    assert [instant.timestamp() for instant in due] == [instant.timestamp() for instant in expected]
