"""From raw calendars and mailboxes to the ledger: who becomes a person, and what each interaction says of them."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from configs.settings import Settings
from connectors.calendar import Occurrence
from connectors.interaction_records import Correspondent, RawInteraction
from connectors.records import Date, Email, Name, RawContact
from tests.transforms.ledger.raw import (
    ADA,
    BEN,
    CLAIRE,
    attendee,
    cards,
    landed,
    mail,
    message,
    occurrence,
    settings,
)
from transforms.identity.engine import Told, resolve
from transforms.ledger import hand
from transforms.ledger.book import ledger_frames
from transforms.ledger.gathering import gather
from transforms.ledger.participants import owner_ids
from transforms.ledger.strangers import strangers
from transforms.normalise import normalise
from transforms.person_ids import assign_person_ids
from transforms.said import LOGGED

TODAY = date(2026, 11, 24)
NO_IDS = pl.DataFrame(schema={"source": pl.String, "record_id": pl.String, "person_id": pl.String})

BEN_CARD = RawContact("ben", "book.vcf", 1, names=(Name(full="Ben Okafor"),), emails=(Email(BEN),))


def ledger(
    *events: Occurrence,
    sent: tuple[RawInteraction, ...] = (),
    contacts: tuple[RawContact, ...] = (),
    logged: pl.DataFrame | None = None,
    of: Settings | None = None,
) -> dict[str, pl.DataFrame]:
    """The ledger of Ada's calendar, mailbox and address book; `names` says who the people are."""
    of = of or settings()
    found = landed(*events, sent=mail(*sent), contacts=cards(*contacts))
    gathered, raw = None, found.contacts
    versions = found.versions
    if records := gather(found, of, zone="Europe/Berlin"):
        others, gathered = records
        raw = pl.concat([raw, others.drop("version")], how="diagonal_relaxed")
        versions = pl.concat([versions, others.select("source", "record_id", "version")])
    tidy = normalise(raw, default_region=None)
    told = Told(apart=gathered.apart) if gathered else Told()
    ids = raw.select("source", "record_id", "connector", "given_id")
    resolution = resolve(tidy, ids, told=told, versions=versions)
    strange = strangers(gathered, resolution.groups, of) if gathered else None
    if strange is not None:
        tidy, resolution = tidy.without(strange), resolution.without(strange)
    person_ids = assign_person_ids(resolution.groups, NO_IDS)
    said = pl.DataFrame(schema=LOGGED) if logged is None else logged
    owners = owner_ids(person_ids, tidy)
    frames = ledger_frames(
        gathered,
        by_hand=(hand.logged(said, of.interactions), hand.connections(tidy, person_ids)),
        person_ids=person_ids,
        owners=owners,
        strange=strange,
        today=TODAY,
    )
    names = tidy.names.join(person_ids, on=("source", "record_id")).select("person_id", "full_name").unique()
    return frames | {"names": names, "ids": person_ids, "owners": owners}


def others(frames: dict[str, pl.DataFrame], *columns: str) -> list[tuple[Any, ...]]:
    """The participants who aren't Ada, by address."""
    rows = frames["interaction_participant"].filter(~pl.col("is_owner"))
    return rows.sort("address", "interaction_id").select("address", *columns).rows()


