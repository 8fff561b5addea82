"""The keys by which records find each other."""

import polars as pl
import pytest

from connectors.records import Address, Date, Name
from tests.transforms.books import Record, record
from tests.transforms.identity.books import features_of
from transforms.identity.coding import coded
from transforms.identity.features import Features
from transforms.identity.frequencies import counted
from transforms.identity.keys import FULL, KEY_SCHEMA, KINDS, NUMBER, ONE_NAME, WITH_INITIAL, block_keys, kind_of


def keys_of(found: Features) -> pl.DataFrame:
    keys = block_keys(found, coded(found, counted(found.records)))
    assert keys.schema == KEY_SCHEMA
    return keys.with_columns(kind=kind_of(keys["key"]).replace_strict({at: kind for kind, at in NUMBER.items()}))


def met_by(one: Record, other: Record) -> set[str]:
    """The kinds of keys that two records share; where an address meets a name, only such ones."""
    keys = keys_of(features_of(one, other))
    pairs = keys.filter(node=0).join(keys.filter(node=1), on=("key", "kind"))
    is_side = pl.col("kind").is_in(["address_name", "address_and_organisation"])
    return set(pairs.filter(~is_side | (pl.col("is_handle") != pl.col("is_handle_right")))["kind"])


def name(given: str | None, family: str | None, *, of: str = "1", **fields: object) -> Record:
    return record(of, Name(given=given, family=family), **fields)


def at_home(street: str = "1 Example Street", postal_code: str = "E1 4AB") -> tuple[Address, ...]:
    return (Address(street=street, city="London", postal_code=postal_code),)


BORN = (Date("1984-03-05", "birthday"),)

MEETINGS = [
    (record("1", email="Ada@Example.org"), record("2", email="ada@example.org"), {"email", "handle"}),
    (record("1", phone="+44 20 7946 0101"), record("2", phone="020 7946 0101"), {"phone"}),
    (
        record("1", url="https://www.linkedin.com/in/ada-brandt-12"),
        record("2", url="linkedin.com/in/Ada-Brandt-12/"),
        {"linkedin", "handle"},
    ),
    (record("1", given_id="0b1f6c11-5a7e"), record("2", given_id="0b1f6c11-5a7e"), {"source_id"}),
    (record("1", extra=(("SSN", ("123-45-6789",)),)), record("2", extra=(("ssn", ("123456789",)),)), {"identifier"}),
    (record("1", email="ada.brandt@example.org"), record("2", email="adabrandt84@example.com"), {"handle"}),
    (name("Ada", "Brandt"), name("Ada", "Brandt", of="2"), {"name", "nickname", "initial", "sound"}),
    (name("Ada", "Brandt"), name("Brandt", "Ada", of="2"), {"name", "sound", "initial"}),
    (name("Zoë", "Søborg"), name("ZOE", "SOBORG", of="2"), {"name", "initial", "sound"}),
    (name("Юлия", "Соколова"), name("Yuliya", "Sokolova", of="2"), {"name", "initial", "sound"}),
    (name("Robert", "Weber"), name("Bob", "Weber", of="2"), {"nickname"}),
    (name("Bob", "Weber"), name("Bobby", "Weber", of="2"), {"nickname", "initial", "sound"}),
    (name("A.", "Brandt"), name("Ada", "Brandt", of="2"), {"initial"}),
    (name("Ada", "B."), name("Ada", "Brandt", of="2"), {"initial"}),
    (name("Sergey", "Ivanov"), name("Sergei", "Iwanow", of="2"), {"sound"}),
    (name("Ada", "Brandt"), name("Adam", "Branson", of="2"), set()),
    (name("Ada", None), name("Ada", None, of="2"), set()),
    (record("1", "Ada Brandt", dates=BORN), record("2", "Cleo Roe", dates=BORN), {"birthday"}),
    (record("1", "Ada Brandt", addresses=at_home()), record("2", "Cleo Roe", addresses=at_home()), {"place"}),
    (
        name("Ada", "Brandt", addresses=at_home()),
        name("Cleo", "Brandt", of="2", addresses=at_home("2 Example Street")),
        {"name_and_place"},
    ),
    (
        name("Ada", "Brandt", job=("Lumenwerk GmbH", None)),
        name("Ada", "Roe", of="2", job=("Lumenwerk", None)),
        {"name_and_organisation"},
    ),
    (
        name("Ada", "Brandt", job=("Lumenwerk GmbH", None)),
        name("Ada", "Roe", of="2", email="x1@lumenwerk.de"),
        {"name_and_organisation"},
    ),
    (name("Ada", "Brandt"), record("2", email="ada.brandt@example.org"), {"address_name"}),
    (name("Robert", "Weber"), record("2", email="clara.weber@example.org"), set()),
    (name("Bob", "Weber"), record("2", email="robert.weber@example.org"), {"address_name"}),
    (name("Ada", "Brandt"), record("2", email="brandt_a@example.org"), {"address_name"}),
    (name("Ada", "Brandt"), record("2", email="ada@example.org"), set()),
    (
        name("Ada", "Brandt", job=("Lumenwerk GmbH", None)),
        record("2", email="ada@lumenwerk.de"),
        {"address_and_organisation"},
    ),
]


