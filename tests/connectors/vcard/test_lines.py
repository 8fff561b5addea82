import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.vcard.heads import UNREADABLE
from connectors.vcard.lines import properties


def read(*lines: str, version: str = "3.0", encoding: str = "utf-8") -> list[tuple[str, str]]:
    """The names and values of a card with these lines."""
    card = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"])
    return [(head.name, value) for head, value in properties(card.encode(encoding))]


def test_the_envelope_and_empty_values_are_dropped() -> None:
    assert read("PROFILE:VCARD", "FN: Ada Brandt ", "EMAIL:", "TEL:  ", "", "N;CHARSET=UTF-8: ") == [
        ("FN", "Ada Brandt")
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_lines_are_unfolded(line_end: str) -> None:
    card = "BEGIN:VCARD\nNOTE:one\n  two\n\t three\n four\nEND:VCARD".replace("\n", line_end)
    assert [value for _, value in properties(card.encode())] == ["one two threefour"]


def test_a_head_may_be_folded() -> None:
    assert read("TEL;TYPE=CELL;", " TYPE=VOICE:+44 20 7946 0101") == [("TEL", "+44 20 7946 0101")]


class TestFoldsOfVersion21:
    def test_keep_the_blank_they_were_made_at(self) -> None:
        assert read("TITLE:Head of", " Engineering", "\tand Tea", version="2.1") == [
            ("TITLE", "Head of Engineering and Tea")
        ]

    def test_lose_it_where_the_line_was_full(self) -> None:
        assert read(f"NOTE:{'x' * 70}", " yy", version="2.1") == [("NOTE", "x" * 70 + "yy")]

    def test_keep_one_where_it_stands_before_the_line_end(self) -> None:
        assert read("TITLE:Head of ", " Engineering", version="2.1") == [("TITLE", "Head of Engineering")]


class TestQuotedPrintable:
    def test_joins_while_a_line_ends_in_an_equals_sign(self) -> None:
        assert read("NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=", "=A9 on the=0D=0Acorner, =", " where?") == [
            ("NOTE", "Café on the\ncorner,  where?")
        ]

    def test_lower_case_and_without_its_name(self) -> None:
        assert read("FN;quoted-printable:Zo=C3=AB", "N;encoding=quoted-printable:Zo=C3=AB") == [
            ("FN", "Zoë"),
            ("N", "Zoë"),
        ]

    def test_its_charset_is_kept(self) -> None:
        assert read("FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=EB") == [("FN", "Zoë")]

    def test_a_wrong_charset_is_mended(self) -> None:
        assert read("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=EB") == [("FN", "Zoë")]

    def test_a_break_before_an_empty_line_ends_it(self) -> None:
        assert read("N;ENCODING=QUOTED-PRINTABLE:Brandt;Ada=", "", "TEL:5") == [("N", "Brandt;Ada"), ("TEL", "5")]

    def test_an_encoded_sign_broken_in_two(self) -> None:
        assert read("FN;ENCODING=QUOTED-PRINTABLE:Zo==", "C3=AB") == [("FN", "Zoë")]

    def test_a_break_before_the_end_of_the_card(self) -> None:
        assert read("FN;ENCODING=QUOTED-PRINTABLE:Ada=") == [("FN", "Ada")]

    def test_it_may_begin_in_the_next_line(self) -> None:
        assert read("ADR;ENCODING=QUOTED-PRINTABLE:=", ";=", ";Weg 7;=", "K=C3=B6ln;;;") == [("ADR", ";;Weg 7;Köln;;;")]

    def test_its_head_may_be_folded(self) -> None:
        lines = ("NOTE;CHARSET=UTF-8;", " ENCODING=QUOTED-PRINTABLE:Zo=C3=", "=AB", "TEL:5")
        assert read(*lines) == [("NOTE", "Zoë"), ("TEL", "5")]

    def test_an_equals_sign_at_the_end_of_others_joins_nothing(self) -> None:
        assert read("NOTE;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB", "URL:https://example.org/?a=", "TEL:5") == [
            ("NOTE", "Zoë"),
            ("URL", "https://example.org/?a="),
            ("TEL", "5"),
        ]


class TestBase64:
    content = base64.b64encode(bytes(range(120))).decode()
    lines = (content[:60], content[60:120], content[120:])

    @pytest.mark.parametrize("indent", ["", " ", "\t", "  "], ids=["none", "blank", "tab", "two"])
    def test_lines_are_joined_indented_or_not(self, indent: str) -> None:
        found = read("PHOTO;ENCODING=BASE64:", *(indent + line for line in self.lines), "TEL:5", version="2.1")
        assert [(name, value.replace(" ", "")) for name, value in found] == [("PHOTO", self.content), ("TEL", "5")]

    def test_what_is_no_base64_is_not_joined(self) -> None:
        assert read(f"PHOTO;ENCODING=b:{self.content}", "a line, lost", "TEL:5") == [
            ("PHOTO", self.content),
            ("", "a line, lost"),
            ("TEL", "5"),
        ]

    def test_a_text_is_decoded(self) -> None:
        encoded = base64.b64encode("Zoë Ånd".encode()).decode()
        assert read(f"FN;ENCODING=BASE64:{encoded}", "N;ENCODING=B:Anna") == [("FN", "Zoë Ånd"), ("N", "Anna")]


class TestCharsets:
    def test_line_by_line(self) -> None:
        card = b"FN;CHARSET=SHIFT_JIS:\x89\xd4\x8eq\nNOTE:Zo\xeb\nTITLE:Caf\xc3\xa9\nN;CHARSET=UTF-8:Zo\xc3\xab\n"
        assert [value for _, value in properties(card)] == ["花子", "Zoë", "Café", "Zoë"]

    def test_of_letters_that_look_like_ascii(self) -> None:
        card = b"BEGIN:VCARD\nFN;CHARSET=ISO-2022-JP:" + "花子".encode("iso-2022-jp") + b"\nEND:VCARD"
        assert [value for _, value in properties(card)] == ["花子"]

    def test_a_mark_at_the_start(self) -> None:
        assert [head.name for head, _ in properties(b"\xef\xbb\xbfBEGIN:VCARD\n\xef\xbb\xbfFN:Ada\nEND:VCARD")] == [
            "FN"
        ]


class TestLinesThatAreNoProperty:
    def test_stay_as_they_are(self) -> None:
        assert read("lost its colon", "FN:Ada", "# a comment: here") == [
            ("", "lost its colon"),
            ("FN", "Ada"),
            ("", "# a comment: here"),
        ]

    def test_continue_a_note(self) -> None:
        assert read("NOTE:one", "two", "three", "", "TEL:5") == [("NOTE", r"one\ntwo\nthree"), ("TEL", "5")]

    def test_continue_what_ends_in_a_backslash(self) -> None:
        assert read("TITLE:one\\", "two", "TEL:5") == [("TITLE", r"one\ntwo"), ("TEL", "5")]

    def test_a_comment_continues_nothing(self) -> None:
        assert read("NOTE:one", "# two") == [("NOTE", "one"), ("", "# two")]

    def test_a_colon_within_a_quoted_parameter(self) -> None:
        assert read('ADR;LABEL="Weg 7: links":;;Weg 7', 'X-"A:B') == [("ADR", ";;Weg 7"), ("X-A", "B")]

    def test_a_quote_that_is_not_closed(self) -> None:
        assert read('TEL;TYPE="CELL:+44 20 7946 0101', '"quoted: text') == [
            ("TEL", "+44 20 7946 0101"),
            ("QUOTED", "text"),
        ]


class TestAgent:
    inner = ("BEGIN:VCARD", "FN:Bo", "END:VCARD")

    def test_in_lines_of_its_own(self) -> None:
        assert read("AGENT:", *self.inner, "TEL:5") == [("AGENT", "BEGIN:VCARD\nFN:Bo\nEND:VCARD"), ("TEL", "5")]

    def test_from_its_own_line_on(self) -> None:
        assert read("AGENT:BEGIN:VCARD", *self.inner[1:], "TEL:5") == [
            ("AGENT", "BEGIN:VCARD\nFN:Bo\nEND:VCARD"),
            ("TEL", "5"),
        ]

    def test_indented(self) -> None:
        lines = [f" {line}" for line in self.inner]
        (name, value), tel = read("AGENT:", *lines, "TEL:5")
        assert (name, value.split(), tel) == ("AGENT", list(self.inner), ("TEL", "5"))

    def test_in_one_folded_line(self) -> None:
        assert read(r"AGENT:BEGIN:VCARD\nFN:Bo", r" \nEND:VCARD", "TEL:5") == [
            ("AGENT", r"BEGIN:VCARD\nFN:Bo\nEND:VCARD"),
            ("TEL", "5"),
        ]

    def test_an_address(self) -> None:
        assert read("AGENT;VALUE=uri:CID:bo@", " example.org", "TEL:5") == [
            ("AGENT", "CID:bo@example.org"),
            ("TEL", "5"),
        ]

    def test_the_word_elsewhere(self) -> None:
        assert read("TITLE:Travel agent:", " all of it") == [("TITLE", "Travel agent:all of it")]


def test_labels_of_groups_come_first() -> None:
    lines = ("item1.TEL:5", "item1.X-ABLabel:Boat", "FN:Ada")
    expected = [("X-ABLABEL", "Boat"), ("TEL", "5"), ("FN", "Ada")]
    assert read(*lines) == expected
    assert read("lost", *lines) == [expected[0], ("", "lost"), *expected[1:]]


LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=30)


@given(st.lists(LINES, max_size=8))
def test_no_lines_raise_or_lose_a_good_one(lines: list[str]) -> None:
    found = read("FN:Ada Brandt", *lines)
    assert next(value for name, value in found if name == "FN").startswith("Ada Brandt")


@given(st.binary(max_size=200))
def test_no_bytes_raise(card: bytes) -> None:
    assert all(head is UNREADABLE or head.name for head, _ in properties(card))


def test_a_long_encoded_note_takes_no_time() -> None:
    lines = ["x" * 70 + "="] * 20_000
    assert len(read("NOTE;ENCODING=QUOTED-PRINTABLE:=", *lines, "")[0][1]) == 1_400_000


def test_many_agents_take_no_time() -> None:
    found = read(*["AGENT:BEGIN:VCARD"] * 20_000)
    assert {name for name, _ in found} == {"AGENT"}
