"""Why records are one person's, or are not: what `kith explain` tells, read from the published warehouse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from transforms.identity.spanning import Link, Record, path, spanning_links
from warehouse.evidence_reading import EvidenceReader
from warehouse.reading import Row

_ENDED = ("source", "record_id", "person_id", "full_name", "file", "position", "value")


@dataclass(frozen=True, slots=True)
class Named:
    """Who is asked about: a person (a row of `WarehouseReader.find_people`), by one of their records or as a whole."""

    person: Row
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Oneness:
    """Why a person is one.

    person   a row of `WarehouseReader.find_people`
    records  their records, rows of `WarehouseReader.records`
    links    the pairs that hold the records together, the weakest first, rows of `EvidenceReader.evidence_of`
    others   the strongest pair with each other person they were compared with, the strongest first; this person is a
    """

    person: Row
    records: list[Row]
    links: list[Row]
    others: list[Row]


@dataclass(frozen=True, slots=True)
class Twoness:
    """Why two are one person, or are not.

    pairs   the pairs of their records that were compared, the strongest first; the one who was named first is a
    links   where they are one person and none of these: the pairs by way of which they are
    """

    one: Named
    other: Named
    pairs: list[Row]
    links: list[Row]

    @property
    def is_one_person(self) -> bool:
        """Whether both are the same person."""
        return bool(self.one.person["person_id"] == self.other.person["person_id"])


def explain_one(reader: EvidenceReader, person: Row) -> Oneness:
    """Why a person's records are one, and who else they might be."""
    person_id = person["person_id"]
    pairs = reader.evidence_of(person_id)
    within = [pair for pair in pairs if pair["person_id_a"] == pair["person_id_b"]]
    others: dict[str, Row] = {}
    for pair in sorted(pairs, key=_strength, reverse=True):
        if pair["person_id_a"] != pair["person_id_b"]:
            seen = _from(pair, is_a=pair["person_id_a"] == person_id)
            others.setdefault(seen["person_id_b"], seen)
    return Oneness(person, reader.records(person_id), _spanning(within), list(others.values()))


def explain_two(reader: EvidenceReader, one: Named, other: Named) -> Twoness:
    """What was found between two people, or between two records."""
    person_id, other_id = one.person["person_id"], other.person["person_id"]
    all_pairs = reader.evidence_of(person_id)
    pairs = [
        _from(pair, is_a=is_a)
        for pair in sorted(all_pairs, key=_strength, reverse=True)
        for is_a in (True, False)
        if _is_meant(pair, one, is_a=is_a) and _is_meant(pair, other, is_a=not is_a)
    ]
    links: list[Row] = []
    if not pairs and person_id == other_id and one.record and other.record:
        within = [pair for pair in all_pairs if pair["person_id_a"] == pair["person_id_b"]]
        links = _of_links(path(spanning_links(_links(within)), one.record, other.record), within)
    return Twoness(one, other, pairs, links)


def record_of(pair: Row, end: str) -> Record:
    """The record at an end (a or b) of a pair."""
    return pair[f"source_{end}"], pair[f"record_id_{end}"]


def bits(pair: Row) -> float:
    """How much holds two records of one person together: the user's word is beyond any evidence."""
    return inf if pair["verdict"] == "same" or pair["weight"] is None else float(pair["weight"])


def _strength(pair: Row) -> tuple[bool, float]:
    """What somebody said of two goes before what was found."""
    return pair["verdict"] in {"same", "different"}, -inf if pair["weight"] is None else pair["weight"]


def _spanning(within: Sequence[Row]) -> list[Row]:
    return _of_links(spanning_links(_links(within)), within)


def _links(pairs: Iterable[Row]) -> list[Link]:
    return [Link(record_of(pair, "a"), record_of(pair, "b"), bits(pair)) for pair in pairs]


def _of_links(links: Iterable[Link], pairs: Iterable[Row]) -> list[Row]:
    of_records = {(record_of(pair, "a"), record_of(pair, "b")): pair for pair in pairs}
    return [of_records[link.one, link.other] for link in links]


def _is_meant(pair: Row, named: Named, *, is_a: bool) -> bool:
    end = "a" if is_a else "b"
    is_person: bool = pair[f"person_id_{end}"] == named.person["person_id"]
    return is_person and named.record in {None, record_of(pair, end)}


def _from(pair: Row, *, is_a: bool) -> Row:
    """The pair as seen from its record a, or from the other one, which is a then."""
    if is_a:
        return pair
    evidence = pair["evidence"] and [_turned(clue) for clue in pair["evidence"]]
    return {**_turned(pair), "evidence": evidence}


def _turned(row: Row) -> Row:
    swapped = {
        f"{name}_{end}": row[f"{name}_{to}"] for name in _ENDED for end, to in ("ab", "ba") if f"{name}_a" in row
    }
    return {**row, **swapped}
