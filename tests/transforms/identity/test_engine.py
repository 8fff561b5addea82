"""Who is who in small books, as a user would have it."""

import time

import pytest

from connectors.records import Date
from tests.transforms.books import Record, are_one, groups, record, resolved

PHONE = "+44 20 7946 0018"


@pytest.mark.parametrize(
    "records",
    [
        (record("1", "Ada Brandt", email="ada@example.org"), record("2", "A. Brandt", email="ADA@example.org")),
        (record("1", email="ada@example.org"), record("2", "Ada Brandt", email="ada@example.org")),
        (record("1", "Robert Weber", phone=PHONE), record("2", "Bob Weber", phone="020 7946 0018")),
        (
            record("1", "Ingrid Dahl", email="ingrid@example.org"),
            record("2", "Ingrid Solberg", email="ingrid@example.org"),
        ),
        (
            record("1", "Anna Weber", url="https://linkedin.com/in/anna"),
            record("2", "A", source="linkedin", url="https://www.linkedin.com/in/anna/"),
        ),
        (
            record("1", "Hanako Yamada", email="hanako@example.org"),
            record("2", "山田 花子", source="google_csv", email="hanako@example.org"),
        ),
        (
            record("1", "Ada Brandt", job=("Lumenwerk GmbH", "Engineer")),
            record("2", "Ada Brandt", source="linkedin", email="ada@lumenwerk.example.org"),
        ),
        (record("1", "Ada Brandt", given_id="urn:uuid:0001-0002"), record("2", "Ada", given_id="urn:uuid:0001-0002")),
    ],
)
def test_one_person(records: tuple[Record, ...]) -> None:
    assert are_one(*records)


@pytest.mark.parametrize(
    "records",
    [
        (record("1", "Claire Dubois", phone=PHONE), record("2", "Marc Dubois", phone=PHONE)),
        (record("1", "Diego Santos Jr.", phone=PHONE), record("2", "Diego Santos Sr.", phone=PHONE)),
        (
            record("1", "Jonas Weber", email="jw@example.org", phone=PHONE, job=("Weber Fahrradbau", "Owner")),
            record("2", "Jonas Weber", email="jonas@example.net", job=("Prairie Bank", "Analyst")),
        ),
        (record("1", "Ada Brandt", email="info@example.org"), record("2", "Ben Okoro", email="info@example.org")),
        (record("1", "Ada Brandt"), record("2", "Ben Okoro")),
        (
            record("1", "Ada Brandt", dates=(Date("1950-01-02", "birthday"),)),
            record("2", "Ada Brandt", dates=(Date("1984-03-05", "birthday"),)),
        ),
        (
            record("1", "Ada Brandt", source="linkedin", url="https://linkedin.com/in/ada-1"),
            record("2", "Ada Brandt", source="linkedin", url="https://linkedin.com/in/ada-2"),
        ),
        (record("1"), record("2")),
    ],
)
def test_two_people(records: tuple[Record, ...]) -> None:
    assert not are_one(*records)


def test_a_card_between_two_people_joins_them_not() -> None:
    found = groups(
        record("1", "Anna Weber", email="aw@example.org"),
        record("2", "Alex Weber", email="alex@example.org"),
        record("3", "A. Weber", email=("aw@example.org", "alex@example.org")),
    )
    assert not any({"1", "2"} <= group for group in found)


def test_a_switchboard_joins_nobody() -> None:
    staff = [record(str(at), name, phone=PHONE) for at, name in enumerate(("Ada Brandt", "Ben Okoro", "Carl Ferri"))]
    assert len(groups(*staff)) == 3


def test_a_card_with_hundreds_of_values_is_a_card() -> None:
    many = [f"ada{at}@example.org" for at in range(300)]
    assert are_one(record("1", "Ada Brandt", email=many), record("2", "Ada Brandt", email=many[299]))


def test_names_as_long_as_books_take_no_time_to_speak_of() -> None:
    one, other = "Ada " + "brandt" * 500_000, "Ada " + "brandx" * 500_000
    started = time.process_time()
    resolved(record("1", one, email="ada@example.org"), record("2", other, email="ada@example.org"))
    assert time.process_time() - started < 10


def test_nobody_is_nobody() -> None:
    found = resolved()
    assert (found.groups.height, found.pairs.height) == (0, 0)


def test_keys_that_too_many_share_are_counted() -> None:
    crowd = [record(str(at), f"Ada{at} Brandt", phone=PHONE) for at in range(70)]
    skipped = dict(resolved(*crowd).skipped.select("kind", "records").iter_rows())
    assert skipped["phone"] == 70


def test_people_firms_and_rooms_are_never_one() -> None:
    mail = "ada@example.org"
    found = resolved(
        record("1", "Ada Brandt", email=mail),
        record("2", "Ada Brandt", kind="org", email=mail),
        record("3", "Ada Brandt", kind="room", email=mail),
    )
    assert found.groups["record_id"].to_list() == ["1"]
    assert found.pairs.is_empty()
