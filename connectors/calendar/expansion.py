"""Expands calendars into occurrences: each record by itself, so that a broken one costs nothing but itself."""

import time
from collections.abc import Iterable, Iterator
from typing import Final

from connectors.calendar.events import Event, read_events
from connectors.calendar.kinds import kind_of
from connectors.calendar.occurrence import Occurrence, Unread, Window
from connectors.calendar.reference import reference_times
from connectors.calendar.rules import BadRuleError, read_rule
from connectors.calendar.series import Time, simple_rule, simple_times, single_time
from connectors.calendar.spans import Span, instant, span_of
from connectors.calendar.zones import Zones
from connectors.interaction_records import RawCalendar

MOST_OCCURRENCES: Final = 20_000
"""Occurrences of one record: fifty years of every day."""
MOST_SECONDS: Final = 10.0
"""Seconds that one record may take."""


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
        yield from _record(record_id, raw, known, window)


def _record(record_id: str, raw: RawCalendar, zones: Zones, window: Window) -> Iterator[Occurrence | Unread]:
    started, count = time.monotonic(), 0
    try:
        for found in _times(record_id, raw, zones, window):
            if isinstance(found, Unread):
                yield found
                continue
            if count >= MOST_OCCURRENCES:
                yield Unread(record_id, f"it recurs more than {MOST_OCCURRENCES:,} times: only the first are read")
                return
            if time.monotonic() - started > MOST_SECONDS:
                yield Unread(
                    record_id, f"it takes more than {MOST_SECONDS:g} seconds to expand: only its beginning is read"
                )
                return
            count += 1
            yield _occurrence(record_id, raw, found)
    except OverflowError:
        yield Unread(record_id, "its dates are beyond the years 1 to 9999")


def _times(record_id: str, raw: RawCalendar, zones: Zones, window: Window) -> Iterator[Time | Unread]:
    placed = []
    for event in read_events(raw.components):
        span = span_of(event, zones)
        if span is None:
            yield Unread(record_id, "an event of it has no start that can be read")
        else:
            placed.append((event, span))
    masters = _masters([one for one in placed if one[0].recurrence is None])
    exceptions = [one for one in placed if one[0].recurrence is not None]
    if not masters:
        for event, span in exceptions:
            yield from single_time(event, span, zones, window)
    for event, span in masters:
        yield from _series_times(record_id, [(event, span), *exceptions], zones, window)
        exceptions = []


def _masters(events: list[tuple[Event, Span]]) -> list[tuple[Event, Span]]:
    """Of several events that say they are the same one, its newest version.

    Those of one version that differ in when they start are different ones nevertheless: there are calendars that write
    each time of a series out. Those that recur come first.
    """
    if len(events) <= 1:
        return events
    newest = max(event.sequence for event, _ in events)
    by_start = {}
    for event, span in sorted(events, key=lambda one: one[0].stamped or ""):
        if event.sequence == newest:
            by_start[span.start] = event, span
    return sorted(by_start.values(), key=lambda one: one[0].is_plain)


def _series_times(
    record_id: str, events: list[tuple[Event, Span]], zones: Zones, window: Window
) -> Iterator[Time | Unread]:
    event, span = events[0]
    rules = []
    try:
        if len(events) == 1:
            if event.is_plain:
                yield from single_time(event, span, zones, window)
                return
            if rule := simple_rule(event, span):
                yield from simple_times(event, span, rule, zones, window)
                return
        rules = [read_rule(line.value, span.start, is_date=span.zone is None) for line in event.rules]
    except BadRuleError as error:
        yield Unread(record_id, f"{error}: only its first time is read")
    yield from reference_times(events, rules, zones, window)


def _occurrence(record_id: str, raw: RawCalendar, found: Time) -> Occurrence:
    event, span, instance = found
    zone = span.zone
    return Occurrence(
        record_id,
        event.uid,
        instance,
        bool(instance),
        event.sequence,
        event.stamped,
        None if zone is None else instant(span.start, zone),
        span.start.date(),
        None if zone is None else instant(span.end, zone),
        span.end.date() if zone is None else None,
        zone is None,
        "cancelled" if raw.method == "CANCEL" else event.status,
        event.summary,
        event.location,
        event.categories,
        kind_of(event, span, raw.name),
        event.is_attendees_omitted,
        event.organiser,
        event.attendees,
        None if zone is None else zone.name,
        "date" if zone is None else zone.origin,
        raw.method.lower() if raw.method else None,
    )
