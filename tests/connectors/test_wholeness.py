import io
from functools import partial

import pytest

from connectors.base import Document, FileConnector
from connectors.calendar import Calendar
from connectors.generic_csv import GenericCsv
from connectors.google_csv import GoogleCsv
from connectors.vcard import VCard
from connectors.wholeness import cut_off

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jane Doe\r\nEND:VCARD"


def document(content: bytes) -> Document:
    return Document("book", len(content), content[:100], partial(io.BytesIO, content))


@pytest.mark.parametrize(
    ("connector", "content", "is_cut"),
    [
        (VCard, CARD.encode(), False),
        (VCard, f"{CARD}\r\n\r\n \t\n".encode(), False),
        (VCard, CARD.lower().encode(), False),
        (VCard, CARD.replace("END:VCARD", "END : VCARD").encode(), False),
        (VCard, f"{CARD}\r\n".encode("utf-16"), False),
        (VCard, f"{CARD}\r\n".encode("utf-16-be"), False),
        (VCard, CARD.encode() + bytes(500), True),  # a disk that was full leaves zeros
        (VCard, CARD[:-1].encode(), True),
        (VCard, f"{CARD}\r\nBEGIN:VCARD\r\nFN:Max".encode(), True),
        (VCard, b"", True),
        (Calendar, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", False),
        (Calendar, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n", True),
        (GoogleCsv, b"Name\r\nJane\r\n", False),
        (GoogleCsv, b"Name\rJane\r", False),
        (GoogleCsv, "Name\r\nJane\r\n".encode("utf-16-le"), False),
        (GoogleCsv, b"Name\r\nJan", True),
        (GenericCsv, b"Name\r\nJane", False),
    ],
)
def test_an_export_is_cut_off_where_it_lacks_its_end(
    connector: type[FileConnector], content: bytes, is_cut: bool
) -> None:
    assert list(cut_off(connector, [document(content)])) == (["book"] if is_cut else [])


def test_an_end_that_stands_astride_two_chunks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.wholeness._CHUNK", 5)
    assert not list(cut_off(VCard, [document((CARD + "\n").encode())]))


def test_what_cannot_be_read_is_cut_off() -> None:
    def refused() -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    assert list(cut_off(VCard, [Document("book", 1, b"", refused)])) == ["book"]
