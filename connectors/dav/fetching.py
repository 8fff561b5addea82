"""Fetches members of a collection: many at once where the server does that, fewer where it refuses, else one by one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import urljoin

from configs.errors import RefusedError, UnreachableError
from connectors.dav import elements
from connectors.dav.changes import Entry, answered, etag_of
from connectors.dav.collections import Collection
from connectors.dav.kinds import Kind
from connectors.dav.server import GONE, BadAnswerError, Server, StatusError
from connectors.network.answers import TooMuchError

_MOST: Final = 500
"""Members that are asked for at once."""
_FIRST: Final = 50
"""Members that are asked for before it is known how large they are."""
_BYTES: Final = 16 << 20
"""Bytes that an answer should have, so that memory is bounded."""
_GROWTH: Final = 4
"""How many times as many are asked for next: the first ones may be small by chance."""
_PARTS: Final = 5
"""Into how many parts is asked again what can't be had at once."""
_MOST_FAILURES: Final = 10
"""Members that a server may fail to give before it counts as broken."""

Wanted = tuple[str, Entry]


class Fetched(NamedTuple):
    """A member: its bytes, None where it is gone; or why the server doesn't give it."""

    name: str
    etag: str
    content: bytes | None
    problem: str | None = None


class Fetcher:
    """Fetches members of one collection, as the collection's server can."""

    def __init__(self, server: Server, collection: Collection, kind: Kind) -> None:
        self._server = server
        self._collection = collection
        self._kind = kind
        self._most = _MOST
        self._size = _FIRST
        self._failures = 0

    def fetch(self, wanted: Mapping[str, Entry]) -> Iterator[list[Fetched]]:
        """The members, in portions that bound the memory."""
        rest = list(wanted.items())
        while rest:
            size = max(1, min(self._size, self._most))
            yield self._portion(rest[:size])
            rest = rest[size:]

    def _portion(self, wanted: Sequence[Wanted]) -> list[Fetched]:
        if len(wanted) <= 1 or self._most <= 1:
            return [self._one(name, entry) for name, entry in wanted]
        try:
            return self._many(wanted)
        except StatusError:  # refuses so many, or the report as such
            self._most = len(wanted) // _PARTS
        except BadAnswerError:
            pass  # one of them breaks the answer
        except RefusedError as error:
            if not isinstance(error.__cause__, TooMuchError):
                raise
        except UnreachableError:
            self._reach()  # one of them is more than the server can do
        return self._parts(wanted)

    def _parts(self, wanted: Sequence[Wanted]) -> list[Fetched]:
        size = max(1, len(wanted) // _PARTS)
        return [each for at in range(0, len(wanted), size) for each in self._portion(wanted[at : at + size])]

    def _many(self, wanted: Sequence[Wanted]) -> list[Fetched]:
        body = elements.multiget(self._kind.multiget, self._kind.content, (entry.href for _, entry in wanted))
        answer = self._server.report(self._collection.url, body)
        responses = answered(answer, self._collection)
        found, left = [], []
        for name, entry in wanted:
            response = responses.get(name)
            content = response.found.get(self._kind.content) if response else None
            if response and response.status in GONE:
                found.append(Fetched(name, "", None))
            elif response and content is not None and content.text:
                found.append(Fetched(name, etag_of(response) or entry.etag, content.text.encode()))
            else:
                left.append((name, entry))
        if found:
            self._size = max(1, min(_BYTES * len(found) // answer.size, len(found) * _GROWTH))
        if not left:
            return found
        return found + (self._portion(left) if found else self._parts(left))

    def _one(self, name: str, entry: Entry) -> Fetched:
        url = urljoin(self._collection.url, entry.href)
        try:
            return Fetched(name, entry.etag, self._server.get(url, self._kind.media_type))
        except BadAnswerError:
            raise
        except StatusError as error:
            return Fetched(name, "", None, f"the server refuses to give it (status {error.status})")
        except RefusedError as error:
            if not isinstance(error.__cause__, TooMuchError):
                raise
            return Fetched(name, "", None, "larger than an answer may be")
        except UnreachableError:
            self._failures += 1
            if self._failures > _MOST_FAILURES:
                raise
            self._reach()
            return Fetched(name, "", None, "the server fails to give it")

    def _reach(self) -> None:
        """Make sure that it isn't the server as a whole that is out of reach.

        Raises:
            UnreachableError: it is.
        """
        self._server.propfind(self._collection.url, (elements.KIND,))
