"""What identity knows of a record."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from connectors.records import Address, Date, Name, Organisation
from tests.transforms.books import Record, record
from tests.transforms.identity.books import VALUE_SCHEMA, features_of
from transforms.identity.features import SLOTS, Features

UUID = "4f6e0b05-1c2d-4e3f-8a9b-00c0ffee0005"

EVERYTHING = record(
    "1",
    "Ada Brandt",
    given_id=UUID,
    email=("Ada.Brandt+news@mail.lumenwerk.example.com", "info@lumenwerk.example.com", "ada1@gmail.com"),
    phone=("+44 20 7946 0101", "12345"),
    url="https://www.linkedin.com/in/ada-brandt-4b1c2d3",
    job=("Lumenwerk GmbH", "Head of Product"),
    dates=(Date("1984-03-05", "birthday"), Date("2011-06-18", "anniversary")),
    addresses=(Address(street="1 Example Street", city="London", postal_code="E1 4AB", country="United Kingdom"),),
    extra=(("Employee Number", ("ab-1234",)),),
)


def values(found: Features, kind: str) -> list[tuple[int, str, str | None]]:
    return sorted(found.values.filter(kind=kind).select("node", "value", "detail").rows(), key=repr)


def of_one(*records: Record, kind: str) -> list[str]:
    return [value for _, value, _ in values(features_of(*records), kind)]


def columns(one: Record, *names: str) -> tuple[Any, ...]:
    return features_of(one).records.select(names).row(0)


def test_a_row_for_each_record_of_a_person_in_the_order_of_their_keys() -> None:
    people = (record("2", "Ada Brandt"), record("1"), record("3", "Ben Okafor", source="google_csv"))
    found = features_of(*people, record("0", "Lumenwerk", kind="org", email="hello@example.com"))
    keys = found.records.select("source", "record_id").rows()
    assert keys == [("google_csv", "3"), ("vcard", "1"), ("vcard", "2")]
    assert found.records["given"].to_list() == ["ben", None, "ada"]
    assert found.records["is_native"].to_list() == [False, False, False]
    assert found.values.is_empty()
    assert found.values.schema == VALUE_SCHEMA


def test_values_are_told_by_kind() -> None:
    found = features_of(EVERYTHING)
    assert found.values.schema == VALUE_SCHEMA
    assert values(found, "email") == [
        (0, "ada.brandt+news@mail.lumenwerk.example.com", "lumenwerk"),
        (0, "ada1@gmail.com", None),
    ]
    assert values(found, "phone") == [(0, "079460101", None)]
    assert values(found, "linkedin") == [(0, "ada-brandt-4b1c2d3", None)]
    assert values(found, "source_id") == [(0, f"vcard/{UUID}", None)]
    assert values(found, "handle") == [(0, "ada", None), (0, "adabrandt", "lumenwerk"), (0, "adabrandt", None)]


def test_the_rest_stands_in_columns() -> None:
    places = columns(EVERYTHING, "city", "postal_code", "street")
    assert places == ("london", "e14ab", "1 example street")
    assert columns(EVERYTHING, "year", "month", "day") == (1984, 3, 5)
    assert columns(EVERYTHING, "title", "org_0", "org_1") == ("head of product", "lumenwerk", None)


@pytest.mark.parametrize(
    ("address", "work"),
    [
        ("x@morales-consulting.co.uk", "moralesconsulting"),
        ("x@mail.morales-consulting.co.uk", "moralesconsulting"),
        ("x@lumenwerk.de", "lumenwerk"),
        ("x@a.b.lumenwerk.de", "lumenwerk"),
        ("x@lumenwerk.example.org", "lumenwerk"),
        ("x@example.org", None),
        ("x@gmail.com", None),
        ("x@yahoo.co.uk", None),
        ("x@co.uk", "co"),
    ],
)
def test_a_firm_is_known_by_the_word_of_its_domain(address: str, work: str | None) -> None:
    assert columns(record("1", email=address), "org_0") == (work,)


def test_numbers_are_compared_by_their_last_digits() -> None:
    same = ("+44 20 7946 0101", "020 7946 0101", "0044 20 7946 0101", "(020) 7946-0101")
    for number in same:
        assert of_one(record("1", phone=number), kind="phone") == ["079460101"]
    assert of_one(record("1", phone=("112", "*100#", "00000000")), kind="phone") == []


def test_an_id_that_a_connector_made_up_is_none() -> None:
    assert of_one(record("1"), kind="source_id") == []


def test_a_long_id_is_unique_in_the_world_and_a_short_one_in_its_file() -> None:
    twice = [record("1", source=source, given_id=UUID) for source in ("vcard", "vcard:work")]
    assert of_one(*twice, kind="source_id") == [f"vcard/{UUID}", f"vcard/{UUID}"]
    short = [record("1", source=source, given_id="7") for source in ("vcard", "vcard:work")]
    assert len(set(of_one(*short, kind="source_id"))) == 2
    files = [record(name, given_id="7", file=f"{name}.vcf") for name in ("one", "two")]
    assert len(set(of_one(*files, kind="source_id"))) == 2
    other = [record("1", source=source, given_id=UUID) for source in ("vcard", "google_csv")]
    assert len(set(of_one(*other, kind="source_id"))) == 2


def test_numbers_of_an_authority_are_told_within_their_kind() -> None:
    (value,) = of_one(EVERYTHING, kind="identifier")
    kind, _, number = value.partition("/")
    assert kind
    assert number == "AB1234"
    assert columns(EVERYTHING, "identifier") == ("AB1234",)
    assert columns(record("1", extra=(("Employee Number", ("1",)),)), "identifier") == (None,)


@pytest.mark.parametrize(
    ("address", "handle"),
    [
        ("ada.brandt@example.org", ["adabrandt"]),
        ("Ada_Brandt1984@example.org", ["adabrandt"]),
        ("ada+list@example.org", ["ada"]),
        ("1984@example.org", []),
        ("x1@example.org", []),
        ("info@example.org", []),
    ],
)
def test_handles_are_words_without_numbers(address: str, handle: list[str]) -> None:
    assert of_one(record("1", email=address), kind="handle") == handle


def test_a_profile_is_a_handle_without_its_number() -> None:
    for slug in ("ada-brandt", "ada-brandt-4b1c2d3", "ada-brandt-12"):
        assert of_one(record("1", url=f"https://linkedin.com/in/{slug}"), kind="handle") == ["adabrandt"]


def test_a_role_address_is_nobodys_value() -> None:
    found = features_of(record("1", "Ada Brandt", email="info@lumenwerk.example.com"))
    assert found.values.is_empty()
    assert found.records["org_0"].to_list() == ["lumenwerk"]


def test_organisations_fill_slots_each_once_and_no_more_than_there_are() -> None:
    firms = ["Alpha Ltd", "Alpha GmbH", "Beta", "Gamma", "Delta", "Epsilon"]
    many = record("1", "Ada Brandt", organisations=tuple(Organisation(name=firm) for firm in firms), email="x@beta.de")
    slots = columns(many, *(f"org_{slot}" for slot in range(SLOTS)))
    assert slots == ("alpha", "beta", "gamma", "delta")


def test_of_several_the_first_counts() -> None:
    two = record(
        "1",
        organisations=(Organisation(name="Alpha", title="Baker"), Organisation(name="Beta", title="Chef")),
        addresses=(Address(city="Lyon"), Address(city="Bern")),
        dates=(Date("--04-05", "birthday"), Date("1984-03-05", "birthday")),
    )
    assert columns(two, "title", "city", "year", "month", "day") == ("baker", "lyon", None, 4, 5)


BOOK = (
    EVERYTHING,
    record("2", "Ben Okafor", email="ben@example.org", phone="+44 7700 900123"),
    record("3", Name(given="Chloé", family="Martin"), email=("chloe@example.org", "martin@martin.fr")),
    record("4", "Юлия Соколова", source="google_csv", given_id="9", dates=(Date("1990-01-01", "birthday"),)),
    record("5"),
)


def in_order(found: Features) -> Features:
    return Features(found.records, found.values.sort(pl.all()))


def assert_equal(one: Features, other: Features) -> None:
    assert_frame_equal(one.records, other.records)
    assert_frame_equal(in_order(one).values, in_order(other).values)


@pytest.mark.parametrize("start", range(len(BOOK)))
def test_the_order_of_records_changes_nothing(start: int) -> None:
    assert_equal(features_of(*BOOK[start:], *BOOK[:start]), features_of(*BOOK))


ALL = features_of(*BOOK)


@settings(max_examples=10)
@given(st.sets(st.integers(0, len(BOOK) - 1)))
def test_some_records_are_what_they_would_be_alone(chosen: set[int]) -> None:
    nodes = pl.Series(sorted(chosen), dtype=pl.UInt32)
    keys = ALL.records.select("source", "record_id")[nodes].rows()
    alone = features_of(*(each for each in BOOK if each.key in keys)) if keys else ALL.only(nodes)
    assert_equal(ALL.only(nodes), alone)
    assert ALL.only(nodes).values.schema == VALUE_SCHEMA


@pytest.mark.parametrize("first", range(len(BOOK) + 1))
def test_records_go_on_after_others(first: int) -> None:
    nodes = pl.Series(range(len(BOOK)), dtype=pl.UInt32)
    assert_equal(ALL.only(nodes[:first]).and_then(ALL.only(nodes[first:])), ALL)
