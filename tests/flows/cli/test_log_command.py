from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.cli import log_command
from tests.flows.books import book
from tests.flows.cli.conftest import Kith
from tests.flows.looking import contents, landing, warehouse
from warehouse.lock import writing

JANE, MAX = "jane1@example.org", "max1@example.com"


@pytest.fixture(autouse=True)
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a Tuesday in November."""
    monkeypatch.setattr("flows.today.today", lambda _settings: date(2026, 11, 24))


def person_id(home: Path, email: str) -> str:
    return str(dict(warehouse(home, "select address, person_id from person_email"))[email])


def test_what_was_done_with_several_people_is_kept_and_published(imported: Kith, home: Path) -> None:
    ran = imported("log", JANE, MAX, " brunch  at the canal", "--on", "sunday")
    jane, max_ = person_id(home, JANE), person_id(home, MAX)
    assert (ran.code, ran.err) == (0, "")
    assert ran.words == (
        f"Logged for Sunday, 2026-11-22: brunch at the canal, with Jane Doe1 ({jane}), Max Roe1 ({max_}). "
        "To take it back: kith log --remove 1"
    )
    assert warehouse(home, "select logged_id, owner, happened_on, text, person_ids from logged") == [
        (1, "me", date(2026, 11, 22), "brunch at the canal", sorted([jane, max_]))
    ]
    again = imported("log", MAX, JANE, "brunch at the canal", "--on", "2026-11-22")
    assert again.code == 0
    assert again.words.startswith("That is logged already, under the number 1. Sunday, 2026-11-22: brunch at the canal")
    assert landing(home, "select count(*) from logged") == [(1,)]


@pytest.mark.parametrize("who", [[f"{JANE}, {MAX}"], ["Jane Doe1 , max roe1,"], [JANE, f"{JANE},{MAX}"]])
def test_people_may_stand_in_one_with_commas_and_each_counts_once(imported: Kith, home: Path, who: list[str]) -> None:
    assert imported("log", *who, "lunch").code == 0
    expected = sorted([person_id(home, JANE), person_id(home, MAX)])
    assert warehouse(home, "select person_ids, happened_on from logged") == [(expected, date(2026, 11, 24))]


def test_somebody_with_a_comma_in_their_name_is_one(imported: Kith, tmp_path: Path) -> None:
    imported("import", "-q", book(tmp_path / "junior.vcf", [9], given="Ada, Jr."))
    assert "with Ada, Jr. Doe9" in imported("log", "Ada, Jr. Doe9", "lunch").words


@pytest.mark.slow
def test_it_is_listed_and_taken_back(imported: Kith) -> None:
    assert "Nothing is logged yet. For example: kith log claire" in imported("log", "--list").words
    imported("log", JANE, "a walk", "--on", "3 days ago")
    imported("log", JANE, MAX, "brunch", "--on", "22 nov")
    imported("log", MAX, "lunch", "--on", "yesterday")
    rows = [line.split(maxsplit=2) for line in imported("log", "--list").out.splitlines()]
    assert [row[:2] for row in rows] == [["3", "2026-11-23"], ["2", "2026-11-22"], ["1", "2026-11-21"]]
    assert "Jane Doe1, Max Roe1" in rows[1][2]
    with_max = imported("log", "--list", MAX)
    assert [line.split()[0] for line in with_max.out.splitlines()] == ["3", "2"]
    cut = imported("log", "--list", "--limit", "1")
    assert cut.words.startswith("3 2026-11-23")
    assert cut.words.endswith("There is more: --limit 2 shows it.")
    assert "Nothing is logged with Jane Doe2" in imported("log", "--list", "jane2@example.org").words

    taken = imported("log", "--remove", "2")
    assert (taken.code, taken.out) == (0, "Taken back (number 2): Sunday, 2026-11-22: brunch.\n")
    assert [line.split()[0] for line in imported("log", "--list").out.splitlines()] == ["3", "1"]
    again = imported("log", "--remove", "2")
    assert again.code == 2
    assert "Nothing is logged under the number 2: `kith log --list` shows what is." in again.complaint


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        ([], 2, "Say who was there and what it was: kith log claire"),
        ([JANE], 2, "Say who was there and what it was"),
        ([JANE, "\n "], 2, "Say in the last words what it was"),
        (["nobody", "lunch"], 1, "Nobody is known as 'nobody'"),
        ([JANE, "nobody, max", "lunch"], 1, "Nobody is known as 'nobody'"),
        ([" , ", "lunch"], 1, "Nobody is known as ','"),
        ([JANE, "max roe1"], 2, "'max roe1' is somebody you know, Max Roe1. Say what it was in the last words"),
        ([JANE, "lunch", "--on", "3/4/2026"], 2, "'3/4/2026' is no day that can be told: write it as 2026-11-24"),
        ([JANE, "lunch", "--on", "no\x1bday"], 2, "'no\ufffdday' is no day"),
        ([JANE, "lunch", "--on", ""], 2, "'' is no day"),
        ([JANE, "lunch", "--on", "2026-11-25"], 2, "Wednesday, 2026-11-25 is still to come"),
        ([JANE, "lunch", "--on", "tomorrow"], 2, "is still to come: log it when it has been"),
        ([JANE, "lunch", "--on", "0204-11-25"], 2, "0204-11-25 is before 1900: is the year right?"),
        ([JANE, "lunch", "--owner", "ada"], 2, "No address book here is ada's: choose --owner from me."),
        (["--remove", "1", JANE], 2, "its number says it all: kith log --remove 1"),
        (["--remove", "1", "--list"], 2, "Either --list or --remove"),
        (["--list", "nobody"], 1, "Nobody is known as 'nobody'"),
    ],
)
def test_what_is_not_clear_is_asked_back_and_nothing_is_kept(
    imported: Kith, home: Path, arguments: list[str], code: int, complaint: str
) -> None:
    before = contents(home)
    ran = imported("log", *arguments)
    assert ran.code == code
    assert complaint in ran.complaint
    assert contents(home) == before


def test_several_who_may_be_meant_are_listed_and_nothing_is_kept(imported: Kith, home: Path) -> None:
    before = contents(home)
    ran = imported("log", JANE, "max", "lunch")
    assert ran.code == 2
    assert "3 people may be meant by 'max'; name one by its id:" in ran.words
    assert contents(home) == before


def test_what_is_said_cannot_steer_the_terminal(imported: Kith, home: Path) -> None:
    ran = imported("log", JANE, "lunch \x1b[31m [bold]in red[/bold] \udcff")
    assert "lunch \ufffd[31m [bold]in red[/bold] \ufffd, with" in ran.words
    assert warehouse(home, "select text from logged") == [("lunch \ufffd[31m [bold]in red[/bold] \ufffd",)]
    assert "[bold]in red" in imported("log", "--list").words


def test_you_are_there_anyway(imported: Kith) -> None:
    imported("init", "--email", JANE)
    imported("log", MAX, "lunch")
    ran = imported("log", MAX, JANE, "lunch")
    assert ran.code == 2
    assert "You are there anyway: name the others." in ran.complaint


def test_a_household_has_several_owners(imported: Kith, home: Path, tmp_path: Path) -> None:
    imported("import", "-q", "--owner", "ada", book(tmp_path / "ada.vcf", [7]))
    imported("init", "--email", JANE)
    imported("log", "jane7@example.org", JANE, "lunch", "--owner", "ada")
    assert warehouse(home, "select owner from logged") == [("ada",)]
    assert "Nothing is logged yet" in imported("log", "--list").words
    assert "lunch" in imported("log", "--list", "--owner", "ada").words
    assert "choose --owner from ada, me." in imported("log", "--list", "--owner", "bob").complaint


def test_the_only_owner_there_is_needs_no_naming(kith: Kith, home: Path, tmp_path: Path) -> None:
    kith("import", "-q", "--owner", "ada", book(tmp_path / "ada.vcf", [7]))
    assert kith("log", "jane7@example.org", "lunch").code == 0
    assert warehouse(home, "select owner from logged") == [("ada",)]
    kith("import", "-q", "--owner", "bob", book(tmp_path / "bob.vcf", [8]))
    assert "No address book here is me's: choose --owner from ada, bob." in kith("log", "Doe7", "tea").complaint


def test_there_is_nothing_yet(kith: Kith, home: Path) -> None:
    for arguments in (("log", "a", "b"), ("log", "--list"), ("log", "--remove", "1")):
        assert "There is no warehouse yet. Import an address book first" in kith(*arguments).complaint
    assert not home.exists()


def test_another_process_is_writing(imported: Kith, home: Path) -> None:
    with writing(home, purpose="kith import"):
        assert imported("log", JANE, "lunch").code == 75


def test_long_lists_of_people_are_cut_with_a_count() -> None:
    assert log_command._named(list("abcd")) == "a, b, c, d"
    assert log_command._named(list("abcdef")) == "a, b, c, d and 2 others"


@pytest.mark.slow
def test_it_follows_people_over_merges_and_forgotten_sources(imported: Kith, home: Path) -> None:
    imported("log", JANE, "lunch")
    imported("log", MAX, "tea")
    jane, max_ = person_id(home, JANE), person_id(home, MAX)

    def logged() -> dict[str, list[str]]:
        return dict(warehouse(home, "select text, person_ids from logged"))

    assert logged() == {"lunch": [jane], "tea": [max_]}
    imported("same", JANE, MAX)
    kept = person_id(home, JANE)
    assert logged() == {"lunch": [kept], "tea": [kept]}
    imported("remove", "--yes", "vcard")
    assert logged() == {"lunch": [person_id(home, MAX)], "tea": [person_id(home, MAX)]}
    gone = imported("remove", "--yes", "generic_csv")
    assert gone.words.endswith("So is what you said of 1 person whom nothing else knows (log, context, cadence).")
    assert logged() == {}
    assert landing(home, "select count(*) from logged") == [(0,)]


def test_the_clock_says_what_day_it_is(imported: Kith, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("KITH_HOME", str(home))
    monkeypatch.setenv("KITH_TIME_ZONE", "Pacific/Auckland")
    before = date.today()  # noqa: DTZ011 - a day in either direction is right
    imported("log", JANE, "lunch")
    ((day,),) = warehouse(home, "select happened_on from logged")
    assert before - timedelta(days=1) <= day <= before + timedelta(days=2)
