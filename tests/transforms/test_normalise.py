from dataclasses import fields
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.records import Address, Date, Email, Name, Organisation, Phone, Photo, RawContact, Relation, Url
from tests.transforms.frames import contact, raw_frame
from tests.transforms.strategies import maybe_texts, texts
from transforms.normalise import Tidy, normalise
from transforms.tidy import SCHEMAS

RAW_VALUES = {
    "emails": ("address", "raw"),
    "phones": ("number", "raw"),
    "urls": ("url", "raw"),
    "dates": ("value", "raw"),
}
"""Values that are one text: the field of the raw contact, and the column that keeps it."""


def several(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=2).map(tuple)


@st.composite
def contacts(draw: st.DrawFn) -> list[RawContact]:
    """A few raw contacts that hold anything at all."""
    fields_of = {
        "kind": maybe_texts,
        "names": several(st.builds(Name, maybe_texts, maybe_texts, maybe_texts, maybe_texts, maybe_texts, maybe_texts)),
        "emails": several(st.builds(Email, texts, maybe_texts)),
        "phones": several(st.builds(Phone, texts, maybe_texts)),
        "addresses": several(
            st.builds(Address, maybe_texts, street=maybe_texts, city=maybe_texts, country=maybe_texts)
        ),
        "organisations": several(st.builds(Organisation, maybe_texts, title=maybe_texts, started=maybe_texts)),
        "urls": several(st.builds(Url, texts, maybe_texts, st.sampled_from(["web", "social", "im"]), maybe_texts)),
        "dates": several(st.builds(Date, texts, texts)),
        "relations": several(st.builds(Relation, texts, maybe_texts)),
        "categories": several(texts),
        "members": several(texts),
        "updated": maybe_texts,
    }
    count = draw(st.integers(0, 3))
    return [
        contact(f"r{number}", number, **{field: draw(strategy) for field, strategy in fields_of.items()})
        for number in range(count)
    ]


def frames(tidy: Tidy) -> dict[str, pl.DataFrame]:
    return {field.name: getattr(tidy, field.name) for field in fields(tidy)}


@settings(max_examples=40)
@given(contacts())
def test_no_contact_makes_it_raise_and_no_value_is_lost_or_doubled(book: list[RawContact]) -> None:
    tidy = normalise(raw_frame(*book), default_region="GB")
    assert {name: dict(frame.schema) for name, frame in frames(tidy).items()} == {
        name: dict(pl.DataFrame(schema=schema).schema) for name, schema in SCHEMAS.items()
    }
    assert tidy.contacts["record_id"].to_list() == [record.record_id for record in book]
    for name, frame in frames(tidy).items():
        if name == "contacts":
            continue
        assert not frame.select("record_id", "ordinal").is_duplicated().any()
    for name, (field, column) in RAW_VALUES.items():
        written = [getattr(value, field) for record in book for value in getattr(record, name)]
        visible = [text for text in written if is_visible(text)]
        assert getattr(tidy, name)[column].to_list() == visible, name
    assert tidy.categories["raw"].to_list() == [
        text for record in book for text in record.categories if is_visible(text)
    ]


def is_visible(text: str) -> bool:
    """Whether anything was written; Python calls four control characters blank that Unicode doesn't."""
    return any(not sign.isspace() or sign in "\x1c\x1d\x1e\x1f" for sign in text)


@settings(max_examples=15)
@given(contacts(), st.randoms(use_true_random=False))
def test_the_order_of_contacts_does_not_matter(book: list[RawContact], chance: object) -> None:
    shuffled = list(book)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one = frames(normalise(raw_frame(*book), default_region=None))
    other = frames(normalise(raw_frame(*shuffled), default_region=None))
    for name, frame in one.items():
        key = ["record_id"] if name == "contacts" else ["record_id", "ordinal"]
        assert frame.sort(key).equals(other[name].sort(key)), name


