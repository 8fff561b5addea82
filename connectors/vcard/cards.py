"""Splits a stream of bytes into cards, so that one bad card costs one card and a large file costs little memory."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

CHUNK_BYTES: Final = 1 << 20
LONGEST_CARD: Final = 64 << 20
"""Bytes after which a card is taken for rubbish: no phone writes photos that large, but a broken file has no end."""

_MARK: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:(BEGIN)|(END)|AGENT(?:;[^:]*)?:[ \t]*BEGIN)[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE
)
_AGENT_ABOVE: Final = re.compile(rb"[\r\n]AGENT(?:;[^:\r\n]*)?:[ \t]*[\r\n]*\Z", re.IGNORECASE)
_LINE_END: Final = re.compile(rb"[\r\n]")
_BLANK: Final = b" \t\r\n\x00\x1a\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Piece:
    """A card, from its BEGIN to its END, or what stands between two cards.

    `position` counts cards and strays together from 1, `line` is the line it starts on, counted from 1. `is_whole` is
    False for a card that was so long that its rest was thrown away.
    """

    text: bytes
    position: int
    line: int
    is_card: bool = True
    is_whole: bool = True


def utf16_encoding(head: bytes) -> str | None:
    """The UTF-16 flavour that a byte order mark or two NULs in the first four bytes give away; None for others."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if head[:4].count(0) == 2:  # noqa: PLR2004 - two of four bytes: ASCII text, two bytes a letter
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    return None


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The stream in pieces of about `CHUNK_BYTES`; UTF-16 comes out as UTF-8."""
    first = stream.read(CHUNK_BYTES)
    encoding = utf16_encoding(first)
    if encoding is None:
        while first:
            yield first
            first = stream.read(CHUNK_BYTES)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while first:
        yield decoder.decode(first).encode("utf-8", "surrogatepass")
        first = stream.read(CHUNK_BYTES)
    yield decoder.decode(b"", final=True).encode("utf-8")


def split_cards(stream: BinaryIO) -> Iterator[Piece]:
    """Every card of the stream, and every stretch of text that belongs to none.

    A card starts at a BEGIN:VCARD in the first column, whatever its case. It ends with its END:VCARD, with the next
    BEGIN (somebody forgot to close it) or with the stream. A card within a card is AGENT's, and stays in the outer one.
    """
    splitter = _Splitter()
    for chunk in _chunks(stream):
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

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        self._buffer += chunk
        # Whole lines only; whether a "\r" ends one is known once the next byte is there.
        limit = max(self._buffer.rfind(b"\n"), self._buffer.rfind(b"\r", 0, -1)) + 1
        yield from self._marks(limit)
        self._forget(self._start)
        if len(self._buffer) > LONGEST_CARD:
            self._cut()

    def finish(self) -> Iterator[Piece]:
        self._buffer += b"\n"
        yield from self._marks(len(self._buffer))
        yield from self._take(len(self._buffer), is_card=self._depth > 0)

    def _marks(self, limit: int) -> Iterator[Piece]:
        # Looking for one word in upper case is a hundred times as fast as a pattern that ignores case.
        base, self._scanned = self._scanned, max(self._scanned, limit)
        upper, start = self._buffer[base:limit].upper(), 0
        while (word := upper.find(b"VCARD", start)) >= 0:
            start = max(upper.rfind(b"\n", start, word), upper.rfind(b"\r", start, word), start - 1) + 1
            line_end = _LINE_END.search(upper, word)
            end = line_end.start() if line_end else len(upper)
            if mark := _MARK.fullmatch(upper, start, end):
                yield from self._mark(mark, base + start, base + end)
            start = end

    def _mark(self, mark: re.Match[bytes], start: int, end: int) -> Iterator[Piece]:
        if mark[1] or not mark[2]:
            yield from self._begin(start, is_agent=not mark[1])
        elif self._depth > 1:
            self._depth -= 1
        elif self._depth == 1:
            yield from self._take(end, is_card=True)
            self._depth = 0

    def _begin(self, start: int, *, is_agent: bool) -> Iterator[Piece]:
        if self._depth and (is_agent or _AGENT_ABOVE.search(self._buffer, max(self._start, start - 200), start)):
            self._depth += 1
        elif not is_agent:
            yield from self._take(start, is_card=self._depth > 0)
            self._depth = 1

    def _take(self, end: int, *, is_card: bool) -> Iterator[Piece]:
        text, self._start = self._buffer[self._start : end], end
        bare = text.lstrip(b"\r\n")
        if is_card or bare.strip(_BLANK):
            self._position += 1
            line = self._line + _count_lines(text[: len(text) - len(bare)])
            yield Piece(bare, self._position, line, is_card, not self._is_cut)
        self._is_cut = False
        self._line += _count_lines(text)

    def _forget(self, end: int) -> None:
        self._buffer = self._buffer[end:]
        self._start -= end
        self._scanned = max(0, self._scanned - end)

    def _cut(self) -> None:
        """Forget the middle of a card without an end; its last line may be the next BEGIN."""
        first, rest = self._buffer[:CHUNK_BYTES], self._buffer[self._scanned :][-CHUNK_BYTES:]
        self._line += _count_lines(self._buffer) - _count_lines(first) - _count_lines(rest)
        self._buffer, self._scanned, self._is_cut = first + rest, len(first), True


def _count_lines(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
