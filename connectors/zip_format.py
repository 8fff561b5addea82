"""What a ZIP's own bytes say of its members (PKWARE's APPNOTE), taken with the caution that they may lie."""

import os
import re
import stat
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO, Final

from connectors.filenames import printable, unwanted
from connectors.streams import ArchiveLimits, BrokenDocument, bomb_reason

_LOCAL_HEADER: Final = struct.Struct("<4s22x2H")  # APPNOTE 4.3.7: signature, …, lengths of the name and the extra field
_END_RECORD: Final = b"PK\x05\x06"  # 4.3.16; the directory's size stands 12 bytes in
_END_RECORD_64: Final = b"PK\x06\x06"  # 4.3.14; the directory's size stands 40 bytes in
_LOCATOR_64: Final = b"PK\x06\x07"  # 4.3.15
_LOCATOR_64_SIZE: Final = 20
_LONGEST_TAIL: Final = 65_557 + 76  # an end record with the longest comment, and ZIP64's two before it
_BYTES_PER_ENTRY: Final = 256  # of the directory, on average: 46, a path and the extra fields

_IS_ENCRYPTED: Final = 0x1
_IS_UTF8: Final = 0x800
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Bzip2 and LZMA are left out: no exporter uses them, and Python unpacks a step of them without a bound on memory."""

_OTHER_METHODS: Final = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}

_DRIVE: Final = re.compile(r"[A-Za-z]:")


def zip_members(stream: BinaryIO, *, most: int) -> list[zipfile.ZipInfo]:
    """What the archive's directory lists beside folders.

    Raises:
        BrokenDocument: It lists more than `most` files, or claims a directory that is longer than those need.
        zipfile.BadZipFile: It is damaged (zipfile raises others too: see `connectors.streams.UNPACKING_ERRORS`).
    """
    if _directory_size(stream) <= most * _BYTES_PER_ENTRY:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
        if len(infos) <= most:
            return [info for info in infos if not info.is_dir()]
    raise BrokenDocument(f"holds more than {most:,} files: unpack it and give the folder")


def seek_member(stream: BinaryIO, info: zipfile.ZipInfo) -> None:
    """Go to the first byte of what is packed in a member."""
    stream.seek(info.header_offset)
    signature, name_length, extra_length = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    if signature != b"PK\x03\x04":
        raise BrokenDocument("no file where its directory says")
    stream.seek(name_length + extra_length, os.SEEK_CUR)


def first_member(head: bytes) -> tuple[str, ...]:
    """The name of a ZIP's first member, which tells an office document without reading more of it."""
    if len(head) < _LOCAL_HEADER.size:
        return ()
    _, name_length, _ = _LOCAL_HEADER.unpack_from(head)
    return (head[_LOCAL_HEADER.size :][:name_length].decode("utf-8", "replace"),)


def _directory_size(stream: BinaryIO) -> int:
    """How long a ZIP says its directory is: read before zipfile reads it whole."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _LONGEST_TAIL))
    tail = stream.read()
    end = tail.rfind(_END_RECORD)
    if end < 0:
        return 0
    declared = int.from_bytes(tail[end + 12 : end + 16], "little")
    if not tail.startswith(_LOCATOR_64, max(0, end - _LOCATOR_64_SIZE)):
        return declared
    record = tail.rfind(_END_RECORD_64, 0, end)
    return int.from_bytes(tail[record + 40 : record + 48], "little")


def overlap(infos: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether members share bytes, by which a small archive could unpack to a very large one."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + _LOCAL_HEADER.size + info.compress_size
    return False


def by_path(infos: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Members with their paths, sorted; equal paths are numbered."""
    seen: dict[str, int] = {}
    for path, info in sorted(((_path(info), info) for info in infos), key=lambda member: member[0]):
        seen[path] = seen.get(path, 0) + 1
        yield (path if seen[path] == 1 else f"{path} ({seen[path]})"), info


def _path(info: zipfile.ZipInfo) -> str:
    """The member's path; names that are UTF-8 without saying so (macOS writes them) are read as that."""
    name = info.filename
    if not info.flag_bits & _IS_UTF8:
        with suppress(UnicodeError):  # really in the code page that ZIPs began with
            name = name.encode("cp437").decode("utf-8")
    return printable(name.replace("\\", "/").removeprefix("./"))


def left_out(path: str, info: zipfile.ZipInfo) -> str | None:
    """Why a member is left out on purpose, None where it isn't."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "a link to another file"
    if kind not in {0, stat.S_IFREG}:
        return "not a regular file"
    return unwanted([part for part in path.split("/") if part not in {".", ".."}])


def refusal(path: str, info: zipfile.ZipInfo, limits: ArchiveLimits) -> str | None:
    """Why a member can't be read, None where it can."""
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        return "its path leads out of the archive: not read"
    if info.flag_bits & _IS_ENCRYPTED:
        return "is encrypted: unpack it with its password first"
    if info.compress_type not in _METHODS:
        method = _OTHER_METHODS.get(info.compress_type, f"method {info.compress_type}")
        return f"is compressed in a way that isn't read here ({method}): unpack it first"
    if limits.is_bomb(packed=info.compress_size, unpacked=info.file_size):
        return bomb_reason(limits)
    return None
