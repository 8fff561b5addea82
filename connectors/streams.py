"""Streams that archives are read through: counted, so that they stop where a bomb goes off.

Whatever goes wrong while one is read surfaces as an OSError, most often a `BrokenDocument` that says what to do.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

from connectors.base import HEAD_SIZE
from connectors.kinds import OPENING_SIZE, binary_kind, is_mail, is_vcard
from connectors.records import Reject

CHUNK: Final = 1 << 20
"""Bytes that are read at once."""

MAIL_SIZE: Final = 1_536
"""Bytes from the start of a message that tell it from other texts: a Maildir may hold ten thousands of them."""

_STEP: Final = 1 << 16

UNPACKING_ERRORS: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OverflowError)
"""What zipfile and gzip raise on damaged input, beside OSError (RuntimeError covers what they don't support)."""


class BrokenDocument(OSError):  # noqa: N818 - named after what it says; an OSError, so that readers expect it
    """A document's bytes can't be read, or not to their end; the message says why and what to do about it."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much an archive may unpack to before it is taken for a bomb.

    Ratios count only past `ratio_from_bytes`: little text may well be packed a thousandfold, and does no harm.
    `max_depth` counts packings within one another: a Takeout ZIP that holds an iCloud ZIP is 2 deep.
    """

    max_members: int = 50_000
    max_member_bytes: int = 4 << 30
    max_total_bytes: int = 16 << 30
    max_ratio: int = 200
    ratio_from_bytes: int = 64 << 20
    max_depth: int = 2

    def is_bomb(self, *, packed: int, unpacked: int) -> bool:
        """Whether so many bytes out of so few are more than an honest archive holds."""
        return unpacked > self.ratio_from_bytes and unpacked > self.max_ratio * packed


@dataclass(slots=True)
class Allowance:
    """The bytes that may still be unpacked from an archive and all that it holds, over all its members together."""

    left: int


class Unpacking(Protocol):
    """The part of a decompressing stream that a counted one needs."""

    def read1(self, size: int, /) -> bytes: ...  # noqa: D102 - as in io

    def close(self) -> None: ...  # noqa: D102 - as in io


class _Counted(io.RawIOBase):
    """Unpacks from `source` until its end or the limit, whatever the archive said about sizes."""

    def __init__(
        self, source: Unpacking, beneath: BinaryIO, packed: int, limits: ArchiveLimits, allowance: Allowance
    ) -> None:
        self._source = source
        self._beneath = beneath
        self._packed = packed
        self._limits = limits
        self._allowance = allowance
        self._unpacked = 0
        self._failure: OSError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # all that io ever gives
        if self._failure:
            raise self._failure
        try:
            chunk = self._source.read1(min(len(buffer), _STEP))
        except OSError as error:
            self._failure = error
            raise
        except UNPACKING_ERRORS as error:
            self._failure = damaged(error)
            raise self._failure from error
        self._count(len(chunk))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _count(self, size: int) -> None:
        self._unpacked += size
        self._allowance.left -= size
        if self._limits.is_bomb(packed=self._packed, unpacked=self._unpacked):
            raise BrokenDocument(bomb_reason(self._limits))
        if self._unpacked > self._limits.max_member_bytes or self._allowance.left < 0:
            raise BrokenDocument(size_reason(self._limits))

    def close(self) -> None:
        self._source.close()
        self._beneath.close()
        super().close()


class _Salvaging(io.BufferedReader):
    """Gives what stands before a damaged place, and raises only when asked for what comes after it."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return super().read()
        parts: list[bytes] = []
        while size > 0:
            try:
                part = self.read1(min(size, _STEP))
            except OSError:
                if not parts:
                    raise
                break
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def counted(
    source: Unpacking, beneath: BinaryIO, *, packed: int, limits: ArchiveLimits, allowance: Allowance
) -> BinaryIO:
    """What `source` unpacks from `packed` bytes of `beneath`, as a stream that raises when it gives too much."""
    return _Salvaging(_Counted(source, beneath, packed, limits, allowance))


def damaged(error: Exception) -> BrokenDocument:
    """What to say of an archive that its library can't read."""
    return BrokenDocument(f"is damaged or incomplete ({str(error) or type(error).__name__}): get the file again")


def bomb_reason(limits: ArchiveLimits) -> str:
    """What to say of a bomb."""
    return f"unpacks to more than {limits.max_ratio} times its size, as ZIP bombs do: not read"


def size_reason(limits: ArchiveLimits) -> str:
    """What to say of what is larger than an address book can be."""
    member, total = size_text(limits.max_member_bytes), size_text(limits.max_total_bytes)
    return f"unpacks to more than {member} (its archive: {total}): unpack it and give what holds contacts"


def size_text(size: int) -> str:
    """A number of bytes in the unit that suits it ("4 GiB")."""
    if size >= 1 << 30:
        return f"{size / (1 << 30):.4g} GiB"
    return f"{size / (1 << 20):.4g} MiB"


def unreadable(name: str, error: Exception) -> Reject:
    """The reject for a document (or a folder) that `error` kept from being read, or from being read to its end."""
    if isinstance(error, BrokenDocument):
        return Reject(name, str(error))
    if isinstance(error, FileNotFoundError):
        return Reject(name, "was there a moment ago and is gone: try again when nothing moves it")
    if isinstance(error, PermissionError):
        return Reject(name, "can't be opened: permission denied. Give yourself the right to read it (chmod u+r)")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return Reject(name, f"can't be read: {reason}")


def head_of(opened: Callable[[], BinaryIO]) -> bytes:
    """The start of a document: a glance where that tells what it is, else as much as a table's header may need.

    Short heads keep a folder of ten thousand photos or cards quick to look through, and cheap to remember.
    """
    with opened() as stream:
        head = stream.read(OPENING_SIZE)
        if is_mail(head):
            return head[:MAIL_SIZE]
        if len(head) < OPENING_SIZE or binary_kind(head) or is_vcard(head):
            return head
        return head + stream.read(HEAD_SIZE - OPENING_SIZE)
