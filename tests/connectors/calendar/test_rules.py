"""Rules and the dates that they stand for; examples of RFC 5545 section 3.8.5.3 among them."""

from datetime import datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from connectors.calendar.rules import BadRuleError, read_rule, rule_dates
from tests.connectors.calendar.invented import days, rules

START = datetime(2024, 9, 2, 9)  # noqa: DTZ001 - by the clock; a Monday
END = datetime(2400, 1, 1)  # noqa: DTZ001 - by the clock


def dates(text: str, start: datetime = START, count: int = 6) -> list[str]:
    found = rule_dates(read_rule(text, start, is_date=False), start, END)
    return [f"{day:%Y-%m-%d}" for day in islice(found, count)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("freq=weekly;byday=mo, tu;", "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=03", "FREQ=DAILY;INTERVAL=1;COUNT=3"),
        ("FREQ=DAILY;COUNT=-1;INTERVAL=2", "FREQ=DAILY;INTERVAL=2"),
        ("FREQ=WEEKLY;BYDAY=1MO,2MO,TU", "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("FREQ=MONTHLY;BYDAY=0MO,4TH", "FREQ=MONTHLY;BYDAY=+4TH"),
        ("FREQ=MONTHLY;BYDAY=MO,2TU", "FREQ=MONTHLY;BYDAY=+1MO,+2MO,+3MO,+4MO,+5MO,+2TU"),
        ("FREQ=YEARLY;BYMONTHDAY=8", "FREQ=YEARLY;BYMONTHDAY=8;BYMONTH=9"),
        ("FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=2TU", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=TU"),
        ("FREQ=MONTHLY;BYWEEKNO=20", "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=31,99,0,x", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("FREQ=DAILY;WKST=XX;X-ODD=1;SKIP=OMIT;BYMONTH=", "FREQ=DAILY"),
        ("FREQ=DAILY;RSCALE=GREGORIAN", "FREQ=DAILY"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY"),
        ("FREQ=SECONDLY;COUNT=10", "FREQ=SECONDLY;COUNT=10"),
    ],
)
def test_rules_are_made_legal_and_complete(text: str, read: str) -> None:
    assert read_rule(text, START, is_date=False).text == read


def test_whole_days_have_no_times_of_the_day() -> None:
    assert read_rule("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=5", START, is_date=True).text == "FREQ=DAILY"
    assert read_rule("FREQ=DAILY;BYHOUR=9,17", START, is_date=False).has_times
    assert read_rule("FREQ=HOURLY", START, is_date=False).has_times


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "can't be read"),
        ("FREQ=OFTEN", "can't be read"),
        ("FREQ=DAILY;COUNT=many", "can't be read"),
        ("FREQ=DAILY;COUNT=x1", "can't be read"),
        ("FREQ=DAILY;INTERVAL=1.5", "can't be read"),
        ("FREQ=DAILY;UNTIL=someday", "can't be read"),
        ("FREQ=WEEKLY;BYDAY=XX", "can't be read"),
        ("FREQ=WEEKLY;BYDAY=0MO", "can't be read"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "can't be read"),
        ("FREQ=MONTHLY;BYMONTH=13", "can't be read"),
        ("FREQ=YEARLY;RSCALE=CHINESE", "can't be read"),
        ("FREQ=SECONDLY", "recurs secondly, which no meeting does"),
        ("FREQ=MINUTELY;COUNT=5000", "recurs minutely, which no meeting does"),
        ("FREQ=MINUTELY;UNTIL=20240902T100000", "recurs minutely, which no meeting does"),
    ],
)
def test_what_is_no_rule_says_why(text: str, words: str) -> None:
    with pytest.raises(BadRuleError, match=words):
        read_rule(text, START, is_date=False)


def test_a_rule_that_dateutil_refuses_says_why() -> None:
    with pytest.raises(BadRuleError, match="Invalid rrule byxxx generates an empty set"):
        read_rule("FREQ=HOURLY;INTERVAL=24;BYHOUR=10", START, is_date=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "FREQ=MONTHLY;BYDAY=MO,2TU",
            ["2024-09-02", "2024-09-09", "2024-09-10", "2024-09-16", "2024-09-23", "2024-09-30"],
        ),
        (
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            ["2024-09-13", "2024-12-13", "2025-06-13", "2026-02-13", "2026-03-13", "2026-11-13"],
        ),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=SU,MO;WKST=SU", ["2024-09-02", "2024-09-15", "2024-09-16"]),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", ["2024-09-05", "2024-10-03", "2024-11-07"]),
        (
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            ["2025-05-12", "2026-05-11", "2027-05-17", "2028-05-15", "2029-05-14", "2030-05-13"],
        ),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),
    ],
)
def test_dates_of_rules(text: str, expected: list[str]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("BYMONTH=1;BYMONTHDAY=2,31;BYWEEKNO=52", "2028-01-02", ["2028-01-02", "2039-01-02", "2050-01-02"]),
        ("BYWEEKNO=1;BYDAY=TU", "2023-01-03", ["2023-01-03", "2024-01-02", "2024-12-31"]),
        ("BYWEEKNO=53;BYDAY=FR", "2020-01-01", ["2021-01-01", "2027-01-01", "2032-12-31"]),
        ("BYWEEKNO=-1;BYDAY=SU;WKST=SU", "2024-01-01", ["2024-12-22", "2025-12-28", "2026-12-27"]),
        ("BYWEEKNO=10,20;BYDAY=MO,TU;BYSETPOS=1,-1", "2024-01-01", ["2024-03-04", "2024-05-14", "2025-03-03"]),
        ("BYWEEKNO=1;BYYEARDAY=1,-1;COUNT=2", "2024-01-01", ["2024-01-01", "2024-12-31"]),
        ("INTERVAL=2;BYWEEKNO=20;BYDAY=MO", "2024-01-01", ["2024-05-13", "2026-05-11", "2028-05-15"]),
    ],
)
def test_rules_by_the_number_of_the_week(text: str, start: str, expected: list[str]) -> None:
    assert dates(f"FREQ=YEARLY;{text}", datetime.fromisoformat(start), 3) == expected


def test_a_rule_that_never_comes_true_is_soon_given_up() -> None:
    started = datetime.now()  # noqa: DTZ005 - a difference
    for text in (
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=4;BYMONTHDAY=-31",
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2",
    ):
        assert list(rule_dates(read_rule(text, START, is_date=False), START, END)) == []
    assert datetime.now() - started < timedelta(seconds=20)  # noqa: DTZ005 - dateutil's own search takes minutes


@given(st.data(), days())
def test_dates_are_those_of_dateutil(data: st.DataObject, start: datetime) -> None:
    rule = read_rule(data.draw(rules(start, is_date=False, is_by_week=False)), start, is_date=False)
    end = start + timedelta(days=800)
    expected = list(rrulestr(rule.text, dtstart=start).between(start, end - timedelta(seconds=1), inc=True))
    assert list(rule_dates(rule, start, end)) == expected


@given(st.text(st.sampled_from("FREQ=DAILYWKUNTBMO;,0123456789-+ ")))
def test_no_other_error_is_raised(text: str) -> None:
    try:
        rule = read_rule(text, START, is_date=False)
        list(islice(rule_dates(rule, START, END), 3))
    except BadRuleError:
        pass
