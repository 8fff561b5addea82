"""Raw calendars and mailboxes as frames: occurrences and messages by what matters to a test."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import polars as pl

from configs.settings import Me, Settings
from connectors.calendar import Attendee, Occurrence, event_tables
from connectors.interaction_records import Correspondent, RawInteraction, interactions_table
from connectors.records import RawContact, contacts_table
from transforms.ledger.gathering import Gathered, gather
from transforms.ledger.landed import Landed

ADA: Final = "ada@example.org"
BEN: Final = "ben@example.org"
CLAIRE: Final = "claire@example.org"


def settings(**interactions: Any) -> Settings:  # noqa: ANN401 - any setting
    """Ada's settings."""
    return Settings(
        home="/nowhere", me=Me(name="Ada Brandt", emails=(ADA,)), time_zone="Europe/Berlin", interactions=interactions
    )


def attendee(address: str | None, response: str = "accepted", **fields: Any) -> Attendee:  # noqa: ANN401 - any field of it
    """An attendee who is coming."""
    return Attendee(address, fields.pop("name", None), response, **fields)


def occurrence(*people: Attendee | str, on: str = "2026-06-01T18:00", **fields: Any) -> Occurrence:  # noqa: ANN401 - any field of it
    """An event of two hours in Ada's calendar; people are attendees, or addresses of those who are coming."""
    start = datetime.fromisoformat(on).replace(tzinfo=UTC)
    given = {
        "record_id": fields.get("uid", "e1"),
        "uid": "e1",
        "instance": "",
        "is_recurring": False,
        "sequence": 0,
        "stamped": "2026-01-01T00:00:00Z",
        "starts_at": start,
        "starts_on": start.date(),
        "ends_at": start + timedelta(hours=2),
        "ends_on": None,
        "is_all_day": False,
        "status": "confirmed",
        "summary": "Dinner",
        "location": None,
        "categories": (),
        "kind": "event",
        "is_attendees_omitted": False,
        "organiser": None,
        "attendees": tuple(one if isinstance(one, Attendee) else attendee(one) for one in people),
        "zone": "UTC",
        "zone_from": "utc",
    }
    return Occurrence(**(given | fields))


def calendar(*found: Occurrence, source: str = "calendar", owner: str = "me") -> tuple[pl.DataFrame, pl.DataFrame]:
    """Events of a source and when they take place; each occurrence here is a VEVENT of its own."""
    apart = [one._replace(component=number) for number, one in enumerate(found)]
    events, times = (pl.DataFrame(pl.from_arrow(table)) for table in event_tables(apart))
    of = pl.lit(source).alias("source")
    return events.select(of, pl.all(), pl.lit(owner).alias("owner")), times.select(of, pl.all())


def message(
    record_id: str,
    sender: str,
    *recipients: str,
    on: str = "2026-06-01T10:00",
    **fields: Any,  # noqa: ANN401 - any field of it
) -> RawInteraction:
    """A mail."""
    sent_at = datetime.fromisoformat(on).replace(tzinfo=UTC)
    people = (Correspondent("sender", sender), *(Correspondent("recipient", one) for one in recipients))
    given = {"file": "all.mbox", "position": 1, "channel": "email", "sent": on, "sent_at": sent_at, "people": people}
    return RawInteraction(record_id=record_id, **(given | fields))


def mail(*found: RawInteraction, source: str = "mailbox", owner: str = "me") -> pl.DataFrame:
    """Messages of a source."""
    frame = pl.DataFrame(pl.from_arrow(interactions_table(found))).drop("calendar")
    named = [pl.lit(source).alias("source"), pl.lit(owner).alias("owner"), pl.lit(source).alias("connector")]
    return frame.select(*named, pl.all())


def cards(*found: RawContact, source: str = "vcard", owner: str = "me") -> pl.DataFrame:
    """Raw contacts of a source."""
    frame = pl.DataFrame(pl.from_arrow(contacts_table(found)))
    named = {"source": source, "owner": owner, "connector": source}
    return frame.select(
        *(pl.lit(text).alias(name) for name, text in named.items()),
        pl.all(),
        pl.col("record_id").alias("given_id"),
        pl.lit(datetime(2026, 1, 1, tzinfo=UTC)).alias("loaded_at"),
    )


def files(events: pl.DataFrame, name: str | None = None, account: str | None = None) -> pl.DataFrame:
    """The calendars that events are from; Google calls an account's own one by its address."""
    return events.select(
        "source",
        "owner",
        "record_id",
        pl.lit("a.ics").alias("file"),
        pl.lit(1, pl.Int64).alias("position"),
        pl.lit(account, pl.String).alias("account"),
        pl.struct(pl.lit(name, pl.String).alias("name")).alias("calendar"),
    ).unique()


def landed(
    *found: Occurrence,
    sent: pl.DataFrame | None = None,
    contacts: pl.DataFrame | None = None,
    name: str | None = None,
    account: str | None = None,
) -> Landed:
    """All that is landed; calendars have this name and are of this account."""
    sent, contacts = mail() if sent is None else sent, cards() if contacts is None else contacts
    versions = contacts.select("source", "record_id", version=pl.lit(1, pl.UInt64))
    events, times = calendar(*found)
    return Landed(contacts, versions, files(events, name, account), events, times, sent)


def gathered(*events: Occurrence, sent: tuple[RawInteraction, ...] = (), of: Settings | None = None) -> Gathered:
    """What comes of Ada's calendar and mailbox."""
    found = gather(landed(*events, sent=mail(*sent)), of or settings(), zone="Europe/Berlin")
    assert found is not None
    return found[1]


def day(text: str) -> date:
    """A day, YYYY-MM-DD."""
    return date.fromisoformat(text)
