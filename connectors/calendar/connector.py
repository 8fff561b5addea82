"""iCalendar files, as calendars and mail programs really write them."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from connectors.base import Batch, Batcher, Document
from connectors.calendar.grouping import Groups
from connectors.calendar.splitting import split_components
from connectors.utf16 import utf8_head

_BEGIN: Final = re.compile(
    rb"(?:\A|[\r\n])[ \t\xef\xbb\xbf]*BEGIN[ \t]*:[ \t]*(?:VCALENDAR|VEVENT)[ \t]*(?:[\r\n]|\Z)", re.IGNORECASE
)


class Calendar:
    """Reads iCalendar files: all events of one UID are an interaction, a series with its exceptions."""

    name: ClassVar[str] = "calendar"
    title: ClassVar[str] = "Calendar"
    version: ClassVar[int] = 1
    endings: ClassVar[tuple[bytes, ...]] = (b"END:VCALENDAR",)
    reads_together: ClassVar[bool] = False

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether a calendar, or an event without one, begins within the document's head."""
        return _BEGIN.search(utf8_head(document.head)) is not None

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:  # noqa: ARG002 - a file has no cursor
        """The documents' events, in batches; never raises for what a calendar holds."""
        batcher = Batcher()
        for document in self._documents:
            groups = Groups(document.name)
            with document.open() as stream:
                for piece in split_components(stream):
                    groups.add(piece)
            batcher.rejects += groups.rejects
            batcher.skipped += groups.skipped()
            for interaction in groups.interactions():
                batcher.interactions.append(interaction)
                if batcher.is_full:
                    yield batcher.take()
        yield batcher.take()
