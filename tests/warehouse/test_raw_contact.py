"""The table of raw contacts and the raw contact that connectors make agree, column by column."""

from datetime import UTC, datetime

import pyarrow as pa

from connectors.records import (
    RAW_CONTACT_TYPE,
    Address,
    Date,
    Email,
    Name,
    Organisation,
    Phone,
    RawContact,
    Relation,
    Url,
)
from tests.warehouse.cards import BOOK, card, land, rows
from warehouse.landing import LandingStore
from warehouse.merging import Source

FULL = RawContact(
    record_id="full",
    file=BOOK,
    position=3,
    kind="individual",
    is_owner=True,
    names=(Name("Dr Ada Brandt", "Dr", "Ada", "M", "Brandt", "Jr", "main", "de"), Name("Adi", kind="nickname")),
    emails=(Email("ada@example.org", "work", is_preferred=True, display_name="Ada"),),
    phones=(Phone("+44 20 7946 0001", "cell"),),
    addresses=(Address("1 Way", "2", "3", "4", "Leeds", "York", "LS1", "UK", "home", is_preferred=True),),
    organisations=(Organisation("Acme", "R&D", "Head", "role", "Leeds", "2020", "2021", is_preferred=True),),
    urls=(Url("https://example.org", "blog", "web", "none"),),
    dates=(Date("1980-01-02", "birthday"),),
    relations=(Relation("Ben", "spouse"),),
    categories=("friends", "brunch"),
    members=("urn:uuid:1",),
    note="two\nlines",
    updated="20240101T000000Z",
    extra=(("X-A", ("1", "2")), ("X-B", ("3",))),
)


def nested(kind: pa.DataType) -> object:
    """A type as plain tuples, without what Arrow's own equality looks at beside it (names of lists' items)."""
    if pa.types.is_struct(kind):
        return ("struct", [(each.name, nested(each.type)) for each in kind])
    if pa.types.is_map(kind):
        return ("map", nested(kind.key_type), nested(kind.item_type))
    if pa.types.is_list(kind):
        return ("list", nested(kind.value_type))
    return str(kind)


def plain(value: object) -> object:
    """A value with structs and named tuples as plain tuples."""
    if isinstance(value, dict):
        return tuple(plain(each) for each in value.values())
    return tuple(plain(each) for each in value) if isinstance(value, (list, tuple)) else value


def test_it_has_the_columns_of_a_raw_contact_in_their_order_and_with_their_types(store: LandingStore) -> None:
    table = store._connection.sql("select * from raw_contact").to_arrow_table().schema
    expected = [(each.name, nested(each.type)) for each in RAW_CONTACT_TYPE if each.name != "record_id"]
    assert [(each.name, nested(each.type)) for each in table][-len(expected) :] == expected
    assert table.field("record_id").type == pa.string()


def test_every_field_comes_back_as_it_went_in(store: LandingStore) -> None:
    land(store, FULL)
    (row,) = store.raw_contacts().iter_rows(named=True)
    row["extra"] = tuple((name, tuple(values)) for name, values in row["extra"].items())
    assert {name: plain(row[name]) for name in FULL._fields} == {
        name: plain(value) for name, value in FULL._asdict().items()
    }


def test_a_record_says_whose_it_is_and_when_it_was_loaded(store: LandingStore) -> None:
    land(store, card("u1"), source=Source("google_csv", "ada", "work"))
    (row,) = store.raw_contacts().iter_rows(named=True)
    assert (row["source"], row["owner"], row["connector"]) == ("google_csv:work@ada", "ada", "google_csv")
    assert row["loaded_at"].utcoffset().total_seconds() == 0
    assert abs((datetime.now(UTC) - row["loaded_at"]).total_seconds()) < 60


def test_an_empty_store_has_the_columns_too(store: LandingStore) -> None:
    empty = store.raw_contacts()
    land(store, FULL)
    assert empty.schema == store.raw_contacts().schema
    assert empty.height == 0


def test_every_table_says_what_a_row_is(store: LandingStore) -> None:
    silent = rows(store, "select table_name from duckdb_tables() where comment is null and not temporary")
    assert silent == [("migration",)]
