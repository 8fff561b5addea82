"""The reference path: icalendar's model and recurring-ical-events expand what the fast path doesn't know.

What they get is repaired: every time has its zone, rules are legal, and a recurrence's id has the form of its series.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

import icalendar
import recurring_ical_events
from icalendar.prop import vDDDLists, vDDDTypes, vRecur

from connectors.calendar.events import Event
from connectors.calendar.occurrence import Window
from connectors.calendar.rules import Rule
from connectors.calendar.series import Time, exceptions_of, is_within, until_instant
from connectors.calendar.spans import Span, in_zone, instance_text
from connectors.calendar.stamps import read_duration, read_stamp
from connectors.calendar.zones import Zones

_INDEX: Final = "X-KITH-INDEX"
_EARLIEST: Final = datetime(1, 1, 3, tzinfo=UTC)
_SLICES: Final = (timedelta(days=366), timedelta(days=366 * 4))
_DAY: Final = timedelta(days=1)


class Placed(NamedTuple):
    """An event of a series, its place in time, and, of an exception, the time by the clock that it stands for."""

    event: Event
    span: Span
    recurrence: datetime | None = None


def reference_times(
    events: Sequence[tuple[Event, Span]], rules: Sequence[Rule], zones: Zones, window: Window
) -> Iterator[Time]:
    """The times of a series within the window, roughly in order.

    Args:
        events: The record's events, the series itself (the master) first if there is one.
        rules: The master's rules.
        zones: The calendar's zones.
        window: What is asked for.
    """
    master, span = events[0]
    placed = [_placed(event, own, span, zones) for event, own in events]
    excluded = exceptions_of(master, span, zones)
    calendar = icalendar.Calendar()
    for index, one in enumerate(placed):
        calendar.add_component(_component(one, index, span, rules if index == 0 else (), zones))
    query = recurring_ical_events.of(calendar)
    seen: set[tuple[int, datetime, datetime]] = set()
    for start, end in _slices(window, min(own.start for _, own in events)):
        for found in query.between(start, end):
            index: int = found[_INDEX]
            here, recurrence = _found(found, placed[index], span)
            key = index, recurrence, here.start
            if key in seen or recurrence in excluded or not is_within(here, Window(start, end)):
                continue
            seen.add(key)
            yield Time(placed[index].event, here, instance_text(recurrence, span.zone))


def _slices(window: Window, first: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The window in pieces, so that a series without end can be left when there is enough of it."""
    start = max(_EARLIEST, first.replace(tzinfo=UTC) - 2 * _DAY)
    if window.start is not None:
        start = max(start, window.start)
    while start < window.end:
        end = min(start + _SLICES[0], window.end)
        yield start, end
        start = end


def _placed(event: Event, span: Span, master: Span, zones: Zones) -> Placed:
    if event.recurrence is None:
        return Placed(event, span)
    stamp = event.recurrence
    if master.zone is None:
        return Placed(event, span, stamp.wall.replace(hour=0, minute=0, second=0))
    if stamp.is_date:
        return Placed(event, span, datetime.combine(stamp.wall.date(), master.start.time()))
    return Placed(event, span, in_zone(stamp, master.zone, zones))


def _component(placed: Placed, index: int, master: Span, rules: Sequence[Rule], zones: Zones) -> icalendar.Event:
    event, span, recurrence = placed
    component = icalendar.Event()
    component["UID"] = "series"
    component["SEQUENCE"] = event.sequence
    component[_INDEX] = index
    component["DTSTART"] = vDDDTypes(_aware(span.start, span))
    component["DTEND"] = vDDDTypes(_aware(span.end, span))
    if recurrence is not None:
        component["RECURRENCE-ID"] = vDDDTypes(_aware(recurrence, master))
        if event.is_this_and_future:
            component["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    if rules:
        component["RRULE"] = [vRecur.from_ical(_with_until(rule, span, zones)) for rule in rules]
    if dates := list(_dates(event, span, zones)):
        component["RDATE"] = vDDDLists(dates)
    return component


def _aware(wall: datetime, span: Span) -> datetime | date:
    return wall.date() if span.zone is None else wall.replace(tzinfo=span.zone.rules)


def _with_until(rule: Rule, span: Span, zones: Zones) -> str:
    until = until_instant(rule, span, zones)
    if until is None:
        return rule.text
    return f"{rule.text};UNTIL={until:%Y%m%d}" + ("" if span.zone is None else f"{until:T%H%M%SZ}")


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


def _found(found: icalendar.Event, placed: Placed, master: Span) -> tuple[Span, datetime]:
    """Where an occurrence is, by its own clock, and by the master's clock the time for which the series has it."""
    own = placed.span
    here = Span(_wall(found["DTSTART"].dt, own), _wall(found["DTEND"].dt, own), own.zone)
    if placed.recurrence is None:
        return here, here.start
    return here, placed.recurrence + (here.start - own.start)


def _wall(moment: date, span: Span) -> datetime:
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a day has no zone
    if span.zone is None or moment.tzinfo is span.zone.rules or moment.tzinfo is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(span.zone.rules).replace(tzinfo=None)
