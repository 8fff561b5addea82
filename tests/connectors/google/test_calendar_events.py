"""What Google says of an event, as iCalendar text that the reader of calendars understands."""

from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.calendar import Occurrence, Window, occurrences
from connectors.calendar.events import Event, read_event
from connectors.google.events import GoogleEvent, Moment, event_text, selector
from connectors.interaction_records import RawCalendar
from tests.connectors.calendar.invented import days

NOW: Final = datetime(2026, 3, 2, 3, tzinfo=UTC)
ADA: Final = {"email": "ada@example.org", "displayName": "Ada Brandt", "responseStatus": "accepted", "self": True}
BEN: Final = {"email": "ben@example.org", "responseStatus": "needsAction"}
TEXTS: Final = st.text(st.characters(codec="utf-8"), max_size=30) | st.text(st.sampled_from("aé\\;,:\n\r\"'^%= "))


def text_of(zone: str | None = "Europe/Berlin", **fields: Any) -> str:  # noqa: ANN401 - of an event
    given = {"id": "e1", "iCalUID": "e1@google.com", "updated": "2026-03-01T08:15:30.250Z"}
    when = (
        {} if "start" in fields else {"start": {"dateTime": "2026-06-30T09:00:00+02:00", "timeZone": "Europe/Berlin"}}
    )
    event = {key: value for key, value in (given | when | fields).items() if value is not None}
    return event_text(msgspec.convert(event, GoogleEvent), zone=zone, now=NOW)


def read(zone: str | None = "Europe/Berlin", **fields: Any) -> Event:  # noqa: ANN401 - as above
    return read_event(text_of(zone, **fields))


def occurrences_of(*, name: str | None = None, **fields: Any) -> list[Occurrence]:  # noqa: ANN401 - as above
    raw = RawCalendar("e1@google.com", text_of(**fields), default_zone="Europe/Berlin", name=name)
    found = occurrences([("1", raw)], window=Window(None, datetime(2027, 1, 1, tzinfo=UTC)), zone="Europe/Berlin")
    return [one for one in found if isinstance(one, Occurrence)]


def lines(text: str, name: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(name)]


class TestTimes:
    def test_an_event_is_told_by_the_clock_of_its_own_zone(self) -> None:
        text = text_of(
            start={"dateTime": "2026-06-30T15:00:00+02:00", "timeZone": "America/New_York"},
            end={"dateTime": "2026-06-30T22:00:00+02:00", "timeZone": "Europe/London"},
        )
        assert lines(text, "DT") == [
            "DTSTART;TZID=America/New_York:20260630T090000",
            "DTEND;TZID=Europe/London:20260630T210000",
        ]

    @pytest.mark.parametrize(
        ("moment", "line"),
        [
            ({"date": "2026-06-30"}, ";VALUE=DATE:20260630"),
            ({"dateTime": "2026-06-30T07:00:00Z"}, ":20260630T070000Z"),
            ({"dateTime": "2026-06-30T09:00:00.500+02:00"}, ":20260630T070000Z"),
            ({"dateTime": "2026-06-30T07:00:00Z", "timeZone": "UTC"}, ":20260630T070000Z"),
            ({"dateTime": "2026-06-30T07:00:00Z", "timeZone": "Mars/Olympus"}, ":20260630T070000Z"),
            ({"dateTime": "2026-06-30T09:00:00", "timeZone": "Asia/Kolkata"}, ";TZID=Asia/Kolkata:20260630T090000"),
            ({"dateTime": "2026-06-30T09:00:00"}, ";TZID=Europe/Berlin:20260630T090000"),
            # The second half past two of the night in which clocks are put back, and the first.
            ({"dateTime": "2026-10-25T02:30:00+01:00", "timeZone": "Europe/Berlin"}, ":20261025T013000Z"),
            (
                {"dateTime": "2026-10-25T02:30:00+02:00", "timeZone": "Europe/Berlin"},
                ";TZID=Europe/Berlin:20261025T023000",
            ),
        ],
    )
    def test_moments(self, moment: dict[str, str], line: str) -> None:
        assert lines(text_of(start=moment), "DTSTART") == [f"DTSTART{line}"]

    def test_without_any_zone_a_time_floats(self) -> None:
        assert lines(text_of(None, start={"dateTime": "2026-06-30T09:00:00"}), "DTSTART") == ["DTSTART:20260630T090000"]

    def test_a_series_recurs_by_the_clock_of_its_zone_or_else_of_the_calendars(self) -> None:
        rule: dict[str, Any] = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]}
        for start in (
            {"dateTime": "2026-10-22T16:00:00Z", "timeZone": "Europe/Berlin"},
            {"dateTime": "2026-10-22T16:00:00Z"},
        ):
            times = [one.starts_at for one in occurrences_of(start=start, **rule)]
            assert times == [datetime(2026, 10, 22, 16, tzinfo=UTC), datetime(2026, 10, 29, 17, tzinfo=UTC)]

    def test_a_series_that_begins_at_a_time_that_comes_twice_keeps_its_clock(self) -> None:
        start = {"dateTime": "2026-10-25T02:30:00+01:00", "timeZone": "Europe/Berlin"}
        found = occurrences_of(start=start, recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
        assert [str(one.starts_on) for one in found] == ["2026-10-25", "2026-10-26"]
        assert found[1].starts_at == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)

    def test_an_end_that_is_none_is_left_out(self) -> None:
        end = {"dateTime": "2026-06-30T10:00:00+02:00"}
        assert lines(text_of(end=end, endTimeUnspecified=True), "DTEND") == []
        assert lines(text_of(end=end), "DTEND") == ["DTEND:20260630T080000Z"]

    @pytest.mark.parametrize(
        ("start", "reason"),
        [
            ({"dateTime": "soon"}, r"an event with a time that can't be read \(soon\)"),
            ({}, r"an event with a time that can't be read \(\)"),
            ({"date": "2026-02-30"}, r"an event with a time that can't be read \(2026-02-30\)"),
            (None, "an event without a start"),
        ],
    )
    def test_what_has_no_time_is_none(self, start: dict[str, str] | None, reason: str) -> None:
        with pytest.raises(ValueError, match=reason):
            text_of(start=start)

    @given(
        at=days(), zone=st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata"])
    )
    def test_no_moment_is_lost(self, at: datetime, zone: str) -> None:
        told = at.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin")).isoformat()
        (one,) = occurrences_of(start={"dateTime": told, "timeZone": zone})
        assert one.starts_at == at.replace(tzinfo=UTC)


