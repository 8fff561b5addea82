"""The promises that every file connector keeps: a test class for a connector inherits `ConnectorPromises`.

A subclass names its connector and gives a sample, what should be found in it, and a good record beside a broken one:

    class TestVCard(ConnectorPromises):
        connector = VCard
        sample = b"BEGIN:VCARD…"
        texts = ("Ada Brandt", "ada.brandt@example.org")
        good, broken, last = CARD, BROKEN_CARD, OTHER_CARD
"""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, ClassVar, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import HEAD_SIZE, Batch, Document, FileConnector
from connectors.interaction_records import RawInteraction, interactions_table
from connectors.records import RawContact, Reject, Skipped, contacts_table

Record = RawContact | RawInteraction
Kind = TypeVar("Kind", RawContact, RawInteraction)

MANGLED = settings(
    max_examples=60,
    deadline=None,
    # The test methods are inherited, which is what this check warns of; and a slow machine is no fault of the input.
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
)

TROUBLE = [b'"', b"\x00", b"\r", b"\n\n", b"\xff\xfe", b"=\n"]
"""Bytes that put readers of text off."""


def document(content: bytes, name: str = "book") -> Document:
    """A document that holds `content`."""
    return Document(name=name, size=len(content), head=content[:HEAD_SIZE], open=lambda: io.BytesIO(content))


def read(connector: type[FileConnector], *documents: Document) -> Batch:
    """Everything that a connector reads from documents, as one batch."""
    batches = list(connector(documents).pull())
    return Batch(
        contacts=tuple(contact for batch in batches for contact in batch.contacts),
        interactions=tuple(interaction for batch in batches for interaction in batch.interactions),
        rejects=tuple(reject for batch in batches for reject in batch.rejects),
        skipped=tuple(skipped for batch in batches for skipped in batch.skipped),
        photos={key: photo for batch in batches for key, photo in batch.photos.items()},
    )


def records_of(batch: Batch) -> list[Record]:
    """What was read, whatever its kind."""
    return [*batch.contacts, *batch.interactions]


def fits_in_tables(batch: Batch) -> bool:
    """Whether what was read becomes Arrow tables, row by row."""
    tables = (contacts_table(batch.contacts), interactions_table(batch.interactions))
    return sum(table.num_rows for table in tables) == len(records_of(batch))


def texts_of(value: Any) -> Iterator[str]:  # noqa: ANN401 - it walks through nested tuples of anything
    """Every text that stands somewhere in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)


def content_of(record: Kind) -> Kind:
    """A record without where it stood, to compare what was read from two files."""
    return record._replace(file="", position=1)


@st.composite
def mangled(draw: st.DrawFn, sample: bytes) -> bytes:
    """A sample that was cut off, had bytes overwritten and had bytes put in."""
    content = bytearray(sample)
    for _ in range(draw(st.integers(0, 4))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    at = draw(st.integers(0, len(content)))
    content[at:at] = draw(st.binary(max_size=40) | st.sampled_from(TROUBLE))
    return bytes(content[: draw(st.integers(0, len(content)) | st.just(len(content)))])


class ConnectorPromises:
    """What holds for every connector that reads files."""

    connector: ClassVar[type[FileConnector]]
    sample: ClassVar[bytes]
    texts: ClassVar[tuple[str, ...]]
    """Values of `sample`, as written there; each must be found in a record, a reject or a skipped record."""
    good: ClassVar[bytes]
    """The start of a document with one good record (or more)."""
    broken: ClassVar[bytes]
    """A record that can't be read, to stand after `good`."""
    last: ClassVar[bytes]
    """Good records to stand after `broken`; `good + last` is a whole document."""

    def test_recognises_its_own_kind_whatever_its_name(self) -> None:
        assert self.connector.recognises(document(self.sample, "no-extension"))

    def test_does_not_recognise_an_empty_document(self) -> None:
        assert not self.connector.recognises(document(b""))

    def test_an_empty_document_gives_nothing(self) -> None:
        assert read(self.connector, document(b"")).read == 0

    def test_reading_twice_gives_equal_records(self) -> None:
        assert read(self.connector, document(self.sample)) == read(self.connector, document(self.sample))

    def test_every_record_has_an_id_a_file_and_a_position_of_its_own(self) -> None:
        batch = read(self.connector, document(self.sample, "a/book"))
        everything: list[Record | Reject | Skipped] = [*records_of(batch), *batch.rejects, *batch.skipped]
        positions = [entry.position for entry in everything if entry.position is not None]
        assert records_of(batch)
        assert all(record.record_id for record in records_of(batch))
        assert {entry.file for entry in everything} <= {"a/book"}
        assert all(position >= 1 for position in positions)
        assert len(set(positions)) == len(positions)

    def test_ids_do_not_depend_on_the_name_of_the_file(self) -> None:
        here = read(self.connector, document(self.sample, "here/book"))
        there = read(self.connector, document(self.sample, "there/copy (2)"))
        assert [each.record_id for each in records_of(here)] == [each.record_id for each in records_of(there)]

    def test_nothing_is_lost(self) -> None:
        batch = read(self.connector, document(self.sample))
        found = "\x1f".join(texts_of((*records_of(batch), *batch.rejects, *batch.skipped)))
        assert [text for text in self.texts if text not in found] == []

    def test_a_good_record_survives_beside_a_bad_one(self) -> None:
        whole = read(self.connector, document(self.good + self.last))
        batch = read(self.connector, document(self.good + self.broken + self.last))
        expected = [content_of(record) for record in records_of(whole)]
        found = [content_of(record) for record in records_of(batch)]
        assert len(expected) > 1
        assert [record for record in expected if record not in found] == []

    def test_a_broken_record_is_accounted_for(self) -> None:
        whole = read(self.connector, document(self.good + self.last))
        assert read(self.connector, document(self.good + self.broken + self.last)).read > whole.read

    def test_documents_are_closed(self) -> None:
        opened: list[BinaryIO] = []

        def remember() -> BinaryIO:
            opened.append(io.BytesIO(self.sample))
            return opened[-1]

        read(self.connector, Document("book", len(self.sample), self.sample[:HEAD_SIZE], remember))
        assert opened
        assert all(stream.closed for stream in opened)

    @MANGLED
    @given(cases=st.data())
    def test_mangled_input_never_raises(self, cases: st.DataObject) -> None:
        broken = document(cases.draw(mangled(self.sample)))
        self.connector.recognises(broken)
        assert fits_in_tables(read(self.connector, broken))

    @MANGLED
    @given(content=st.binary(max_size=300))
    def test_random_bytes_never_raise(self, content: bytes) -> None:
        self.connector.recognises(document(content))
        assert fits_in_tables(read(self.connector, document(content)))
