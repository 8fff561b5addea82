"""Google Contacts as CSV, both generations: `Given Name … - Type` and, since 2024, `First Name … - Label`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Any, ClassVar, Final, NamedTuple

from configs.words import word_list
from connectors.csv_fields import Layout, named, row_id
from connectors.csv_table import CsvConnector, Row
from connectors.records import (
    Address,
    Date,
    Email,
    Name,
    Organisation,
    Phone,
    RawContact,
    Relation,
    Url,
)

_LAYOUT: Final[Layout] = word_list("csv_columns")["google"]
_GROUP: Final = re.compile(r"(?P<kind>\D+?) (?P<number>\d{1,4}) - (?P<part>.+)")
_SEPARATOR: Final = re.compile(r" ?::: ?")


class Group(NamedTuple):
    """Cells that belong together (`Phone 2 - Type`, `Phone 2 - Value`): their label and the parts of one value."""

    number: int
    label: str | None
    parts: Mapping[str, str]

    @property
    def value(self) -> str:
        """The part called "Value"."""
        return self.parts.get("value", "")

    @property
    def is_preferred(self) -> bool:
        """Whether Google marks the label with a star."""
        return (self.label or "").lstrip().startswith("*")


class GoogleCsv(CsvConnector):
    """Reads the CSV exports of Google Contacts; several values in one cell are joined with ` ::: `."""

    name: ClassVar[str] = "google_csv"
    title: ClassVar[str] = "Google Contacts CSV"

    @classmethod
    def is_header(cls, keys: tuple[str, ...]) -> bool:
        """Whether there are numbered groups, or the columns that only Google has, beside a name."""
        has_name = not _NAMES.isdisjoint(keys)
        numbered = any(key in keys for key in ("e-mail 1 - value", "phone 1 - value"))
        own = len(set(_LAYOUT["signature"]).intersection(keys)) >= int(_LAYOUT["at_least"])
        return has_name and (numbered or own)

    @classmethod
    def contact(cls, row: Row) -> RawContact:
        """The contact in a row, labels as given, with a star where Google put one."""
        everything = row.texts()
        names = named(
            Name(**{part: row.take(*columns) for part, columns in parts.items()}, kind=kind)
            for kind, parts in _LAYOUT["names"].items()
        )
        emails = tuple(Email(each.value, each.label, each.is_preferred) for each in _groups(row, "e-mail"))
        phones = tuple(Phone(each.value, each.label, each.is_preferred) for each in _groups(row, "phone"))
        organisations = tuple(_organisations(row))
        return RawContact(
            record_id=row_id(names, organisations, emails, phones, everything),
            file=row.file,
            position=row.position,
            names=names,
            emails=emails,
            phones=phones,
            addresses=tuple(
                Address(**_fields(each, _LAYOUT["address"]), label=each.label, is_preferred=each.is_preferred)
                for each in _groups(row, "address", _LAYOUT["address"].values())
            ),
            organisations=organisations,
            urls=tuple(_urls(row)),
            dates=tuple(_dates(row)),
            relations=tuple(Relation(each.value, each.label) for each in _groups(row, "relation")),
            categories=tuple(part for text in row.take_all("labels", "group membership") for part in split(text)),
            note=row.take("notes"),
            extra=_with_custom_fields(row),
        )


_NAMES: Final = frozenset(column for parts in _LAYOUT["names"].values() for names in parts.values() for column in names)


def split(text: str) -> list[str]:
    """The values of a cell that holds several."""
    return [part for part in _SEPARATOR.split(text) if part and not part.isspace()]


@lru_cache(maxsize=256)
def _numbers(keys: tuple[str, ...], kind: str) -> list[int]:
    """The numbers that the groups of a kind have in a header."""
    groups = (_GROUP.fullmatch(key) for key in keys)
    return sorted({int(group["number"]) for group in groups if group and group["kind"] == kind})


def _groups(
    row: Row, kind: str, parts: Iterable[str] = ("value",), needs: str = "", *, has_label: bool = True
) -> Iterator[Group]:
    """The groups of a kind that hold any of these parts, in order; a cell with several values gives several groups.

    A label without a value stays in the row, and so does what stands beside it where the part that it `needs` is empty.
    """
    wanted = (needs,) if needs else tuple(parts)
    for number in _numbers(row.header.keys, kind):
        if not any(row.peek(f"{kind} {number} - {part}") for part in wanted):
            continue
        label = row.take(f"{kind} {number} - label", f"{kind} {number} - type") if has_label else None
        texts = {part: _SEPARATOR.split(row.take(f"{kind} {number} - {part}") or "") for part in parts}
        for values in zip_longest(*texts.values(), fillvalue=""):
            held = {part: value for part, value in zip(texts, values, strict=True) if value and not value.isspace()}
            if held:
                yield Group(number, label, held)


def _fields(group: Group, columns: Mapping[str, str]) -> dict[str, Any]:
    return {field: group.parts[part] for field, part in columns.items() if part in group.parts}


def _organisations(row: Row) -> Iterator[Organisation]:
    """The newer generation's one organisation, the numbered ones, and an occupation without an employer.

    An organisation has no place for a label ("Work"), so that stays in the row.
    """
    columns = _LAYOUT["organisation"]
    single: dict[str, Any] = {field: row.take(f"organization {part}") for field, part in columns.items()}
    if any(single.values()):
        yield Organisation(**single)
    for each in _groups(row, "organization", columns.values(), has_label=False):
        label = row.peek(f"organization {each.number} - label") or row.peek(f"organization {each.number} - type")
        yield Organisation(**_fields(each, columns), is_preferred=label.startswith("*"))
    if occupation := row.take("occupation"):
        yield Organisation(title=occupation)


def _urls(row: Row) -> Iterator[Url]:
    for each in _groups(row, "website"):
        yield Url(each.value, each.label)
    for each in _groups(row, "im", ("value", "service"), needs="value"):
        yield Url(each.value, each.label, "im", each.parts.get("service"))
    for photo in row.take_all("photo"):
        yield Url(photo, None, "photo")


def _dates(row: Row) -> Iterator[Date]:
    for birthday in row.take_all("birthday"):
        yield Date(birthday, "birthday")
    for each in _groups(row, "event"):
        yield Date(each.value, (each.label or "event").strip())


def _with_custom_fields(row: Row) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is left in the row, custom fields under the names that people gave them."""
    kept: dict[str, list[str]] = {}
    for each in _groups(row, "custom field"):
        kept.setdefault(each.label or "Custom Field", []).append(each.value)
    for column, texts in row.rest():
        kept.setdefault(column, []).extend(texts)
    return tuple((column, tuple(texts)) for column, texts in kept.items())
