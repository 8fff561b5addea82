"""The Prefect flow of the nightly sync, on a real server of its own on loopback."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from configs.errors import UserError
from configs.settings import Settings, load_settings
from flows.publishing import publish_people
from flows.run_history import past_runs
from flows.run_log import FILE_NAME, FOLDER
from flows.syncing import sync
from tests.flows.looking import warehouse
from tests.flows.nights import Nights
from tests.flows.prefect_servers import PrefectServer, prefect_server, say_all
from warehouse.landing import LandingStore
from warehouse.lock import writing
from warehouse.publish import Published

if TYPE_CHECKING:
    from prefect import State

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # Prefect's own warnings are not this project's
]

LONG_AGO = datetime(2020, 1, 1, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    with prefect_server(tmp_path_factory.mktemp("prefect")) as running:
        yield running


@pytest.fixture
def folder_home(home: Path, tmp_path: Path) -> Path:
    """A home with one source, a watched folder with one card in it."""
    (tmp_path / "inbox").mkdir()
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Brandt\nEMAIL:ada@example.org\nEND:VCARD\n"
    (tmp_path / "inbox" / "ada.vcf").write_text(card)
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(f'[sources.inbox]\nkind = "folder"\npath = "{tmp_path / "inbox"}"\n')
    return home


def _nightly(server: PrefectServer, sources: list[str] | None = None, *, full: bool = False) -> "State[Any]":
    """A run of the flow, to its end."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.nightly_sync import nightly_sync

    with temporary_settings(updates={PREFECT_API_URL: server.url}):
        state: State[Any] = nightly_sync(sources, full, return_state=True)
    return state


def _held(server: PrefectServer, *, until: str = "") -> str:
    """All that the server holds, logs too, as one text; tasks come late, `until` is the name of one to wait for."""
    say_all()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        logs, runs = server.holds("logs"), server.holds("flow_runs")
        ended = sum("Finished in state" in str(log["message"]) for log in logs if "flow_run" in str(log["name"]))
        if ended >= len(runs) and any(until in str(task["name"]) for task in server.holds("task_runs")):
            break
        time.sleep(0.2)
    return json.dumps([runs, logs, server.holds("task_runs"), server.holds("artifacts")])


