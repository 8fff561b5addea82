"""What becomes of documents that break off while a connector reads them."""

import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from connectors.base import Batch, Document, FileConnector
from connectors.documents import find_documents
from connectors.generic_csv import GenericCsv
from connectors.reading import read
from connectors.vcard import VCard

PEOPLE = 20_000
CARDS = b"".join(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:P%d Brandt\r\nEND:VCARD\r\n" % each for each in range(PEOPLE))
ROWS = b"Name,Email\n" + b"".join(b"P%d Brandt,p%d@example.org\n" % (each, each) for each in range(PEOPLE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book").mkdir()
    return tmp_path / "book"


def documents(folder: Path) -> list[Document]:
    return [each for each in find_documents([folder]) if isinstance(each, Document)]


@pytest.mark.parametrize(("connector", "content"), [(VCard, CARDS), (GenericCsv, ROWS)])
def test_what_stands_before_the_damage_is_read_and_so_are_the_other_documents(
    folder: Path, connector: type[FileConnector], content: bytes
) -> None:
    packed = gzip.compress(content)
    (folder / "a.gz").write_bytes(packed[: len(packed) // 2])
    (folder / "b").write_bytes(content[:1_000])
    batches = list(read(connector, documents(folder)))
    by_file = [contact.file for batch in batches for contact in batch.contacts]
    assert PEOPLE // 4 < by_file.count("book/a.gz") < PEOPLE
    assert by_file.count("book/b") > 10
    damaged = [reject for batch in batches for reject in batch.rejects if reject.position is None]
    assert [(reject.file, reject.reason[:10]) for reject in damaged] == [("book/a.gz", "is damaged")]


def test_a_document_that_vanishes_costs_only_itself(folder: Path) -> None:
    (folder / "a.vcf").write_bytes(CARDS[:1_000])
    (folder / "b.vcf").write_bytes(CARDS[:1_000])
    found = documents(folder)
    (folder / "a.vcf").unlink()
    batches = list(read(VCard, found))
    assert {contact.file for batch in batches for contact in batch.contacts} == {"book/b.vcf"}
    (reject,) = (reject for batch in batches for reject in batch.rejects if "is gone" in reject.reason)
    assert reject.file == "book/a.vcf"


class Fake:
    """A connector that hands out an empty, complete batch before and after it has read all it was given."""

    name: ClassVar[str] = "fake"
    title: ClassVar[str] = "Fake"
    version: ClassVar[int] = 1
    endings: ClassVar[tuple[bytes, ...]] = ()

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    @classmethod
    def recognises(cls, document: Document) -> bool:
        return bool(document.head)

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:
        yield Batch(is_complete=True, cursor=cursor)
        for document in self._documents:
            for _ in range(2):
                with document.open() as stream:
                    stream.read()
        yield Batch(is_complete=True)


def broken() -> io.BytesIO:
    raise PermissionError


def test_batches_are_not_complete_from_the_damage_on() -> None:
    sound = Document("a", 1, b"x", lambda: io.BytesIO(b"x"))
    first, second = read(Fake, [Document("b", 1, b"x", broken)])
    assert (first.is_complete, first.rejects) == (True, ())
    assert not second.is_complete
    assert [reject.file for reject in second.rejects] == ["b"]
    assert all(batch.is_complete for batch in read(Fake, [sound]))


def test_a_failure_after_the_last_batch_is_told_too() -> None:
    class Late(Fake):
        def pull(self, cursor: str | None = None) -> Iterator[Batch]:
            yield Batch(cursor=cursor)
            self._documents[0].open().close()

    assert [len(batch.rejects) for batch in read(Late, [Document("b", 1, b"x", broken)])] == [0, 1]
