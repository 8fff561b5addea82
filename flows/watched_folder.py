"""A folder into which exports are dropped: imported like any other, and looked at only where something has changed."""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from configs.errors import UsageError, UserError
from configs.settings import Settings
from connectors.base import Batch
from connectors.registry import FILE_CONNECTORS
from flows.importing import ImportOptions, exports
from flows.outcome import Outcome, failure_of
from flows.progress import Progress
from flows.sorting import sort_documents
from flows.source_parts import PullOptions
from flows.steps import Landed, land_export, land_unread
from warehouse.landing import LandingStore, Run
from warehouse.merging import Source

TITLE: Final = "Watched folder"
_SETTLED_NS: Final = 2_000_000_000
"""A file that was changed less than two seconds ago may change again and look the same."""


@dataclass(frozen=True, slots=True)
class FolderPart:
    """A watched folder as a part of a sync. What is taken out of it stays known: an export is no server."""

    name: str
    path: Path
    owner: str
    settings: Settings

    @property
    def source(self) -> Source:
        """Where it is written down how the folder looked when it was read last."""
        return Source("folder", self.owner, self.name)

    @property
    def title(self) -> str:
        """What people call it."""
        return TITLE

    def land(self, store: LandingStore, run: Run, options: PullOptions, *, progress: Progress) -> tuple[Outcome, ...]:
        """Import what is new in the folder; an outcome for each source that it feeds, one where nothing has changed."""
        progress.stage(f"{TITLE} ({self.name})")
        try:
            refuse_own_folder(self.path, self.settings.home)
            looks = self._looks()
            if looks is not None and looks == store.cursor(self.source) and not options.is_full:
                return (Outcome(self.name, self.source.key, TITLE),)
            outcomes = tuple(self._landed(store, run, progress))
        except UserError as error:
            return (self.failed(error),)
        if looks is not None and not any(outcome.failure for outcome in outcomes):
            store.land_pull(run, self.source, [Batch(cursor=looks)])
        return outcomes or (Outcome(self.name, self.source.key, TITLE),)

    def failed(self, error: UserError) -> Outcome:
        """The outcome where the folder can't be read."""
        return Outcome(self.name, self.source.key, TITLE, failure=failure_of(error), message=str(error))

    def check(self) -> str:
        """What is in the folder, in one line; raises UserError where there is none."""
        refuse_own_folder(self.path, self.settings.home)
        self._looks()
        found = sort_documents([self.path], limits=self.settings.limits, follows_links=False)
        kinds = [f"{connector.title} ({len(documents):,})" for connector, documents in found.documents.items()]
        return ", ".join(kinds) or "nothing that Kith reads yet"

    def _landed(self, store: LandingStore, run: Run, progress: Progress) -> Iterator[Outcome]:
        found = sort_documents([self.path], limits=self.settings.limits, follows_links=False)
        progress.stage(f"{TITLE} ({self.name})", found.size)
        for export in exports(found, self.settings, ImportOptions(source_name=self.name, owner=self.owner)):
            try:
                yield self._outcome(land_export(store, run, export, progress=progress))
            except UserError as error:
                failure, message = failure_of(error), str(error)
                yield Outcome(self.name, export.source.key, export.connector.title, failure=failure, message=message)
        if unread := land_unread(store, run, found):
            yield self._outcome(unread)

    def _outcome(self, landed: Landed) -> Outcome:
        return Outcome(
            self.name,
            landed.source.key,
            landed.title,
            landed.counts,
            skipped=landed.skipped,
            rejects=landed.rejects,
        )

    def _looks(self) -> str | None:
        """A hash of what is in the folder: names, sizes, times, and what it is read with; None while files are written.

        Raises:
            UserError: it is no folder, or can't be read.
        """
        readers = [version("kithbook"), *(f"{reader.name} {reader.version}" for reader in FILE_CONNECTORS)]
        seen = [*readers, str(self.settings.interactions.keep_subjects), self.settings.limits.model_dump_json()]
        try:
            newest = 0
            for path, status in _files(self.path):
                newest = max(newest, status.st_mtime_ns)
                seen.append(f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}")
        except OSError as error:
            raise UserError(
                f"The folder {self.path} can't be read: {error.strerror}. Make it, or name another one: "
                f"kith sources remove {self.name}, then kith sources add folder PATH --name {self.name}"
            ) from error
        if newest > time.time_ns() - _SETTLED_NS:
            return None
        return hashlib.blake2b("\n".join(seen).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def refuse_own_folder(path: Path, home: Path) -> None:
    """Refuse to watch the folder of Kith's data, one in it, or one that it is in.

    Raises:
        UsageError: it is such a folder.
    """
    watched, own = path.resolve(), home.resolve()
    if watched == own or own in watched.parents or watched in own.parents:
        raise UsageError(f"{path} can't be watched: Kith's own data is in {home}. Choose a folder beside it.")


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder with its status, in the order of their names; links are not followed."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        else:
            yield entry.path, entry.stat(follow_symlinks=False)
