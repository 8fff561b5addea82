"""Finds a user's address books or calendars on a server: from the address they know to the collections.

Sources: RFC 6764 (well-known addresses), RFC 5397 (the principal), RFC 6352 § 7.1.1 and RFC 4791 § 6.2.1 (home sets).
"""

from collections.abc import Container, Iterator
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from configs.errors import RefusedError, UserError
from connectors.dav import elements
from connectors.dav.collections import DESCRIBED, Collection, collections_of, hrefs_of
from connectors.dav.hrefs import collection_path
from connectors.dav.kinds import CALENDARS, Kind
from connectors.dav.multistatus import Multistatus
from connectors.dav.server import GONE, BadAnswerError, Server, StatusError

_MOST_HOMES: Final = 20


class Found(NamedTuple):
    """What there is: the collections, whether they are all there are or the one that was asked for, and the account."""

    collections: tuple[Collection, ...]
    is_all: bool
    account: str | None = None


class Discovery:
    """Looks for the collections of a kind, from an address on."""

    def __init__(self, server: Server, url: str, kind: Kind) -> None:
        self._server = server
        self._url = url
        self._kind = kind

    def collections(self, known: Container[str] = ()) -> Found:
        """The collections that the address leads to: itself, where it is one, else all of whoever signed in.

        None where the address is one of the paths that are `known` to have been collections, and is gone.

        Raises:
            UserError: the address leads to none of the kind.
        """
        problem: UserError | None = None
        for url in self._starts():
            try:
                start = self._described(url)
            except (StatusError, BadAnswerError) as error:
                is_gone = isinstance(error, StatusError) and error.status in GONE
                if is_gone and url.endswith("/") and collection_path(url) in known:
                    return Found((), is_all=False)
                if url == self._url:
                    problem = error
                continue
            principal = self._principal(start)
            if own := tuple(collections_of(start, self._kind)):
                return Found(own, is_all=False, account=self._account_at(principal))
            if principal is not None:
                return self._of_principal(principal)
        raise problem or self._nothing()

    def collection_at(self, url: str) -> Collection | None:
        """The collection at an address, None where there is none (any more), or none for this user.

        Raises:
            StatusError: the server doesn't say.
        """
        try:
            return next(collections_of(self._described(url), self._kind), None)
        except StatusError as error:
            if error.status in {*GONE, HTTPStatus.FORBIDDEN}:
                return None
            raise

    def _starts(self) -> Iterator[str]:
        """Where to ask who signed in: at the address, where servers say so at once, at the server's root."""
        yield self._url
        root = urljoin(self._url, "/")
        if urlsplit(self._url).path.rpartition("/")[2]:
            yield f"{self._url}/"  # a collection's address is often copied without the "/" at its end
        yield urljoin(root, self._kind.well_known)
        yield root

    def _described(self, url: str) -> Multistatus:
        return self._server.propfind(url, (elements.PRINCIPAL, self._kind.home, *DESCRIBED))

    def _principal(self, start: Multistatus) -> str | None:
        """Where the one who signed in is described, which may be where was asked."""
        for response in start.responses():
            if hrefs_of(response, self._kind.home):
                return start.url
            if hrefs := hrefs_of(response, elements.PRINCIPAL):
                return urljoin(start.url, hrefs[0])
        return None

    def _of_principal(self, url: str) -> Found:
        principal = self._server.propfind(url, (self._kind.home, elements.ADDRESSES))
        hrefs = [href for response in principal.responses() for href in hrefs_of(response, self._kind.home)]
        if not hrefs:
            raise self._nothing()
        if len(hrefs) > _MOST_HOMES:
            raise RefusedError(f"{_host(url)} names {len(hrefs):,} homes of {self._kind.collection[1]}: not asked.")
        found: dict[str, Collection] = {}
        for href in dict.fromkeys(hrefs):
            home = self._server.propfind(urljoin(principal.url, href), DESCRIBED, depth=1)
            found |= {collection.path: collection for collection in collections_of(home, self._kind)}
        return Found(tuple(found.values()), is_all=True, account=_address(principal))

    def _account_at(self, principal: str | None) -> str | None:
        if principal is None or self._kind is not CALENDARS:
            return None
        try:
            return _address(self._server.propfind(principal, (elements.ADDRESSES,)))
        except StatusError:  # the calendar is read without it
            return None

    def _nothing(self) -> UserError:
        several = self._kind.collection[1]
        return UserError(
            f"{_host(self._url)} has no {several} for this user at {self._url}. Check the source's url: that of the "
            f"server, or of one of its {several}."
        )


def _address(principal: Multistatus) -> str | None:
    """The first address that the calendar server knows the user by (RFC 6638 § 2.4.1)."""
    for response in principal.responses():
        for href in hrefs_of(response, elements.ADDRESSES):
            scheme, _, address = href.partition(":")
            if scheme.lower() == "mailto" and "@" in address:
                return address
    return None


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
