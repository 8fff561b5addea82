"""Pulls a list of Google's people: all of it, or what changed since the token that came with the last pull."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

from configs.errors import UnreachableError
from connectors.base import BATCH_SIZE, Batch
from connectors.google.api import ExpiredTokenError, GoogleApi
from connectors.google.cursor import read_cursor, write_cursor
from connectors.google.pages import Page, all_pages
from connectors.google.person import Person
from connectors.google.reading import raw_contact
from connectors.records import RawContact, Reject

PAGE_SIZE: Final = 1_000
"""People on a page: as many as Google gives."""


class Categories(Protocol):
    """What groups say of those who are in them."""

    @property
    def marks(self) -> dict[str, str]:
        """By its id, what changes when a group's name does."""
        ...

    def are_as(self, marks: Mapping[str, str]) -> bool:
        """Whether the groups with these marks have the names that they had."""
        ...

    def category(self, resource_name: str) -> str | None:
        """What being in a group says of somebody."""
        ...


class PeopleList(NamedTuple):
    """A list of people: `request` makes a request of arguments, `read` reads a page.

    All its ids begin with `prefix`; `file` is how people are told where a record stands.
    """

    request: Callable[..., Any]
    arguments: Mapping[str, object]
    read: Callable[[bytes], Page]
    prefix: str
    file: str

    @property
    def asked(self) -> str:
        """The question as a text: a token is good for no other one."""
        return " ".join(f"{name}={value}" for name, value in sorted(self.arguments.items()))


def pull_people(
    api: GoogleApi,
    people: PeopleList,
    groups: Categories,
    *,
    cursor: str | None,
    now: datetime,
    full_every: timedelta,
) -> Iterator[Batch]:
    """What changed since the cursor; the whole list where there is none that is any good, or where that is due.

    Raises:
        SignInError, UnreachableError, RefusedError, UserError: as `GoogleApi.execute`.
    """
    since = read_cursor(cursor)
    if (
        since is not None
        and since.token is not None
        and since.asked == people.asked
        and not since.is_due(now, full_every)
        and groups.are_as(since.groups)
    ):
        try:
            yield from _Pull(api, people, groups, full_at=since.full_at).batches(since.token)
        except ExpiredTokenError:
            pass  # what it gave so far is in the whole list, too
        else:
            return
    try:
        yield from _Pull(api, people, groups, full_at=now).batches(None)
    except ExpiredTokenError:
        raise UnreachableError("Google doesn't go on with its list. Try again later.") from None


class _Pull:
    """What one pull has read and not handed out yet."""

    def __init__(self, api: GoogleApi, people: PeopleList, groups: Categories, *, full_at: datetime) -> None:
        self._api = api
        self._people = people
        self._groups = groups
        self._full_at = full_at
        self._position = 0
        self._start()

    def _start(self) -> None:
        self._contacts: list[RawContact] = []
        self._gone: list[str] = []
        self._renamed: list[tuple[str, str]] = []
        self._rejects: list[Reject] = []

    def batches(self, sync_token: str | None) -> Iterator[Batch]:
        """The batches, the last with the cursor that follows."""
        arguments = dict(self._people.arguments) | ({"syncToken": sync_token} if sync_token else {})
        token = None
        for page in all_pages(self._api, partial(self._people.request, **arguments), self._people.read):
            if len(self._contacts) >= BATCH_SIZE:
                yield self._batch()
            self._take(page)
            token = page.next_sync_token
        cursor = write_cursor(token=token, full_at=self._full_at, asked=self._people.asked, groups=self._groups.marks)
        yield self._batch(cursor=cursor, is_complete=sync_token is None)

    def _take(self, page: Page) -> None:
        for person in page.people:
            self._position += 1
            self._take_person(person)
        for reason, text in page.unread:
            self._position += 1
            self._rejects.append(Reject(self._people.file, reason, self._position, raw=text))

    def _take_person(self, person: Person) -> None:
        metadata = person.metadata
        if metadata is not None:
            self._renamed += [(old, person.resource_name) for old in metadata.previous_resource_names]
            if metadata.deleted:
                self._gone.append(person.resource_name)
                return
        self._contacts.append(
            raw_contact(person, file=self._people.file, position=self._position, group_name=self._groups.category)
        )

    def _batch(self, *, cursor: str | None = None, is_complete: bool = False) -> Batch:
        batch = Batch(
            contacts=tuple(self._contacts),
            gone=tuple(self._gone),
            renamed=tuple(self._renamed),
            rejects=tuple(self._rejects),
            cursor=cursor,
            is_complete=is_complete,
            complete=(self._people.prefix,) if is_complete else (),
        )
        self._start()
        return batch
