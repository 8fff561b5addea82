"""The log of syncs, for whoever asks what a night was like: `logs/sync.log`, with counts and kinds of failure only.

No name, no address and no message stands there; `kith status` says why a source failed.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from configs.errors import UserError
from flows.run_note import RunNote, now
from warehouse.folder import private_folder

FOLDER: Final = "logs"
FILE_NAME: Final = "sync.log"
_ROOM: Final = 1 << 20
"""How large (bytes) a log gets before the next is begun."""
_KEPT: Final = 3
"""How many former logs are kept."""
_COUNTED: Final = {"read": "read", "loaded": "new or changed", "gone": "gone", "rejected": "unreadable"}


def log_line(home: Path, text: str) -> None:
    """Write a line with the time (UTC); a log that can't be written keeps nothing from going on."""
    with suppress(OSError, UserError):
        path = home / FOLDER / FILE_NAME
        private_folder(path.parent)
        if path.exists() and path.stat().st_size > _ROOM:
            _turn_over(path)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as log:
            log.write(f"{now()} {text}\n")


class _Lines(logging.Handler):
    """Writes what is logged as lines of the log in Kith's home."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = home

    def emit(self, record: logging.LogRecord) -> None:
        log_line(self._home, self.format(record))


@contextmanager
def logged(home: Path) -> Iterator[None]:
    """Have what the block says to the logger "kith.sync" written to the log."""
    logger, handler = logging.getLogger("kith.sync"), _Lines(home)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def log_run(home: Path, note: RunNote) -> None:
    """Write how a sync went, a line for each source; of other runs nothing."""
    if not note.command.startswith("sync"):
        return
    for outcome in note.outcomes:
        counts = note.sources.get(outcome.source, {})
        told = ", ".join(f"{counts[name]:,} {word}" for name, word in _COUNTED.items() if counts.get(name))
        log_line(home, f"{outcome.source}: {outcome.failure or told or 'nothing new'}")
    why = "" if note.state in {"done", "interrupted"} else "; `kith status` says why"
    log_line(home, f"{note.command}: {note.state}{why}")


def _turn_over(path: Path) -> None:
    """Begin a new log: sync.log becomes sync.log.1, that sync.log.2, and the last is dropped."""
    for number in range(_KEPT, 0, -1):
        former = path.with_name(f"{FILE_NAME}.{number - 1}") if number > 1 else path
        if former.exists():
            former.replace(path.with_name(f"{FILE_NAME}.{number}"))
