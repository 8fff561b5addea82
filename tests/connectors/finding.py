"""Finds documents, and looks into them."""

from pathlib import Path
from typing import BinaryIO

from connectors.archives import Found
from connectors.base import Document
from connectors.documents import find_documents
from connectors.streams import ArchiveLimits

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Brandt\r\nEND:VCARD\r\n"


def names(found: list[Found]) -> list[str]:
    return [each.name if isinstance(each, Document) else each.file for each in found]


def find(*paths: str | Path, stdin: BinaryIO | None = None, limits: ArchiveLimits | None = None) -> list[Found]:
    return list(find_documents(paths, stdin=stdin, limits=limits))


def only(found: list[Found]) -> Document:
    (document,) = found
    assert isinstance(document, Document)
    return document


def content(document: Document) -> bytes:
    with document.open() as stream:
        return stream.read()


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))
