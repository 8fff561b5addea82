"""When events take place, and what is said of each time: the rules of recurrence, exceptions, copies and limits."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from connectors.calendar import Attendee, Occurrence, Unread, Window, event_tables, expansion, occurrences
from connectors.calendar.series import Time
from connectors.calendar.tables import Described, Timed
from connectors.interaction_records import RawCalendar
from tests.connectors.calendar.invented import WINDOW, event, expand, read, starts

WEEKLY = ("DTSTART;TZID=Europe/Berlin:20240318T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Brunch")
MARCH = ["2024-03-18T09:00Z", "2024-03-25T09:00Z", "2024-04-01T08:00Z", "2024-04-08T08:00Z"]


def exception(recurrence: str, start: str, *lines: str) -> str:
    return event(f"RECURRENCE-ID{recurrence}", f"DTSTART{start}", *lines)


@pytest.mark.parametrize(
    ("default_zone", "account", "day"),
    [
        ("America/New_York", "Europe/Berlin", date(2024, 6, 30)),
        (None, "America/New_York", date(2024, 6, 30)),
        ("No/Where", "America/New_York", date(2024, 6, 30)),
        ("America/New_York", "UTC", date(2024, 6, 30)),
        (None, "UTC", date(2024, 7, 1)),
        (None, "Europe/Berlin", date(2024, 7, 1)),
    ],
)
def test_utc_is_nobodys_zone(default_zone: str | None, account: str, day: date) -> None:
    for more in ("SUMMARY:Dinner", "RRULE:FREQ=WEEKLY;COUNT=1", "RDATE:20240701T010000Z"):
        (one,) = read(event("DTSTART:20240701T010000Z", more), zone=account, default_zone=default_zone)
        assert (one.starts_on, one.zone, one.zone_from) == (day, "UTC", "utc")


def test_an_event_in_full() -> None:
    (one,) = read(
        event(
            "DTSTART;TZID=Europe/Berlin:20240630T230000",
            "DTEND;TZID=Europe/London:20240701T000000",
            "SUMMARY:Brunch\\, late",
            "LOCATION:Café 1",
            "CATEGORIES:friends,food",
            "CATEGORIES:sunday",
            "SEQUENCE:3",
            "DTSTAMP:20240601T080000Z",
            "LAST-MODIFIED:20240602T080000Z",
            "STATUS:TENTATIVE",
            "ORGANIZER;CN=Mira Holt:mailto:mira@example.org",
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org",
        ),
        method="REQUEST",
    )
    assert one == Occurrence(
        record_id="1",
        uid="1@example.org",
        instance="",
        is_recurring=False,
        sequence=3,
        stamped="2024-06-02T08:00:00Z",
        starts_at=datetime(2024, 6, 30, 21, tzinfo=UTC),
        starts_on=date(2024, 6, 30),
        ends_at=datetime(2024, 6, 30, 23, tzinfo=UTC),
        ends_on=None,
        is_all_day=False,
        status="tentative",
        summary="Brunch, late",
        location="Café 1",
        categories=("friends", "food", "sunday"),
        kind="event",
        is_attendees_omitted=False,
        organiser=Attendee("mira@example.org", "Mira Holt"),
        attendees=(Attendee("ada@example.org", response="accepted"),),
        zone="Europe/Berlin",
        zone_from="iana",
        method="request",
    )


def test_whole_days_stay_days() -> None:
    (one,) = read(event("DTSTART;VALUE=DATE:20240630", "DTEND;VALUE=DATE:20240702"), zone="Pacific/Apia")
    assert (one.starts_at, one.starts_on, one.ends_at, one.ends_on) == (None, date(2024, 6, 30), None, date(2024, 7, 2))
    assert one.is_all_day


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (("DTSTART;VALUE=DATE:20240630",), "2024-07-01"),
        (("DTSTART;VALUE=DATE:20240630", "DTEND;VALUE=DATE:20240630"), "2024-07-01"),
        (("DTSTART;VALUE=DATE:20240630", "DTEND;VALUE=DATE:20240601"), "2024-07-01"),
        (("DTSTART;VALUE=DATE:20240630", "DURATION:P2D"), "2024-07-02"),
        (("DTSTART;VALUE=DATE:20240630", "DTEND:20240701T120000Z"), "2024-07-02"),
        (("DTSTART:20240630T090000Z",), "2024-06-30T09:00:00"),
        (("DTSTART:20240630T090000Z", "DTEND:20240630T080000Z"), "2024-06-30T09:00:00"),
        (("DTSTART:20240630T090000Z", "DURATION:-PT15M"), "2024-06-30T09:00:00"),
        (("DTSTART:20240630T090000Z", "DTEND;VALUE=DATE:20240702"), "2024-07-02T00:00:00"),
    ],
)
def test_where_events_end(lines: tuple[str, ...], end: str) -> None:
    (one,) = read(event(*lines))
    found = one.ends_on or one.ends_at
    assert found
    assert found.isoformat().removesuffix("+00:00") == end


def test_floating_times_are_the_calendars_or_the_accounts() -> None:
    floating = event("DTSTART:20240630T090000")
    assert starts(floating, zone="America/New_York") == ["2024-06-30T13:00Z"]
    assert starts(floating, zone="America/New_York", default_zone="Asia/Kolkata") == ["2024-06-30T03:30Z"]


def test_a_series_keeps_its_time_of_the_day() -> None:
    assert starts(event(*WEEKLY)) == MARCH
    found = read(event(*WEEKLY))
    assert [one.instance for one in found] == [f"{start[:-1]}:00Z" for start in MARCH]
    assert all(one.is_recurring for one in found)


@pytest.mark.parametrize(
    "gone",
    [
        "EXDATE;TZID=Europe/Berlin:20240325T100000",
        "EXDATE:20240325T090000Z",
        "EXDATE:20240325T100000",
        "EXDATE;VALUE=DATE:20240325",
        "EXDATE;TZID=Europe/London:20240101T000000,20240325T090000",
        "EXRULE:FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20240401T000000Z",
    ],
)
def test_times_are_left_out_however_they_are_written(gone: str) -> None:
    assert starts(event(*WEEKLY, gone)) == [MARCH[0], *MARCH[2:]]


def test_what_cannot_be_read_leaves_nothing_out() -> None:
    assert starts(event(*WEEKLY, "EXDATE:nonsense")) == MARCH


@pytest.mark.parametrize(
    "recurrence",
    [";TZID=Europe/Berlin:20240325T100000", ":20240325T090000Z", ":20240325T100000", ";VALUE=DATE:20240325"],
)
def test_a_moved_time_takes_the_place_of_its_own(recurrence: str) -> None:
    moved = exception(recurrence, ":20240326T120000Z", "SUMMARY:Late brunch")
    found = read(event(*WEEKLY), moved)
    assert sorted((one.instance, f"{one.starts_at:%d %H}", one.summary) for one in found) == [
        ("2024-03-18T09:00:00Z", "18 09", "Brunch"),
        ("2024-03-25T09:00:00Z", "26 12", "Late brunch"),
        ("2024-04-01T08:00:00Z", "01 08", "Brunch"),
        ("2024-04-08T08:00:00Z", "08 08", "Brunch"),
    ]


def test_a_called_off_time_is_told_as_such() -> None:
    found = read(event(*WEEKLY), event("RECURRENCE-ID:20240325T090000Z", "STATUS:CANCELLED"))
    assert [one.status for one in sorted(found, key=lambda one: one.instance)] == [
        "confirmed",
        "cancelled",
        "confirmed",
        "confirmed",
    ]


def test_this_and_future() -> None:
    later = exception(";RANGE=THISANDFUTURE:20240325T090000Z", ":20240325T110000Z", "DURATION:PT2H", "SUMMARY:Later")
    found = sorted(read(event(*WEEKLY), later), key=lambda one: one.instance)
    assert [(one.summary, f"{one.starts_at:%m-%dT%H}", f"{one.ends_at:%H}") for one in found] == [
        ("Brunch", "03-18T09", "10"),
        ("Later", "03-25T11", "13"),
        ("Later", "04-01T10", "12"),
        ("Later", "04-08T10", "12"),
    ]
    assert [one.instance for one in found] == [f"{start[:-1]}:00Z" for start in MARCH]


def test_more_times_by_rdate() -> None:
    more = ("RDATE;TZID=Europe/Berlin:20240320T100000,nonsense", "RDATE;VALUE=DATE:20240321")
    periods = "RDATE;VALUE=PERIOD:20240322T090000Z/PT3H,20240323T090000Z/20240323T093000Z"
    found = sorted(read(event(*WEEKLY[:2], *more, periods)), key=lambda one: one.instance)
    assert [(f"{one.starts_at:%dT%H}", f"{one.ends_at:%H:%M}") for one in found] == [
        ("18T09", "10:00"),
        ("20T09", "10:00"),
        ("21T09", "10:00"),
        ("22T09", "12:00"),
        ("23T09", "09:30"),
    ]


def test_whole_days_recur_with_exceptions_and_more_dates() -> None:
    master = event(
        "DTSTART;VALUE=DATE:20240318",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "EXDATE:20240325T000000Z",
        "RDATE;VALUE=DATE:20240320",
    )
    moved = exception(":20240401T120000Z", ";VALUE=DATE:20240402")
    assert sorted(starts(master, moved)) == ["2024-03-18", "2024-03-20", "2024-04-02"]
    assert sorted(one.instance for one in read(master, moved)) == ["2024-03-18", "2024-03-20", "2024-04-01"]


def test_several_rules_add_up() -> None:
    rules = ("RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=YEARLY;BYWEEKNO=13;COUNT=1")
    assert sorted(starts(event("DTSTART:20240318T100000Z", *rules))) == [
        "2024-03-18T10:00Z",
        "2024-03-19T10:00Z",
        "2024-03-25T10:00Z",
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("UNTIL=20240401T080000Z", MARCH[:3]),
        ("UNTIL=20240401T075959Z", MARCH[:2]),
        ("UNTIL=20240401T100000", MARCH[:3]),
        ("UNTIL=20240317T000000Z", []),
        ("COUNT=9;UNTIL=20240325T090000Z", MARCH[:2]),
        ("BYDAY=TU;COUNT=1", ["2024-03-18T09:00Z", "2024-03-19T09:00Z"]),
    ],
)
def test_where_a_series_ends(rule: str, expected: list[str]) -> None:
    assert starts(event(*WEEKLY[:2], f"RRULE:FREQ=WEEKLY;{rule}")) == expected


def test_an_exception_without_its_series_is_an_event() -> None:
    (one,) = read(exception(";TZID=Europe/Berlin:20240325T100000", ":20240326T120000Z"))
    assert (one.instance, one.is_recurring) == ("2024-03-25T09:00:00Z", True)
    assert f"{one.starts_at:%d %H}" == "26 12"
    (one,) = read(exception(";VALUE=DATE:20240325", ":20240326T120000Z"))
    assert one.instance == "2024-03-25"


def test_of_two_versions_the_newer_counts() -> None:
    old, new = event("DTSTART:20240318T100000Z", "SEQUENCE:0"), event("DTSTART:20240319T100000Z", "SEQUENCE:1")
    assert starts(new, old) == ["2024-03-19T10:00Z"]
    assert [one.instance for one in read(new, old)] == [""]
    stamped = [event("DTSTART:20240318T100000Z", f"DTSTAMP:2024010{day}T000000Z", f"SUMMARY:{day}") for day in (2, 1)]
    assert [one.summary for one in read(*stamped)] == ["2"]


def test_a_series_that_is_written_out_is_read_in_full() -> None:
    written = [event(f"DTSTART:202403{day}T100000Z") for day in (18, 25)]
    assert starts(*written) == ["2024-03-18T10:00Z", "2024-03-25T10:00Z"]
    assert [one.instance for one in read(*written)] == ["2024-03-18T10:00:00Z", "2024-03-25T10:00:00Z"]
    beside = event(*WEEKLY[:2], "RRULE:FREQ=WEEKLY;COUNT=2")
    assert starts(event("DTSTART:20240501T100000Z"), beside) == [*MARCH[:2], "2024-05-01T10:00Z"]


def test_an_exception_that_is_out_of_date_is_left_out() -> None:
    master = event("DTSTART;VALUE=DATE:20240701", "RRULE:FREQ=WEEKLY;UNTIL=20240710", "SEQUENCE:2")
    old = exception(";VALUE=DATE:20240729", ";VALUE=DATE:20240729", "RRULE:FREQ=WEEKLY", "SEQUENCE:1")
    assert starts(master, old) == ["2024-07-01", "2024-07-08"]
    assert starts(master, old.replace("RRULE:FREQ=WEEKLY\n", ""))[-1] == "2024-07-29"


def test_empty_rules_and_dates_are_none() -> None:
    assert starts(event("DTSTART:20240318T100000Z", "RRULE:", "EXDATE:", "RDATE: ")) == ["2024-03-18T10:00Z"]


def test_a_window_holds_what_starts_in_it() -> None:
    window = Window(datetime(2024, 3, 25, 9, tzinfo=UTC), datetime(2024, 4, 8, 8, tzinfo=UTC))
    assert starts(event(*WEEKLY), window=window) == MARCH[1:3]
    moved = exception(":20240318T090000Z", ":20240326T120000Z")
    assert sorted(starts(event(*WEEKLY), moved, window=window)) == [MARCH[1], "2024-03-26T12:00Z", MARCH[2]]
    assert starts(event("DTSTART:20240325T085959Z", "DURATION:PT9H"), window=window) == []


def test_methods_and_titles_that_call_off() -> None:
    assert [one.status for one in read(event(*WEEKLY), method="CANCEL")] == ["cancelled"] * 4
    outlook = event("DTSTART:20240318T100000Z", "SUMMARY:Canceled: Planning", "X-MICROSOFT-CDO-BUSYSTATUS:FREE")
    assert [(one.status, one.method) for one in read(outlook)] == [("cancelled", None)]
    assert [one.status for one in read(event("DTSTART:20240318T100000Z", "SUMMARY:Canceled: a play"))] == ["confirmed"]


def test_a_bad_rule_costs_the_recurrences_only() -> None:
    first, second = expand(event("DTSTART:20240318T100000Z", "RRULE:FREQ=SECONDLY"))
    assert first == Unread("1", "it recurs secondly, which no meeting does: only its first time is read")
    assert isinstance(second, Occurrence)
    later = expand(event("DTSTART:20240318T100000Z", "RRULE:FREQ=HOURLY;INTERVAL=24;BYHOUR=3"))
    assert [isinstance(one, Unread) for one in later] == [True, False]


def test_an_event_without_a_start_is_told() -> None:
    assert expand(event("DTSTART:nonsense"), event("DTSTART:20240318T100000Z"))[0] == Unread(
        "1", "an event of it has no start that can be read"
    )


@pytest.mark.parametrize("lines", [("RRULE:FREQ=DAILY",), ("RRULE:FREQ=DAILY", "RDATE:19000102T120000Z")])
def test_a_series_without_end_is_cut_off(lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "MOST_OCCURRENCES", 100)
    *found, last = expand(event("DTSTART:19000101T000000Z", *lines))
    assert len(found) == 100
    assert last == Unread("1", "it recurs more than 100 times: only the first are read")


def test_a_record_that_takes_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "MOST_SECONDS", -1.0)
    assert expand(event(*WEEKLY)) == [Unread("1", "it takes more than -1 seconds to expand: only its start is read")]


@pytest.mark.parametrize("start", [";TZID=Europe/Berlin:00010101T000000", ";TZID=America/New_York:99991231T235959"])
def test_dates_beyond_the_calendar_are_told(start: str) -> None:
    window = Window(None, datetime(9999, 12, 31, tzinfo=UTC))
    found = expand(event(f"DTSTART{start}", "DURATION:P3D", "RRULE:FREQ=DAILY"), window=window)
    assert isinstance(found[-1], Unread)


def test_what_the_libraries_refuse_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Iterator[Time]:
        raise ValueError("no such day")
        yield  # pragma: no cover - a generator, as the original

    monkeypatch.setattr("connectors.calendar.reference.reference_times", refuse)
    found = expand(event(*WEEKLY, "RDATE:20240320T100000"))
    assert found == [Unread("1", "its times can't be told (ValueError: no such day)")]


def test_nothing_is_expanded_before_it_is_asked_for() -> None:
    endless = ((str(number), RawCalendar("1", event(*WEEKLY))) for number in iter(int, 1))
    assert isinstance(next(occurrences(endless, window=WINDOW, zone="UTC")), Occurrence)


def test_tables_say_once_what_holds_for_all_times_of_an_event() -> None:
    found = read(event(*WEEKLY, "ATTENDEE:mailto:ada@example.org"), event("DTSTART;VALUE=DATE:20240630", uid="2"))
    said, times = event_tables(iter(found))
    assert said.column_names == list(Described._fields)
    assert times.column_names == list(Timed._fields)
    assert (said.num_rows, times.num_rows) == (2, len(found)) == (2, 5)
    assert said.to_pylist()[0]["attendees"] == [Attendee("ada@example.org")._asdict()]
    assert times.column("starts_on").to_pylist() == [one.starts_on for one in found]
    assert [table.schema for table in event_tables([])] == [said.schema, times.schema]


def test_an_exception_is_a_component_of_its_own() -> None:
    moved = event("RECURRENCE-ID:20240608T090000Z", "DTSTART:20240608T100000Z", "SUMMARY:Late")
    found = read(event("DTSTART:20240601T090000Z", "RRULE:FREQ=WEEKLY;COUNT=3") + moved)
    assert [(one.component, one.summary) for one in found] == [(0, None), (1, "Late"), (0, None)]


def test_an_exception_without_a_uid_is_of_its_series() -> None:
    off = "BEGIN:VEVENT\nRECURRENCE-ID;TZID=Europe/Berlin:20240325T100000\nSTATUS:CANCELLED\nEND:VEVENT\n"
    found = read(event(*WEEKLY) + off)
    assert {one.uid for one in found} == {"1@example.org"}
    assert [one.status for one in found] == ["confirmed", "cancelled", "confirmed", "confirmed"]


@pytest.mark.parametrize(("word", "is_omitted"), [("TRUE", True), ("true", True), ("FALSE", False)])
def test_who_is_left_out_may_be_told(word: str, *, is_omitted: bool) -> None:
    (one,) = read(event("DTSTART:20240601T090000Z", f"X-KITH-ATTENDEES-OMITTED:{word}"))
    assert one.is_attendees_omitted is is_omitted
