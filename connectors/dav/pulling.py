"""Pulls one collection: what changed in it since it was read last, or all of it."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.base import Batch, Batcher
from connectors.dav.changes import Changes, Entry, changes_since
from connectors.dav.collections import Collection
from connectors.dav.cursor import Held
from connectors.dav.fetching import Fetched, Fetcher
from connectors.dav.kinds import Kind
from connectors.dav.reading import Reader
from connectors.dav.server import Server
from connectors.records import Skipped


@dataclass(frozen=True, slots=True)
class Pulled:
    """What is known of a collection now, the ids of its records that are gone, and whether all of it was read."""

    held: Held
    gone: tuple[str, ...] = ()
    is_complete: bool = False


@dataclass(slots=True)
class _Tally:
    """What a pull found of the members of a collection, while it goes on."""

    etags: dict[str, str | None]
    counts: dict[str, int]
    gone: list[str] = field(default_factory=list)
    has_unread: bool = False


class Puller:
    """Reads one collection into a batcher."""

    def __init__(
        self, server: Server, kind: Kind, collection: Collection, *, batcher: Batcher, account: str | None
    ) -> None:
        self._server = server
        self._kind = kind
        self._collection = collection
        self._batcher = batcher
        self._reader = Reader(collection, kind, batcher, account=account)

    def pull(self, known: Held, *, full_at: datetime | None) -> Generator[Batch, None, Pulled]:
        """Read what changed since what is known; with `full_at`, the instant that it is now, all of it.

        Raises:
            GoneError: there is no such collection any more.
            UserError: as `Server` and `changes_since` raise them.
        """
        if full_at is None and _is_unchanged(known, self._collection):
            return Pulled(known)
        changes = changes_since(self._server, self._collection, None if full_at else known.token)
        tally = _Tally(_kept(known, changes), dict(known.counts))
        for name in sorted(_lost(known, changes)):
            self._drop(name, known, tally)
        fetcher = Fetcher(self._server, self._collection, self._kind)
        for portion in fetcher.fetch(_wanted({} if full_at else known.etags, changes, self._collection)):
            self._read(portion, known, tally)
            if self._batcher.is_full:
                yield self._batcher.take()
        self._reader.finish()
        if changes.outside:
            said = f"{len(changes.outside):,} of its entries lie elsewhere on the server: they aren't read"
            self._batcher.put(Skipped(self._collection.name, said))
        fresh = Held(
            full_at=full_at or known.full_at,
            name=self._collection.name,
            token=changes.token,
            ctag=self._collection.ctag,
            etags=tally.etags,
            counts=tally.counts,
        )
        return Pulled(fresh, tuple(tally.gone), is_complete=full_at is not None and not tally.has_unread)

    def _read(self, portion: list[Fetched], known: Held, tally: _Tally) -> None:
        given = self._reader.read(portion)
        for member in portion:
            if member.problem:
                self._reader.refuse(member.name, member.problem)
                tally.etags[member.name] = None
                tally.has_unread = True
            elif member.content is None:
                self._drop(member.name, known, tally)
            else:
                self._note(member, given[member.name], known, tally)

    def _note(self, member: Fetched, count: int, known: Held, tally: _Tally) -> None:
        tally.gone += known.ids(member.name, self._collection.path)[count:]
        tally.etags[member.name] = member.etag
        tally.counts.pop(member.name, None)
        if count != 1:
            tally.counts[member.name] = count

    def _drop(self, name: str, known: Held, tally: _Tally) -> None:
        tally.gone += known.ids(name, self._collection.path)
        tally.etags.pop(name, None)
        tally.counts.pop(name, None)


def _is_unchanged(held: Held, collection: Collection) -> bool:
    """Whether nothing changed, as the token says, else the CTag, and nothing is missing that couldn't be had."""
    if None in held.etags.values():
        return False
    if held.token and collection.token:
        return held.token == collection.token
    return held.ctag is not None and held.ctag == collection.ctag


def _kept(known: Held, changes: Changes) -> dict[str, str | None]:
    """The members that are known and still there, with the ETags by which they are known."""
    if not changes.is_whole:
        return dict(known.etags)
    return {name: known.etags[name] for name in changes.entries if name in known.etags}


def _lost(known: Held, changes: Changes) -> set[str]:
    """Members that were known and aren't there any more."""
    return known.etags.keys() - changes.entries.keys() if changes.is_whole else changes.gone & known.etags.keys()


def _wanted(etags: Mapping[str, str | None], changes: Changes, collection: Collection) -> dict[str, Entry]:
    """The members that are to be fetched: those that aren't known as they are now, and those that couldn't be had."""
    wanted = {name: entry for name, entry in changes.entries.items() if not entry.etag or etags.get(name) != entry.etag}
    if not changes.is_whole:
        missing = [name for name, etag in etags.items() if etag is None and name not in changes.gone]
        wanted |= {name: Entry(f"{collection.path}{name}", "") for name in missing if name not in wanted}
    return wanted
