"""Splits a stream of bytes into the components of its calendars, so that one bad event costs one event.

Components are told by their BEGIN and END lines, wherever they are missing or doubled; lines are unfolded and decoded
a component at a time. Source: RFC 5545 sections 3.1 and 3.4.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from connectors.utf16 import utf8_chunks

CHUNK_BYTES: Final = 1 << 20
LONGEST: Final = 64 << 20
"""Bytes after which a component is taken for rubbish: its end is missing, or the file is damaged."""

_MARK: Final = re.compile(rb"\n(BEGIN|END)[ \t]*:[ \t]*([A-Z0-9-]+)[ \t]*(?=\n)")
_FOLD: Final = re.compile(r"\n[ \t]")
_ATTACHED: Final = re.compile(r"^ATTACH[^:\n]*(?:BASE64|BINARY)[^\n]*\n", re.IGNORECASE | re.MULTILINE)
_BLANK: Final = b" \t\r\n\x00\x1a\xef\xbb\xbf"

_STANDALONE: Final = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"})
"""What is never part of another component: its BEGIN closes the one that is open."""


class Piece(NamedTuple):
    """A component, a calendar's own properties, or text that belongs to no calendar.

    `name` is the component's, "VCALENDAR" for a calendar's own lines, "" for stray text. `text` is unfolded, without
    what it has within itself (reminders) and without attachments; `line` is where it starts, `calendar` counts the
    file's calendars, both from 1. `is_whole` is False for one that was so long that its rest was thrown away; `within`
    counts the reminders in it.
    """

    name: str
    text: str
    line: int
    calendar: int
    is_whole: bool = True
    within: int = 0


def split_components(stream: BinaryIO) -> Iterator[Piece]:
    """The components of the stream in their order; a calendar's own properties come where they stand."""
    splitter = _Splitter()
    for text in _texts(stream):
        yield from splitter.feed(text)
    yield from splitter.finish()


def _texts(stream: BinaryIO) -> Iterator[bytes]:
    r"""The stream in pieces of whole lines, "\n" at the end of each, as UTF-8 or whatever it is."""
    waiting: list[bytes] = []
    size = 0
    for chunk in utf8_chunks(stream, CHUNK_BYTES):
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r", 0, -1)) + 1
        size += len(chunk)
        if not end and size < LONGEST:
            waiting.append(chunk)
            continue
        end = end or len(chunk)
        yield _with_newlines(b"".join([*waiting, chunk[:end]]))
        waiting, size = [chunk[end:]], len(chunk) - end
    if rest := _with_newlines(b"".join(waiting)):
        yield rest.removesuffix(b"\n") + b"\n"


def _with_newlines(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text


class _Splitter:
    """Walks from mark to mark; what stands between two of them belongs to what is open there."""

    def __init__(self) -> None:
        self._indent: bytes | None = None
        self._line = 1
        self._calendar = 0
        self._name = ""  # of the component that is open; "" outside of any
        self._begun = 1  # the line on which it began
        self._parts: list[bytes] = []
        self._size = 0
        self._is_cut = False
        self._inner: list[str] = []  # what is open within it
        self._within = 0
        self._is_in_calendar = False

    def feed(self, text: bytes) -> Iterator[Piece]:
        text = b"\n" + self._dedented(text)  # so that each mark, the first one too, has a line end before it
        upper, at = text.upper(), 1
        for mark in _MARK.finditer(upper):
            start = mark.start() + 1
            yield from self._between(text[at:start])
            self._line += 1
            at = mark.end() + 1
            name = mark[2].decode()
            yield from self._begin(name) if mark[1] == b"BEGIN" else self._end(name)
        yield from self._between(text[at:])

    def finish(self) -> Iterator[Piece]:
        yield from self._close()

    def _dedented(self, text: bytes) -> bytes:
        """The text without the blanks that a whole file is indented by."""
        if self._indent is None and (bare := text.lstrip(_BLANK)):
            skipped = text[: len(text) - len(bare)]
            self._indent = b"\n" + skipped.rpartition(b"\n")[2].strip(b"\x00\x1a\xef\xbb\xbf")
            text = skipped[: skipped.rfind(b"\n") + 1] + bare
        return text.replace(self._indent, b"\n") if self._indent and len(self._indent) > 1 else text

    def _between(self, text: bytes) -> Iterator[Piece]:
        lines = text.count(b"\n")
        if self._name:
            if (not self._inner or self._name == "VTIMEZONE") and not self._is_cut:
                self._keep(text)
        elif text.strip(_BLANK):
            name = "VCALENDAR" if self._is_in_calendar else ""
            yield Piece(name, _decoded([text]), self._line, self._calendar)
        self._line += lines

    def _keep(self, text: bytes) -> None:
        self._parts.append(text)
        self._size += len(text)
        self._is_cut = self._size > LONGEST

    def _begin(self, name: str) -> Iterator[Piece]:
        if name == "VCALENDAR":
            yield from self._close()
            self._calendar += 1
            self._is_in_calendar = True
        elif self._name and name not in _STANDALONE:
            self._inner.append(name)
            self._within += name == "VALARM"
            if self._name == "VTIMEZONE":
                self._keep(f"BEGIN:{name}\n".encode())
        else:
            yield from self._close()
            self._name, self._begun = name, self._line - 1

    def _end(self, name: str) -> Iterator[Piece]:
        if self._inner and name in self._inner:
            while self._inner.pop() != name:
                pass
            if self._name == "VTIMEZONE":
                self._keep(f"END:{name}\n".encode())
        elif name == self._name:
            yield from self._close()
        elif name == "VCALENDAR":
            yield from self._close()
            self._is_in_calendar = False

    def _close(self) -> Iterator[Piece]:
        if self._name:
            text = f"BEGIN:{self._name}\n{_decoded(self._parts)}END:{self._name}\n"
            yield Piece(self._name, text, self._begun, self._calendar, not self._is_cut, self._within)
        self._name, self._parts, self._size, self._is_cut = "", [], 0, False
        self._inner, self._within = [], 0


def _decoded(parts: list[bytes]) -> str:
    """The text of a component: unfolded, its bytes read as UTF-8, and where they aren't, line by line as cp1252."""
    raw = b"".join(parts)
    try:
        text, is_utf8 = raw.decode(), True
    except UnicodeDecodeError:
        text, is_utf8 = raw.decode("utf-8", "surrogateescape"), False
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub("", text)
    if not is_utf8:
        text = "\n".join(_mended(line) for line in text.split("\n"))
    return _ATTACHED.sub("", text) if "ATTACH" in text or "attach" in text else text


def _mended(line: str) -> str:
    """A line that a fold had cut within a letter, or that isn't UTF-8."""
    raw = line.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
