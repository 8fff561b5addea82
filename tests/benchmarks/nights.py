"""A home of invented people in four sources, and what changes in it between two nights.

    python tests/benchmarks/nights.py fill HOME PEOPLE EVENTS
    python tests/benchmarks/nights.py change HOME PEOPLE EVENTS SEED
    KITH_HOME=HOME python tests/benchmarks/nights.py publish HOME

`publish` prints, as JSON, the seconds of CPU by stage; imports are the first.
"""

import io
import json
import re
import resource
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from tests.benchmarks.books import INVENTED, Invented, google_card, icloud_card, invent, modern_card
from tests.benchmarks.calendars import write_calendar

if TYPE_CHECKING:
    from connectors.base import Batch, FileConnector

PEOPLE: Final = 50_000
EVENTS: Final = 4_000
BOOKS: Final = {
    "google_contacts": (google_card, 0.0, 0.5),
    "carddav": (icloud_card, 0.4, 0.8),
    "vcard": (modern_card, 0.75, 1.0),
}
"""Each source's dialect, and of which part of the people it holds a card."""

EDITED: Final = {"google_contacts": 25, "carddav": 20, "vcard": 5, "calendar": 10}
NEW: Final = {"google_contacts": 10, "carddav": 5, "vcard": 5, "calendar": 5}
GONE: Final = {"google_contacts": 5, "carddav": 5, "vcard": 0, "calendar": 5}
"""What is another in the next night: a hundred records."""

LINES: Final = (
    *(f"+1 {area} 555 01{at:02}" for area in INVENTED["places"][1]["areas"] for at in range(100)),
    *(f"+44 {area} {at:04}" for area in INVENTED["places"][0]["areas"] for at in range(1000)),
)
"""Telephone numbers that are nobody's: some 36,000."""

_MEETS: Final = 1_500
"""People of the books who stand in the calendar, too."""

_IN_BOOK: Final = 0.5
"""Attendees who do."""


def fill(home: Path, count: int, events: int) -> None:
    """Land all sources in a new home."""
    from warehouse.landing import LandingStore
    from warehouse.lock import writing
    from warehouse.merging import Source

    with writing(home, purpose="a benchmark"), LandingStore.open(home) as store:
        run = store.begin_run("benchmark")
        for source in BOOKS:
            store.land(run, Source(source), cards(source, people(source, count)))
        store.land(run, Source("calendar"), calendar(count, events))
        store.finish_run(run, state="done")


def change(home: Path, count: int, events: int, seed: int) -> None:
    """Let a day pass: a hundred records are edited, new or gone."""
    from warehouse.landing import LandingStore
    from warehouse.lock import writing
    from warehouse.merging import Source

    rng = Random(seed)
    with writing(home, purpose="a benchmark"), LandingStore.open(home) as store:
        run = store.begin_run("benchmark")
        for source in BOOKS:
            store.land(run, Source(source), changed_cards(source, count, rng))
        store.land(run, Source("calendar"), changed_events(count, events, rng))
        store.finish_run(run, state="done")


def people(source: str, count: int) -> list[Invented]:
    """Those of so many people of whom a source holds a card."""
    _, first, last = BOOKS[source]
    rng = Random(5)
    everybody = [invented(number, rng) for number in range(1, count + 1)]
    return everybody[int(first * count) : int(last * count)]


def invented(number: int, rng: Random) -> Invented:
    """The person of that number, with a telephone number that hardly anybody else has: as most people's are."""
    line = LINES[number % len(LINES)]
    return invent(number, rng)._replace(mobile=line, phone=line)


def cards(source: str, of: Iterable[Invented]) -> "Iterator[Batch]":
    """The cards of people in a source, read."""
    from connectors.vcard import VCard

    dialect, *_ = BOOKS[source]
    lines = [["BEGIN:VCARD", *dialect(one, None), f"UID:{source}-{one.number}", "END:VCARD", ""] for one in of]
    return read("\r\n".join(line for card in lines for line in card), VCard)


