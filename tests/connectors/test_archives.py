"""What ZIP and gzip files hold, and what becomes of those that lie, are damaged or would fill the machine."""

import contextlib
import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.archives import Found
from connectors.base import Document
from connectors.documents import content_hash, find_documents
from connectors.records import Reject, Skipped
from connectors.streams import ArchiveLimits

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Brandt\r\nEND:VCARD\r\n"
SMALL = ArchiveLimits(max_members=4, max_member_bytes=3 << 20, max_total_bytes=5 << 20, ratio_from_bytes=1 << 20)
NOISE = random.Random(7).randbytes(6 << 20)  # noqa: S311 - bytes that can't be packed, not a secret


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def found_in(content: bytes, limits: ArchiveLimits | None = None) -> list[Found]:
    """What is found in an archive that comes by standard input."""
    return list(find_documents(["-"], stdin=io.BytesIO(content), limits=limits))


def texts(found: list[Found]) -> dict[str, bytes]:
    """The contents of the documents that were found, by name."""
    held = {}
    for each in found:
        if isinstance(each, Document):
            with each.open() as stream:
                held[each.name] = stream.read()
    return held


def reasons(found: list[Found]) -> dict[str, str]:
    """Why what isn't a document isn't one, by name."""
    return {each.file: each.reason for each in found if not isinstance(each, Document)}


def test_members_are_documents_in_the_order_of_their_paths(tmp_path: Path) -> None:
    path = tmp_path / "takeout-001.zip"
    path.write_bytes(zipped({"Takeout/Contacts/All.vcf": CARD, "Takeout/": b"", "Takeout/Archive.html": b"<html>"}))
    found = list(find_documents([path]))
    assert texts(found) == {
        "takeout-001.zip/Takeout/Archive.html": b"<html>",
        "takeout-001.zip/Takeout/Contacts/All.vcf": CARD,
    }
    assert isinstance(found[1], Document)
    assert (found[1].size, found[1].head, found[1].folder) == (len(CARD), CARD, "takeout-001.zip/Takeout/Contacts")


def test_an_archive_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_bytes(zipped({"a.vcf": CARD}))
    assert texts(list(find_documents([tmp_path]))) == {f"{tmp_path.name}/book.vcf/a.vcf": CARD}


def test_documents_of_a_replaced_archive_say_so(tmp_path: Path) -> None:
    path = tmp_path / "book.zip"
    path.write_bytes(zipped({"a.vcf": CARD}))
    (document,) = find_documents([path])
    assert isinstance(document, Document)
    path.write_bytes(b"something else, and long enough to have a header in it")
    with pytest.raises(OSError, match="damaged"):
        document.open()
    path.unlink()
    with pytest.raises(FileNotFoundError):
        document.open()


def test_large_members_are_read_in_steps_whatever_the_reader_asks_for() -> None:
    lines = b"".join(b"%d,Ada Brandt\r\n" % number for number in range(200_000))
    (document,) = found_in(zipped({"large.csv": lines}))
    assert isinstance(document, Document)
    with document.open() as stream:
        assert stream.read(0) == b""
        assert stream.read(3_000_000) + stream.read(1_000_000) == lines
        assert stream.read(5) == b""
        assert not stream.seekable()
    with io.TextIOWrapper(document.open(), "ascii", newline="") as text:
        assert sum(1 for _ in text) == 200_000
    assert content_hash(document) == content_hash(document)


def test_stored_and_empty_members_are_documents() -> None:
    assert texts(found_in(zipped({"a.vcf": CARD, "b.vcf": b""}, zipfile.ZIP_STORED))) == {
        "stdin/a.vcf": CARD,
        "stdin/b.vcf": b"",
    }


def test_a_zip_within_a_zip_is_read_and_one_within_that_is_not() -> None:
    inner = zipped({"in.vcf": CARD})
    found = found_in(zipped({"icloud.zip": inner, "outer.zip": zipped({"inner.zip": inner, "b.vcf": CARD})}))
    assert texts(found) == {"stdin/icloud.zip/in.vcf": CARD, "stdin/outer.zip/b.vcf": CARD}
    assert reasons(found) == {
        "stdin/outer.zip/inner.zip": "is packed in too many archives within one another: unpack it first"
    }


