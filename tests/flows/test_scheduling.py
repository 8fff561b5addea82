"""`kith schedule` as a process: on a Prefect server of its own, and on another one."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.run_history import past_runs
from flows.schedule import serving
from tests.flows.prefect_servers import PrefectServer, free_port, prefect_server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KITH = str(Path(sys.executable).with_name("kith"))
PATIENCE = 120


@pytest.fixture
def folder_home(home: Path, tmp_path: Path) -> Path:
    """A home with one source, a watched folder with one card in it."""
    (tmp_path / "inbox").mkdir()
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Brandt\nEMAIL:ada@example.org\nEND:VCARD\n"
    (tmp_path / "inbox" / "ada.vcf").write_text(card)
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(f'[sources.inbox]\nkind = "folder"\npath = "{tmp_path / "inbox"}"\n')
    return home


@contextmanager
def _schedule(home: Path, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    """`kith schedule` until the end of the block, at which SIGTERM ends it; what it says goes to a file beside home."""
    variables = {**os.environ, "KITH_HOME": str(home), **environment}
    with (home.parent / "said").open("w") as said:
        running = subprocess.Popen([KITH, "schedule"], env=variables, stdout=said, stderr=said, text=True)
        try:
            yield running
        finally:
            if running.poll() is None:
                running.terminate()
            running.wait(timeout=60)


def _said(home: Path) -> str:
    return (home.parent / "said").read_text()


def _until(holds: Callable[[], object], home: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if holds():
            return
        time.sleep(0.2)
    pytest.fail(f"it doesn't come to that:\n{_said(home)[-3000:]}")


def _children(pid: int) -> dict[int, str]:
    """The processes that a process has started, by their ids, and how they were called."""
    listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return {int(line.split()[0]): line.split(maxsplit=1)[1] for line in listed.stdout.splitlines()}


def _server_of(pid: int) -> int:
    return next((child for child, called in _children(pid).items() if "flows.schedule_server" in called), 0)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _asked(home: Path, sql: str) -> list[tuple[Any, ...]]:
    """What Kith's own server holds; nothing while its tables aren't made yet."""
    path = home / "prefect" / "prefect.db"
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            return database.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []


def _is_ready(home: Path) -> bool:
    """Whether the deployment is there, and its next runs."""
    return len(_asked(home, "select id from flow_run where state_type = 'SCHEDULED'")) >= 3


def _leave_behind(home: Path, nights: int) -> None:
    """What missed nights leave on Kith's own server: runs that were due on days gone by."""
    with closing(sqlite3.connect(home / "prefect" / "prefect.db")) as database:
        waiting = database.execute("select id from flow_run where state_type = 'SCHEDULED' limit ?", [nights])
        for number, (key,) in enumerate(waiting.fetchall()):
            day = f"{datetime.now(UTC) - timedelta(days=number + 1):%Y-%m-%d}"
            due = f"{day} 03:00:00.000000"
            run = "update flow_run set expected_start_time = ?, next_scheduled_start_time = ? where id = ?"
            database.execute(run, [due, due, key])
            state = "update flow_run_state set state_details = json_set(state_details, '$.scheduled_time', ?)"
            database.execute(f"{state} where flow_run_id = ?", [f"{day}T03:00:00Z", key])
        database.commit()


def _ended(home: Path) -> list[tuple[str, str]]:
    """The states of the runs that are over, and their messages."""
    return _asked(
        home,
        "select flow_run.state_name, flow_run_state.message from flow_run"
        " inner join flow_run_state on flow_run.state_id = flow_run_state.id"
        " where flow_run.state_type in ('COMPLETED', 'FAILED', 'CRASHED') order by flow_run.end_time",
    )


@contextmanager
def _silence() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        yield silent.getsockname()[1]


