import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.books import book, card, table
from tests.flows.cli.conftest import Kith

SAMPLES = Path(__file__).parents[2] / "samples" / "address-book"
FRIENDS = Path(__file__).parents[2] / "samples" / "calendar" / "friends.ics"


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


def test_events_stand_in_a_table_of_their_own(kith: Kith, home: Path) -> None:
    ran = kith("inspect", "--from", "2026-03-01", "--to", "2026-05-02", FRIENDS)
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines() if line.strip()]
    assert lines[0] == ["friends.ics"]
    assert lines[1] == ["#", "When", "What", "Where", "With"]
    assert "2026-03-15 10:00Z" in ran.out
    assert "Climbing trip" in ran.words
    assert "(cancelled)" in ran.words
    assert "(tentative)" in ran.words
    assert "Could not be read: friends.ics, record 9, line 99: an event without a start" in ran.words
    assert ran.words.endswith("7 events")
    assert not home.exists()


def test_events_by_default_end_a_year_ahead(kith: Kith, tmp_path: Path) -> None:
    daily = "BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
    (tmp_path / "daily.ics").write_text(daily, encoding="utf-8")
    ran = kith("inspect", "-F", "jsonl", tmp_path / "daily.ics")
    days = [date.fromisoformat(json.loads(line)["starts_at"]) for line in ran.out.splitlines()]
    assert days[0] == date(2020, 1, 1)
    assert timedelta(days=360) < days[-1] - datetime.now(UTC).date() < timedelta(days=372)


def test_where_times_are_that_name_no_zone(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "run.ics").write_text("BEGIN:VEVENT\nUID:1\nDTSTART:20260402T070000\nEND:VEVENT\n", encoding="utf-8")
    for zone, start in (("Europe/Berlin", "2026-04-02T05:00:00Z"), ("America/New_York", "2026-04-02T11:00:00Z")):
        ran = kith("inspect", "-F", "jsonl", "--timezone", zone, tmp_path / "run.ics")
        (row,) = [json.loads(line) for line in ran.out.splitlines()]
        assert (row["starts_at"], row["zone"], row["zone_from"]) == (start, zone, "account")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--from", "tomorrow"], "--from 'tomorrow' is no date. Write one as 2024-06-30."),
        (["--to", "2026-13-01"], "--to '2026-13-01' is no date"),
        (["--to", "0001-01-01T00:00:00+14:00"], "is no date"),
        (["--from", "2026-02-01", "--to", "2026-01-01"], "--from 2026-02-01 is after --to 2026-01-01."),
        (["--timezone", "Atlantis"], "no such time zone"),
    ],
)
def test_options_that_make_no_sense(kith: Kith, options: list[str], words: str) -> None:
    ran = kith("inspect", *options, FRIENDS)
    assert ran.code
    assert ran.out == ""
    assert words in ran.complaint


def test_messages_have_a_table_too(kith: Kith, tmp_path: Path) -> None:
    people = "To: " + ", ".join(f"Guest {number} <guest{number}@example.com>" for number in range(9))
    message = (
        f"From: Ada <ada@example.org>\n{people}\nDate: Sun, 1 Mar 2026 08:00:00 +0000\nMessage-ID: <1@example.org>\n"
    )
    (tmp_path / "sunday.eml").write_text(f"{message}\nSee you\n", encoding="utf-8")
    ran = kith("inspect", tmp_path / "sunday.eml")
    assert "2026-03-01 08:00Z" in ran.out
    assert "Guest 5, and 3 more" in ran.words
    assert "See you" not in ran.out
    assert ran.words.endswith("1 message")
