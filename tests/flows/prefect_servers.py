"""A real Prefect server of its own on loopback, for tests of flows."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

START_SECONDS = 180


@dataclass(frozen=True)
class PrefectServer:
    """A server that runs: the address of its API, and its process."""

    url: str
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=30)

    def holds(self, what: str) -> list[dict[str, object]]:
        """All of a kind that it holds: "flow_runs", "task_runs", "artifacts", "logs"; a page of 200 at most."""
        answer = httpx.post(f"{self.url}/{what}/filter", json={"limit": 200}, timeout=30)
        answer.raise_for_status()
        rows: list[dict[str, object]] = answer.json()
        return rows


@contextmanager
def prefect_server(home: Path) -> Iterator[PrefectServer]:
    """A server until the end of the block, with its files in the folder.

    Before and after, Prefect has nothing left to say in this process: its workers keep the address of the server that
    there was when they were made, and would tell a server that has ended of the runs on this one.
    """
    port = free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_SERVER_UI_ENABLED": "false"}
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    server = PrefectServer(f"http://127.0.0.1:{port}/api", process)
    try:
        _wait(server, home / "server.log")
        say_all()
        yield server
        say_all()
    finally:
        server.stop()


def say_all() -> None:
    """Have Prefect send what it has to say while there is somebody to listen: at its end it tries for a minute."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all(timeout=10, at_exit=False)
    APILogWorker.drain_all(timeout=10, at_exit=False)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    return number


def _wait(server: PrefectServer, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if httpx.get(f"{server.url}/health", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"the Prefect server didn't start:\n{log.read_text()[-2000:]}")
