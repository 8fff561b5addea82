"""Finds out which zone a calendar means: by its own name, by a Windows name, by its definition in the file, or else.

The map of Windows names is CLDR's, as icalendar ships it. Source of the order: IANA, Windows, VTIMEZONE, the calendar's
X-WR-TIMEZONE, the account's zone.
"""

import re
import warnings
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from configs.words import word_list
from connectors.calendar.stamps import UTC_ZONE

_OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?\Z", re.IGNORECASE)
_BLOCK: Final = re.compile(r"BEGIN:VTIMEZONE\n.*?END:VTIMEZONE(?=\n|\Z)", re.DOTALL)
_TZID: Final = re.compile(r"^TZID[^:\n]*:(.*)$", re.MULTILINE)


class Zone(NamedTuple):
    """A zone that was found: what computes with it, what it is called, and where it was found."""

    rules: tzinfo
    name: str
    origin: str


_UTC: Final = Zone(UTC, "UTC", "utc")


class Zones:
    """The zones of one calendar: what its VTIMEZONEs define, what floats, and what is known anyway."""

    def __init__(self, *, defined: str | None, default: str | None, account: str) -> None:
        self._defined = defined or ""
        self._default = default
        self._account = account
        self._found: dict[str, Zone] = {UTC_ZONE: _UTC}

    def zone(self, name: str) -> Zone:
        """The zone of a stamp: by its TZID, "Z" for UTC, "" for a floating time."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._find(name)
        return found

    def _find(self, name: str) -> Zone:
        if name:
            if known := known_zone(name):
                return known
            block = _definitions(self._defined).get(bare_name(name))
            if block and (rules := defined_zone(block)):
                return Zone(rules, name, "vtimezone")
        if self._default and (known := known_zone(self._default)):
            return Zone(known.rules, known.name, "calendar")
        return account_zone(self._account)


@lru_cache(maxsize=64)
def account_zone(name: str) -> Zone:
    """The account's own zone."""
    known = known_zone(name) or _UTC
    return Zone(known.rules, known.name, "account")


@lru_cache(maxsize=4096)
def known_zone(name: str) -> Zone | None:
    """The zone that a name stands for by itself (IANA's, Windows', UTC, an offset); None where it needs a definition."""
    bare = bare_name(name)
    if key := _iana().get(bare.lower()):
        return _UTC if key in {"UTC", "Etc/UTC", "Etc/GMT", "GMT", "Zulu"} else Zone(ZoneInfo(key), key, "iana")
    if key := _windows().get(bare.lower()):
        return Zone(ZoneInfo(key), key, "windows")
    if match := _OFFSET.match(bare):
        away = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if away < timedelta(hours=24):
            return Zone(timezone(-away if match[1] == "-" else away), bare, "iana")
    # "/freeassociation.sourceforge.net/Europe/Berlin": a name that is unique all over the world, and holds IANA's.
    parts = bare.split("/")
    for start in range(1, len(parts)):
        if key := _iana().get("/".join(parts[start:]).lower()):
            return Zone(ZoneInfo(key), key, "iana")
    return None


@lru_cache(maxsize=1)
def _iana() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


@lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    known = {name.lower(): key for name, key in WINDOWS_TO_OLSON.items() if key.lower() in _iana()}
    return known | {name.lower(): key for name, key in word_list("calendar")["zones"].items()}


def bare_name(name: str) -> str:
    return name.replace("\\", "").strip().strip("\"'").strip().strip("/")


@lru_cache(maxsize=256)
def _definitions(text: str) -> dict[str, str]:
    """The VTIMEZONEs in a text by their TZID."""
    found: dict[str, str] = {}
    for block in _BLOCK.findall(text):
        if match := _TZID.search(block):
            found.setdefault(bare_name(match[1]), block)
    return found


@lru_cache(maxsize=256)
def defined_zone(block: str) -> tzinfo | None:
    """The zone that a VTIMEZONE defines; None where it can't be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            component = icalendar.Timezone.from_ical(block)
            return component.to_tz(lookup_tzid=False)
    except Exception:
        return None
