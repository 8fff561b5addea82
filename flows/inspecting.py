"""Reads files and shows what is in them, as records; writes nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from configs.settings import Settings
from connectors.base import Batch
from connectors.reading import read
from connectors.records import Reject, Skipped, contacts_table
from flows.sorting import sort_documents
from transforms.inspection import inspected

Row = dict[str, Any]


def inspect_files(paths: Sequence[Path | str], settings: Settings, *, stdin: BinaryIO | None = None) -> Iterator[Row]:
    """What the files hold, a row at a time, as `kith inspect --format jsonl` prints it.

    A row's `kind` is contact, reject (with file, position, line, reason) or skipped (with file, position, reason).

    Raises:
        UserError: a path doesn't exist.
    """
    found = sort_documents(paths, limits=settings.limits, stdin=stdin)
    for connector, documents in found.documents.items():
        for batch in read(connector, documents):
            yield from _rows(batch, connector.name, settings)
    yield from _left_out(found.rejects, found.skipped)


def _rows(batch: Batch, source: str, settings: Settings) -> Iterator[Row]:
    if batch.contacts:
        yield from inspected(contacts_table(batch.contacts), source=source, default_region=settings.region)
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
