"""Any other CSV with contacts, whatever program or person wrote it: columns are known by their names' synonyms."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

from connectors.base import Document
from connectors.csv_fields import full_text, named, row_id, split_addresses, split_numbers
from connectors.csv_headers import Slot, is_honorific, slots_of
from connectors.csv_table import CsvConnector, Row, find_header, is_table, known_other, table_columns
from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Relation, Url

_NAME_PARTS: Final = ("prefix", "given", "middle", "family", "suffix")
_PHONES: Final = {"phone": "", "mobile": "mobile", "fax": "fax", "pager": "pager"}
_ADDRESS_PARTS: Final = ("extended", "po_box", "city", "region", "postal_code", "country")
_ORGANISATION_PARTS: Final = {"organisation": "name", "department": "department", "title": "title"}
_RELATIONS: Final = ("spouse", "partner", "child", "manager", "assistant")
_UNIQUE: Final = 12
"""An id this long is taken to be unique anywhere; a short one ("7") is told apart by the name beside it."""

_SEEN_COLUMNS: Final = 12
"""Columns that the message about an unknown table names."""

Cells = dict[str, list[tuple[Slot, str]]]
"""The texts of a row by field."""


class GenericCsv(CsvConnector):
    """Reads tables whose columns are called what people call them, in English, German, French, Italian or Spanish."""

    name: ClassVar[str] = "generic_csv"
    title: ClassVar[str] = "CSV"
    endings: ClassVar[tuple[bytes, ...]] = ()  # spreadsheets leave out the last line end

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether the document's head has a header of contacts, and a table below it rather than a text."""
        header = find_header(document, cls.is_header)
        if header is None or not is_table(document, header):
            return False
        fields = {slot.field for slot in slots_of(header.keys).values()}
        if fields != {"email"} or b"@" in document.head:
            return True
        return b"\n" not in document.head.strip()  # a word "mail" somewhere at the start of a line is no header yet

    @classmethod
    def is_header(cls, keys: tuple[str, ...]) -> bool:
        """Whether a row names the columns of an address book: a name, and how or where to find who bears it.

        An e-mail address or a phone alone, or a name with nothing but a place, take a table half of whose columns are
        known: a bank statement has names too.
        """
        if known_other(keys):
            return False
        slots = slots_of(keys)
        fields = {slot.field for slot in slots.values()}
        has_name = not fields.isdisjoint({"name", "given", "family"})
        is_reachable = not fields.isdisjoint({"email", "phone", "mobile"})
        if has_name and is_reachable:
            return True
        has_place = not fields.isdisjoint({"address", "street", "city", "organisation"})
        is_mostly_known = 2 * len(slots) >= sum(1 for key in keys if key)
        return is_mostly_known and (is_reachable or (has_name and has_place))

    @classmethod
    def contact(cls, row: Row) -> RawContact:
        """The contact in a row; the id is the row's own where it has one."""
        everything = row.texts()
        cells = _cells(row)
        names = tuple(_names(cells))
        emails = tuple(_emails(cells))
        phones = tuple(_phones(cells))
        organisations = tuple(_organisations(cells))
        made = row_id(names, organisations, emails, phones, everything)
        return RawContact(
            record_id=_own_id(cells, names) or made,
            file=row.file,
            position=row.position,
            names=names,
            emails=emails,
            phones=phones,
            addresses=tuple(_addresses(cells)),
            organisations=organisations,
            urls=tuple(_urls(cells)),
            dates=tuple(Date(text, kind) for kind in ("birthday", "anniversary") for _, text in cells[kind]),
            relations=tuple(Relation(text, kind) for kind in _RELATIONS for _, text in cells[kind]),
            categories=tuple(part for _, text in cells["categories"] for part in _split_categories(text)),
            note="\n".join(text for _, text in cells["note"]) or None,
            extra=row.rest(),
        )


