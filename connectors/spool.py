"""A temporary file that keeps what can be read only once: standard input, and a ZIP within a ZIP."""

import errno
import io
import os
import tempfile
import weakref
from collections.abc import Callable
from typing import BinaryIO

from connectors.streams import CHUNK, BrokenDocument, size_text


class Spool:
    """One temporary file that keeps what can be read only once, so that it can be read again and from anywhere.

    The file has no name and is readable by nobody else; the system frees it when the last document that stands in it
    is gone, however the program ends.
    """

    def __init__(self) -> None:
        self._file: io.FileIO | None = None
        self._end = 0

    def keep(self, source: BinaryIO, *, max_bytes: int) -> tuple[int, Callable[[], BinaryIO]]:
        """Copy `source`; its size, and what opens the copy as a seekable stream.

        Raises:
            BrokenDocument: It is longer than `max_bytes`.
            OSError: It can't be read, or there is no room left.
        """
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the spool
            weakref.finalize(self, self._file.close)
        start = end = self._end
        while chunk := source.read(CHUNK):
            if end + len(chunk) - start > max_bytes:
                raise BrokenDocument(f"is larger than {size_text(max_bytes)}: give the file itself")
            end = _written(self._file.fileno(), chunk, end)
        self._end = end
        return end - start, lambda: io.BufferedReader(_Region(self, start, end))

    def read_at(self, position: int, size: int) -> bytes:
        """At most `size` bytes from `position` of the file."""
        return os.pread(self._file.fileno(), size, position) if self._file else b""


def _written(file: int, chunk: bytes, position: int) -> int:
    """Where the chunk ends that is written at `position`."""
    view = memoryview(chunk)
    while view:
        size = os.pwrite(file, view, position)
        view = view[size:]
        position += size
    return position


class _Region(io.RawIOBase):
    """The part of a spool that holds one document."""

    def __init__(self, spool: Spool, start: int, end: int) -> None:
        self._spool = spool
        self._start = start
        self._end = end
        self._at = start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # all that io ever gives
        chunk = self._spool.read_at(self._at, min(len(buffer), self._end - self._at))
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = {os.SEEK_SET: self._start, os.SEEK_CUR: self._at, os.SEEK_END: self._end}[whence]
        if origin + offset < self._start:
            raise OSError(errno.EINVAL, "seeks before the start")
        self._at = origin + offset
        return self._at - self._start