class TestWhoTheyAre:
    def test_an_attendee_who_is_in_an_address_book_is_that_person(self) -> None:
        frames = ledger(occurrence(ADA, BEN), contacts=(BEN_CARD,))
        assert frames["ids"]["person_id"].n_unique() == 2
        ((_, ben),) = others(frames, "person_id")
        assert frames["names"].filter(pl.col("person_id") == ben)["full_name"].to_list() == ["Ben Okafor"]

    def test_me_is_one_person_in_all_sources(self) -> None:
        card = RawContact("me", "book.vcf", 1, names=(Name(full="Ada Brandt"),), emails=(Email(ADA),))
        frames = ledger(occurrence(ADA, BEN), sent=(message("<1>", ADA, BEN),), contacts=(card,))
        me = frames["interaction_participant"].filter("is_owner")["person_id"].unique().to_list()
        assert me == frames["owners"]["person_id"].to_list()
        assert frames["ids"].filter(pl.col("person_id") == me[0])["source"].to_list() == ["owner", "vcard"]

    def test_whoever_was_met_in_a_small_group_becomes_a_person(self) -> None:
        frames = ledger(occurrence(ADA, BEN))
        assert others(frames, "weight", "is_contact") == [(BEN, 1.0, True)]
        assert frames["unmatched_address"].is_empty()

    def test_of_a_crowd_nobody_does(self) -> None:
        frames = ledger(occurrence(ADA, *(f"guest{number}@example.org" for number in range(12))))
        assert {person for _, person in others(frames, "person_id")} == {None}
        assert frames["unmatched_address"]["reason"].unique().to_list() == ["large_groups"]
        assert frames["unmatched_address"].height == 12

    def test_of_strangers_the_future_does_not_count(self) -> None:
        guests = [f"guest{number}@example.org" for number in range(12)]
        frames = ledger(occurrence(ADA, *guests), occurrence(ADA, *guests, uid="e2", on="2027-06-01T18:00"))
        assert frames["unmatched_address"].select(
            "interactions", pl.col("last_on").cast(pl.String)
        ).unique().rows() == [(1, "2026-06-01")]

    def test_whoever_only_writes_to_me_does_not(self) -> None:
        frames = ledger(sent=(message("<1>", BEN, ADA),))
        assert frames["unmatched_address"].select("address", "interactions", "reason").rows() == [
            (BEN, 1, "never_written_to")
        ]

    def test_whom_i_write_to_does(self) -> None:
        frames = ledger(sent=(message("<1>", ADA, BEN), message("<2>", CLAIRE, ADA)))
        assert [person is None for _, person in others(frames, "person_id")] == [False, True]

    def test_whoever_declined_was_not_met(self) -> None:
        frames = ledger(occurrence(ADA, BEN, attendee(CLAIRE, "declined")))
        assert frames["unmatched_address"]["address"].to_list() == [CLAIRE]

    @pytest.mark.parametrize(("setting", "people"), [("all", 13), ("none", 1), ("met_or_written", 1)])
    def test_it_is_a_setting(self, setting: str, people: int) -> None:
        guests = [f"guest{number}@example.org" for number in range(12)]
        frames = ledger(occurrence(ADA, *guests), of=settings(new_people=setting))
        assert frames["ids"]["person_id"].n_unique() == people

    def test_two_spellings_of_a_mailbox_are_one_person(self) -> None:
        card = BEN_CARD._replace(emails=(Email("b.e.n@gmail.com"),))
        events = [
            occurrence(ADA, address, uid=address, on=f"2026-06-0{day}T18:00")
            for day, address in enumerate(("ben+cal@gmail.com", "be.n@googlemail.com"), 1)
        ]
        frames = ledger(*events, contacts=(card,))
        assert len({person for _, person in others(frames, "person_id")}) == 1
        assert frames["ids"]["person_id"].n_unique() == 2

    def test_a_role_is_nobody(self) -> None:
        frames = ledger(sent=(message("<1>", ADA, "info@example.com"),))
        assert frames["unmatched_address"]["reason"].to_list() == ["no_person"]

    def test_somebody_known_by_name_who_writes_from_elsewhere_is_found(self) -> None:
        people = (Correspondent("sender", "okafor.b@example.net", "Ben Okafor"), Correspondent("recipient", ADA))
        frames = ledger(sent=(message("<1>", BEN, people=people),), contacts=(BEN_CARD,))
        ((_, ben),) = others(frames, "person_id")
        assert ben is not None


