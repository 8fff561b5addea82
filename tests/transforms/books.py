"""Address books in a few words: records of several sources, and what becomes of them on the way to people."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import polars as pl

from configs.settings import Settings
from connectors.records import Email, Name, Organisation, Phone, RawContact, Url, contacts_table
from tests.transforms.frames import contact
from transforms.identity.engine import Resolution, resolve
from transforms.model import Past, Said, model_frames
from transforms.normalise import normalise
from transforms.person_ids import assign_person_ids
from transforms.remaking import Later
from transforms.said import CADENCES, CONTEXTS_SAID, LOGGED

LOADED_AT = datetime(2026, 1, 2, tzinfo=UTC)
NOTHING_SAID = Said(*(pl.DataFrame(schema=schema) for schema in (LOGGED, CONTEXTS_SAID, CADENCES)))
NOTHING_PAST = Past(gathered=None, strange=None, said=NOTHING_SAID, today=LOADED_AT.date())
NO_IDS = pl.DataFrame(schema={"source": pl.String, "record_id": pl.String, "person_id": pl.String})


class Record(NamedTuple):
    """A record of a source; `given_id` is the source's own id where it isn't the record's."""

    contact: RawContact
    source: str = "vcard"
    given_id: str | None = None
    owner: str = "me"

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.contact.record_id


def record(
    record_id: str,
    name: str | Name | None = None,
    *,
    source: str = "vcard",
    given_id: str | None = None,
    owner: str = "me",
    email: str | Sequence[str] = (),
    phone: str | Sequence[str] = (),
    job: tuple[str | None, str | None] | None = None,
    url: str | Sequence[str] = (),
    **fields: Any,  # noqa: ANN401 - any field of a raw contact
) -> Record:
    """A record with a name and what else is given; `job` is an organisation and a title, an id not given is made up."""
    names = () if name is None else (name if isinstance(name, Name) else Name(full=name),)
    given: dict[str, Any] = {
        "names": names,
        "emails": tuple(Email(each) for each in _several(email)),
        "phones": tuple(Phone(each) for each in _several(phone)),
        "urls": tuple(Url(each) for each in _several(url)),
        "organisations": () if job is None else (Organisation(name=job[0], title=job[1]),),
    }
    return Record(contact(record_id, **(given | fields)), source, given_id or f"raw:{record_id}", owner)


def _several(values: str | Sequence[str]) -> Sequence[str]:
    return (values,) if isinstance(values, str) else values


def raw_book(records: Sequence[Record]) -> pl.DataFrame:
    """The records as the landing store hands them out."""
    columns = {
        "source": [each.source for each in records],
        "owner": [each.owner for each in records],
        "connector": [each.source.split(":")[0].split("@")[0] for each in records],
        "given_id": [each.given_id for each in records],
    }
    return pl.concat(
        [
            pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
            pl.DataFrame(contacts_table([each.contact for each in records])),
        ],
        how="horizontal",
    ).with_columns(loaded_at=pl.lit(LOADED_AT).cast(pl.Datetime("us", "UTC")))


def resolved(*records: Record) -> Resolution:
    """Who is who among the records."""
    raw = raw_book(records)
    return resolve(normalise(raw, default_region=None), raw.select("source", "record_id", "connector", "given_id"))


def groups(*records: Record) -> set[frozenset[str]]:
    """The ids of the records that are one person's."""
    found = resolved(*records).groups.group_by("group").agg("record_id")
    return {frozenset(ids) for ids in found["record_id"].to_list()}


def are_one(*records: Record) -> bool:
    """Whether all the records are one person's."""
    return len(groups(*records)) == 1


def frames(
    *records: Record, settings: Settings | None = None, region: str | None = None, past: Past = NOTHING_PAST
) -> dict[str, pl.DataFrame]:
    """The frames of the published tables, of records that were never seen before."""
    raw = raw_book(records)
    tidy = normalise(raw, default_region=region)
    resolution = resolve(tidy, raw.select("source", "record_id", "connector", "given_id"))
    ids = assign_person_ids(resolution.groups, NO_IDS)
    loaded = raw.select("source", "record_id", "connector", "given_id", "loaded_at")
    made = model_frames(tidy, resolution, person_ids=ids, loaded=loaded, past=past, settings=settings or Settings())
    return {name: frame.whole() if isinstance(frame, Later) else frame for name, frame in made.items()}