def unknown_columns_message(document: Document) -> str | None:
    """What to tell people about a table that was not recognised, None where the document is no table."""
    columns = table_columns(document)
    if len(columns) < 2 or GenericCsv.recognises(document):  # noqa: PLR2004 - one column is any text
        return None
    seen = ", ".join(columns[:_SEEN_COLUMNS]) + (", …" if len(columns) > _SEEN_COLUMNS else "")
    return (
        "no column looks like a name with an e-mail address, a phone number, an address or a company "
        f"(columns: {seen}). Rename columns to e.g. 'Name', 'Email', 'Phone' if it holds contacts"
    )


def _cells(row: Row) -> Cells:
    """The texts of the known columns, taken from the row."""
    cells: Cells = defaultdict(list)
    for key, slot in slots_of(row.header.keys).items():
        for text in row.take_all(key):
            field = slot.field
            if field == "title_or_prefix":
                field = "prefix" if is_honorific(text) else "title"
            cells[field].append((slot, text))
    return cells


def _texts(cells: Cells, field: str) -> str | None:
    return " ".join(text for _, text in cells[field]) or None


def _names(cells: Cells) -> Iterator[Name]:
    fulls = [text for _, text in cells["name"]]
    parts: dict[str, Any] = {part: _texts(cells, part) for part in _NAME_PARTS}
    yield from named([Name(fulls[0] if fulls else None, **parts)])
    yield from (Name(full=text, kind="alternative") for text in fulls[1:])
    yield from (Name(full=text, kind=kind) for kind in ("nickname", "maiden") for _, text in cells[kind])


def _emails(cells: Cells) -> Iterator[Email]:
    for slot, text in cells["email"]:
        for address in split_addresses(text):
            yield Email(address, slot.label, is_preferred=slot.label == "main")


def _phones(cells: Cells) -> Iterator[Phone]:
    for field, kind in _PHONES.items():
        for slot, text in cells[field]:
            for number in split_numbers(text):
                label = " ".join(filter(None, (slot.label, kind))) or None
                yield Phone(number, label, is_preferred=slot.label == "main")


def _grouped(cells: Cells, fields: Iterable[str]) -> dict[tuple[str | None, int], dict[str, list[str]]]:
    """The texts of these fields by the label and number that they share, then by field."""
    groups: dict[tuple[str | None, int], dict[str, list[str]]] = defaultdict(dict)
    for field in fields:
        for slot, text in cells[field]:
            groups[slot.label, slot.number].setdefault(field, []).append(text)
    return groups


def _addresses(cells: Cells) -> Iterator[Address]:
    groups = _grouped(cells, ("address", "street", "house_number", *_ADDRESS_PARTS))
    for (label, _), parts in groups.items():
        others: dict[str, Any] = {part: "\n".join(parts[part]) for part in _ADDRESS_PARTS if part in parts}
        street = "\n".join(parts.get("street", ()))
        whole = " ".join([street, *parts.get("house_number", ())]).strip()
        yield Address("\n".join(parts.get("address", ())) or None, street=whole or None, label=label, **others)


def _organisations(cells: Cells) -> Iterator[Organisation]:
    for parts in _grouped(cells, _ORGANISATION_PARTS).values():
        held: dict[str, Any] = {_ORGANISATION_PARTS[field]: "\n".join(texts) for field, texts in parts.items()}
        yield Organisation(**held)


def _urls(cells: Cells) -> Iterator[Url]:
    for field, kind in (("url", "web"), ("social", "social"), ("im", "im")):
        for slot, text in cells[field]:
            yield Url(text, slot.label, kind, slot.service)


def _split_categories(text: str) -> list[str]:
    separator = next((mark for mark in (" ::: ", ";", "|") if mark in text), ",")
    return [part.strip() for part in text.split(separator) if part.strip()]


def _own_id(cells: Cells, names: tuple[Name, ...]) -> str | None:
    """The row's own id; a short one, which other tables have too, together with the name."""
    own = "/".join(text.strip() for _, text in cells["id"])
    if not own or len(own) >= _UNIQUE or not names:
        return own or None
    return f"{own}:{full_text(names[0])}"
