import logging
import re
from pathlib import Path

from flows.run_log import FILE_NAME, FOLDER, log_line, log_run, logged
from flows.run_note import RunNote, SourceOutcome

NOTE = RunNote(
    "sync",
    "failed",
    "2026-11-24 04:00:00+00:00",
    message="home: Ada's server at dav.example.org can't be reached.",
    sources={"google_contacts": {"read": 1200, "loaded": 3, "gone": 1, "rejected": 0}, "folder": {"read": 0}},
    outcomes=(
        SourceOutcome("work", "google_contacts"),
        SourceOutcome("drop", "folder"),
        SourceOutcome("home", "carddav", "unreachable", "Ada's server at dav.example.org can't be reached."),
    ),
)


def _lines(home: Path) -> list[str]:
    text = (home / FOLDER / FILE_NAME).read_text(encoding="utf-8")
    return [re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00 ", "", line) for line in text.splitlines()]


def test_a_sync_is_logged_with_counts_and_kinds_only(tmp_path: Path) -> None:
    log_run(tmp_path, NOTE)
    assert _lines(tmp_path) == [
        "google_contacts: 1,200 read, 3 new or changed, 1 gone",
        "folder: nothing new",
        "carddav: unreachable",
        "sync: failed; `kith status` says why",
    ]
    log = tmp_path / FOLDER / FILE_NAME
    assert log.stat().st_mode & 0o077 == 0
    assert log.parent.stat().st_mode & 0o077 == 0


def test_other_runs_are_not_logged(tmp_path: Path) -> None:
    log_run(tmp_path, RunNote("import", "done", "2026-11-24 04:00:00+00:00"))
    assert not (tmp_path / FOLDER).exists()


def test_a_log_that_is_full_is_turned_over_and_the_oldest_goes(tmp_path: Path) -> None:
    for number in range(6):
        log_line(tmp_path, f"{number} {'x' * (1 << 20)}")
    folder = tmp_path / FOLDER
    assert sorted(path.name for path in folder.iterdir()) == [FILE_NAME, *(f"{FILE_NAME}.{n}" for n in (1, 2, 3))]
    begins = [path.read_text(encoding="utf-8")[26:27] for path in sorted(folder.iterdir())]
    assert begins == ["5", "4", "3", "2"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file in its place")
    log_line(tmp_path, "begun")
    (tmp_path / FOLDER).unlink()
    (tmp_path / FOLDER / FILE_NAME).mkdir(parents=True)
    log_line(tmp_path, "begun")


def test_what_a_sync_stumbles_over_is_in_the_log(tmp_path: Path) -> None:
    logger = logging.getLogger("kith.sync")
    with logged(tmp_path):
        logger.error("carddav: ZeroDivisionError\n  in line 3")
    logger.error("said outside")
    assert _lines(tmp_path) == ["carddav: ZeroDivisionError", "  in line 3"]