def test_a_gzip_file_is_read_through() -> None:
    assert texts(found_in(gzip.compress(CARD))) == {"stdin": CARD}
    assert texts(found_in(gzip.compress(CARD) + gzip.compress(CARD))) == {"stdin": CARD + CARD}
    assert texts(found_in(zipped({"a.vcf.gz": gzip.compress(CARD)}))) == {"stdin/a.vcf.gz": CARD}
    assert texts(found_in(gzip.compress(zipped({"a.vcf": CARD})))) == {"stdin/a.vcf": CARD}


def test_equal_paths_are_numbered_so_that_neither_is_lost() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.vcf", CARD)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.vcf", b"other")
    assert sorted(texts(found_in(stream.getvalue())).items()) == [("stdin/a.vcf", CARD), ("stdin/a.vcf (2)", b"other")]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Zoë.vcf".encode("cp437"), "Zoë.vcf"),
        ("Ελένη.vcf".encode(), "Ελένη.vcf"),  # UTF-8 without the flag for it, as macOS writes
        (b"Contacts\\All.vcf", "Contacts/All.vcf"),
        (b"./All.vcf", "All.vcf"),
        (b"\x1b[2JAll.vcf", "\ufffd[2JAll.vcf"),
    ],
)
def test_paths_are_read_in_the_code_page_they_are_in(stored: bytes, shown: str) -> None:
    content = zipped({"N" * len(stored): CARD}).replace(b"N" * len(stored), stored)
    assert texts(found_in(content)) == {f"stdin/{shown}": CARD}


def test_paths_that_say_they_are_utf_8_are_read_as_that() -> None:
    assert texts(found_in(zipped({"Ελένη/山田.vcf": CARD}))) == {"stdin/Ελένη/山田.vcf": CARD}


@pytest.mark.parametrize("path", ["../a.vcf", "x/../../a.vcf", "/etc/a.vcf", "C:/a.vcf", "..\\a.vcf", "\\\\host\\a"])
def test_a_path_that_leads_out_of_the_archive_is_refused_and_the_others_are_read(path: str) -> None:
    found = found_in(zipped({path: CARD, "good.vcf": CARD}))
    assert texts(found) == {"stdin/good.vcf": CARD}
    assert set(reasons(found).values()) == {"its path leads out of the archive: not read"}


def test_what_systems_leave_in_archives_is_skipped() -> None:
    members = {"__MACOSX/._a.vcf": b"", "x/.DS_Store": b"", "x/.git/config": b"", "../Thumbs.db": b""}
    found = found_in(zipped(members))
    assert list(reasons(found).values()).count("system file") == 3
    assert all(isinstance(each, Skipped) for each in found)


@pytest.mark.parametrize(("mode", "reason"), [(0o120777, "a link to another file"), (0o010644, "not a regular file")])
def test_links_and_devices_in_archives_are_skipped(mode: int, reason: str) -> None:
    info = zipfile.ZipInfo("link.vcf")
    info.external_attr = mode << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(info, "/etc/hosts")
    assert found_in(stream.getvalue()) == [Skipped("stdin/link.vcf", reason)]


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b""}, "an Excel workbook"),
        ({"x": b"", "word/document.xml": b"", "[Content_Types].xml": b""}, "a Word document"),
        ({"content.xml": b"", "mimetype": b""}, "an OpenDocument file"),
        ({"mimetype": b"application/epub+zip"}, "an office document or an e-book"),
        ({"META-INF/MANIFEST.MF": b""}, "a program"),
    ],
)
def test_office_documents_and_programs_are_not_opened(members: dict[str, bytes], what: str) -> None:
    for content in (zipped(members), zipped({"within.zip": zipped(members)})):
        (reason,) = reasons(found_in(content)).values()
        assert reason.startswith((what, "an office document"))


def test_a_folder_that_happens_to_be_called_content_is_no_office_document() -> None:
    assert texts(found_in(zipped({"content.xml": b"<x/>"}))) == {"stdin/content.xml": b"<x/>"}


def test_an_archive_of_nothing_is_called_that() -> None:
    assert found_in(zipped({})) == [Skipped("stdin", "an empty archive")]
    assert found_in(zipped({"folder/": b""})) == [Skipped("stdin", "an empty archive")]


# Bombs ----------------------------------------------------------------------------------------------------------------


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


# Lies and damage ------------------------------------------------------------------------------------------------------


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
