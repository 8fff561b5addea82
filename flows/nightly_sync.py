"""The sync as a Prefect flow, for whoever schedules and watches it there: the same steps that `kith sync` calls.

Prefect stores parameters, states, results, artifacts and logs in clear, so they hold counts, names of sources and kinds
of failure, and no message of an error, which may hold an address, but that of who else is writing. Nothing is tried
again here; `connectors.network` does that for requests, and a sign-in that is refused once is refused twice.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from prefect import State, flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from configs.errors import UserError
from configs.settings import Settings, load_settings
from flows.live_sources import chosen_sources, source_parts
from flows.notifying import notice_of, notice_of_failure, notify
from flows.outcome import Outcome, failure_of
from flows.prefect_logs import log_failures_once
from flows.progress import Silent
from flows.publishing import publish_people
from flows.recording import recorded
from flows.run_history import past_runs, synced_since
from flows.run_log import log_line
from flows.source_parts import PullOptions
from warehouse.landing import LandingStore
from warehouse.lock import BusyError, writing
from warehouse.publish import Published

Result = TypeVar("Result")
COMMAND = "sync (nightly)"
"""What the run is called where Kith writes it down."""

log_failures_once()  # here, since whatever runs the flow imports this: a worker of a pool, too


@flow(name="nightly-sync", flow_run_name="nightly sync", retries=0, persist_result=False)
def nightly_sync(sources: list[str] | None = None, full: bool = False) -> State[None]:  # noqa: FBT001, FBT002 - a flow's parameters are named where it is called
    """Pull the sources of these names (all, where none is named), land what is new, and publish the warehouse.

    With `full` everything is read, not only what is new. The run fails where a source did, or was held back; the others
    are landed and published all the same. Of several nights that were missed one is made up for: a run that was due
    before the last sync began, and that went well, ends at once.
    """
    try:
        settings = load_settings()
        names = list(chosen_sources(settings, sources or ()))
    except UserError as error:
        return Failed(message=f"The settings can't be used ({type(error).__name__}). `kith sync` says why.")
    if not full and (since := _made_up_for(settings, names)):
        return Completed(message=f"Made up for by the sync of {since:%Y-%m-%d %H:%M} UTC.")
    try:
        return _synced(settings, names, PullOptions(is_full=full))
    except BusyError as error:
        log_line(settings.home, f"{COMMAND}: turned away, another process is writing")
        return Failed(message=str(error))
    except UserError as error:
        _complain(notify(settings.notify, notice_of_failure(error)))
        return Failed(message=f"The sync came to nothing ({failure_of(error)}). `kith status` says why.")
    except Exception as error:  # noqa: BLE001 - Prefect would store its message and its traceback
        way = "".join(traceback.format_tb(error.__traceback__))
        log_line(settings.home, f"{COMMAND}: Kith stumbled, {type(error).__name__}\n{way}")
        return Failed(message=f"Kith stumbled ({type(error).__name__}); logs/sync.log in its folder says where.")


def _made_up_for(settings: Settings, names: Sequence[str]) -> datetime | None:
    """The start of the last sync of these sources that went well, if this run was due before it."""
    since, due = synced_since(past_runs(settings.home), names), flow_run.scheduled_start_time
    return since if since and due < since <= datetime.now(UTC) else None


def _synced(settings: Settings, names: Sequence[str], options: PullOptions) -> State[None]:
    """Sync; the state in which the run ends."""
    outcomes: list[Outcome] = []
    with (
        writing(settings.home, purpose="the Prefect flow nightly-sync"),
        LandingStore.open(settings.home) as store,
        recorded(store, settings.home, command=COMMAND) as recording,
        source_parts(settings, names) as parts,
    ):
        for part in parts:
            land = partial(part.land, store, recording.run, options, progress=Silent())
            landed = _step(f"pull {part.source.key}", land, state_of=_pulled)
            outcomes += landed
        recording.synced(outcomes)
        published = _step("publish the warehouse", partial(publish_people, store, settings), state_of=_published)
    _leave_artifacts(outcomes, published)
    _complain(notify(settings.notify, notice_of(outcomes, published)))
    return _ended(outcomes, published)


def _step(name: str, work: Callable[[], Result], *, state_of: Callable[[Result], State[None]]) -> Result:
    """Do a part of the work as a task of that name, in this thread: DuckDB's connection stays where it was opened.

    Raises:
        Exception: what the work raised; Prefect hears of its kind only.
    """
    results: list[Result] = []
    errors: list[Exception] = []

    @task(name=name, cache_policy=NO_CACHE, retries=0, persist_result=False)
    def step() -> State[None]:
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 - raised again below: Prefect would store its message
            errors.append(error)
            return Failed(message=type(error).__name__)
        return state_of(results[0])

    step(return_state=True)
    for error in errors:
        raise error
    return results[0]


def _pulled(outcomes: tuple[Outcome, ...]) -> State[None]:
    failures = sorted({one.failure for one in outcomes if one.failure})
    if failures:
        return Failed(message=", ".join(failures))
    loaded, gone = sum(one.counts.loaded for one in outcomes), sum(one.counts.gone for one in outcomes)
    return Completed(message=f"{loaded:,} new or changed, {gone:,} gone")


def _published(published: Published | None) -> State[None]:
    return Completed(message="published" if published else "nothing changed: not published")


def _ended(outcomes: Sequence[Outcome], published: Published | None) -> State[None]:
    failed = [f"{one.source} ({one.failure})" for one in outcomes if one.failure]
    if failed:
        return Failed(message=f"Not synced: {', '.join(failed)}. `kith status` says why; all others were.")
    return Completed(message=str(_published(published).message))


def _complain(complaints: Sequence[str]) -> None:
    for complaint in complaints:
        get_run_logger().warning(complaint)


def _leave_artifacts(outcomes: Sequence[Outcome], published: Published | None) -> None:
    """Counts for whoever looks at the run in Prefect; that they can't be left fails no sync."""
    counts: list[dict[str, Any]] = [
        {"source": one.source, "failure": one.failure or "", **asdict(one.counts)} for one in outcomes
    ]
    rows = [{"table": name, "rows": count} for name, count in published.rows.items()] if published else []
    try:
        create_table_artifact(counts, key="sync-counts")
        if rows:
            create_table_artifact(rows, key="warehouse-rows")
    except Exception as error:  # noqa: BLE001 - all is landed and published: that Prefect doesn't hear of it is no failure
        get_run_logger().warning("Prefect takes no counts: %s", type(error).__name__)
