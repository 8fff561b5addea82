"""Cells of a row as the fields of a contact, after a layout: which column holds what.

The layouts stand in `configs/words/csv_columns.toml`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from connectors.csv_table import Row
from connectors.identity import raw_id
from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Relation, Url

Layout = Mapping[str, Any]
"""A table of `csv_columns.toml`; the comment at the head of that file says what may stand in it."""

_BETWEEN_ADDRESSES: Final = re.compile(r"[,;\s]+")
_BETWEEN_NUMBERS: Final = re.compile(r"\s*(?:[;|\n]|,(?=\s*[+(\d])| ::: )\s*")
_SHORTEST_NUMBER: Final = 5
"""Digits that a part of a cell needs to be a phone number of its own: "555-0101, 22" is one number."""


def has_signature(keys: Iterable[str], layout: Layout) -> bool:
    """Whether a header has enough of the columns by which the layout is known."""
    return len(set(keys).intersection(layout["signature"])) >= int(layout["at_least"])


def named(names: Iterable[Name]) -> tuple[Name, ...]:
    """The names that hold something."""
    return tuple(name for name in names if any(name[:6]))


def full_text(name: Name) -> str:
    """A name as one text: whole where the source gives it so, else its parts in order."""
    return name.full or " ".join(part for part in name[1:6] if part)


def row_id(
    names: Sequence[Name],
    organisations: Sequence[Organisation],
    emails: Sequence[Email],
    phones: Sequence[Phone],
    others: Sequence[str] = (),
) -> str:
    """An id for a row that has none: of its raw name, else its organisation, and its first address or phone.

    A row with neither is known by `others`, all that it holds: else all such rows would be one.
    """
    whole = full_text(names[0]) if names else next((each.name for each in organisations if each.name), None)
    address = emails[0].address if emails else phones[0].number if phones else None
    if whole is None and address is None:
        return raw_id(None, "\x1f".join(others))
    return raw_id(whole, address)


def mapped_contact(row: Row, layout: Layout) -> RawContact:
    """The contact in a row by a layout: takes the cells of its columns, keeps all the others in `extra`."""
    everything = row.texts()
    names = named(Name(**_parts(row, columns), kind=kind) for kind, columns in layout["names"].items())
    emails = tuple(_emails(row, layout["emails"]))
    phones = tuple(
        Phone(number, label or None, is_preferred=label in layout.get("preferred", ()))
        for label, column in layout["phones"].items()
        for text in row.take_all(column)
        for number in split_numbers(text)
    )
    organisation = Organisation(**_parts(row, layout["organisation"]))
    organisations = (organisation,) if any(organisation[:-1]) else ()
    return RawContact(
        record_id=row_id(names, organisations, emails, phones, everything),
        file=row.file,
        position=row.position,
        names=names,
        emails=emails,
        phones=phones,
        addresses=tuple(_addresses(row, layout["addresses"])),
        organisations=organisations,
        urls=tuple(_urls(row, layout["urls"])),
        dates=tuple(_dates(row, layout)),
        relations=tuple(
            Relation(text, kind)
            for kind, column in layout.get("relations", {}).items()
            for text in row.take_all(column)
        ),
        categories=tuple(
            part.strip()
            for column, separator in layout.get("categories", {}).items()
            for text in row.take_all(column)
            for part in text.split(separator)
            if part.strip()
        ),
        note=row.take(layout["note"]),
        extra=row.rest(),
    )


def _parts(row: Row, columns: Mapping[str, str]) -> dict[str, Any]:
    return {part: text for part, column in columns.items() if (text := row.take(column))}


def _emails(row: Row, columns: Sequence[Mapping[str, str]]) -> Iterable[Email]:
    for each in columns:
        for text in row.take_all(each["address"]):
            display_name = row.take(each["display_name"]) if "display_name" in each else None
            for address in split_addresses(text):
                yield Email(address, each.get("label"), display_name=display_name)


def _addresses(row: Row, labels: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterable[Address]:
    for label, parts in labels.items():
        lines: dict[str, Any] = {part: "\n".join(row.take_all(*columns)) for part, columns in parts.items()}
        if any(lines.values()):
            yield Address(**{part: text for part, text in lines.items() if text}, label=label)


def _urls(row: Row, columns: Sequence[Mapping[str, str]]) -> Iterable[Url]:
    for each in columns:
        for text in row.take_all(each["url"]):
            yield Url(text, each.get("label"), each.get("kind", "web"), each.get("service"))


def _dates(row: Row, layout: Layout) -> Iterable[Date]:
    for kind, column in layout["dates"].items():
        for text in row.take_all(column):
            if text.strip() not in layout.get("no_date", ()):
                yield Date(text, kind)


def split_addresses(text: str) -> list[str]:
    """The e-mail addresses in a cell: one as written, or several where each part between commas and such has an @."""
    parts = [part for part in _BETWEEN_ADDRESSES.split(text) if part]
    if len(parts) > 1 and all(part.count("@") == 1 for part in parts):
        return parts
    return [text]


def split_numbers(text: str) -> list[str]:
    """The phone numbers in a cell: one as written, or several where every part is long enough."""
    parts = [part for part in _BETWEEN_NUMBERS.split(text) if part]
    if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= _SHORTEST_NUMBER for part in parts):
        return parts
    return [text]
