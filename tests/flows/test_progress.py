import io

from connectors.base import Document
from flows.progress import Silent, watched


class Counting(Silent):
    """Counts what is done."""

    def __init__(self) -> None:
        self.done = 0

    def advance(self, amount: int) -> None:
        self.done += amount


def test_a_watched_document_reads_the_same_and_reports_its_bytes() -> None:
    content = bytes(range(256)) * 1000
    opened: list[io.BytesIO] = []

    def open_() -> io.BytesIO:
        opened.append(io.BytesIO(content))
        return opened[-1]

    told = Counting()
    with watched(Document("book.vcf", len(content), b"", open_), told).open() as stream:
        assert stream.read(10) == content[:10]
        assert stream.read() == content[10:]
    assert told.done == len(content)
    assert opened[0].closed


def test_lines_are_read_as_from_any_stream() -> None:
    document = Document("book.csv", 4, b"", lambda: io.BytesIO(b"a\nb\n"))
    with watched(document, Silent()).open() as stream:
        assert list(stream) == [b"a\n", b"b\n"]
