"""The fast path: events that take place once, and series of one rule by the day or slower, by the clock of their zone.

It gives exactly what the reference path gives, and a property test proves it; what it doesn't know, `simple_rule`
leaves to that one.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from connectors.calendar.events import Event, instant_text
from connectors.calendar.occurrence import Window
from connectors.calendar.rules import Rule, read_rule, rule_dates
from connectors.calendar.spans import Span, in_zone, instance_text, instant
from connectors.calendar.stamps import read_stamp
from connectors.calendar.zones import Zone, Zones

_MARGIN: Final = timedelta(days=2)
"""No two clocks differ by more."""
_LATEST: Final = datetime(9999, 12, 28)  # noqa: DTZ001 - by any clock


Placed = tuple[Event, Span]
"""An event and its place in time."""


class Time(NamedTuple):
    """One time of an event: which of a record's VEVENTs says what it is like, and when it is.

    `day` is the day on which it starts by the clock of `zone`; whole days have no zone, and start and end at midnight
    UTC. `instance` is that of `Occurrence`.
    """

    event: Event
    zone: Zone | None
    day: date
    start: datetime
    end: datetime
    instance: str


class Exceptions(NamedTuple):
    """Times at which a series doesn't take place: days, and times by the clock of its zone."""

    days: frozenset[date]
    walls: frozenset[datetime]

    def have(self, wall: datetime) -> bool:
        """Whether a time by the clock is one of them."""
        return wall in self.walls or wall.date() in self.days


def time_of(event: Event, span: Span, window: Window, instance: str | None = None) -> Time | None:
    """The time of an event at this place, if it is within the window; None otherwise."""
    wall, end, zone = span
    start = instant(wall, zone)
    if start >= window.end or (window.start is not None and start < window.start):
        return None
    if instance is None:
        instance = day_or_instant(wall, zone, start)
    return Time(event, zone, wall.date(), start, instant(end, zone), instance)


def day_or_instant(wall: datetime, zone: Zone | None, start: datetime) -> str:
    """What tells an instance that is where its series has it from the others."""
    return wall.date().isoformat() if zone is None else instant_text(start)


def single_time(event: Event, span: Span, zones: Zones, window: Window) -> Time | None:
    """The time of an event that takes place once, or of an exception that came without its series."""
    return time_of(event, span, window, "" if event.recurrence is None else _instance_of(event, span, zones))


def _instance_of(event: Event, span: Span, zones: Zones) -> str:
    """What its RECURRENCE-ID says by itself."""
    stamp = event.recurrence
    if stamp is None:
        return ""
    if stamp.is_date:
        return instance_text(stamp.wall, None)
    return instance_text(stamp.wall, zones.zone(stamp.zone) if stamp.zone or span.zone is None else span.zone)


def exceptions_of(event: Event, span: Span, zones: Zones) -> Exceptions:
    """What EXDATE takes out of a series; what can't be read takes nothing out."""
    days, walls = set(), set()
    for line in event.exceptions:
        is_date = line.params.get("VALUE", "").upper() == "DATE"
        for value in line.value.split(","):
            stamp = read_stamp(value, tzid=line.params.get("TZID", ""), is_date=is_date)
            if stamp is None:
                continue
            if stamp.is_date or span.zone is None:
                days.add(stamp.wall.date())
            else:
                walls.add(in_zone(stamp, span.zone, zones))
    return Exceptions(frozenset(days), frozenset(walls))


def stands_for(event: Event, master: Span, zones: Zones) -> datetime | None:
    """The time, by the clock of its series, that an exception is instead of; None for what is no exception.

    A RECURRENCE-ID may be a time for a series of whole days, or a day for a series of times.
    """
    stamp = event.recurrence
    if stamp is None:
        return None
    if master.zone is None:
        return stamp.wall.replace(hour=0, minute=0, second=0)
    if stamp.is_date:
        return datetime.combine(stamp.wall.date(), master.start.time())
    return in_zone(stamp, master.zone, zones)


def simple_rule(events: Sequence[Placed]) -> Rule | None:
    """The rule of a series that the fast path knows, with its exceptions behind it; None for any other.

    Raises:
        BadRuleError: the rule can't be read, or is refused.
    """
    event, span = events[0]
    if len(event.rules) != 1 or event.dates or event.exrules:
        return None
    if any(one.is_this_and_future or one.rules or one.dates or one.exceptions for one, _ in events[1:]):
        return None
    rule = read_rule(event.rules[0].value, span.start, is_date=span.zone is None)
    return None if rule.has_times else rule


def simple_times(events: Sequence[Placed], rule: Rule, zones: Zones, window: Window) -> Iterator[Time]:
    """The times of a series with one rule, within the window: those that moved are where the series has them.

    Exceptions come last that are for none of the series' times within the window.
    """
    event, span = events[0]
    excluded = exceptions_of(event, span, zones) if event.exceptions else None
    length, zone = span.length, span.zone
    moved = _moved(events, zones) if len(events) > 1 else {}
    for wall in series_walls(rule, span, zones, window):
        if excluded is not None and excluded.have(wall):
            continue
        if wall in moved:
            found = _moved_time(moved.pop(wall), wall, zone, window)
        else:
            found = time_of(event, Span(wall, wall + length, zone), window)
        if found is not None:
            yield found
    for wall, one in moved.items():
        if excluded is None or not excluded.have(wall):
            found = _moved_time(one, wall, zone, window)
            if found is not None:
                yield found


def _moved(events: Sequence[Placed], zones: Zones) -> dict[datetime, Placed]:
    """The exceptions of a series by the times that they are for; of several for one time, its newest version."""
    moved: dict[datetime, Placed] = {}
    for one in events[1:]:
        wall = stands_for(one[0], events[0][1], zones)
        if wall is not None and (wall not in moved or moved[wall][0].sequence < one[0].sequence):
            moved[wall] = one
    return moved


def _moved_time(one: Placed, wall: datetime, zone: Zone | None, window: Window) -> Time | None:
    return time_of(*one, window, instance_text(wall, zone))


def series_walls(rule: Rule, span: Span, zones: Zones, window: Window) -> Iterator[datetime]:
    """The times of a rule by the clock, its start among them, up to the window's end.

    The start belongs to it even where it doesn't fit the rule, unless the rule has ended before.
    """
    until = until_instant(rule, span, zones)
    if until is not None and instant(span.start, span.zone) > until:
        return
    is_first = True
    for wall in rule_dates(rule, span.start, walls_end(window)):
        if until is not None and instant(wall, span.zone) > until:
            break
        if is_first and wall != span.start:
            yield span.start
        is_first = False
        yield wall
    if is_first:
        yield span.start


def walls_end(window: Window) -> datetime:
    """A time that no clock shows before the window's end."""
    return min(window.end.replace(tzinfo=None), _LATEST) + _MARGIN


def until_instant(rule: Rule, span: Span, zones: Zones) -> datetime | None:
    """The last instant at which the rule holds, None where it has no end."""
    until = rule.until
    if until is None:
        return None
    if span.zone is None:
        return until.wall.replace(hour=0, minute=0, second=0, tzinfo=UTC)
    if until.is_date:
        return until.wall.replace(tzinfo=UTC)
    return instant(in_zone(until, span.zone, zones), span.zone)
