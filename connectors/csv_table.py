"""Tables of contacts: finds the header of a CSV file and reads its rows by column name, never by position."""

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, islice
from typing import ClassVar, Final
from unicodedata import normalize

from configs.words import word_list
from connectors.base import Batch, Batcher, Document
from connectors.csv_text import DELIMITERS, Record, Records, encoding_of, head_text, is_text, text_lines
from connectors.records import RawContact, Reject, Skipped

SEARCHED_RECORDS: Final = 30
"""Records at the start of a file among which the header is looked for: LinkedIn's stands below a notice."""

MAX_COLUMNS: Final = 5_000
"""More columns than this are no address book, but a broken file."""

LONGEST_COLUMN: Final = 60
"""Characters of a column's name; what is longer is a sentence."""

TELLING: Final = ("names", "emails", "phones", "addresses", "organisations", "urls", "dates", "relations", "note")
"""Fields one of which a contact needs; with a category alone nobody is known."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table as written, their `keys` (blanks and case aside), and how the file is written."""

    columns: tuple[str, ...]
    keys: tuple[str, ...]
    delimiter: str
    encoding: str


IsHeader = Callable[[tuple[str, ...]], bool]


def column_key(column: str) -> str:
    """A column's name without regard to case, blanks and invisible marks."""
    return " ".join(normalize("NFC", column).replace("\ufeff", "").casefold().split())


