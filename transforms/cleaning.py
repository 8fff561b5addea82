"""What is landed, cleaned: contacts, and whoever takes part in meetings and messages, as tidy records."""

from dataclasses import fields
from typing import NamedTuple

import polars as pl

from configs.settings import Settings
from transforms.ledger.gathering import Gathered, gather
from transforms.ledger.landed import Landed
from transforms.ledger.owners import possible_own_cards
from transforms.normalise import normalise
from transforms.remaking import AT, Frames, Memory, remade
from transforms.tidy import Tidy
from transforms.values import KEY

_LOADED = ("source", "record_id", "connector", "given_id", "loaded_at")


class Remembered(NamedTuple):
    """What was cleaned before with the same code and settings, and needn't be again: of contacts and of others."""

    contacts: Memory | None = None
    correspondents: Memory | None = None


class Cleaned(NamedTuple):
    """Tidy records and what goes with them.

    tidy      of contacts, attendees and correspondents
    loaded    source, record_id, connector, given_id, loaded_at of each record
    versions  source, record_id, version of each record
    gathered  what calendars and mailboxes hold; None where there is nothing
    made      what the next run may start from
    """

    tidy: Tidy
    loaded: pl.DataFrame
    versions: pl.DataFrame
    gathered: Gathered | None
    made: Remembered

    @property
    def records(self) -> pl.DataFrame:
        """source, record_id, connector, given_id of each record."""
        return self.loaded.drop("loaded_at")


def clean(landed: Landed, settings: Settings, *, zone: str, before: Remembered | None = None) -> Cleaned:
    """Clean what is landed; `zone` (IANA) is where the owner's days begin.

    Rows of records that were cleaned before are taken over; of those `landed.contacts` needn't hold anything.
    """
    known = before or Remembered()
    frames, contacts = _cleaned(landed.versions, landed.contacts, settings, known.contacts)
    own_cards = frames.pop("own_cards")
    versions = landed.versions.select(*KEY, "version")
    found = gather(landed, settings, zone=zone, own_cards=own_cards)
    if found is None:
        return Cleaned(_tidy(frames), frames["loaded"], versions, None, Remembered(contacts, None))
    records, gathered = found
    records = _as_contacts(records, landed.contacts)
    others, correspondents = _cleaned(records, records, settings, known.correspondents)
    together = {name: pl.concat([frame, others[name]]) for name, frame in frames.items()}
    versions = pl.concat([versions, records.select(*KEY, "version")])
    return Cleaned(_tidy(together), together["loaded"], versions, gathered, Remembered(contacts, correspondents))


def _as_contacts(records: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """Records with all columns of raw contacts, and `row_version`."""
    shaped = pl.concat([contacts.clear(), records], how="diagonal_relaxed")
    return shaped.with_columns(row_version=pl.struct(pl.all()).hash())


def _cleaned(
    versions: pl.DataFrame, contacts: pl.DataFrame, settings: Settings, before: Memory | None
) -> tuple[Frames, Memory]:
    """The frames of `Tidy`, `loaded` and `own_cards` of the records that have these versions, in their order."""

    def make(places: pl.Series) -> Frames:
        keys = versions.select(*KEY)[places].with_columns(places)
        raw = contacts.join(keys, on=KEY, how="semi", maintain_order="left") if before else contacts
        tidy = normalise(raw, default_region=settings.region)
        made = {each.name: getattr(tidy, each.name) for each in fields(tidy)}
        made |= {"loaded": raw.select(_LOADED), "own_cards": possible_own_cards(raw, settings)}
        return {name: _at(frame, keys) for name, frame in made.items()}

    return remade(versions["row_version"], make, before)


def _at(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Rows of records with their places, and in their order."""
    return rows.join(keys, on=KEY, maintain_order="left").sort(AT, maintain_order=True)


def _tidy(frames: Frames) -> Tidy:
    return Tidy(**{each.name: frames[each.name] for each in fields(Tidy)})
