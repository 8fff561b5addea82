import json
from pathlib import Path

from tests.flows.books import book, card, table
from tests.flows.cli.conftest import Kith

SAMPLES = Path(__file__).parents[2] / "samples" / "address-book"


def test_contacts_stand_in_a_table_under_their_files_name(kith: Kith, home: Path, tmp_path: Path) -> None:
    ran = kith("inspect", book(tmp_path / "book.vcf", range(2)), table(tmp_path / "people.csv", [1]))
    assert ran.code == 0
    assert [line.split() for line in ran.out.splitlines() if line.strip()] == [
        ["book.vcf"],
        ["#", "Name", "E-mail", "Phone"],
        ["1", "Jane", "Doe0", "jane0@example.org", "+442079460000"],
        ["2", "Jane", "Doe1", "jane1@example.org", "+442079460001"],
        ["people.csv"],
        ["#", "Name", "E-mail", "Phone"],
        ["1", "Max", "Roe1", "max1@example.com", "+12125550101"],
        ["3", "contacts"],
    ]
    assert not home.exists()


def test_all_of_the_example_fits_the_screen(kith: Kith, home: Path) -> None:
    ran = kith("inspect", SAMPLES)
    assert ran.code == 0
    tables = ran.out.partition("Skipped:")[0].partition("Could not be read:")[0]
    assert max(map(len, tables.splitlines())) <= 80
    assert "(organisation)" in ran.words
    assert "Could not be read: address-book/messy.vcf, record 9, line" in ran.words
    assert "Skipped: address-book/people.csv, record 5: an empty row" in ran.words
    assert not home.exists()


def test_jsonl_is_an_object_a_line(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(50))
    ran = kith("inspect", "--format", "jsonl", book(tmp_path / "book.vcf", range(2)), tmp_path / "photo.jpg")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["kind"] for row in rows] == ["contact", "contact", "skipped"]
    assert rows[0]["emails"] == [{"address": "jane0@example.org", "label": None}]


def test_the_limit_counts_contacts_over_all_files(kith: Kith, tmp_path: Path) -> None:
    paths = [book(tmp_path / "a.vcf", range(3)), book(tmp_path / "b.vcf", range(3, 6))]
    ran = kith("inspect", "--limit", "4", *paths)
    assert "6 contacts; 2 of them not shown (--limit 0 shows all)" in ran.out
    assert [name for name in ("Doe3", "Doe4") if name in ran.out] == ["Doe3"]
    assert "Doe5" in kith("inspect", "--limit", "0", *paths).out
    only = kith("inspect", "--limit", "1", paths[0])
    assert "Doe1" not in only.out


def test_one_contact_is_told_as_one(kith: Kith, tmp_path: Path) -> None:
    assert kith("inspect", book(tmp_path / "book.vcf", [1])).out.endswith("\n1 contact\n")


def test_nothing_to_show(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "brochure.pdf").write_bytes(b"%PDF-1.7 " + bytes(50))
    ran = kith("inspect", tmp_path / "brochure.pdf")
    assert ran.code == 0
    assert ran.words.startswith("Skipped: brochure.pdf: a PDF")
    assert ran.words.endswith("0 contacts")


def test_the_region_and_standard_input(kith: Kith) -> None:
    local = card(1).replace("+44 20 7946", "020 7946")
    assert "+442079460001" in kith("inspect", "--region", "GB", "-", stdin=local).out
    assert "020 7946 0001" in kith("inspect", "-", stdin=local).out


def test_a_path_that_isnt_there(kith: Kith, tmp_path: Path) -> None:
    for style in ("table", "jsonl"):
        ran = kith("inspect", "-F", style, tmp_path / "nowhere")
        assert (ran.code, ran.out) == (1, "")
        assert "No such file" in ran.complaint


def test_names_without_a_name_and_addresses(kith: Kith, tmp_path: Path) -> None:
    lines = "VERSION:3.0\r\nN:Doe;Jane;;;\r\nADR:;;1 Road;London;;E1;United Kingdom\r\nCATEGORIES:Running,Work\r\n"
    (tmp_path / "book.vcf").write_text(f"BEGIN:VCARD\r\n{lines}END:VCARD\r\n", encoding="utf-8")
    words = kith("inspect", tmp_path / "book.vcf").words
    assert words.startswith("book.vcf # Name In Labels 1 Jane Doe GB Running, Work")
