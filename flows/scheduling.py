"""Serves the nightly sync as a Prefect deployment, in the foreground, for as long as this runs."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from configs.errors import UserError
from configs.settings import Settings
from flows.cron import parsed_cron
from flows.live_sources import chosen_sources
from flows.run_log import FOLDER
from flows.schedule import only_one, schedule_zone
from warehouse.folder import private_folder

DEPLOYMENT: Final = "nightly"
_START_SECONDS: Final = 180
"""How long the server may take to start: seconds, but for the first time on a slow machine."""
_OTHERS: Final = 0o077
"""What a group and all others may do with a new file: taken from them."""


def serve_schedule(settings: Settings, *, tell: Callable[[str], None]) -> None:
    """Serve the nightly sync until Ctrl-C or SIGTERM; `tell` hears what is going on, in sentences.

    It is a deployment on the Prefect server that PREFECT_API_URL names; where none is named, on one of its own, on
    loopback and with a password, with its files in Kith's home.

    Raises:
        UsageError: there is no source to sync.
        BusyError: another `kith schedule` runs for this home.
        UserError: `sync.cron` is no schedule; the server can't be started, or has ended by itself.
    """
    cron, zone = str(parsed_cron(settings.sync.cron)), schedule_zone(settings).key
    chosen_sources(settings)
    os.umask(_OTHERS)
    private_folder(settings.home)
    with only_one(settings.home), _server(settings.home, tell) as has_ended:
        _serve(cron, zone)
        if has_ended():
            raise UserError(
                f"Kith's Prefect server has ended by itself; {settings.home / FOLDER / 'prefect.log'} says why. Start "
                "`kith schedule` again."
            )


def _serve(cron: str, zone: str) -> None:
    """Make the deployment, or bring it up to date, and run what is due."""
    # Only now: Prefect reads the environment when it is imported.
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: PLC0415
    from prefect.schedules import Cron  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    from flows.nightly_sync import nightly_sync  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.default_int_handler)  # asyncio takes it from there, and ends runs in order
    nightly_sync.serve(
        name=DEPLOYMENT,
        schedules=[Cron(cron, timezone=zone)],
        global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        limit=1,
        pause_on_shutdown=False,  # nights that are missed meanwhile are late runs, of which the first makes up for all
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


@contextmanager
def _server(home: Path, tell: Callable[[str], None]) -> Iterator[Callable[[], bool]]:
    """A Prefect server to serve on; the function tells whether one of Kith's own has ended by itself."""
    os.environ |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    if url := os.environ.get("PREFECT_API_URL"):
        tell(f"The Prefect server is {url}.")
        yield lambda: False
        return
    tell("Starting a Prefect server of Kith's own (to use another, set PREFECT_API_URL) …")
    password = f"kith:{secrets.token_urlsafe(32)}"
    os.environ |= {
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_AUTH_STRING": password,  # nobody else on this machine may have it run anything
        "PREFECT_SERVER_UI_ENABLED": "false",
    }
    private_folder(home / "prefect")
    private_folder(home / FOLDER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = home / FOLDER / "prefect.log"
    with log.open("wb") as written, _child(port, written.fileno()) as server:
        _wait_for(f"http://127.0.0.1:{port}/api", server, log)
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        yield lambda: server.poll() is not None


@contextmanager
def _child(port: int, log: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The server, which ends with the pipe that we hold; Ctrl-C isn't for it."""
    server = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "flows.schedule_server", str(port)],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    with server:
        yield server
        # Popen's own end closes the pipe, and waits.


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise UserError(f"Kith's Prefect server doesn't start; {log} says why. Or set PREFECT_API_URL to another one.")
