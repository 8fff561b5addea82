from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from configs.errors import UserError
from flows.run_history import FILE_NAME, KEPT, last_syncs, past_runs, remember, synced_since
from flows.run_note import RunNote, SourceOutcome

FIRST = datetime(2026, 11, 1, 4, tzinfo=UTC)
WORK = SourceOutcome("work", "google_contacts@me:work")
CALENDAR = SourceOutcome("work", "google_calendar@me:work")
HOME = SourceOutcome("home", "carddav@me:home")


def _night(number: int, *outcomes: SourceOutcome, state: str = "done") -> RunNote:
    began = FIRST + timedelta(days=number)
    return RunNote("sync", state, began.isoformat(" "), outcomes=outcomes)


def _failed(outcome: SourceOutcome) -> SourceOutcome:
    return replace(outcome, failure="unreachable", message="It can't be reached.")


def test_runs_are_remembered_in_their_order_for_their_owner_alone(tmp_path: Path) -> None:
    for number in range(3):
        remember(tmp_path, _night(number, WORK))
    assert past_runs(tmp_path) == [_night(number, WORK) for number in range(3)]
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_nothing_is_remembered_where_nothing_was(tmp_path: Path) -> None:
    assert past_runs(tmp_path) == []


def test_a_line_that_makes_no_sense_loses_no_other(tmp_path: Path) -> None:
    remember(tmp_path, _night(0, WORK))
    with (tmp_path / FILE_NAME).open("ab") as file:
        file.write(b'{"command": "sync", "sta\n\xff\n{"command": "sync", "state": "done", "started_at": "?"}\n')
    remember(tmp_path, _night(1, WORK))
    assert past_runs(tmp_path) == [_night(0, WORK), _night(1, WORK)]


def test_old_runs_go_but_not_the_last_that_went_well_for_a_source(tmp_path: Path) -> None:
    runs = [_night(0, WORK, HOME), _night(1, _failed(WORK), HOME)]
    runs += [RunNote("review", "done", (FIRST + timedelta(days=2, minutes=n)).isoformat(" ")) for n in range(KEPT + 9)]
    (tmp_path / FILE_NAME).touch()
    for run in runs[:2]:
        remember(tmp_path, run)
    for run in runs[2:]:
        remember(tmp_path, run)
    kept = past_runs(tmp_path)
    assert kept == [*runs[:2], *runs[-KEPT:]]
    assert last_syncs(kept)["work"].went_well_at == FIRST


def test_the_last_sync_of_each_source_is_told_with_all_its_parts() -> None:
    runs = [
        _night(0, WORK, CALENDAR, HOME),
        _night(1, WORK, _failed(CALENDAR), state="failed"),
        RunNote("import", "done", (FIRST + timedelta(days=2)).isoformat(" ")),
    ]
    found = last_syncs(runs)
    assert found["home"] == (FIRST, (HOME,), FIRST)
    assert found["home"].failures == ()
    assert found["work"] == (FIRST + timedelta(days=1), (WORK, _failed(CALENDAR)), FIRST)
    assert found["work"].failures == (_failed(CALENDAR),)


def test_a_source_that_never_went_well_says_so() -> None:
    assert last_syncs([_night(0, _failed(HOME), state="failed")])["home"].went_well_at is None


def test_since_when_all_is_in_sync() -> None:
    runs = [_night(0, WORK, HOME), _night(1, WORK, CALENDAR), _night(2, WORK, _failed(HOME), state="failed")]
    assert synced_since(runs, ["work", "home"]) == FIRST
    assert synced_since(runs, ["work"]) == FIRST + timedelta(days=1)  # that of the third night wasn't published as done
    assert synced_since(runs, ["other"]) is None
    assert synced_since(runs, []) is None


def test_a_time_without_zone_is_utc() -> None:
    run = RunNote("sync", "done", "2026-11-01 04:00:00", outcomes=(WORK,))
    assert last_syncs([run])["work"].started_at == FIRST
    assert last_syncs([replace(run, started_at="?")]) == {}


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"runs\.jsonl can't be written"):
        remember(tmp_path / "nowhere", _night(0))
