"""The promises that every CSV connector keeps, beside those of every connector."""

import csv
import re
from itertools import zip_longest
from typing import ClassVar

import pytest

from connectors.records import RawContact
from tests.connectors.contract import ConnectorPromises, Record, content_of, document, read, records_of, texts_of

SEPARATORS = re.compile(r" ?::: ?|[;,|\n\[\]]|(?<=[A-Z]):")
"""What stands between several values in a cell."""


def words_of_names(record: Record) -> list[str]:
    names = (
        texts_of(record.names) if isinstance(record, RawContact) else (person.name or "" for person in record.people)
    )
    return sorted(" ".join(names).split())


def addresses_of(record: Record) -> set[str]:
    held = record.emails if isinstance(record, RawContact) else record.people
    return {text for each in held for text in texts_of(each)}


class CsvPromises(ConnectorPromises):
    """A subclass gives a header and some rows, in which no cell has a quotation mark."""

    header: ClassVar[str]
    rows: ClassVar[tuple[str, ...]]
    private: ClassVar[frozenset[str]] = frozenset()
    """Columns of what people said to one another, of which nothing may be kept."""
    dated: ClassVar[str] = ""
    """A column without whose date a row is nothing."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not hasattr(cls, "rows"):
            return  # promises of several connectors more
        first, *others = cls.rows
        cls.good = f"{cls.header}\n{first}\n".encode()
        cls.broken = b'x,"never closed\n'
        cls.last = "".join(f"{row}\n" for row in others).encode()
        cls.sample = cls.good + cls.last
        columns = next(csv.reader([cls.header]))
        cells = [
            cell
            for row in csv.reader(cls.rows)
            for column, cell in zip_longest(columns, row, fillvalue="")
            if column not in cls.private
        ]
        cls.texts = tuple(part.strip() for cell in cells for part in SEPARATORS.split(cell) if part.strip())

    def records(self, content: bytes) -> list[Record]:
        return [content_of(record) for record in records_of(read(self.connector, document(content)))]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_encodings_and_line_ends_make_no_difference(self, encoding: str, end: str) -> None:
        content = self.sample.decode().replace("\n", end).encode(encoding)
        assert self.connector.recognises(document(content))
        assert self.records(content) == self.records(self.sample)

    @pytest.mark.parametrize("delimiter", [";", "\t", "|"])
    def test_delimiters_make_no_difference(self, delimiter: str) -> None:
        lines = csv.reader([self.header, *self.rows])
        quoted = (delimiter.join(f'"{cell}"' for cell in line) for line in lines)
        assert self.records("\n".join(quoted).encode()) == self.records(self.sample)

    def test_the_order_and_case_of_columns_make_no_difference_to_values(self) -> None:
        table = list(csv.reader([self.header.upper(), *self.rows]))
        width = len(table[0])
        padded = [[*line, *[""] * width][:width] for line in table]
        turned = "\n".join(",".join(f'"{cell}"' for cell in reversed(line)) for line in padded)
        found, expected = self.records(turned.encode()), self.records(self.sample)
        assert list(map(words_of_names, found)) == list(map(words_of_names, expected))
        assert list(map(addresses_of, found)) == list(map(addresses_of, expected))

    def test_every_column_is_taken_or_kept(self) -> None:
        columns = next(csv.reader([self.header]))
        cells = ["2024-01-02" if columns[number] == self.dated else f"value{number}x" for number in range(len(columns))]
        batch = read(self.connector, document(f"{self.header}\n{','.join(cells)}\n".encode()))
        found = "\x1f".join(texts_of((*batch.contacts, *batch.interactions)))
        missing = {column for column, cell in zip(columns, cells, strict=True) if cell not in found}
        assert missing == self.private

    def test_surplus_cells_and_doubled_columns_are_kept(self) -> None:
        columns = next(csv.reader([self.header]))
        cells = [f"value{number}x" for number in range(2 * len(columns) + 1)]
        batch = read(self.connector, document(f"{self.header},{self.header}\n{','.join(cells)}\n".encode()))
        found = "\x1f".join(texts_of((*batch.contacts, *batch.interactions)))
        assert [cell for cell in cells if cell not in found] == []

    def test_a_header_alone_gives_nothing(self) -> None:
        assert self.connector.recognises(document(self.header.encode()))
        assert read(self.connector, document(self.header.encode())).read == 0

    def test_empty_rows_are_counted(self) -> None:
        batch = read(self.connector, document(self.good + b"\n,,,\n" + self.last))
        assert [entry.reason for entry in batch.skipped] == ["an empty row", "an empty row"]
