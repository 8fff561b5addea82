"""How long work says where it is, without knowing who listens."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO, Protocol, cast

from connectors.base import Document


class Progress(Protocol):
    """Somebody who is told how far the work is."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A new part of the work begins; `total` is how much there is to advance, None where that isn't known."""
        ...

    def advance(self, amount: int) -> None:
        """So much more of the part is done."""
        ...


class Silent:
    """Nobody listens."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, amount: int) -> None:
        """Say nothing."""


def watched(document: Document, progress: Progress) -> Document:
    """The same document, reporting the bytes that are read from it."""
    return replace(document, open=_watching(document.open, progress))


def _watching(opened: Callable[[], BinaryIO], progress: Progress) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", io.BufferedReader(_Watched(opened(), progress), buffer_size=1 << 16))


class _Watched(io.RawIOBase):
    def __init__(self, stream: BinaryIO, progress: Progress) -> None:
        self._stream = stream
        self._progress = progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # all that io ever gives
        chunk = self._stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._progress.advance(len(chunk))
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()
