"""What a collection holds and what changed in it: by its sync-collection report, or by listing it.

Source: RFC 6578. A server without the report is listed, and told to have changed by its CTag or its ETags.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, NamedTuple

from configs.errors import RefusedError
from connectors.dav import elements
from connectors.dav.collections import Collection
from connectors.dav.hrefs import member_name
from connectors.dav.multistatus import Multistatus, Response
from connectors.dav.server import GONE, Server, StatusError

_MOST_PAGES: Final = 2_000
"""Answers that are taken in a row before a server counts as endless: more than any makes of a million members."""

_IS_CUT: Final = HTTPStatus.INSUFFICIENT_STORAGE
_WEAK: Final = "W/"


class Entry(NamedTuple):
    """A member of a collection: its href as the server wrote it last, and its ETag, "" where it has none."""

    href: str
    etag: str


@dataclass(slots=True)
class Changes:
    """Members by their names (what follows the collection's path): those there are, or those that changed.

    `is_whole` says that they are all. `gone` are those that aren't there any more, `outside` hrefs that lie elsewhere
    on the server. `token` is where to go on.
    """

    is_whole: bool
    token: str | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)


class GoneError(Exception):
    """There is no such collection any more."""


def changes_since(server: Server, collection: Collection, token: str | None) -> Changes:
    """What changed since the token; everything where there is none, or where the server doesn't know it any more.

    Raises:
        GoneError: the collection is gone.
        StatusError: the server refuses to list it.
        RefusedError: it goes round in circles, or names members on other hosts.
    """
    if collection.can_sync:
        for since in dict.fromkeys((token, None)):
            try:
                return _synced(server, collection, since)
            except StatusError:  # a token that expired, a report that isn't there, a collection that is gone:
                continue  # servers differ in the status; the listing will tell
    return _listed(server, collection)


def _synced(server: Server, collection: Collection, token: str | None) -> Changes:
    changes = Changes(is_whole=token is None)
    asked: set[str | None] = {None}
    while len(asked) <= _MOST_PAGES:
        asked.add(token)
        answer = server.report(collection.url, elements.sync_collection(token))
        is_cut = False
        for response in answer.responses():
            is_cut |= response.status == _IS_CUT
            _take(response, collection, changes)
        changes.token = token = answer.sync_token
        if not is_cut:
            return changes
        if token in asked:
            break
    raise RefusedError(f"{collection.url} goes round in circles when asked what changed: not asked on.")


def _listed(server: Server, collection: Collection) -> Changes:
    changes = Changes(is_whole=True, token=collection.token)  # as it was before: what changes meanwhile comes again
    try:
        answer = server.propfind(collection.url, (elements.ETAG, elements.KIND), depth=1)
    except StatusError as error:
        if error.status in GONE:
            raise GoneError from error
        raise
    for response in answer.responses():
        kind = response.found.get(elements.KIND)
        if kind is None or not len(kind):
            _take(response, collection, changes)
    return changes


def _take(response: Response, collection: Collection, changes: Changes) -> None:
    """Note a member; of several words about one the last counts."""
    name = member_name(response.href, collection.url, collection.path)
    if name is None or "/" in name.rstrip("/"):
        changes.outside.add(response.href)
    elif not name or name.endswith("/") or response.status == _IS_CUT:
        return
    elif response.status in GONE:
        changes.entries.pop(name, None)
        changes.gone.add(name)
    else:
        changes.gone.discard(name)
        changes.entries[name] = Entry(response.href, etag_of(response))


def etag_of(response: Response) -> str:
    """A member's ETag; a weak one is as good, for what matters is whether it is another one."""
    return (response.text(elements.ETAG) or "").removeprefix(_WEAK)


def answered(answer: Multistatus, collection: Collection) -> dict[str, Response]:
    """What is said of each member by its name; of several words about one the last counts."""
    named = ((member_name(said.href, collection.url, collection.path), said) for said in answer.responses())
    return {name: response for name, response in named if name}
