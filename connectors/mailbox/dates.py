"""When a message was sent: the dates of RFC 5322, its obsolete forms, and what programs write instead."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from configs.words import word_list
from connectors.mailbox.text import folded

_ZONES: Final[dict[str, float]] = word_list("mail")["zones"]
_MONTHS: Final = {name: number for number, names in enumerate(word_list("months")["months"], start=1) for name in names}
_CLOCK: Final = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<noon>[AaPp][Mm]\b)?"
_ZONE: Final = r"(?P<zone>[+-]\d\d:?\d\d|[A-Za-z]{1,5}\b)"
_DATE: Final = re.compile(
    rf"(?P<day>\d{{1,2}})[\s.-]+(?P<month>[^\W\d_]{{3,10}})\.?[\s,-]+(?P<year>\d{{2,4}})[\s,]+{_CLOCK}\s*{_ZONE}?"
)
"""`Mon, 1 Jan 2024 10:00:00 +0100`: what stands before the day says nothing more."""
_ASCTIME: Final = re.compile(
    rf"(?P<month>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s*{_ZONE}?\s+(?P<year>\d{{4}})(?:\s+(?P<after>[+-]\d{{4}}))?"
)
"""`Mon Jan  1 10:00:00 2024`, as mbox separates messages, Takeout's `… +0000 2024` too."""
_PARTS: Final = ("day", "month", "year", "hour", "minute", "second", "noon")
_COMMENT: Final = re.compile(r"\([^()]*\)")
_LONGEST: Final = 200
_FIRST_YEAR: Final = 1971
"""Mail that claims to be older was written by a clock that had stopped; Unix counts from 1970."""
_CENTURY: Final = 50
"""Two digits from here on are years of the 20th century (RFC 5322, 4.3)."""


def first_date(texts: Iterable[str]) -> datetime | None:
    """The instant in UTC of the first of these texts that is a date, None where none is."""
    return next((found for text in texts if (found := instant(text))), None)


@lru_cache(maxsize=1024)
def instant(text: str) -> datetime | None:
    """What a date means, in UTC; one without a zone is taken as UTC; None where it can't be read."""
    short = text[:_LONGEST]
    if "(" in short:
        short = _COMMENT.sub(" ", _COMMENT.sub(" ", short))
    with suppress(ValueError, OverflowError):
        read = _read(short)
        if read and read.year >= _FIRST_YEAR:
            return read
    return None


def _read(text: str) -> datetime | None:
    if found := _DATE.search(text):
        return _from_parts(found.group(*_PARTS), found["zone"])
    if found := _ASCTIME.search(text):
        return _from_parts(found.group(*_PARTS), found["after"] or found["zone"])
    written = datetime.fromisoformat(text.strip())
    return written.astimezone(UTC) if written.tzinfo else written.replace(tzinfo=UTC)


def _from_parts(parts: Sequence[str | None], zone: str | None) -> datetime | None:
    day, month, year, hour, minute, second, noon = (part or "" for part in parts)
    number = _MONTHS.get(month.lower()) or _MONTHS.get(folded(month))
    if number is None:
        return None
    years, hours = int(year), int(hour)
    if len(year) < len("2024"):
        years += 1900 if years >= _CENTURY else 2000
    if noon:
        hours = hours % 12 + (12 if noon in {"PM", "pm", "Pm", "pM"} else 0)
    seconds = min(int(second or 0), 59)  # a leap second is none of datetime's
    return datetime(years, number, int(day), hours, int(minute), seconds, tzinfo=UTC) - _offset(zone)


@lru_cache(maxsize=256)
def _offset(zone: str | None) -> timedelta:
    """How far east of Greenwich a zone is; nothing for one that isn't known, as for `-0000`."""
    if not zone:
        return timedelta()
    if zone[0] not in "+-":
        return timedelta(hours=_ZONES.get(zone.lower(), 0))
    digits = zone[1:].replace(":", "")
    east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if east >= timedelta(hours=24):
        return timedelta()
    return -east if zone[0] == "-" else east
