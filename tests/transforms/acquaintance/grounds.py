"""A small circle in a few words: people with what their cards say, what happened, and the frames made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import polars as pl

from configs.settings import Settings
from tests.transforms import books
from tests.transforms.ledger_frames import ME
from transforms.acquaintance.attendance import Ground, ground
from transforms.acquaintance.frames import acquaintance_frames
from transforms.ledger.shapes import INTERACTION, PARTICIPANT, Schema
from transforms.said import CONTEXTS_SAID
from transforms.tidy import SCHEMAS, Tidy

TODAY = date(2026, 11, 24)
Meeting = tuple[pl.DataFrame, pl.DataFrame]


@dataclass(frozen=True)
class Someone:
    """A person with one card; `person_id` stands for the card as well."""

    person_id: str
    name: str | None = None
    emails: tuple[str, ...] = ()
    phone: str | None = None
    address: tuple[str, str] | None = None
    jobs: tuple[tuple[Any, ...], ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    connected: str | None = None
    updated: str | None = None
    owners: tuple[str, ...] = ("me",)

    @property
    def full_name(self) -> str:
        """What they are called: their id, where nothing else is given."""
        return self.name or self.person_id.title()


def frames(people: Sequence[Someone], meetings: Sequence[Meeting] = ()) -> dict[str, pl.DataFrame]:
    """The frames of the published tables that acquaintance reads; the owner is `ME`, if they have a card."""
    made = {name: _rows(schema, _of(people, name)) for name, schema in _schemas().items()}
    return made | {
        "interaction": pl.concat([pl.DataFrame(schema=INTERACTION), *(meeting for meeting, _ in meetings)]),
        "interaction_participant": pl.concat([pl.DataFrame(schema=PARTICIPANT), *(those for _, those in meetings)]),
    }


def tidy(people: Sequence[Someone]) -> Tidy:
    """The tidy records of which contexts read the labels."""
    rows = [
        {"source": "vcard", "record_id": one.person_id, "category": label, "is_system": False, "raw": label}
        for one in people
        for label in one.labels
    ]
    parts = {name: _rows(schema, rows if name == "categories" else []) for name, schema in SCHEMAS.items()}
    return Tidy(**parts)


def around(people: Sequence[Someone], *meetings: Meeting, today: date = TODAY) -> Ground:
    """What is known of them."""
    return ground(frames(people, meetings), owner="me", today=today)


def acquaintance(
    people: Sequence[Someone], *meetings: Meeting, said: pl.DataFrame | None = None, today: date = TODAY
) -> dict[str, pl.DataFrame]:
    """The frames of how people know each other."""
    words = pl.DataFrame(schema=CONTEXTS_SAID) if said is None else said
    return acquaintance_frames(
        tidy(people), frames(people, meetings), contexts_said=words, settings=Settings(), today=today
    )


def contexts(
    people: Sequence[Someone], *meetings: Meeting, said: pl.DataFrame | None = None
) -> dict[str, list[tuple[str, str]]]:
    """The contexts of each person, in order: (context, kind)."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = acquaintance(people, *meetings, said=said)["context"]
    for person, context, kind in rows.select("person_id", "context", "kind").iter_rows():
        found.setdefault(person, []).append((context, kind))
    return found


def words(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """What the user says: (person, context), and maybe is_denied and sphere."""
    names = ("person_id", "context", "is_denied", "sphere")
    said = [{"owner": "me", "is_denied": False} | dict(zip(names, row, strict=False)) for row in rows]
    return _rows(CONTEXTS_SAID, said)


@cache
def _schemas() -> dict[str, Schema]:
    """The columns of the tables, as the model has them."""
    tables = ("source_record", "person", "person_name", "person_email", "person_phone", "person_address")
    names = (*tables, "person_date", "person_relation", "affiliation")
    empty = books.frames()
    return {name: dict(empty[name].schema) for name in names}


def _of(people: Sequence[Someone], table: str) -> list[dict[str, Any]]:
    return [row for one in people for row in _TABLES[table](one)]


def _origin(one: Someone, raw: str) -> dict[str, Any]:
    return {"provenance": [{"source": "vcard", "record_id": one.person_id, "raw": raw, "label": None}]}


def _records(one: Someone) -> list[dict[str, Any]]:
    at = None if one.updated is None else datetime.fromisoformat(one.updated).replace(tzinfo=UTC)
    kind = "linkedin" if one.connected else "vcard"
    same = {"record_id": one.person_id, "person_id": one.person_id, "kind": "person", "is_owner": one.person_id == ME}
    return [same | {"source": "vcard", "connector": kind, "owner": owner, "updated_at": at} for owner in one.owners]


def _person(one: Someone) -> list[dict[str, Any]]:
    family = one.full_name.split()[-1]
    flags = {"is_owner": one.person_id == ME, "is_named": True, "owners": list(one.owners)}
    return [{"person_id": one.person_id, "full_name": one.full_name, "family_name": family, **flags}]


def _emails(one: Someone) -> list[dict[str, Any]]:
    return [
        {"person_id": one.person_id, "address": address, "domain": address.split("@")[1], "is_role_address": False}
        | _origin(one, address)
        for address in one.emails
    ]


def _jobs(one: Someone) -> list[dict[str, Any]]:
    return [
        {
            "person_id": one.person_id,
            "organisation": name,
            "organisation_key": name.lower(),
            "organisation_id": name.lower(),
            "started_on": dates[0] and date.fromisoformat(dates[0]) if dates else None,
            "ended_on": date.fromisoformat(dates[1]) if len(dates) > 1 else None,
        }
        | _origin(one, name)
        for name, *dates in one.jobs
    ]


def _phones(one: Someone) -> list[dict[str, Any]]:
    number = {"person_id": one.person_id, "number": one.phone, "e164": one.phone, "phone_kind": "home"}
    return [number] if one.phone else []


def _addresses(one: Someone) -> list[dict[str, Any]]:
    return [{"person_id": one.person_id, "street": one.address[0], "city": one.address[1]}] if one.address else []


def _relations(one: Someone) -> list[dict[str, Any]]:
    return [
        {"person_id": one.person_id, "relation": relation, "value": who, "label": relation, "related_person_id": None}
        | _origin(one, who)
        for relation, who in one.relations
    ]


def _dates(one: Someone) -> list[dict[str, Any]]:
    if one.connected is None:
        return []
    on = {"kind": "connected", "iso": one.connected, "date": date.fromisoformat(one.connected)}
    return [{"person_id": one.person_id, **on, **_origin(one, one.connected)}]


_TABLES = {
    "source_record": _records,
    "person": _person,
    "person_name": lambda one: [{"person_id": one.person_id, "full_name": one.full_name, "kind": "main"}],
    "person_email": _emails,
    "person_phone": _phones,
    "person_address": _addresses,
    "person_date": _dates,
    "person_relation": _relations,
    "affiliation": _jobs,
}


def _rows(schema: Schema, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row")
