import io
import shutil
import zipfile
from dataclasses import asdict
from pathlib import Path

import pytest

from configs.errors import UserError
from configs.settings import Settings
from flows.importing import Imported, ImportOptions, import_files
from flows.run_note import read_note
from flows.steps import UNREAD
from tests.flows.books import book, card, table
from tests.flows.looking import contents, landing, warehouse
from warehouse.lock import BusyError, writing
from warehouse.merging import Counts

SAMPLES = Path(__file__).parents[1] / "samples" / "address-book"
COMPLETE = ImportOptions(is_complete=True)


class Told:
    """Somebody who writes down how far the work is."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.total = 0
        self.done = 0

    def stage(self, name: str, total: int | None = None) -> None:
        self.stages.append(name)
        self.total = total or self.total

    def advance(self, amount: int) -> None:
        self.done += amount


def adds_up(imported: Imported) -> bool:
    counts = [*(landed.counts for landed in imported.landed), imported.total]
    return all(one.read == one.loaded + one.unchanged + one.skipped + one.rejected for one in counts)


def by_source(imported: Imported) -> dict[str, Counts]:
    return {landed.source.key: landed.counts for landed in imported.landed}


def test_the_example_address_book_is_imported_and_adds_up(settings: Settings, home: Path) -> None:
    imported = import_files([SAMPLES], settings)
    assert adds_up(imported)
    assert imported.total.loaded > 100
    assert imported.is_found
    assert imported.published is not None
    assert warehouse(home, "select count(*) from person") == [(imported.published.rows["person"],)]
    for source, counts in by_source(imported).items():
        columns = ", ".join(asdict(counts))
        written = warehouse(home, f"select {columns} from sync_run where source = '{source}'")  # noqa: S608 - a test's own
        assert written == [tuple(asdict(counts).values())]


def test_importing_again_changes_nothing_and_says_the_same(settings: Settings, home: Path) -> None:
    first = import_files([SAMPLES], settings)
    before = (home / "warehouse.duckdb").read_bytes()
    again = import_files([SAMPLES], settings)
    assert again.published is None
    assert (home / "warehouse.duckdb").read_bytes() == before
    assert again.total.loaded == again.total.gone == 0
    assert again.total.unchanged == first.total.loaded + first.total.unchanged
    assert (again.total.read, again.total.skipped, again.total.rejected) == (
        first.total.read,
        first.total.skipped,
        first.total.rejected,
    )
    assert adds_up(again)


def test_an_edited_export_changes_what_was_edited(settings: Settings, home: Path, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", range(5))
    import_files([export], settings)
    people = dict(warehouse(home, "select full_name, person_id from person"))
    export.write_text("".join([card(0), card(1, given="Janet"), *map(card, range(2, 6))]), encoding="utf-8")
    counts = import_files([export], settings).total
    assert counts == Counts(read=6, loaded=2, unchanged=4)
    after = dict(warehouse(home, "select full_name, person_id from person"))
    assert after.keys() == {"Jane Doe0", "Janet Doe1", "Jane Doe2", "Jane Doe3", "Jane Doe4", "Jane Doe5"}
    assert after["Janet Doe1"] == people["Jane Doe1"]
    ended = landing(home, "select given_id, names[1].given from raw_contact where valid_to is not null")
    assert [given for _, given in ended] == ["Jane"]


def test_without_replace_what_an_export_lacks_stays(settings: Settings, home: Path, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", range(5))], settings)
    assert import_files([book(tmp_path / "book.vcf", range(2))], settings).total.gone == 0
    assert warehouse(home, "select count(*) from person") == [(5,)]


def test_replace_marks_as_gone_what_its_own_source_lacks(settings: Settings, home: Path, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", range(5)), table(tmp_path / "people.csv", range(3))], settings)
    work = ImportOptions(source_name="work")
    import_files([book(tmp_path / "work.vcf", range(10, 14))], settings, options=work)
    imported = import_files([book(tmp_path / "book.vcf", range(2))], settings, options=COMPLETE)
    assert by_source(imported) == {"vcard": Counts(read=2, unchanged=2, gone=3)}
    held = "select source, count(*) from source_record group by source order by source"
    assert warehouse(home, held) == [("generic_csv", 3), ("vcard", 2), ("vcard:work", 4)]


def test_what_comes_back_after_being_gone_is_the_same_person(settings: Settings, home: Path, tmp_path: Path) -> None:
    whole = book(tmp_path / "book.vcf", range(3))
    import_files([whole], settings)
    people = warehouse(home, "select full_name, person_id from person order by 1")
    import_files([book(tmp_path / "less.vcf", range(2))], settings, options=COMPLETE)
    import_files([whole], settings)
    assert [name for name, _ in warehouse(home, "select full_name, person_id from person order by 1")] == [
        name for name, _ in people
    ]


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param(lambda text: text[: len(text) // 2], id="in the middle of a card"),
        pytest.param(lambda text: text[: text.index("END:VCARD")], id="before the first card's end"),
        pytest.param(lambda text: text.rpartition("END:VCARD")[0] + "END:VC", id="in the last word"),
    ],
)
def test_replace_with_a_cut_off_export_marks_nothing_as_gone(
    settings: Settings, home: Path, tmp_path: Path, cut: object
) -> None:
    export = book(tmp_path / "book.vcf", range(5))
    import_files([export], settings)
    assert callable(cut)
    export.write_text(cut(export.read_text()), encoding="utf-8")
    imported = import_files([export], settings, options=COMPLETE)
    assert imported.total.gone == 0
    assert imported.landed[0].broken == ("book.vcf",)
    assert warehouse(home, "select count(*) from source_record") == [(5,)]


def test_replace_with_a_table_without_its_last_line_end_marks_nothing_as_gone(
    settings: Settings, tmp_path: Path
) -> None:
    export = tmp_path / "outlook.csv"
    shutil.copy(SAMPLES / "outlook-com.csv", export)
    import_files([export], settings)
    export.write_bytes(b"".join(export.read_bytes().splitlines(keepends=True)[:2]).rstrip())
    imported = import_files([export], settings, options=COMPLETE)
    assert (imported.total.gone, imported.landed[0].broken) == (0, ("outlook.csv",))


def test_replace_takes_a_spreadsheets_table_without_a_last_line_end(settings: Settings, tmp_path: Path) -> None:
    export = table(tmp_path / "people.csv", range(4))
    import_files([export], settings)
    table(export, range(2))
    export.write_bytes(export.read_bytes().rstrip())
    assert import_files([export], settings, options=COMPLETE).total.gone == 2


def test_replace_beside_something_damaged_marks_nothing_as_gone(settings: Settings, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", range(5))], settings)
    damaged = tmp_path / "more.zip"
    with zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("more.vcf", "".join(map(card, range(3, 60))))
    damaged.write_bytes(damaged.read_bytes()[:-30])
    imported = import_files([book(tmp_path / "book.vcf", range(2)), damaged], settings, options=COMPLETE)
    assert imported.total.gone == 0
    assert imported.landed[0].broken == ("more.zip",)


def test_replace_with_an_export_that_breaks_off_while_it_is_read(settings: Settings, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", range(5))], settings)
    damaged = tmp_path / "book.zip"
    noise = "".join(card(number, note=f"{number * 7919 % 10007:x}" * 30) for number in range(2000))
    with zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("book.vcf", noise)
    held = bytearray(damaged.read_bytes())
    held[len(held) // 2 : len(held) // 2 + 20] = bytes(20)
    damaged.write_bytes(held)
    imported = import_files([damaged], settings, options=COMPLETE)
    assert imported.total.gone == 0
    assert imported.landed[0].broken
    assert imported.total.rejected


def test_a_complete_export_without_contacts_is_refused_and_stops_no_other(
    settings: Settings, home: Path, tmp_path: Path
) -> None:
    import_files([table(tmp_path / "people.csv", range(3))], settings)
    imported = import_files(
        [table(tmp_path / "people.csv", []), book(tmp_path / "book.vcf", range(2))], settings, options=COMPLETE
    )
    assert len(imported.failures) == 1
    assert "kith remove generic_csv" in imported.failures[0]
    assert by_source(imported) == {"vcard": Counts(read=2, loaded=2)}
    assert warehouse(home, "select count(*) from source_record") == [(5,)]
    note = read_note(home)
    assert note is not None
    assert (note.state, note.message) == ("failed", imported.failures[0])
    assert landing(home, "select state, message from run order by run_id desc limit 1") == [("failed", note.message)]


@pytest.mark.slow
def test_a_dry_run_counts_as_the_real_one_and_writes_nothing(settings: Settings, home: Path, tmp_path: Path) -> None:
    dry = ImportOptions(is_dry_run=True)
    rehearsed = import_files([SAMPLES], settings, options=dry)
    assert not home.exists()
    assert rehearsed.published is None
    assert by_source(import_files([SAMPLES], settings)) == by_source(rehearsed)
    before = contents(home)
    export = book(tmp_path / "book.vcf", range(4))
    rehearsed = import_files([export, SAMPLES], settings, options=ImportOptions(is_complete=True, is_dry_run=True))
    assert contents(home) == before
    assert by_source(import_files([export, SAMPLES], settings, options=COMPLETE)) == by_source(rehearsed)


def test_a_dry_run_waits_for_no_writer(settings: Settings, home: Path, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", range(2))
    import_files([export], settings)
    with writing(home, purpose="a test"), pytest.raises(BusyError, match="a test"):
        import_files([export], settings, options=ImportOptions(is_dry_run=True))


def test_a_dry_run_without_room_says_what_to_do(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = book(tmp_path / "book.vcf", range(2))
    import_files([export], settings)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(UserError, match=r"No space left on device\. Make room there, or set TMPDIR"):
        import_files([export], settings, options=ImportOptions(is_dry_run=True))


def test_standard_input_is_a_file_among_others(settings: Settings, tmp_path: Path) -> None:
    stdin = io.BytesIO("".join(map(card, range(3))).encode())
    imported = import_files([book(tmp_path / "book.vcf", [7]), "-"], settings, stdin=stdin)
    assert by_source(imported) == {"vcard": Counts(read=4, loaded=4)}


def test_nothing_that_is_an_address_book(settings: Settings, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    shutil.copy(SAMPLES / "photo.jpg", photo)
    imported = import_files([photo], settings)
    assert not imported.is_found
    assert by_source(imported) == {UNREAD.key: Counts(read=1, skipped=1)}
    again = import_files([photo], settings)
    assert by_source(again) == {UNREAD.key: Counts(read=1, skipped=1)}


def test_a_path_that_isnt_there_leaves_no_trace(settings: Settings, home: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        import_files([book(tmp_path / "book.vcf", [1]), tmp_path / "nowhere.vcf"], settings)
    assert not home.exists()


def test_who_comes_second_is_told_who_is_first(settings: Settings, home: Path, tmp_path: Path) -> None:
    with writing(home, purpose="a first import"), pytest.raises(BusyError, match="a first import"):
        import_files([book(tmp_path / "book.vcf", [1])], settings)


def test_progress_is_told_to_the_end(settings: Settings, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", range(20))
    first, second = Told(), Told()
    import_files([export], settings, progress=first)
    import_files([export], settings, progress=second)
    assert first.stages == [
        "Looking for address books",
        "Reading",
        "Cleaning values",
        "Finding who is who",
        "Writing up who knows whom",
        "Publishing the warehouse",
    ]
    assert second.stages == ["Looking for address books", "Reading"]
    assert first.done == first.total == second.done == export.stat().st_size


def test_files_are_readable_by_their_owner_alone(settings: Settings, home: Path, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", [1])], settings)
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o077 for path in home.iterdir()} == dict.fromkeys(
        [path.name for path in home.iterdir()], 0
    )


def test_settings_that_make_the_warehouse_publish_it_anew(settings: Settings, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", range(2))
    import_files([export], settings)
    changed = settings.model_copy(update={"region": "DE"})
    again = import_files([export], changed)
    assert again.total == Counts(read=2, unchanged=2)
    assert again.published is not None
    assert import_files([export], changed).published is None
