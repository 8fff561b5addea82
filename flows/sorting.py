"""Sorts what stands at the given paths: which documents go to which connector, and what nobody reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from configs.settings import Limits
from connectors.base import Document, FileConnector
from connectors.documents import find_documents
from connectors.records import Reject, Skipped
from connectors.registry import recognise
from connectors.streams import ArchiveLimits


@dataclass(slots=True)
class Sorted:
    """Documents by their connector, in the order in which they were found, and what no connector reads."""

    documents: dict[type[FileConnector], list[Document]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes in all documents."""
        return sum(document.size for documents in self.documents.values() for document in documents)


def sort_documents(
    paths: Sequence[Path | str], *, limits: Limits, stdin: BinaryIO | None = None, follows_links: bool = True
) -> Sorted:
    """Look through files, folders, archives and standard input ("-"); with `follows_links` links to files, too.

    Raises:
        UserError: a path doesn't exist.
    """
    found = Sorted()
    for document in find_documents(paths, limits=archive_limits(limits), stdin=stdin, follows_links=follows_links):
        reader = recognise(document) if isinstance(document, Document) else document
        if isinstance(reader, Skipped):
            found.skipped.append(reader)
        elif isinstance(reader, Reject):
            found.rejects.append(reader)
        elif isinstance(document, Document):
            found.documents.setdefault(reader, []).append(document)
    return found


def archive_limits(limits: Limits) -> ArchiveLimits:
    """The settings in the reader's units: bytes."""
    return ArchiveLimits(
        max_members=limits.archive_members,
        max_member_bytes=limits.archive_member_mb << 20,
        max_total_bytes=limits.archive_total_mb << 20,
        max_ratio=limits.archive_ratio,
    )