@pytest.mark.parametrize(("one", "other", "kinds"), MEETINGS)
def test_records_meet_by_what_they_share(one: Record, other: Record, kinds: set[str]) -> None:
    found = met_by(one, other)
    assert kinds <= found
    if not kinds:
        assert found == set()


def test_a_city_makes_a_common_name_narrower() -> None:
    both = [name("Ada", "Brandt", of=str(number), addresses=at_home()) for number in (1, 2)]
    assert {"name_and_city", "name", "place", "name_and_place"} <= met_by(*both)


def test_every_kind_is_met_in_a_test() -> None:
    assert set().union(*(kinds for _, _, kinds in MEETINGS)) | {"name_and_city"} == set(KINDS)


def patterns(one: Record, address: str) -> set[tuple[int, bool]]:
    """How an address would be made of a name, and whether it is known how many are."""
    keys = keys_of(features_of(one, record("2", email=address)))
    mine, theirs = keys.filter(node=0, is_handle=False), keys.filter(node=1, is_handle=True)
    met = mine.join(theirs, on="key")
    return {(pattern, rarity is not None) for pattern, rarity in met.select("pattern", "rarity").rows()}


def test_how_an_address_is_made_of_a_name() -> None:
    ada = name("Ada", "Brandt", job=("Lumenwerk GmbH", None))
    assert patterns(ada, "ada.brandt@example.org") == {(FULL, True)}
    assert patterns(ada, "brandt.ada@example.org") == {(FULL, True)}
    assert patterns(ada, "abrandt@example.org") == {(WITH_INITIAL, True)}
    assert patterns(ada, "brandt@lumenwerk.de") == {(ONE_NAME, True)}
    assert patterns(ada, "brandt@example.org") == set()


BOOK = [one for one, _, _ in MEETINGS] + [other for _, other, _ in MEETINGS]
BOOK = [each._replace(contact=each.contact._replace(record_id=f"{at:02}")) for at, each in enumerate(BOOK)]


def test_a_record_has_each_key_once() -> None:
    keys = keys_of(features_of(*BOOK))
    # Whoever has an address of their own name has its key twice, once for each.
    assert keys.select("node", "key", "is_handle").is_unique().all()


def test_keys_end_in_the_number_of_their_kind() -> None:
    keys = keys_of(features_of(*BOOK))
    assert set(keys["kind"]) == set(KINDS)
    assert (keys["key"] & 31).cast(pl.UInt8).to_list() == kind_of(keys["key"]).to_list()
    assert len(KINDS) <= 32


@pytest.mark.parametrize("part", [slice(0, 9), slice(9, 20), slice(20, None)])
def test_keys_of_a_record_dont_depend_on_the_others(part: slice) -> None:
    def of_records(records: list[Record]) -> set[tuple[object, ...]]:
        found = features_of(*records)
        keys = keys_of(found).join(found.records.with_row_index("node"), on="node")
        return set(keys.select("record_id", "key", "is_handle", "pattern").rows())

    chosen = {each.contact.record_id for each in BOOK[part]}
    assert of_records(BOOK[part]) == {row for row in of_records(BOOK) if row[0] in chosen}
