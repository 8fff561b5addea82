"""People in one row each, named by what there is, and which of them is me."""

from typing import Any

import pytest

from configs.settings import Me, Settings
from connectors.records import Address, Date, Email, Name, Organisation, Photo
from tests.transforms.books import Record, frames, record

PHONE = "+44 20 7946 0018"


def person(*records: Record, **me: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of Me
    """The row of the only person."""
    (row,) = frames(*records, settings=Settings(me=Me(**me)))["person"].to_dicts()
    return row


def owners(*records: Record, **me: Any) -> set[str]:  # noqa: ANN401 - fields of Me
    """The records of whoever is the owner, by their source."""
    found = frames(*records, settings=Settings(me=Me(**me)))["person"].filter("is_owner")
    return {source for sources in found["sources"] for source in sources}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"names": (Name(full="Bob", kind="nickname"),), "email": "b@example.org"}, "Bob"),
        ({"emails": (Email("b@example.org", display_name="Bob F."),)}, "Bob F."),
        ({"email": "b@example.org"}, "b@example.org"),
        ({"job": ("Example Bakery", "Baker")}, "Example Bakery"),
        ({"job": (None, "Baker")}, "Baker"),
        ({"phone": PHONE}, "+442079460018"),
        ({"url": "https://ada.example.org"}, "https://ada.example.org"),
        ({"addresses": (Address(city="Lyon"),)}, "Lyon"),
        ({"note": "the one with the piano"}, "(no name)"),
    ],
)
def test_whoever_has_no_name_is_called_by_what_there_is(fields: dict[str, Any], name: str) -> None:
    row = person(record("1", **fields))
    assert (row["full_name"], row["is_named"]) == (name, False)


def test_the_preferred_values_stand_in_the_row() -> None:
    one = record(
        "1",
        Name(given="Ada", family="Brandt"),
        email="ada@example.org",
        phone=PHONE,
        job=("Lumenwerk GmbH", "Engineer"),
        url="linkedin.com/in/ada-1",
        addresses=(Address(city="Berlin", country="Germany"),),
        dates=(Date("1984-03-05", "birthday"), Date("2020-01-01", "connected")),
        photos=(Photo("hash", 5, "image/jpeg"),),
        updated="2026-01-01T10:00:00Z",
    )
    row = person(one, record("2", "Ada Brandt", source="google_csv", owner="tom", email="ada@example.org"))
    assert row["person_id"].startswith("p")
    assert str(row["updated_at"]) == "2026-01-01 10:00:00+00:00"
    expected = {
        "full_name": "Ada Brandt",
        "given_name": "Ada",
        "family_name": "Brandt",
        "organisation": "Lumenwerk GmbH",
        "title": "Engineer",
        "email": "ada@example.org",
        "phone": "+442079460018",
        "city": "Berlin",
        "country_code": "DE",
        "birthday": "1984-03-05",
        "birth_year": 1984,
        "birth_month": 3,
        "birth_day": 5,
        "linkedin_slug": "ada-1",
        "photo_hash": "hash",
        "is_owner": False,
        "is_named": True,
        "owners": ["me", "tom"],
        "sources": ["google_csv", "vcard"],
        "records": 2,
    }
    assert {name: row[name] for name in expected} == expected


def test_a_role_stands_in_for_a_title() -> None:
    assert person(record("1", "Ada Brandt", organisations=(Organisation(role="Photographer"),)))["title"] == (
        "Photographer"
    )


def test_what_is_no_address_and_no_day_is_not_shown_as_one() -> None:
    row = person(record("1", "Ada Brandt", email="ada at home", dates=(Date("in spring", "birthday"),)))
    assert (row["email"], row["birthday"]) == (None, None)


def test_i_am_whoever_has_one_of_my_addresses_or_numbers_or_says_so() -> None:
    book = (
        record("1", "Mira Holt", source="vcard", email="mira@example.org"),
        record("2", "Mira H", source="google_csv", phone=PHONE),
        record("3", "Myra Colt", source="linkedin_profile", is_owner=True),
        record("4", "Bob", source="yahoo_csv", email="bob@example.org"),
    )
    assert owners(*book) == {"linkedin_profile"}
    assert owners(*book, emails=(" Mira@Example.org ",), phones=("+44 (20) 7946-0018",)) == {
        "vcard",
        "google_csv",
        "linkedin_profile",
    }


def test_my_name_tells_where_nothing_else_does_and_nobody_shares_it() -> None:
    mira = record("1", "Mira Holt", source="vcard", email="mira@example.org")
    bob = record("2", "Bob", source="yahoo_csv")
    assert owners(mira, bob, name="mira  HOLT") == {"vcard"}
    assert owners(mira, bob) == set()
    assert owners(mira, bob, name="Somebody Else") == set()
    namesake = record("3", "Mira Holt", source="google_csv", email="mh@example.net", job=("Prairie Bank", "Analyst"))
    colleague = mira._replace(contact=mira.contact._replace(organisations=(Organisation("Quill", title="Editor"),)))
    assert owners(colleague, namesake, name="Mira Holt") == set()
    assert owners(mira, bob, name="Bob", emails=("mira@example.org",)) == {"vcard"}
