"""Reads ZIP and gzip files as folders of documents, without writing a member to disk and without trusting a size.

Whatever an archive holds, each member is a document, is skipped with a reason, or is a reject that says what to do.
"""

import gzip
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from connectors.base import Document
from connectors.kinds import binary_kind, is_gzip, is_zip, packed_kind
from connectors.records import Reject, Skipped
from connectors.spool import Spool
from connectors.streams import (
    UNPACKING_ERRORS,
    Allowance,
    ArchiveLimits,
    BrokenDocument,
    bomb_reason,
    counted,
    damaged,
    head_of,
    size_reason,
    unreadable,
)
from connectors.zip_format import by_path, first_member, left_out, overlap, refusal, seek_member, zip_members

Found = Document | Skipped | Reject


@dataclass(frozen=True, slots=True)
class Unpacker:
    """What the archives within one another share: the limits, what is left of them, and a place to keep streams."""

    limits: ArchiveLimits
    allowance: Allowance
    spool: Spool

    def documents(self, document: Document, depth: int = 0) -> Iterator[Found]:
        """The document itself, or what it holds if it is a ZIP or gzip file (`depth` packings deep so far)."""
        is_archive = is_zip(document.head)
        if not is_archive and not is_gzip(document.head):
            yield document
        elif is_archive and (kind := packed_kind(first_member(document.head))):
            yield Skipped(document.name, kind)
        elif depth == self.limits.max_depth:
            yield Reject(document.name, "is packed in too many archives within one another: unpack it first")
        else:
            yield from self._guarded(document, self._members if is_archive else self._gunzipped, depth + 1)

    def _guarded(
        self, document: Document, unpacked: Callable[[Document, int], Iterator[Found]], depth: int
    ) -> Iterator[Found]:
        try:
            yield from unpacked(document, depth)
        except OSError as error:
            yield unreadable(document.name, error)
        except (*UNPACKING_ERRORS, struct.error) as error:
            yield unreadable(document.name, damaged(error))

    def _gunzipped(self, document: Document, depth: int) -> Iterator[Found]:
        """What was packed; its size is that of the packed bytes, since gzip doesn't say (or lies about) the other."""
        opened = partial(self._opened_gzip, document)
        yield from self.documents(Document(document.name, document.size, head_of(opened), opened), depth)

    def _members(self, document: Document, depth: int) -> Iterator[Found]:
        archive = self._seekable(document)
        with archive.open() as stream:
            infos = zip_members(stream, most=self.limits.max_members)
        if not infos:
            yield Skipped(archive.name, "an empty archive")
        elif kind := packed_kind({info.filename for info in infos}):
            yield Skipped(archive.name, kind)
        else:
            yield from self._sound_members(archive, infos, depth)

    def _sound_members(self, archive: Document, infos: list[zipfile.ZipInfo], depth: int) -> Iterator[Found]:
        if overlap(infos):
            raise BrokenDocument("has members that overlap, as those of ZIP bombs do: not read")
        sound: list[tuple[str, zipfile.ZipInfo]] = []
        for path, info in by_path(infos):
            name = f"{archive.name}/{path}"
            if reason := left_out(path, info):
                yield Skipped(name, reason)
            elif reason := refusal(path, info, self.limits):
                yield Reject(name, reason)
            else:
                sound.append((name, info))
        unpacked = sum(info.file_size for _, info in sound)
        if self.limits.is_bomb(packed=archive.size, unpacked=unpacked):
            raise BrokenDocument(bomb_reason(self.limits))
        for name, info in sound:
            yield from self._member(name, info, archive, depth)

    def _member(self, name: str, info: zipfile.ZipInfo, archive: Document, depth: int) -> Iterator[Found]:
        opened = partial(self._opened_member, archive, info)
        try:
            head = head_of(opened)
        except OSError as error:
            yield unreadable(name, error)
            return
        if info.file_size > self.limits.max_member_bytes and not binary_kind(head):
            yield Reject(name, size_reason(self.limits))
        else:
            yield from self.documents(Document(name, info.file_size, head, opened), depth)

    def _seekable(self, document: Document) -> Document:
        """The document itself, or a copy of it that can be read from anywhere, as a ZIP must be."""
        with document.open() as stream:
            if stream.seekable():
                return document
            size, opened = self.spool.keep(stream, max_bytes=self.limits.max_member_bytes)
        return Document(document.name, size, document.head, opened)

    def _opened_gzip(self, document: Document) -> BinaryIO:
        beneath = document.open()
        return counted(
            gzip.GzipFile(fileobj=beneath),
            beneath,
            packed=document.size,
            limits=self.limits,
            allowance=self.allowance,
        )

    def _opened_member(self, archive: Document, info: zipfile.ZipInfo) -> BinaryIO:
        """A member as a stream of its own: the archive is opened anew, so documents hold no open files."""
        beneath = archive.open()
        try:
            seek_member(beneath, info)
        except (OSError, ValueError, OverflowError, struct.error) as error:
            beneath.close()
            raise damaged(error) from error
        return counted(
            zipfile.ZipExtFile(beneath, "r", info),
            beneath,
            packed=info.compress_size,
            limits=self.limits,
            allowance=self.allowance,
        )
