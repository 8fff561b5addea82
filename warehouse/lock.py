"""One writer at a time, held by the operating system: a lock that a crash lets go, and that says who holds it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from configs.errors import UserError
from warehouse.failures import disk_failures
from warehouse.folder import private_folder, unusable

_OTHERS: Final = 0o077
"""What a group and all others may do with a new file: the umask that takes it from them."""


class BusyError(UserError):
    """Somebody else is writing; the message says who."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h: try again later


@contextmanager
def writing(home: Path, *, purpose: str) -> Iterator[None]:
    """Holds Kith's one writer's place in `home` while the block runs; what is written meanwhile is its owner's alone.

    Raises:
        BusyError: another process holds it; the message names the process, what it does and since when.
        UserError: `home` can't be made or written to, or its disk is full.
    """
    private_folder(home)
    holder = home / "writer.json"
    lock = FileLock(home / "writer.lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyError(_refusal(holder)) from None
    except OSError as error:
        raise unusable(home, error) from error
    umask = os.umask(_OTHERS)
    try:
        # The holder's note is written beside the lock: opening the lock file empties it.
        note = {"pid": os.getpid(), "purpose": purpose, "since": datetime.now(UTC).isoformat("T", "seconds")}
        with disk_failures(holder):
            holder.write_text(json.dumps(note))
        yield
    finally:
        holder.unlink(missing_ok=True)
        os.umask(umask)
        lock.release()


def _refusal(holder: Path) -> str:
    try:
        held = json.loads(holder.read_text())
        who = f"`{held['purpose']}` (process {held['pid']}, since {held['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process"
    return f"{who} is writing to Kith's data right now. Wait until it has finished, or stop it; then try again."
