"""How the values that were compared are written in their records: they are compared without accents, case and marks."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from anyascii import anyascii

from flows.explaining import record_of
from warehouse.evidence_reading import EvidenceReader
from warehouse.reading import Row

if TYPE_CHECKING:
    from transforms.identity.spanning import Record

_KINDS: Final = {
    "given_name": ("name",),
    "family_name": ("name",),
    "middle_name": ("name",),
    "name_order": ("name",),
    "generation": ("name",),
    "address_name": ("name", "email"),
    "email": ("email",),
    "phone": ("phone",),
    "organisation": ("work",),
    "title": ("work",),
    "birthday": ("birthday",),
    "city": ("address",),
    "street": ("address",),
    "postal_code": ("address",),
}
"""Where in a record the values of a comparison stand: kinds of `EvidenceReader.values_of`."""

_LONGEST: Final = 16
"""Words of a text that are looked through."""


class Spelling:
    """How a pair's values are written in its two records."""

    def __init__(self, one: Iterable[Row], other: Iterable[Row]) -> None:
        """`one` and `other`: what the two records say, as `EvidenceReader.values_of` has it."""
        self._said = {"a": list(one), "b": list(other)}

    def of(self, comparison: str, end: str, value: str | None) -> str | None:
        """A value of an end (a or b) as it was written; as it was compared where that isn't found."""
        if value is None:
            return None
        kinds = _KINDS.get(comparison, ())
        written = (_written(value, row["said"], comparison) for row in self._said[end] if row["kind"] in kinds)
        return next((text for text in written if text), value)


class Spellings:
    """How the values of several pairs are written, read at once."""

    def __init__(self, reader: EvidenceReader, pairs: Sequence[Row]) -> None:
        """`pairs`: rows of `EvidenceReader.evidence_of`."""
        self._said: dict[Record, list[Row]] = {record_of(pair, end): [] for pair in pairs for end in "ab"}
        for row in reader.values_of(list(self._said)):
            self._said[row["source"], row["record_id"]].append(row)

    def of(self, pair: Row) -> Spelling:
        """How one of the pairs is written."""
        return Spelling(*(self._said[record_of(pair, end)] for end in "ab"))


def _written(value: str, said: str, comparison: str) -> str | None:
    """The part of a text that is the value; of a phone number the whole, if it ends so."""
    folded = _folded(value)
    if comparison == "phone":
        return said if folded and _folded(said).endswith(folded.lstrip("0")) else None
    words = re.split(r"[\s,;/]+", said)[:_LONGEST]
    runs: Any = ((0, len(words)), *combinations(range(len(words) + 1), 2))
    return next(
        (" ".join(words[start:end]) for start, end in runs if _folded("".join(words[start:end])) == folded), None
    )


def _folded(text: str) -> str:
    return "".join(letter for letter in anyascii(text).lower() if letter.isalnum())
