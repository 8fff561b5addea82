"""Pages of people as they arrive: read at once; a person who can't be read costs that one person."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from configs.errors import UnreachableError
from connectors.google.api import GoogleApi
from connectors.google.person import Person


class Paged(Protocol):
    """A page of a list, and the token of the next one."""

    @property
    def next_page_token(self) -> str | None:
        """None on the last page."""
        ...


P = TypeVar("P", bound=Paged)


def all_pages(api: GoogleApi, request: Callable[..., Any], read: Callable[[bytes], P]) -> Iterator[P]:
    """The pages of a list; `request` makes the request for one, of its pageToken.

    Raises:
        UnreachableError: they go round in a circle; and what `GoogleApi.read` raises.
    """
    seen: set[str | None] = set()
    token = None
    while token not in seen:
        seen.add(token)
        page = api.read(request(pageToken=token), read)
        yield page
        token = page.next_page_token
        if not token:
            return
    raise UnreachableError("The pages of Google's list go round in a circle. Try again later.")


class Page(NamedTuple):
    """The people of a page, what could not be read of it as (why, text), and the tokens that follow."""

    people: tuple[Person, ...]
    unread: tuple[tuple[str, str], ...]
    next_page_token: str | None
    next_sync_token: str | None


class _Listing(msgspec.Struct, rename="camel"):
    next_page_token: str | None = None
    next_sync_token: str | None = None


class Connections(_Listing):
    """What `people.connections.list` gives."""

    connections: tuple[Person, ...] = ()


class OtherContacts(_Listing):
    """What `otherContacts.list` gives."""

    other_contacts: tuple[Person, ...] = ()


class _Raw(_Listing):
    connections: tuple[msgspec.Raw, ...] = ()
    other_contacts: tuple[msgspec.Raw, ...] = ()


L = TypeVar("L", Connections, OtherContacts)


def page_reader(listing: type[L], people: Callable[[L], tuple[Person, ...]]) -> Callable[[bytes], Page]:
    """What reads a page's JSON; `people` gives those of a listing.

    Raises (when called): msgspec.DecodeError, where it is no JSON or not that of a page.
    """
    decoder = msgspec.json.Decoder(listing)

    def read(body: bytes) -> Page:
        try:
            found = decoder.decode(body)
        except msgspec.ValidationError:
            return _one_by_one(body)
        return Page(people(found), (), found.next_page_token, found.next_sync_token)

    return read


def _one_by_one(body: bytes) -> Page:
    """The people that can be read, and those that can't."""
    page = msgspec.json.decode(body, type=_Raw)
    people, unread = [], []
    for raw in (*page.connections, *page.other_contacts):
        try:
            people.append(msgspec.json.decode(raw, type=Person))
        except msgspec.ValidationError as error:
            unread.append((str(error), bytes(raw).decode(errors="replace")))
    return Page(tuple(people), tuple(unread), page.next_page_token, page.next_sync_token)
