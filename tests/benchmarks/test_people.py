"""Generated contacts: the same every time, of four sources, with what makes people hard to tell as often as it is."""

import random

import polars as pl
import pytest

pytest.importorskip("names", reason="the group bench is not installed")
pytest.importorskip("faker", reason="the group bench is not installed")

from tests.benchmarks.people import SCHEMA, contacts
from tests.benchmarks.person_names import census_name, drawn_name, typo


@pytest.fixture(scope="module")
def book() -> pl.DataFrame:
    return contacts(5_000, 1)


def test_a_seed_is_the_same_people(book: pl.DataFrame) -> None:
    assert contacts(300, 1).equals(contacts(300, 1))
    assert not contacts(300, 1).equals(contacts(300, 2))
    assert book.schema == SCHEMA
    assert book["rec_id"].to_list() == list(range(5_000))


def test_hazards_are_as_frequent_as_they_should_be(book: pl.DataFrame) -> None:
    shares = {tag: book["tags"].list.contains(tag).mean() for tag in book["tags"].explode().drop_nulls().unique()}
    expected = {
        "email_only": 0.090, "typo": 0.059, "nickname": 0.055, "swapped": 0.031, "given_only": 0.028, "maiden": 0.023,
        "initial": 0.018, "native_script": 0.065, "romanised": 0.095, "family_landline": 0.075, "switchboard": 0.045,
        "role_mailbox": 0.018, "diacritics_lost": 0.019, "father_son": 0.025, "company_card": 0.022,
    }  # fmt: skip
    assert {tag: shares[tag] for tag in expected} == pytest.approx(expected, rel=0.35, abs=0.012)


def test_a_person_has_about_two_records(book: pl.DataFrame) -> None:
    people = book.filter(pl.col("kind") == "person")
    assert people.height / people["cluster"].n_unique() == pytest.approx(2.1, abs=0.15)
    assert set(people["source"]) == {"vcard", "google", "calendar", "linkedin"}


def test_a_record_says_what_its_source_knows(book: pl.DataFrame) -> None:
    people = book.filter(pl.col("kind") == "person")
    calendar, linkedin = (people.filter(pl.col("source") == source) for source in ("calendar", "linkedin"))
    assert calendar["emails"].list.len().unique().to_list() == [1]
    assert calendar["phones"].list.len().sum() == linkedin["phones"].list.len().sum() == 0
    assert calendar["given"].null_count() == calendar.height
    assert linkedin["linkedin_url"].is_not_null().mean() == pytest.approx(0.9, abs=0.04)


def test_an_address_is_one_persons_but_where_a_household_or_a_firm_shares_it(book: pl.DataFrame) -> None:
    is_shared = pl.col("tags").list.contains("family_mailbox") | pl.col("tags").list.contains("role_mailbox")
    mails = book.filter((pl.col("kind") == "person") & ~is_shared).explode("emails").drop_nulls("emails")
    owners = mails.group_by(pl.col("emails").str.to_lowercase()).agg(pl.col("cluster").n_unique())
    assert owners["cluster"].max() == 1


def test_common_names_are_more_common() -> None:
    rng = random.Random(1)
    drawn = [census_name(rng, "all.last") for _ in range(4_000)]
    assert drawn.count("Smith") / len(drawn) == pytest.approx(0.01, abs=0.005)


def test_names_in_another_script_have_latin_letters_too() -> None:
    rng = random.Random(1)
    native = [name for name in (drawn_name(rng) for _ in range(500)) if name[2]]
    assert len(native) / 500 == pytest.approx(0.2, abs=0.06)
    assert all(name[0].isascii() and not name[2][0].isascii() for name in native if name[2])


def test_a_typo_is_one_letter_and_short_names_have_none() -> None:
    rng = random.Random(1)
    assert typo(rng, "Ada") == "Ada"
    assert {len(typo(rng, "Lovelace")) for _ in range(50)} == {7, 8, 9}
