"""A watched folder: what is dropped into it is imported, and nothing is read where nothing has changed."""

import os
import shutil
import time
from pathlib import Path

import pytest

from configs.settings import Settings
from flows import watched_folder
from flows.outcome import Outcome
from flows.progress import Silent
from flows.source_parts import PullOptions
from flows.watched_folder import FolderPart
from tests.flows.books import book, card, table
from warehouse.landing import LandingStore
from warehouse.merging import Counts


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """An empty folder for exports."""
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


def settle(folder: Path) -> None:
    """Have everything in it look as if it had been there for an hour."""
    then = time.time() - 3600
    for path in folder.rglob("*"):
        os.utime(path, (then, then))


def landed(settings: Settings, folder: Path, options: PullOptions | None = None) -> tuple[Outcome, ...]:
    one = FolderPart("inbox", folder, "me", settings)
    with LandingStore.open(settings.home) as store:
        return one.land(store, store.begin_run("sync"), options or PullOptions(), progress=Silent())


def counts(outcomes: tuple[Outcome, ...]) -> dict[str, Counts]:
    return {outcome.source: outcome.counts for outcome in outcomes}


ARCHIVE = Path(__file__).parents[1] / "samples" / "address-book" / "linkedin"
NOTHING_NEW = (Outcome("inbox", "folder:inbox", "Watched folder"),)


def test_what_is_dropped_into_it_is_imported_under_its_name(settings: Settings, exports: Path) -> None:
    book(exports / "book.vcf", range(3))
    (exports / "sub").mkdir()
    table(exports / "sub" / "people.csv", range(2))
    (exports / "notes.pdf").write_bytes(b"%PDF-1.4\n")
    found = counts(landed(settings, exports))
    assert found == {
        "vcard:inbox": Counts(read=3, loaded=3),
        "generic_csv:inbox": Counts(read=2, loaded=2),
        "-": Counts(read=1, skipped=1),
    }


def test_nothing_is_read_where_nothing_has_changed(
    settings: Settings, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book(exports / "book.vcf", range(3))
    settle(exports)
    landed(settings, exports)
    monkeypatch.setattr(watched_folder, "sort_documents", None)
    assert landed(settings, exports) == NOTHING_NEW


def test_a_full_sync_reads_it_anyway(settings: Settings, exports: Path) -> None:
    book(exports / "book.vcf", range(3))
    settle(exports)
    landed(settings, exports)
    assert counts(landed(settings, exports, PullOptions(is_full=True))) == {"vcard:inbox": Counts(read=3, unchanged=3)}


def test_a_file_that_was_only_just_written_is_looked_at_again(settings: Settings, exports: Path) -> None:
    path = book(exports / "book.vcf", range(3))
    landed(settings, exports)
    with path.open("ab") as file:
        file.write(card(3).encode())
    assert counts(landed(settings, exports))["vcard:inbox"] == Counts(read=4, loaded=1, unchanged=3)


def test_a_new_file_is_read_and_what_was_taken_out_stays_known(settings: Settings, exports: Path) -> None:
    path = book(exports / "book.vcf", range(3))
    settle(exports)
    landed(settings, exports)
    path.unlink()
    book(exports / "later.vcf", range(3, 5))
    settle(exports)
    assert counts(landed(settings, exports)) == {"vcard:inbox": Counts(read=2, loaded=2)}
    with LandingStore.open(settings.home) as store:
        assert store.raw_contacts().height == 5


def test_of_many_files_only_the_new_one_is_read(settings: Settings, exports: Path) -> None:
    book(exports / "book.vcf", range(3))
    table(exports / "people.csv", range(2))
    settle(exports)
    landed(settings, exports)
    book(exports / "sub" / "later.vcf", range(3, 5))
    settle(exports / "sub")
    assert counts(landed(settings, exports)) == {"vcard:inbox": Counts(read=2, loaded=2)}
    os.utime(book(exports / "book.vcf", range(2), note="edited"), (0, 0))
    assert counts(landed(settings, exports)) == {"vcard:inbox": Counts(read=2, loaded=2)}
    assert landed(settings, exports) == NOTHING_NEW


def test_what_is_said_of_the_owner_is_read_together(settings: Settings, exports: Path) -> None:
    for name in ("Profile.csv", "Email Addresses.csv"):
        shutil.copy(ARCHIVE / name, exports)
    settle(exports)
    landed(settings, exports)
    with (exports / "Email Addresses.csv").open("a") as file:
        file.write("mira.new@example.com,Yes,No,\n")
    landed(settings, exports)
    with LandingStore.open(settings.home) as store:
        (owner,) = store.raw_contacts().select("names", "emails").rows()
    assert owner[0][0]["given"] == "Mira"
    assert [email["address"] for email in owner[1]][-1] == "mira.new@example.com"


def test_a_damaged_memory_of_a_folder_is_none(settings: Settings, exports: Path) -> None:
    book(exports / "book.vcf", range(3))
    settle(exports)
    landed(settings, exports)
    for cursor in ("{", "7", '"x"', "[1]"):
        with LandingStore.open(settings.home) as store:
            store._connection.execute("update source set cursor = ? where connector = 'folder'", [cursor])
        assert counts(landed(settings, exports)) == {"vcard:inbox": Counts(read=3, unchanged=3)}


def test_an_empty_folder_is_told_once(settings: Settings, exports: Path) -> None:
    (outcome,) = landed(settings, exports)
    assert [skipped.reason for skipped in outcome.skipped] == ["an empty folder"]
    assert landed(settings, exports) == NOTHING_NEW


def test_a_folder_that_is_not_there_is_its_failure(settings: Settings, exports: Path) -> None:
    (outcome,) = landed(settings, exports / "nowhere")
    assert (outcome.failure, outcome.source) == ("error", "folder:inbox")
    assert str(outcome.message).startswith(f"The folder {exports / 'nowhere'} can't be read: No such file")


def test_links_lead_nowhere(settings: Settings, exports: Path, tmp_path: Path) -> None:
    book(exports / "book.vcf", range(1))
    (exports / "elsewhere.vcf").symlink_to(book(tmp_path / "elsewhere.vcf", range(5, 9)))
    outcomes = landed(settings, exports)
    assert counts(outcomes)["vcard:inbox"] == Counts(read=1, loaded=1)
    skipped = [one for outcome in outcomes for one in outcome.skipped]
    assert [(one.file, one.reason) for one in skipped] == [
        ("exports/elsewhere.vcf", "a link: of a watched folder only its own files are read")
    ]


def test_another_reader_reads_again(settings: Settings, exports: Path) -> None:
    book(exports / "book.vcf", range(3))
    settle(exports)
    landed(settings, exports)
    keeping = settings.model_copy(
        update={"interactions": settings.interactions.model_copy(update={"keep_subjects": True})}
    )
    assert counts(landed(keeping, exports)) == {"vcard:inbox": Counts(read=3, unchanged=3)}


def test_it_says_what_is_in_it(settings: Settings, exports: Path) -> None:
    one = FolderPart("inbox", exports, "me", settings)
    assert one.check() == "nothing that Kith reads yet"
    book(exports / "book.vcf", range(3))
    table(exports / "people.csv", range(2))
    assert one.check() == "vCard (1), CSV (1)"
