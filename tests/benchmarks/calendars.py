"""Calendars of invented people, of any size and the same every time, and the two ways to read one.

Of 100 events two recur: by the week, two weeks, month or day, half of them without an end; one in five of these has an
exception and a moved time. Times are in six zones (as Google writes them, and as Outlook does), in UTC, or whole days.
`python tests/benchmarks/calendars.py kith|ledger|icalendar CALENDAR.ics` reads one and prints, as JSON, how many events
and occurrences there are and the seconds of CPU from the first byte to the last occurrence, imports not counted.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.benchmarks.books import INVENTED

ZONES: Final = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "W. Europe Standard Time",
    "Pacific Standard Time",
)
RULES: Final = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
    "FREQ=WEEKLY;COUNT=60",
    "FREQ=MONTHLY;BYDAY=1MO",
    "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=24",
    "FREQ=YEARLY",
    "FREQ=DAILY;COUNT=30",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL={until}",
)
TITLES: Final = (
    "Planning",
    "Coffee",
    "Sunday brunch",
    "Run along the river",
    "Choir",
    "Interview",
    "Review\\, part two",
)
FIRST: Final = datetime(2014, 1, 1)  # noqa: DTZ001 - by the clock
NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=365)


class Size(NamedTuple):
    """What reading a calendar found."""

    events: int
    occurrences: int


def write_calendar(path: Path, events: int, *, recurring: float = 0.02, seed: int = 4) -> Path:
    """Write a calendar of so many events; returns its path."""
    rng = Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//EN\r\n")
        for number in range(events):
            for line in _event(rng, number, is_recurring=rng.random() < recurring):
                file.write(_folded(line))
        file.write("END:VCALENDAR\r\n")
    return path


def _event(rng: Random, number: int, *, is_recurring: bool) -> Iterator[str]:
    day = FIRST + timedelta(days=rng.randrange(4700), minutes=15 * rng.randrange(32, 80))
    start, length = _timed(rng)
    common = [
        f"UID:{number:06d}-{rng.getrandbits(64):016x}@example.org",
        "DTSTAMP:20261101T080000Z",
        "CREATED:20140101T080000Z",
        f"LAST-MODIFIED:{day:%Y%m%d}T080000Z",
        f"SUMMARY:{rng.choice(TITLES)} {number}",
        "DESCRIPTION:" + " ".join(rng.choice(INVENTED["notes"]) for _ in range(rng.randrange(4))),
        f"LOCATION:{rng.choice(rng.choice(INVENTED['places'])['streets'])}",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        *_people(rng),
    ]
    rule = rng.choice(RULES).format(until=f"{day + timedelta(days=200):%Y%m%dT%H%M%SZ}")
    yield from ("BEGIN:VEVENT", start.format(day=day), length, *common, "SEQUENCE:0")
    if is_recurring:
        if "VALUE=DATE" in start:
            rule = rule.partition(";UNTIL")[0]
        yield f"RRULE:{rule}"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM", "END:VEVENT")
    if is_recurring and rng.random() < 0.2:
        moved = start.format(day=day + timedelta(hours=1))
        this = start.format(day=day).replace("DTSTART", "RECURRENCE-ID")
        yield from ("BEGIN:VEVENT", moved, length, this, *common, "SEQUENCE:1", "END:VEVENT")


def _timed(rng: Random) -> tuple[str, str]:
    chance = rng.random()
    if chance < 0.1:
        return "DTSTART;VALUE=DATE:{day:%Y%m%d}", "DURATION:P1D"
    length = f"DURATION:PT{rng.choice((15, 30, 45, 60, 90))}M"
    if chance < 0.25:
        return "DTSTART:{day:%Y%m%dT%H%M%SZ}", length
    zone = rng.choice(ZONES)
    return f"DTSTART;TZID={zone}:{{day:%Y%m%dT%H%M%S}}", length


def _people(rng: Random) -> Iterator[str]:
    if rng.random() < 0.3:
        return
    yield "ORGANIZER;CN=Mira Holt:mailto:mira.holt@example.org"
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5, 8))):
        place = rng.choice(INVENTED["places"])
        given, family = rng.choice(place["given"]), rng.choice(place["family"])
        answer = rng.choice(("ACCEPTED", "ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION"))
        yield (
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={given} {family};X-NUM-GUESTS=0:"
            f"mailto:{given}.{family}@example.com"
        )


def _folded(line: str) -> str:
    parts = [line[at : at + 74] for at in range(0, len(line), 74)]
    return "\r\n ".join(parts) + "\r\n"


def kith_occurrences(path: Path) -> Size:
    """What Kith reads and expands, to the table that the ledger is made of."""
    from connectors.base import HEAD_SIZE, Document
    from connectors.calendar import Calendar, Occurrence, Window, event_tables, occurrences

    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    document = Document(path.name, path.stat().st_size, head, lambda: path.open("rb"))
    records = [one for batch in Calendar([document]).pull() for one in batch.interactions]
    calendars = ((one.record_id, one.calendar) for one in records if one.calendar)
    found = occurrences(calendars, window=Window(None, NOW + AHEAD), zone="Europe/Berlin")
    _, times = event_tables(one for one in found if isinstance(one, Occurrence))
    return Size(len(records), times.num_rows)


def ledger_interactions(path: Path) -> Size:
    """What Kith makes of it up to interactions and who took part, in a DuckDB file; nothing is made of them yet.

    The steps are those of an import: landing, expanding, attendees as records, who is who, the ledger, its tables.
    """
    from configs.settings import load_settings
    from connectors.base import Document
    from connectors.calendar import Calendar
    from connectors.documents import find_documents
    from flows import publishing, steps
    from transforms.cleaning import clean
    from transforms.ledger.book import ledger_frames
    from transforms.ledger.participants import owner_ids
    from transforms.ledger.strangers import strangers
    from transforms.person_ids import assign_person_ids
    from warehouse.connection import connect
    from warehouse.landing import LandingStore
    from warehouse.lock import writing
    from warehouse.merging import Source
    from warehouse.sql_files import statement

    settings = load_settings(time_zone="Europe/Berlin")
    documents = [found for found in find_documents([path]) if isinstance(found, Document)]
    with writing(settings.home, purpose="a benchmark"), LandingStore.open(settings.home) as store:
        steps.land_export(store, store.begin_run("benchmark"), steps.Export(Source("calendar"), Calendar, documents))
        landed, _ = publishing._landed(store, settings, NOW.date())
        cleaned = clean(landed, settings, zone="Europe/Berlin")
        resolution = publishing._resolved(store, settings, cleaned, is_retrained=False)
        assert cleaned.gathered
        strange = strangers(cleaned.gathered, resolution.groups, settings)
        resolution, tidy = resolution.without(strange), cleaned.tidy.without(strange)
        ids = assign_person_ids(resolution.groups, store.person_records())
        frames = ledger_frames(
            cleaned.gathered,
            by_hand=(),
            person_ids=ids,
            owners=owner_ids(ids, tidy),
            strange=strange,
            today=NOW.date(),
        )
        rows = {name: frame.height for name, frame in frames.items()}
        with connect(settings.home / "ledger.duckdb") as connection:
            for name, frame in frames.items():
                connection.register(f"{name}_frame", frame.to_arrow())
                connection.execute(f"create table {name} as {statement('tables', name)}")
    return Size(landed.calendars.height, rows["interaction"])


def icalendar_occurrences(path: Path) -> Size:
    """What icalendar reads and recurring-ical-events expands."""
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    found = recurring_ical_events.of(calendar).between(FIRST.replace(tzinfo=UTC) - timedelta(days=2), NOW + AHEAD)
    return Size(len({str(event["UID"]) for event in calendar.events}), len(found))


READERS: Final[dict[str, Callable[[Path], Size]]] = {
    "kith": kith_occurrences,
    "ledger": ledger_interactions,
    "icalendar": icalendar_occurrences,
}
PREPARED: Final = {
    "kith": ("connectors.calendar.reference",),
    "ledger": ("connectors.calendar.reference", "flows.publishing"),
    "icalendar": ("recurring_ical_events",),
}
"""What is imported before the clock starts."""


def main(reader: str, path: str) -> None:
    """Read a calendar once and print what it took."""
    for module in PREPARED[reader]:
        __import__(module)
    started = time.process_time()
    size = READERS[reader](Path(path))
    print(json.dumps({**size._asdict(), "cpu": time.process_time() - started}))


if __name__ == "__main__":
    main(*sys.argv[1:])
