"""Serves the nightly sync as a Prefect deployment, in the foreground, for as long as this runs."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, cast

import httpx

from configs.errors import UserError
from configs.settings import Settings
from flows.cron import parsed_cron
from flows.live_sources import chosen_sources
from flows.own_server import OwnServer, own_server
from flows.schedule import only_one, schedule_zone
from warehouse.folder import private_folder

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

DEPLOYMENT: Final = "nightly"
_OTHERS: Final = 0o077
"""What a group and all others may do with a new file: taken from them."""


def serve_schedule(settings: Settings, *, tell: Callable[[str], None]) -> None:
    """Serve the nightly sync until Ctrl-C or SIGTERM; `tell` hears what is going on, in sentences.

    It is a deployment on the Prefect server that PREFECT_API_URL names; where none is named, on one of Kith's own.

    Raises:
        UsageError: there is no source to sync.
        BusyError: another `kith schedule` runs for this home.
        UserError: `sync.cron` is no schedule; the server can't be started or reached, or has ended.
    """
    cron, zone = str(parsed_cron(settings.sync.cron)), schedule_zone(settings).key
    chosen_sources(settings)
    os.umask(_OTHERS)
    private_folder(settings.home)
    with only_one(settings.home), _server(settings, tell) as server:
        try:
            _serve(cron, zone, server)
        except (httpx.HTTPError, RuntimeError, ExceptionGroup) as error:
            raise UserError(_lost(server, error)) from error
        except BaseException as error:  # what the end of the server interrupts may say so in many ways
            if server and server.has_ended():
                raise UserError(_lost(server)) from error
            raise
        if server and server.has_ended():
            raise UserError(_lost(server))
    tell("Stopped.")


def _serve(cron: str, zone: str, server: OwnServer | None) -> None:
    """Make the deployment, or bring it up to date, and run what is due; Ctrl-C and SIGTERM end it."""
    # Only now: Prefect reads the environment when it is imported.
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: PLC0415
    from prefect.runner import Runner  # noqa: PLC0415
    from prefect.schedules import Cron  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    from flows.nightly_sync import nightly_sync  # noqa: PLC0415
    from flows.prefect_logs import log_no_broken_connections  # noqa: PLC0415

    class Stoppable(Runner):
        """A runner that SIGTERM ends as Ctrl-C does: Prefect's own way leaves what runs behind."""

        def handle_sigterm(self, *_: object, **__: object) -> None:
            signal.raise_signal(signal.SIGINT)

    if server:
        log_no_broken_connections(server.has_ended)
        _close_what_was_killed()
    logging.getLogger("prefect.runner").setLevel(logging.WARNING)  # that it polls, and that a run waits, helps nobody
    runner = Stoppable(
        limit=1,
        pause_on_shutdown=False,  # nights missed meanwhile are late runs, of which the first makes up for all
    )
    deployment = nightly_sync.to_deployment(
        DEPLOYMENT,
        schedules=[Cron(cron, timezone=zone)],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    signal.signal(signal.SIGINT, signal.default_int_handler)  # asyncio takes it from there, and ends runs in order
    try:
        with suppress(KeyboardInterrupt):
            runner.add_deployment(cast("RunnerDeployment", deployment))  # no coroutine: nobody awaits here
            asyncio.run(runner.start())
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all that is left to do is to end the server


def _close_what_was_killed() -> None:
    """Say of runs that were killed with a former server that they are over: their place would be taken for ever.

    The server remembers who holds a place in memory only. Nobody else runs anything on a server of Kith's own.
    """
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - as above
    from prefect.client.schemas.filters import (  # noqa: PLC0415 - as above
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415 - as above
    from prefect.states import Crashed  # noqa: PLC0415 - as above

    types = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=types))):
            client.set_flow_run_state(run.id, Crashed(message="Kith was stopped before it had ended."))


@contextmanager
def _server(settings: Settings, tell: Callable[[str], None]) -> Iterator[OwnServer | None]:
    """A Prefect server to serve on, in the environment in which Prefect finds it; None where it isn't Kith's own."""
    os.environ |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    if url := os.environ.get("PREFECT_API_URL"):
        tell(f"The Prefect server is {url}.")
        yield None
        return
    tell("Starting a Prefect server of Kith's own (to use another, set PREFECT_API_URL) …")
    with own_server(settings.home) as server:
        os.environ |= server.environment
        tell("It runs. Ctrl-C ends it.")
        yield server


def _lost(server: OwnServer | None, error: BaseException | None = None) -> str:
    """What to tell the user where the server is gone, or doesn't do what it should."""
    if server and server.has_ended():
        return f"Kith's own Prefect server has ended; {server.log} says why. Start `kith schedule` again."
    place = f"Kith's own Prefect server ({server.log})" if server else os.environ.get("PREFECT_API_URL", "")
    return (
        f"{place} can't be reached, or doesn't take the deployment ({type(error).__name__}). Start it, and try again."
    )