class TestRecurrence:
    def test_lines_are_kept_as_they_are_and_only_those_that_are_known(self) -> None:
        kept = [
            "RRULE:FREQ=WEEKLY;UNTIL=20260901T000000Z",
            "EXDATE;TZID=Europe/Berlin:20260707T090000",
            "RDATE;VALUE=DATE:20260710",
            "exrule:FREQ=MONTHLY",
        ]
        text = text_of(recurrence=[*kept, "DTSTART:20200101T000000Z", "RRULE:FREQ=DAILY\nSUMMARY:Smuggled", "X"])
        assert [line for line in text.splitlines() if line in kept] == kept
        assert "Smuggled" not in text
        assert len(lines(text, "DTSTART")) == len(lines(text, "RRULE")) == 1

    def test_a_time_of_a_series_says_which(self) -> None:
        told: dict[str, Any] = {
            "recurringEventId": "s1",
            "originalStartTime": {"dateTime": "2026-06-29T09:00:00+02:00"},
        }
        assert lines(text_of(**told), "RECURRENCE-ID") == ["RECURRENCE-ID:20260629T070000Z"]

    def test_what_was_called_off_needs_to_say_no_more(self) -> None:
        original = {"dateTime": "2026-06-29T09:00:00+02:00", "timeZone": "Europe/Berlin"}
        event = GoogleEvent(
            "s1_1",
            status="cancelled",
            recurring_event_id="s1",
            original_start_time=msgspec.convert(original, Moment),
        )
        assert event_text(event, zone=None, now=NOW).splitlines() == [
            "BEGIN:VEVENT",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260629T090000",
            "DTSTAMP:20260302T030000Z",
            "STATUS:CANCELLED",
            "END:VEVENT",
        ]
        assert not event.is_deleted


