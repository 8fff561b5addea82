"""What a column of an unknown program holds, told from its name in five languages.

The names stand in `configs/words/csv_headers.toml`.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple
from unicodedata import combining, normalize

from configs.words import word_list

_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")
_LARGEST_NUMBER: Final = 99
"""A number in a column's name that counts ("Phone 2"); larger ones mean something else ("Address 2024")."""

_LABELLED: Final = frozenset(
    {"email", "phone", "mobile", "fax", "pager", "url", "address", "street", "house_number", "extended"}
    | {"po_box", "city", "region", "postal_code", "country"}
)
_PLACES: Final = frozenset({"city", "postal_code"})


class Slot(NamedTuple):
    """What a column holds: a field, where its values belong ("work"), their number, and the network they are of."""

    field: str
    label: str | None = None
    number: int = 1
    service: str | None = None


def fold(text: str) -> list[str]:
    """The words and numbers of a text without case, accents and punctuation."""
    plain = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return _WORDS.findall(plain)


@cache
def _synonyms() -> dict[str, Slot]:
    words = word_list("csv_headers")
    slots = {name: Slot(field) for field, names in words["fields"].items() for name in names}
    slots |= {name: Slot("social", service=service) for service, names in words["social"].items() for name in names}
    return slots | {name: Slot("im", service=service) for service, names in words["im"].items() for name in names}


@cache
def _labels() -> dict[str, str]:
    return {word: label for label, words in word_list("csv_headers")["labels"].items() for word in words}


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word_list("csv_headers")["words"]["fillers"])


@lru_cache(maxsize=4096)
def slot_of(column: str) -> Slot | None:
    """What a column of this name holds, None where the name isn't known."""
    words = fold(column)
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= len(str(_LARGEST_NUMBER))]
    words = [word for word in words if not word.isdecimal()]
    number = max(numbers[0], 1) if numbers else 1
    for kept in (words, [word for word in words if word not in _fillers()]):
        if slot := _synonyms().get("".join(kept)) or _labelled(kept):
            return slot._replace(number=number)
    return None


def _labelled(words: list[str]) -> Slot | None:
    """The slot of words some of which are labels; a label may be written together with the rest ("workphone")."""
    labels = [word for word in words if word in _labels()]
    rest = "".join(word for word in words if word not in _labels())
    if not labels:
        labels = [word for word in _labels() if rest.startswith(word) and rest.removeprefix(word) in _synonyms()][:1]
        rest = rest.removeprefix(labels[0]) if labels else rest
    slot = _synonyms().get(rest)
    if slot is None or not labels or slot.field not in _LABELLED:
        return None
    return slot._replace(label=_labels()[labels[0]])


@lru_cache(maxsize=64)
def slots_of(columns: tuple[str, ...]) -> dict[str, Slot]:
    """What each of a table's known columns holds; names that mean several things are settled by the others.

    "Title" alone stays `title_or_prefix`: only its values can tell.
    """
    found = {column: slot for column in columns if column and (slot := slot_of(column))}
    fields = {slot.field for slot in found.values()}
    parted = {(slot.label, slot.number) for slot in found.values() if slot.field in _PLACES}
    return {column: _settled(slot, fields, parted) for column, slot in found.items()}


def _settled(slot: Slot, fields: Iterable[str], parted: Iterable[tuple[str | None, int]]) -> Slot:
    if slot.field == "name":
        return slot._replace(field=_name_field(frozenset(fields)))
    if slot.field == "title_or_prefix":
        return slot._replace(field="prefix") if "title" in fields else slot
    if slot.field not in {"address", "street"}:
        return slot
    if (slot.label, slot.number) not in parted and (slot.label, 1) in parted:
        return slot._replace(field="street", number=1)  # "Address 2" is the second line of the one address
    is_street = (slot.label, slot.number) in parted
    return slot._replace(field="street") if is_street else slot


@cache
def _honorifics() -> frozenset[str]:
    words = word_list("names")["honorifics"]
    return frozenset(words["plain"]) | frozenset(words["with_dot"])


def is_honorific(text: str) -> bool:
    """Whether a title is one of address ("Dr.", "Ms") and not a job's."""
    words = fold(text)
    return bool(words) and all(word in _honorifics() for word in words)


def _name_field(fields: frozenset[str]) -> str:
    """Which name a column called "Name" holds beside the given and family names."""
    match ("given" in fields, "family" in fields):
        case (True, False):
            return "family"
        case (False, True):
            return "given"
        case _:
            return "name"
