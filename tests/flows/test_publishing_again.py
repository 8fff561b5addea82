"""What is kept between two publications saves time and nothing else: with and without it the tables are the same."""

import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from configs.settings import Me, Settings
from connectors.base import Batch
from connectors.interaction_records import RawCalendar, RawInteraction
from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Relation, Url
from flows.publishing import publish_people
from warehouse.judgements import Judged, RecordKey
from warehouse.landing import LandingStore
from warehouse.merging import Source
from warehouse.sayings import CadenceSaid, ContextSaid, Logged
from warehouse.sql_files import statements

PEOPLE: Final = (
    ("Ada", "Brandt"),
    ("Ben", "Okafor"),
    ("Chloé", "Martin"),
    ("Ben", "Okafor"),
    ("Dora", "Brandt"),
    ("Emil", "Sørensen"),
    ("Fay", "Okafor"),
    ("Юлия", "Соколова"),
)
SOURCES: Final = ("google_contacts", "carddav", "vcard")
VERDICTS: Final[tuple[Literal["same", "different", "unsure"], ...]] = ("same", "different", "unsure")
TITLES: Final = ("Sunday brunch", "Run along the river", "Team meeting")


class Night(NamedTuple):
    """What changed in a day.

    cards   (source, number of the person): the variant that it is now, None where it is gone
    events  by their number: the variant that it is now, None where it is gone
    said    "same", "different" or "unsure" of the first two cards; "log", "context", "cadence"; or nothing
    """

    cards: Mapping[tuple[str, int], int | None]
    events: Mapping[int, int | None] = {}
    said: str | None = None


def card(source: str, number: int, variant: int) -> RawContact:
    """A card of a person; variants have other values, and some of them those of others."""
    given_name, family = PEOPLE[number]
    other = PEOPLE[(number + 1) % len(PEOPLE)]
    names: tuple[Name, ...] = (Name(given=given_name, family=family),)
    if variant % 5 == 1:
        names = (Name(full=f"{given_name} {family}", kind="main"), Name(full=f"{given_name}y", kind="nickname"))
    emails = (f"{given_name}{number}@example.org", f"{family}@example.com", "info@example.net")[: 1 + variant % 3]
    return RawContact(
        record_id=f"{source}/{number}",
        file=f"{source}.vcf",
        position=number + 1,
        is_owner=number == 0 and variant % 4 == 0,
        names=names,
        emails=tuple(Email(each, "home", is_preferred=variant % 2 == 0) for each in emails),
        phones=(Phone(f"+44 20 7946 0{(number + variant % 2) % 1000:03}", "cell"),) if variant % 3 else (),
        addresses=(Address(street="1 Example Street", city="London", country="United Kingdom"),) if variant % 2 else (),
        organisations=(Organisation("Example Ltd", title=("Engineer", "Baker")[variant % 2]),) if variant % 4 else (),
        urls=(Url(f"https://www.linkedin.com/in/{given_name.lower()}-{number}"),) if variant % 4 == 1 else (),
        dates=(Date("1984-03-05", "birthday"), Date("2020-01-02", "connected"))[: variant % 3],
        relations=(Relation(" ".join(other), "spouse"),) if variant % 5 == 2 else (),
        categories=("Brunch", "Choir")[: variant % 3],
        note=f"Met in {2000 + variant}" if variant % 2 else None,
    )


def event(number: int, variant: int) -> RawInteraction:
    """An event of Ada's and some others; every fourth recurs."""
    others = [PEOPLE[(number + step) % len(PEOPLE)] for step in range(1, 2 + variant % 4)]
    lines = [
        "BEGIN:VEVENT",
        f"UID:event-{number}",
        "DTSTAMP:20240101T000000Z",
        f"DTSTART:202401{1 + number:02}T1{variant % 10}0000Z",
        "DURATION:PT1H",
        f"SUMMARY:{TITLES[variant % len(TITLES)]}",
        *(["RRULE:FREQ=WEEKLY;COUNT=5"] if variant % 4 == 0 else []),
        "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ada Brandt:mailto:ada0@example.org",
        *(f"ATTENDEE;CN={given_name} {family}:mailto:{family}@example.com" for given_name, family in others),
        "END:VEVENT",
    ]
    calendar = RawCalendar(f"event-{number}", "".join(f"{line}\r\n" for line in lines))
    return RawInteraction(f"event-{number}", "a.ics", number + 1, "calendar", calendar=calendar)


