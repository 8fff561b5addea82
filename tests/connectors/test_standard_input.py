"""What comes by standard input."""

import gc
import io
import os
from pathlib import Path

import pytest

from configs.errors import UserError
from connectors.documents import find_documents
from connectors.records import Reject
from connectors.streams import ArchiveLimits
from tests.connectors.finding import CARD, content, find, names, only, open_files


class Unseekable(io.BytesIO):
    """A stream such as a pipe is."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation


def test_standard_input_can_be_read_twice_and_from_anywhere() -> None:
    text = CARD * 50_000
    document = only(find("-", stdin=Unseekable(text)))
    assert (document.name, document.size, document.folder) == ("stdin", len(text), "")
    assert content(document) == content(document) == text
    with document.open() as stream:
        assert stream.seek(-len(CARD), os.SEEK_END) == len(text) - len(CARD)
        assert stream.read(5) == b"BEGIN"
        assert stream.seek(2, os.SEEK_CUR) == stream.tell() == len(text) - len(CARD) + 7
        with pytest.raises(OSError, match="before the start"):
            stream.seek(-1)


def test_standard_input_is_read_once_and_among_files(tmp_path: Path) -> None:
    (tmp_path / "zoe.vcf").write_bytes(CARD)
    assert names(find(tmp_path / "zoe.vcf", "-", "-", stdin=io.BytesIO(CARD))) == ["zoe.vcf", "stdin"]


def test_standard_input_of_the_process_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CARD)))
    assert content(only(find("-"))) == CARD


def test_a_process_without_standard_input_reads_nothing_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert only(find("-")).head == b""


def test_a_terminal_is_not_waited_for() -> None:
    class Terminal(io.BytesIO):
        def isatty(self) -> bool:
            return True

    with pytest.raises(UserError, match="pipe a file"):
        find_documents(["-"], stdin=Terminal())


def test_standard_input_without_end_is_given_up() -> None:
    limits = ArchiveLimits(max_total_bytes=3 << 20)
    assert find("-", stdin=io.BytesIO(b"x" * (4 << 20)), limits=limits) == [
        Reject("stdin", "is larger than 3 MiB: give the file itself")
    ]


def test_the_copy_of_standard_input_is_freed_with_its_document() -> None:
    gc.collect()
    before = open_files()
    found = find("-", stdin=io.BytesIO(CARD))
    assert open_files() == before + 1
    found.clear()
    gc.collect()
    assert open_files() == before
