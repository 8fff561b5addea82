"""What a user's paths stand for: files, folders and standard input (archives have tests of their own)."""

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from configs.errors import UserError
from connectors import documents
from connectors.base import HEAD_SIZE, Document
from connectors.documents import READ_ERRORS, content_hash, find_documents, unreadable
from connectors.filenames import labels, printable
from connectors.kinds import OPENING_SIZE
from connectors.records import Reject, Skipped
from connectors.streams import BrokenDocument, size_text
from tests.connectors.finding import CARD, content, find, names, only, open_files


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "address-book"
    (folder / "linkedin").mkdir(parents=True)
    (folder / "zoe.vcf").write_bytes(CARD)
    (folder / "linkedin" / "Connections.csv").write_bytes(b"First Name,Last Name\n")
    (folder / "ada.vcf").write_bytes(CARD)
    return folder


def test_a_folder_gives_its_files_in_the_order_of_their_names_without_the_path_to_it(book: Path) -> None:
    found = find(book)
    assert names(found) == ["address-book/ada.vcf", "address-book/linkedin/Connections.csv", "address-book/zoe.vcf"]
    assert [each.size for each in found if isinstance(each, Document)] == [len(CARD), 21, len(CARD)]
    assert isinstance(found[1], Document)
    assert found[1].folder == "address-book/linkedin"


def test_a_document_can_be_opened_again_and_again(book: Path) -> None:
    document = only(find(book / "ada.vcf"))
    assert document.name == "ada.vcf"
    assert document.head == content(document) == content(document) == CARD


def test_files_are_found_lazily(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_documents([book])
    assert isinstance(next(found), Document)
    monkeypatch.setattr(documents, "head_of", lambda _: pytest.fail("read what nobody asked for"))
    (book / "zoe.vcf").unlink()


def test_paths_with_the_same_last_component_keep_as_many_folders_as_tell_them_apart(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "x" / "book.vcf", tmp_path / "b" / "x" / "book.vcf", tmp_path / "c" / "book.vcf"]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_bytes(CARD)
    assert names(find(*paths)) == ["a/x/book.vcf", "b/x/book.vcf", "c/book.vcf"]


def test_a_file_called_stdin_is_not_taken_for_standard_input() -> None:
    assert labels([Path("/home/stdin"), Path("/home/other")]) == ["home/stdin", "other"]


def test_ten_thousand_paths_are_named_at_once() -> None:
    names = labels([Path(f"/people/{number}/card.vcf") for number in range(10_000)])
    assert names[-1] == "9999/card.vcf"
    assert len(set(names)) == 10_000


def test_names_are_never_absolute() -> None:
    assert labels([Path("/")]) == ["root"]
    assert labels([Path("/book"), Path("/a/book")]) == ["book", "a/book"]


def test_the_current_folder_is_called_by_its_name(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book / "linkedin")
    assert names(find(".")) == ["linkedin/Connections.csv"]
    assert names(find("..")) == [
        "address-book/ada.vcf",
        "address-book/linkedin/Connections.csv",
        "address-book/zoe.vcf",
    ]


def test_names_are_fit_to_be_printed_and_stored(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    os.close(os.open(os.fsencode(folder) + b"/\xff\x1b[2J\n.vcf", os.O_CREAT | os.O_WRONLY))
    (name,) = names(find(folder))
    assert name == "odd/\ufffd\ufffd[2J\ufffd.vcf"
    assert name.encode("utf-8")


def test_printable_leaves_names_in_any_script() -> None:
    assert printable("Zoë 山田 Ελένη.vcf") == "Zoë 山田 Ελένη.vcf"


@pytest.mark.parametrize("missing", ["nowhere.vcf", "ada.vcf/within", "a\0b", ""])
def test_a_path_that_leads_nowhere_stops_everything_before_anything_is_read(book: Path, missing: str) -> None:
    with pytest.raises(UserError, match=r"^No such file: .+ Check the spelling"):
        find_documents([book, str(book / missing) if missing else missing])


def test_a_link_that_leads_nowhere_is_called_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(UserError, match="a link to something that isn't there"):
        find_documents([tmp_path / "link"])


def test_no_paths_hold_nothing() -> None:
    assert find() == []


def test_a_file_that_several_paths_lead_to_is_read_once(book: Path) -> None:
    (book / "link.vcf").symlink_to("ada.vcf")
    found = find(book, book / "ada.vcf", book)
    assert [each for each in found if isinstance(each, Skipped)] == [
        Skipped("address-book/link.vcf", "the same file as address-book/ada.vcf"),
        Skipped("ada.vcf", "the same file as address-book/ada.vcf"),
    ]
    assert len(found) == 5


def test_empty_folders_are_named(tmp_path: Path) -> None:
    (tmp_path / "outer" / "inner").mkdir(parents=True)
    assert find(tmp_path / "outer") == [Skipped("outer/inner", "an empty folder")]
    assert find(tmp_path / "outer" / "inner") == [Skipped("inner", "an empty folder")]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "._ada.vcf", "__MACOSX"])
