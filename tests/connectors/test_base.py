"""Documents, batches and the batcher that every connector collects in."""

import io

import pytest

from connectors import base
from connectors.base import Batch, Batcher, Document
from connectors.records import RawContact, Reject, Skipped

ADA, BEN = RawContact("u1", "book.vcf", 1), RawContact("u2", "book.vcf", 2)
REJECT, SKIPPED = Reject("book.vcf", "nonsense", 3), Skipped("book.vcf", "an empty card", 4)


@pytest.mark.parametrize(
    ("name", "folder"),
    [("book.vcf", ""), ("Takeout.zip/Contacts/All.vcf", "Takeout.zip/Contacts"), ("", ""), ("/book.vcf", "")],
)
def test_a_documents_folder_is_what_stands_before_its_last_slash(name: str, folder: str) -> None:
    document = Document(name, 0, b"", io.BytesIO)
    assert document.folder == folder


def test_a_document_shows_itself_without_its_content() -> None:
    assert repr(Document("book.vcf", 5, b"FN:Ada", io.BytesIO)) == "Document(name='book.vcf', size=5)"


def test_a_batch_accounts_for_contacts_rejects_and_skipped() -> None:
    assert Batch().read == 0
    assert Batch((ADA, BEN), rejects=(REJECT,), skipped=(SKIPPED,), gone=("u3",), renamed=(("a", "b"),)).read == 4


class TestBatcher:
    def test_it_hands_out_what_it_was_given_and_starts_anew(self) -> None:
        batcher = Batcher()
        batcher.contacts += [ADA, BEN]
        batcher.rejects.append(REJECT)
        batcher.skipped.append(SKIPPED)
        batcher.add_photo("hash", b"face")
        batch = batcher.take()
        assert batch == Batch((ADA, BEN), rejects=(REJECT,), skipped=(SKIPPED,), photos={"hash": b"face"})
        assert batcher.take() == Batch()
        assert batch.photos == {"hash": b"face"}

    def test_contacts_rejects_and_skipped_fill_it_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(base, "BATCH_SIZE", 3)
        batcher = Batcher()
        batcher.contacts.append(ADA)
        batcher.rejects.append(REJECT)
        assert not batcher.is_full
        batcher.skipped.append(SKIPPED)
        assert batcher.is_full
        batcher.take()
        assert not batcher.is_full

    def test_photos_fill_it_once_per_hash(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Batcher, "MEGABYTES", 1)
        batcher = Batcher()
        half = bytes(1 << 19)
        batcher.add_photo("one", half)
        batcher.add_photo("one", half)
        assert not batcher.is_full
        batcher.add_photo("two", half)
        assert batcher.is_full
        assert set(batcher.take().photos) == {"one", "two"}
        assert not batcher.is_full
