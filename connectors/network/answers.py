"""What a server answers, and how much of it is taken."""

import zlib
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple


class NetworkLimits(NamedTuple):
    """How long and how much a server may take."""

    tries: int = 5
    """How often it is asked before it counts as out of reach."""

    timeout_seconds: float = 30.0
    """How long it may be silent."""

    answer_seconds: float = 600.0
    """How long one answer may take as a whole."""

    answer_bytes: int = 256 << 20
    """How large one answer may be, unpacked."""


class Answer(NamedTuple):
    """An answer, whole and unpacked. The names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    """Where it was found in the end, after redirects."""

    def __repr__(self) -> str:
        """Without what is in it: that is nobody's who reads a log."""
        return f"Answer({self.status}, {len(self.body)} bytes)"


class TooMuchError(Exception):
    """An answer is larger than it may be, or packed in a way that wasn't asked for; the text says which."""


class BrokenAnswerError(Exception):
    """An answer can't be unpacked to its end."""


_PACKED: Final = {"gzip", "x-gzip"}
_PLAIN: Final = {"", "identity"}


def body_of(chunks: Iterable[bytes], *, encoding: str, most: int) -> bytes:
    """The body that arrives in pieces; a bomb is left at `most` bytes, unpacked or not.

    Raises:
        TooMuchError: it is larger, or its encoding isn't gzip, which is all that is asked for.
        BrokenAnswerError: it can't be unpacked, or ends too early for that.
    """
    if encoding in _PLAIN:
        return _joined(chunks, most)
    if encoding not in _PACKED:
        raise TooMuchError(f"packs its answer as {encoding[:40]!r}, though only gzip was asked for")
    try:
        return _unpacked(chunks, most)
    except zlib.error as error:
        raise BrokenAnswerError("its answer is damaged") from error


def _joined(chunks: Iterable[bytes], most: int) -> bytes:
    parts = []
    left = most
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise _too_large(most)
        parts.append(chunk)
    return b"".join(parts)


def _unpacked(chunks: Iterable[bytes], most: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    parts = []
    held = arrived = 0
    for chunk in chunks:
        arrived += len(chunk)
        part = unpacker.decompress(chunk, most - held + 1)
        held += len(part)
        if held > most or arrived > most:
            raise _too_large(most)
        parts.append(part)
    if arrived and (not unpacker.eof or unpacker.unused_data):
        raise BrokenAnswerError("its answer breaks off")
    return b"".join(parts)


def _too_large(most: int) -> TooMuchError:
    return TooMuchError(
        f"sends an answer of more than {most >> 20} MB. If that is right, raise answer_mb of [sync] in the settings"
    )
