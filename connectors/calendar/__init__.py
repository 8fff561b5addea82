"""Calendars (iCalendar files): read into raw interactions, and expanded into occurrences."""

from connectors.calendar.connector import Calendar
from connectors.calendar.expansion import occurrences
from connectors.calendar.occurrence import Attendee, Occurrence, Unread, Window
from connectors.calendar.tables import event_tables

__all__ = ["Attendee", "Calendar", "Occurrence", "Unread", "Window", "event_tables", "occurrences"]
