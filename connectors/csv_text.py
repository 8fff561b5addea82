"""The bytes of a CSV file as records: encoding, delimiter, quoting and line ends as real exports have them."""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO, Final, NamedTuple, cast

from connectors.base import HEAD_SIZE

DELIMITERS: Final = (",", ";", "\t", "|")

MAX_LINE: Final = 4 << 20
"""Characters of a line that are read at once, so that a file without line ends can't fill the memory."""

MAX_RECORD_LINES: Final = 5_000
"""Lines that one record may span: the longest notes have hundreds, a quotation mark that is never closed has no end."""

_FIELD_LIMIT: Final = MAX_LINE * 4
_NULS_IN_UTF16: Final = 2
"""NULs among the first four bytes of Latin text in UTF-16."""
_CONTROLS: Final = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1a")

csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))  # its 131,072 characters are less than a long note


class Record(NamedTuple):
    """One record of a CSV file.

    `line` counts from 1 and is the line the record starts on. `problem` says why it can't be read (then there are no
    cells), and `text` is its raw text.
    """

    line: int
    text: str
    cells: list[str]
    problem: str | None = None


def _as_windows_text(error: UnicodeError) -> tuple[str, int]:
    """Read what is not in the file's encoding as Windows text, byte by byte, so that nothing raises or is lost."""
    fault = cast("UnicodeDecodeError", error)  # this handler is only used for decoding
    wrong = fault.object[fault.start : fault.end]
    try:
        return wrong.decode("cp1252"), fault.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), fault.end


codecs.register_error("kith-windows", _as_windows_text)


def is_text(head: bytes) -> bool:
    """Whether the start of a document can be text: at most one byte in a hundred is a control character."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head[:4].count(0) == _NULS_IN_UTF16:
        return True
    return len(head) - len(head.translate(None, _CONTROLS)) <= 1 + len(head) // 100


def encoding_of(head: bytes) -> str:
    """The encoding of a text by its first bytes: a byte order mark, NULs of UTF-16, then UTF-8, else cp1252.

    A stray wrong byte in UTF-8 doesn't make a file Windows text: that takes more wrong bytes than right ones.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head[:4].count(0) == _NULS_IN_UTF16:
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head, _is_whole(head))
    wrong = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", "ignore")) - wrong
    return "cp1252" if wrong > right else "utf-8"


def head_text(head: bytes) -> str:
    """The start of a document as text, without a character that was cut off at its end."""
    return codecs.getincrementaldecoder(encoding_of(head))("kith-windows").decode(head, _is_whole(head))


def _is_whole(head: bytes) -> bool:
    """Whether a head is all of its document, so that a character can't have been cut off at its end."""
    return len(head) < HEAD_SIZE


def text_lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of a text with their ends (LF, CRLF or CR), without NULs; closes the stream."""
    with io.TextIOWrapper(stream, encoding, errors="kith-windows", newline="") as text:
        while line := text.readline(MAX_LINE):
            yield line.replace("\x00", "")


class Records(Iterator[Record]):
    """The records of a CSV text.

    A quotation mark that is never closed would swallow the lines after it: then the line with the mark alone is the
    broken record, and reading goes on with the next. Set `width` to the number of columns once the header is known;
    `line` counts the lines read.
    """

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self.width = 0
        self._delimiter = delimiter
        edge = re.escape(delimiter)
        self._quoted = re.compile(rf'(?<![^{edge}])"(.*?)"(?=[{edge}\r\n]|$)', re.DOTALL)
        self._lines = iter(lines)
        self._given_back: deque[str] = deque()
        self._taken: list[str] = []
        self.line = 0
        self._characters = 0

    def __next__(self) -> Record:
        """The next record, or StopIteration."""
        start = self.line + 1
        self._taken, self._characters = [], 0
        try:
            cells = next(csv.reader(self._feed(), delimiter=self._delimiter, strict=True))
        except csv.Error:
            return self._broken(start)
        if len(self._taken) > 1 and self._has_swallowed(cells):
            return self._broken(start)
        self.line += len(self._taken)
        return Record(start, "".join(self._taken), cells)

    def _feed(self) -> Iterator[str]:
        """Lines for one record, as many as the reader asks for within the limits."""
        while len(self._taken) < MAX_RECORD_LINES and self._characters < _FIELD_LIMIT // 2:
            line = self._given_back.popleft() if self._given_back else next(self._lines, None)
            if line is None:
                return
            self._taken.append(line)
            self._characters += len(line)
            yield line

    def _has_swallowed(self, cells: list[str]) -> bool:
        """Whether a record of several lines holds another one: it has a wrong width and its second line the right."""
        return bool(self.width) and len(cells) != self.width and len(self._lenient(self._taken[1])) == self.width

    def _broken(self, start: int) -> Record:
        """The first of the lines taken as a record of its own; the others are given back."""
        line, *others = self._taken
        self._given_back.extendleft(reversed(others))
        self.line = start
        cells = self._lenient(line)
        if cells and self.width in {0, len(cells)}:
            return Record(start, line, cells)
        return Record(start, line, [], "a quotation mark is not closed or in the wrong place, or a cell is too long")

    def _lenient(self, line: str) -> list[str]:
        """The cells of a line with quotation marks inside quoted cells; none where a quoted cell stays open."""
        for attempt in (self._quoted.sub(_with_doubled_marks, line), line):
            lines = iter([attempt, ""])
            with suppress(csv.Error):
                cells = next(csv.reader(lines, delimiter=self._delimiter))
                if next(lines, None) is not None:
                    return cells
        return []


def _with_doubled_marks(quoted: re.Match[str]) -> str:
    """A quoted cell whose inner marks are doubled, as they should have been."""
    inner = quoted[1].replace('""', '"').replace('"', '""')
    return f'"{inner}"'
