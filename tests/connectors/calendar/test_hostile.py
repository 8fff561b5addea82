"""What somebody who means harm would write: it costs little, and is told."""

import time

import pytest

from connectors.calendar import Calendar, Occurrence, Unread
from tests.connectors.calendar.invented import event, expand
from tests.connectors.contract import document, read

START = "DTSTART:20240101T000000Z"


def seconds(text: str) -> tuple[int, int, float]:
    """How many occurrences and complaints there are, and the seconds of CPU until then."""
    started = time.process_time()
    batch = read(Calendar, document(f"BEGIN:VCALENDAR\n{text}END:VCALENDAR\n".encode()))
    found = [one for each in batch.interactions if each.calendar for one in expand(each.calendar.components)]
    spent = time.process_time() - started
    told = len(batch.rejects) + sum(isinstance(one, Unread) for one in found)
    return sum(isinstance(one, Occurrence) for one in found), told, spent


@pytest.mark.parametrize(
    ("text", "events", "told"),
    [
        pytest.param(event(START, "SUMMARY:" + "x" * 10_000_000), 1, 0, id="a line of 10 MB"),
        pytest.param(event(START, *(f"X-A{number}:1" for number in range(100_000))), 1, 0, id="100,000 properties"),
        pytest.param(event(START, "X;" + ";".join(f"A{n}=1" for n in range(50_000)) + ":1"), 1, 0, id="parameters"),
        pytest.param(event(START, 'X;A="' + ";" * 200_000 + ":1"), 1, 0, id="an open quote"),
        pytest.param(event(START, "BEGIN:X\n" * 50_000 + "END:X\n" * 10), 1, 0, id="nested"),
        pytest.param("BEGIN:VEVENT\n" * 20_000, 0, 20_000, id="never closed"),
        pytest.param(event(START, "RRULE:FREQ=SECONDLY"), 1, 1, id="every second"),
        pytest.param(event(START, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), 1, 0, id="the 30th of February"),
        pytest.param(event(START, "RRULE:FREQ=DAILY;BYYEARDAY=1;BYMONTH=2"), 1, 0, id="New Year in February"),
        pytest.param(event(START, "RRULE:FREQ=DAILY;INTERVAL=999999999;COUNT=999999999"), 1, 0, id="huge numbers"),
        pytest.param(event(START, "RRULE:FREQ=YEARLY;BYDAY=" + "MO," * 50_000), 157, 0, id="a long rule"),
        pytest.param(
            event(START, "RRULE:FREQ=DAILY;COUNT=9", "EXDATE:" + "20240103T000000Z," * 200_000), 8, 0, id="EXDATEs"
        ),
        pytest.param(event("DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY"), 20_000, 1, id="since the year 1"),
        pytest.param(event(START, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"), 1, 0, id="by the hour, never"),
        pytest.param(event("DTSTART:00010101T000000Z", "RRULE:FREQ=HOURLY"), 1, 1, id="every hour since the year 1"),
        pytest.param(event("DTSTART:20200101T000000Z", "RRULE:FREQ=HOURLY"), 20_000, 1, id="every hour"),
        pytest.param(event(START, *["RRULE:FREQ=WEEKLY;COUNT=2"] * 300), 2, 0, id="300 rules"),
    ],
)
def test_it_costs_little(text: str, events: int, told: int) -> None:
    *found, spent = seconds(text)
    assert found == [events, told]
    assert spent < 10
