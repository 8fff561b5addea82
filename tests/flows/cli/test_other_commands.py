import json
from pathlib import Path

import pytest

from flows.run_note import RunNote, write_note
from tests.flows.books import book, card
from tests.flows.cli.conftest import Kith
from tests.flows.looking import contents, warehouse
from warehouse.lock import writing

MESSY = f"{card(1)}rubbish between two cards\r\n{card(2)}"


# kith status


def test_status_before_the_first_import(kith: Kith, home: Path) -> None:
    ran = kith("status")
    assert ran.code == 0
    assert ran.words == (
        f"Kith's data is in {home} There is no warehouse yet. Import an address book first: kith import PATH"
    )
    assert not home.exists()


def test_status_says_what_is_known_and_from_where(imported: Kith, home: Path) -> None:
    ran = imported("status")
    rows = [line.split() for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [row[:3] for row in rows if row and row[0] in {"generic_csv", "vcard"}] == [
        ["generic_csv", "3", "3"],
        ["vcard", "5", "5"],
    ]
    assert "8 people and 0 organisations from 8 records. Published 20" in ran.words
    assert "Last run: import, done at 20" in ran.words
    assert "UTC" in ran.words
    before = contents(home)
    imported("status")
    assert contents(home) == before


def test_status_counts_what_could_not_be_read(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "book.vcf").write_text(MESSY, encoding="utf-8")
    kith("import", "-q", tmp_path / "book.vcf")
    assert "1 record could not be read: `kith rejects` shows what and why." in kith("status").words


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (RunNote("import", "running", "2026-11-24 06:46:10+00:00"), "Running now: import, since 2026-11-24 06:46 UTC"),
        (
            RunNote("import", "running", "2026-11-24 06:46:10+00:00", pid=2**22 + 1),
            "Last run: import, interrupted at 2026-11-24 06:46 UTC",
        ),
        (
            RunNote("import", "failed", "2026-11-24 06:46:10+00:00", "2026-11-24 06:47:00+00:00", "No \x1broom."),
            "Last run: import, failed at 2026-11-24 06:47 UTC: No \ufffdroom.",
        ),
    ],
)
def test_status_says_how_the_last_run_went(imported: Kith, home: Path, note: RunNote, said: str) -> None:
    write_note(home, note)
    with writing(home, purpose="an import"):
        ran = imported("status")
    assert ran.code == 0
    assert said in ran.words


def test_status_while_the_first_import_runs(kith: Kith, home: Path) -> None:
    home.mkdir(mode=0o700)
    write_note(home, RunNote("import", "running", "2026-11-24 06:46:10+00:00"))
    assert kith("status").code == 0
    write_note(home, RunNote("import", "failed", "2026-11-24 06:46:10+00:00"))
    assert kith("status").code == 1


def test_status_of_a_warehouse_that_is_rubbish(imported: Kith, home: Path) -> None:
    (home / "warehouse.duckdb").write_bytes(b"rubbish" * 1000)
    ran = imported("status")
    assert ran.code == 1
    assert "damaged or no DuckDB file" in ran.complaint


# kith rejects


def test_rejects_say_where_and_why_and_show_the_text(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "book.vcf").write_text(MESSY, encoding="utf-8")
    kith("import", "-q", tmp_path / "book.vcf")
    ran = kith("rejects")
    assert ran.code == 0
    assert "book.vcf, record 2, line 9: text outside of any card rubbish between two cards" in ran.words
    assert ran.words.endswith("1 in all. Mend them in the file and import it again.")
    (row,) = [json.loads(line) for line in kith("rejects", "--format", "jsonl").out.splitlines()]
    assert (row["file"], row["line"], row["source"]) == ("book.vcf", 9, "vcard")
    assert "rubbish" in row["raw"]
    assert kith("rejects", "--source", "google_csv").words == "Nothing from google_csv that could not be read."
    assert kith("rejects", "--source", "vcard").out == ran.out


