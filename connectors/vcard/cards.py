"""Splits a stream of bytes into cards, so that one bad card costs one card and a large file costs little memory."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from connectors.utf16 import utf8_chunks

CHUNK_BYTES: Final = 1 << 20
LONGEST_CARD: Final = 64 << 20
"""Bytes after which a card is taken for rubbish: no phone writes photos that large, but a broken file has no end."""

_MARK: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:(BEGIN)|(END)|AGENT(?:;[^:]*)?:[ \t]*BEGIN)[ \t]*:[ \t]*VCARD[ \t.\x00\x1a]*",
    re.IGNORECASE,
)
_AGENT_ABOVE: Final = re.compile(rb"[\r\n]AGENT(?:;[^:\r\n]*)?:[ \t]*[\r\n]*\Z", re.IGNORECASE)
_PLAIN_BEGINS: Final = frozenset({b"\nBEGIN:VCARD\n", b"\nBEGIN:VCARD\r"})
_PLAIN_ENDS: Final = frozenset({b"\nEND:VCARD\n", b"\nEND:VCARD\r"})
"""The marks as nearly every file writes them; others go through the pattern."""

_LINE_END: Final = re.compile(rb"[\r\n]")
_BLANK: Final = b" \t\r\n\x00\x1a\xef\xbb\xbf"


class Piece(NamedTuple):
    """A card, from its BEGIN to its END, or what stands between two cards.

    `position` counts cards and strays together from 1, `line` is the line it starts on, counted from 1. `is_whole` is
    False for a card that was so long that its rest was thrown away.
    """

    text: bytes
    position: int
    line: int
    is_card: bool = True
    is_whole: bool = True


def split_cards(stream: BinaryIO) -> Iterator[Piece]:
    """Every card of the stream, and every stretch of text that belongs to none.

    A card starts at a BEGIN:VCARD in the first column, whatever its case. It ends with its END:VCARD, with the next
    BEGIN (somebody forgot to close it) or with the stream. A card within a card is AGENT's, and stays in the outer one.
    """
    splitter = _Splitter()
    for chunk in utf8_chunks(stream, CHUNK_BYTES):
        yield from splitter.feed(chunk)
    yield from splitter.finish()


class _Splitter:
    def __init__(self) -> None:
        self._buffer = b""
        self._start = 0  # where the open card, or the text after the last one, starts
        self._scanned = 0  # where the search for the next mark starts
        self._depth = 0  # 0: between cards; 1: in a card; 2 and more: in an AGENT of it
        self._position = 0
        self._line = 1
        self._is_cut = False
        self._cut_lines = 0
        self._pieces: list[Piece] = []

    def feed(self, chunk: bytes) -> list[Piece]:
        self._buffer += chunk
        # Whole lines only; whether a "\r" ends one is known once the next byte is there.
        limit = max(self._buffer.rfind(b"\n"), self._buffer.rfind(b"\r", 0, -1)) + 1
        self._find_marks(limit)
        self._forget(self._start)
        if len(self._buffer) > LONGEST_CARD:
            self._cut()
        return self._taken()

    def finish(self) -> list[Piece]:
        self._buffer += b"\n"
        self._find_marks(len(self._buffer))
        self._take(len(self._buffer), is_card=self._depth > 0)
        return self._taken()

    def _taken(self) -> list[Piece]:
        pieces, self._pieces = self._pieces, []
        return pieces

    def _find_marks(self, limit: int) -> None:
        # Looking for one word in upper case is a hundred times as fast as a pattern that ignores case.
        base, self._scanned = self._scanned, max(self._scanned, limit)
        upper, start = self._buffer[base:limit].upper(), 0
        while (word := upper.find(b"VCARD", start)) >= 0:
            end = word + len(b"VCARD")
            if upper[word - 7 : end + 1] in _PLAIN_BEGINS and not self._depth:
                self._begin(base + word - 6, is_agent=False)
            elif upper[word - 5 : end + 1] in _PLAIN_ENDS and self._depth == 1:
                self._end(base + end)
            else:
                end = self._read_mark(upper, start, word, base)
            start = end

    def _read_mark(self, upper: bytes, start: int, word: int, base: int) -> int:
        """Take the line around the word for a mark if it is one; returns where the line ends."""
        start = max(upper.rfind(b"\n", start, word), upper.rfind(b"\r", start, word), start - 1) + 1
        line_end = _LINE_END.search(upper, word)
        end = line_end.start() if line_end else len(upper)
        if mark := _MARK.fullmatch(upper, start, end):
            if mark[2]:
                self._end(base + end)
            else:
                self._begin(base + start, is_agent=not mark[1])
        return end

    def _begin(self, start: int, *, is_agent: bool) -> None:
        if self._depth and (is_agent or _AGENT_ABOVE.search(self._buffer, max(self._start, start - 200), start)):
            self._depth += 1
        elif not is_agent:
            if self._depth or self._buffer[self._start : start] != b"\n":
                self._take(start, is_card=self._depth > 0)
            else:
                self._start, self._line = start, self._line + 1
            self._depth = 1

    def _end(self, end: int) -> None:
        if self._depth == 1:
            self._take(end, is_card=True)
        self._depth = max(0, self._depth - 1)

    def _take(self, end: int, *, is_card: bool) -> None:
        text, self._start = self._buffer[self._start : end], end
        bare = text.lstrip(b"\r\n")
        line, self._line = self._line, self._line + _count_lines(text) + self._cut_lines
        if is_card or bare.strip(_BLANK):
            self._position += 1
            if len(bare) < len(text):
                line += _count_lines(text[: len(text) - len(bare)])
            self._pieces.append(Piece(bare, self._position, line, is_card, not self._is_cut))
        self._is_cut, self._cut_lines = False, 0

    def _forget(self, end: int) -> None:
        self._buffer = self._buffer[end:]
        self._start -= end
        self._scanned = max(0, self._scanned - end)

    def _cut(self) -> None:
        """Forget the middle of a card without an end; its last line may be the next BEGIN."""
        first, rest = self._buffer[:CHUNK_BYTES], self._buffer[self._scanned :][-CHUNK_BYTES:]
        self._cut_lines += _count_lines(self._buffer) - _count_lines(first) - _count_lines(rest)
        self._buffer, self._scanned, self._is_cut = first + rest, len(first), True


def _count_lines(text: bytes) -> int:
    count = text.count(b"\n")
    return count + text.count(b"\r") - text.count(b"\r\n") if b"\r" in text else count
