"""CardDAV and CalDAV: address books and calendars on a server, pulled whole once and by their changes from then on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import urljoin

from connectors.base import Batch, Batcher
from connectors.dav.changes import GoneError, changes_since
from connectors.dav.collections import Collection, chosen
from connectors.dav.cursor import NOTHING, Cursor, Held, read_cursor, written_cursor
from connectors.dav.discovery import Discovery, Found
from connectors.dav.kinds import ADDRESS_BOOKS, CALENDARS, Kind, counted
from connectors.dav.pulling import Puller
from connectors.dav.server import Server
from connectors.network import Network


class _Dav:
    """What both kinds do.

    Args:
        network: Asks the server, and signs in there.
        url: The server, or one of its collections.
        collections: Those to read, by name; () for all.
        now: The instant that it is (UTC).
        full_every: How long changes are trusted before everything is read again.
    """

    kind: ClassVar[Kind]

    def __init__(
        self,
        network: Network,
        url: str,
        *,
        collections: tuple[str, ...] = (),
        now: Callable[[], datetime],
        full_every: timedelta,
    ) -> None:
        self._url = url
        self._server = Server(network, url)
        self._discovery = Discovery(self._server, url, self.kind)
        self._chosen = collections
        self._now = now
        self._full_every = full_every

    def check(self) -> str:
        """What is there, in one line: "2 address books: Ada (1,204 cards), Work (1 card)".

        Raises:
            UserError: nothing is reached with it, or not what the settings name.
        """
        wanted = chosen(self._discovery.collections().collections, self._chosen, self.kind)
        names = [f"{each.name} ({self._counted(each)})" for each in wanted]
        return ": ".join(filter(None, (counted(len(names), self.kind.collection), ", ".join(names))))

    def _counted(self, collection: Collection) -> str:
        try:
            count = len(changes_since(self._server, collection, None).entries)
        except GoneError:  # just now
            count = 0
        return counted(count, self.kind.member)

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:
        """What changed since the cursor, everything without one; ids are the paths of the members on the server.

        Raises:
            UserError: the server can't be reached, refuses or is refused, or doesn't take the sign-in.
        """
        known = read_cursor(cursor)
        found = self._found(known)
        batcher = Batcher()
        fresh: Cursor = {}
        gone: list[str] = []
        complete: list[str] = []
        is_complete = True
        for collection in found.collections:
            held = known.get(collection.path, NOTHING)
            puller = Puller(self._server, self.kind, collection, batcher=batcher, account=found.account)
            try:
                pulled = yield from puller.pull(held, full_at=self._full_at(held, collection))
            except GoneError:
                continue
            fresh[collection.path] = pulled.held
            gone += pulled.gone
            complete += [collection.path] * pulled.is_complete
            is_complete &= pulled.is_complete
        complete += known.keys() - fresh.keys()
        for path in [path for path in complete if _holds_others(path, fresh)]:
            complete.remove(path)  # what it says of its prefix would be said of the other collection's records, too
            gone += known[path].all_ids(path) if path not in fresh else ()
        last = replace(batcher.take(), gone=tuple(gone), complete=tuple(complete))
        yield replace(last, is_complete=is_complete, cursor=written_cursor(fresh))

    def _found(self, known: Cursor) -> Found:
        """The collections to read: those that the settings name of what the server lists, or still has."""
        found = self._discovery.collections(known)
        there = list(found.collections)
        if found.is_all:
            near = there[0].url if there else self._url
            unlisted = sorted(known.keys() - {collection.path for collection in there})
            there += filter(None, (self._discovery.collection_at(urljoin(near, path)) for path in unlisted))
        return found._replace(collections=chosen(there, self._chosen, self.kind))

    def _full_at(self, held: Held, collection: Collection) -> datetime | None:
        """The instant that it is, where all of a collection is to be read; None where its changes are enough.

        All of it is read when what is known is too old or from the future, since the clock was set back; and when the
        collection is called otherwise now, which its records say.
        """
        now = self._now()
        if held.name != collection.name or held.full_at > now:
            return now
        return now if now - held.full_at > self._full_every else None


def _holds_others(path: str, paths: Iterable[str]) -> bool:
    """Whether other collections lie within one, so that their members' ids begin with its path, too."""
    return any(other != path and other.startswith(path) for other in paths)


class CardDav(_Dav):
    """The address books of a CardDAV server; `_Dav` tells the arguments."""

    name: ClassVar[str] = "carddav"
    title: ClassVar[str] = ADDRESS_BOOKS.title
    kind: ClassVar[Kind] = ADDRESS_BOOKS


class CalDav(_Dav):
    """The calendars of a CalDAV server; `_Dav` tells the arguments."""

    name: ClassVar[str] = "caldav"
    title: ClassVar[str] = CALENDARS.title
    kind: ClassVar[Kind] = CALENDARS
