"""What is found when two records are compared."""

import polars as pl
import pytest

from connectors.records import Address, Date
from tests.transforms.books import Record, record
from tests.transforms.identity.books import features_of
from transforms.identity.blocking import blocks_of, candidates
from transforms.identity.coding import coded
from transforms.identity.comparisons import compare
from transforms.identity.frequencies import counted
from transforms.identity.keys import block_keys
from transforms.identity.levels import LEVELS

PHONE, OTHER_PHONE = "+44 20 7946 0018", "+44 20 7946 0019"


def levels(*records: Record) -> dict[str, str]:
    """The levels of the first two records that say something, compared among all of them."""
    known = features_of(*records)
    codes = coded(known, counted(known.records))
    shared = candidates(blocks_of(block_keys(known, codes), codes["given_initial"])).shared
    pair = pl.DataFrame(
        {"node_a": [0], "node_b": [1], "keys": [0]}, schema=dict.fromkeys(("node_a", "node_b", "keys"), pl.UInt32)
    )
    row = compare(pair, shared, codes, known.records).row(0, named=True)
    return {name: names[row[name]] for name, names in LEVELS.items() if row[name]}


def named(one: str, other: str) -> dict[str, str]:
    found = levels(record("1", one), record("2", other))
    return {name: level for name, level in found.items() if name != "source"}


@pytest.mark.parametrize(
    ("one", "other", "given", "family"),
    [
        ("Ada Brandt", "ada BRANDT", "exact", "exact"),
        ("Zoë Strauß", "Zoe Strauss", "exact", "exact"),
        ("Robert Weber", "Bob Weber", "nickname", "exact"),
        ("R. Weber", "Robert Weber", "initial", "exact"),
        ("Margaret Weber", "Marrgaret Weber", "similar", "exact"),
        ("Nina Arnold", "Nina Arnlod", "exact", "similar"),
        ("Ruth Rios-Gonzales", "Ruth Gonzales", "exact", "part"),
        ("Claire Dubois", "Marc Dubois", "different", "household"),
        ("Ingrid Solberg", "Ingrid Dahl", "exact", "different"),
        ("Юлия Соколова", "Yuliya Sokolova", "exact", "exact"),
        ("Mei-Ling Chen", "Meiling Chen", "exact", "exact"),
    ],
)
def test_names(one: str, other: str, given: str, family: str) -> None:
    found = named(one, other)
    assert (found["given_name"], found["family_name"]) == (given, family)
    assert named(other, one) == found


def test_a_name_that_stands_the_other_way_round_is_swapped() -> None:
    assert named("Gyeongsu Song", "Song Gyeongsu") == {
        "given_name": "exact",
        "family_name": "exact",
        "name_order": "swapped",
    }


def test_middle_names_and_generations() -> None:
    assert named("Ada Maria Brandt", "Ada M. Brandt")["middle_name"] == "initial"
    assert named("Ada Maria Brandt", "Ada Petra Brandt")["middle_name"] == "different"
    assert named("Diego Santos Jr.", "Diego Santos Sr.")["generation"] == "different"


def test_a_japanese_name_without_a_reading_is_neither_like_nor_unlike_a_latin_one() -> None:
    assert named("高橋 桃子", "Momoko Takahashi")["given_name"] == "native_and_latin"


def test_an_address_fits_a_name() -> None:
    def address_name(address: str, name: str, **fields: object) -> str | None:
        return levels(record("1", email=address), record("2", name, **fields)).get("address_name")

    assert address_name("ada.brandt@example.org", "Ada Brandt") == "full_name"
    assert address_name("brandtada84@example.org", "Ada Brandt") == "full_name"
    assert address_name("abrandt@example.org", "Ada Brandt") == "initial_and_family"
    assert address_name("ada@lumenwerk.example.org", "Ada Brandt", job=("Lumenwerk", None)) == "one_name"
    assert address_name("sunny@example.org", "Ada Brandt") == "different"


def test_an_address_says_a_family_name_that_changed() -> None:
    found = levels(
        record("1", "Margaret Harbison", email="margaret.stokes@example.org"), record("2", "Margaret Stokes")
    )
    assert (found["address_name"], found.get("family_name")) == ("family_name", None)


def test_an_address_of_one_name_is_own_and_one_of_several_is_shared() -> None:
    one, other = record("1", "Ada Brandt", email="ada@example.org"), record("2", email="ada@example.org")
    assert levels(one, other)["email"] == "own"
    assert levels(one, other, record("3", "Ben Brandt", email="ada@example.org"))["email"] == "shared"
    assert levels(one, record("2", "Ada Brandt", email="ab@example.org"))["email"] == "different"


def test_numbers_are_the_same_with_and_without_country_code() -> None:
    one = record("1", "Claire Dubois", phone=PHONE)
    assert levels(one, record("2", "Claire D", phone="020 7946 0018"))["phone"] == "own"
    assert levels(one, record("2", "Marc Dubois", phone=PHONE))["phone"] == "shared"
    assert levels(one, record("2", "Claire Dubois", phone=OTHER_PHONE))["phone"] == "different"


def test_profiles_and_identifiers() -> None:
    one = record("1", url="https://linkedin.com/in/ada-1", extra={"Customer ID": ["K-12345"]})
    other = record("2", url="https://linkedin.com/in/ada-2", extra={"Customer ID": ["K-12354"]})
    found = levels(one, other)
    assert (found["linkedin"], found["identifier"]) == ("different", "similar")


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1984-03-05", "1984-03-05", "exact"),
        ("1984-03-05", "--03-05", "day_and_month"),
        ("1984-03-05", "1984-05-03", "slip"),
        ("1984-03-05", "1985-03-05", "slip"),
        ("1984-03-05", "1951-11-20", "different"),
    ],
)
def test_birthdays(one: str, other: str, level: str) -> None:
    days = [record(str(at), dates=(Date(day, "birthday"),)) for at, day in enumerate((one, other))]
    assert levels(*days)["birthday"] == level


def test_an_employer_is_the_domain_of_a_work_address() -> None:
    one = record("1", job=("Morales Consulting Inc.", "CEO"))
    assert levels(one, record("2", email="w@morales-consulting.co.uk"))["organisation"] == "exact"
    assert levels(one, record("2", email="w@gmail.com")).get("organisation") is None
    assert levels(one, record("2", job=("Morales Consultng", "CEO")))["organisation"] == "similar"
    assert levels(one, record("2", job=("Prairie Bank", "Analyst"))) == {
        "organisation": "different",
        "title": "different",
        "source": "same",
    }


def test_places() -> None:
    places = (
        Address(street="12 Lantern Row", city="London", postal_code="N1 9ZZ"),
        Address(street="12 Lantrn Row", city="Londn", postal_code="N1 9ZX"),
    )
    one, other = (record(str(at), addresses=(place,)) for at, place in enumerate(places))
    found = levels(one, other)
    assert [found[name] for name in ("street", "city", "postal_code")] == ["similar", "similar", "similar"]
    assert levels(one, one._replace(source="google_csv"))["street"] == "exact"
