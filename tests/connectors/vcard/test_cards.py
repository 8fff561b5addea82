import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.utf16 import utf16_encoding
from connectors.vcard import cards
from connectors.vcard.cards import Piece, split_cards

ADA = b"BEGIN:VCARD\nFN:Ada\nEND:VCARD"
BO = b"BEGIN:VCARD\nFN:Bo\nEND:VCARD"


def split(content: bytes) -> list[Piece]:
    return list(split_cards(io.BytesIO(content)))


def texts(content: bytes) -> list[bytes]:
    return [piece.text for piece in split(content)]


@pytest.mark.parametrize("between", [b"\n", b"\r\n", b"\r", b"\n\n \n", b"\x1a\n", b"\n\xef\xbb\xbf", b"\x00\x00\n"])
def test_cards_are_split_whatever_blank_stands_between(between: bytes) -> None:
    pieces = split(ADA + between + BO + between)
    assert [piece.text.strip(b"\xef\xbb\xbf\x00\x1a") for piece in pieces] == [ADA, BO]
    assert all(piece.is_card and piece.is_whole for piece in pieces)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (b"begin:vcard", b"end:vcard"),
        (b"Begin : VCard \t", b"End: vCard  "),
        (b"BEGIN:vCard", b"END:VCARD"),
    ],
)
def test_marks_in_any_case_and_with_blanks(begin: bytes, end: bytes) -> None:
    assert len(split(begin + b"\nFN:Ada\n" + end + b"\n" + BO)) == 2


def test_every_kind_of_line_end() -> None:
    for line_end in (b"\r\n", b"\r", b"\n"):
        assert texts((ADA + b"\n" + BO).replace(b"\n", line_end)) == [
            ADA.replace(b"\n", line_end),
            BO.replace(b"\n", line_end),
        ]


def test_a_card_that_is_not_closed_ends_with_the_next_or_the_stream() -> None:
    assert texts(b"BEGIN:VCARD\nFN:Ada\n" + BO) == [b"BEGIN:VCARD\nFN:Ada\n", BO]
    assert texts(b"BEGIN:VCARD\nFN:Ada") == [b"BEGIN:VCARD\nFN:Ada\n"]
    assert texts(b"BEGIN:VCARD\nFN:Ada\nEND:VCARD?\n" + BO)[1] == BO


def test_text_between_cards_is_a_piece_of_its_own() -> None:
    pieces = split(b"Hello\n" + ADA + b"\nEND:VCARD\nmore\n" + BO)
    assert [(piece.is_card, piece.position, piece.line) for piece in pieces] == [
        (False, 1, 1),
        (True, 2, 2),
        (False, 3, 5),
        (True, 4, 7),
    ]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_lines_are_counted_from_where_a_card_begins(line_end: bytes) -> None:
    content = (b"\n\n" + ADA + b"\n\n\n" + BO).replace(b"\n", line_end)
    assert [piece.line for piece in split(content)] == [3, 8]


@pytest.mark.parametrize(
    "agent",
    [
        b"AGENT:\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\n",
        b"AGENT:BEGIN:VCARD\nFN:Bo\nEND:VCARD\n",
        b"agent;type=x: BEGIN:VCARD\nFN:Bo\nEND:VCARD\n",
        b"AGENT:\n BEGIN:VCARD\n FN:Bo\n END:VCARD\n",
        b"AGENT:BEGIN:VCARD\\nFN:Bo\\nEND:VCARD\n",
    ],
    ids=["below", "beside", "lower case", "folded", "escaped"],
)
def test_an_agent_stays_in_its_card(agent: bytes) -> None:
    card = b"BEGIN:VCARD\nFN:Ada\n" + agent + b"END:VCARD"
    assert texts(card + b"\n" + BO) == [card, BO]


def test_an_agent_outside_of_a_card_begins_none() -> None:
    assert [piece.is_card for piece in split(b"AGENT:BEGIN:VCARD\n" + ADA)] == [False, True]


def test_the_word_alone_is_no_mark() -> None:
    card = b"BEGIN:VCARD\nNOTE:my VCARD\nURL:x/VCARD\n BEGIN:VCARD\nEND:VCARD"
    assert texts(card) == [card]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_and_without_a_mark(encoding: str) -> None:
    assert texts((ADA + b"\n" + BO).decode().encode(encoding))[1] == BO


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xfeB\x00", "utf-16-le"),
        (b"\xfe\xff\x00B", "utf-16-be"),
        (b"B\x00E\x00", "utf-16-le"),
        (b"\x00B\x00E", "utf-16-be"),
        (b"BEGIN", None),
        (b"", None),
    ],
)
def test_utf_16_is_recognised(head: bytes, expected: str | None) -> None:
    assert utf16_encoding(head) == expected


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, _size: int | None = -1, /) -> bytes:
        return super().read(3)


@given(st.lists(st.sampled_from([ADA, BO, b"\n", b"\r\n", b"\r", b"x", b"BEGIN:VCARD\r\n", b"AGENT:\r\n"]), max_size=8))
def test_pieces_do_not_depend_on_how_the_stream_comes(parts: list[bytes]) -> None:
    content = b"".join(parts)
    assert list(split_cards(Trickle(content))) == split(content)


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_a_good_card_survives_beside_anything(before: bytes, after: bytes) -> None:
    content = before + b"\n" + ADA + b"\n" + after
    if utf16_encoding(content) is None:
        assert any(b"FN:Ada" in piece.text for piece in split(content))


@given(st.binary(max_size=200))
def test_no_letter_is_lost(content: bytes) -> None:
    if utf16_encoding(content) is None:
        kept = b"".join(piece.text for piece in split(content)).strip(cards._BLANK)
        assert kept == content.strip(cards._BLANK) or kept.split() == content.split()


def test_a_card_without_an_end_is_cut_and_the_next_one_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "CHUNK_BYTES", 64)
    monkeypatch.setattr(cards, "LONGEST_CARD", 256)
    endless = b"BEGIN:VCARD\n" + b"NOTE:on and on and on\n" * 40
    pieces = split(endless + ADA + b"\n" + BO)
    assert [piece.is_whole for piece in pieces] == [False, True, True]
    assert [piece.line for piece in pieces] == [1, 42, 45]
    assert len(pieces[0].text) < len(endless)