def test_it_just_works_and_makes_up_for_missed_nights_once(folder_home: Path) -> None:
    with _schedule(folder_home) as running:
        _until(lambda: _is_ready(folder_home), folder_home)
        held = serving(folder_home)
        assert held is not None
        assert held.pid == running.pid
        again = subprocess.run([KITH, "schedule"], capture_output=True, text=True, check=False)
        assert again.returncode == 75
        assert f"`kith schedule` is running already (process {running.pid}" in again.stderr
        server = _server_of(running.pid)
        running.kill()  # as a crash would; the server goes by itself
        _until(lambda: not _is_there(server), folder_home)
    _leave_behind(folder_home, nights=3)
    with _schedule(folder_home) as running:
        _until(lambda: len(_ended(folder_home)) >= 3, folder_home)
        server = _server_of(running.pid)
    assert running.returncode == 0, _said(folder_home)
    assert "Traceback" not in _said(folder_home)
    assert not _is_there(server)
    first, second, third = _ended(folder_home)
    assert first == ("Completed", "published")
    assert second[1].startswith("Made up for by the sync of 20")
    assert third[1].startswith("Made up for by the sync of 20")
    assert [run.command for run in past_runs(folder_home)] == ["sync (nightly)"]
    held_by_others = [path for path in folder_home.rglob("*") if path.stat().st_mode & 0o077 and path.is_file()]
    assert held_by_others == [folder_home / "config.toml"]  # which the test has written


def test_a_run_that_was_killed_holds_no_place(folder_home: Path) -> None:
    """Prefect remembers in memory who holds a place: a crash would leave it taken for ever."""
    with _silence() as port:
        (folder_home / "config.toml").write_text(
            f'[sources.dav]\nkind = "carddav"\nurl = "http://127.0.0.1:{port}/"\nuser = "ada"\n'
            'password_command = ["echo", "s3cret-of-ada"]\n[sync]\ncron = "* * * * *"\n'
        )
        with _schedule(folder_home) as running:
            _until(lambda: _asked(folder_home, "select 1 from flow_run where state_type = 'RUNNING'"), folder_home)
            for child in [*_children(running.pid), running.pid]:
                os.kill(child, signal.SIGKILL)
        assert "s3cret-of-ada" not in _said(folder_home)
    config = (folder_home / "config.toml").read_text()
    (folder_home / "config.toml").write_text(config.replace("* * * * *", "0 4 * * *"))
    _leave_behind(folder_home, nights=1)
    with _schedule(folder_home):
        _until(lambda: len(_ended(folder_home)) >= 2, folder_home)
    states = _ended(folder_home)
    assert ("Crashed", "Kith was stopped before it had ended.") in states
    assert any(message.startswith("Not synced: carddav:dav (unreachable)") for _, message in states)


def test_a_night_that_fails_is_told_in_a_line(folder_home: Path) -> None:
    with (folder_home / "config.toml").open("a") as config:
        config.write(
            f'[sources.dav]\nkind = "carddav"\nurl = "http://127.0.0.1:{free_port()}/"\nuser = "ada"\n'
            'password_command = ["echo", "s3cret-of-ada"]\n[sync]\ncron = "* * * * *"\ntries = 1\n'
        )
    with _schedule(folder_home) as running:
        _until(lambda: _ended(folder_home), folder_home)
        _until(lambda: "prefect.engine" not in " ".join(_children(running.pid).values()), folder_home)  # has said all
    said = _said(folder_home)
    told = [line for line in said.splitlines() if "Not synced: carddav:dav (unreachable)" in line]
    assert len(told) == 1, said
    for noise in ("Traceback", "unexpected exception", "NoneType", "at capacity", "View at"):
        assert noise not in said


def test_its_own_server_asks_for_a_password_and_its_end_ends_it(folder_home: Path) -> None:
    with _schedule(folder_home) as running:
        _until(lambda: _is_ready(folder_home), folder_home)
        server = _server_of(running.pid)
        port = _children(running.pid)[server].split()[-1]
        answer = httpx.post(f"http://127.0.0.1:{port}/api/flow_runs/filter", json={}, trust_env=False)
        assert answer.status_code == httpx.codes.UNAUTHORIZED
        os.kill(server, signal.SIGKILL)
        running.wait(timeout=60)
    assert running.returncode == 1
    assert "kith: Kith's own Prefect server has ended" in _said(folder_home)
    assert "Traceback" not in _said(folder_home)
    assert serving(folder_home) is None


