"""vCard files, versions 2.1, 3.0 and 4.0, as phones and address books really write them."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from connectors.base import Batch, Batcher, Document
from connectors.records import Reject, Skipped
from connectors.utf16 import utf8_head
from connectors.vcard.card import contact_of
from connectors.vcard.cards import Piece, split_cards
from connectors.vcard.heads import UNREADABLE
from connectors.vcard.lines import properties
from connectors.vcard.readers import read_card

_BEGIN: Final = re.compile(rb"(?:\A|[\r\n])(?:\xef\xbb\xbf)?BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?:[\r\n]|\Z)", re.IGNORECASE)
_LONGEST_RAW: Final = 100_000


class VCard:
    """Reads vCard files: a card is a contact; text that belongs to no card is a reject."""

    name: ClassVar[str] = "vcard"
    title: ClassVar[str] = "vCard"
    version: ClassVar[int] = 1
    endings: ClassVar[tuple[bytes, ...]] = (b"END:VCARD",)
    reads_together: ClassVar[bool] = False

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether a card begins within the document's head."""
        return _BEGIN.search(utf8_head(document.head)) is not None

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:  # noqa: ARG002 - a file has no cursor
        """The documents' contacts, in batches; never raises for what a card holds."""
        batcher = Batcher()
        for document in self._documents:
            with document.open() as stream:
                for piece in split_cards(stream):
                    _read(piece, document.name, batcher)
                    if batcher.is_full:
                        yield batcher.take()
        yield batcher.take()


def _read(piece: Piece, file: str, batcher: Batcher) -> None:
    if not piece.is_card:
        batcher.rejects.append(_reject(piece, file, "text outside of any card"))
        return
    if not piece.is_whole:
        batcher.rejects.append(
            _reject(piece, file, "a card of more than 64 MB: its end is missing or the file is damaged")
        )
        return
    found = properties(piece.text)
    if not found:
        batcher.skipped.append(Skipped(file, "an empty card", piece.position))
        return
    if found[-1][0] is UNREADABLE and all(head is UNREADABLE for head, _ in found):
        batcher.rejects.append(_reject(piece, file, "a card in which nothing can be read"))
        return
    card = read_card(found)
    for key, content in card.photo_bytes.items():
        batcher.add_photo(key, content)
    batcher.contacts.append(contact_of(card, file=file, position=piece.position))


def _reject(piece: Piece, file: str, reason: str) -> Reject:
    raw = piece.text[:_LONGEST_RAW].decode("utf-8", "replace").strip("\x00")
    return Reject(file, reason, piece.position, piece.line, raw)
