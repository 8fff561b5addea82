"""What ZIP and gzip files hold."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from connectors.base import Document
from connectors.documents import content_hash, find_documents
from connectors.records import Skipped
from tests.connectors.zips import CARD, found_in, reasons, texts, zipped


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