def changed_cards(source: str, count: int, rng: Random) -> "Iterator[Batch]":
    """Cards of a source with another number or title, cards of others, and cards that are gone."""
    from connectors.base import Batch

    some = rng.sample(people(source, count), EDITED[source] + GONE[source])
    edited, gone = some[: EDITED[source]], some[EDITED[source] :]
    new = [invented(count + rng.randrange(1 << 30), rng) for _ in range(NEW[source])]
    others = [invented(rng.randrange(1 << 30), rng) for _ in edited]
    edits = [one._replace(mobile=other.mobile) for one, other in zip(edited[::2], others[::2], strict=True)]
    edits += [one._replace(title=other.title) for one, other in zip(edited[1::2], others[1::2], strict=True)]
    yield from cards(source, [*edits, *new])
    yield Batch(gone=tuple(record.record_id for batch in cards(source, gone) for record in batch.contacts))


def calendar(count: int, events: int, seed: int = 4) -> "Iterator[Batch]":
    """The events of a calendar, read; every other attendee is one of the books."""
    from connectors.calendar import Calendar

    rng = Random(seed)

    def named(match: re.Match[str]) -> str:
        number = rng.randint(1, min(_MEETS, count))
        return f"mailto:p{number}@example.org" if rng.random() < _IN_BOOK else match[0]

    with tempfile.TemporaryDirectory() as folder:
        text = write_calendar(Path(folder) / "calendar.ics", events, seed=seed).read_text(encoding="utf-8")
    return read(re.sub(r"mailto:\S+@example\.com", named, text.replace("\n ", "")), Calendar)


def changed_events(count: int, events: int, rng: Random) -> "Iterator[Batch]":
    """Events with another title, events that are new, and events that are gone."""
    from connectors.base import Batch

    everything = [one for batch in calendar(count, events) for one in batch.interactions]
    some = rng.sample(everything, EDITED["calendar"] + GONE["calendar"])
    edited = [
        one._replace(calendar=one.calendar._replace(components=one.calendar.components.replace("MARY:", "MARY:Late ")))
        for one in some[: EDITED["calendar"]]
        if one.calendar
    ]
    yield from calendar(count, NEW["calendar"], seed=rng.randrange(1 << 30))
    yield Batch(interactions=tuple(edited), gone=tuple(one.record_id for one in some[EDITED["calendar"] :]))


def read(text: str, connector: "type[FileConnector]") -> "Iterator[Batch]":
    """What a connector reads of a text."""
    from connectors.base import Document

    content = text.encode()
    yield from connector([Document("file", len(content), content[:65536], lambda: io.BytesIO(content))]).pull()


class Stages:
    """Seconds of CPU from one stage to the next."""

    def __init__(self) -> None:
        self.began = [("start", 0.0)]

    def stage(self, name: str, total: int | None = None) -> None:
        """Another stage begins."""
        del total
        self.began.append((name, spent()))

    def advance(self, amount: int) -> None:
        """Nothing is counted."""

    def seconds(self) -> dict[str, float]:
        """The stages by their names; the last one ends now."""
        ends = [*(at for _, at in self.began[1:]), spent()]
        return {name: end - at for (name, at), end in zip(self.began, ends, strict=True)}


def spent() -> float:
    """Seconds of CPU of this process, the system's for it included."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def publish(home: Path) -> None:
    """Publish what is landed, and print what it took."""
    from configs.settings import load_settings
    from flows.publishing import publish_people
    from warehouse.landing import LandingStore
    from warehouse.lock import writing

    stages, settings = Stages(), load_settings(time_zone="Europe/Berlin")
    with writing(home, purpose="a benchmark"), LandingStore.open(home) as store:
        stages.stage("Opening")
        published = publish_people(store, settings, progress=stages)
    rows = sum(published.rows.values()) if published else 0
    print(json.dumps({"seconds": stages.seconds(), "rows": rows, "size": (home / "warehouse.duckdb").stat().st_size}))


def main(what: str, home: str, *numbers: str) -> None:
    """Do one of them."""
    steps: dict[str, Callable[..., None]] = {"fill": fill, "change": change, "publish": publish}
    steps[what](Path(home), *(int(number) for number in numbers))


if __name__ == "__main__":
    main(*sys.argv[1:])