class TestPeople:
    def test_guests_are_attendees(self) -> None:
        room = {"email": "c_1@resource.calendar.google.com", "resource": True, "responseStatus": "declined"}
        event = read(attendees=[ADA, BEN | {"optional": True, "additionalGuests": 2, "comment": "private"}, room])
        assert [tuple(one) for one in event.attendees] == [
            ("ada@example.org", "Ada Brandt", "accepted", "required", "individual"),
            ("ben@example.org", None, "needs_action", "optional", "individual"),
            ("c_1@resource.calendar.google.com", None, "declined", "required", "resource"),
        ]

    def test_what_they_comment_is_kept_nowhere(self) -> None:
        assert "private" not in text_of(attendees=[BEN | {"comment": "private"}])

    def test_how_many_they_bring_is_kept(self) -> None:
        assert ";X-NUM-GUESTS=2:mailto:ben@example.org" in text_of(attendees=[BEN | {"additionalGuests": 2}])

    def test_somebody_without_an_address_goes_by_their_name(self) -> None:
        event = read(attendees=[{"displayName": "Ben Okafor"}], organizer={"displayName": "Choir"})
        assert [(one.address, one.name) for one in event.attendees] == [(None, "Ben Okafor")]
        assert event.organiser is not None
        assert (event.organiser.address, event.organiser.name) == (None, "Choir")

    @pytest.mark.parametrize(
        ("fields", "address"),
        [
            (
                {"organizer": {"email": "claire@example.org", "self": True}},
                "claire@example.org",
            ),  # alone on her calendar
            ({"organizer": {"email": "claire@example.org", "self": True}, "attendees": [BEN]}, "claire@example.org"),
            ({"organizer": {"email": "claire@example.org"}}, "claire@example.org"),  # came as a file
            ({"organizer": {}}, None),
            ({}, None),
        ],
    )
    def test_whose_event_it_is(self, fields: dict[str, Any], address: str | None) -> None:
        organiser = read(**fields).organiser
        assert (organiser and organiser.address) == address

    @pytest.mark.parametrize(
        ("fields", "is_omitted"),
        [
            ({"attendeesOmitted": True}, True),
            ({"attendeesOmitted": True, "attendees": [ADA]}, True),
            ({"guestsCanSeeOtherGuests": False, "organizer": {"email": "ben@example.org"}}, True),
            ({"guestsCanSeeOtherGuests": False, "organizer": {"email": "ada@example.org", "self": True}}, False),
            ({"guestsCanSeeOtherGuests": False}, True),
            ({"attendees": [ADA]}, False),
        ],
    )
    def test_who_isnt_told_is_known_to_be_there(self, fields: dict[str, Any], *, is_omitted: bool) -> None:
        (one,) = occurrences_of(**fields)
        assert one.is_attendees_omitted is is_omitted


class TestWhatItSays:
    def test_all_that_is_told(self) -> None:
        text = text_of(
            summary="Brunch",
            location="Café, Berlin",
            description="<b>Bring</b> bread;\nand jam",
            status="tentative",
            sequence=3,
            created="2026-01-01T10:00:00.000Z",
            visibility="private",
            transparency="transparent",
            eventType="fromGmail",
        )
        assert text.splitlines() == [
            "BEGIN:VEVENT",
            "DTSTART;TZID=Europe/Berlin:20260630T090000",
            "CREATED:20260101T100000Z",
            "LAST-MODIFIED:20260301T081530Z",
            "UID:e1@google.com",
            "SUMMARY:Brunch",
            "LOCATION:Café\\, Berlin",
            "DESCRIPTION:<b>Bring</b> bread\\;\\nand jam",
            "STATUS:TENTATIVE",
            "SEQUENCE:3",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "X-GOOGLE-EVENT-TYPE:fromGmail",
            "END:VEVENT",
        ]

    @pytest.mark.parametrize(
        ("event_type", "kind"),
        [
            ("birthday", "birthday"),
            ("outOfOffice", "out_of_office"),
            ("focusTime", "focus_time"),
            ("workingLocation", "working_location"),
            ("fromGmail", "event"),
            ("default", "event"),
        ],
    )
    def test_its_type_is_its_kind(self, event_type: str, kind: str) -> None:
        (one,) = occurrences_of(eventType=event_type)
        assert one.kind == kind

    @given(summary=TEXTS, name=TEXTS)
    def test_texts_come_back_as_they_were(self, summary: str, name: str) -> None:
        text = text_of(summary=summary, attendees=[BEN | {"displayName": name}])
        event = read_event(text)
        assert event.summary == (plain(summary).strip() or None)
        assert (event.attendees[0].name or "").strip() == plain(name).strip()
        assert text.count("\n") == 7 + bool(summary)

    def test_only_what_is_read_is_asked_for(self) -> None:
        asked = selector()
        assert "attendees(email,displayName,responseStatus,optional,resource,additionalGuests)" in asked
        assert "iCalUID" in asked
        assert not {"conferenceData", "hangoutLink", "attachments", "htmlLink", "extendedProperties"} & set(
            asked.split(",")
        )


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