def test_rejects_shorten_what_is_long(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "book.vcf").write_text(f"{card(1)}{'rubbish ' * 400}\r\n{card(2)}", encoding="utf-8")
    kith("import", "-q", tmp_path / "book.vcf")
    assert len(kith("rejects").out) < 600
    assert "characters; --raw shows all)" in kith("rejects").words
    assert kith("rejects", "--raw").out.count("rubbish") == 400


def test_rejects_are_gone_once_the_file_is_mended(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "book.vcf").write_text(MESSY, encoding="utf-8")
    kith("import", "-q", tmp_path / "book.vcf")
    kith("import", "-q", book(tmp_path / "book.vcf", [1, 2]))
    assert kith("rejects").out == "Everything was read.\n"


def test_rejects_of_whole_files(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "book.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    kith("import", "-q", tmp_path / "book.zip", book(tmp_path / "book.vcf", [1]))
    assert kith("rejects").words.startswith("book.zip: is damaged")


# kith remove


def test_remove_asks_and_then_forgets(imported: Kith, home: Path) -> None:
    ran = imported("remove", "vcard", stdin="y\n")
    assert ran.code == 0
    assert ran.words == (
        "Forget everything that vcard gave, with its history? [y/N]: y "
        "vcard is forgotten: 5 records. 3 people are left."
    )
    assert warehouse(home, "select count(*) from person") == [(3,)]


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_remove_does_nothing_unless_it_is_told_to(imported: Kith, home: Path, answer: str) -> None:
    ran = imported("remove", "vcard", stdin=answer)
    assert ran.code == 1
    assert "Nothing was removed. To remove vcard without being asked: kith remove --yes vcard" in ran.complaint
    assert warehouse(home, "select count(*) from person") == [(8,)]


def test_remove_without_being_asked(imported: Kith) -> None:
    assert imported("remove", "-y", "generic_csv").words == "generic_csv is forgotten: 3 records. 5 people are left."
    ran = imported("remove", "--yes", "generic\x1b_csv")
    assert ran.code == 2
    assert "There is no source 'generic\ufffd_csv'. Known sources: vcard." in ran.complaint


def test_remove_forgets_what_was_said_of_its_records_and_says_so(imported: Kith) -> None:
    imported("same", "jane1@example.org", "max1@example.com")
    imported("different", "jane2@example.org", "jane3@example.org")
    ran = imported("remove", "--yes", "vcard")
    assert ran.words.endswith("So is what you said of its records (same, different, unsure): 2 pairs of records.")
    assert imported("undo").words == "There is nothing to take back."


# kith init


def written(home: Path) -> str:
    return (home / "config.toml").read_text(encoding="utf-8")


def test_init_takes_options(kith: Kith, home: Path) -> None:
    ran = kith(
        "init",
        "--name",
        "Ada",
        "--email",
        "ada@example.org",
        "--email",
        "ada@example.com",
        "--phone",
        "+44 20 7946 0001",
    )
    assert ran.words == f"Written to {home}/config.toml. Next: kith import PATH"
    assert 'emails = ["ada@example.org", "ada@example.com"]' in written(home)
    assert kith("init", "--region", "uk", "--time-zone", "Europe/London").code == 0
    assert 'region = "GB"' in written(home)
    assert 'name = "Ada"' in written(home)
    assert kith("init", "--name", "", "--region", "").code == 0
    assert "name" not in written(home).replace("time_zone", "")
    assert "region" not in written(home)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--region", "Atlantis"], "region = 'Atlantis' on the command line"),
        (["--time-zone", "Europe/Atlantis"], "time_zone = 'Europe/Atlantis' on the command line"),
        (["--email", "ada"], "'ada' is no e-mail address: write it as ada@example.org."),
        (["--email", "ada b@example.org"], "is no e-mail address"),
        (["--phone", "020 7946 0001"], "'020 7946 0001' has no country code: write it as +44 20 7946 0123."),
        ([], "There is no terminal to ask at: give --name"),
    ],
)
def test_init_refuses_what_cannot_be(kith: Kith, home: Path, arguments: list[str], complaint: str) -> None:
    ran = kith("init", *arguments)
    assert ran.code in {1, 2}
    assert complaint in ran.complaint
    assert not home.exists()


