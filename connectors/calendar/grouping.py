"""Gathers a file's events by their UID into raw interactions: a series and its exceptions are one record."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from connectors.calendar.lines import properties, read_line, unescape
from connectors.calendar.splitting import Piece
from connectors.calendar.stamps import read_stamp
from connectors.calendar.zones import bare_name, known_zone
from connectors.interaction_records import RawCalendar, RawInteraction
from connectors.records import Reject, Skipped

_LINE: Final = {
    name: re.compile(rf"^{name}(?:;[^\n]*?)?:.*$", re.IGNORECASE | re.MULTILINE)
    for name in ("UID", "DTSTART", "RECURRENCE-ID")
}
_TZID: Final = re.compile(r"TZID=(?:\"([^\"\n]+)\"|([^\":;\n]+))", re.IGNORECASE)
_ZONE_NAME: Final = re.compile(r"^TZID[^:\n]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_IDENTIFYING: Final = frozenset({"DTSTART", "DTEND", "DURATION", "SUMMARY", "RRULE", "RECURRENCE-ID", "LOCATION"})
_LONGEST_RAW: Final = 100_000
_ANSWERS: Final = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})
_SKIPPED: Final = {
    "VTODO": ("a to-do", "to-dos"),
    "VJOURNAL": ("a journal entry", "journal entries"),
    "VFREEBUSY": ("a free/busy time", "free/busy times"),
    "VALARM": ("a reminder", "reminders"),
    "VAVAILABILITY": ("an availability", "availabilities"),
}


@dataclass(slots=True)
class _Head:
    """What a calendar says of itself."""

    name: str | None = None
    zone: str | None = None
    method: str | None = None


@dataclass(slots=True)
class _Group:
    """The events of one UID in one calendar, as they stand in the file."""

    position: int
    calendar: int
    uid: str | None
    events: list[str] = field(default_factory=list)


class Groups:
    """One file's events, gathered."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._heads: dict[int, _Head] = {}
        self._zones: dict[str, str] = {}
        self._groups: dict[tuple[int, str], _Group] = {}
        self._events = 0
        self._counts: Counter[str] = Counter()
        self.rejects: list[Reject] = []

    def add(self, piece: Piece) -> None:
        """Take a piece of the file to where it belongs."""
        if piece.name == "VEVENT":
            self._events += 1
            self._counts["VALARM"] += piece.within
            self._add_event(piece)
        elif piece.name == "VCALENDAR":
            self._read_head(piece)
        elif piece.name == "VTIMEZONE":
            if name := _ZONE_NAME.search(piece.text):
                self._zones.setdefault(bare_name(name[1]), piece.text)
        elif piece.name:
            self._counts[piece.name] += 1
        else:
            self._reject(piece, "text outside of any calendar", None)

    def _add_event(self, piece: Piece) -> None:
        if not piece.is_whole:
            self._reject(piece, "an event of more than 64 MB: its end is missing or the file is damaged", self._events)
            return
        if reason := _unreadable(piece.text):
            self._reject(piece, reason, self._events)
            return
        uid = _value(piece.text, "UID")
        key = piece.calendar, uid or _raw_id(piece.text)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(self._events, piece.calendar, uid)
        group.events.append(piece.text)

    def _read_head(self, piece: Piece) -> None:
        head = self._heads.setdefault(piece.calendar, _Head())
        for name, _, value in properties(piece.text):
            text = unescape(value).strip() or None
            if name == "X-WR-CALNAME" or (name == "NAME" and not head.name):
                head.name = text
            elif name in {"X-WR-TIMEZONE", "TIMEZONE-ID"}:
                head.zone = head.zone or text
            elif name == "METHOD":
                head.method = text.upper() if text else None

    def _reject(self, piece: Piece, reason: str, position: int | None) -> None:
        self.rejects.append(Reject(self._file, reason, position, piece.line, piece.text[:_LONGEST_RAW].strip("\x00")))

    def skipped(self) -> list[Skipped]:
        """What the file has beside events: one entry for each kind."""
        left_out = []
        for name, count in sorted(self._counts.items()):
            if count:
                one, several = _SKIPPED.get(name, (f"a component {name}", f"components {name}"))
                left_out.append(
                    Skipped(self._file, f"{one if count == 1 else f'{count:,} {several}'}: only events are read")
                )
        if not left_out and not self._events and self._heads:
            left_out.append(Skipped(self._file, "a calendar without events"))
        return left_out

    def interactions(self) -> Iterator[RawInteraction]:
        """The file's events, all of one UID and calendar together, in the order in which their first ones stand."""
        nameless = _Head()
        merged: dict[tuple[str, str | None], RawInteraction] = {}
        for (calendar, key), group in self._groups.items():
            head = self._heads.get(calendar, nameless)
            interaction = self._interaction(group, head, key)
            same = interaction.record_id, head.zone
            if same in merged:
                merged[same] = _joined(merged[same], interaction)
            else:
                merged[same] = interaction
        yield from merged.values()

    def _interaction(self, group: _Group, head: _Head, key: str) -> RawInteraction:
        text = "".join(group.events)
        parts = [key, head.name]
        if head.method in _ANSWERS:
            answering = next((line.value for line in properties(text) if line.name == "ATTENDEE"), None)
            parts += [head.method, answering]
        elif head.method == "CANCEL":
            parts.append(head.method)
        calendar = RawCalendar(group.uid, text, self._zones_of(text), head.zone, head.name, head.method)
        record_id = "#".join(part for part in parts if part)
        return RawInteraction(record_id, self._file, group.position, "calendar", calendar=calendar)

    def _zones_of(self, text: str) -> str | None:
        """The definitions of the zones that the text names and that aren't known by their names alone."""
        if not self._zones or "TZID" not in text.upper():
            return None
        names = dict.fromkeys(bare_name(quoted or plain) for quoted, plain in _TZID.findall(text))
        blocks = [self._zones[name] for name in names if name in self._zones and not known_zone(name)]
        return "".join(blocks) or None


def _joined(first: RawInteraction, second: RawInteraction) -> RawInteraction:
    """Two calendars of one file with events of one UID (an invitation a calendar, say)."""
    if first.calendar is None or second.calendar is None:
        return first
    zones = first.calendar.zones if second.calendar.zones in {None, first.calendar.zones} else second.calendar.zones
    components = first.calendar.components + second.calendar.components
    return first._replace(calendar=first.calendar._replace(components=components, zones=zones))


def _unreadable(text: str) -> str | None:
    """Why an event can't be placed in time, None where it can."""
    written = _value(text, "DTSTART", whole=True) or _value(text, "RECURRENCE-ID", whole=True)
    if written is None:
        return "an event without a start"
    line = read_line(written)
    if line is None or read_stamp(line.value) is None:
        return f"an event whose start can't be read ({written[:100]})"
    return None


def _value(text: str, name: str, *, whole: bool = False) -> str | None:
    """A property's first value, trimmed (its whole line with `whole`); None where it has none."""
    start = text.find(f"\n{name}:")
    if start >= 0:
        end = text.find("\n", start + 1)
        line = text[start + 1 : end]
    else:
        match = _LINE[name].search(text)
        if not match:
            return None
        line = match[0]
    if whole:
        return line
    found = read_line(line)
    return (unescape(found.value).strip() or None) if found else None


def _raw_id(text: str) -> str:
    """An id for an event without one: a hash of what it says of its time and its name."""
    said = "\n".join(f"{line.name}:{line.value}" for line in properties(text) if line.name in _IDENTIFYING)
    return "raw:" + hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
