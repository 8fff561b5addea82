"""Finds out which zone a calendar means: by its own name, by a Windows name, by its definition in the file, or else.

The order: IANA's names, Windows' names (CLDR's map, as icalendar ships it), the file's VTIMEZONE, an offset, the
calendar's X-WR-TIMEZONE, the account's zone.
"""

import re
import warnings
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from configs.words import word_list
from connectors.calendar.stamps import UTC_ZONE

_OFFSET: Final = re.compile(r"\(?(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?\b", re.IGNORECASE)
_BLOCK: Final = re.compile(r"BEGIN:VTIMEZONE\n.*?END:VTIMEZONE(?=\n|\Z)", re.DOTALL)
_TZID: Final = re.compile(r"^TZID[^:\n]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_STANDARD_OFFSET: Final = re.compile(r"BEGIN:STANDARD\n.*?^TZOFFSETTO[^:\n]*:([+-]\d{4})", re.DOTALL | re.MULTILINE)
_TOO_OFTEN: Final = re.compile(r"FREQ=(?:SECOND|MINUTE|HOUR|DAI|WEEK)LY", re.IGNORECASE)
_LONGEST: Final = 100_000
_DAY: Final = timedelta(hours=24)
_UTC_NAMES: Final = frozenset({"UTC", "Etc/UTC", "Etc/GMT", "GMT", "Zulu", "Etc/Zulu", "UCT", "Etc/UCT"})


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

    @property
    def home(self) -> Zone:
        """Where times are that name no zone: in the calendar's, else in the account's."""
        return self.zone("")

    def zone(self, name: str) -> Zone:
        """The zone of a stamp: by its TZID, "Z" for UTC, "" for a floating time."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._find(name)
        return found

    def _find(self, name: str) -> Zone:
        if name and (found := known_zone(name) or self._defined_zone(name) or _offset_zone(bare_name(name))):
            return found
        if self._default and (known := known_zone(self._default)):
            return known._replace(origin="calendar")
        return (known_zone(self._account) or _UTC)._replace(origin="account")

    def _defined_zone(self, name: str) -> Zone | None:
        block = _definitions(self._defined).get(bare_name(name))
        rules = defined_zone(block) if block else None
        return Zone(rules, name, "vtimezone") if rules else None


@lru_cache(maxsize=4096)
def known_zone(name: str) -> Zone | None:
    """The zone that a name stands for by itself, IANA's or Windows'; None for any other."""
    bare = bare_name(name)
    if key := _iana().get(bare.lower()):
        return _UTC if key in _UTC_NAMES else Zone(ZoneInfo(key), key, "iana")
    if key := _windows().get(bare.lower()):
        return _UTC if key in _UTC_NAMES else Zone(ZoneInfo(key), key, "windows")
    # "/freeassociation.sourceforge.net/Europe/Berlin": a name that is unique all over the world, and holds IANA's.
    parts = bare.split("/")
    for start in range(1, len(parts)):
        if key := _iana().get("/".join(parts[start:]).lower()):
            return Zone(ZoneInfo(key), key, "iana")
    return None


def bare_name(name: str) -> str:
    """A zone's name without quotes, escapes and slashes around it."""
    return name.replace("\\", "").strip().strip("\"'").strip().strip("/")


def _offset_zone(name: str) -> Zone | None:
    """The zone that "UTC+01:00" says, all year long."""
    match = _OFFSET.match(name)
    if not match:
        return None
    away = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return Zone(timezone(-away if match[1] == "-" else away), name, "utc") if away < _DAY else None


@lru_cache(maxsize=1)
def _iana() -> Mapping[str, str]:
    return {name.lower(): name for name in available_timezones()}


@lru_cache(maxsize=1)
def _windows() -> Mapping[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - a tenth of a second

    ours = word_list("calendar")["zones"]
    named = {name.lower(): zone for zone, names in ours.items() for name in names}
    known = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()} | named
    return {name: _iana()[zone.lower()] for name, zone in known.items() if zone.lower() in _iana()}


@lru_cache(maxsize=256)
def _definitions(text: str) -> Mapping[str, str]:
    """The VTIMEZONEs in a text by their TZID."""
    found: dict[str, str] = {}
    for block in _BLOCK.findall(text):
        if match := _TZID.search(block):
            found.setdefault(bare_name(match[1]), block)
    return found


@lru_cache(maxsize=256)
def defined_zone(block: str) -> tzinfo | None:
    """The zone that a VTIMEZONE defines, or its standard time where its rules can't be read; else None."""
    from icalendar import Timezone  # noqa: PLC0415 - a tenth of a second, which most calendars don't need

    if len(block) < _LONGEST and not _TOO_OFTEN.search(block):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                component = Timezone.from_ical(block)
                if isinstance(component, Timezone):
                    rules: tzinfo = component.to_tz(lookup_tzid=False)
                    return rules
        except Exception:  # noqa: BLE001, S110 - two libraries read what anybody may have written: they raise anything
            pass
    offset = _STANDARD_OFFSET.search(block)
    zone = _offset_zone(offset[1]) if offset else None
    return zone.rules if zone else None
