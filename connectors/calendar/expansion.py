"""Expands calendars into occurrences: each record by itself, so that a broken one costs nothing but itself."""

import time
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import islice
from typing import Final

from connectors.calendar.events import OMITTED, Event, read_events
from connectors.calendar.kinds import is_called_off, kind_of
from connectors.calendar.occurrence import Occurrence, Unread, Window
from connectors.calendar.rules import BadRuleError, Rule, read_rule, rule_dates
from connectors.calendar.series import Placed, Time, simple_rule, simple_times, single_time, time_of, walls_end
from connectors.calendar.spans import Span, span_of
from connectors.calendar.zones import Zone, Zones
from connectors.interaction_records import RawCalendar

MOST_OCCURRENCES: Final = 20_000
"""Occurrences of one record: fifty years of every day."""
MOST_SECONDS: Final = 10.0
"""Seconds that one record may take."""
_LIBRARY_ERRORS: Final = (ValueError, TypeError, AttributeError, LookupError, AssertionError)
"""What libraries may raise of a calendar that nobody thought of: it costs one record."""
_MOST_DATES: Final = 200_000
"""Times of a rule by the hour or faster, up to the window's end: twenty years of every hour."""


def occurrences(
    calendars: Iterable[tuple[str, RawCalendar]], *, window: Window, zone: str
) -> Iterator[Occurrence | Unread]:
    """The occurrences of calendars' records within a window, record by record, lazily.

    Args:
        calendars: Pairs of a record's id and its calendar.
        window: When an occurrence has to start.
        zone: The account's zone by its IANA name: where times are that name no zone.

    Returns:
        `Occurrence`; and `Unread` for what can't be expanded, or not to its end (what came before is given).
    """
    zones: dict[tuple[str | None, str | None], Zones] = {}
    for record_id, raw in calendars:
        key = raw.zones, raw.default_zone
        known = zones.get(key)
        if known is None:
            known = zones[key] = Zones(defined=raw.zones, default=raw.default_zone, account=zone)
        try:
            yield from _described(record_id, raw, _times(record_id, raw, known, window), home=known.home)
        except OverflowError:
            yield Unread(record_id, "its dates are beyond the years 1 to 9999")


def _described(
    record_id: str, raw: RawCalendar, times: Iterable[Time | Unread], *, home: Zone
) -> Iterator[Occurrence | Unread]:
    """Times with all that their events say, up to what a record may have; the days of those in UTC are home's."""
    started, count = time.monotonic(), 0
    method = raw.method.lower() if raw.method else None
    described: Event | None = None
    components: dict[int, tuple[int, Event]] = {}  # with the events, so that no other one gets their id
    for found in times:
        if isinstance(found, Unread):
            yield found
            continue
        event, zone, day, start, end, instance = found
        count += 1
        if count > MOST_OCCURRENCES:
            yield Unread(record_id, f"it recurs more than {MOST_OCCURRENCES:,} times: only the first are read")
            return
        if time.monotonic() - started > MOST_SECONDS:
            yield Unread(record_id, f"it takes more than {MOST_SECONDS:g} seconds to expand: only its start is read")
            return
        if event is not described:
            described, said = event, _said(event, raw)
            component, _ = components.setdefault(id(event), (len(components), event))
        if zone is not None and zone.rules is UTC:
            day = start.astimezone(home.rules).date()
        when = (None, day, None, end.date(), True) if zone is None else (start, day, end, None, False)
        known = (record_id, event.uid or raw.uid, instance, instance != "", event.sequence, event.stamped)
        yield Occurrence._make((*known, *when, *said, *_zone(zone), method, component))


def _zone(zone: Zone | None) -> tuple[str | None, str]:
    return (None, "date") if zone is None else (zone.name, zone.origin)


def _said(event: Event, raw: RawCalendar) -> tuple[object, ...]:
    """What holds for all times of an event: `Occurrence` from status to attendees."""
    is_cancelled = raw.method == "CANCEL" or is_called_off(event)
    return (
        "cancelled" if is_cancelled else event.status,
        event.summary,
        event.location,
        event.categories,
        kind_of(event, raw.name),
        (OMITTED, "TRUE") in event.hints,
        event.organiser,
        event.attendees,
    )


def _times(record_id: str, raw: RawCalendar, zones: Zones, window: Window) -> Iterator[Time | Unread]:
    placed: list[Placed] = []
    for event in read_events(raw.components):
        span = span_of(event, zones)
        if span is None:
            yield Unread(record_id, "an event of it has no start that can be read")
        else:
            placed.append((event, span))
    masters = placed if len(placed) == 1 else _masters([one for one in placed if one[0].recurrence is None])
    exceptions = [] if len(placed) == 1 else [one for one in placed if one[0].recurrence is not None]
    if not masters:
        masters, exceptions = exceptions, []
    for master in masters:
        event, span = master
        if not exceptions and (event.is_plain or event.recurrence):
            is_one_of_many = len(masters) > 1 and not event.recurrence
            found = time_of(event, span, window) if is_one_of_many else single_time(event, span, zones, window)
            if found:
                yield found
        else:
            yield from _series_times(record_id, [master, *exceptions], zones, window)
        exceptions = []


def _masters(events: list[Placed]) -> list[Placed]:
    """Of several events that say they are the same one, its newest version.

    Those of one version that differ in when they start are different ones nevertheless: there are calendars that write
    each time of a series out. Those that recur come first.
    """
    newest = max((event.sequence for event, _ in events), default=0)
    by_start = {}
    for event, span in sorted(events, key=lambda one: one[0].stamped or ""):
        if event.sequence == newest:
            by_start[span.start] = event, span
    return sorted(by_start.values(), key=lambda one: one[0].is_plain)


def _followed(text: str, span: Span, window: Window) -> Rule:
    """A rule, unless it falls so often on times of the day that it can't be followed through the window."""
    rule = read_rule(text, span.start, is_date=span.zone is None)
    if rule.has_times:
        dates = rule_dates(rule, span.start, walls_end(window))
        if next(islice(dates, _MOST_DATES, None), None):
            raise BadRuleError(f"it recurs more than {_MOST_DATES:,} times")
    return rule


def _series_times(record_id: str, events: list[Placed], zones: Zones, window: Window) -> Iterator[Time | Unread]:
    event, span = events[0]
    rules = []
    try:
        if rule := simple_rule(events):
            yield from simple_times(events, rule, zones, window)
            return
        rules = [_followed(line.value, span, window) for line in event.rules]
    except BadRuleError as error:
        yield Unread(record_id, f"{error}: only its first time is read")
        if len(events) == 1 and not event.dates:
            if first := time_of(event, span, window):
                yield first
            return
    from connectors.calendar.reference import reference_times  # noqa: PLC0415 - a tenth of a second, often not needed

    try:
        yield from reference_times(events, rules, zones, window)
    except _LIBRARY_ERRORS as error:
        yield Unread(record_id, f"its times can't be told ({type(error).__name__}: {error})")
