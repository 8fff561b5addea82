"""Encoded words and raw bytes in headers."""

from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mailbox.text import decoded, folded, raw_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Brandt", "Ada Brandt"),
        ("=?utf-8?Q?Ada_Br=C3=A4ndt?=", "Ada Brändt"),
        ("=?UTF-8?B?QWRhIEJyw6RuZHQ=?=", "Ada Brändt"),
        ("=?iso-8859-1?q?J=F6rg?= Kroll", "Jörg Kroll"),
        ("=?utf-8?Q?Ada?=   =?utf-8?Q?_Brandt?=", "Ada Brandt"),
        ("=?utf-8?Q?Br=C3?=\t=?utf-8?Q?=A4ndt?= and others", "Brändt and others"),  # a letter cut in two
        ("=?utf-8?Q?A?= =?latin-1?Q?=E9?= =?utf-8?Q?B?= =?utf-8?Q?C?=", "AéBC"),
        ("=?utf-8*de?Q?Ada?=", "Ada"),
        ("=?utf-8?Q?Ada Brandt?=", "Ada Brandt"),  # blanks are illegal there
        ("=?utf-8?B?QWRh!!?=", "Ada"),
        ("=?utf-8?B?QWRhI?=", "Ada"),  # a letter too many
        ("=?utf-8?B??=", ""),
        ("=?nothing?Q?J=C3=B6rg?=", "Jörg"),
        ("=?nothing?Q?J=F6rg?=", "Jörg"),
        ("=?hex?Q?4141?=", "4141"),
        ("=?punycode?Q?Ada-?=", "Ada-"),
        ("=?us-ascii?Q?J=F6rg?=", "Jörg"),
        ("=?gb2312?B?1cW94A==?=", "张洁"),
        ("=?utf-7?Q?+2AA-?=", "?"),
        ("=?utf-8?Q?Ada", "=?utf-8?Q?Ada"),
        ("=?utf-8?X?Ada?=", "=?utf-8?X?Ada?="),
        ("=?utf-8?Q?=1B[31mAda=00=0D=0AX?=", "[31mAda X"),
        ("=?utf-8?Q?=ZZ?=", "=ZZ"),
    ],
)
def test_encoded_words(text: str, expected: str) -> None:
    assert decoded(text) == expected


def test_raw_bytes() -> None:
    assert raw_text("  Jörg ".encode()) == "Jörg"
    assert raw_text("Jörg".encode("cp1252")) == "Jörg"
    assert raw_text(b"A\x81\x00\x1b[0m\r\xe4") == "A\ufffd[0mä"


@given(name=st.text(st.characters(exclude_categories=("C", "Z")), min_size=1))
def test_what_python_encodes_is_decoded(name: str) -> None:
    assert decoded(Header(name, "utf-8").encode().replace("\n ", " ")) == name


@given(text=st.text() | st.text("=?utf8QB_ \t", max_size=60))
def test_no_text_fails(text: str) -> None:
    decoded(text).encode()


def test_folding() -> None:
    assert folded(" Entwürfe ") == "entwurfe"