class Row:
    """One row of a table, whose cells are taken column by column; what nobody took ends up in `rest()`."""

    __slots__ = ("_cells", "file", "header", "line", "position", "raw")

    def __init__(self, header: Header, record: Record, file: str = "", position: int = 1) -> None:
        self.header = header
        self.file = file
        self.position = position
        self.line = record.line
        self.raw = record.text
        self._cells: dict[str, list[tuple[str, str]]] = {}
        for index, text in enumerate(record.cells):
            if text and not text.isspace():
                column = header.columns[index] if index < len(header.columns) else ""
                key = header.keys[index] if column else f"column {index + 1}"
                self._cells.setdefault(key, []).append((column or key, text))

    def __bool__(self) -> bool:
        return bool(self._cells)

    def texts(self) -> list[str]:
        """All texts that were not taken yet."""
        return [text for held in self._cells.values() for _, text in held]

    def peek(self, key: str) -> str:
        """What `take` would give for the column, "" where it holds nothing; it stays in the row."""
        return self._cells[key][0][1] if key in self._cells else ""

    def take(self, *keys: str) -> str | None:
        """The text of the first of these columns that holds something; of columns of the same name, the first's."""
        for key in keys:
            if held := self._cells.get(key):
                text = held.pop(0)[1]
                if not held:
                    del self._cells[key]
                return text
        return None

    def take_all(self, *keys: str) -> list[str]:
        """The texts of all these columns."""
        return [text for key in keys for _, text in self._cells.pop(key, ())]

    def rest(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What was not taken: pairs of a column as written and its texts, each column once."""
        kept: dict[str, list[str]] = {}
        for held in self._cells.values():
            for column, text in held:
                kept.setdefault(column, []).append(text)
        return tuple((column, tuple(texts)) for column, texts in kept.items())


@lru_cache(maxsize=16)
def _first_records(head: bytes, delimiter: str) -> tuple[tuple[str, ...], ...]:
    lines = io.StringIO(head_text(head).replace("\x00", ""), newline="")
    return tuple(tuple(record.cells) for record in islice(Records(lines, delimiter), SEARCHED_RECORDS))


def find_header(document: Document, is_header: IsHeader) -> Header | None:
    """The header of a document that holds a table such as `is_header` accepts, by its keys; else None."""
    if not document.head or not is_text(document.head):
        return None
    found = []
    for delimiter in DELIMITERS:
        for columns in _first_records(document.head, delimiter):
            keys = tuple(column_key(column) for column in columns[:MAX_COLUMNS])
            if any(keys) and is_header(keys):
                columns = tuple(column.replace("\ufeff", "").strip() for column in columns[:MAX_COLUMNS])  # noqa: PLW2901 - the header is found
                found.append(Header(columns, keys, delimiter, encoding_of(document.head)))
                break
    return max(found, key=lambda header: len(header.columns), default=None)


def is_table(document: Document, header: Header) -> bool:
    """Whether the rows below a header have cells as it has, so that a letter with "Name, Email" in it is no table."""
    keys = (tuple(map(column_key, record)) for record in _first_records(document.head, header.delimiter))
    below = [len(record) for record in dropwhile(lambda record: record != header.keys, keys) if any(record)][1:]
    fitting = sum(1 for width in below if width > 1 or len(header.keys) == 1)
    return 2 * fitting >= len(below)


def table_columns(document: Document) -> tuple[str, ...]:
    """The columns of a document that looks like a table, whatever they are, to tell people what was seen; else none."""
    header = find_header(document, any)
    if header is None or max(map(len, header.columns)) > LONGEST_COLUMN or not is_table(document, header):
        return ()
    return tuple(filter(None, header.columns))


def read_rows(document: Document, is_header: IsHeader) -> Iterator[Row | Reject | Skipped]:
    """The rows of a document below its header; what stands above it is a notice, not a record."""
    header = find_header(document, is_header)
    if header is None:
        if document.head:
            yield Reject(document.name, "no row with the names of the columns was found")
        return
    records = Records(text_lines(document.open(), header.encoding), header.delimiter)
    for record in records:
        if tuple(column_key(cell) for cell in record.cells[:MAX_COLUMNS]) == header.keys:
            break
    else:
        if records.line:  # a document that could not be opened is told by whoever opened it
            yield Reject(document.name, "the file ended before the row with the names of its columns")
    records.width = len(header.columns)
    for position, record in enumerate(records, start=1):
        if record.problem:
            yield Reject(document.name, record.problem, position, record.line, record.text)
            continue
        row = Row(header, record, document.name, position)
        if not row:
            yield Skipped(document.name, "an empty row", position)
        elif tuple(map(column_key, record.cells)) == header.keys:
            yield Skipped(document.name, "the names of the columns once more", position)
        else:
            yield row


class CsvConnector(ABC):
    """A connector for tables: a subclass says which header is its own, and what contact a row is."""

    name: ClassVar[str]
    title: ClassVar[str]
    version: ClassVar[int] = 1
    endings: ClassVar[tuple[bytes, ...]] = (b"\n", b"\r")
    reads_together: ClassVar[bool] = False

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(documents)

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether the document's head has this connector's header."""
        return find_header(document, cls.is_header) is not None

    @classmethod
    @abstractmethod
    def is_header(cls, keys: tuple[str, ...]) -> bool:
        """Whether these column keys are this connector's header."""

    @classmethod
    @abstractmethod
    def contact(cls, row: Row) -> RawContact | Skipped:
        """The contact that a row holds, or why it is left out."""

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:  # noqa: ARG002 - files have no cursor
        """All rows of all documents: contacts, rejects (unreadable rows) and skipped (empty rows)."""
        batcher = Batcher()
        for document in self._documents:
            for entry in read_rows(document, self.is_header):
                batcher.put(self._known(entry) if isinstance(entry, Row) else entry)
                if batcher.is_full:
                    yield batcher.take()
        yield batcher.take()

    @classmethod
    def _known(cls, row: Row) -> RawContact | Reject | Skipped:
        """The contact in a row, or a reject where nothing in it tells whose contact it is."""
        contact = cls.contact(row)
        if isinstance(contact, RawContact) and not any(getattr(contact, field) for field in TELLING):
            return Reject(row.file, "no name, address, number or company in this row", row.position, row.line, row.raw)
        return contact


def known_other(keys: tuple[str, ...]) -> str | None:
    """What a table is that is known to hold no contacts ("LinkedIn receipts"), else None.

    The tables stand in `configs/words/csv_others.toml`.
    """
    present = {key for key in keys if key}
    for other in word_list("csv_others")["other"]:
        columns = set(other["columns"])
        if columns == present or (columns < present and not other.get("exact", False)):
            return str(other["what"])
    return None
