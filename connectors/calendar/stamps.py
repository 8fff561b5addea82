"""Reads dates, times, periods and durations as calendars write them, legal or nearly so.

Source: RFC 5545 sections 3.3.4 to 3.3.9. What no reader could understand is None, never a guess.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final, NamedTuple

_STAMP: Final = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?\Z",
    re.IGNORECASE,
)
_DURATION: Final = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\Z", re.IGNORECASE)
_MIDNIGHT: Final = 24
_PLAIN: Final = 15
_PLAIN_UTC: Final = 16
_LONGEST: Final = timedelta(days=366 * 20)
"""No meeting lasts longer: a duration above is a mistake, and would overflow the calendar."""

UTC_ZONE: Final = "Z"
"""The zone of a stamp that says it is in UTC."""


class Stamp(NamedTuple):
    """A date or a time as written: what the clock on the wall shows, and the name of its zone.

    `zone` is "Z" for UTC, "" where none is named (the time floats); a date has none.
    """

    wall: datetime
    is_date: bool
    zone: str


def read_stamp(value: str, *, tzid: str = "", is_date: bool = False) -> Stamp | None:
    """A DATE or DATE-TIME with the zone of its TZID; None for what is neither.

    `is_date` says that the property has VALUE=DATE: a time behind the date is then no time. A numeric offset, which
    the standard doesn't allow, becomes UTC.
    """
    try:
        return _plain(value, tzid, is_date=is_date) or _lenient(value, tzid, is_date=is_date)
    except (ValueError, OverflowError):  # the 30th of February, the year 0
        return None


def _plain(value: str, tzid: str, *, is_date: bool) -> Stamp | None:
    """What nearly every stamp is ("20240630T090000", with a Z or without), read without a pattern."""
    size = len(value)
    if is_date or size not in {_PLAIN, _PLAIN_UTC} or not value.isascii():
        return None
    if value[8] != "T" or not (value[:8] + value[9:15]).isdecimal() or value[15:] not in {"", UTC_ZONE}:
        return None
    try:
        wall = datetime.fromisoformat(value[:15])
    except ValueError:  # an hour of 24, a leap second, or no time at all
        return None
    return Stamp(wall, False, UTC_ZONE if size == _PLAIN_UTC else tzid)  # noqa: FBT003 - named, it takes twice as long


def _lenient(value: str, tzid: str, *, is_date: bool) -> Stamp | None:
    match = _STAMP.match(value.strip())
    if not match or not value.isascii():
        return None
    year, month, day = (int(part) for part in match.group(1, 2, 3))
    start = datetime(year, month, day)  # noqa: DTZ001 - a wall's clock has no zone
    if is_date or match[4] is None:
        return Stamp(start, is_date=True, zone="")
    hour, minute, second = (int(part or 0) for part in match.group(4, 5, 6))
    midnight = timedelta(days=1) if hour == _MIDNIGHT and not minute and not second else timedelta()
    wall = start.replace(hour=0 if midnight else hour, minute=minute, second=min(second, 59)) + midnight
    zone = (match[7] or "").upper()
    if zone and zone != UTC_ZONE:
        wall = wall.replace(tzinfo=_offset(zone)).astimezone(UTC).replace(tzinfo=None)
        zone = UTC_ZONE
    return Stamp(wall, is_date=False, zone=zone or tzid)


def _offset(text: str) -> timezone:
    digits = text[1:].replace(":", "")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-away if text[0] == "-" else away)


@lru_cache(maxsize=1_024)
def read_duration(value: str) -> timedelta | None:
    """A DURATION; None for what is none, or is longer than any event."""
    match = _DURATION.match(value.strip())
    if not match or not any(match.group(2, 3, 4, 5, 6)):
        return None
    weeks, days, hours, minutes, seconds = (int(part[:9]) if part else 0 for part in match.group(2, 3, 4, 5, 6))
    try:
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
    if length > _LONGEST:
        return None
    return -length if match[1] == "-" else length
