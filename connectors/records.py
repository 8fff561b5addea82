"""What every source is read into: the raw contact, as the source gave it, and what could not be read.

The classes are named tuples since Arrow takes them as they are, a hundred thousand in a tenth of a second;
`RAW_CONTACT_TYPE` is derived from them, so there is one description of a raw contact and no second one to forget.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, cast, get_args, get_origin, get_type_hints

import pyarrow as pa


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


_SCALARS: Final[dict[type, pa.DataType]] = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}


def _arrow_type(hint: Any) -> pa.DataType:  # noqa: ANN401 - a type hint has no narrower type
    if hint in _SCALARS:
        return _SCALARS[hint]
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return pa.struct([(name, _arrow_type(of)) for name, of in get_type_hints(hint).items()])
    arguments = [argument for argument in get_args(hint) if argument not in (type(None), Ellipsis)]
    if get_origin(hint) is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    return _arrow_type(arguments[0])  # X | None


def raw_contact_type() -> pa.StructType:
    """The Arrow type of a raw contact: a struct with a field for each of `RawContact`'s, `extra` as a map."""
    fields = []
    for name, hint in get_type_hints(RawContact).items():
        of = pa.map_(pa.string(), pa.list_(pa.string())) if name == "extra" else _arrow_type(hint)
        fields.append(pa.field(name, of))
    return pa.struct(fields)


RAW_CONTACT_TYPE: Final = raw_contact_type()


def contacts_table(contacts: Sequence[RawContact]) -> pa.Table:
    """Contacts as an Arrow table with one column for each field of `RawContact`."""
    columns = pa.array(contacts, type=RAW_CONTACT_TYPE)
    return pa.Table.from_struct_array(cast("pa.StructArray", columns))
