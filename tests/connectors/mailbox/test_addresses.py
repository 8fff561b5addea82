"""Names and addresses as headers have them."""

from email.utils import formataddr, getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mailbox.addresses import MOST, Person, people_in

ADA = Person("Ada Brandt", "ada@example.org")
OLE = Person("Ole Kroll", "ole@example.com")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ada Brandt <ada@example.org>", [ADA]),
        ('"Ada Brandt" <ada@example.org>', [ADA]),
        ("ada@example.org", [Person(None, "ada@example.org")]),
        ("<ada@example.org>", [Person(None, "ada@example.org")]),
        ("ada@example.org (Ada Brandt)", [ADA]),
        ("Ada Brandt <ada@example.org> (at work)", [ADA]),
        ("ada@example.org (Ada (really) Brandt)", [Person("Ada really Brandt", "ada@example.org")]),
        ("Ada ada@example.org", [Person("Ada", "ada@example.org")]),
        ("Ada Brandt <ada@example.org>, Ole Kroll <ole@example.com>", [ADA, OLE]),
        ("Ada Brandt <ada@example.org>; Ole Kroll <ole@example.com>;", [ADA, OLE]),
        ("Ada Brandt <ada@example.org> Ole Kroll <ole@example.com>", [ADA, OLE]),
        ("Ada Brandt <ada@example.org>,, ,Ole Kroll <ole@example.com>", [ADA, OLE]),
        (
            '"Brandt, Ada" <ada@example.org>, Ole Kroll <ole@example.com>',
            [Person("Brandt, Ada", "ada@example.org"), OLE],
        ),
        ("Brandt, Ada <ada@example.org>, Ole Kroll <ole@example.com>", [Person("Brandt, Ada", "ada@example.org"), OLE]),
        ("Mira, <ada@example.org>", [Person("Mira", None), Person(None, "ada@example.org")]),
        ("Mira, Liam", [Person("Mira", None), Person("Liam", None)]),
        ('"Ada \\"Addie\\" Brandt" <ada@example.org>', [Person('Ada "Addie" Brandt', "ada@example.org")]),
        ('Ada "Addie" Brandt <ada@example.org>', [Person("Ada Addie Brandt", "ada@example.org")]),
        ('"Ada Brandt <ada@example.org>', [ADA]),
        ("Ada (Brandt <ada@example.org>", [Person("Ada (Brandt", "ada@example.org")]),
        ("Ada ((Brandt) <ada@example.org>", [Person("Ada, (Brandt)", "ada@example.org")]),
        ("Friends: Ada Brandt <ada@example.org>, ole@example.com;", [ADA, Person(None, "ole@example.com")]),
        ("undisclosed-recipients:;", []),
        ("Undisclosed recipients", []),
        ("Verborgene Empfänger: ;", []),
        ("<@relay.example.com:ada@example.org>", [Person(None, "ada@example.org")]),
        ("<mailto:ada@example.org>", [Person(None, "ada@example.org")]),
        ("Ada Brandt <ada@example.org", [ADA]),
        ("Ada Brandt <>", [Person("Ada Brandt", None)]),
        ("<>", []),
        ("", []),
        (",;:()<>", []),
        ("Ada Brandt </O=EXAMPLE/CN=ADA>", [Person("Ada Brandt", "/O=EXAMPLE/CN=ADA")]),
        ("Ada@Home <ada@example.org>", [Person("Ada@Home", "ada@example.org")]),
        ("ada@example.org at home", [Person(None, "ada@example.org at home")]),
        ("'Ada Brandt' <ada@example.org>", [Person("'Ada Brandt'", "ada@example.org")]),
        ("=?utf-8?Q?Br=C3=A4ndt=2C_Ada?= <ada@example.org>", [Person("Brändt, Ada", "ada@example.org")]),
        ('"=?utf-8?Q?J=C3=B6rg?=" <ada@example.org>', [Person("Jörg", "ada@example.org")]),
        ("Ada\t  Brandt <ada@example.org>", [ADA]),
    ],
)
def test_people(value: str, expected: list[Person]) -> None:
    assert list(people_in(value.encode())) == expected


def test_raw_bytes_in_a_name() -> None:
    assert people_in("Jörg <j@example.org>".encode("latin-1")) == (Person("Jörg", "j@example.org"),)
    assert people_in("Jörg <j@example.org>".encode()) == (Person("Jörg", "j@example.org"),)


def test_the_first_of_very_many() -> None:
    people = people_in(b", ".join(b"p%d@example.com" % number for number in range(100_000)))
    assert len(people) == MOST
    assert people[-1] == Person(None, "p199@example.com")


NAMES = st.text("abc ,.\"\\'ö@()<>;:", min_size=1, max_size=12).filter(lambda name: name.strip())


@given(names=st.lists(NAMES, min_size=1, max_size=5))
def test_what_python_writes_is_read_as_python_reads_it(names: list[str]) -> None:
    pairs = [(" ".join(name.split()), f"p{number}@example.org") for number, name in enumerate(names)]
    header = ", ".join(formataddr(pair) for pair in pairs)
    assert [person.address for person in people_in(header.encode())] == [address for _, address in pairs]
    if all(name.isascii() for name in names):
        assert [person.name for person in people_in(header.encode())] == [name for name, _ in getaddresses([header])]


@given(value=st.binary(max_size=200) | st.text('"\\()<>,;:@ a', max_size=60).map(str.encode))
def test_no_header_fails(value: bytes) -> None:
    for person in people_in(value):
        assert person.name or person.address


def test_headers_that_would_take_long() -> None:
    for hostile in (
        b'"\\' * 50_000,
        b"(" * 100_000,
        b" " * 100_000 + b"<",
        b"<" * 100_000,
        b"=?a?q?" * 20_000,
        b'""' * 50_000,
    ):
        people_in(hostile)