def test_a_card_becomes_rows_of_every_kind() -> None:
    anna = contact(
        names=(Name("Anna Smith"),),
        emails=(Email("Anna@example.org"),),
        phones=(Phone("020 7946 0018"),),
        addresses=(Address(city="Leeds", country="UK"),),
        organisations=(Organisation("Acme Ltd"),),
        urls=(Url("example.org"),),
        dates=(Date("--03-05", "birthday"),),
        relations=(Relation("Bob", "spouse"), Relation(" ", "child")),
        categories=("* myContacts", "Brunch", "* starred", "Imported on 1/2/24"),
        updated="20200105T101112Z",
        photos=(Photo("logo-hash", 1, None, "logo"), Photo("photo-hash", 1)),
        note="Met at Sunday brunch",
        is_owner=True,
        extra={"Customer ID": ["K-1234"]},
    )
    tidy = normalise(raw_frame(anna), default_region=None)
    assert tidy.contacts.row(0, named=True) == {
        "source": "vcard",
        "record_id": "r1",
        "owner": "me",
        "kind": "person",
        "is_owner": True,
        "file": "book.vcf",
        "position": 1,
        "updated_at": datetime(2020, 1, 5, 10, 11, 12, tzinfo=UTC),
        "photo_hash": "photo-hash",
        "note": "Met at Sunday brunch",
    }
    assert {name: frame.height for name, frame in frames(tidy).items()} == {
        **dict.fromkeys(SCHEMAS, 1),
        "categories": 4,
        "members": 0,
    }
    assert tidy.phones["e164"].to_list() == ["+442079460018"]
    assert tidy.relations.row(0) == ("vcard", "r1", 1, "spouse", "Bob", "spouse")
    assert tidy.categories["category"].to_list() == ["myContacts", "Brunch", "starred", "Imported on 1/2/24"]
    assert tidy.categories["is_system"].to_list() == [True, False, True, True]


def test_a_record_in_japan_has_no_chinese_reading() -> None:
    mori = Name("森 昭")
    tidy = normalise(
        raw_frame(
            contact("address", names=(mori,), addresses=(Address(country="日本"),)),
            contact("phone", names=(mori,), phones=(Phone("+81 3 1234 5678"),)),
            contact("neither", names=(mori,)),
        ),
        default_region=None,
    )
    assert tidy.names["latin_name"].to_list() == [None, None, "Sen Zhao"]


def test_a_group_has_members_as_written() -> None:
    tidy = normalise(
        raw_frame(contact(names=(Name("Choir"),), members=("urn:uuid:1", "mailto:ada@example.org"))),
        default_region=None,
    )
    assert tidy.contacts["kind"].to_list() == ["group"]
    assert tidy.members["member"].to_list() == ["urn:uuid:1", "mailto:ada@example.org"]


def test_extra_may_be_a_list_of_keys_and_values() -> None:
    raw = raw_frame(contact(names=(Name("Anna"),), extra=(("X-ABSHOWAS", ("COMPANY",)),)))
    listed = raw.cast({"extra": pl.List(pl.Struct({"key": pl.String, "value": pl.List(pl.String)}))})
    assert normalise(listed, default_region=None).contacts["kind"].to_list() == ["organisation"]


def test_no_contacts_give_empty_frames_of_the_same_shape() -> None:
    tidy = normalise(raw_frame(contact()).clear(), default_region=None)
    assert {name: frame.height for name, frame in frames(tidy).items()} == dict.fromkeys(SCHEMAS, 0)


@pytest.mark.slow
@settings(max_examples=20)
@given(st.lists(contacts(), max_size=1).map(lambda books: books[0] if books else []))
def test_cleaning_in_slices_gives_what_cleaning_at_once_gives(book: list[RawContact]) -> None:
    raw = raw_frame(*book)
    whole = frames(normalise(raw, default_region="GB"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("transforms.normalise.SLICE", 2)
        sliced = frames(normalise(raw, default_region="GB"))
    for name, frame in whole.items():  # what a name says aside follows all others of its slice
        order = [column for column in ("source", "record_id", "ordinal") if column in frame.columns]
        assert sliced[name].sort(order).equals(frame.sort(order)), name
