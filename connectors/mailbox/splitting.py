"""Takes the headers of messages out of a stream of gigabytes; bodies pass by and are kept nowhere.

mbox has no escape that every program uses, so a line that begins with "From " starts a message only where an empty line
stands before it, where it looks as programs write it (a sender and a time), and where a header comes next.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

CHUNK: Final = 1 << 20
"""Bytes that are read at once."""

LONGEST_HEADERS: Final = 4 << 20
"""Bytes of a message's headers that are looked at: the longest honest ones have some hundred thousand."""

_LOOKAHEAD: Final = 4_096
"""Bytes behind a line's start by which it is known to begin a message, or not to."""

START: Final = re.compile(
    rb"From (?:[^\n]{0,400}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b,?\s{1,4}"
    rb"(?:[A-Z][a-z]{2}\s{1,4}\d{1,2}|\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4})\s{1,4}\d{1,2}:\d\d"
    rb"|(?:[^\s@]{1,200}@[^\s@]{1,200}|-|MAILER-DAEMON)\s[^\n]{0,100}?\b\d{1,2}:\d\d\b)[^\n]{0,400}\n"
    rb"(?:>From [^\n]{0,400}\n)?[!-9;-~]{1,200}[ \t]*:"
)
"""The line that begins a message in an mbox, and the name of its first header."""

_BLANK: Final = re.compile(rb"\n\r?\n")
_COUNTED: Final = re.compile(rb"\d{1,10}[ \t]*\r?\n")
"""The first line of Apple's .emlx: how many bytes the message has."""
_AHEAD: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")


class Headers(NamedTuple):
    """The headers of one message, without carriage returns: `position` counts from 1, `start` is mbox's line."""

    position: int
    start: bytes
    block: bytes


def is_mbox(head: bytes) -> bool:
    """Whether a document begins as an mbox does."""
    return START.match(_ends(head, head).lstrip(b"\xef\xbb\xbf \t\r\n")) is not None


def first_block(head: bytes) -> bytes:
    """The headers of a single message with whose first bytes a document begins, as far as they reach."""
    text = _without_count(_ends(head, head))
    blank = _BLANK.search(text)
    return (text[: blank.start()] if blank else text).replace(b"\r", b"")


def split(stream: BinaryIO, head: bytes) -> Iterator[Headers]:
    """The headers of each message in an mbox, or of the one message that a document is (`head` is its beginning)."""
    if is_mbox(head):
        yield from _split_mbox(stream, head)
        return
    text = b""
    while len(text) < LONGEST_HEADERS and (chunk := stream.read(CHUNK if text else _LOOKAHEAD)):
        text += _ends(chunk, head)
        if _BLANK.search(text.lstrip()):
            break
    block = first_block(text[:LONGEST_HEADERS])
    if block.strip():
        yield Headers(1, b"", block)


def _split_mbox(stream: BinaryIO, head: bytes) -> Iterator[Headers]:
    window = _Window(stream, head)
    position = 0
    while window.is_at_start():
        position += 1
        start, _, block = window.headers().partition(b"\n")
        yield Headers(position, start.strip(), block)
        window.skip_body()


class _Window:
    """The part of an mbox that is in memory: from `_at` on nothing was looked at yet."""

    def __init__(self, stream: BinaryIO, head: bytes) -> None:
        self._stream = stream
        self._head = head
        self._held = b""
        self._at = 0
        self._is_done = False
        self._more()
        self._at = len(_AHEAD.match(self._held)[0])  # type: ignore[index] # the pattern fits nothing at all as well

    def is_at_start(self) -> bool:
        """Whether a message begins here."""
        return self._at < len(self._held)

    def headers(self) -> bytes:
        """The bytes up to the first empty line, without carriage returns; what follows them is next."""
        searched = self._at
        while not (blank := _BLANK.search(self._held, searched)):
            size = len(self._held) - self._at
            if size >= LONGEST_HEADERS or not self._more():
                break
            searched = self._at + max(size - 2, 0)
        end = blank.start() if blank else len(self._held)
        block = self._held[self._at : end]
        self._at = blank.end() - 1 if blank else len(self._held)
        return block.replace(b"\r", b"") if b"\r" in block else block

    def skip_body(self) -> None:
        """Go to where the next message begins, or to the end."""
        while True:
            found = self._held.find(b"\nFrom ", self._at)
            if found < 0:
                self._at = max(self._at, len(self._held) - len(b"\n\r\nFrom "))
                if not self._more():
                    self._at = len(self._held)
                    return
                continue
            if found + _LOOKAHEAD > len(self._held) and not self._is_done:
                self._at = max(found - 2, 0)
                self._more()
                continue
            if self._held.endswith((b"\n", b"\n\r"), max(found - 2, 0), found) and START.match(self._held, found + 1):
                self._at = found + 1
                return
            self._at = found + 1

    def _more(self) -> bool:
        """Read on; what was looked at is let go, but for two bytes that may be the empty line before a message."""
        chunk = self._stream.read(CHUNK)
        if not chunk:
            self._is_done = True
            return False
        kept = max(self._at - 2, 0)
        self._held = self._held[kept:] + _ends(chunk, self._head)
        self._at -= kept
        return True


def _ends(chunk: bytes, head: bytes) -> bytes:
    """The bytes with line feeds, where the document has none but old Macintoshes' carriage returns."""
    return chunk.replace(b"\r", b"\n") if b"\n" not in head else chunk


def _without_count(text: bytes) -> bytes:
    ahead = text[len(_AHEAD.match(text)[0]) :]  # type: ignore[index] # the pattern fits nothing at all as well
    counted = _COUNTED.match(ahead)
    return ahead[counted.end() :] if counted else ahead
