"""The two kinds of collections, address books and calendars, and what differs between them."""

from typing import Final, NamedTuple

from connectors.base import FileConnector
from connectors.calendar import Calendar
from connectors.dav.elements import CAL, CARD
from connectors.vcard import VCard


class Kind(NamedTuple):
    """What a protocol calls its things, and who reads what its collections hold."""

    title: str
    well_known: str
    """Where a server says at once where its things are (RFC 6764)."""
    resource_type: str
    home: str
    multiget: str
    content: str
    media_type: str
    reader: type[FileConnector]
    collection: tuple[str, str]
    """What people call one of its collections, and several."""
    member: tuple[str, str]
    """What people call one of the things in them, and several."""


ADDRESS_BOOKS: Final = Kind(
    title="CardDAV",
    well_known="/.well-known/carddav",
    resource_type=f"{CARD}addressbook",
    home=f"{CARD}addressbook-home-set",
    multiget=f"{CARD}addressbook-multiget",
    content=f"{CARD}address-data",
    media_type="text/vcard",
    reader=VCard,
    collection=("address book", "address books"),
    member=("card", "cards"),
)

CALENDARS: Final = Kind(
    title="CalDAV",
    well_known="/.well-known/caldav",
    resource_type=f"{CAL}calendar",
    home=f"{CAL}calendar-home-set",
    multiget=f"{CAL}calendar-multiget",
    content=f"{CAL}calendar-data",
    media_type="text/calendar",
    reader=Calendar,
    collection=("calendar", "calendars"),
    member=("event", "events"),
)


def counted(count: int, words: tuple[str, str]) -> str:
    """A number and what it counts: "1 card", "1,204 cards"."""
    return f"{count:,} {words[count != 1]}"
