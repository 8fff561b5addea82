"""The people of bench_google.py are the same every time, and as Google gives them."""

import json
from random import Random

from msgspec import convert

from connectors.google.person import Person
from tests.benchmarks.google_people import google_people, google_person
from tests.benchmarks.run_google import told_of


def test_the_same_people_come_every_time() -> None:
    assert google_people(20) == google_people(20)
    assert len({told_of(person)[0] for person in google_people(50)}) > 25


def test_they_are_of_the_size_and_shape_of_googles() -> None:
    people = google_people(200)
    assert 1_800 < sum(len(json.dumps(person)) for person in people) / len(people) < 2_800
    read = [convert({"resourceName": "people/c1", **person}, type=Person) for person in people]
    assert all(len(person.email_addresses) >= 2 and len(person.memberships) == 2 for person in read)


def test_everything_that_is_compared_stands_in_somebody() -> None:
    assert all(
        any(column) for column in zip(*(told_of(google_person(7, Random(seed))) for seed in range(30)), strict=True)
    )
