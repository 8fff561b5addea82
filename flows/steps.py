"""The steps of a run, as plain functions: the command line calls them, and a Prefect flow makes tasks of them."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from connectors.base import Batch, Document, FileConnector
from connectors.documents import READ_ERRORS, content_hash
from connectors.interaction_records import without_subjects
from connectors.reading import read
from connectors.records import Reject, Skipped
from connectors.wholeness import cut_off
from flows.progress import Progress, Silent, watched
from flows.sorting import Sorted
from warehouse.landing import LandingStore, Run
from warehouse.merging import Counts, Reading, Source

UNREAD = Source("-")
"""The source of what no connector reads: pictures, PDFs, files that are damaged."""


@dataclass(frozen=True, slots=True)
class Export:
    """A source's documents and the connector that reads them.

    With `is_complete` they are all that the source holds: what they lack is marked as gone, unless one of them breaks
    off in the middle. `unread` names what was given beside them and can't be read: it may hold what they lack. The
    subjects of messages are dropped unless it `keeps_subjects`.
    """

    source: Source
    connector: type[FileConnector]
    documents: Sequence[Document]
    is_complete: bool = False
    unread: tuple[str, ...] = ()
    keeps_subjects: bool = False


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of one source in a run, and what was left out or could not be read.

    `is_known` says that its documents were read before as they are now, and so were not read again; what was left out
    then is told again. `broken` names what could not be read to its end, where that kept a complete export from saying
    what is gone. `files` are the documents' names.
    """

    source: Source
    title: str
    counts: Counts
    is_known: bool = False
    skipped: tuple[Skipped, ...] = ()
    rejects: tuple[Reject, ...] = ()
    broken: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class _Noted:
    """What passes by on its way into the landing store, as far as a summary wants it."""

    rejects: list[Reject] = field(default_factory=list)
    broken: tuple[str, ...] = ()

    def of(self, batches: Iterator[Batch], export: Export) -> Iterator[Batch]:
        """The batches; of a complete export, a last one says so if every document could be read to its end."""
        for batch in batches:
            self.rejects += batch.rejects
            if batch.interactions and not export.keeps_subjects:
                yield replace(batch, interactions=without_subjects(batch.interactions))
            else:
                yield batch
        if not export.is_complete:
            return
        unread = [reject.file for reject in self.rejects if not reject.position and not reject.line]
        cut = cut_off(export.connector, export.documents)
        self.broken = tuple(dict.fromkeys([*export.unread, *unread, *cut]))
        if not self.broken:
            yield Batch(is_complete=True)


def land_export(store: LandingStore, run: Run, export: Export, *, progress: Progress | None = None) -> Landed:
    """Read an export into the landing store, unless each of its documents was read before as it is now."""
    source, connector, documents = export.source, export.connector, export.documents
    readings = [_reading(document, export) for document in documents]
    whole = [reading for reading in readings if reading]
    known = None if export.is_complete or None in readings else store.unchanged(source, whole)
    if known is not None:
        store.note(run, source, known, whole)
        (progress or Silent()).advance(sum(document.size for document in documents))
        left_out, unread = store.left_out(source, whole)
        return Landed(source, connector.title, known, is_known=True, skipped=tuple(left_out), rejects=tuple(unread))
    noted = _Noted()
    batches = read(connector, [watched(document, progress) if progress else document for document in documents])
    counts = store.land(
        run,
        source,
        noted.of(batches, export),
        readings=[reading or Reading(documents[i].name, "", 0) for i, reading in enumerate(readings)],
    )
    skipped, rejects = tuple(store.skipped(run, source)), tuple(noted.rejects)
    files = tuple(document.name for document in documents)
    return Landed(source, connector.title, counts, skipped=skipped, rejects=rejects, broken=noted.broken, files=files)


def land_unread(store: LandingStore, run: Run, found: Sorted) -> Landed | None:
    """Write down what no connector reads; None where there is nothing of that kind."""
    if not found.skipped and not found.rejects:
        return None
    skipped, rejects = tuple(found.skipped), tuple(found.rejects)
    reasons = {item.file: item.reason for item in (*skipped, *rejects) if isinstance(item, Skipped | Reject)}
    readings = [Reading(file, hashlib.blake2b(reason.encode()).hexdigest(), 0) for file, reason in reasons.items()]
    known = store.unchanged(UNREAD, readings)
    if known is not None:
        store.note(run, UNREAD, known, readings)
    counts = known or store.land(run, UNREAD, [Batch(skipped=skipped, rejects=rejects)], readings=readings)
    return Landed(UNREAD, "Other files", counts, is_known=known is not None, skipped=skipped, rejects=rejects)


def _reading(document: Document, export: Export) -> Reading | None:
    """The document's hash; None where it can't be read to its end. With subjects it is read as another one."""
    with suppress(*READ_ERRORS):
        kept = "+subjects" if export.keeps_subjects else ""
        return Reading(document.name, content_hash(document) + kept, export.connector.version)
    return None
