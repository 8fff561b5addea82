import json
from pathlib import Path

import pytest

from configs.settings import load_settings
from flows.run_history import remember
from flows.run_note import RunNote, SourceOutcome
from flows.schedule import only_one
from tests.flows.cli.conftest import Kith
from tests.flows.given import give
from warehouse.folder import private_folder
from warehouse.merging import Source

WORK = SourceOutcome("work", "google_contacts@me:work")
LOST = SourceOutcome("home", "carddav@me:home", "held_back", "it would lose 9 of its 10 records: kith sync home")
GONE = SourceOutcome("home", "caldav@me:home", "unreachable", "dav.example.org can't be reached.")
SETTINGS = """
time_zone = "Europe/Berlin"
[sources.work]
kind = "google"
[sources.home]
kind = "carddav"
url = "https://dav.example.org/"
user = "ada"
[sources.drop]
kind = "folder"
path = "/home/ada/Exports"
"""


def _night(day: int, *outcomes: SourceOutcome) -> RunNote:
    is_well = all(one.failure is None for one in outcomes)
    counts = {one.source: {"read": 1200, "loaded": 1000 + day, "gone": 1} for one in outcomes if not one.failure}
    return RunNote(
        "sync",
        "done" if is_well else "failed",
        f"2026-11-{day:02} 04:00:00+00:00",
        f"2026-11-{day:02} 04:00:07+00:00",
        sources=counts,
        outcomes=outcomes,
    )


