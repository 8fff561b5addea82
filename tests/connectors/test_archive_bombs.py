"""Archives that would fill the machine are refused, and what stands beside them is read."""

import gzip
import struct
import zipfile
from pathlib import Path

import pytest

from connectors.base import Document
from connectors.documents import content_hash, find_documents
from connectors.records import Reject
from tests.connectors.zips import CARD, NOISE, SMALL, found_in, reasons, texts, zipped


def test_a_bomb_is_refused_and_what_stands_beside_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("zeros.vcf", "w") as member:
            for _ in range(200):
                member.write(bytes(1 << 20))
        archive.writestr("good.vcf", CARD)
    found = list(find_documents([path]))
    assert texts(found) == {"bomb.zip/good.vcf": CARD}
    assert reasons(found) == {
        "bomb.zip/zeros.vcf": "unpacks to more than 200 times its size, as ZIP bombs do: not read"
    }


def test_many_small_members_are_a_bomb_together() -> None:
    found = found_in(zipped({f"{number}.vcf": bytes(1 << 20) for number in range(4)}), SMALL)
    assert reasons(found) == {"stdin": "unpacks to more than 200 times its size, as ZIP bombs do: not read"}


def test_members_that_share_their_bytes_are_a_bomb() -> None:
    content = bytearray(zipped({"a.vcf": NOISE[:5000], "b.vcf": NOISE[5000:9000]}))
    second = content.rfind(b"PK\x01\x02")
    content[second + 42 : second + 46] = bytes(4)  # its header is said to be the first one's
    (reason,) = reasons(found_in(bytes(content))).values()
    assert "overlap" in reason


def test_a_gzip_bomb_stops_where_it_goes_off() -> None:
    (document,) = found_in(gzip.compress(bytes(8 << 20)), SMALL)
    assert isinstance(document, Document)
    with document.open() as stream:
        assert len(stream.read(2 << 20)) < 2 << 20
        with pytest.raises(OSError, match="ZIP bombs"):
            stream.read(2 << 20)


def test_a_nested_bomb_goes_no_deeper_than_it_may() -> None:
    content = zipped({f"{number}.vcf": CARD for number in range(3)})
    for _ in range(5):
        content = zipped({f"{number}.zip": content for number in range(3)}, zipfile.ZIP_STORED)
    found = found_in(content)
    assert len(found) == 9
    assert all(isinstance(each, Reject) for each in found)


def test_what_all_members_unpack_to_is_counted_together() -> None:
    first, second = found_in(zipped({"a": NOISE[: 2 << 20], "b": NOISE[2 << 20 : 4 << 20]}), SMALL)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    content_hash(first)
    content_hash(second)
    with pytest.raises(OSError, match="unpacks to more than 3 MiB"):
        content_hash(first)


def test_a_member_larger_than_any_address_book_is_refused_unless_a_glance_tells_that_it_is_none(tmp_path: Path) -> None:
    large = {"video.mp4": b"\0\0\0\x18ftypmp42" + NOISE[: 4 << 20], "large.vcf": NOISE[: 4 << 20]}
    (tmp_path / "large.zip").write_bytes(zipped(large))
    reject, video = find_documents([tmp_path / "large.zip"], limits=SMALL)
    reason = "unpacks to more than 3 MiB (its archive: 5 MiB): unpack it and give what holds contacts"
    assert reject == Reject("large.zip/large.vcf", reason)
    assert isinstance(video, Document)
    assert video.name == "large.zip/video.mp4"
    with pytest.raises(OSError, match="more than 3 MiB"):
        content_hash(video)


def test_a_zip_within_a_zip_that_is_too_large_is_refused() -> None:
    found = found_in(zipped({"in.zip": zipped({"a": NOISE[: 4 << 20]})}), SMALL)
    assert list(reasons(found)) == ["stdin/in.zip"]


def test_too_many_members_are_refused() -> None:
    for count in (5, 50):  # a few too many, and a directory longer than four members need
        found = found_in(zipped({f"{number:0100d}": b"" for number in range(count)}), SMALL)
        assert found == [Reject("stdin", "holds more than 4 files: unpack it and give the folder")]


def test_a_directory_that_claims_to_be_huge_is_not_read() -> None:
    content = zipped({"a.vcf": CARD})
    end = content.rfind(b"PK\x05\x06")
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 60, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    (reason,) = reasons(found_in(content[:end] + record + locator + content[end:])).values()
    assert reason == "holds more than 50,000 files: unpack it and give the folder"


def test_an_archive_with_records_for_large_ones_is_read() -> None:
    content = zipped({"a.vcf": CARD})
    end = content.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<2L", content, end + 12)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    assert texts(found_in(content[:end] + record + locator + content[end:])) == {"stdin/a.vcf": CARD}
