"""The steps of a run, as plain functions: the command line calls them, and a Prefect flow makes tasks of them."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from configs.settings import Settings
from connectors.base import Batch, Document, FileConnector
from connectors.documents import READ_ERRORS, content_hash
from connectors.interaction_records import without_subjects
from connectors.reading import read
from connectors.records import Reject, Skipped
from connectors.wholeness import cut_off
from flows.progress import Progress, Silent, watched
from flows.sorting import Sorted
from transforms.identity.engine import Told, resolve
from transforms.model import model_frames
from transforms.normalise import normalise
from transforms.person_ids import assign_person_ids, person_redirects, retired_records
from warehouse.identity_cache import keep_state, load_state
from warehouse.landing import LandingStore, Run
from warehouse.merging import Counts, Reading, Source
from warehouse.publish import Published, publish, published_fingerprint

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
    then is told again. `broken` names what
    could not be read to its end, where that kept a complete export from saying what is gone.
    """

    source: Source
    title: str
    counts: Counts
    is_known: bool = False
    skipped: tuple[Skipped, ...] = ()
    rejects: tuple[Reject, ...] = ()
    broken: tuple[str, ...] = ()


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
    readings = [_reading(document, connector.version) for document in documents]
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
    return Landed(source, connector.title, counts, skipped=skipped, rejects=rejects, broken=noted.broken)


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


def _reading(document: Document, reader_version: int) -> Reading | None:
    """The document's hash; None where it can't be read to its end."""
    with suppress(*READ_ERRORS):
        return Reading(document.name, content_hash(document), reader_version)
    return None


def publish_people(
    store: LandingStore, settings: Settings, *, progress: Progress | None = None, is_retrained: bool = False
) -> Published | None:
    """Normalise, resolve and publish what is landed; None where the published warehouse is of that already.

    With `is_retrained` the identity model is trained anew, and everything compared with it.
    """
    told = progress or Silent()
    fingerprint = _fingerprint(store, settings)
    if published_fingerprint(settings.home) == fingerprint and not is_retrained:
        return None
    told.stage("Cleaning values")
    raw = store.raw_contacts()
    loaded = raw.select("source", "record_id", "connector", "given_id", "loaded_at")
    tidy = normalise(raw, default_region=settings.region)
    del raw  # each step's input goes as soon as the next has what it needs: a large address book stays below 1 GB
    told.stage("Finding who is who")
    model, said = None if is_retrained else store.identity_model(), store.judgements.latest()
    resolution = resolve(
        tidy,
        loaded.select("source", "record_id", "connector", "given_id"),
        told=Told(judgements=said),
        model=model,
        before=load_state(settings.home, model, stamp=_stamp(settings)) if model else None,
        versions=store.versions(),
    )
    if resolution.state.model is not model:
        store.keep_identity_model(resolution.state.model)
    keep_state(settings.home, resolution.state, stamp=_stamp(settings))
    previous, former = store.person_records(), store.former_person_records()
    person_ids = assign_person_ids(resolution.groups, previous, former)
    former = retired_records(person_ids, previous, former)
    redirects = person_redirects(person_ids, former)
    words = store.sayings.frames(person_ids, redirects)
    frames = model_frames(tidy, resolution, person_ids=person_ids, loaded=loaded, settings=settings)
    frames |= {"judgement": said, "judgement_action": store.judgements.history()}
    frames |= {"person_redirect": redirects, **words}
    del tidy, resolution, loaded
    told.stage("Publishing the warehouse")
    store.keep_person_records(person_ids, former)
    frames |= {"sync_run": store.published("sync_run"), "reject": store.published("current_rejects")}
    return publish(settings.home, frames, fingerprint=_fingerprint(store, settings))


def _stamp(settings: Settings) -> str:
    """What the values that identity compares are made with: the code, Polars' hashes, and where numbers belong."""
    made_with = f"{_code()}/{version('polars')}/{settings.region}"
    return hashlib.blake2b(made_with.encode(), digest_size=16).hexdigest()


def _fingerprint(store: LandingStore, settings: Settings) -> str:
    """What the warehouse is a function of: the landing store's state, the settings, and the code that makes it."""
    told = settings.model_dump_json(exclude={"home", "limits", "time_zone"})
    return hashlib.blake2b(f"{_code()}\n{told}\n{store.state()}".encode(), digest_size=16).hexdigest()


@cache
def _code() -> str:
    """A hash of Kith's version and of the code and word lists that the warehouse is made with."""
    digest = hashlib.blake2b(version("kithbook").encode(), digest_size=16)
    for folder in (files("transforms"), files("warehouse"), files("configs").joinpath("words")):
        for name, text in sorted(_texts(folder)):
            digest.update(name.encode())
            digest.update(text)
    return digest.hexdigest()


def _texts(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts(entry)
        elif entry.name.endswith((".py", ".sql", ".toml")):
            yield entry.name, entry.read_bytes()