def test_system_files_are_skipped(tmp_path: Path, name: str) -> None:
    (tmp_path / "book" / name).mkdir(parents=True)
    assert find(tmp_path / "book") == [Skipped(f"book/{name}", "system file")]


def test_hidden_files_are_read_only_when_they_are_named(tmp_path: Path) -> None:
    (tmp_path / ".contacts").mkdir()
    (tmp_path / ".contacts" / "ada.vcf").write_bytes(CARD)
    (skipped,) = find(tmp_path)
    assert skipped == Skipped(f"{tmp_path.name}/.contacts", "hidden file: name it on the command line to have it read")
    assert names(find(tmp_path / ".contacts")) == [".contacts/ada.vcf"]


def test_links_to_folders_are_not_followed_and_broken_ones_are_named(book: Path) -> None:
    (book / "linkedin" / "loop").symlink_to(book)
    (book / "linkedin" / "nowhere").symlink_to("gone")
    (book / "linkedin" / "round").symlink_to("round")
    found = find(book / "linkedin")
    assert found[1:] == [
        Skipped("linkedin/loop", "a link to a folder: name it on the command line to have it read"),
        Reject("linkedin/nowhere", "a link to something that isn't there"),
        Reject("linkedin/round", f"can't be read: {os.strerror(errno.ELOOP)}"),
    ]


def test_a_link_round_in_a_circle_is_a_reject_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    assert find(tmp_path / "round") == [Reject("round", f"can't be read: {os.strerror(errno.ELOOP)}")]


def test_a_folder_behind_a_link_is_read_when_it_is_named(book: Path) -> None:
    (book / "shortcut").symlink_to(book / "linkedin")
    assert names(find(book / "shortcut")) == ["shortcut/Connections.csv"]


@pytest.mark.parametrize("by_name", [False, True])
def test_pipes_and_sockets_are_skipped_without_opening_them(tmp_path: Path, by_name: bool) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(folder / "socket"))
    found = find(folder / "pipe", folder / "socket") if by_name else find(folder)
    assert {each.reason for each in found if isinstance(each, Skipped)} == {"not a regular file"}
    assert len(found) == 2


def refuse(monkeypatch: pytest.MonkeyPatch, method: str, name: str, error: OSError) -> None:
    """Make `Path.METHOD` fail for paths that end in `name`: root may open everything, so that chmod proves nothing."""
    real = getattr(Path, method)

    def refused(path: Path, *arguments: object, **options: object) -> object:
        if path.name == name:
            raise error
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, method, refused)


DENIED = PermissionError(13, "Permission denied")
GONE = FileNotFoundError(2, "No such file or directory")


