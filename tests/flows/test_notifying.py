import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from configs.settings import Notify
from connectors.network import NetworkLimits
from flows import notifying
from flows.notifying import Notice, notice_of, notify
from flows.outcome import Outcome
from warehouse.merging import Counts
from warehouse.publish import Published

NONE = {"read": 0, "loaded": 0, "unchanged": 0, "skipped": 0, "rejected": 0, "gone": 0}
QUIET = Notice("done", {"carddav": {**NONE, "read": 4, "unchanged": 4}}, {})
NEWS = Notice("done", {"carddav": {**NONE, "read": 4, "loaded": 3, "gone": 1}}, {}, people=12)
FAILED = Notice("failed", {}, {"carddav": "unreachable"})


class _Hook(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Listener)
        self.status = status
        self.heard: list[tuple[str, str, bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook/secret-token"


class _Listener(BaseHTTPRequestHandler):
    server: _Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append((self.path, self.headers["content-type"], body))
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hook(request: pytest.FixtureRequest) -> Iterator[_Hook]:
    with _Hook(getattr(request, "param", 204)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _python(tmp_path: Path, code: str) -> Notify:
    script = tmp_path / "told.py"
    script.write_text(code)
    return Notify(command=(sys.executable, str(script), "$HOME; it's no shell"))


def test_what_is_told_are_counts_and_kinds(tmp_path: Path) -> None:
    outcomes = [
        Outcome("drop", "vcard", "vCard", Counts(read=2, loaded=2)),
        Outcome("drop", "vcard", "vCard", Counts(read=1, loaded=1)),
        Outcome("home", "carddav", "CardDAV", failure="sign_in", message="ada@example.org isn't let in."),
    ]
    notice = notice_of(outcomes, Published(tmp_path / "w", {"person": 3}, 3, new_people=2, gone_people=1))
    assert json.loads(notice.text) == {
        "kith": "sync",
        "state": "failed",
        "failures": {"carddav": "sign_in"},
        "records_loaded": 3,
        "records_gone": 0,
        "people": 3,
        "new_people": 2,
        "gone_people": 1,
        "sources": {"vcard": {**NONE, "read": 3, "loaded": 3}},
    }
    assert replace(QUIET, new_people=1).is_news
    assert not QUIET.is_news
    assert notice_of(outcomes[:1], None) == Notice("done", {"vcard": {**NONE, "read": 2, "loaded": 2}}, {})


def test_the_command_gets_it_on_standard_input_and_no_shell_is_asked(tmp_path: Path) -> None:
    who = _python(tmp_path, "import sys; open(sys.argv[0] + '.out', 'w').write(sys.argv[1] + sys.stdin.read())")
    assert notify(who, NEWS) == ()
    assert (tmp_path / "told.py.out").read_text() == "$HOME; it's no shell" + NEWS.text


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (Notify(), [NEWS, FAILED]),
        (Notify(on_news=False), [FAILED]),
        (Notify(on_failure=False), [NEWS]),
        (Notify(on_failure=False, on_news=False), []),
    ],
)
def test_nobody_is_told_of_what_they_do_not_want_to_hear(
    who: Notify, told: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifying, "_run", lambda _command, text: text)
    with_command = who.model_copy(update={"command": ("told",)})
    heard = [notice for notice in (QUIET, NEWS, FAILED) if notify(with_command, notice)]
    assert heard == told


def test_nobody_is_told_where_nobody_is_named() -> None:
    assert notify(Notify(), NEWS) == ()


@pytest.mark.parametrize(
    ("code", "why"),
    [("raise SystemExit(3)", "it ended with 3"), ("import os; os.kill(os.getpid(), 9)", "it ended with -9")],
)
def test_a_command_that_fails_is_told(tmp_path: Path, code: str, why: str) -> None:
    (complaint,) = notify(_python(tmp_path, code), NEWS)
    assert complaint == f"notify.command ({sys.executable}) was not told of the sync: {why}."


def test_a_command_that_does_not_listen_is_no_failure(tmp_path: Path) -> None:
    assert notify(_python(tmp_path, "import os; os.close(0)"), replace(NEWS, sources=_many())) == ()


def _many() -> dict[str, dict[str, int]]:
    return {f"source-{number}": {**NONE, "loaded": 1} for number in range(5_000)}


def test_a_command_that_does_not_end_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifying, "COMMAND_SECONDS", 1)
    who = _python(
        tmp_path,
        "import subprocess, sys, time\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "open(sys.argv[0] + '.pid', 'w').write(str(child.pid))\n"
        "time.sleep(60)",
    )
    began = time.monotonic()
    (complaint,) = notify(who, NEWS)
    assert "it had not ended after 1 seconds" in complaint
    assert time.monotonic() - began < 20
    _wait_for_the_end_of(int((tmp_path / "told.py.pid").read_text()))


def _wait_for_the_end_of(pid: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            os.kill(pid, 0)
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.05)
    pytest.fail("what the command started still runs")


@pytest.mark.parametrize("command", [("/nowhere/told",), ("~/nowhere/told",), ("to\0ld",), ("",)])
def test_a_command_that_cannot_be_started_is_told(command: tuple[str, ...]) -> None:
    (complaint,) = notify(Notify(command=command), NEWS)
    assert "was not told of the sync: it can't be started (" in complaint


def test_the_webhook_gets_it_as_json(hook: _Hook) -> None:
    assert notify(Notify(webhook=hook.address), NEWS) == ()
    assert hook.heard == [("/hook/secret-token", "application/json", NEWS.text.encode())]


@pytest.mark.parametrize("hook", [404], indirect=True)
def test_a_webhook_that_refuses_is_told_without_its_address(hook: _Hook) -> None:
    (complaint,) = notify(Notify(webhook=hook.address), NEWS)
    assert complaint == "notify.webhook was not told of the sync: 127.0.0.1 answers 404."


def test_a_webhook_that_is_not_there_is_told_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifying, "_LIMITS", NetworkLimits(tries=1))
    (complaint,) = notify(Notify(webhook="https://127.0.0.1:1/secret-token"), NEWS)
    assert complaint.startswith("notify.webhook was not told of the sync: 127.0.0.1 can't be reached")
    assert "secret-token" not in complaint


def test_a_webhook_that_cannot_be_one_is_told_without_its_address() -> None:
    """The settings refuse it; whoever makes them otherwise is told all the same."""
    (complaint,) = notify(Notify.model_construct(webhook="secret-token", command=(), on_news=True), NEWS)
    assert "it is no address of a server" in complaint
    assert "secret-token" not in complaint
