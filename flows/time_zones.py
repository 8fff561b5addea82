"""Which time zone this machine is in."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def machine_zone() -> str | None:
    """This machine's time zone, by TZ or by where /etc/localtime leads; it needn't be one that there is."""
    if zone := os.environ.get("TZ"):
        return zone
    try:
        target = Path("/etc/localtime").readlink()
    except OSError:
        return None
    _, found, zone = str(target).partition("zoneinfo/")
    return zone if found else None


def local_zone() -> str:
    """This machine's time zone by its IANA name; UTC where it has none that is known."""
    zone = machine_zone() or "UTC"
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones ("Europe")
        return "UTC"
    return zone
