"""What is landed, cleaned: contacts, and whoever takes part in meetings and messages, as tidy records."""

from collections.abc import Callable
from dataclasses import fields
from typing import Final, NamedTuple

import polars as pl

from configs.settings import Settings
from transforms.ledger.gathering import Gathered, gather
from transforms.ledger.landed import Landed
from transforms.ledger.owners import possible_own_cards
from transforms.normalise import normalise
from transforms.remaking import AT, Frames, Making
from transforms.tidy import Tidy
from transforms.values import KEY

CONTACTS: Final = "contacts"
_LOADED: Final = ("source", "record_id", "connector", "given_id", "loaded_at")


class Cleaned(NamedTuple):
    """Tidy records and what goes with them.

    tidy      of contacts, attendees and correspondents
    loaded    source, record_id, connector, given_id, loaded_at, row_version of each record
    versions  source, record_id, version, row_version of each record
    gathered  what calendars and mailboxes hold; None where there is nothing
    """

    tidy: Tidy
    loaded: pl.DataFrame
    versions: pl.DataFrame
    gathered: Gathered | None

    @property
    def records(self) -> pl.DataFrame:
        """source, record_id, connector, given_id of each record."""
        return self.loaded.drop("loaded_at", "row_version")


def clean(landed: Landed, settings: Settings, *, zone: str, making: Making | None = None) -> Cleaned:
    """Clean what is landed; `zone` (IANA) is where the owner's days begin.

    Rows of contacts that were made before (CONTACTS) are taken over; `landed.contacts` needn't hold those.
    """
    work = making or Making()
    contacts = work.rows(CONTACTS, landed.versions["row_version"], _maker(landed.versions, landed.contacts, settings))
    own_cards = contacts.pop("own_cards")
    found = gather(landed, settings, zone=zone, own_cards=own_cards)
    if found is None:
        return Cleaned(_tidy(contacts), _loaded(contacts, landed.versions), landed.versions, None)
    records, gathered = _as_contacts(found[0], landed.contacts), found[1]
    others = work.rows("correspondents", records["row_version"], _maker(records, records, settings))
    frames = {name: pl.concat([frame, others[name]]) for name, frame in contacts.items()}
    versions = pl.concat([landed.versions, records.select(landed.versions.columns)])
    return Cleaned(_tidy(frames), _loaded(frames, versions), versions, gathered)


def _as_contacts(records: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """Records with all columns of raw contacts, and `row_version`."""
    shaped = pl.concat([contacts.clear(), records], how="diagonal_relaxed")
    return shaped.with_columns(row_version=pl.struct(pl.all()).hash())


def _maker(versions: pl.DataFrame, contacts: pl.DataFrame, settings: Settings) -> Callable[[pl.Series], Frames]:
    """What makes the frames of `Tidy`, `loaded` and `own_cards` of the records at some places of `versions`."""

    def make(places: pl.Series) -> Frames:
        keys = versions.select(KEY)[places].with_columns(places)
        raw = (
            contacts
            if contacts.height == keys.height
            else contacts.join(keys, on=KEY, maintain_order="left", how="semi")
        )
        tidy = normalise(raw, default_region=settings.region)
        made = {each.name: getattr(tidy, each.name) for each in fields(tidy)}
        made |= {"loaded": raw.select(_LOADED), "own_cards": possible_own_cards(raw, settings)}
        return {name: _at(frame, keys) for name, frame in made.items()}

    return make


def _at(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Rows of records with their places, and in their order."""
    return rows.join(keys, on=KEY, maintain_order="left").sort(AT, maintain_order=True)


def _loaded(frames: Frames, versions: pl.DataFrame) -> pl.DataFrame:
    return frames["loaded"].with_columns(versions["row_version"])


def _tidy(frames: Frames) -> Tidy:
    return Tidy(**{each.name: frames[each.name] for each in fields(Tidy)})
