"""What was done with some of the example's people, as if it had been logged on the day of `TODAY`."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from configs.settings import load_settings
from flows.publishing import publish_people
from tests.flows.looking import warehouse
from warehouse.landing import LandingStore
from warehouse.lock import writing
from warehouse.sayings import Logged

TODAY = date(2026, 11, 24)

CLAIRE, ADA, MEI_LING, SAMUEL = "Claire Dubois", "Dr. Ada Brandt", "Mei-Ling Chen", "Samuel Okoro"


def log_years(home: Path) -> None:
    """Log brunches with Claire and Ada until now, climbing with Mei-Ling long ago, lunches with Samuel until summer."""
    ids = dict(warehouse(home, "select full_name, person_id from person order by person_id desc"))
    with writing(home, purpose="a test"), LandingStore.open(home) as store:
        for people, text, day in _done():
            store.sayings.log(Logged("me", tuple(ids[name] for name in people), text, day))
        publish_people(store, load_settings())


def _done() -> Iterator[tuple[tuple[str, ...], str, date]]:
    for week in range(2, 28, 2):
        yield (CLAIRE, ADA), "Sunday brunch", date(2026, 11, 22) - timedelta(weeks=week - 2)
    for week in range(40):
        yield (MEI_LING,), "climbing", date(2023, 11, 24) - timedelta(weeks=week)
    for month in range(1, 9):
        yield (SAMUEL,), "lunch", date(2026, month, 3)