def test_init_in_a_folder_that_cannot_be_made(kith: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_HOME", "/proc/nowhere/kith")
    ran = kith("init", "--name", "Ada")
    assert ran.code == 1
    assert "/proc/nowhere/kith/config.toml can't be written" in ran.complaint


@pytest.fixture
def dialogue(kith: Kith, monkeypatch: pytest.MonkeyPatch) -> Kith:
    """`kith init` as at a terminal of a British machine."""
    monkeypatch.setattr("flows.cli.init_command.is_answered", lambda: True)
    monkeypatch.setattr("flows.cli.init_dialogue.local_region", lambda: "GB")
    monkeypatch.setattr("flows.cli.init_dialogue.machine_zone", lambda: "Europe/London")
    return kith


def test_init_asks(dialogue: Kith, home: Path) -> None:
    ran = dialogue("init", stdin="Ada Brandt\nada@example.org, a.b@example.com\n\nde\n\n")
    assert ran.code == 0
    assert written(home).splitlines()[1:] == [
        'region = "DE"',
        'time_zone = "Europe/London"',
        "",
        "[me]",
        'name = "Ada Brandt"',
        'emails = ["ada@example.org", "a.b@example.com"]',
    ]


def test_init_leaves_everything_open(dialogue: Kith, home: Path) -> None:
    assert dialogue("init", stdin="\n\n\n-\n-\n").code == 0
    assert written(home).splitlines()[1:] in ([], ["[me]"])


def test_init_keeps_and_takes_away(dialogue: Kith, home: Path) -> None:
    dialogue("init", stdin="Ada\nada@example.org\n+44 20 7946 0001\nGB\nEurope/London\n")
    again = dialogue("init", stdin="\n-\n\n\n-\n")
    assert "Your name [Ada]:" in again.words
    assert written(home).splitlines()[1:] == [
        'region = "GB"',
        "",
        "[me]",
        'name = "Ada"',
        'phones = ["+44 20 7946 0001"]',
    ]


def test_init_asks_again_where_an_answer_cannot_be(dialogue: Kith, home: Path) -> None:
    typed = "Ada\nnonsense\nada@example.org\n123\n+44 20 7946 0001\nAtlantis\nGB\nNowhere\nEurope/London\n"
    ran = dialogue("init", stdin=typed)
    assert ran.code == 0
    shown = " ".join((ran.out + ran.err).split())
    for complaint in (
        "'nonsense' is no e-mail address",
        "'123' has no country code",
        "two letters",
        "no such time zone",
    ):
        assert complaint in shown
    assert 'region = "GB"' in written(home)


def test_init_that_is_left_changes_nothing(dialogue: Kith, home: Path) -> None:
    ran = dialogue("init", stdin="Ada\n")
    assert ran.code == 130
    assert "stopped at a question; nothing was changed" in ran.complaint
    assert not home.exists()


@pytest.mark.parametrize(
    ("environment", "region"),
    [
        ({}, None),
        ({"LANG": "en_GB.UTF-8"}, "GB"),
        ({"LANG": "de_AT@euro"}, "AT"),
        ({"LANG": "en_US.UTF-8", "LC_TELEPHONE": "de_DE.UTF-8"}, "DE"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C.UTF-8"}, None),
        ({"LANG": "es_419"}, None),
        ({"LANG": "POSIX"}, None),
    ],
)
def test_the_country_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], region: str | None
) -> None:
    from flows.cli import init_dialogue

    for name in init_dialogue._LOCALES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert init_dialogue.local_region() == region


# kith doctor


def test_doctor_finds_all_in_order(imported: Kith) -> None:
    ran = imported("doctor")
    assert ran.code == 0
    assert "8 people; all checks pass" in ran.words


def test_doctor_says_what_is_wrong_and_what_to_do(imported: Kith, home: Path) -> None:
    (home / "warehouse.duckdb").write_bytes(b"rubbish" * 1000)
    home.chmod(0o755)
    ran = imported("doctor")
    assert ran.code == 1
    assert "Run: chmod 700" in ran.words
    assert "delete warehouse.duckdb and import any file again" in ran.words
