"""A folder into which exports are dropped: imported like any other, and looked at only where something has changed."""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from configs.errors import UsageError, UserError
from configs.settings import Settings
from connectors.base import Batch, Document
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
            looks, is_settled = self._looks()
            before = None if options.is_full else _kept(store.cursor(self.source))
            if looks == before and is_settled:
                return (Outcome(self.name, self.source.key, TITLE),)
            outcomes = tuple(self._landed(store, run, looks.same_as(before or Looks()), progress))
        except UserError as error:
            return (self.failed(error),)
        if not any(outcome.failure for outcome in outcomes):
            store.land_pull(run, self.source, [Batch(cursor=json.dumps(looks))])
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

    def _landed(self, store: LandingStore, run: Run, same: AbstractSet[str], progress: Progress) -> Iterator[Outcome]:
        """What came of the files in the folder but for those that are the same as when they were read."""
        found = sort_documents([self.path], limits=self.settings.limits, follows_links=False)
        known = {f"{self.path.name}/{file}" for file in same}
        found.documents = {
            reader: fresh
            for reader, documents in found.documents.items()
            if (fresh := documents if reader.reads_together else [one for one in documents if not _is_in(one, known)])
        }
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

    def _looks(self) -> tuple["Looks", bool]:
        """How the files in the folder look now, and whether these are all: those aside that were only just written.

        Raises:
            UserError: it is no folder, or can't be read.
        """
        readers = [version("kithbook"), *(f"{reader.name} {reader.version}" for reader in FILE_CONNECTORS)]
        read_with = [*readers, str(self.settings.interactions.keep_subjects), self.settings.limits.model_dump_json()]
        settled = time.time_ns() - _SETTLED_NS
        try:
            found = [(os.path.relpath(path, self.path), status) for path, status in _files(self.path)]
        except OSError as error:
            raise UserError(
                f"The folder {self.path} can't be read: {error.strerror}. Make it, or name another one: "
                f"kith sources remove {self.name}, then kith sources add folder PATH --name {self.name}"
            ) from error
        lasting = [(file, status) for file, status in found if status.st_mtime_ns <= settled]
        looks = Looks({file: _hash([*read_with, *map(str, _seen(status))]) for file, status in lasting})
        return looks, len(lasting) == len(found)


class Looks(dict[str, str]):
    """How files look, by their paths in the folder: a hash of size, times and what they are read with."""

    def same_as(self, before: "Looks") -> frozenset[str]:
        """The files that look as they did."""
        return frozenset(file for file, look in self.items() if before.get(file) == look)


def _kept(cursor: str | None) -> Looks | None:
    """How the files looked when they were read; None where that was never kept, or can't be read."""
    try:
        return Looks(json.loads(cursor)) if cursor else None
    except (ValueError, TypeError):
        return None


def _seen(status: os.stat_result) -> tuple[int, ...]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _hash(parts: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _is_in(document: Document, files: AbstractSet[str]) -> bool:
    """Whether a document is one of these files, or in one that is an archive."""
    name = document.name
    return name in files or any(name[:at] in files for at, mark in enumerate(name) if mark == "/")


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