@pytest.mark.parametrize(
    ("method", "error", "reason"),
    [
        ("open", DENIED, "permission denied"),
        ("open", GONE, "is gone"),
        ("open", OSError(5, "Input/output error"), "can't be read: Input/output error"),
        ("open", OSError(), "can't be read: OSError"),
        ("stat", DENIED, "permission denied"),
        ("stat", GONE, "is gone"),
        ("lstat", GONE, ""),
    ],
)
def test_a_file_that_cannot_be_read_is_a_reject_and_the_others_go_on(
    book: Path, monkeypatch: pytest.MonkeyPatch, method: str, error: OSError, reason: str
) -> None:
    refuse(monkeypatch, method, "ada.vcf", error)
    first, *others = find(book)
    assert names(others) == ["address-book/linkedin/Connections.csv", "address-book/zoe.vcf"]
    if reason:
        assert isinstance(first, Reject)
        assert first.file == "address-book/ada.vcf"
        assert reason in first.reason


def test_a_folder_that_cannot_be_listed_is_a_reject_and_the_others_go_on(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "iterdir", "linkedin", DENIED)
    found = find(book)
    assert names(found) == ["address-book/ada.vcf", "address-book/linkedin", "address-book/zoe.vcf"]
    assert isinstance(found[1], Reject)


def test_a_named_file_that_may_not_be_looked_at_is_a_reject(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, "stat", "ada.vcf", DENIED)
    (reject,) = find(book / "ada.vcf")
    assert isinstance(reject, Reject)
    assert "chmod" in reject.reason


@pytest.fixture
def deep_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folders more than a thousand deep, taken away again step by step: pytest itself can't."""
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    for _ in range(DEPTH):
        Path("d").mkdir()
        os.chdir("d")
    Path("ada.vcf").write_bytes(CARD)
    monkeypatch.chdir(tmp_path)
    yield Path("deep")
    os.chdir("deep" + "/d" * DEPTH)
    Path("ada.vcf").unlink()
    for _ in range(DEPTH):
        os.chdir("..")
        Path("d").rmdir()


DEPTH = 1200


def test_folders_a_thousand_deep_are_walked(deep_folder: Path) -> None:
    (document,) = find(deep_folder)
    assert isinstance(document, Document)
    assert document.name == "deep" + "/d" * DEPTH + "/ada.vcf"


def test_heads_are_short_where_a_glance_tells_what_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"Name,Email\n" * 10_000)
    (folder / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"\x01" * 100_000)
    (folder / "c.vcf").write_bytes(b"\xef\xbb\xbf\r\n" + CARD * 10_000)
    heads = [len(each.head) for each in find(folder) if isinstance(each, Document)]
    assert heads == [HEAD_SIZE, OPENING_SIZE, OPENING_SIZE]


def test_a_file_of_two_gigabytes_costs_a_glance(tmp_path: Path) -> None:
    path = tmp_path / "huge.vcf"
    path.touch()
    os.truncate(path, 2 << 30)
    document = only(find(path))
    assert document.size == 2 << 30
    assert len(document.head) == OPENING_SIZE


@pytest.mark.parametrize(("size", "text"), [(16 << 30, "16 GiB"), (3 << 29, "1.5 GiB"), (64 << 20, "64 MiB")])
def test_sizes_are_told_in_the_unit_that_suits_them(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_hash_tells_contents_apart_and_names_nothing_else(book: Path) -> None:
    hashes = {document.name: content_hash(document) for document in find(book) if isinstance(document, Document)}
    assert hashes["address-book/ada.vcf"] == hashes["address-book/zoe.vcf"]
    assert hashes["address-book/ada.vcf"] != hashes["address-book/linkedin/Connections.csv"]
    assert all(len(each) == 64 for each in hashes.values())


def test_a_hash_covers_the_last_byte(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"x" * (2 << 20) + b"1")
    other.write_bytes(b"x" * (2 << 20) + b"2")
    assert content_hash(only(find(one))) != content_hash(only(find(other)))


def test_what_reading_raises_can_be_caught_and_told() -> None:
    assert issubclass(BrokenDocument, READ_ERRORS)
    assert unreadable("a.zip", BrokenDocument("is damaged")) == Reject("a.zip", "is damaged")


def test_documents_hold_no_open_files(book: Path) -> None:
    before = open_files()
    found = find(book)
    assert open_files() == before
    assert len(found) == 3
