"""The owner in a LinkedIn archive: Profile, Email Addresses, PhoneNumbers and Whatsapp Phone Numbers as one contact."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from configs.words import word_list
from connectors.base import Batch, Batcher, Document
from connectors.csv_fields import full_text, has_signature, named
from connectors.csv_table import IsHeader, Row, find_header, read_rows
from connectors.csv_text import Record
from connectors.identity import raw_id
from connectors.records import Address, Date, Email, Name, Phone, RawContact, Reject, Skipped, Url

_LABELLED: Final = re.compile(r"(?:(?!https?:)(?P<label>[A-Za-z_]+):\s*)?(?P<value>(?:https?://)?[^\s,\[\]]+)")
"""One of several values in a cell: `[COMPANY:https://…, OTHER:http://…]`, `SKYPE:name`."""


def _is_profile(keys: tuple[str, ...]) -> bool:
    return "first name" in keys and has_signature(keys, word_list("linkedin")["profile"])


def _has(name: str) -> IsHeader:
    header = frozenset(word_list("linkedin")[name]["header"])
    return lambda keys: header.issubset(keys) and len(keys) <= len(header) + 1  # newer ones have `Updated On`


_FILES: Final[dict[str, IsHeader]] = {
    "profile": _is_profile,
    "email_addresses": _has("email_addresses"),
    "phone_numbers": _has("phone_numbers"),
    "whatsapp_numbers": _has("whatsapp_numbers"),
}


def _kind(document: Document) -> str | None:
    """Which of the files a document is; None if it is none of them."""
    return next((kind for kind, is_header in _FILES.items() if find_header(document, is_header)), None)


class LinkedInProfile:
    """Reads what an archive says about its owner: one contact, `is_owner`, for each folder."""

    name: ClassVar[str] = "linkedin_profile"
    title: ClassVar[str] = "LinkedIn profile"
    version: ClassVar[int] = 1
    endings: ClassVar[tuple[bytes, ...]] = (b"\n", b"\r")
    reads_together: ClassVar[bool] = True

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(documents)

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether the document is one of the four files."""
        return _kind(document) is not None

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:  # noqa: ARG002 - files have no cursor
        """The owner of each folder as one contact; rows that can't be read, or of a second person, as rejects."""
        folders: dict[str, list[Document]] = {}
        for document in self._documents:
            folders.setdefault(document.folder, []).append(document)
        batcher = Batcher()
        for documents in folders.values():
            for entry in _owner(documents):
                batcher.put(entry)
        yield batcher.take()


def _owner(documents: Sequence[Document]) -> Iterator[RawContact | Reject | Skipped]:
    """The contact that the files of one folder make up, after what could not be read of them."""
    rows: dict[str, list[Row]] = {kind: [] for kind in _FILES}
    for document in documents:
        kind = _kind(document)
        for entry in read_rows(document, _FILES[kind or "profile"]):
            if not isinstance(entry, Row):
                yield entry
            elif kind == "profile" and rows[kind]:
                yield Reject(entry.file, "a second profile in one archive", entry.position, entry.line, entry.raw)
            else:
                rows[kind or "profile"].append(entry)
    first = next((row for kind in _FILES for row in rows[kind]), None)
    if first is not None:
        yield _contact(first, rows)


def _contact(first: Row, rows: dict[str, list[Row]]) -> RawContact:
    """The owner; the id is made of the name alone, so that a new address doesn't make a new record."""
    emails = tuple(email for row in rows["email_addresses"] for email in _emails(row))
    phones = tuple(
        phone for kind in ("phone_numbers", "whatsapp_numbers") for row in rows[kind] for phone in _phones(row)
    )
    profile = rows["profile"][0] if rows["profile"] else Row(first.header, Record(1, "", []))
    names = named(
        [
            Name(given=profile.take("first name"), family=profile.take("last name")),
            Name(full=profile.take("maiden name"), kind="maiden"),
        ]
    )
    address = next((each.address for each in emails), next((each.number for each in phones), None))
    return RawContact(
        record_id=raw_id(full_text(names[0]), None) if names else raw_id(None, address),
        file=first.file,
        position=first.position,
        is_owner=True,
        names=names,
        emails=emails,
        phones=phones,
        addresses=tuple(_addresses(profile)),
        urls=tuple(_urls(profile)),
        dates=tuple(Date(text, "birthday") for text in profile.take_all("birth date")),
        note=profile.take("summary"),
        extra=_rest([profile, *rows["email_addresses"], *rows["phone_numbers"], *rows["whatsapp_numbers"]]),
    )


def _emails(row: Row) -> Iterator[Email]:
    is_primary = row.peek("primary").strip().casefold() in {"yes", "true"}
    for address in row.take_all("email address"):
        yield Email(address, is_preferred=is_primary)


def _phones(row: Row) -> Iterator[Phone]:
    """The number of a row; LinkedIn's extension is a country code where it has a plus."""
    is_whatsapp = "is_whatsapp_number" in row.header.keys
    for number in row.take_all("number"):
        extension = row.take("extension")
        whole = number if extension is None else _extended(number, extension)
        yield Phone(whole, row.take("type") or ("WhatsApp" if is_whatsapp else None))


def _extended(number: str, extension: str) -> str:
    return f"{extension}{number}" if extension.startswith("+") else f"{number} ext. {extension}"


def _addresses(profile: Row) -> Iterator[Address]:
    formatted, postal_code = profile.take("address"), profile.take("zip code")
    if formatted or postal_code:
        yield Address(formatted=formatted, postal_code=postal_code)
    for place in profile.take_all("geo location"):
        yield Address(formatted=place, label="Geo Location")


def _urls(profile: Row) -> Iterator[Url]:
    for column, kind, service in (
        ("websites", "web", None),
        ("twitter handles", "social", "twitter"),
        ("instant messengers", "im", None),
    ):
        for text in profile.take_all(column):
            for found in _LABELLED.finditer(text):
                label = found["label"]
                yield Url(found["value"], label, kind, label.lower() if kind == "im" and label else service)


def _rest(rows: Sequence[Row]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What no field took, of all the rows, each column once."""
    kept: dict[str, list[str]] = {}
    for row in rows:
        for column, texts in row.rest():
            kept.setdefault(column, []).extend(texts)
    return tuple((column, tuple(texts)) for column, texts in kept.items())
