from datetime import UTC, datetime, timedelta

import pytest

from connectors.calendar.zones import Zones, defined_zone, known_zone
from tests.connectors.calendar.invented import event, read

DEFINED = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def hours(name: str, *, zones: str | None = None, default: str | None = None, wall: str = "2024-07-01T12:00") -> float:
    """How far ahead of UTC a zone is."""
    found = Zones(defined=zones, default=default, account="Asia/Kolkata").zone(name)
    here = datetime.fromisoformat(wall).replace(tzinfo=found.rules)
    return (here.utcoffset() or timedelta()).total_seconds() / 3600


@pytest.mark.parametrize(
    ("name", "zone", "origin"),
    [
        ("Europe/Berlin", "Europe/Berlin", "iana"),
        ("europe/berlin", "Europe/Berlin", "iana"),
        ('"Europe/Berlin"', "Europe/Berlin", "iana"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "Europe/Berlin", "iana"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "iana"),
        ("W. Europe Standard Time", "Europe/Berlin", "windows"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin", "windows"),
        ("Eastern Time (US & Canada)", "America/New_York", "windows"),
        ("UTC", "UTC", "utc"),
        ("Etc/UTC", "UTC", "utc"),
        ("tzone://Microsoft/Utc", "UTC", "utc"),
    ],
)
def test_names_that_speak_for_themselves(name: str, zone: str, origin: str) -> None:
    found = known_zone(name)
    assert found
    assert (found.name, found.origin) == (zone, origin)


@pytest.mark.parametrize("name", ["", "Home", "Europe", "Customized Time Zone", "/a/b/"])
def test_names_that_need_a_definition(name: str) -> None:
    assert known_zone(name) is None


def test_the_order_in_which_zones_are_looked_for() -> None:
    defined = DEFINED.format(name="Home") + DEFINED.format(name="Europe/London")
    known = Zones(defined=defined, default="America/New_York", account="Asia/Kolkata")
    bare = Zones(defined=None, default="Nowhere", account="Asia/Kolkata")
    assert [known.zone(name).origin for name in ("Z", "Europe/London", "Home", "UTC+3", "Away", "")] == [
        "utc",
        "iana",
        "vtimezone",
        "utc",
        "calendar",
        "calendar",
    ]
    assert [bare.zone(name)[1:] for name in ("Home", "")] == [("Asia/Kolkata", "account")] * 2
    assert Zones(defined=None, default=None, account="Atlantis").zone("")[1:] == ("UTC", "account")


def test_a_definition_is_followed() -> None:
    zones = DEFINED.format(name="Home\\, sweet")
    assert hours("Home, sweet", zones=zones) == 3
    assert hours("Home\\, sweet", zones=zones, wall="2024-12-01T12:00") == 2


def test_a_definition_counts_for_more_than_an_offset_in_its_name() -> None:
    assert hours("GMT+0900", zones=DEFINED.format(name="GMT+0900")) == 3
    assert hours("GMT+0900") == 9
    assert hours("(UTC-03:30) Somewhere") == -3.5
    assert hours("UTC+99") == 5.5


@pytest.mark.parametrize(
    "rule",
    ["RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY;BYDAY=XX", "TZOFFSETFROM:nonsense", "DTSTART:never"],
)
def test_of_a_broken_definition_standard_time_is_left(rule: str) -> None:
    block = DEFINED.format(name="Home").replace("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", rule)
    rules = defined_zone(block.replace("TZOFFSETFROM:+0200", rule) if "OFFSET" in rule else block)
    assert rules
    assert datetime(2024, 12, 1, tzinfo=rules).utcoffset() == timedelta(hours=2)


def test_a_definition_of_nothing_is_none() -> None:
    assert defined_zone("BEGIN:VTIMEZONE\nTZID:Home\nEND:VTIMEZONE\n") is None
    huge = DEFINED.format(name="Home") + "X-PAD:" + "x" * 200_000
    assert defined_zone(huge)


def test_where_the_zone_is_from_is_said() -> None:
    (one,) = read(event("DTSTART;TZID=Home:20240701T120000"), zones=DEFINED.format(name="Home"))
    assert (one.zone, one.zone_from, one.starts_at) == ("Home", "vtimezone", datetime(2024, 7, 1, 9, tzinfo=UTC))
    (one,) = read(event("DTSTART;VALUE=DATE:20240701"))
    assert (one.zone, one.zone_from) == (None, "date")
