"""What Kith reads from a legal calendar is what icalendar, x-wr-timezone and recurring-ical-events read from it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import recurring_ical_events
import x_wr_timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from connectors.calendar import Calendar, Occurrence, Window, occurrences
from connectors.calendar.rules import read_rule, rule_dates
from tests.connectors.calendar.invented import days, rules, starts_and_ends, windows
from tests.connectors.contract import document, read

ACCOUNT = "Europe/Berlin"
NAMES = st.text(st.sampled_from("Adaé ,;:ß中'-"), min_size=1, max_size=12).map(str.strip).filter(bool)
ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION")

Row = tuple[str, Any, Any, str, tuple[tuple[str, str, str], ...]]


@st.composite
def calendars(draw: st.DrawFn) -> str:
    """Legal calendars of some events and series, with moved and called-off times."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Invented//EN", f"X-WR-TIMEZONE:{ACCOUNT}"]
    for number in range(draw(st.integers(1, 3))):
        lines += draw(groups(f"{number}@example.org"))
    return "\r\n".join(folded(line) for line in [*lines, "END:VCALENDAR", ""])


@st.composite
def groups(draw: st.DrawFn, uid: str) -> list[str]:
    start, template, when = draw(starts_and_ends())
    # x-wr-timezone moves what is in UTC into the calendar's zone, where it recurs by another clock than the file's.
    is_recurring = "Z}" not in template and draw(st.booleans())
    common = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20240101T000000Z", *draw(said())]
    rule = draw(legal_rules(start, is_date="VALUE=DATE" in template)) if is_recurring else None
    lines = [*common, *when, *([f"RRULE:{rule}"] if rule else []), "END:VEVENT"]
    for _ in range(draw(st.integers(0, 2)) if rule else 0):
        asked = start + timedelta(days=draw(st.integers(0, 30)))
        moved = asked + timedelta(hours=draw(st.sampled_from([0, 24, 48])), minutes=draw(st.sampled_from([0, 30])))
        lines += [*common, "RECURRENCE-ID" + template.format(asked), "DTSTART" + template.format(moved), "SEQUENCE:1"]
        lines.append("END:VEVENT")
    return lines


@st.composite
def legal_rules(draw: st.DrawFn, start: datetime, *, is_date: bool) -> str:
    """Rules that mean the same to all."""
    rule = draw(rules(start, is_date=is_date, is_by_week=False))
    days_of_week = [part for part in rule.partition("BYDAY=")[2].partition(";")[0].split(",") if part]
    assume(len({len(day) > 2 for day in days_of_week}) < 2)
    assume("UNTIL" not in rule or is_date or rule.partition("UNTIL=")[2].partition(";")[0].endswith("Z"))
    assume("UNTIL" not in rule or not is_date or "T" not in rule.partition("UNTIL=")[2].partition(";")[0])
    assume("FREQ=YEARLY" not in rule or "BYMONTHDAY" not in rule or "BYMONTH=" in rule)
    known = read_rule(rule, start, is_date=is_date)
    assume(next(rule_dates(known, start, start + timedelta(days=3000)), None))
    return rule


@st.composite
def said(draw: st.DrawFn) -> list[str]:
    """What an event is called, and who takes part."""
    summary = draw(NAMES)
    lines = ["SUMMARY:" + summary.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")]
    for number in range(draw(st.integers(0, 3))):
        name, answer = draw(NAMES), draw(st.sampled_from(ANSWERS))
        lines.append(f'ATTENDEE;CN="{name}";PARTSTAT={answer};RSVP=TRUE:mailto:guest{number}@example.com')
    return lines


def folded(line: str) -> str:
    """A line folded by characters, which is what RFC 5545 asks for as long as they are ASCII."""
    return "\r\n ".join(line[at : at + 60] for at in range(0, max(len(line), 1), 60))


def ours(text: str, window: Window) -> Iterator[Row]:
    batch = read(Calendar, document(text.encode()))
    assert not batch.rejects
    records = [(one.record_id, one.calendar) for one in batch.interactions if one.calendar]
    for one in occurrences(records, window=window, zone=ACCOUNT):
        assert isinstance(one, Occurrence)
        people = tuple((person.address or "", person.name or "", person.response) for person in one.attendees)
        when = (one.starts_at, one.ends_at) if one.starts_at else (one.starts_on, one.ends_on)
        yield one.uid or "", *when, one.summary or "", people


def theirs(text: str, window: Window) -> Iterator[Row]:
    calendar = x_wr_timezone.to_standard(icalendar.Calendar.from_ical(text))
    start = window.start or datetime(2000, 1, 1, tzinfo=UTC)
    for event in recurring_ical_events.of(calendar).between(start, window.end):
        first, last = event["DTSTART"].dt, event["DTEND"].dt
        if not isinstance(first, datetime) and last <= first:
            last = first + timedelta(days=1)
        if start <= instant(first) < window.end:
            people = event.get("ATTENDEE", [])
            yield (
                str(event["UID"]),
                first.astimezone(UTC) if isinstance(first, datetime) else first,
                last.astimezone(UTC) if isinstance(last, datetime) else last,
                str(event["SUMMARY"]),
                tuple(person_of(person) for person in (people if isinstance(people, list) else [people])),
            )


def person_of(person: Any) -> tuple[str, str, str]:  # noqa: ANN401 - the library's own
    answer = str(person.params["PARTSTAT"]).lower().replace("-", "_")
    return str(person).removeprefix("mailto:"), str(person.params["CN"]), answer


def instant(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def in_order(rows: Iterator[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row[1]), row[0], str(row[2]), row[3]))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(text=calendars(), window=windows())
def test_a_legal_calendar_is_read_as_the_libraries_read_it(text: str, window: Window) -> None:
    assert in_order(ours(text, window)) == in_order(theirs(text, window))


@settings(max_examples=50)
@given(name=NAMES, day=days())
def test_folded_within_a_letter_it_is_the_same(name: str, day: datetime) -> None:
    whole = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:{day:%Y%m%dT%H%M%SZ}\r\nSUMMARY:{name}\r\n".encode()
    end = b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    summary = whole.rindex(b"SUMMARY:") + len(b"SUMMARY:")
    cut = (
        whole[: summary + 1]
        + b"".join(b"\r\n " + whole[at : at + 1] for at in range(summary + 1, len(whole) - 2))
        + b"\r\n"
    )
    assert read(Calendar, document(whole + end)).interactions == read(Calendar, document(cut + end)).interactions
