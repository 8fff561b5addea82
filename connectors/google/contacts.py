"""Google Contacts, by the People API."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import ClassVar, Final

from msgspec.structs import fields

from connectors.base import Batch
from connectors.google.api import GoogleApi
from connectors.google.groups import Groups
from connectors.google.listing import PAGE_SIZE, PeopleList, pull_people
from connectors.google.pages import Connections, page_reader
from connectors.google.person import Person

PERSON_FIELDS: Final = ",".join(
    field.encode_name
    for field in fields(Person)
    if field.name != "resource_name"  # which comes unasked
)
"""All that `people.connections.list` gives."""

_READ: Final = page_reader(Connections, lambda page: page.connections)
_ME: Final = "people/me"


class GoogleContacts:
    """Pulls an account's contacts, with the names of their groups as categories.

    `now` gives the instant (UTC); everything is pulled again when `full_every` has passed since that was done last.
    """

    name: ClassVar[str] = "google_contacts"
    title: ClassVar[str] = "Google Contacts"

    def __init__(self, api: GoogleApi, *, now: Callable[[], datetime], full_every: timedelta) -> None:
        self._api = api
        self._now = now
        self._full_every = full_every

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:
        """What is new since the cursor; raises what `GoogleApi.execute` does, but for an expired token."""
        people = PeopleList(
            request=self._api.people.people().connections().list,
            arguments={
                "resourceName": _ME,
                "personFields": PERSON_FIELDS,
                "pageSize": PAGE_SIZE,
                "requestSyncToken": True,
            },
            read=_READ,
            prefix="people/",
            file=self.title,
        )
        now, every = self._now(), self._full_every
        yield from pull_people(self._api, people, Groups(self._api), cursor=cursor, now=now, full_every=every)

    def check(self) -> str:
        """How many contacts there are; raises what `GoogleApi.execute` does."""
        connections = self._api.people.people().connections()
        page = self._api.execute(connections.list(resourceName=_ME, personFields="metadata", pageSize=1))
        return f"{page.get('totalItems', 0):,} contacts"