def test_a_server_that_ends_at_once_is_told_too(folder_home: Path) -> None:
    """While Prefect is still being imported: what the end interrupts there says so in another way."""
    with _schedule(folder_home) as running:
        _until(lambda: "It runs." in _said(folder_home), folder_home)
        os.kill(_server_of(running.pid), signal.SIGKILL)
        running.wait(timeout=60)
    assert running.returncode == 1
    log = folder_home / "logs" / "prefect.log"
    assert _said(folder_home).endswith(
        "It runs. Ctrl-C ends it.\n"
        f"kith: Kith's own Prefect server has ended; {log} says why. Start `kith schedule` again.\n"
    )


def test_ctrl_c_ends_it(folder_home: Path) -> None:
    with _schedule(folder_home) as running:
        _until(lambda: _is_ready(folder_home), folder_home)
        running.send_signal(signal.SIGINT)
        running.wait(timeout=60)
    assert running.returncode == 0, _said(folder_home)
    assert _said(folder_home).endswith("It runs. Ctrl-C ends it.\nStopped.\n")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    with prefect_server(tmp_path_factory.mktemp("prefect")) as running:
        yield running


def test_it_serves_on_another_server(folder_home: Path, server: PrefectServer) -> None:
    with _schedule(folder_home, PREFECT_API_URL=server.url):
        _until(lambda: server.holds("deployments"), folder_home)
        (deployment,) = server.holds("deployments")
        asked_for = f"{server.url}/deployments/{deployment['id']}/create_flow_run"
        # 503 is what a server says that is busy with its database
        _until(lambda: httpx.post(asked_for, json={}, timeout=30).is_success, folder_home)
        _until(lambda: any(run["state_type"] == "COMPLETED" for run in server.holds("flow_runs")), folder_home)
    assert deployment["entrypoint"] == "flows.nightly_sync.nightly_sync"
    limit = deployment["global_concurrency_limit"]
    assert isinstance(limit, dict)
    assert limit["limit"] == 1
    assert not (folder_home / "prefect").exists()


def test_a_server_that_is_not_there_is_told(folder_home: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/api"
    with _schedule(folder_home, PREFECT_API_URL=url, PREFECT_CLIENT_MAX_RETRIES="0") as running:
        running.wait(timeout=PATIENCE)
    assert running.returncode == 1
    assert f"kith: {url} can't be reached, or doesn't take the deployment" in " ".join(_said(folder_home).split())
    assert "Traceback" not in _said(folder_home)


def test_there_must_be_a_source(home: Path) -> None:
    home.mkdir()
    with _schedule(home) as running:
        running.wait(timeout=60)
    assert running.returncode == 2
    assert "There is no source to sync yet" in _said(home)


def test_the_deployment_for_a_work_pool_can_be_made(server: PrefectServer, tmp_path: Path) -> None:
    environment = {**os.environ, "PREFECT_API_URL": server.url, "PREFECT_HOME": str(tmp_path), "NO_COLOR": "1"}
    for words in (["work-pool", "create", "kith", "--type", "process"], ["deploy", "--all"]):
        command = [sys.executable, "-m", "prefect", "--no-prompt", *words]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    held = [one for one in server.holds("deployments") if one["work_pool_name"] == "kith"]
    assert [one["entrypoint"] for one in held] == ["flows/nightly_sync.py:nightly_sync"]
    assert json.dumps(held[0]["schedules"]).count('"cron": "0 4 * * *"') == 1
    assert held[0]["parameters"] == {"sources": None, "full": False}
    assert re.search(r'"limit": 1\b', json.dumps(held[0]["global_concurrency_limit"]))
