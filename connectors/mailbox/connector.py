"""Mailboxes as mbox files (Thunderbird, Apple Mail, Google Takeout), Maildirs, and messages in files of their own."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Final

from connectors.base import Batch, Batcher, Document
from connectors.mailbox.message import Place, is_message, read_message
from connectors.mailbox.splitting import first_block, is_mbox, split

_FLAGS: Final = {"D": "draft", "T": "trash"}
"""What of a Maildir's flags, at the end of a file's name, says that a message is none."""
_MAILDIR: Final = ("cur", "new", "tmp")
_SECONDS: Final = re.compile(r"(\d{9,10})\.")
_ENDINGS: Final = (".mbox", ".mbx", ".sbd")
_MOST_BYTES: Final = 32 << 20
"""Bytes of headers in a batch: twice what five thousand usual messages have, so that a mailing to all stays small."""
_OPENING: Final = 4_096
"""Bytes from the start of a document that tell a message from other texts."""
_NAMELESS: Final = ("mbox", "table_of_contents")
"""Files that are named after what they are; Apple Mail exports `Inbox.mbox/mbox`."""


class Mailbox:
    """Reads the headers of messages: who wrote to whom, and when. Bodies pass by; nothing of them is kept."""

    name: ClassVar[str] = "mailbox"
    title: ClassVar[str] = "Mailbox"
    version: ClassVar[int] = 1
    endings: ClassVar[tuple[bytes, ...]] = ()
    reads_together: ClassVar[bool] = False

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether a message's headers stand at the start, behind an mbox's line or by themselves."""
        opening = document.head[:_OPENING]
        return is_mbox(opening) or is_message(first_block(opening))

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:  # noqa: ARG002 - files have no cursor
        """The documents' messages, in batches; never raises for what a message holds.

        Of the recipients of one message the first 200 are kept. `subject` is given; whether it is kept is a setting's
        matter, where records are landed.
        """
        batcher, size = Batcher(), 0
        for document in self._documents:
            place = _place(document.name)
            with document.open() as stream:
                for headers in split(stream, document.head):
                    batcher.put(read_message(headers, place))
                    size += len(headers.block)
                    if batcher.is_full or size > _MOST_BYTES:
                        yield batcher.take()
                        size = 0
        yield batcher.take()


def _place(name: str) -> Place:
    """What the path of a file says of its messages."""
    *folders, file = name.split("/")
    if folders and folders[-1] in _MAILDIR:
        folder = folders[-2].removeprefix(".") if len(folders) > 1 else ""
        flags = file.rpartition("2,")[2] if "2," in file else ""
        hints = [_FLAGS[flag] for flag in flags if flag in _FLAGS]
        return Place(name, (folder,) if folder else (), (*hints, folder.rpartition(".")[2]), _delivered(file))
    stem = folders[-1] if folders and file in _NAMELESS else file
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    return Place(name, hints=(stem,))


def _delivered(file: str) -> str:
    """When a Maildir's message came: its file is named by the second, counted as Unix does; "" where it isn't."""
    counted = _SECONDS.match(file)
    return datetime.fromtimestamp(int(counted[1]), UTC).isoformat() if counted else ""
