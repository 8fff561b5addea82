import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.vcard.values import (
    decode_base64,
    decode_base64_text,
    decode_bytes,
    decode_caret,
    decode_quoted_printable,
    split_at,
    unescape,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))
PARTS = TEXTS.map(str.strip)


def escape(text: str) -> str:
    """A text as a vCard 4.0 writes it (RFC 6350 section 3.4)."""
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


@given(TEXTS)
def test_unescape_undoes_escape(text: str) -> None:
    assert unescape(escape(text)).strip() == text.strip()


@given(st.lists(PARTS, min_size=1), st.sampled_from(";,"))
def test_split_undoes_join(parts: list[str], separator: str) -> None:
    assert split_at(separator, separator.join(map(escape, parts))) == parts


@given(st.lists(st.text("a\\;, \n"), min_size=1), st.sampled_from(";,"))
def test_splitting_loses_no_letter(parts: list[str], separator: str) -> None:
    assert "".join(split_at(separator, separator.join(parts))).count("a") == "".join(parts).count("a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Doe\, John", "Doe, John"),
        ("Doe, John", "Doe, John"),
        (r"C:\temp", r"C:\temp"),
        (r"two\nlines\Nand three", "two\nlines\nand three"),
        (r"end\n", "end"),
        (r"https\://example.org", "https://example.org"),
        (r"say \"hi\"", 'say "hi"'),
        ("at the end\\", "at the end\\"),
        (r"a\\nb", r"a\nb"),
    ],
)
def test_unescape(text: str, expected: str) -> None:
    assert unescape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("a", ["a"]),
        (" a ; b ", ["a", "b"]),
        ("a;;b;", ["a", "", "b", ""]),
        (r"a\;b;c", ["a;b", "c"]),
        (r"a\\;b", ["a\\", "b"]),
        (r"a;b\;", ["a", "b;"]),
        (r"a\,b;", ["a,b", ""]),
        ("a;b\\", ["a", "b\\"]),
    ],
)
def test_split_at_semicolons(text: str, expected: list[str]) -> None:
    assert split_at(";", text) == expected


@given(TEXTS, st.sampled_from(["utf-8", "utf-16", None]))
def test_quoted_printable_is_undone(text: str, charset: str | None) -> None:
    encoded = quopri.encodestring(text.encode(charset or "utf-8")).decode("ascii")
    assert decode_quoted_printable(encoded, charset) == text


@pytest.mark.parametrize(
    ("raw", "charset", "expected"),
    [
        ("Zoë".encode(), None, "Zoë"),
        ("Zoë".encode("cp1252"), None, "Zoë"),
        ("花子".encode("shift_jis"), "shift_jis", "花子"),
        ("Zoë".encode(), "no-such-charset", "Zoë"),
        ("Zoë".encode(), "hex", "Zoë"),
        ("Zoë".encode(), "a\x00b", "Zoë"),
        (rb"\q", "unicode_escape", r"\q"),
        (b"a.b", "idna", "a.b"),
        (b"\x81\x8d", None, "\x81\x8d"),
    ],
)
def test_bytes_are_read_by_their_charset_else_by_what_fits(raw: bytes, charset: str | None, expected: str) -> None:
    assert decode_bytes(raw, charset) == expected


@given(st.binary(min_size=4))
def test_base64_is_undone(content: bytes) -> None:
    encoded = base64.b64encode(content).decode("ascii")
    assert decode_base64(encoded) == content
    assert decode_base64(encoded.rstrip("=")) == content


@given(st.binary(min_size=200))
def test_base64_in_lines_is_undone(content: bytes) -> None:
    encoded = base64.b64encode(content).decode("ascii")
    assert decode_base64(" \n  ".join(encoded[at : at + 70] for at in range(0, len(encoded), 70))) == content


@pytest.mark.parametrize(
    "text", ["", "none", "=", "abc", "http://example.org/ada.jpg", "(see the photo)", "фото", "not base64 but a remark"]
)
def test_what_was_never_base64_gives_nothing(text: str) -> None:
    assert decode_base64(text) == b""


def test_a_damaged_letter_does_not_lose_a_picture() -> None:
    encoded = base64.b64encode(bytes(range(256))).decode("ascii")
    assert decode_base64(f"{encoded[:100]}*{encoded[100:]}") == bytes(range(256))
    assert decode_base64(encoded + "A")[:200] == bytes(range(200))


@given(st.text(max_size=40))
def test_base64_never_raises(text: str) -> None:
    decode_base64(text)
    decode_base64_text(text, "utf-8")


@pytest.mark.parametrize(
    ("text", "charset", "expected"),
    [
        (base64.b64encode("Zoë Ånd\nline".encode()).decode(), None, "Zoë Ånd\nline"),
        (base64.b64encode("花子".encode("shift_jis")).decode(), "shift_jis", "花子"),
        ("Anna", None, "Anna"),
        ("QQ", None, "QQ"),
        ("AAAA", None, "AAAA"),
        ("QWRh", "no-such-charset", "QWRh"),
    ],
)
def test_a_text_in_base64(text: str, charset: str | None, expected: str) -> None:
    assert decode_base64_text(text, charset) == expected


def test_caret_escapes_are_undone() -> None:
    assert decode_caret("1 Main St^nTown ^'x^' ^^ ^z") == '1 Main St\nTown "x" ^ ^z'
    assert decode_caret("plain") == "plain"