def test_all_sources_are_synced_and_prefect_holds_counts_only(
    server: PrefectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Nights(tmp_path) as nights:
        monkeypatch.setenv("KITH_HOME", str(nights.home))
        first = _nightly(server)
        again = _nightly(server)
        nights.oauth.revoke_all()
        nights.edit()
        failed = _nightly(server)
        secrets = nights.secrets()
    assert (first.name, first.message) == ("Completed", "published")
    assert (again.name, again.message) == ("Completed", "nothing changed: not published")
    assert failed.name == "Failed"
    assert failed.message is not None
    assert failed.message.startswith("Not synced: google_contacts")
    assert "(sign_in)" in failed.message
    assert "carddav" not in failed.message
    runs = past_runs(nights.home)
    assert [(run.command, run.state) for run in runs] == [
        ("sync (nightly)", "done"),
        ("sync (nightly)", "done"),
        ("sync (nightly)", "failed"),
    ]
    assert sum(counts["loaded"] for counts in runs[-1].sources.values()) > 0
    kept = _held(server, until="pull carddav")
    assert "google_contacts" in kept
    assert "pull carddav" in kept
    names = [name for (name,) in warehouse(nights.home, "select full_name from person where full_name is not null")]
    assert names
    for hidden in [*secrets, *names, "example.org", "http://127.0.0.1", str(tmp_path)]:
        assert hidden not in kept.replace(server.url.removesuffix("/api"), ""), hidden
    assert {run["run_count"] for run in server.holds("flow_runs")} == {1}
    assert {task["run_count"] for task in server.holds("task_runs")} == {1}
    assert {artifact["key"] for artifact in server.holds("artifacts")} == {"sync-counts", "warehouse-rows"}


def test_who_is_turned_away_says_by_whom(server: PrefectServer, folder_home: Path) -> None:
    with writing(folder_home, purpose="kith import"):
        state = _nightly(server)
    assert state.name == "Failed"
    assert str(state.message).startswith("`kith import` (process ")
    assert "turned away, another process is writing" in (folder_home / FOLDER / FILE_NAME).read_text()


def test_of_missed_nights_one_is_made_up_for(
    server: PrefectServer, folder_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prefect.runtime.flow_run.scheduled_start_time", LONG_AGO, raising=False)
    messages = [_nightly(server).message for _ in range(3)]
    assert messages[0] == "published"
    assert all(str(message).startswith("Made up for by the sync of 20") for message in messages[1:])
    assert len(past_runs(folder_home)) == 1
    assert not str(_nightly(server, full=True).message).startswith("Made up for")


def test_a_night_after_one_that_failed_is_no_missed_one(
    server: PrefectServer, folder_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prefect.runtime.flow_run.scheduled_start_time", LONG_AGO, raising=False)
    (tmp_path / "inbox").rename(tmp_path / "elsewhere")
    assert _nightly(server).message == "Not synced: folder:inbox (error). `kith status` says why; all others were."
    (tmp_path / "elsewhere").rename(tmp_path / "inbox")
    assert _nightly(server).message == "published"
    assert [run.state for run in past_runs(folder_home)] == ["failed", "done"]


def test_a_source_that_there_is_not_and_a_setting_that_cannot_be(
    server: PrefectServer, folder_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder_home.exists()
    assert _nightly(server, ["work"]).message == "The settings can't be used (UsageError). `kith sync` says why."
    monkeypatch.setenv("KITH_REGION", "ada@example.org")
    assert _nightly(server).message == "The settings can't be used (UserError). `kith sync` says why."
    assert "ada@example.org" not in _held(server)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (UserError("There is no room for Ada Secretive."), "The sync came to nothing (error). `kith status` says why."),
        (
            ZeroDivisionError("Ada Secretive divided by 0"),
            "Kith stumbled (ZeroDivisionError); logs/sync.log in its folder says where.",
        ),
    ],
)
def test_what_fails_as_a_whole_is_told_without_its_message(
    server: PrefectServer,
    folder_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    message: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("flows.nightly_sync.publish_people", fail)
    monkeypatch.setenv("KITH_NOTIFY__COMMAND", f'["tee", "{tmp_path / "told"}"]')
    state = _nightly(server)
    assert (state.name, state.message) == ("Failed", message)
    assert "Ada Secretive" not in _held(server)
    log = (folder_home / FOLDER / FILE_NAME).read_text()
    assert "Ada Secretive" not in log
    assert ("in publish_people" in log or "in fail" in log) == isinstance(error, ZeroDivisionError)
    assert past_runs(folder_home)[-1].message == str(error)
    assert (tmp_path / "told").exists() == isinstance(error, UserError)


def test_whom_the_settings_name_is_told_and_that_this_fails_is_a_warning(
    server: PrefectServer, folder_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_NOTIFY__COMMAND", f'["tee", "{tmp_path / "told"}"]')
    monkeypatch.setenv("KITH_NOTIFY__WEBHOOK", "https://127.0.0.1:1/secret-token")
    assert folder_home.exists()
    assert _nightly(server).message == "published"
    assert json.loads((tmp_path / "told").read_text())["records_loaded"] == 1
    kept = _held(server)
    assert "notify.webhook was not told of the sync" in kept
    assert "secret-token" not in kept


def test_a_prefect_server_that_goes_in_mid_flow_loses_nothing(
    folder_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The flow ends as it may; what is landed stays landed, and the next sync is like any other."""
    from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    with prefect_server(tmp_path / "prefect") as going:

        def publish_on_a_dead_line(store: LandingStore, settings: Settings) -> Published | None:
            going.stop()
            return publish_people(store, settings)

        monkeypatch.setattr("flows.nightly_sync.publish_people", publish_on_a_dead_line)
        with temporary_settings(updates={PREFECT_CLIENT_MAX_RETRIES: 1}), pytest.raises(httpx.ConnectError):
            _nightly(going)
    assert [run.state for run in past_runs(folder_home)] == ["done"]
    assert warehouse(folder_home, "select full_name from person") == [("Ada Brandt",)]
    synced = sync(load_settings())
    assert (synced.failures, synced.published) == ((), None)
