"""A Prefect server of Kith's own, for a `kith schedule` that is told of no other: on loopback, with a password."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from configs.errors import UserError
from flows.run_log import FOLDER
from warehouse.folder import private_folder

LOG: Final = "prefect.log"
_START_SECONDS: Final = 180
"""How long the server may take to start: seconds, but for the first time on a slow machine."""
_RETRIES: Final = "3"
"""How often a request to it is tried again, 14 seconds in all: a run whose `kith schedule` was killed ends soon."""


@dataclass(slots=True)
class OwnServer:
    """The server, and the environment in which Prefect finds it."""

    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]
    log: Path
    is_wanted: bool = True
    end: threading.Event = field(default_factory=threading.Event)

    def has_ended(self, within: float = 0) -> bool:
        """Whether it has ended by itself, or does so within some seconds."""
        return self.end.wait(within)

    def watch(self) -> None:
        """Interrupt this process (SIGINT) when the server ends by itself; in a thread of its own."""
        self.process.wait()
        if self.is_wanted:
            self.end.set()
            os.kill(os.getpid(), signal.SIGINT)


@contextmanager
def own_server(home: Path) -> Iterator[OwnServer]:
    """A server with its files in Kith's home, until the end of the block.

    Raises:
        UserError: it doesn't start; the message says where to look.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}/api", home / FOLDER / LOG
    password = f"kith:{secrets.token_urlsafe(32)}"  # nobody else on this machine may have it run anything
    environment = {
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_AUTH_STRING": password,
        "PREFECT_SERVER_UI_ENABLED": "false",
    }
    for folder in (home / "prefect", log.parent):
        private_folder(folder)
    with log.open("wb") as written, _started(port, environment, written.fileno()) as process:
        _wait_for(url, process, log)
        found = {
            "PREFECT_API_URL": url,
            "PREFECT_UI_URL": "",  # it has no pages on which a run could be looked at
            "PREFECT_CLIENT_MAX_RETRIES": _RETRIES,
        }
        server = OwnServer(process, {**environment, **found}, log)
        threading.Thread(target=server.watch, daemon=True).start()
        try:
            yield server
        finally:
            server.is_wanted = False


@contextmanager
def _started(port: int, environment: dict[str, str], log: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The server's process, which ends with the pipe that we hold; Ctrl-C isn't for it."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "flows.schedule_server", str(port)],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    with process:  # its end closes the pipe, and waits
        yield process


def _wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=5, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise UserError(f"Kith's own Prefect server doesn't start; {log} says why. Or set PREFECT_API_URL to another one.")
