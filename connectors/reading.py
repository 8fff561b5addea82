"""Lets a connector read documents that may break off in the middle, without its having to know."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import BinaryIO, cast

from connectors.base import Batch, Document, FileConnector
from connectors.documents import READ_ERRORS
from connectors.records import Reject
from connectors.streams import CHUNK, unreadable

Failures = dict[str, Reject]
"""A reject by the name of the document that it is for."""


def read(connector: type[FileConnector], documents: Sequence[Document]) -> Iterator[Batch]:
    """What the connector reads from the documents, batch by batch, with a reject for each that breaks off.

    A document that is damaged, vanishes or may not be opened ends, for the connector, where it can't be read on: what
    stands before the damage is read, and so are all other documents. Batches then don't call themselves complete.

    Raises:
        UserError: The connector says that the source as a whole can't be read.
    """
    failures: Failures = {}
    told = 0
    whole = [replace(document, open=partial(_opened, document, failures)) for document in documents]
    for batch in connector(whole).pull():
        fresh = tuple(failures.values())[told:]
        told += len(fresh)
        yield replace(batch, rejects=batch.rejects + fresh, is_complete=batch.is_complete and not failures)
    if rest := tuple(failures.values())[told:]:
        yield Batch(rejects=rest)


def _opened(document: Document, failures: Failures) -> BinaryIO:
    try:
        stream = document.open()
    except READ_ERRORS as error:
        failures.setdefault(document.name, unreadable(document.name, error))
        return io.BytesIO()
    return cast("BinaryIO", io.BufferedReader(_UntilBroken(document.name, stream, failures)))


class _UntilBroken(io.RawIOBase):
    """A stream that ends where it can't be read on, and notes why."""

    def __init__(self, name: str, stream: BinaryIO, failures: Failures) -> None:
        self._name = name
        self._stream = stream
        self._failures = failures

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # all that io ever gives
        try:
            chunk = self._stream.read(min(len(buffer), CHUNK))
        except READ_ERRORS as error:
            self._failures.setdefault(self._name, unreadable(self._name, error))
            return 0
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()
