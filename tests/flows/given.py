"""A warehouse that knows what a server gave, without any server."""

from configs.settings import Settings
from connectors.base import Batch
from flows.publishing import publish_people
from tests.warehouse.cards import card
from warehouse.folder import private_folder
from warehouse.landing import LandingStore
from warehouse.merging import Source


def give(settings: Settings, *sources: Source) -> None:
    """Land a contact from each of these sources, and publish."""
    private_folder(settings.home)
    with LandingStore.open(settings.home) as store:
        run = store.begin_run("sync")
        for source in sources:
            store.land_pull(run, source, [Batch((card("people/c1"),))])
        store.finish_run(run, state="done")
        publish_people(store, settings)
