"""Forgets a source and publishes the warehouse without it."""

from dataclasses import dataclass

from configs.settings import Settings
from flows.recording import recorded
from flows.steps import publish_people
from warehouse.landing import LandingStore
from warehouse.lock import writing


@dataclass(frozen=True, slots=True)
class Removed:
    """How many records were forgotten, and how many people are left."""

    records: int
    people: int


def remove_source(source: str, settings: Settings) -> Removed:
    """Forget a source's records with their history, then publish.

    Raises:
        UsageError: there is no such source.
    """
    with (
        writing(settings.home, purpose="kith remove"),
        LandingStore.open(settings.home) as store,
        recorded(store, settings.home, command=f"remove {source}") as recording,
    ):
        records = store.remove(source)
        recording.landed({})
        published = publish_people(store, settings)
    return Removed(records, published.rows["person"] if published else 0)
