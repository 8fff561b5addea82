import io

from connectors.base import BATCH_SIZE, Document
from connectors.csv_fields import row_id, split_addresses, split_numbers
from connectors.csv_table import Row, column_key, find_header, known_other, read_rows, table_columns
from connectors.csv_text import Record
from connectors.generic_csv import GenericCsv
from connectors.records import Name, Organisation, Phone, Reject, Skipped
from tests.connectors.contract import document, read


def is_names(keys: tuple[str, ...]) -> bool:
    return {"name", "email"} <= set(keys)


def rows(text: str) -> list[Row | Reject | Skipped]:
    return list(read_rows(document(text.encode()), is_names))


def test_column_key() -> None:
    assert column_key("\ufeff E-mail  1 - VALUE ") == "e-mail 1 - value"
    assert column_key("Pre\u0301nom") == column_key("Prénom")


def test_the_delimiter_is_the_one_that_makes_the_header() -> None:
    header = find_header(document(b"Name;Email;Street, no.\nA;a@example.org;x\n"), is_names)
    assert header is not None
    assert (header.delimiter, header.columns) == (";", ("Name", "Email", "Street, no."))


def test_the_header_may_stand_below_a_notice_and_a_sep_line() -> None:
    for notice in ("sep=;\n", 'Notes:\n"a, b\nc"\n\n', "My friends;;\n\n"):
        (row,) = rows(notice + "Name;Email\nAda;a@example.org\n")
        assert isinstance(row, Row)
        assert (row.position, row.take("email")) == (1, "a@example.org")


def test_positions_and_lines() -> None:
    found = rows('Name,Email\nAda,a@example.org\n\n"x\nBob,b@example.org\nName,EMAIL\n')
    assert [entry.position for entry in found] == [1, 2, 3, 4, 5]
    _, empty, broken, _, again = found
    assert empty == Skipped("book", "an empty row", 2)
    assert isinstance(broken, Reject)
    assert (broken.line, broken.raw) == (4, '"x\n')
    assert again == Skipped("book", "the names of the columns once more", 5)


def test_a_document_without_the_header_is_refused_as_a_whole() -> None:
    assert rows("a,b\n1,2\n") == [Reject("book", "no row with the names of the columns was found")]


def test_a_document_that_changed_since_it_was_looked_at_is_refused() -> None:
    changed = Document("book", 9, b"Name,Email\nAda,a@example.org\n", lambda: io.BytesIO(b"gone\n"))
    (entry,) = read_rows(changed, is_names)
    assert entry == Reject("book", "the file ended before the row with the names of its columns")


def test_a_document_that_could_not_be_opened_is_told_by_whoever_opened_it() -> None:
    gone = Document("book", 9, b"Name,Email\nAda,a@example.org\n", io.BytesIO)
    assert list(read_rows(gone, is_names)) == []


def test_cells_are_taken_once_and_the_rest_is_kept() -> None:
    header = find_header(document(b"Name,Email,,Email,Name\n"), is_names)
    assert header is not None
    row = Row(header, Record(2, "", ["Ada", "a@example.org", "x", "b@example.org", " ", "y"]))
    assert row.peek("email") == "a@example.org"
    assert row.take("nothing", "email") == "a@example.org"
    assert row.texts() == ["Ada", "b@example.org", "x", "y"]
    assert row.take_all("name", "nothing") == ["Ada"]
    assert row.rest() == (("Email", ("b@example.org",)), ("column 3", ("x",)), ("column 6", ("y",)))
    assert row.take("name") is None
    assert row.peek("name") == ""


def test_large_tables_come_in_batches() -> None:
    content = ("Name,Email\n" + "Ada,a@example.org\n" * (BATCH_SIZE + 1)).encode()
    batches = list(GenericCsv([document(content)]).pull())
    assert [batch.read for batch in batches] == [BATCH_SIZE, 1]


def test_a_large_file_is_streamed() -> None:
    class Endless(io.RawIOBase):
        """A gigabyte of rows, of which only a part is ever asked for."""

        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            line = b"Name,Email\n" if not self.given else b"Ada,a@example.org\n"
            self.given += 1
            buffer[: len(line)] = line
            return len(line)

    endless = Endless()
    source = Document("big", 1 << 30, b"Name,Email\n", lambda: io.BufferedReader(endless))
    batch = next(iter(GenericCsv([source]).pull()))
    assert batch.read == BATCH_SIZE
    assert endless.given < 3 * BATCH_SIZE


def test_table_columns() -> None:
    assert table_columns(document(b"Date,Amount\n1,2\n")) == ("Date", "Amount")
    assert table_columns(document(b"Date;Amount;\n")) == ("Date", "Amount")
    assert table_columns(document(b"Dear all, hello\nthis is a letter\n")) == ()
    assert table_columns(document(b"x" * 100 + b",b\n1,2\n")) == ()
    assert table_columns(document(b"\n\n")) == ()
    assert table_columns(document(bytes(range(32)) * 10)) == ()


def test_a_row_that_tells_of_nobody_is_a_reject_with_all_it_holds() -> None:
    batch = read(GenericCsv, document(b"Name,Email,Tags,Colour\nAda,a@example.org,,\n,,Choir,blue\n"))
    assert len(batch.contacts) == 1
    assert batch.rejects == (Reject("book", "no name, address, number or company in this row", 2, 3, ",,Choir,blue\n"),)


def test_known_other() -> None:
    assert known_other(("name", "proficiency", "")) == "your LinkedIn languages"
    assert known_other(("name", "proficiency", "email")) is None


def test_row_id_without_name_or_address() -> None:
    assert row_id((), (), (), (), ["a"]) != row_id((), (), (), (), ["b"])
    named = row_id((), (Organisation("Lumenwerk"),), (), ())
    assert named == row_id((Name("Lumenwerk"),), (), (), ())
    assert named != row_id((Name("Lumenwerk"),), (), (), (Phone("1"),))


def test_split_addresses() -> None:
    assert split_addresses("a@example.org; b@example.org,c@example.org") == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]
    assert split_addresses("Ada B <a@example.org>") == ["Ada B <a@example.org>"]
    assert split_addresses(" a@example.org") == [" a@example.org"]


def test_split_numbers() -> None:
    assert split_numbers("+49 30 23125 101; 030 23125 102") == ["+49 30 23125 101", "030 23125 102"]
    assert split_numbers("+49 30 23125 101, 102") == ["+49 30 23125 101, 102"]
    assert split_numbers("+49 30 23125 101,,102") == ["+49 30 23125 101,,102"]
