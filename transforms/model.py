"""The published model: a frame for each table, of the tidy records, who is who, and what happened between them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from configs.settings import Settings
from transforms import organisation_cards
from transforms.acquaintance.frames import acquaintance_frames
from transforms.identity.engine import Resolution
from transforms.identity.evidence import evidence
from transforms.identity.quality import person_quality
from transforms.ledger import hand
from transforms.ledger.book import ledger_frames
from transforms.ledger.gathering import Gathered
from transforms.ledger.participants import owner_ids
from transforms.person_frames import person_frames
from transforms.persons import with_owner
from transforms.relations import person_relations
from transforms.relationship.frames import relationship_frames
from transforms.remaking import Frames, Later, Making, Tables
from transforms.resources import record_resources
from transforms.tidy import Tidy

_KEY: Final = ("source", "record_id")


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says of people, as of `transforms.said`: `LOGGED`, `CONTEXTS_SAID` and `CADENCES`."""

    logged: pl.DataFrame
    context_said: pl.DataFrame
    cadence: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Past:
    """What happened between people and the owners, as far as it is known.

    gathered  what calendars and mailboxes hold
    strange   who of them became no people, as of `strangers`
    said      what the user says
    today     what is planned comes after it
    making    what earlier runs made of people
    """

    gathered: Gathered | None
    strange: pl.DataFrame | None
    said: Said
    today: date
    making: Making = field(default_factory=Making)


def model_frames(
    tidy: Tidy,
    resolution: Resolution,
    *,
    person_ids: pl.DataFrame,
    loaded: pl.DataFrame,
    past: Past,
    settings: Settings,
) -> Tables:
    """The frames of the published tables by their names; match_evidence is made later.

    Args:
        tidy: The normalised records.
        resolution: Which records are one person's, and the compared pairs.
        person_ids: source, record_id, person_id of every record of a person.
        loaded: source, record_id, connector, given_id, loaded_at of every record, and row_version, another one when its
            values may be others, where anything was made before (`Past.making`).
        past: What happened between people and the owners.
        settings: Rules of survivorship and of being in touch, and who is the owner.
    """
    records = source_records(tidy, person_ids, loaded)
    frames: Frames = person_frames(tidy, records, settings.survivorship, past.making)
    frames |= {
        "source_record": records,
        "person": with_owner(frames["person"], frames, settings.me),
        "person_relation": person_relations(tidy, records),
        "organisation": organisation_cards.organisations(tidy, records),
        "person_quality": person_quality(resolution, person_ids),
    }
    frames |= ledger_frames(
        past.gathered,
        by_hand=(hand.logged(past.said.logged, settings.interactions), hand.connections(tidy, person_ids)),
        person_ids=person_ids,
        owners=owner_ids(person_ids, tidy),
        strange=past.strange,
        today=past.today,
    )
    frames |= acquaintance_frames(
        tidy, frames, contexts_said=past.said.context_said, settings=settings, today=past.today
    )
    frames |= relationship_frames(
        frames, people=frames["person"], cadences=past.said.cadence, settings=settings.interactions
    )
    return {**frames, "match_evidence": match_evidence(resolution, person_ids)}


def source_records(tidy: Tidy, person_ids: pl.DataFrame, loaded: pl.DataFrame) -> pl.DataFrame:
    """One row per record: columns of `Tidy.contacts`, those of `loaded`, person_id, organisation_id, resource_id."""
    keys = organisation_cards.record_organisations(tidy)
    return (
        tidy.contacts.join(loaded, on=_KEY, how="left")
        .join(person_ids, on=_KEY, how="left")
        .join(keys, on=_KEY, how="left")
        .join(record_resources(tidy), on=_KEY, how="left")
        .sort(_KEY)
    )


def match_evidence(resolution: Resolution, person_ids: pl.DataFrame) -> Later:
    """One row per pair of records that was accepted, is to be reviewed or was refused; told when they are asked for.

    Out: columns of `PAIR_SCHEMA`, person_id_a, person_id_b.
    """
    keys = resolution.pair_keys
    for end in "ab":
        ids = person_ids.rename(
            {"source": f"source_{end}", "record_id": f"record_id_{end}", "person_id": f"person_id_{end}"}
        )
        keys = keys.join(ids, on=(f"source_{end}", f"record_id_{end}"), how="left", maintain_order="left")

    def make(places: pl.Series) -> pl.DataFrame:
        told = evidence(resolution.state, resolution.decided[places])
        return told.hstack(keys.select("person_id_a", "person_id_b")[places])

    version = pl.struct("version", "person_id_a", "person_id_b").hash()
    return Later(keys.select("record_id_a", version=version), make)
