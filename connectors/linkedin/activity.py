"""What the owner of a LinkedIn archive did with others: messages, invitations, endorsements, recommendations.

Content, subjects and titles of messages and the text of invitations and recommendations are kept nowhere.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, Final

from configs.words import word_list
from connectors.base import Batch, Batcher, Document
from connectors.csv_table import IsHeader, Row, find_header, read_rows
from connectors.identity import sealed
from connectors.interaction_records import RawInteraction
from connectors.linkedin.exchanges import endorsement, invitation, recommendation
from connectors.linkedin.messages import message
from connectors.records import Reject, Skipped

Reader = Callable[[Row], RawInteraction | Skipped]


def _has(kind: str) -> IsHeader:
    header = frozenset(word_list("linkedin")["activity"][kind]["header"])
    return header.issubset


_READERS: Final[dict[str, Reader]] = {
    "message": message,
    "invitation": invitation,
    "endorsement_received": endorsement,
    "endorsement_given": endorsement,
    "recommendation": recommendation,
}
_HEADERS: Final[dict[str, IsHeader]] = {kind: _has(kind) for kind in _READERS}


def _kind(document: Document) -> str | None:
    """Which of the files a document is; None if it is none of them."""
    return next((kind for kind, is_header in _HEADERS.items() if find_header(document, is_header)), None)


class LinkedInActivity:
    """Reads messages.csv, Invitations.csv, Endorsement_…_Info.csv and Recommendations_….csv, of every generation."""

    name: ClassVar[str] = "linkedin_activity"
    title: ClassVar[str] = "LinkedIn activity"
    version: ClassVar[int] = 1
    endings: ClassVar[tuple[bytes, ...]] = (b"\n", b"\r")
    reads_together: ClassVar[bool] = False

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(documents)

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether the document's columns are those of one of the files."""
        return _kind(document) is not None

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:  # noqa: ARG002 - files have no cursor
        """All rows of all documents as interactions; of rejected rows only length and hash are told."""
        batcher = Batcher()
        for document in self._documents:
            for entry in _entries(document):
                batcher.put(entry)
                if batcher.is_full:
                    yield batcher.take()
        yield batcher.take()


def _entries(document: Document) -> Iterator[RawInteraction | Reject | Skipped]:
    kind = _kind(document)
    if kind is None:
        return
    for entry in read_rows(document, _HEADERS[kind]):
        found = _READERS[kind](entry) if isinstance(entry, Row) else entry
        if isinstance(found, RawInteraction) and isinstance(entry, Row) and (lack := _lack(found)):
            found = Reject(entry.file, lack, entry.position, entry.line, entry.raw)
        yield found._replace(raw=sealed(found.raw)) if isinstance(found, Reject) and found.raw is not None else found


def _lack(found: RawInteraction) -> str | None:
    """Why a row can't be an interaction: where a quotation mark is missing, lines of a message look like rows."""
    if not found.people:
        return "nobody is named in this row"
    return "no date that can be read in this row" if found.sent_at is None else None