def live(store: LandingStore, night: Night) -> None:
    """Land what changed in a day."""
    run = store.begin_run("test")
    for source in SOURCES:
        mine = {number: variant for (of, number), variant in night.cards.items() if of == source}
        contacts = tuple(card(source, number, variant) for number, variant in mine.items() if variant is not None)
        gone = tuple(f"{source}/{number}" for number, variant in mine.items() if variant is None)
        store.land_pull(run, Source(source), [Batch(contacts=contacts, gone=gone)], allows_loss=True)
    events = tuple(event(number, variant) for number, variant in night.events.items() if variant is not None)
    gone = tuple(f"event-{number}" for number, variant in night.events.items() if variant is None)
    store.land_pull(run, Source("caldav"), [Batch(interactions=events, gone=gone)], allows_loss=True)
    say(store, night.said)
    store.finish_run(run, state="done")


def say(store: LandingStore, word: str | None) -> None:
    """Say something of the first records or the first person that there are."""
    keys = [RecordKey(*row) for row in store.versions().select("source", "record_id").head(2).iter_rows()]
    people = store.person_records()["person_id"].unique().sort().to_list()
    for verdict in VERDICTS:
        if word == verdict and keys[1:]:
            store.judgements.add("review", [Judged(keys[0], keys[1], verdict)], by="ada", because=None)
    if word == "log" and people:
        store.sayings.log(Logged("me", (people[0],), "a walk", date(2024, 2, 3)))
    if word == "context" and people:
        store.sayings.say_context(ContextSaid("me", people[0], "Climbing", sphere="personal"))
    if word == "cadence" and people:
        store.sayings.say_cadence(CadenceSaid("me", people[0], 21))


def tables(home: Path) -> dict[str, pl.DataFrame]:
    """Every table of the published warehouse, its rows in order, but for when it was built."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        found = {table.name: connection.sql(f"from {table.name} order by all").pl() for table in statements("tables")}
    found["warehouse_build"] = found["warehouse_build"].drop("built_at")
    return found


def publish(settings: Settings) -> bool:
    """Publish what is landed in a home; whether there was anything to publish."""
    with LandingStore.open(settings.home) as store:
        return publish_people(store, settings) is not None


def prove(folder: Path, nights: Iterable[Night]) -> int:
    """Publish after each night, with what is kept of the nights before and from scratch; returns how many copies."""
    kept, copies = folder / "kept", 0
    of = Settings(home=kept, time_zone="Europe/Berlin", me=Me(name="Ada Brandt", emails=("ada0@example.org",)))
    for number, night in enumerate(nights):
        with LandingStore.open(kept) as store:
            live(store, night)
        is_published = publish(of)
        # The store is copied only now: what a model is trained to depends in its last digits on the order of sums.
        anew = folder / f"anew-{number}"
        anew.mkdir()
        shutil.copy(kept / "landing.duckdb", anew)
        assert publish(of.model_copy(update={"home": anew}))
        one, other = tables(kept), tables(anew)
        if not is_published:  # nothing had changed: a run that found nothing isn't worth a publication
            del other["sync_run"]
        for name, frame in other.items():
            try:
                assert_frame_equal(one[name], frame, check_exact=True)
            except AssertionError as error:
                error.add_note(f"{name} after night {number}: {one[name].rows()} and {frame.rows()}")
                raise
        shutil.rmtree(anew)
        copies += '"turn": 0' not in (kept / "cache" / "published" / "known.json").read_text()
    return copies


FIRST: Final = Night(
    {(source, number): number + place for place, source in enumerate(SOURCES) for number in range(place, 8)},
    {number: number for number in range(5)},
)
DAYS: Final = (
    FIRST,
    Night({("carddav", 1): 7, ("google_contacts", 2): None, ("vcard", 6): 9}, {1: 6, 5: 2, 3: None}),
    Night({("google_contacts", 2): 5}, said="different"),
)


@pytest.mark.slow
def test_a_publication_is_the_same_with_what_is_kept_and_without(tmp_path: Path) -> None:
    assert prove(tmp_path, DAYS) == len(DAYS) - 1


CARDS: Final = st.dictionaries(
    st.tuples(st.sampled_from(SOURCES), st.integers(0, len(PEOPLE) - 1)),
    st.none() | st.integers(0, 30),
    max_size=6,
)
EVENTS: Final = st.dictionaries(st.integers(0, 6), st.none() | st.integers(0, 11), max_size=3)
SAID: Final = st.sampled_from([None, None, "same", "different", "unsure", "log", "context", "cadence"])


@pytest.mark.slow
@given(st.lists(st.builds(Night, CARDS, EVENTS, SAID), min_size=2, max_size=4))
@hypothesis_settings(max_examples=10)
def test_whatever_happens_from_night_to_night(tmp_path_factory: pytest.TempPathFactory, nights: list[Night]) -> None:
    prove(tmp_path_factory.mktemp("nights"), [FIRST, *nights])