class TestWhatItSays:
    def test_an_answer_makes_it_more_or_less(self) -> None:
        people = [attendee(f"{answer}@example.org", answer) for answer in ("accepted", "needs_action", "tentative")]
        frames = ledger(occurrence(ADA, *people, attendee("declined@example.org", "declined")))
        assert [
            (address, round(weight, 3), contact) for address, weight, contact in others(frames, "weight", "is_contact")
        ] == [
            ("accepted@example.org", 0.333, True),
            ("declined@example.org", 0.0, False),
            ("needs_action@example.org", 0.1, True),
            ("tentative@example.org", 0.167, True),
        ]

    def test_a_message_is_of_who_writes_it_and_not_of_who_gets_it_too(self) -> None:
        frames = ledger(sent=(message("<1>", BEN, ADA, CLAIRE),), contacts=(BEN_CARD,))
        assert others(frames, "weight", "is_contact") == [(BEN, 0.03, True), (CLAIRE, 0.0, False)]

    def test_a_copy_of_what_i_send_says_half(self) -> None:
        people = (Correspondent("sender", ADA), Correspondent("recipient", BEN), Correspondent("cc", CLAIRE))
        frames = ledger(sent=(message("<1>", ADA, people=people),))
        assert others(frames, "weight") == [(BEN, 0.15), (CLAIRE, 0.075)]

    def test_in_a_middle_sized_group_one_is_seen(self) -> None:
        frames = ledger(occurrence(ADA, *(f"g{number}@example.org" for number in range(9))))
        assert {row[1:] for row in others(frames, "is_contact", "is_seen")} == {(False, True)}

    def test_an_event_alone_has_me_in_it(self) -> None:
        frames = ledger(occurrence(summary="Women in Tech panel"))
        assert frames["interaction_participant"].select("role", "is_owner", "weight").rows() == [
            ("attendee", True, 0.0)
        ]

    def test_what_was_logged_is_a_contact(self) -> None:
        first = ledger(occurrence(ADA, BEN))
        ben = first["interaction_participant"].filter(~pl.col("is_owner"))["person_id"][0]
        row = {
            "logged_id": 1,
            "owner": "me",
            "person_ids": [ben],
            "text": "Coffee",
            "happened_on": datetime(2026, 7, 1, tzinfo=UTC).date(),
            "said_at": datetime(2026, 7, 2, tzinfo=UTC),
        }
        frames = ledger(occurrence(ADA, BEN), logged=pl.DataFrame([row], schema=LOGGED))
        (log,) = frames["interaction"].filter(pl.col("channel") == "log").to_dicts()
        assert (log["title"], log["rule"], log["recency"], log["group_size"]) == ("Coffee", "logged", "met", 2)
        people = frames["interaction_participant"].filter(pl.col("interaction_id") == log["interaction_id"])
        assert people.select("person_id", "is_owner", "weight", "is_contact").rows() == [
            (frames["owners"]["person_id"][0], True, 0.0, False),
            (ben, False, 1.0, True),
        ]

    def test_a_connection_is_one_the_earliest_once(self) -> None:
        ben = BEN_CARD._replace(dates=(Date("05 Mar 2024", "connected"), Date("01 Mar 2024", "connected")))
        frames = ledger(contacts=(ben,))
        assert frames["interaction"].select("channel", "started_on", "direction").rows() == [
            ("linkedin_connection", datetime(2024, 3, 1, tzinfo=UTC).date(), "mutual")
        ]

    def test_occurrences_and_threads_have_ids_of_their_own(self) -> None:
        weekly = [
            occurrence(ADA, BEN, on=f"2026-06-{at:02}T18:00", instance=f"{at}", is_recurring=True) for at in (1, 8)
        ]
        sent = [message(f"<{at}>", ADA, BEN, conversation="t") for at in (1, 2)]
        rows = ledger(*weekly, sent=tuple(sent))["interaction"]
        assert rows["interaction_id"].n_unique() == 4
        assert rows.group_by("channel").agg(pl.col("series_id").n_unique(), pl.col("conversation_id").n_unique()).sort(
            "channel"
        ).rows() == [("email", 1, 1), ("meeting", 1, 1)]


def test_nothing_gives_nothing() -> None:
    frames = ledger()
    assert [frames[name].height for name in ("interaction", "interaction_participant", "unmatched_address")] == [
        0,
        0,
        0,
    ]


EVENTS = (
    occurrence(ADA, BEN),
    occurrence(ADA, BEN, record_id="e1#work", sequence=2, on="2026-06-02T18:00"),
    occurrence(ADA, BEN, CLAIRE, uid="e2", on="2026-06-03T18:00"),
    occurrence(ADA, BEN, CLAIRE, uid="e3", on="2026-06-03T18:00"),
)


@pytest.mark.parametrize("order", list(permutations(range(len(EVENTS))))[::5])
def test_the_order_of_the_calendars_does_not_matter(order: tuple[int, ...]) -> None:
    told = ledger(*(EVENTS[at] for at in order))
    assert told["interaction"].equals(ledger(*EVENTS)["interaction"])


@examples(max_examples=10, deadline=None)
@given(st.data())
def test_no_copy_ever_counts_twice(data: st.DataObject) -> None:
    """The same events from two calendars, whatever they are, weigh what they weigh from one."""
    guests = [f"guest{number}@example.org" for number in range(10)]
    events = [
        occurrence(
            ADA,
            *(
                attendee(one, data.draw(st.sampled_from(["accepted", "declined", "tentative", "needs_action"])))
                for one in data.draw(st.lists(st.sampled_from(guests), max_size=9, unique=True))
            ),
            uid=f"e{number}",
            on=f"2026-06-{data.draw(st.integers(1, 28)):02}T18:00",
            status=data.draw(st.sampled_from(["confirmed", "tentative", "cancelled"])),
        )
        for number in range(data.draw(st.integers(1, 5)))
    ]
    copies = [event._replace(record_id=f"{event.record_id}#work") for event in events]
    once, twice = ledger(*events), ledger(*events, *copies)
    drop = ["copies", "record_id"]
    assert once["interaction"].drop(drop).equals(twice["interaction"].drop(drop))
    assert once["interaction_participant"].equals(twice["interaction_participant"])
    future = once["interaction_participant"].filter(pl.col("response") == "declined")
    assert not future["is_contact"].any()
    assert future["weight"].sum() == 0
