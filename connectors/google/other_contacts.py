"""Google's "other contacts": those to whom the account's owner wrote and who are no contacts, by the People API."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Final

from connectors.base import Batch
from connectors.google.api import GoogleApi
from connectors.google.listing import PAGE_SIZE, PeopleList, pull_people
from connectors.google.pages import OtherContacts, page_reader

READ_MASK: Final = "emailAddresses,metadata,names,phoneNumbers,photos"
"""All that `otherContacts.list` gives of those that aren't profiles of other people, whom Kith doesn't look up."""

_READ: Final = page_reader(OtherContacts, lambda page: page.other_contacts)


class GoogleOtherContacts:
    """Pulls an account's other contacts; they are in no groups. Its arguments are those of `GoogleContacts`."""

    name: ClassVar[str] = "google_other_contacts"
    title: ClassVar[str] = "Google other contacts"

    def __init__(self, api: GoogleApi, *, now: Callable[[], datetime], full_every: timedelta) -> None:
        self._api = api
        self._now = now
        self._full_every = full_every

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:
        """What is new since the cursor; raises what `GoogleApi.execute` does, but for an expired token."""
        people = PeopleList(
            request=self._api.people.otherContacts().list,
            arguments={"readMask": READ_MASK, "pageSize": PAGE_SIZE, "requestSyncToken": True},
            read=_READ,
            prefix="otherContacts/",
            file=self.title,
        )
        now, every = self._now(), self._full_every
        yield from pull_people(self._api, people, _NoGroups(), cursor=cursor, now=now, full_every=every)

    def check(self) -> str:
        """How many there are; raises what `GoogleApi.execute` does."""
        page = self._api.execute(self._api.people.otherContacts().list(readMask="metadata", pageSize=1))
        number = page.get("totalSize", 0)
        return f"{number:,} {'person' if number == 1 else 'people'} to whom you wrote"


class _NoGroups:
    """Nobody is in any group."""

    marks: ClassVar[dict[str, str]] = {}

    def are_as(self, marks: Mapping[str, str]) -> bool:
        return not marks

    def category(self, resource_name: str) -> str | None:
        del resource_name
        return None
