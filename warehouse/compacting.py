"""Writes the landing store anew without what was deleted.

DuckDB leaves deleted rows in its file until it needs the room; who has a source forgotten wants it gone from the disk.
"""

import os
import shutil
from pathlib import Path
from typing import Final

from warehouse.connection import connect
from warehouse.failures import disk_failures
from warehouse.landing import FILE_NAME

_BUILDING: Final = f"{FILE_NAME}.compact"


def compact_landing(home: Path) -> None:
    """Copy what the landing store holds into a new file and put that in its place, in one step.

    Take `warehouse.lock.writing` first, and close the store.

    Raises:
        UserError: there is no room for the copy; the store stays as it was.
    """
    path, building = home / FILE_NAME, home / _BUILDING
    _clear(building)
    try:
        with disk_failures(path):
            _copy(path, building)
            building.replace(path)
    finally:
        _clear(building)


def forget_cache(home: Path) -> None:
    """Delete what is kept between runs, so that all is published anew, and what the old files held leaves the disk."""
    shutil.rmtree(home / "cache", ignore_errors=True)


def _copy(path: Path, building: Path) -> None:
    place = str(building).replace("'", "''")
    with connect(path) as connection:
        row = connection.execute("select current_database()").fetchone()
        source = str(row[0] if row else "").replace('"', '""')
        connection.execute(f"attach '{place}' as fresh")
        connection.execute(f'copy from database "{source}" to fresh')
        connection.execute("checkpoint fresh")
        connection.execute("detach fresh")
    building.chmod(0o600)
    with building.open("rb") as written:
        os.fsync(written.fileno())


def _clear(building: Path) -> None:
    building.unlink(missing_ok=True)
    building.with_name(f"{_BUILDING}.wal").unlink(missing_ok=True)
