"""The reference path: icalendar's model and recurring-ical-events expand what the fast path doesn't know.

What they get is repaired: every time has its zone, rules are legal, and a recurrence's id has the form of its series.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any, Final, NamedTuple

import icalendar
from icalendar.prop import vDDDLists, vDDDTypes, vRecur
from recurring_ical_events import CalendarQuery, EventAdapter

from connectors.calendar.events import Event
from connectors.calendar.occurrence import Window
from connectors.calendar.rules import BadRuleError, Rule, read_rule, rule_dates
from connectors.calendar.series import (
    Exceptions,
    Placed,
    Time,
    exceptions_of,
    series_walls,
    stands_for,
    time_of,
    until_instant,
    walls_end,
)
from connectors.calendar.spans import Span, in_zone, instance_text, instant
from connectors.calendar.stamps import read_duration, read_stamp
from connectors.calendar.zones import Zones

_INDEX: Final = "X-KITH-INDEX"
_EARLIEST: Final = datetime(1, 1, 3, tzinfo=UTC)
_SLICE: Final = timedelta(days=366)
_LONGEST_SLICE: Final = 64 * _SLICE
_FEW: Final = 500
"""Occurrences in a piece of the window below which the next piece may be twice as long."""
_MOST_EXCLUDED: Final = 100_000
_DAY: Final = timedelta(days=1)


_MARKED: Final = {"RRULE": vRecur.from_ical("FREQ=DAILY")}
"""For an exception that has rules itself. The library doesn't follow them, but takes them for a sign: if it is older
than its series, and that no longer has its time, it is out of date."""


def _recurs(event: Event) -> bool:
    return bool(event.rules or event.dates or event.exceptions)


class _Adapter(EventAdapter):  # type: ignore[misc] # the library has no types
    """Gives an occurrence's index and times only: copies of the whole event, as by default, take most of the time."""

    def as_component(self, start: date, stop: date, keep_recurrence_attributes: bool) -> dict[str, Any]:  # noqa: ARG002, FBT001 - the library's signature
        return {"index": int(self._component[_INDEX]), "start": start, "end": stop}


def _is_for_library(rule: Rule, span: Span, window: Window) -> bool:
    """Whether the library may expand a rule.

    Not by the number of the week, which dateutil gets wrong, nor with both a count and an end, which it refuses, nor
    one that never comes true, for which it would search up to the year 9999.
    """
    if rule.is_by_week or (rule.until and rule.part("COUNT")):
        return False
    return any(True for _ in rule_dates(rule, span.start, walls_end(window)))


class _Placed(NamedTuple):
    """An event of a series, its place in time, and, of an exception, the time by the clock that it stands for."""

    event: Event
    span: Span
    recurrence: datetime | None = None


def reference_times(events: Sequence[Placed], rules: Sequence[Rule], zones: Zones, window: Window) -> Iterator[Time]:
    """The times of a series within the window, in order.

    Args:
        events: The record's events, the series itself (the master) first.
        rules: The master's rules.
        zones: The calendar's zones.
        window: What is asked for.
    """
    master, span = events[0]
    placed = [_Placed(event, own, stands_for(event, span, zones)) for event, own in events]
    excluded = _excluded(master, span, zones, window)
    calendar = icalendar.Calendar()
    calendar.add_component(_component(placed[0], 0, span, _recurrence(master, span, rules, zones, window)))
    for index, one in enumerate(placed[1:], 1):
        calendar.add_component(_component(one, index, span, _MARKED if _recurs(one.event) else {}))
    query = CalendarQuery(calendar, components=[_Adapter])
    seen: set[tuple[int, datetime, datetime]] = set()
    for piece in _pieces(window, min(own.start for _, own in events), seen):
        times = []
        for found in query.between(*piece):
            one = placed[found["index"]]
            here, recurrence = _found(found, one, span)
            key = found["index"], recurrence, here.start
            if key in seen or excluded.have(recurrence):
                continue
            if time := time_of(one.event, here, piece, instance_text(recurrence, span.zone)):
                seen.add(key)
                times.append(time)
        yield from sorted(times, key=lambda time: time.start)


def _excluded(master: Event, span: Span, zones: Zones, window: Window) -> Exceptions:
    """What EXDATE and EXRULE take out of a series; an EXRULE that can't be read takes nothing out."""
    excluded = exceptions_of(master, span, zones)
    walls: set[datetime] = set()
    for line in master.exrules:
        with suppress(BadRuleError):
            rule = read_rule(line.value, span.start, is_date=span.zone is None)
            last = until_instant(rule, span, zones)
            dates = rule_dates(rule, span.start, walls_end(window))
            known = takewhile(lambda wall: last is None or instant(wall, span.zone) <= last, dates)  # noqa: B023 - used at once
            walls.update(islice(known, _MOST_EXCLUDED))
    return excluded._replace(walls=excluded.walls | walls)


