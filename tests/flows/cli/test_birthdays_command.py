import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from configs.settings import Settings
from flows.importing import import_files
from tests.flows.cli.conftest import Kith

BORN = {
    "Leap": "1996-02-29",
    "Soon": "--11-30",
    "Today": "2000-11-24",
    "Newborn": "2026-11-24",
    "Yesterday": "1990-11-23",
    "Newyear": "1970-01-01",
    "Gone": "1950-12-01",
}


@pytest.fixture(scope="module")
def born_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after the import of people with birthdays."""
    folder = tmp_path_factory.mktemp("born")
    cards = [
        f"BEGIN:VCARD\nVERSION:4.0\nUID:{name}\nN:Doe;{name};;;\nFN:{name} Doe\nBDAY:{day}\n"
        f"EMAIL:{name.lower()}@example.org\n{'DEATHDATE:2020-01-01' if name == 'Gone' else 'NOTE:alive'}\nEND:VCARD\n"
        for name, day in BORN.items()
    ]
    (folder / "born.vcf").write_text("".join(cards), encoding="utf-8")
    import_files([folder / "born.vcf"], Settings(home=folder / "kith"))
    return folder / "kith"


@pytest.fixture
def born(kith: Kith, home: Path, born_people: Path, monkeypatch: pytest.MonkeyPatch) -> Kith:
    """The command line over people with birthdays, on a day in November."""
    shutil.copytree(born_people, home)
    on(monkeypatch, date(2026, 11, 24))
    return kith


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("flows.today.today", lambda _settings: day)


def told(kith: Kith, *arguments: str) -> list[tuple[str, str, int, int | None]]:
    rows = json.loads(kith("birthdays", "-F", "json", *arguments).out)
    return [(row["full_name"].split()[0], row["next_on"], row["in_days"], row["turns"]) for row in rows]


def test_the_next_come_first_with_the_age_where_the_year_is_known(born: Kith) -> None:
    assert told(born) == [
        ("Newborn", "2026-11-24", 0, None),
        ("Today", "2026-11-24", 0, 26),
        ("Soon", "2026-11-30", 6, None),
    ]
    assert told(born, "--within", "1y")[-2:] == [("Leap", "2027-02-28", 96, 31), ("Yesterday", "2027-11-23", 364, 37)]
    ran = born("birthdays", "--limit", "2")
    assert ran.words == (
        "Tue 2026-11-24 Newborn Doe today newborn@example.org Tue 2026-11-24 Today Doe turns 26 today "
        "today@example.org There are more: --limit 4 shows twice as many."
    )


def test_the_29th_of_february_is_itself_where_there_is_one(born: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, date(2028, 2, 28))
    assert told(born, "--within", "2d") == [("Leap", "2028-02-29", 1, 32)]
    on(monkeypatch, date(2027, 2, 28))
    assert told(born, "--within", "1d") == [("Leap", "2027-02-28", 0, 31)]
    on(monkeypatch, date(2027, 3, 1))
    assert told(born, "--within", "10d") == []


def test_over_the_turn_of_the_year(born: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, date(2026, 12, 31))
    assert told(born, "--within", "2w") == [("Newyear", "2027-01-01", 1, 57)]


def test_nobodys_comes(born: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, date(2026, 6, 1))
    ran = born("birthdays", "--within", "2w")
    assert (ran.code, ran.words) == (
        0,
        "No birthday that is known comes within 14 days; --within 1y looks a year ahead.",
    )


def test_nobodys_is_known(imported: Kith) -> None:
    assert imported("birthdays", "--within", "1y").words == "No birthday that is known comes within 365 days."


@pytest.mark.parametrize("within", ["soon", "0d", "-3", "never", "", "so\x1bon"])
def test_a_span_that_cannot_be_told(kith: Kith, within: str) -> None:
    ran = kith("birthdays", f"--within={within}")
    assert ran.code == 2
    assert "is no span of time that can be told: write 30d, 2w or 3 months." in ran.complaint
    assert "\x1b" not in ran.complaint


def test_the_sql_behind_it_runs_as_printed(born: Kith) -> None:
    sql = born("birthdays", "--sql", "--within", "100d").out
    assert born("query", "-F", "csv", sql).out == born("birthdays", "-F", "csv", "--within", "100d").out


def test_ones_own_is_no_news(born: Kith) -> None:
    born("init", "--email", "soon@example.org")
    born("log", "today@example.org", "lunch")
    assert [name for name, *_ in told(born)] == ["Newborn", "Today"]
