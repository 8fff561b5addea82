import pytest

from connectors.calendar import Calendar
from connectors.interaction_records import RawInteraction
from tests.connectors.contract import ConnectorPromises, document, read


def calendar(*components: str, head: str = "") -> bytes:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(components)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def event(*lines: str, uid: str | None = "1@example.org", start: str = "DTSTART:20240630T090000Z") -> str:
    named = [f"UID:{uid}"] if uid else []
    return "\n".join(["BEGIN:VEVENT", *named, *([start] if start else []), *lines, "END:VEVENT", ""])


class TestCalendar(ConnectorPromises):
    connector = Calendar
    good = b"BEGIN:VCALENDAR\r\n" + event("SUMMARY:Brunch\\, at Mira's", uid="brunch@example.org").encode()
    broken = event("SUMMARY:Nobody knows when", uid="lost@example.org", start="").encode()
    last = event("SUMMARY:Run", "RRULE:FREQ=WEEKLY", uid=None).encode() + b"END:VCALENDAR\r\n"
    sample = good + broken + event("SUMMARY:Zwölf Uhr", "ATTENDEE;CN=Ada Brandt:mailto:ada@example.org").encode() + last
    texts = ("Brunch\\, at Mira's", "brunch@example.org", "Nobody knows when", "Zwölf Uhr", "ada@example.org", "WEEKLY")


def interactions(content: bytes, name: str = "book") -> tuple[RawInteraction, ...]:
    return read(Calendar, document(content, name)).interactions


def components(content: bytes) -> list[str]:
    return [one.calendar.components for one in interactions(content) if one.calendar]


@pytest.mark.parametrize(
    ("content", "is_calendar"),
    [
        (b"BEGIN:VCALENDAR\n", True),
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r", True),
        (b"  \r\n\r\n  begin : vcalendar \r\n", True),
        ("BEGIN:VCALENDAR\n".encode("utf-16"), True),
        ("BEGIN:VCALENDAR\n".encode("utf-16-be"), True),
        (b"BEGIN:VEVENT\r\nSUMMARY:Bare\r\n", True),
        (b"BEGIN:VTODO\r\n", False),
        (b"BEGIN:VCARD\r\nNOTE:BEGIN:VCALENDAR\r\n", False),
        (b"date,title\n2024-06-30,Brunch\n", False),
    ],
)
def test_it_is_told_by_what_it_holds(content: bytes, *, is_calendar: bool) -> None:
    assert Calendar.recognises(document(content)) is is_calendar


def test_all_events_of_a_uid_are_one_record_with_their_zones() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Home\\, sweet\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    moved = event("RECURRENCE-ID:20240707T090000Z", "SUMMARY:Moved", start="DTSTART:20240708T090000Z")
    master = event("RRULE:FREQ=WEEKLY", "SUMMARY:Brunch", start='DTSTART;TZID="Home, sweet":20240630T090000')
    head = "X-WR-CALNAME:Friends\nX-WR-TIMEZONE:Europe/Berlin\nMETHOD:publish\n"
    found = interactions(calendar(master, event(uid="2"), moved, zone, head=head))
    assert [(one.record_id, one.position, one.channel) for one in found] == [
        ("1@example.org#Friends", 1, "calendar"),
        ("2#Friends", 2, "calendar"),
    ]
    first = found[0].calendar
    assert first
    assert first.components == master + moved
    assert first.zones == zone
    assert (first.uid, first.default_zone, first.name, first.method) == (
        "1@example.org",
        "Europe/Berlin",
        "Friends",
        "PUBLISH",
    )
    assert found[1].calendar
    assert found[1].calendar.zones is None


def test_zones_that_are_known_by_name_are_left_out() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:{}\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    for name in ("Europe/Berlin", "W. Europe Standard Time", "/mozilla.org/20050126_1/Europe/Berlin"):
        content = calendar(zone.format(name), event(start=f"DTSTART;TZID={name}:20240630T090000"))
        (one,) = interactions(content)
        assert one.calendar
        assert one.calendar.zones is None


