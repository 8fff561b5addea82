import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from configs.errors import UserError
from flows.run_note import FILE_NAME, RunNote, SourceOutcome, now, read_note, write_note

NOTE = RunNote("import", "running", "2026-11-24 06:46:10+00:00")


def test_a_note_is_read_as_it_was_written(tmp_path: Path) -> None:
    note = replace(NOTE, state="done", finished_at=now(), message="é", sources={"vcard": {"read": 3}})
    note = replace(note, outcomes=(SourceOutcome("work", "carddav@work"), SourceOutcome("a", "b", "error", "why")))
    write_note(tmp_path, NOTE)
    write_note(tmp_path, note)
    assert read_note(tmp_path) == note
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "[1, 2]", "3", '{"command": "import"}', '{"unknown": 1}', "\udcff"])
def test_a_note_that_makes_no_sense_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_note(tmp_path) is None


def test_a_note_of_a_kith_that_knew_no_outcomes_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"command": "import", "state": "done", "started_at": "2026-01-01", "pid": 1}')
    assert read_note(tmp_path) == RunNote("import", "done", "2026-01-01", pid=1)


def test_no_note_is_none(tmp_path: Path) -> None:
    assert read_note(tmp_path) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"pid": "x"},
        {"pid": True},
        {"state": 3},
        {"started_at": None},
        {"sources": []},
        {"sources": {"vcard": 3}},
        {"sources": {"vcard": {"read": "3"}}},
        {"outcomes": 3},
        {"outcomes": [{"name": "work"}]},
        {"outcomes": ["work"]},
        {"outcomes": [{"name": 3, "source": "x"}]},
        {"outcomes": [{"name": "work", "source": "x", "kind": 3}]},
    ],
)
def test_a_note_of_wrong_types_is_none(tmp_path: Path, changed: dict[str, object]) -> None:
    write_note(tmp_path, NOTE)
    held = json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
    (tmp_path / FILE_NAME).write_text(json.dumps({**held, **changed}), encoding="utf-8")
    assert read_note(tmp_path) is None


def test_a_run_lives_as_long_as_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    assert NOTE.is_alive
    assert not replace(NOTE, state="done").is_alive
    assert not replace(NOTE, pid=ended.pid).is_alive

    def others(*_: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "kill", others)
    assert NOTE.is_alive


def test_the_time_is_utc_to_the_second() -> None:
    then = datetime.fromisoformat(now())
    assert then.tzinfo == UTC
    assert abs((datetime.now(UTC) - then).total_seconds()) < 5


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"run\.json can't be written: No such file or directory\. Make room"):
        write_note(tmp_path / "nowhere", NOTE)
