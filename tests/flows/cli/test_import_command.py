import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from flows.run_note import read_note
from tests.flows.books import book, card, table
from tests.flows.cli.conftest import Kith, Ran
from tests.flows.looking import contents, warehouse
from warehouse.lock import writing

SAMPLES = Path(__file__).parents[2] / "samples" / "address-book"
PDF = b"%PDF-1.7 " + bytes(50)


def table_of(ran: Ran) -> dict[str, list[int]]:
    """The printed table: numbers by source, in the order of its columns."""
    rows: dict[str, list[int]] = {}
    for line in ran.out.partition("Skipped:")[0].splitlines():
        words = line.split()
        numbers = [word.replace(",", "").replace("·", "0") for word in words]
        count = next((n for n in range(len(numbers)) if not numbers[-1 - n].isdigit()), len(numbers))
        if count >= 5:
            rows[" ".join(words[:-count])] = [int(number) for number in numbers[-count:]]
    return rows


def test_the_printed_table_is_what_the_warehouse_says(kith: Kith, home: Path) -> None:
    ran = kith("import", SAMPLES)
    assert (ran.code, ran.err) == (0, "")
    printed = table_of(ran)
    total = printed.pop("Total")
    written = warehouse(home, "select read, loaded, unchanged, skipped, rejected from sync_run order by all")
    assert sorted(printed.values()) == sorted(list(row) for row in written)
    for read, *rest in (*printed.values(), total):
        assert read == sum(rest)
    assert total == [sum(column) for column in zip(*printed.values(), strict=True)]
    people = warehouse(home, "select count(*) from person")[0][0]
    assert f"{people} people from {total[1]} records" in ran.words
    assert all(len(line) <= 80 for line in ran.out.partition("Could not")[0].splitlines())


def test_what_is_left_out_is_told_a_reason_a_line(kith: Kith) -> None:
    ran = kith("import", SAMPLES)
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["1", "×", "an", "empty", "row", "(address-book/people.csv,", "record", "5)"] in lines
    assert "2 × a picture (address-book/" in ran.words
    assert "Could not be read (`kith rejects` shows what stands there): address-book/messy.vcf, record 9, line" in (
        ran.words
    )


def test_again_it_says_that_nothing_has_changed(kith: Kith) -> None:
    first = kith("import", SAMPLES)
    ran = kith("import", SAMPLES)
    before, again = table_of(first)["Total"], table_of(ran)["Total"]
    assert ran.code == 0
    assert again == [before[0], 0, before[1] + before[2], *before[3:]]
    assert "Nothing has changed: the warehouse is as it was." in ran.words
    told = [one.words.partition("Skipped:")[2] for one in (first, ran)]
    for part in (
        "1 × an empty card (address-book/messy.vcf, record 13)",
        "Could not be read",
        "text outside of any card",
    ):
        assert [part in words for words in told] == [True, True]


def test_one_of_a_kind_is_told_as_one(kith: Kith, tmp_path: Path) -> None:
    ran = kith("import", book(tmp_path / "book.vcf", [1]))
    assert "1 person from 1 record, at 0 organisations, in" in ran.words
    assert "Total" not in ran.out
    assert "gone" not in ran.out


