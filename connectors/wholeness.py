"""Tells whether an export is whole: what is missing from a file that was cut off isn't gone from its source."""

from collections.abc import Iterator, Sequence
from typing import Final

from connectors.base import Document, FileConnector
from connectors.documents import READ_ERRORS

_TAIL: Final = 200
_CHUNK: Final = 1 << 20


def cut_off(connector: type[FileConnector], documents: Sequence[Document]) -> Iterator[str]:
    """The names of the documents that don't end as the connector says that every whole one does (`endings`)."""
    if not connector.endings:
        return
    for document in documents:
        if not _tail(document, connector.endings).endswith(connector.endings):
            yield document.name


def _tail(document: Document, endings: tuple[bytes, ...]) -> bytes:
    """The last bytes of a document in capitals: UTF-16's zeros are left out, and blanks in and behind an ending."""
    tail = b""
    try:
        with document.open() as stream:
            while chunk := stream.read(_CHUNK):
                tail = (tail + chunk)[-_TAIL:]
    except READ_ERRORS:
        return b""
    text = tail.replace(b"\0", b"").upper()
    bare = text.replace(b" ", b"").replace(b"\t", b"").rstrip()
    return bare if bare.endswith(endings) else text
