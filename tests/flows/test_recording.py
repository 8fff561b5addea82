import signal
from pathlib import Path

import pytest

from configs.errors import UserError
from flows import recording as recording_module
from flows.outcome import Outcome
from flows.recording import is_interruption, recorded
from flows.run_history import past_runs
from flows.run_log import FILE_NAME, FOLDER
from flows.run_note import RunNote, SourceOutcome, read_note, write_note
from tests.flows.looking import landing
from warehouse.folder import private_folder
from warehouse.landing import LandingStore
from warehouse.merging import Counts

RUNS = "select command, state, message, finished_at is not null from run order by run_id"


def test_a_run_is_running_and_then_done(home: Path) -> None:
    with LandingStore.open(home) as store:
        with recorded(store, home, command="import") as recording:
            meanwhile = read_note(home)
            recording.landed({"vcard": Counts(read=2, loaded=2)})
        note = read_note(home)
    assert meanwhile is not None
    assert (meanwhile.state, meanwhile.is_alive, meanwhile.finished_at) == ("running", True, None)
    assert note is not None
    assert (note.command, note.state, note.message, note.is_alive) == ("import", "done", None, False)
    assert note.finished_at is not None
    assert note.sources["vcard"] == {
        "read": 2,
        "loaded": 2,
        "unchanged": 0,
        "skipped": 0,
        "rejected": 0,
        "gone": 0,
    }
    assert landing(home, RUNS) == [("import", "done", None, True)]


@pytest.mark.parametrize(
    ("error", "state", "message"),
    [
        (UserError("The disk is full."), "failed", "The disk is full."),
        (ZeroDivisionError(), "failed", "ZeroDivisionError"),
        (KeyboardInterrupt(), "interrupted", "KeyboardInterrupt"),
        (RuntimeError("Query interrupted"), "interrupted", "Query interrupted"),
    ],
)
def test_a_run_that_raises_says_so(home: Path, error: BaseException, state: str, message: str) -> None:
    with LandingStore.open(home) as store, pytest.raises(type(error)), recorded(store, home, command="import"):
        raise error
    note = read_note(home)
    assert note is not None
    assert (note.state, note.message) == (state, message)
    assert landing(home, RUNS) == [("import", state, message, True)]


def test_sources_that_could_not_be_read_make_a_run_a_failed_one(home: Path) -> None:
    with LandingStore.open(home) as store, recorded(store, home, command="import") as recording:
        recording.landed({}, failures=["One.", "Two."])
    note = read_note(home)
    assert note is not None
    assert (note.state, note.message) == ("failed", "One. Two.")
    assert landing(home, RUNS) == [("import", "failed", "One. Two.", True)]


def test_what_went_wrong_first_is_told_where_it_cannot_be_written_down(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise UserError("no room for a note")

    def run() -> None:
        with LandingStore.open(home) as store, recorded(store, home, command="import"):
            monkeypatch.setattr("flows.recording.write_note", full)
            monkeypatch.setattr(LandingStore, "finish_run", full)
            raise UserError("no room for a warehouse")

    with pytest.raises(UserError, match="no room for a warehouse"):
        run()
    note = read_note(home)
    assert note is not None
    assert note.state == "running"


def test_a_run_that_was_killed_is_interrupted_for_the_next(home: Path) -> None:
    with LandingStore.open(home) as store:
        store.begin_run("import")
        with recorded(store, home, command="import") as recording:
            recording.landed({})
    assert [row[1] for row in landing(home, RUNS)] == ["interrupted", "done"]


def test_only_an_interruption_is_one() -> None:
    assert is_interruption(KeyboardInterrupt())
    assert is_interruption(RuntimeError("Query interrupted"))
    assert not is_interruption(RuntimeError("generator raised StopIteration"))
    assert not is_interruption(ValueError("interrupted"))


def test_a_sync_says_what_became_of_each_source(home: Path) -> None:
    outcomes = [
        Outcome("work", "google_contacts", "Google Contacts", Counts(read=2, loaded=2)),
        Outcome("drop", "vcard", "vCard", Counts(read=1, loaded=1)),
        Outcome("drop", "vcard", "vCard", Counts(read=3, unchanged=3)),
        Outcome("home", "carddav", "CardDAV", failure="unreachable", message="It can't be reached."),
    ]
    with LandingStore.open(home) as store:
        with recorded(store, home, command="sync") as recording:
            recording.synced(outcomes)
        frame = store.published("sync_run").select("source", "failure", "failure_message")
    note = read_note(home)
    assert note is not None
    assert (note.state, note.message) == ("failed", "home: It can't be reached.")
    assert {source: counts["read"] for source, counts in note.sources.items()} == {
        "google_contacts": 2,
        "vcard": 4,
        "carddav": 0,
    }
    assert note.outcomes[-1] == SourceOutcome("home", "carddav", "unreachable", "It can't be reached.")
    assert past_runs(home) == [note]
    assert frame.rows() == [("carddav", "unreachable", "It can't be reached.")]
    log = (home / FOLDER / FILE_NAME).read_text(encoding="utf-8")
    assert "sync: begun (process" in log
    assert "carddav: unreachable" in log


def test_every_run_is_remembered_however_it_ends(home: Path) -> None:
    def fail() -> None:
        with LandingStore.open(home) as store, recorded(store, home, command="import"):
            raise UserError("The disk is full.")

    with LandingStore.open(home) as store, recorded(store, home, command="import") as recording:
        recording.landed({"vcard": Counts(read=1, loaded=1)})
    with pytest.raises(UserError):
        fail()
    assert [(note.state, note.message) for note in past_runs(home)] == [
        ("done", None),
        ("failed", "The disk is full."),
    ]


def test_a_run_that_was_killed_is_remembered_by_the_next(home: Path) -> None:
    killed = RunNote("sync", "running", "2026-11-24 04:00:00+00:00", pid=2**22 + 1)
    private_folder(home)
    write_note(home, killed)
    with LandingStore.open(home) as store, recorded(store, home, command="sync") as recording:
        recording.synced([])
    assert [(note.command, note.state) for note in past_runs(home)] == [("sync", "interrupted"), ("sync", "done")]


@pytest.mark.parametrize("when", ["write_note", "remember", "log_run"])
def test_a_second_ctrl_c_doesnt_undo_what_the_first_leaves(
    home: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    written = getattr(recording_module, when)

    def pressed_again(folder: Path, note: RunNote) -> None:
        signal.raise_signal(signal.SIGINT)
        written(folder, note)

    def run() -> None:
        with LandingStore.open(home) as store, recorded(store, home, command="sync"):
            monkeypatch.setattr(recording_module, when, pressed_again)
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # an earlier test may have had it ignored
    try:
        with pytest.raises(KeyboardInterrupt):
            run()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    note = read_note(home)
    assert note is not None
    assert note.state == "interrupted"
    assert past_runs(home) == [note]
    assert landing(home, RUNS) == [("sync", "interrupted", "KeyboardInterrupt", True)]
