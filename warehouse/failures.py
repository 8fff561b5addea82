"""Tells what the disk refused in words: no room, no right to write, a file that can't be read on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from configs.errors import UserError

_SIGNS: Final = ("could not write", "no space left", "could not read", "failed to offload", "disk quota")


@contextmanager
def disk_failures(path: Path) -> Iterator[None]:
    """Has what the disk refuses in the block told as a UserError; every other error passes as it is.

    Raises:
        UserError: `path` can't be written or read.
    """
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not _is_of_the_disk(error):
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise UserError(
            f"{path} can't be written: {reason}. What was there stays as it was: make room on the disk, see that the "
            "folder is yours to write, and try again."
        ) from error


def _is_of_the_disk(error: Exception) -> bool:
    """Whether the disk is to blame. DuckDB has one error for it, and wraps that in others when it commits."""
    if isinstance(error, OSError | duckdb.IOException | duckdb.OutOfMemoryException):
        return True
    return any(sign in str(error).lower() for sign in _SIGNS)
