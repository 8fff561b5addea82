import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.vcard.heads import HEADS, UNREADABLE, Head


def types(text: str) -> tuple[str, ...]:
    return HEADS[text].types


@pytest.mark.parametrize(
    ("text", "name", "group"),
    [
        ("FN", "FN", ""),
        ("fn", "FN", ""),
        (" TEL ;CELL", "TEL", ""),
        ("item1.TEL", "TEL", "item1"),
        ("a.b.TEL", "TEL", "a.b"),
        ("\ufeffFN", "FN", ""),
        ("X-WAB-SPOUSE_NAME", "X-WAB-SPOUSE-NAME", ""),
        ("X-My Own/Field", "X-MY-OWN-FIELD", ""),
    ],
)
def test_names_and_groups(text: str, name: str, group: str) -> None:
    assert HEADS[text][:2] == (name, group)


@pytest.mark.parametrize("text", ["", " ", "a line that lost its colon", "Grüße", "=20", 'TEL;X="a', ".", "item1."])
def test_what_is_no_head(text: str) -> None:
    assert HEADS[text] is UNREADABLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TEL;CELL;VOICE", ("cell", "voice")),
        ("TEL;TYPE=CELL,VOICE", ("cell", "voice")),
        ('TEL;TYPE="cell,voice"', ("cell", "voice")),
        ("TEL;TYPE=CELL;TYPE=VOICE;TYPE=cell", ("cell", "voice")),
        ("TEL;TYPE=CELL,TYPE=VOICE", ("cell", "voice")),
        ("TEL;type=CELL;type=pref", ("cell",)),
        ("TEL;PREF;CELL;", ("cell",)),
        ("TEL;;CELL", ("cell",)),
        ('TEL;"CELL"', ("cell",)),
        ("ADR;TYPE=Both work and home", ("both work and home",)),
        ("EMAIL;TYPE=INTERNET,PREF=1", ("internet",)),
        ("TEL;=x;CELL", ("cell",)),
        ("TEL;URI;CELL", ("cell",)),
    ],
)
def test_types(text: str, expected: tuple[str, ...]) -> None:
    assert types(text) == expected


@pytest.mark.parametrize(
    ("text", "is_preferred", "rank"),
    [
        ("TEL", False, 0),
        ("TEL;PREF", True, 0),
        ("TEL;type=pref", True, 0),
        ("TEL;PREF=1", True, 0),
        ("TEL;PREF=", True, 0),
        ("TEL;PREF=20", False, 20),
        ("TEL;PREF=x", False, 0),
        ("EMAIL;TYPE=INTERNET,PREF=1", True, 0),
    ],
)
def test_preference(text: str, is_preferred: bool, rank: int) -> None:
    assert (HEADS[text].is_preferred, HEADS[text].rank) == (is_preferred, rank)


@pytest.mark.parametrize(
    ("text", "encoding", "charset"),
    [
        ("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE", "quoted-printable", "utf-8"),
        ("N;quoted-printable", "quoted-printable", None),
        ("N;ENCODING=quoted-printable;charset=ISO-8859-1", "quoted-printable", "iso-8859-1"),
        ("PHOTO;BASE64", "base64", None),
        ("PHOTO;ENCODING=b;TYPE=JPEG", "base64", None),
        ("PHOTO;TYPE=JPEG,BASE64", "base64", None),
        ("NOTE;ENCODING=8BIT", "", None),
        ('NOTE;CHARSET="utf-8"', "", "utf-8"),
        ("NOTE;CHARSET=", "", None),
    ],
)
def test_encoding_and_charset(text: str, encoding: str, charset: str | None) -> None:
    head = HEADS[text]
    assert (head.encoding, head.charset) == (encoding, charset)
    assert head.is_plain == (not encoding and not charset)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("BDAY;VALUE=date", "VALUE", "date"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604", "X-APPLE-OMIT-YEAR", "1604"),
        ('ADR;LABEL="1 Main St: door 2; left^nTown"', "LABEL", "1 Main St: door 2; left\nTown"),
        ("IMPP;X-SERVICE-TYPE=Skype", "X-SERVICE-TYPE", "Skype"),
        ("PHOTO;VALUE=URL", "VALUE", "URL"),
        ("PHOTO;URL", "VALUE", "URL"),
        (r"ADR;LABEL=a\;b\nc;HOME", "LABEL", r"a\;b\nc"),
        (r'ADR;LABEL="a \"b\"\nc"', "LABEL", r"a b\nc"),
        (r"ADR;X-A=a\b", "X-A", "ab"),
        ("FN;LANGUAGE=en", "SORT-AS", None),
    ],
)
def test_parameters(text: str, name: str, expected: str | None) -> None:
    assert HEADS[text].param(name) == expected


def test_a_label_is_the_types_as_written() -> None:
    assert HEADS["TEL;TYPE=CELL;TYPE=pref;TYPE=VOICE"].label == "cell,voice"
    assert HEADS["TEL;PREF"].label is None


@pytest.mark.parametrize("text", ["BEGIN", "END", "VERSION", "PROFILE", "item1.X-ABLabel"])
def test_the_envelope_and_labels_are_not_plain(text: str) -> None:
    assert not HEADS[text].is_plain


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    assert isinstance(HEADS[text], Head)


@given(st.text(":;,=\"^\\'. abcTYPEtype-/", max_size=40))
def test_nothing_like_a_head_raises(text: str) -> None:
    assert isinstance(HEADS[f"TEL;{text}"], Head)
