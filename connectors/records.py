"""What every address book is read into: the raw contact, as the source gave it, and what could not be read."""

from collections.abc import Sequence
from typing import Final, NamedTuple, cast

import pyarrow as pa

from connectors.arrow_types import struct_type


class Name(NamedTuple):
    """One name of a contact: whole, in parts, or both.

    `kind` is main, nickname, phonetic, maiden, file_as or alternative (the same name in another language or script).
    """

    full: str | None = None
    prefix: str | None = None
    given: str | None = None
    middle: str | None = None
    family: str | None = None
    suffix: str | None = None
    kind: str = "main"
    language: str | None = None


class Email(NamedTuple):
    """An e-mail address as written; `label` is what the source calls it ("home", "work,internet", "* My Custom")."""

    address: str
    label: str | None = None
    is_preferred: bool = False
    display_name: str | None = None


class Phone(NamedTuple):
    """A phone number as written; `label` is what the source calls it ("cell,voice", "work fax", "Mobile")."""

    number: str
    label: str | None = None
    is_preferred: bool = False


class Address(NamedTuple):
    """A postal address in parts as written; `formatted` where the source gives it as one text."""

    formatted: str | None = None
    po_box: str | None = None
    extended: str | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    label: str | None = None
    is_preferred: bool = False


class Organisation(NamedTuple):
    """A role at an organisation; every part may be missing (a title without an employer is common)."""

    name: str | None = None
    department: str | None = None
    title: str | None = None
    role: str | None = None
    location: str | None = None
    started: str | None = None
    ended: str | None = None
    is_preferred: bool = False


class Url(NamedTuple):
    """A web address, a social profile or an instant-messenger handle.

    `kind` is web, social, im, calendar or photo; `service` names the network where the source does ("github").
    """

    url: str
    label: str | None = None
    kind: str = "web"
    service: str | None = None


class Date(NamedTuple):
    """A date as written; `kind` is birthday, anniversary, death, connected, created or the source's own label."""

    value: str
    kind: str


class Relation(NamedTuple):
    """Somebody the contact is related to, by name, address or UID; `kind` is the source's label ("spouse")."""

    value: str
    kind: str | None = None


class Photo(NamedTuple):
    """A picture, a logo, a sound or a key that was taken out of the card: its bytes are kept once per hash."""

    hash: str
    size: int
    media_type: str | None = None
    kind: str = "photo"


class RawContact(NamedTuple):
    """One contact as the source gave it: nothing cleaned, nothing guessed, nothing left out.

    `record_id` is made of untouched raw values (see `connectors.identity`), so that better cleaning never changes it.
    `position` counts from 1 within `file`. `kind` is the source's own word (vCard's KIND), None where it says nothing.
    `updated` is the source's last-change stamp as written. `extra` holds every property that no column took.
    """

    record_id: str
    file: str
    position: int
    kind: str | None = None
    is_owner: bool = False
    names: tuple[Name, ...] = ()
    emails: tuple[Email, ...] = ()
    phones: tuple[Phone, ...] = ()
    addresses: tuple[Address, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    urls: tuple[Url, ...] = ()
    dates: tuple[Date, ...] = ()
    relations: tuple[Relation, ...] = ()
    categories: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    note: str | None = None
    photos: tuple[Photo, ...] = ()
    updated: str | None = None
    extra: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Reject(NamedTuple):
    """Something that can't be read: where it stands, why, and its raw text, so that nothing is lost.

    `position` counts records from 1, `line` counts lines from 1; both are None where a whole file is refused.
    """

    file: str
    reason: str
    position: int | None = None
    line: int | None = None
    raw: str | None = None


class Skipped(NamedTuple):
    """Something that was read and is deliberately left out (a picture, an empty row, the same card twice)."""

    file: str
    reason: str
    position: int | None = None


RAW_CONTACT_TYPE: Final = struct_type(RawContact, maps=("extra",))
"""The Arrow type of a raw contact."""


def contacts_table(contacts: Sequence[RawContact]) -> pa.Table:
    """Contacts as an Arrow table with one column for each field of `RawContact`."""
    columns = pa.array(contacts, type=RAW_CONTACT_TYPE)
    return pa.Table.from_struct_array(cast("pa.StructArray", columns))
