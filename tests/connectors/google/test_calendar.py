"""Google Calendar against the emulator: the promises of live connectors, which calendars, and what goes wrong."""

from contextlib import AbstractContextManager

from tests.connectors.google.calendar_world import CalendarWorld, calendar_world
from tests.connectors.live_contract import LivePromises


class TestGoogleCalendar(LivePromises):
    def world(self) -> AbstractContextManager[CalendarWorld]:
        return calendar_world()
