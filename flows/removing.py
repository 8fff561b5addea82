"""Forgets a source and publishes the warehouse without it."""

from dataclasses import dataclass

from configs.errors import UsageError
from configs.settings import Settings
from flows.live_sources import synced_by, synced_keys
from flows.publishing import publish_people
from flows.recording import recorded
from warehouse.compacting import compact_landing, forget_cache
from warehouse.landing import LandingStore
from warehouse.lock import writing


@dataclass(frozen=True, slots=True)
class Removed:
    """How many records were forgotten and how many people are left; and what was said that went along.

    judgements  pairs of records of which was said who is who
    said_of     people whom nothing else knows, of whom something was logged, or said how they are known or how often to
                write to them
    synced_by   the source of the settings that will give the records again
    """

    records: int
    people: int
    judgements: int = 0
    said_of: int = 0
    synced_by: str | None = None


def remove_source(source: str, settings: Settings) -> Removed:
    """Forget a source's records with their history and what was said of them, on the disk too, then publish.

    What identity learnt from them is forgotten by training it anew.

    Raises:
        UsageError: there is no such source.
        UserError: another process is writing, or there is no room for a copy of what stays.
    """
    if source in settings.sources:
        keys = ", ".join(synced_keys(settings, source))
        raise UsageError(f"What {source} gives is known by other names: {keys}. `kith status` shows which there are.")
    home = settings.home
    with writing(home, purpose="kith remove"):
        with LandingStore.open(home) as store, recorded(store, home, command=f"remove {source}") as recording:
            judgements = store.judgements.about(source)
            alone, known = store.sayings.only_of(source), store.sayings.known()
            records = store.remove(source)
            recording.landed({})
            forget_cache(home)
            published = publish_people(store, settings, is_retrained=True)
            lost = known.keys() - store.sayings.known().keys()  # also who is in others' mail, but nobody without it
            store.sayings.forget(lost)
        compact_landing(home)
    said_of = {*alone.values(), *(known[person_id] for person_id in lost)}
    people = published.rows["person"] if published else 0
    return Removed(records, people, judgements, len(said_of), synced_by(settings, source))
