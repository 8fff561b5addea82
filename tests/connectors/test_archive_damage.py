"""Archives that lie, are damaged or were cut off."""

import contextlib
import gzip
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Document
from connectors.documents import content_hash
from tests.connectors.zips import CARD, NOISE, SMALL, found_in, reasons, texts, zipped


def patched(content: bytes, offset: int, value: bytes) -> bytes:
    """The archive with bytes changed in the directory's entry for its first member."""
    at = content.find(b"PK\x01\x02") + offset
    return content[:at] + value + content[at + len(value) :]


def test_a_size_that_is_a_lie_costs_that_member_alone() -> None:
    honest = zipped({"a.vcf": CARD * 100, "b.vcf": CARD})
    found = found_in(patched(honest, 24, struct.pack("<L", 50)))  # 50 bytes, it says
    assert reasons(found) == {
        "stdin/a.vcf": "is damaged or incomplete (Bad CRC-32 for file 'a.vcf'): get the file again"
    }
    assert texts(found) == {"stdin/b.vcf": CARD}


def test_a_size_that_is_too_large_changes_nothing() -> None:
    assert texts(found_in(patched(zipped({"a.vcf": CARD}), 24, struct.pack("<L", 5_000)))) == {"stdin/a.vcf": CARD}


def test_encrypted_members_are_refused_and_the_others_are_read() -> None:
    found = found_in(patched(zipped({"a.vcf": CARD, "b.vcf": CARD}), 8, b"\x01"))
    assert reasons(found) == {"stdin/a.vcf": "is encrypted: unpack it with its password first"}
    assert texts(found) == {"stdin/b.vcf": CARD}


@pytest.mark.parametrize(("method", "name"), [(9, "Deflate64"), (14, "LZMA"), (77, "method 77")])
def test_members_packed_in_other_ways_are_refused(method: int, name: str) -> None:
    found = found_in(patched(zipped({"a.vcf": CARD, "b.vcf": CARD}), 10, bytes([method])))
    assert reasons(found) == {"stdin/a.vcf": f"is compressed in a way that isn't read here ({name}): unpack it first"}
    assert texts(found) == {"stdin/b.vcf": CARD}


def test_a_damaged_member_costs_only_itself() -> None:
    content = zipped({"a.vcf": NOISE[:9000], "b.vcf": CARD}, zipfile.ZIP_STORED)
    at = content.find(b"b.vcf") - 30
    found = found_in(content[:at] + b"PK\x09\x09" + content[at + 4 :])
    assert reasons(found) == {
        "stdin/b.vcf": "is damaged or incomplete (no file where its directory says): get the file again"
    }
    assert texts(found) == {"stdin/a.vcf": NOISE[:9000]}


@pytest.mark.parametrize("length", [4, 20, 60, -30, -1])
def test_an_archive_that_was_cut_off_says_so(length: int) -> None:
    found = found_in(zipped({"a.vcf": CARD, "b.vcf": CARD})[:length])
    (reason,) = reasons(found).values()
    assert reason.startswith("is damaged or incomplete")
    assert reason.endswith("get the file again")


def test_what_stands_before_the_damage_is_read() -> None:
    cards = b"".join(CARD.replace(b"Ada", b"%d" % number) for number in range(100_000))
    packed = gzip.compress(cards)
    (document,) = found_in(packed[: len(packed) // 2])
    assert isinstance(document, Document)
    kept: list[bytes] = []
    with document.open() as stream:
        with pytest.raises(OSError, match="is damaged or incomplete"):
            kept.extend(iter(lambda: stream.read(1 << 20), b""))
        with pytest.raises(OSError, match="is damaged or incomplete"):
            stream.read()
    assert len(b"".join(kept)) > len(cards) // 4
    assert cards.startswith(b"".join(kept))


def test_bytes_that_do_not_unpack_are_a_reject() -> None:
    content = bytearray(zipped({"a.vcf": CARD * 50}))
    content[40:60] = b"\xff" * 20
    (reason,) = reasons(found_in(bytes(content))).values()
    assert reason.startswith("is damaged or incomplete")
    assert reasons(found_in(b"\x1f\x8b\x08" + bytes(20)))


ARCHIVES = [
    zipped({"a.vcf": CARD * 20, "x/b.csv": b"Name,Email\n", "in.zip": zipped({"c.vcf": CARD})}),
    zipped({"a.vcf": CARD}, zipfile.ZIP_STORED),
    gzip.compress(CARD * 20),
]


@given(
    archive=st.sampled_from(ARCHIVES),
    changes=st.lists(st.tuples(st.integers(0, 600), st.binary(min_size=1, max_size=8)), max_size=4),
    end=st.integers(-40, 0),
)
def test_no_archive_raises_anything_but_an_error_of_reading(
    archive: bytes, changes: list[tuple[int, bytes]], end: int
) -> None:
    mangled = bytearray(archive[: end or None])
    for at, value in changes:
        start = at % len(mangled)
        mangled[start : start + len(value)] = value
    found = found_in(bytes(mangled), SMALL)
    assert found
    for each in found:
        if isinstance(each, Document):
            with contextlib.suppress(OSError):
                content_hash(each)
        else:
            assert each.reason


def test_the_mangled_archives_are_sound_before() -> None:
    assert [len(texts(found_in(archive))) for archive in ARCHIVES] == [3, 1, 1]
    assert zlib.crc32(CARD) == zipfile.ZipFile(io.BytesIO(ARCHIVES[1])).infolist()[0].CRC