@pytest.fixture
def synced(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home whose sources were synced twice, the second time not all of them."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    private_folder(home)
    (home / "config.toml").write_text(SETTINGS, encoding="utf-8")
    remember(home, _night(20, WORK, SourceOutcome("home", "carddav@me:home")))
    remember(home, _night(21, WORK, LOST))
    return home


def _rows(text: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.strip()}


def _show(kith: Kith, home: Path, *arguments: str) -> str:
    """What the command prints; `kith` wants to make the home itself."""
    assert home.exists()
    ran = kith("status", *arguments)
    assert ran.code == 0, ran.err
    return ran.out


@pytest.fixture
def kith_there(kith: Kith, synced: Path) -> Kith:
    assert synced.exists()
    return kith


def test_how_each_source_stands(kith_there: Kith, synced: Path) -> None:
    shown = _show(kith_there, synced)
    rows = _rows(shown)
    assert rows["work"] == ["google", "synced", "2026-11-21", "04:00"]
    assert rows["home"] == ["carddav", "held", "back", "2026-11-20", "04:00"]
    assert rows["drop"] == ["folder", "not", "synced", "yet", "never"]
    words = " ".join(shown.split())
    assert "home: it would lose 9 of its 10 records: kith sync home" in words
    assert "Nothing is scheduled that Kith knows of" in words


def test_what_failed_is_told_with_its_kind(kith_there: Kith, synced: Path) -> None:
    remember(synced, _night(22, LOST, GONE))
    shown = _show(kith_there, synced)
    assert _rows(shown)["home"] == ["carddav", "held", "back,", "not", "reached", "2026-11-20", "04:00"]
    assert "home: dav.example.org can't be reached." in " ".join(shown.split())


def test_the_parts_of_an_account_that_fail_alike_are_told_once(kith_there: Kith, synced: Path) -> None:
    parts = ("google_contacts:work", "google_calendar:work")
    remember(synced, _night(22, *(SourceOutcome("work", part, "sign_in", "Sign in again.") for part in parts)))
    shown = _show(kith_there, synced)
    assert _rows(shown)["work"][:4] == ["google", "sign", "in", "again"]
    assert shown.count("work: Sign in again.") == 1
    assert _show(kith_there, synced, "--runs").count("work: sign in again") == 1


@pytest.mark.parametrize(
    ("failure", "told"),
    [("unreachable", "not reached"), ("refused", "refused"), ("fault", "stumbled over"), ("error", "failed")],
)
def test_kinds_of_failure_are_told_in_words(kith_there: Kith, synced: Path, failure: str, told: str) -> None:
    remember(synced, _night(22, SourceOutcome("work", "google_contacts:work", failure)))
    shown = _show(kith_there, synced)
    assert f"google {told} 2026-11-21" in " ".join(shown.split())
    assert f"work: {told}" in shown


def test_what_nothing_syncs_any_more_is_told(kith_there: Kith, synced: Path) -> None:
    give(load_settings(), Source("google_contacts"), Source("google_contacts", name="work"))
    said = "Nothing syncs google_contacts any more: what was given stays as it was. To forget it: "
    assert f"{said}kith remove google_contacts" in " ".join(_show(kith_there, synced).split())
    told = json.loads(_show(kith_there, synced, "--format", "json"))
    assert told["warehouse"]["left_behind"] == ["google_contacts"]


def test_what_starts_the_next_sync_is_told(kith_there: Kith, synced: Path, tmp_path: Path) -> None:
    unit = tmp_path / ".config" / "systemd" / "user" / "kith-sync.timer"
    unit.parent.mkdir(parents=True)
    unit.touch()
    shown = " ".join(_show(kith_there, synced).split())
    assert "04:00 (Europe/Berlin), started by kith-sync.timer, if the system runs it." in shown
    with only_one(synced):
        assert "04:00 (Europe/Berlin), served by `kith schedule` (process" in " ".join(
            _show(kith_there, synced).split()
        )


def test_a_cron_that_is_none_is_told_and_stops_nothing(
    kith_there: Kith, synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_SYNC__CRON", "nightly")
    assert "sync.cron = 'nightly' is no schedule" in " ".join(_show(kith_there, synced).split())


def test_the_last_runs_are_a_table(kith_there: Kith, synced: Path) -> None:
    remember(synced, RunNote("import", "interrupted", "2026-11-23 04:00:00+00:00"))
    lines = [line.rstrip() for line in _show(kith_there, synced, "--runs").splitlines()]
    assert [" ".join(line.split()) for line in lines if line][2:] == [
        "2026-11-23 04:00 import interrupted",
        "2026-11-21 04:00 sync failed 7 s 1,021 loaded, 1 gone",
        "home: held back",
        "2026-11-20 04:00 sync done 7 s 2,040 loaded, 2 gone",
    ]
    one = [line for line in _show(kith_there, synced, "--runs", "--limit", "1").splitlines() if "2026" in line]
    assert len(one) == 1


def test_the_last_runs_as_json(kith_there: Kith, synced: Path) -> None:
    latest, former = json.loads(_show(kith_there, synced, "--runs", "--format", "json"))
    assert (latest["state"], former["state"]) == ("failed", "done")
    assert (latest["started_at"], latest["finished_at"]) == ("2026-11-21T04:00:00+00:00", "2026-11-21T04:00:07+00:00")
    assert latest["outcomes"][1]["failure"] == "held_back"


def test_all_of_it_as_json(kith_there: Kith, synced: Path) -> None:
    told = json.loads(_show(kith_there, synced, "--format", "json"))
    assert told["warehouse"] is None
    assert told["is_running"] is False
    assert told["last_run"] is None
    states = {one["name"]: (one["state"], one["synced_at"]) for one in told["sources"]}
    assert states["work"] == ("synced", "2026-11-21T04:00:00+00:00")
    assert states["drop"] == ("never", None)
    assert told["sources"][1]["failures"][0]["message"] == LOST.message
    assert told["schedule"]["due"][0][10:] in {"T04:00:00+01:00", "T04:00:00+02:00"}
    assert told["schedule"]["installed"] == []


def test_the_warehouse_as_json(imported: Kith, home: Path) -> None:
    told = json.loads(imported("status", "--format", "json").out)
    assert told["warehouse"]["people"] == 8
    assert {one["source"] for one in told["warehouse"]["sources"]} == {"generic_csv", "vcard"}
    assert told["last_run"]["command"] == "import"
    (home / "warehouse.duckdb").write_bytes(b"rubbish" * 1000)
    assert imported("status", "--format", "json").code == 1


def test_nothing_has_run_yet(kith: Kith) -> None:
    assert kith("status", "--runs").out == "Nothing has run yet.\n"
    assert json.loads(kith("status", "--runs", "--format", "json").out) == []


def test_a_format_that_there_is_not(kith: Kith) -> None:
    ran = kith("status", "--format", "csv")
    assert ran.code == 2
    assert "There is no format 'csv': choose text or json." in ran.complaint
