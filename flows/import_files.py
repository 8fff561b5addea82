"""The import as a Prefect flow, for whoever schedules and watches it there: the same steps that `kith import` calls.

Prefect stores parameters, results and artifacts in clear, so they hold paths and counts and nothing of any contact.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TypeVar

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from configs.settings import load_settings
from flows.importing import ImportOptions, exports
from flows.publishing import publish_people
from flows.recording import recorded
from flows.sorting import sort_documents
from flows.steps import Landed, land_export, land_unread
from warehouse.landing import LandingStore
from warehouse.lock import writing

Result = TypeVar("Result")
Counted = dict[str, dict[str, int]]
"""Counts by source."""


@flow(name="import-files", flow_run_name="import {paths}", retries=2, retry_delay_seconds=10, persist_result=False)
def import_files(paths: list[str], source_name: str | None = None, is_complete: bool = False) -> Counted:  # noqa: FBT001, FBT002 - a flow's parameters are named where it is called
    """Import files, folders or archives and publish the warehouse; returns each source's counts.

    It can run twice: whatever a first try has landed is unchanged for the second. Another process that writes makes it
    fail, and try again ten seconds later.

    Raises:
        UserError: a path doesn't exist, another process is writing still, the disk is full; nothing is half done.
    """
    settings = load_settings()
    options = ImportOptions(source_name=source_name, is_complete=is_complete)
    found = sort_documents([Path(path) for path in paths], limits=settings.limits)
    with (
        writing(settings.home, purpose="the Prefect flow import-files"),
        LandingStore.open(settings.home) as store,
        recorded(store, settings.home, command="import (Prefect)") as recording,
    ):
        landed = [
            _step(f"land {export.source.key}", partial(land_export, store, recording.run, export))
            for export in exports(found, settings, options)
        ]
        unread = _step("note what nobody reads", partial(land_unread, store, recording.run, found))
        recording.landed({one.source.key: one.counts for one in landed})
        published = _step("publish the warehouse", partial(publish_people, store, settings))
    counted = _counted([*landed, unread] if unread else landed)
    create_table_artifact([{"source": name, **counts} for name, counts in counted.items()], key="import-counts")
    if published is None:
        get_run_logger().info("Nothing has changed: the warehouse is as it was.")
    else:
        rows = [{"table": name, "rows": count} for name, count in published.rows.items()]
        create_table_artifact(rows, key="warehouse-rows")
    return counted


def _step(name: str, work: Callable[[], Result]) -> Result:
    """Do a part of the work as a task of that name, in this thread: DuckDB's connection stays where it was opened."""

    @task(name=name, cache_policy=NO_CACHE, persist_result=False)
    def step() -> Result:
        return work()

    return step()


def _counted(landed: list[Landed]) -> Counted:
    return {one.source.key: asdict(one.counts) for one in landed}
