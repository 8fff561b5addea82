"""The benchmarks' books: the same every time, mixed as promised, and read whole by both readers."""

import base64
from pathlib import Path

import pytest

from connectors.vcard import VCard
from tests.benchmarks.bench_vcard import lost_values, seconds_of
from tests.benchmarks.books import PHOTO_BYTES, cards, write_book
from tests.benchmarks.measure import cost
from tests.connectors.contract import document, read


def test_a_book_is_the_same_every_time() -> None:
    assert list(cards(50)) == list(cards(50))
    assert list(cards(50)) != list(cards(50, seed=2))


def test_a_longer_book_starts_like_a_shorter_one() -> None:
    assert list(cards(50))[:20] == list(cards(20))


def test_versions_are_mixed_like_in_real_exports() -> None:
    book = list(cards(2_000))
    shares = {
        version: sum(f"VERSION:{version}" in card for card in book) / len(book) for version in ("2.1", "3.0", "4.0")
    }
    assert shares == pytest.approx({"2.1": 0.10, "3.0": 0.85, "4.0": 0.05}, abs=0.03)


def test_some_people_have_a_second_card() -> None:
    book = read(VCard, document("".join(cards(1_000)).encode())).contacts
    people = {contact.emails[0].address for contact in book}
    assert 1 - len(people) / len(book) == pytest.approx(0.15, abs=0.04)


def test_cards_have_the_length_of_real_ones() -> None:
    lines = [len(card.splitlines()) for card in cards(500)]
    assert 12 <= sum(lines) / len(lines) <= 16


def test_every_card_has_a_picture_of_its_own() -> None:
    batch = read(VCard, document("".join(cards(100, photos=True)).encode()))
    assert len(batch.photos) == 100
    assert {len(photo) for photo in batch.photos.values()} == {PHOTO_BYTES}
    assert len(base64.b64encode(bytes(PHOTO_BYTES))) == 8 << 10


def test_no_value_of_vobjects_is_lost(tmp_path: Path) -> None:
    assert lost_values(write_book(tmp_path / "book.vcf", 300)) == []


def test_a_lost_value_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = write_book(tmp_path / "book.vcf", 3)
    without_phones = [contact._replace(phones=()) for contact in read(VCard, document(book.read_bytes())).contacts]
    monkeypatch.setattr("tests.benchmarks.bench_vcard.kith_contacts", lambda _: iter(without_phones))
    assert len(lost_values(book)) >= 3


def test_both_readers_read_every_card(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book.vcf", 20)
    assert [seconds_of(reader, book)["cards"] for reader in ("kith", "vobject")] == [20, 20]


def test_a_command_that_fails_ends_the_benchmark_with_its_output() -> None:
    with pytest.raises(SystemExit, match="No such reader"):
        cost(["sh", "-c", "echo No such reader; exit 3"])