def _pieces(window: Window, first: datetime, seen: Collection[object]) -> Iterator[Window]:
    """The window in pieces, so that a series without end can be left when there is enough of it."""
    start = max(_EARLIEST, first.replace(tzinfo=UTC) - 2 * _DAY)
    if window.start is not None:
        start = max(start, window.start)
    length, before = _SLICE, 0
    while start < window.end:
        end = min(start + length, window.end)
        yield Window(start, end)
        start = end
        length = min(2 * length, _LONGEST_SLICE) if len(seen) - before < _FEW else _SLICE
        before = len(seen)


def _component(placed: _Placed, index: int, master: Span, recurrence: Mapping[str, Any]) -> icalendar.Event:
    event, span, stands_for = placed
    component = icalendar.Event()
    component.update(recurrence)
    component["UID"] = "series"
    component["SEQUENCE"] = event.sequence
    component[_INDEX] = index
    component["DTSTART"] = vDDDTypes(_aware(span.start, span))
    component["DTEND"] = vDDDTypes(_aware(span.end, span))
    if stands_for is not None:
        component["RECURRENCE-ID"] = vDDDTypes(_aware(stands_for, master))
        if event.is_this_and_future:
            component["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return component


def _recurrence(event: Event, span: Span, rules: Sequence[Rule], zones: Zones, window: Window) -> dict[str, Any]:
    """The master's RRULE and RDATE; rules that the library can't expand come as dates."""
    written: list[str] = []
    dates = list(_dates(event, span, zones))
    for rule in rules:
        until = until_instant(rule, span, zones)
        if _is_for_library(rule, span, window):
            written.append(rule.text + _until_text(until, span))
            continue
        dates += [_aware(wall, span) for wall in series_walls(rule, span, zones, window)]
        start = instant(span.start, span.zone)
        written.append("FREQ=DAILY" + _until_text(min(until or start, start), span))  # its start, if that is before
    found: dict[str, Any] = {}
    if written:
        found["RRULE"] = [vRecur.from_ical(rule) for rule in written]
    if dates:
        found["RDATE"] = vDDDLists(dates)
    return found


def _aware(wall: datetime, span: Span) -> datetime | date:
    return wall.date() if span.zone is None else wall.replace(tzinfo=span.zone.rules)


def _until_text(until: datetime | None, span: Span) -> str:
    if until is None:
        return ""
    written = until.isoformat().replace("-", "").replace(":", "")  # strftime writes the year 1 as "1"
    return f";UNTIL={written[:8]}" if span.zone is None else f";UNTIL={written[:15]}Z"


def _dates(event: Event, span: Span, zones: Zones) -> Iterator[Any]:
    """RDATE's dates, times and periods as icalendar has them."""
    for line in event.dates:
        is_date = line.params.get("VALUE", "").upper() == "DATE"
        for value in line.value.split(","):
            first, _, last = value.partition("/")
            stamp = read_stamp(first, tzid=line.params.get("TZID", ""), is_date=is_date)
            if stamp is None:
                continue
            wall = stamp.wall if span.zone is None else in_zone(stamp, span.zone, zones)
            if stamp.is_date and span.zone is not None:
                wall = datetime.combine(wall.date(), span.start.time())
            start = _aware(wall, span)
            length = _period_length(last, wall, span, zones)
            yield start if length is None else (start, length)


def _period_length(last: str, wall: datetime, span: Span, zones: Zones) -> timedelta | None:
    if not last or span.zone is None:
        return None
    if (length := read_duration(last)) is not None:
        return max(length, timedelta())
    stamp = read_stamp(last)
    return None if stamp is None else max(in_zone(stamp, span.zone, zones) - wall, timedelta())


def _found(found: Mapping[str, Any], placed: _Placed, master: Span) -> tuple[Span, datetime]:
    """Where an occurrence is, by its own clock, and by the master's clock the time for which the series has it."""
    own = placed.span
    here = Span(_wall(found["start"], own), _wall(found["end"], own), own.zone)
    if placed.recurrence is None:
        return here, here.start
    if here.start == own.start:
        return here, placed.recurrence
    # One of those that RANGE=THISANDFUTURE moves: all by as much, on the master's clock.
    moved = _wall(_aware(own.start, own), master) - placed.recurrence
    return here, _wall(found["start"], master) - moved


def _wall(moment: date, span: Span) -> datetime:
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a day has no zone
    if span.zone is None or moment.tzinfo is span.zone.rules or moment.tzinfo is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(span.zone.rules).replace(tzinfo=None)
