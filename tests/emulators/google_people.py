"""What the emulated People API holds: contacts, other contacts and contact groups."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.emulators.clock import Clock
from tests.emulators.google_discovery import Call, Refused, mistake
from tests.emulators.google_feed import Entry, Feed

Person = dict[str, Any]

SYSTEM_GROUPS: Final = ("myContacts", "starred", "friends", "family", "coworkers", "blocked")
_DEFAULT_SIZE: Final = 100
_LARGEST: Final = 1_000
_DEFAULT_GROUPS: Final = 30
_A_MINUTE: Final = 60


class Collection(Feed):
    """People under one kind of resource name ("people/c1"), with the names that they had before."""

    def __init__(self, clock: Clock, *, prefix: str, source_type: str) -> None:
        super().__init__(clock)
        self.prefix = prefix
        self._source_type = source_type
        self._added = 0
        self._former: dict[str, list[tuple[str, int]]] = {}

    def add(self, **fields: Any) -> str:  # noqa: ANN401 - fields of a person
        """Add a person; returns the resource name."""
        self._added += 1
        name = f"{self.prefix}c{self._added}"
        self._put(name, fields)
        return name

    def change(self, name: str, **fields: Any) -> None:  # noqa: ANN401 - as above
        """Change some fields of a person; those given as None go."""
        person = {key: value for key, value in {**self[name], **fields}.items() if value is not None}
        self._put(name, person)

    def rename(self, name: str) -> str:
        """Give a person another resource name, as Google does when an address or a profile joins it; returns that."""
        self._added += 1
        new = f"{self.prefix}c{self._added}"
        person = self[name]
        self.drop(name)
        self._former[new] = [*self._former.pop(name, []), (name, self.revision + 1)]
        self._put(new, person)
        return new

    def merge(self, name: str, into: str) -> None:
        """Let a person become part of another one, who keeps the resource name and gets what the other one had."""
        other, person = self[name], self[into]
        self.drop(name)
        former = self._former.pop(name, [])
        self._former[into] = [*self._former.get(into, []), *former, (name, self.revision + 1)]
        lists = {key: [*person.get(key, []), *other[key]] for key in ("emailAddresses", "phoneNumbers") if key in other}
        self._put(into, {**person, **lists})

    def _put(self, name: str, person: Person) -> None:
        self.put(name, {key: value for key, value in person.items() if key not in {"resourceName", "etag", "metadata"}})

    def rendered(self, entry: Entry, mask: str, since: int | None) -> Person:
        """A person as it is answered: the fields of the mask, or that it is deleted."""
        fields = mask.split(",")
        found: Person = {"resourceName": entry.key, "etag": f"%E{entry.revision}"}
        metadata: dict[str, Any] = {"sources": [self._source(entry)], "objectType": "PERSON"}
        if entry.item is None:
            metadata["deleted"] = True
        former = [old for old, revision in self._former.get(entry.key, []) if since is not None and revision > since]
        if former:
            metadata["previousResourceNames"] = former
        if "metadata" in fields:
            found["metadata"] = metadata
        return found | {key: value for key, value in (entry.item or {}).items() if key in fields}

    def _source(self, entry: Entry) -> dict[str, Any]:
        source: dict[str, Any] = {"type": self._source_type, "id": entry.key.rpartition("/c")[2]}
        if entry.item is not None:
            stamp = f"2026-01-{entry.revision // 86_400 % 28 + 1:02}T{entry.revision // 3_600 % 24:02}"
            source["etag"] = f"#E{entry.revision}"
            source["updateTime"] = f"{stamp}:{entry.revision // 60 % 60:02}:{entry.revision % 60:02}.125Z"
        return source


class People(Collection):
    """The contacts; `others` are the other contacts, `groups` the contact groups by their ids."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, prefix="people/", source_type="CONTACT")
        self._clock = clock
        self.others = Collection(clock, prefix="otherContacts/", source_type="OTHER_CONTACT")
        self.groups: dict[str, str] = {}
        self.first_pages: int | None = None
        """How many full listings may be begun in a minute; None for any number."""
        self.page_size: int | None = None
        """How many people a page holds at most; the server may give fewer than it is asked for."""
        self._begun: list[float] = []
        self._texts: dict[tuple[int, str, int, str, bool], bytes] = {}
        self.answers: dict[str, Callable[[Call], Mapping[str, Any] | bytes]] = {
            "people.people.connections.list": self._connections,
            "people.otherContacts.list": self._other_contacts,
            "people.contactGroups.list": self._contact_groups,
        }

    def add_group(self, name: str) -> str:
        """Add a group; returns its id."""
        group = f"g{len(self.groups) + 1}"
        self.groups[group] = name
        return group

    def membership(self, group: str) -> Person:
        """What says that a person is in a group."""
        membership = {"contactGroupId": group, "contactGroupResourceName": f"contactGroups/{group}"}
        return {"contactGroupMembership": membership}

    def _connections(self, call: Call) -> bytes:
        if call.arguments["resourceName"] != "people/me":
            raise mistake("Only people/me has connections.")
        return self._listed(self, call, "personFields", "connections", ("totalPeople", "totalItems"))

    def _other_contacts(self, call: Call) -> bytes:
        return self._listed(self.others, call, "readMask", "otherContacts", ("totalSize",))

    def _listed(self, of: Collection, call: Call, mask: str, key: str, totals: tuple[str, ...]) -> bytes:
        """A page as JSON, put together from what each person's is: a hundred thousand of them are asked for."""
        self._count_first_page(call)
        size = min(call.arguments.get("pageSize", _DEFAULT_SIZE), self.page_size or _LARGEST)
        page = of.page(call, size=size, gives_token=call.arguments.get("requestSyncToken", False))
        fields, is_pretty = call.arguments[mask], call.is_pretty
        people = [self._text(of, entry, fields, page.since, is_pretty=is_pretty) for entry in page.entries]
        rest: dict[str, Any] = dict.fromkeys(totals, sum(1 for _ in of.items())) if page.since is None else {}
        if page.next_page_token:
            rest["nextPageToken"] = page.next_page_token
        if page.next_sync_token:
            rest["nextSyncToken"] = page.next_sync_token
        blank, indent = (b"\n    ", 2) if is_pretty else (b"", None)
        listed = b'"%s": [%s%s%s]' % (key.encode(), blank, (b"," + blank).join(people), blank[:3])
        tail = json.dumps(rest, indent=indent).encode()[1:]
        if not people:
            return b"{" + tail
        return b"{" + blank[:3] + listed + (b"," if rest else b"") + tail

    def _text(self, of: Collection, entry: Entry, mask: str, since: int | None, *, is_pretty: bool) -> bytes:
        place = (id(of), entry.key, entry.revision, mask, is_pretty)
        if since is None and place in self._texts:
            return self._texts[place]
        person = of.rendered(entry, mask, since)
        text = json.dumps(person, ensure_ascii=False, indent=2 if is_pretty else None).replace("\n", "\n    ").encode()
        if since is None:
            self._texts[place] = text
        return text

    def _count_first_page(self, call: Call) -> None:
        """A full listing's first page has a quota of its own."""
        if self.first_pages is None or call.arguments.keys() & {"pageToken", "syncToken"}:
            return
        now = self._clock().timestamp()
        self._begun = [at for at in self._begun if now - at < _A_MINUTE]
        if len(self._begun) >= self.first_pages:
            message = "Quota exceeded for quota metric 'FullSync requests'."
            raise Refused(429, message, reason="RATE_LIMIT_EXCEEDED", status="RESOURCE_EXHAUSTED")
        self._begun.append(now)

    def _contact_groups(self, call: Call) -> Mapping[str, Any]:
        """The groups, a page of them; page tokens are numbers here."""
        groups = [
            {
                "resourceName": f"contactGroups/{group}",
                "etag": f"E{name}",
                "groupType": "SYSTEM_CONTACT_GROUP" if group in SYSTEM_GROUPS else "USER_CONTACT_GROUP",
                "name": name,
                "formattedName": name,
            }
            for group, name in [*((name, name) for name in SYSTEM_GROUPS), *self.groups.items()]
        ]
        start, size = int(call.arguments.get("pageToken", 0)), call.arguments.get("pageSize", _DEFAULT_GROUPS)
        page: dict[str, Any] = {"contactGroups": groups[start : start + size], "totalItems": len(groups)}
        if start + size < len(groups):
            page["nextPageToken"] = str(start + size)
        else:
            page["nextSyncToken"] = f"groups-{len(groups)}"
        return page
