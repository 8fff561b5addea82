"""Tells whether an export is whole: what is missing from a file that was cut off isn't gone from its source."""

from collections.abc import Iterator, Sequence
from typing import Final

from connectors.base import Document, FileConnector
from connectors.documents import READ_ERRORS
from connectors.generic_csv import GenericCsv
from connectors.vcard import VCard

_TAIL: Final = 200
_CHUNK: Final = 1 << 20


def cut_off(connector: type[FileConnector], documents: Sequence[Document]) -> Iterator[str]:
    """The names of the documents that don't end as every program ends them: a vCard's END, a table's line end.

    Tables of unknown programs are taken as they are: spreadsheets leave out the last line end.
    """
    if connector is GenericCsv:
        return
    for document in documents:
        tail = _tail(document)
        is_whole = tail.upper().endswith(b"END:VCARD") if connector is VCard else tail.endswith((b"\n", b"\r"))
        if not is_whole:
            yield document.name


def _tail(document: Document) -> bytes:
    """The last bytes of a document, in any encoding: UTF-16's zeros are left out, and blanks after a vCard's end."""
    tail = b""
    try:
        with document.open() as stream:
            while chunk := stream.read(_CHUNK):
                tail = (tail + chunk)[-_TAIL:]
    except READ_ERRORS:
        return b""
    text = tail.replace(b"\0", b"")
    bare = text.replace(b" ", b"").replace(b"\t", b"").rstrip()
    return bare if bare.upper().endswith(b"END:VCARD") else text
