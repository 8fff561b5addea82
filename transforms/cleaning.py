"""What is landed, cleaned: contacts, and whoever takes part in meetings and messages, as tidy records."""

from typing import NamedTuple

import polars as pl

from configs.settings import Settings
from transforms.ledger.gathering import Gathered, gather
from transforms.ledger.landed import Landed
from transforms.normalise import normalise
from transforms.tidy import Tidy


class Cleaned(NamedTuple):
    """Tidy records and what goes with them.

    tidy      of contacts, attendees and correspondents
    loaded    source, record_id, connector, given_id, loaded_at of each record
    versions  source, record_id, version of each record
    gathered  what calendars and mailboxes hold; None where there is nothing
    """

    tidy: Tidy
    loaded: pl.DataFrame
    versions: pl.DataFrame
    gathered: Gathered | None

    @property
    def records(self) -> pl.DataFrame:
        """source, record_id, connector, given_id of each record."""
        return self.loaded.drop("loaded_at")


def clean(landed: Landed, settings: Settings, *, zone: str) -> Cleaned:
    """Clean what is landed; `zone` (IANA) is where the owner's days begin."""
    contacts, versions, gathered = gather(landed, settings, zone=zone)
    loaded = contacts.select("source", "record_id", "connector", "given_id", "loaded_at")
    return Cleaned(normalise(contacts, default_region=settings.region), loaded, versions, gathered)
