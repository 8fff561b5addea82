import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.calendar import splitting
from connectors.calendar.splitting import Piece, split_components

EVENT = "BEGIN:VEVENT\nUID:1\nSUMMARY:Brunch\nEND:VEVENT\n"
BOOK = f"BEGIN:VCALENDAR\nX-WR-CALNAME:Friends\n{EVENT}END:VCALENDAR\n"


def pieces(content: bytes | str) -> list[Piece]:
    raw = content.encode() if isinstance(content, str) else content
    return list(split_components(io.BytesIO(raw)))


def texts(content: bytes | str, name: str = "VEVENT") -> list[str]:
    return [piece.text for piece in pieces(content) if piece.name == name]


def test_a_calendar_in_pieces() -> None:
    assert pieces(BOOK) == [Piece("VCALENDAR", "X-WR-CALNAME:Friends\n", 2, 1), Piece("VEVENT", EVENT, 3, 1)]


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n", "\r\n\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_line_ends_and_encodings(line_end: str, encoding: str) -> None:
    found = texts(BOOK.replace("Brunch", "Bränch 中").replace("\n", line_end).encode(encoding))
    assert [text.replace("\n\n", "\n") for text in found] == [EVENT.replace("Brunch", "Bränch 中")]


def test_lines_that_are_no_utf8_are_cp1252() -> None:
    broken = EVENT.replace("Brunch", "Bränch –").encode("cp1252") + EVENT.replace("Brunch", "Bränch").encode()
    assert [text.split("\n")[2] for text in texts(broken)] == ["SUMMARY:Bränch –", "SUMMARY:Bränch"]
    (last_resort,) = texts(EVENT.replace("Brunch", "\x81").encode("latin-1"))
    assert last_resort.split("\n")[2] == "SUMMARY:\x81"


def test_folded_lines_are_joined() -> None:
    folded = EVENT.replace("Brunch", "Br\n un\n\tch").replace("UID:1", "UID\n :1")
    assert texts(folded) == [EVENT]
    letter = "ä".encode()
    assert texts(EVENT.encode().replace(b"Brunch", letter[:1] + b"\n " + letter[1:])) == [EVENT.replace("Brunch", "ä")]


def test_a_file_that_is_indented_as_a_whole() -> None:
    indented = "\n" + "".join(f"  {line}\n" for line in BOOK.replace("Brunch", "Bru\n nch").splitlines())
    assert texts(indented) == [EVENT]


@pytest.mark.parametrize("mark", ["begin:vevent", "BEGIN : VEVENT ", "Begin:\tVevent"])
def test_marks_in_any_form(mark: str) -> None:
    assert texts(BOOK.replace("BEGIN:VEVENT", mark)) == [EVENT]


@pytest.mark.parametrize(
    "content",
    [
        BOOK + BOOK,
        BOOK.replace("END:VEVENT\n", EVENT),  # nested, or never closed
        EVENT + EVENT.replace("END:VEVENT\n", ""),
        BOOK.replace("END:VEVENT\nEND:VCALENDAR", "END:VALARM\nBEGIN:VCALENDAR\n" + EVENT),
    ],
)
def test_events_that_are_never_closed(content: str) -> None:
    assert texts(content) == [EVENT, EVENT]


def test_reminders_are_taken_out_and_counted() -> None:
    alarm = "BEGIN:VALARM\nUID:2\nBEGIN:X-IN\nA:1\nEND:X-IN\nTRIGGER:-PT5M\nEND:VALARM\n"
    (piece,) = pieces(EVENT.replace("SUMMARY", alarm * 2 + "SUMMARY"))
    assert (piece.text, piece.within) == (EVENT, 2)
    (unclosed,) = texts(EVENT.replace("END:VEVENT", "BEGIN:VALARM\nBEGIN:X\nA:1\nEND:VEVENT"))
    assert unclosed == EVENT


def test_zones_keep_what_they_have_within() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Home\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    assert texts(BOOK.replace(EVENT, zone), "VTIMEZONE") == [zone]


def test_stray_text_and_where_it_stands() -> None:
    found = pieces(f"Hello\n{EVENT}\n\nBye")
    assert [(piece.name, piece.text, piece.line) for piece in found if not piece.name] == [
        ("", "Hello\n", 1),
        ("", "Bye\n", 8),
    ]
    assert [piece.line for piece in found if piece.name] == [2]


def test_a_component_without_an_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "LONGEST", 1_000)
    monkeypatch.setattr(splitting, "CHUNK_BYTES", 300)
    endless = EVENT.replace("END:VEVENT\n", "DESCRIPTION:x\n" * 500)
    found = pieces(endless + EVENT)
    assert [piece.is_whole for piece in found] == [False, True]
    assert len(found[0].text) < 2_000
    assert found[1].line == 504
    one_line = EVENT.replace("Brunch", "x" * 9_000)
    assert [piece.is_whole for piece in pieces(one_line + EVENT)] == [False, True]


@given(cut=st.integers(1, 400))
def test_it_does_not_matter_where_chunks_end(cut: int) -> None:
    content = (BOOK + BOOK.replace("Brunch", "Bru\n nch – ä")).replace("\n", "\r\n").encode()
    whole = pieces(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splitting, "CHUNK_BYTES", cut)
        joined: list[Piece] = []
        for piece in pieces(content):
            if joined and piece.name == joined[-1].name == "VCALENDAR":
                joined[-1] = joined[-1]._replace(text=joined[-1].text + piece.text)
            else:
                joined.append(piece)
    assert joined == whole
