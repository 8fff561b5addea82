"""Tells what in a calendar is no meeting: birthdays, holidays, absences, blocks of work, where somebody works."""

from connectors.calendar.events import Event
from connectors.calendar.spans import Span


def kind_of(event: Event, span: Span, calendar: str | None) -> str:
    """`Occurrence.kind` of an event in a calendar of that name."""
    return "event"
