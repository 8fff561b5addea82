import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import csv_text
from connectors.base import HEAD_SIZE
from connectors.csv_text import Records, encoding_of, head_text, is_text, text_lines


def cells(text: str, width: int = 0) -> list[list[str]]:
    records = Records(io.StringIO(text, newline=""), ",")
    records.width = width
    return [record.cells for record in records]


def problems(text: str, width: int) -> list[tuple[int, str]]:
    records = Records(io.StringIO(text, newline=""), ",")
    records.width = width
    return [(record.line, record.text) for record in records if record.problem]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("Zoë".encode(), "utf-8"),
        (b"", "utf-8"),
        ("Zoë".encode("utf-8-sig"), "utf-8-sig"),
        ("Zoë".encode("utf-16"), "utf-16"),
        ("Name".encode("utf-16-le"), "utf-16-le"),
        ("Name".encode("utf-16-be"), "utf-16-be"),
        ("Zoë".encode("cp1252"), "cp1252"),
        ("Zoë Jürgen Groß".encode() + b"\xe9", "utf-8"),
    ],
)
def test_encoding_of(head: bytes, encoding: str) -> None:
    assert encoding_of(head) == encoding


def test_a_character_cut_off_at_the_end_of_the_head_is_no_fault() -> None:
    head = b"x" * (HEAD_SIZE - 1) + "ë".encode()[:1]
    assert encoding_of(head) == "utf-8"
    assert head_text(head) == "x" * (HEAD_SIZE - 1)
    assert head_text(head[1:]) == "x" * (HEAD_SIZE - 2) + "Ã"


def test_wrong_bytes_are_read_as_windows_text_so_that_nothing_is_lost() -> None:
    content = "Zoë und Jürgen, ".encode() + b"Caf\xe9 \x81,\x00 end\n"
    assert list(text_lines(io.BytesIO(content), "utf-8")) == ["Zoë und Jürgen, Café \x81, end\n"]


def test_text_lines_keeps_line_ends_and_closes_the_stream() -> None:
    stream = io.BytesIO(b"a\rb\nc\r\nd")
    assert list(text_lines(stream, "utf-8")) == ["a\r", "b\n", "c\r\n", "d"]
    assert stream.closed


def test_a_file_without_line_ends_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "MAX_LINE", 10)
    assert list(text_lines(io.BytesIO(b"x" * 25), "utf-8")) == ["x" * 10, "x" * 10, "x" * 5]


def test_is_text() -> None:
    assert is_text("Name,Straße\n".encode("cp1252"))
    assert is_text("Name,Straße\n".encode("utf-16"))
    assert is_text(b"one stray \x00 byte")
    assert not is_text(bytes(range(256)) * 16)
    assert not is_text(b"\x00" * 4096)


def test_quoted_cells_hold_delimiters_marks_and_lines() -> None:
    assert cells('a,"b,c ""d""\r\ne",f\r\ng\r\n') == [["a", 'b,c "d"\r\ne', "f"], ["g"]]


def test_cells_longer_than_the_csv_modules_own_limit() -> None:
    assert cells("a," + "x" * 200_000 + "\n") == [["a", "x" * 200_000]]


def test_a_cell_without_end_is_a_broken_record() -> None:
    limit = csv.field_size_limit(50)
    try:
        assert problems('"a,' + "x" * 100 + "\nb,c\n", 2) == [(1, '"a,' + "x" * 100 + "\n")]
    finally:
        csv.field_size_limit(limit)


def test_marks_inside_a_cell_are_text() -> None:
    assert cells('6" pipe,"He said "hi" there",x\n', 3) == [['6" pipe', 'He said "hi" there', "x"]]
    assert cells('a,"b ""c"" "d"",x\n', 3) == [["a", 'b "c" "d"', "x"]]
    assert cells('"Bob" Smith,x\n', 2) == [["Bob Smith", "x"]]


def test_a_mark_that_is_never_closed_costs_one_line() -> None:
    text = 'a,b,c\nd,"e,f\ng,h,i\nj,"k",l\n'
    assert cells(text, 3) == [["a", "b", "c"], [], ["g", "h", "i"], ["j", "k", "l"]]
    assert problems(text, 3) == [(2, 'd,"e,f\n')]


def test_a_mark_that_is_closed_by_chance_costs_one_line() -> None:
    text = 'a,"b,c\nd,e,f\ng",h,i\n'
    assert problems(text, 3) == [(1, 'a,"b,c\n')]
    assert cells(text, 3)[1:] == [["d", "e", "f"], ['g"', "h", "i"]]


def test_a_short_record_of_several_lines_is_one_record() -> None:
    assert cells('a,"one\ntwo"\n', 3) == [["a", "one\ntwo"]]


def test_a_mark_without_end_does_not_read_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "MAX_RECORD_LINES", 5)
    lines = iter(['a,"b\n', *(f"c{number},d\n" for number in range(100))])
    first = next(records := Records(lines, ","))
    assert first.problem
    assert next(records).cells == ["c0", "d"]
    assert len(list(lines)) == 96


def test_lines_are_counted_through_records_of_several_lines() -> None:
    records = Records(io.StringIO('a,"b\nc"\n\nd\n"e\nf\n', newline=""), ",")
    assert [(record.line, bool(record.problem)) for record in records] == [
        (1, False),
        (3, False),
        (4, False),
        (5, True),
        (6, False),
    ]


@given(st.text(alphabet='ab,"\n\r;', max_size=60), st.integers(0, 3))
def test_every_line_is_in_exactly_one_record(text: str, width: int) -> None:
    records = Records(io.StringIO(text, newline=""), ",")
    records.width = width
    assert "".join(record.text for record in records) == text
