"""What day it is for the user: the one place where the commands look at the clock for that."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from configs.settings import Settings
from flows.time_zones import local_zone


def today(settings: Settings) -> date:
    """The day in the user's time zone, else in this machine's."""
    return datetime.now(UTC).astimezone(ZoneInfo(settings.time_zone or local_zone())).date()
