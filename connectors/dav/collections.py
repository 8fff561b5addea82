"""Address books and calendars as a server describes them, and which of them the user wants."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from configs.errors import UserError
from configs.words import word_list
from connectors.dav import elements
from connectors.dav.hrefs import collection_path, shown
from connectors.dav.kinds import Kind
from connectors.dav.multistatus import Multistatus, Response

DESCRIBED: Final = (
    elements.KIND,
    elements.NAME,
    elements.SYNC_TOKEN,
    elements.CTAG,
    elements.REPORTS,
    elements.COMPONENTS,
    elements.TIMEZONE,
)
"""The properties by which a collection is described."""

_ZONE: Final = re.compile(r"^TZID[^:\n]*:(.*)$", re.MULTILINE)
_EVENT: Final = "VEVENT"


class Collection(NamedTuple):
    """An address book or a calendar: where it is, the path that the ids of its members begin with, and how it stands.

    `token` and `ctag` are other ones when something in it changed; `zone` is that of a calendar's floating times.
    """

    url: str
    path: str
    name: str
    token: str | None
    ctag: str | None
    can_sync: bool
    zone: str | None


def collections_of(answer: Multistatus, kind: Kind) -> Iterator[Collection]:
    """Those of the kind among what a server describes, without bins, inboxes and calendars that hold no events."""
    unread = set(word_list("dav")["unread_types"])
    for response in answer.responses():
        types = [str(element.tag) for element in _children(response, elements.KIND)]
        if kind.resource_type not in types or unread.intersection(tag.rpartition("}")[2] for tag in types):
            continue
        components = {element.get("name", "").upper() for element in _children(response, elements.COMPONENTS)}
        if components and _EVENT not in components:
            continue
        yield _collection(response, answer.url)


def hrefs_of(response: Response, name: str) -> list[str]:
    """The hrefs in a property."""
    texts = [(child.text or "").strip() for child in _children(response, name) if child.tag == elements.HREF]
    return [text for text in texts if text]


def chosen(there: Sequence[Collection], names: Sequence[str], kind: Kind) -> tuple[Collection, ...]:
    """The collections that the settings name, by what they are called or by the last part of their path; all for ().

    Raises:
        UserError: there is none of a name; the message lists those there are.
    """
    if not names:
        return tuple(there)
    wanted = {name.strip().casefold(): name for name in names}
    called = [_names(collection).intersection(wanted) for collection in there]
    missing = wanted.keys() - set().union(*called)
    if missing:
        known = ", ".join(sorted(collection.name for collection in there)) or "none"
        raise UserError(
            f"There is no {kind.collection[0]} {wanted[min(missing)]!r} on the server. There are: {known}. "
            "Mend the source's collections in the settings."
        )
    return tuple(collection for collection, found in zip(there, called, strict=True) if found)


def _names(collection: Collection) -> set[str]:
    last = collection.path.rstrip("/").rpartition("/")[2]
    return {name.casefold() for name in (collection.name, last, shown(last), collection.path, collection.url)}


def _collection(response: Response, base: str) -> Collection:
    url = urljoin(base, response.href)
    path = collection_path(url)
    reports = [str(report.tag) for entry in _children(response, elements.REPORTS) for report in entry.iter()]
    token = response.text(elements.SYNC_TOKEN)
    zone = _ZONE.search((response.text(elements.TIMEZONE) or "").replace("\r", ""))
    return Collection(
        url if urlsplit(url).path.endswith("/") else f"{url}/",
        path,
        response.text(elements.NAME) or shown(path.rstrip("/").rpartition("/")[2]),
        token,
        response.text(elements.CTAG),
        elements.SYNC_COLLECTION in reports or token is not None,
        zone[1].strip() if zone else None,
    )


def _children(response: Response, name: str) -> Iterable[etree._Element]:
    element = response.found.get(name)
    return () if element is None else element
