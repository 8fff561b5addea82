"""Contacts for tests of the landing store, and the short way to land them."""

from collections.abc import Sequence
from typing import Any, Final

from connectors.base import Batch
from connectors.records import Email, Name, Photo, RawContact
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Reading, Source

BOOK: Final = "book.vcf"
VCARD: Final = Source("vcard")
NOTHING: Final = Counts()


def card(uid: str, name: str = "Ada Brandt", note: str | None = None, **fields: Any) -> RawContact:  # noqa: ANN401 - any field
    """A contact with a source's id and a name; a note is the easiest thing to edit."""
    given = {"file": BOOK, "position": 1, "emails": (Email(f"{uid}@example.org"),)} | fields
    return RawContact(record_id=uid, names=(Name(full=name),), note=note, **given)


def photo(content: bytes) -> dict[str, bytes]:
    """A picture as a batch holds it: its bytes by their hash."""
    return {f"hash of {content.decode()}": content}


def with_photo(contact: RawContact, content: bytes) -> RawContact:
    """The contact with that picture."""
    return contact._replace(photos=tuple(Photo(key, len(content), "image/jpeg") for key in photo(content)))


def land(
    store: LandingStore,
    *cards: RawContact,
    source: Source = VCARD,
    is_complete: bool = False,
    readings: Sequence[Reading] = (),
    **batch: Any,  # noqa: ANN401 - any field of a batch
) -> Counts:
    """Land cards in a run of their own, as one batch."""
    return land_batches(
        store, Batch(contacts=cards, **batch), source=source, is_complete=is_complete, readings=readings
    )


def land_batches(
    store: LandingStore,
    *batches: Batch,
    source: Source = VCARD,
    is_complete: bool = False,
    readings: Sequence[Reading] = (),
) -> Counts:
    """Land batches in a run of their own."""
    run = store.begin_run("import")
    counts = store.land(run, source, batches, readings=readings, is_complete=is_complete)
    store.finish_run(run, state="done")
    assert counts.read == counts.loaded + counts.unchanged + counts.skipped + counts.rejected
    return counts


def rows(store: LandingStore, sql: str) -> list[tuple[Any, ...]]:
    """What a query over the store's tables answers."""
    return store._connection.sql(sql).fetchall()


def current(store: LandingStore) -> dict[str, str | None]:
    """The note of every current record by its id, over all sources."""
    frame = store.raw_contacts()
    assert frame["record_id"].is_unique().all()
    return dict(frame.select("record_id", "note").iter_rows())


def names(store: LandingStore) -> dict[str, str]:
    """The name of every current record by its id, over all sources."""
    return {each["record_id"]: each["names"][0]["full"] for each in store.raw_contacts().iter_rows(named=True)}


def versions(store: LandingStore, record_id: str) -> list[tuple[str | None, bool]]:
    """The notes of a record's versions, the oldest first, and whether each is the current one."""
    found = rows(store, "select record_id, note, valid_to is null from raw_contact order by run_id")
    return [(note, is_current) for each, note, is_current in found if each == record_id]
