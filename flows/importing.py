"""The import of files, from paths to the published warehouse; what `kith import` and the Prefect flow both call."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from configs.errors import UserError
from configs.settings import Settings
from connectors.records import Reject
from flows.progress import Progress, Silent
from flows.publishing import publish_people
from flows.recording import recorded
from flows.sorting import Sorted, sort_documents
from flows.steps import UNREAD, Export, Landed, land_export, land_unread
from warehouse.landing import FILE_NAME, LandingStore, Run
from warehouse.lock import writing
from warehouse.merging import Counts, Source
from warehouse.publish import Published


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import.

    source_name   the source's own name
    owner         whose address book or calendar it is; the settings' owner by default
    is_complete   whether an export is all that its source holds
    is_dry_run    whether nothing is written
    is_retrained  whether the identity model is trained anew
    """

    source_name: str | None = None
    owner: str | None = None
    is_complete: bool = False
    is_dry_run: bool = False
    is_retrained: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: each source's counts, and what was published (None where nothing had changed).

    `failures` are the sources that could not be read at all, in words; they stopped no other.
    """

    landed: tuple[Landed, ...]
    published: Published | None
    failures: tuple[str, ...] = ()

    @property
    def unread(self) -> tuple[Reject, ...]:
        """What was landed of these files and can't be expanded, or not to its end."""
        files = {file for one in self.landed for file in one.files}
        return tuple(reject for reject in (self.published.unread if self.published else ()) if reject.file in files)

    @property
    def is_found(self) -> bool:
        """Whether there was anything at all that a connector reads."""
        return bool(self.failures) or any(one.source != UNREAD for one in self.landed)

    @property
    def total(self) -> Counts:
        """All sources together."""
        return sum((source.counts for source in self.landed), Counts())


def import_files(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> Imported:
    """Import files, folders, archives or standard input ("-"), and publish the warehouse.

    Raises:
        UserError: a path doesn't exist, another process is writing, the disk is full; nothing is half done.
    """
    chosen = options or ImportOptions()
    told = progress or Silent()
    told.stage("Looking for address books")
    found = sort_documents(paths, limits=settings.limits, stdin=stdin)
    if chosen.is_dry_run:
        with _copy_of(settings.home) as home, LandingStore.open(home) as store:
            landed, failures = _land(store, store.begin_run("import"), found, settings, chosen, told)
        return Imported(landed, None, failures)
    with (
        writing(settings.home, purpose="kith import"),
        LandingStore.open(settings.home) as store,
        recorded(store, settings.home, command="import") as recording,
    ):
        landed, failures = _land(store, recording.run, found, settings, chosen, told)
        recording.landed({source.source.key: source.counts for source in landed}, failures=failures)
        published = publish_people(store, settings, progress=told, is_retrained=chosen.is_retrained)
        return Imported(landed, published, failures)


def _land(
    store: LandingStore, run: Run, found: Sorted, settings: Settings, options: ImportOptions, progress: Progress
) -> tuple[tuple[Landed, ...], tuple[str, ...]]:
    """What was landed, and what was not and why: a source that can't be read keeps no other from being read."""
    progress.stage("Reading", found.size)
    landed: list[Landed] = []
    failures: list[str] = []
    for export in exports(found, settings, options):
        try:
            landed.append(land_export(store, run, export, progress=progress))
        except UserError as error:
            failures.append(str(error))
    unread = land_unread(store, run, found)
    return tuple([*landed, unread] if unread else landed), tuple(failures)


def exports(found: Sorted, settings: Settings, options: ImportOptions) -> Iterator[Export]:
    """What was found, as the exports of sources."""
    unread = tuple(reject.file for reject in found.rejects)
    for connector, documents in found.documents.items():
        source = Source(connector.name, options.owner or settings.owner, options.source_name)
        yield Export(
            source,
            connector,
            documents,
            is_complete=options.is_complete,
            unread=unread,
            keeps_subjects=settings.interactions.keep_subjects,
        )


@contextmanager
def _copy_of(home: Path) -> Iterator[Path]:
    """A folder that holds a copy of the landing store, gone at the end of the block: a dry run writes nothing."""
    with tempfile.TemporaryDirectory(prefix="kith-dry-run-") as folder:
        if (home / FILE_NAME).exists():
            _copy(home, Path(folder))
        yield Path(folder)


def _copy(home: Path, folder: Path) -> None:
    """Copy the landing store while nobody writes to it: half of a change can't be read."""
    with writing(home, purpose="kith import --dry-run"):
        for name in (FILE_NAME, f"{FILE_NAME}.wal"):
            try:
                shutil.copyfile(home / name, folder / name)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise UserError(
                    f"{home / name} can't be copied to {folder} for the dry run: {error.strerror}. "
                    "Make room there, or set TMPDIR to a folder that has some."
                ) from error