def test_replace_shows_what_is_gone(kith: Kith, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", range(5))
    kith("import", export)
    book(export, range(2))
    ran = kith("import", "--replace", export)
    assert table_of(ran) == {"vCard": [2, 0, 2, 0, 0, 3]}
    assert ran.out.split()[6] == "gone"


def test_replace_with_a_cut_off_file_says_that_nothing_is_gone(kith: Kith, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", range(5))
    kith("import", export)
    export.write_text(export.read_text()[:300], encoding="utf-8")
    ran = kith("import", "--replace", export)
    assert ran.code == 0
    assert "Nothing was marked as gone (--replace): not read to the end: book.vcf." in ran.words


def test_a_complete_export_without_contacts_is_an_error_and_the_rest_comes_through(kith: Kith, tmp_path: Path) -> None:
    people = table(tmp_path / "people.csv", range(3))
    kith("import", people)
    ran = kith("import", "--replace", table(people, []), book(tmp_path / "book.vcf", range(2)))
    assert ran.code == 1
    assert table_of(ran)["vCard"] == [2, 2, 0, 0, 0]
    assert "kith: The export holds no record, but 3 are known from generic_csv" in ran.complaint


def test_sources_of_a_kind_are_told_apart(kith: Kith, home: Path, tmp_path: Path) -> None:
    ran = kith("import", "--source", "work", "--owner", "ada", book(tmp_path / "book.vcf", range(2)))
    assert "vCard (vcard:work@ada)" in ran.words
    assert warehouse(home, "select distinct source, owner from source_record") == [("vcard:work@ada", "ada")]


def test_the_region_reads_local_numbers(kith: Kith, home: Path, tmp_path: Path) -> None:
    (tmp_path / "book.vcf").write_text(card(1).replace("+44 20 7946", "020 7946"), encoding="utf-8")
    assert kith("import", "--region", "uk", tmp_path / "book.vcf").code == 0
    assert warehouse(home, "select number from person_phone") == [("+442079460001",)]


def test_a_region_that_isnt_one_is_told(kith: Kith, tmp_path: Path) -> None:
    ran = kith("import", "--region", "Atlantis", book(tmp_path / "book.vcf", [1]))
    assert ran.code == 1
    assert "region = 'Atlantis' on the command line: a region is a country's two letters" in ran.complaint


def test_a_dry_run_says_so_and_writes_nothing(kith: Kith, home: Path, tmp_path: Path) -> None:
    rehearsed = kith("import", "--dry-run", SAMPLES)
    assert not home.exists()
    assert "Nothing was written (--dry-run)." in rehearsed.words
    assert "kith rejects" not in rehearsed.out
    assert table_of(kith("import", SAMPLES)) == table_of(rehearsed)
    before = contents(home)
    assert kith("import", "--dry-run", book(tmp_path / "book.vcf", range(3))).code == 0
    assert contents(home) == before


def test_quiet_says_nothing(kith: Kith) -> None:
    assert kith("import", "-q", SAMPLES) == Ran(0, "", "")
    assert kith("import", "--quiet", SAMPLES) == Ran(0, "", "")


def test_strict_exits_with_3_where_something_could_not_be_read(kith: Kith, tmp_path: Path) -> None:
    good = book(tmp_path / "good.vcf", range(2))
    assert kith("import", "--strict", good).code == 0
    assert kith("import", "--strict", "-q", good, SAMPLES / "messy.vcf").code == 3
    assert kith("import", "--strict", "-q", good, SAMPLES / "messy.vcf").code == 3
    assert kith("import", "-q", good, SAMPLES / "messy.vcf").code == 0


def test_standard_input(kith: Kith, home: Path) -> None:
    ran = kith("import", "-", stdin=card(1) + card(2))
    assert table_of(ran) == {"vCard": [2, 2, 0, 0, 0]}
    assert warehouse(home, "select distinct file from source_record") == [("stdin",)]


def test_hostile_files_beside_good_ones(kith: Kith, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    book(folder / "good.vcf", range(4))
    table(folder / "good.csv", range(3))
    (folder / "photos").mkdir()
    for number in range(20):
        (folder / "photos" / f"{number}.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    (folder / "brochure.pdf").write_bytes(PDF)
    (folder / "empty.vcf").touch()
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.vcf", card(1).encode() + b" " * (100 << 20))
    with zipfile.ZipFile(folder / "outside.zip", "w") as archive:
        archive.writestr("../../outside.vcf", card(1))
    with (folder / "huge.vcf").open("wb") as sparse:
        sparse.truncate(2 << 30)
    ran = kith("import", folder)
    assert (ran.code, ran.err) == (0, "")
    assert table_of(ran)["vCard"] == [4, 4, 0, 0, 0]
    assert table_of(ran)["CSV"] == [3, 3, 0, 0, 0]
    assert "20 × a picture (mixed/photos/0.jpg, …)" in ran.words
    for part in ("a PDF", "an empty file", "ZIP bombs", "outside.vcf"):
        assert part in ran.words


def test_more_reasons_than_anybody_reads_are_counted(kith: Kith, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    book(folder / "book.vcf", [1])
    rubbish = "".join(f"{card(number)}rubbish {number}\r\n" for number in range(2, 14))
    (folder / "rubbish.vcf").write_text(rubbish, encoding="utf-8")
    for number in range(12):
        path = folder / f"{number}.vcf"
        book(path, [20 + number])
        (folder / f"{number}-again.vcf").hardlink_to(path)
    ran = kith("import", folder)
    assert "2 × for other reasons" in ran.words
    assert "2 more" in ran.words


@pytest.mark.parametrize("content", [PDF, b"", b"hello there"])
def test_nothing_that_is_an_address_book_is_an_error(kith: Kith, home: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    ran = kith("import", tmp_path / "file")
    assert ran.code == 1
    assert table_of(ran) == {"Other files": [1, 0, 0, 1, 0]}
    assert (
        "There is no address book, calendar or mailbox in what was named. Export your contacts as vCard or CSV"
        in ran.complaint
    )
    assert kith("import", "-q", tmp_path / "file") == Ran(1, "", ran.err)
    assert warehouse(home, "select count(*) from person") == [(0,)]


def test_an_address_book_without_anybody_is_one(kith: Kith, tmp_path: Path) -> None:
    assert kith("import", table(tmp_path / "people.csv", [])).code == 0


def test_a_path_that_isnt_there(kith: Kith, home: Path, tmp_path: Path) -> None:
    ran = kith("import", book(tmp_path / "book.vcf", [1]), tmp_path / "nowhere.vcf")
    assert (ran.code, ran.out) == (1, "")
    assert "nowhere.vcf. Check the spelling" in ran.complaint
    assert not home.exists()


def test_who_comes_second_is_told_to_wait(kith: Kith, home: Path, tmp_path: Path) -> None:
    with writing(home, purpose="kith import of another"):
        ran = kith("import", book(tmp_path / "book.vcf", [1]))
    assert ran.code == 75
    assert "kith import of another" in ran.complaint


def test_names_cannot_steer_the_terminal(kith: Kith, tmp_path: Path) -> None:
    evil = tmp_path / "evil\x1b[31m\u202e\n[bold]x.vcf"
    evil.write_text(card(1, given="Ev\x1b[31mil") + "rub\x1b]0;bish\x07\r\n" + card(2), encoding="utf-8")
    for ran in (kith("import", evil), kith("inspect", evil), kith("rejects"), kith("person", "Doe1"), kith("status")):
        assert ran.code == 0
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(ran.out + ran.err)
        assert "[bold]x.vcf" in ran.out.replace("\n", "") or "Doe1" not in ran.out


@pytest.mark.slow
def test_file_names_of_every_kind(kith: Kith, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    names = [b"plain.vcf", "\U0001f600 \u00e9.vcf".encode(), b"bad\xff\xfe.vcf", b"two\nlines.vcf", b"-dash.vcf"]
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(card(number), encoding="utf-8")
    assert kith("import", folder).code == 0
    assert warehouse(home, "select count(distinct file) from source_record") == [(5,)]
    assert "Nothing has changed" in kith("import", folder).out


def test_damaged_stores_are_told(kith: Kith, home: Path, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", [1])
    home.mkdir(mode=0o700)
    (home / "landing.duckdb").write_bytes(b"rubbish" * 1000)
    ran = kith("import", export)
    assert ran.code == 1
    assert "landing.duckdb can't be opened: it is damaged or no DuckDB file. `kith doctor` says" in ran.complaint
    (home / "landing.duckdb").unlink()
    (home / "warehouse.duckdb").write_bytes(b"rubbish" * 1000)
    assert kith("import", export).code == 0
    assert warehouse(home, "select count(*) from person") == [(1,)]


def test_the_note_of_the_run(kith: Kith, home: Path) -> None:
    kith("import", "-q", SAMPLES)
    note = read_note(home)
    assert note is not None
    assert note.state == "done"
    held = json.loads((home / "run.json").read_text(encoding="utf-8"))
    assert "vcard" in held["sources"]
    shutil.rmtree(home)
