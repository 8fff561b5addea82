import pytest

from connectors.calendar import Attendee
from connectors.calendar.lines import read_line
from connectors.calendar.people import read_person


def person(line: str) -> Attendee | None:
    found = read_line(line)
    assert found
    return read_person(found.params, found.value)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ATTENDEE:mailto:ada@example.org", Attendee("ada@example.org")),
        ("ATTENDEE;CN=Ada:MAILTO: ada@example.org ", Attendee("ada@example.org", "Ada")),
        ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@example.org", Attendee("a@example.org", response="needs_action")),
        (
            "ATTENDEE;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT;CUTYPE=GROUP:mailto:all@example.org",
            Attendee("all@example.org", response="declined", role="optional", kind="group"),
        ),
        (
            "ATTENDEE;ROLE=CHAIR;CUTYPE=X-TABLE:mailto:t@example.org",
            Attendee("t@example.org", role="chair", kind="unknown"),
        ),
        ("ATTENDEE;ROLE=NON-PARTICIPANT:mailto:t@example.org", Attendee("t@example.org", role="non_participant")),
        ("ATTENDEE;CUTYPE=ROOM:mailto:red@example.org", Attendee("red@example.org", kind="room")),
        (
            "ATTENDEE;CN=Red room:mailto:1@Resource.calendar.google.com",
            Attendee("1@Resource.calendar.google.com", "Red room", kind="resource"),
        ),
        (
            "ATTENDEE;CUTYPE=ROOM:mailto:1@resource.calendar.google.com",
            Attendee("1@resource.calendar.google.com", kind="room"),
        ),
        ("ATTENDEE;EMAIL=ada@example.org:urn:uuid:0001", Attendee("ada@example.org")),
        ("ATTENDEE;EMAIL=ada@example.org;CN=Ada:/aprincipals/1/", Attendee("ada@example.org", "Ada")),
        ("ATTENDEE;CN=Ada:ada@example.org", Attendee("ada@example.org", "Ada")),
        ("ATTENDEE;CN=Doe: Jane:mailto:<jane@example.org>", Attendee("jane@example.org", "Doe")),
        ("ATTENDEE;CN=Ada:invalid:nomail", Attendee(None, "Ada")),
        ("ATTENDEE;CN=Ada:tel:@1", Attendee(None, "Ada")),
        ("ATTENDEE:urn:uuid:0001", None),
        ("ATTENDEE;CN=:mailto:", None),
    ],
)
def test_who_takes_part(line: str, expected: Attendee | None) -> None:
    assert person(line) == expected
