import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Document
from connectors.records import Address, Email, Name, Organisation, Phone, RawContact, Reject, Skipped, Url
from connectors.vcard import VCard
from connectors.vcard import connector as connector_module
from tests.conftest import Golden
from tests.connectors.contract import MANGLED, ConnectorPromises, content_of, document, mangled, read, texts_of

SAMPLES: Final = Path(__file__).parents[2] / "samples"
BOOKS: Final = sorted((SAMPLES / "address-book").glob("*.vcf"))
MANGLED_BOOKS: Final = sorted((SAMPLES / "mangled").glob("*.vcf"))

ADA: Final = b"""BEGIN:VCARD\r
VERSION:3.0\r
UID:ada\r
N:Brandt;Ada;;;\r
FN:Ada Brandt\r
item1.EMAIL;type=INTERNET:ada.brandt@example.org\r
item1.X-ABLabel:Boat\r
TEL;TYPE=CELL:+44 20 7946 0101\r
NOTE:Likes tea\\, and rain\r
X-OWN:something of her own\r
END:VCARD\r
"""
BO: Final = b"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=B8ss;Bo
TEL;CELL:+44 20 7946 0102
END:VCARD
"""


class TestVCard(ConnectorPromises):
    connector = VCard
    sample = ADA + BO
    texts = (
        "ada", "Brandt", "Ada Brandt", "ada.brandt@example.org", "Boat", "+44 20 7946 0101", "Likes tea, and rain",
        "something of her own", "Møss", "Bo", "+44 20 7946 0102",
    )  # fmt: skip
    good = ADA
    broken = b"BEGIN:VCARD\n%%% no property\n\xff\xfe\x00\nEND:VCARD\n"
    last = BO


class TestVCardBesideTextOutside(ConnectorPromises):
    connector = VCard
    sample = ADA + BO
    texts = ()
    good = ADA
    broken = b"some words that belong to no card\n"
    last = BO


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"BEGIN:VCARD\nEND:VCARD", True),
        (b"begin:vcard", True),
        (b"\xef\xbb\xbfBEGIN : VCARD \r\n", True),
        (b"\r\n\r\nBEGIN:VCARD\r\n", True),
        ("BEGIN:VCARD\r\n".encode("utf-16"), True),
        ("BEGIN:VCARD\r\n".encode("utf-16-be"), True),
        (b"First Name,Last Name\nBEGIN:VCARDS,x", False),
        (b"BEGIN:VCALENDAR\nX:BEGIN:VCARD\n", False),
    ],
)
def test_vcards_are_recognised_by_what_they_hold(content: bytes, expected: bool) -> None:
    assert VCard.recognises(document(content)) == expected


def test_what_can_not_be_read_says_where_it_stands() -> None:
    batch = read(VCard, document(ADA + b"%%% lost\n\nBEGIN:VCARD\n??\n\x00\nEND:VCARD\n", "book.vcf"))
    assert batch.rejects == (
        Reject("book.vcf", "text outside of any card", 2, 12, "%%% lost\n\n"),
        Reject("book.vcf", "a card in which nothing can be read", 3, 14, "BEGIN:VCARD\n??\n\x00\nEND:VCARD"),
    )


def test_an_empty_card_is_skipped() -> None:
    batch = read(VCard, document(b"BEGIN:VCARD\nVERSION:3.0\nFN:\nEND:VCARD\n" + ADA))
    assert [(entry.position, entry.reason) for entry in batch.skipped] == [(1, "an empty card")]
    assert [contact.position for contact in batch.contacts] == [2]


def test_a_card_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.vcard.cards.CHUNK_BYTES", 64)
    monkeypatch.setattr("connectors.vcard.cards.LONGEST_CARD", 512)
    monkeypatch.setattr(connector_module, "_LONGEST_RAW", 20)
    batch = read(VCard, document(b"BEGIN:VCARD\n" + b"NOTE:on and on\n" * 60 + ADA))
    assert [contact.record_id for contact in batch.contacts] == ["ada"]
    assert [(reject.line, reject.raw) for reject in batch.rejects] == [(1, "BEGIN:VCARD\nNOTE:on ")]


def test_batches_are_handed_out_when_they_are_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.base.BATCH_SIZE", 2)
    batches = list(VCard([document(ADA * 3), document(BO)]).pull())
    assert [len(batch.contacts) for batch in batches] == [2, 2, 0]


def test_pictures_go_with_the_batch() -> None:
    batch = read(VCard, document(b"BEGIN:VCARD\nFN:Ada\nPHOTO:data:image/png;base64,QWRhIEJyYW5kdA==\nEND:VCARD"))
    assert batch.photos == {batch.contacts[0].photos[0].hash: b"Ada Brandt"}


def file_document(path: Path) -> Document:
    return document(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_the_example_address_book(path: Path, golden: Golden) -> None:
    batch = read(VCard, file_document(path))
    entries: list[RawContact | Reject | Skipped] = [*batch.contacts, *batch.skipped, *batch.rejects]
    golden(
        f"vcard-{path.stem}",
        [
            {"read_as": type(entry).__name__, **{key: value for key, value in entry._asdict().items() if value}}
            for entry in sorted(entries, key=lambda entry: entry.position or 0)
        ],
    )


def test_there_are_books_and_mangled_ones() -> None:
    assert len(BOOKS) >= 4
    assert len(MANGLED_BOOKS) >= 20


@pytest.mark.parametrize("path", MANGLED_BOOKS, ids=lambda path: path.stem)
def test_good_cards_survive_in_mangled_books(path: Path) -> None:
    """Every mangled book has a good card at its start and, unless it was cut off, another at its end."""
    batch = read(VCard, file_document(path))
    expected = ["good-1"] if path.stem.startswith(("agent-never", "cut-in-a-letter")) else ["good-1", "good-2"]
    good = [contact for contact in batch.contacts if contact.record_id.startswith("good-")]
    assert [contact.record_id for contact in good] == expected
    for contact in good:
        assert contact.names == (Name("Ada Brandt", given="Ada", family="Brandt"),)
        assert contact.emails == (Email("ada.brandt@example.org"),)
        assert contact.phones == (Phone("+44 20 7946 0101", "cell"),)


@pytest.mark.parametrize("name", ["nul-block", "rubbish-card", "end-without-begin", "only-text"])
def test_what_is_mangled_beyond_reading_is_refused(name: str) -> None:
    assert len(read(VCard, file_document(SAMPLES / "mangled" / f"{name}.vcf")).rejects) == 1


@pytest.mark.parametrize("path", MANGLED_BOOKS, ids=lambda path: path.stem)
def test_nothing_that_is_mangled_is_lost(path: Path) -> None:
    batch = read(VCard, file_document(path))
    found = "\x1f".join(texts_of((*batch.contacts, *batch.rejects)))
    written_there = set(re.findall(rb"Bo Moss|Fred Quill|bo\.moss@example\.org|\+44 20 7946 01\d\d", path.read_bytes()))
    assert [text for text in written_there if text.decode() not in found] == []


@MANGLED
@given(cases=st.data())
def test_a_good_card_survives_beside_a_mangled_one(cases: st.DataObject) -> None:
    broken = cases.draw(mangled(BOOKS[0].read_bytes()[:3_000]))
    # A card that was never closed is closed by the next one, unless it is AGENT's; a NUL may make it UTF-16.
    if b"AGENT" in broken.upper() or broken[:4].count(0) or broken[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return
    found = [content_of(contact) for contact in read(VCard, document(broken + b"\n" + ADA)).contacts]
    assert content_of(read(VCard, document(ADA)).contacts[0]) in found


# Parse after write is the identity, in every version: what is written as its RFC says comes back as it was.

TEXT: Final = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1).map(
    lambda text: f"{text} {text}"
)
LINE: Final = TEXT | st.just("two\nlines") | st.just(r"C:\new, or; else")


@st.composite
def contacts(draw: st.DrawFn) -> RawContact:
    """A contact as it can be written in every version of vCard."""
    maybe = st.none() | TEXT
    return RawContact(
        record_id=draw(TEXT),
        file="book",
        position=1,
        names=(Name(draw(TEXT), draw(maybe), draw(TEXT.map(lambda text: f"{text}.")), None, draw(maybe), draw(maybe)),),
        emails=tuple(Email(f"{name}@example.org", "home") for name in draw(st.lists(st.text("abc", min_size=1)))),
        phones=tuple(Phone(number, "cell") for number in draw(st.lists(st.text("0123", min_size=1)))),
        addresses=tuple(Address(street=street, city="Köln", label="home") for street in draw(st.lists(LINE))),
        organisations=(Organisation(draw(TEXT), None, draw(maybe)),),
        urls=tuple(Url(f"https://example.org/{path}") for path in draw(st.lists(st.text("ab,", min_size=1)))),
        note=draw(st.none() | LINE),
    )


def escaped(text: str | None) -> str:
    text = text or ""
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


def quoted(text: str) -> str:
    """Quoted-printable in UTF-8, every byte encoded, in soft-broken lines."""
    encoded = "".join(f"={byte:02X}" for byte in text.encode())
    return "=\r\n".join(encoded[start : start + 72] for start in range(0, len(encoded), 72))


def written(contact: RawContact, version: str) -> bytes:
    """A contact as a card: 3.0 and 4.0 folded after 75 letters, 2.1 in quoted-printable."""
    name, kind = contact.names[0], (";HOME", ";CELL") if version == "2.1" else (";TYPE=HOME", ";TYPE=CELL")
    parts = (name.family, name.given, name.middle, name.prefix, name.suffix)
    lines = [
        ("UID", escaped(contact.record_id)),
        ("N", ";".join(map(escaped, parts))),
        ("FN", escaped(name.full)),
        *((f"EMAIL{kind[0]}", email.address) for email in contact.emails),
        *((f"TEL{kind[1]}", phone.number) for phone in contact.phones),
        *((f"ADR{kind[0]}", f";;{escaped(at.street)};{escaped(at.city)};;;") for at in contact.addresses),
        ("ORG", escaped(contact.organisations[0].name)),
        ("TITLE", escaped(contact.organisations[0].title)),
        *(("URL", escaped(url.url)) for url in contact.urls),
        ("NOTE", escaped(contact.note)),
    ]
    if version == "2.1":
        lines = [(f"{key};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE", quoted(value)) for key, value in lines]
        text = [f"{key}:{value}" for key, value in lines]
    else:
        whole = [f"{key}:{value}" for key, value in lines]
        text = ["\r\n ".join(line[start : start + 75] for start in range(0, len(line), 75)) for line in whole]
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *text, "END:VCARD", ""]).encode()


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
@given(contact=contacts())
def test_parse_after_write_is_the_identity(version: str, contact: RawContact) -> None:
    assert read(VCard, document(written(contact, version))).contacts == (contact,)
