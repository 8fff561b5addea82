from dataclasses import replace
from pathlib import Path

import pytest

from connectors.base import Document
from connectors.documents import find_documents
from connectors.records import Reject, Skipped
from connectors.vcard import VCard
from flows.sorting import Sorted
from flows.steps import UNREAD, Export, land_export, land_unread
from tests.flows.books import book
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Source

VCARDS = Source("vcard")


def documents(path: Path) -> list[Document]:
    return [found for found in find_documents([path]) if isinstance(found, Document)]


def vanished() -> None:
    raise FileNotFoundError(2, "No such file or directory")


def test_an_export_is_read_once(home: Path, tmp_path: Path) -> None:
    export = Export(VCARDS, VCard, documents(book(tmp_path / "book.vcf", range(3))))
    with LandingStore.open(home) as store:
        first = land_export(store, store.begin_run("test"), export)
        second = land_export(store, store.begin_run("test"), export)
    assert (first.counts, first.is_known) == (Counts(read=3, loaded=3), False)
    assert (second.counts, second.is_known) == (Counts(read=3, unchanged=3), True)


def test_why_records_were_left_out_is_told_again_of_a_known_source(home: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "book.vcf", [1, 1, 2])
    path.write_bytes(path.read_bytes() + b"BEGIN:VCARD\r\n")
    export = Export(VCARDS, VCard, documents(path))
    with LandingStore.open(home) as store:
        first = land_export(store, store.begin_run("test"), export)
        again = land_export(store, store.begin_run("test"), export)
    assert again.is_known
    assert (again.counts.skipped, again.counts.rejected) == (first.counts.skipped, first.counts.rejected)
    assert {one.reason for one in again.skipped} >= {"the same record again"}
    assert len(first.skipped) == first.counts.skipped
    assert sorted(again.skipped) == sorted(first.skipped)
    assert again.rejects == first.rejects


def test_a_better_reader_reads_again(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export = Export(VCARDS, VCard, documents(book(tmp_path / "book.vcf", range(3))))
    with LandingStore.open(home) as store:
        land_export(store, store.begin_run("test"), export)
        monkeypatch.setattr(VCard, "version", VCard.version + 1)
        again = land_export(store, store.begin_run("test"), export)
    assert (again.counts, again.is_known) == (Counts(read=3, unchanged=3), False)


def test_a_document_that_vanishes_is_a_reject_and_is_tried_again(home: Path, tmp_path: Path) -> None:
    (document,) = documents(book(tmp_path / "book.vcf", range(3)))
    gone = replace(document, open=vanished)
    with LandingStore.open(home) as store:
        lost = land_export(store, store.begin_run("test"), Export(VCARDS, VCard, [gone], is_complete=True))
        found = land_export(store, store.begin_run("test"), Export(VCARDS, VCard, [document]))
    assert lost.counts == Counts(read=1, rejected=1)
    assert lost.broken == ("book.vcf",)
    assert "gone" in lost.rejects[0].reason
    assert found.counts == Counts(read=3, loaded=3)


def test_what_is_beside_an_export_and_unread_keeps_it_from_being_complete(home: Path, tmp_path: Path) -> None:
    found = documents(book(tmp_path / "book.vcf", range(3)))
    with LandingStore.open(home) as store:
        export = Export(VCARDS, VCard, found, is_complete=True, unread=("more.zip",))
        assert land_export(store, store.begin_run("test"), export).broken == ("more.zip",)


def test_what_nobody_reads_is_written_down_once(home: Path) -> None:
    found = Sorted(skipped=[Skipped("photo.jpg", "a picture")], rejects=[Reject("book.zip", "is damaged")])
    with LandingStore.open(home) as store:
        first = land_unread(store, store.begin_run("test"), found)
        again = land_unread(store, store.begin_run("test"), found)
        nothing = land_unread(store, store.begin_run("test"), Sorted())
        rejects = store.published("current_rejects").rows()
    assert first is not None
    assert again is not None
    assert nothing is None
    assert (first.source, first.counts) == (UNREAD, Counts(read=2, skipped=1, rejected=1))
    assert (again.counts, again.skipped, again.is_known) == (first.counts, first.skipped, True)
    assert len(rejects) == 1


def test_what_nobody_reads_for_another_reason_is_told_anew(home: Path) -> None:
    damaged = Sorted(rejects=[Reject("book.zip", "is damaged")])
    locked = Sorted(rejects=[Reject("book.zip", "is encrypted")])
    with LandingStore.open(home) as store:
        land_unread(store, store.begin_run("test"), damaged)
        land_unread(store, store.begin_run("test"), locked)
        assert [row[4] for row in store.published("current_rejects").select("*").rows()] != []
        assert store.published("current_rejects")["reason"].to_list() == ["is encrypted"]
