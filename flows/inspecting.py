"""Reads files and shows what is in them, as records; writes nothing."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from configs.settings import Settings
from connectors.base import Batch
from connectors.calendar import Window
from connectors.reading import read
from connectors.records import Reject, Skipped, contacts_table
from flows.sorting import sort_documents
from transforms.inspected_interactions import inspected_interactions
from transforms.inspection import inspected

Row = dict[str, Any]

_MONTH: Final = timedelta(days=30.5)


def inspect_files(
    paths: Sequence[Path | str], settings: Settings, *, window: Window | None = None, stdin: BinaryIO | None = None
) -> Iterator[Row]:
    """What the files hold, a row at a time, as `kith inspect --format jsonl` prints it.

    A row's `kind` is contact, event, message, reject (with file, position, line, reason) or skipped (with file,
    position, reason). Of events, those are told that start within the window: all of the past and the months ahead
    that the settings say, by default.

    Raises:
        UserError: a path doesn't exist.
    """
    found = sort_documents(paths, limits=settings.limits, stdin=stdin)
    chosen = window or Window(None, default_end(settings))
    for connector, documents in found.documents.items():
        for batch in read(connector, documents):
            yield from _rows(batch, connector.name, settings, chosen)
    yield from _left_out(found.rejects, found.skipped)


def default_end(settings: Settings) -> datetime:
    """Up to when recurring events are followed where nobody says otherwise."""
    return datetime.now(UTC) + settings.interactions.months_ahead * _MONTH


def _rows(batch: Batch, source: str, settings: Settings, window: Window) -> Iterator[Row]:
    if batch.contacts:
        yield from inspected(contacts_table(batch.contacts), source=source, default_region=settings.region)
    yield from inspected_interactions(batch.interactions, window=window, zone=settings.time_zone or "UTC")
    yield from _left_out(batch.rejects, batch.skipped)


def _left_out(rejects: Sequence[Reject], skipped: Sequence[Skipped]) -> Iterator[Row]:
    for reject in rejects:
        yield {
            "kind": "reject",
            "file": reject.file,
            "position": reject.position,
            "line": reject.line,
            "reason": reject.reason,
        }
    for left_out in skipped:
        yield {"kind": "skipped", "file": left_out.file, "position": left_out.position, "reason": left_out.reason}
