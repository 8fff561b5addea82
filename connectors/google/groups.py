"""The groups of an account's contacts: their names are the categories of those who are in them."""

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Final

import msgspec

from configs.words import word_list
from connectors.google.api import GoogleApi
from connectors.google.pages import all_pages

_PAGE_SIZE: Final = 1_000
_FIELDS: Final = "groupType,name"


class _Group(msgspec.Struct, rename="camel"):
    resource_name: str
    name: str | None = None
    group_type: str | None = None


class _Page(msgspec.Struct, rename="camel"):
    contact_groups: tuple[_Group, ...] = ()
    next_page_token: str | None = None


_DECODER: Final = msgspec.json.Decoder(_Page)


class Groups:
    """Groups by their resource names, looked up once, and once more where a contact is in one that isn't known."""

    def __init__(self, api: GoogleApi) -> None:
        self._api = api
        self._names = self._listed()
        self._is_looked_up_again = False

    def category(self, resource_name: str) -> str | None:
        """What being in a group says of somebody; None for groups that say nothing."""
        if resource_name not in self._names and not self._is_looked_up_again:
            self._is_looked_up_again = True  # it was made after the groups were listed
            self._names = self._listed() | self._names
        return self._names.get(resource_name)

    @property
    def marks(self) -> dict[str, str]:
        """By its resource name, what changes when a group's name does: its name isn't needed for that."""
        return {
            group: hashlib.blake2b((name or "").encode(), digest_size=6).hexdigest()
            for group, name in self._names.items()
        }

    def are_as(self, marks: Mapping[str, str]) -> bool:
        """Whether the groups with these marks are still there and have the same names; new ones don't matter."""
        return marks.items() <= self.marks.items()

    def _listed(self) -> dict[str, str | None]:
        nothing_said = frozenset(word_list("google")["no_categories"])
        request = partial(self._api.people.contactGroups().list, pageSize=_PAGE_SIZE, groupFields=_FIELDS)
        names: dict[str, str | None] = {}
        for page in all_pages(self._api, request, _DECODER.decode):
            for group in page.contact_groups:
                says_nothing = group.group_type == "SYSTEM_CONTACT_GROUP" and group.name in nothing_said
                names[group.resource_name] = None if says_nothing else group.name
        return names
