"""The groups of an account's contacts: their names are the categories of those who are in them."""

import hashlib
from collections.abc import Mapping
from typing import Final

from configs.words import word_list
from connectors.google.api import GoogleApi

_PAGE_SIZE: Final = 1_000
_FIELDS: Final = "groupType,name"


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
        names: dict[str, str | None] = {}
        page_token = None
        while True:
            groups = self._api.people.contactGroups()
            page = self._api.execute(groups.list(pageSize=_PAGE_SIZE, groupFields=_FIELDS, pageToken=page_token))
            for group in page.get("contactGroups", ()):
                name = group.get("name")
                is_own = group.get("groupType") == "SYSTEM_CONTACT_GROUP" and name in nothing_said
                names[group["resourceName"]] = None if is_own else name
            page_token = page.get("nextPageToken")
            if not page_token:
                return names
