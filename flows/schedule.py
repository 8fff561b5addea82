"""What there is to know of the schedule without Prefect: when the nightly sync is due, and who serves it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from configs.settings import Settings
from flows.cron import parsed_cron
from flows.run_note import now, write_private
from flows.time_zones import local_zone
from warehouse.lock import BusyError

FILE_NAME: Final = "schedule.json"
_LOCK: Final = "schedule.lock"


class Serving(NamedTuple):
    """A `kith schedule` that runs: its process, and since when (UTC)."""

    pid: int
    since: str


def schedule_zone(settings: Settings) -> ZoneInfo:
    """The zone in which the schedule is meant: the settings', else this machine's."""
    return ZoneInfo(settings.time_zone or local_zone())


def next_runs(settings: Settings, *, after: datetime, number: int = 3) -> list[datetime]:
    """When the sync is due next, in the schedule's zone.

    Raises:
        UserError: `sync.cron` is no schedule.
    """
    return list(islice(parsed_cron(settings.sync.cron).after(after, schedule_zone(settings)), number))


def serving(home: Path) -> Serving | None:
    """The `kith schedule` that runs for this home, if one does."""
    if not (home / _LOCK).exists():
        return None
    lock = FileLock(home / _LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _noted(home)
    except OSError:
        return None
    lock.release()
    return None


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the place of the one `kith schedule` of this home, for the block.

    Raises:
        BusyError: another one runs; the message says which.
    """
    lock = FileLock(home / _LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        running = _noted(home)
        who = f" (process {running.pid}, since {running.since[:16]} UTC)" if running else ""
        raise BusyError(f"`kith schedule` is running already{who}. Stop it first, to start it anew.") from None
    try:
        write_private(home / FILE_NAME, json.dumps({"pid": os.getpid(), "since": now()}))
        yield
    finally:
        (home / FILE_NAME).unlink(missing_ok=True)
        lock.release()


def _noted(home: Path) -> Serving | None:
    try:
        return Serving(**json.loads((home / FILE_NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
