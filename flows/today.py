"""What day it is for the user: the one place where the commands look at the clock for that."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from configs.settings import Settings


def today(settings: Settings) -> date:
    """The day in the user's time zone, else in this machine's."""
    zone = ZoneInfo(settings.time_zone) if settings.time_zone else None
    return datetime.now(UTC).astimezone(zone).date()