def test_one_uid_in_two_calendars_of_a_file() -> None:
    same = calendar(event("SUMMARY:One"), head="X-WR-CALNAME:A\n") + calendar(event("SUMMARY:Two"))
    assert [one.record_id for one in interactions(same)] == ["1@example.org#A", "1@example.org"]
    invitation = calendar(event("SEQUENCE:0")) + calendar(event("SEQUENCE:1"))
    (one,) = components(invitation)
    assert one.count("BEGIN:VEVENT") == 2


def test_answers_and_cancellations_are_records_of_their_own() -> None:
    reply = event("ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org")
    content = (
        calendar(reply, head="METHOD:REPLY\n")
        + calendar(event(), head="METHOD:REQUEST\n")
        + calendar(event("STATUS:CANCELLED"), head="METHOD:CANCEL\n")
    )
    assert [one.record_id for one in interactions(content)] == [
        "1@example.org#REPLY#mailto:ada@example.org",
        "1@example.org",
        "1@example.org#CANCEL",
    ]


def test_an_event_without_a_uid_is_known_by_its_time_and_name() -> None:
    one, other = event("SUMMARY:Brunch", uid=None), event("SUMMARY:Run", uid=None)
    ids = [each.record_id for each in interactions(calendar(one, other))]
    assert len(set(ids)) == 2
    again = event("SUMMARY:Brunch", "DTSTAMP:20260101T000000Z", "LOCATION:", uid=None)
    assert [each.record_id for each in interactions(calendar(again.replace("LOCATION:\n", "")))] == ids[:1]
    assert all(each.startswith("raw:") for each in ids)


def test_what_is_no_event_is_counted_and_left_out() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:-PT5M\nUID:alarm\nEND:VALARM"
    todo = "BEGIN:VTODO\nSUMMARY:Water the plants\nEND:VTODO\n"
    batch = read(Calendar, document(calendar(event(alarm, alarm), todo, todo, "BEGIN:X-ODD\nA:B\nEND:X-ODD\n")))
    assert sorted(one.reason for one in batch.skipped) == [
        "2 reminders: only events are read",
        "2 to-dos: only events are read",
        "a component X-ODD: only events are read",
    ]
    assert batch.interactions[0].calendar
    assert batch.interactions[0].calendar.components == event()


def test_a_calendar_without_events_says_so() -> None:
    (left_out,) = read(Calendar, document(calendar(head="X-WR-CALNAME:Empty\n"))).skipped
    assert left_out.reason == "a calendar without events"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (event(start=""), "an event without a start"),
        (event(start="DTSTART:tomorrow"), "an event whose start can't be read (DTSTART:tomorrow)"),
        (
            event(start="DTSTART;VALUE=DATE:20240230"),
            "an event whose start can't be read (DTSTART;VALUE=DATE:20240230)",
        ),
        (event(start="DTSTART"), "an event without a start"),
    ],
)
def test_a_bad_event_costs_one_event(bad: str, reason: str) -> None:
    batch = read(Calendar, document(calendar(event(uid="a"), bad, event(uid="b")), "home.ics"))
    assert [one.record_id for one in batch.interactions] == ["a", "b"]
    (reject,) = batch.rejects
    assert (reject.file, reject.position, reject.line, reject.reason) == ("home.ics", 2, 7, reason)
    assert reject.raw == bad


def test_a_cancelled_time_needs_no_start() -> None:
    assert interactions(calendar(event("RECURRENCE-ID:20240630T090000Z", "STATUS:CANCELLED", start="")))


def test_text_outside_of_a_calendar_is_kept() -> None:
    batch = read(Calendar, document(b"Dear all,\r\n" + calendar(event()) + b"\r\nYours, Ada"))
    assert [(one.line, one.raw) for one in batch.rejects] == [(1, "Dear all,\n"), (10, "Yours, Ada\n")]
    assert len(batch.interactions) == 1


def test_pictures_in_events_are_left_out_and_links_are_not() -> None:
    picture = "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 5_000
    (text,) = components(calendar(event(picture, "ATTACH:https://example.org/menu.pdf")))
    assert text == event("ATTACH:https://example.org/menu.pdf")
