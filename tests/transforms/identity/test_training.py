"""What is learned: chance from random pairs, agreement from likely ones, and the number of duplicates."""

import pytest

from tests.transforms.books import Record, record
from tests.transforms.identity.books import features_of
from transforms.identity import training
from transforms.identity.model import PRIORS
from transforms.identity.training import random_pairs, train

GIVEN = ("Ba", "Lo", "Mi", "Tu", "Ne", "Ra", "Si", "Vo", "Ki", "Do")
FAMILIES = ("Brandt", "Nair", "Okoro", "Dubois", "Ferri", "Lindqvist", "Demir", "Aalto", "Solberg", "Jansen")


def twice(count: int) -> list[Record]:
    """People with two cards each of one address, of which the phone number always differs."""
    cards = []
    for number in range(count):
        given = "".join(GIVEN[int(digit)] for digit in f"{number:03}")
        name = f"{given} {FAMILIES[number % 10]}"
        for source in ("vcard", "google_csv"):
            phone = f"+44 7700 900{number % 500 + (500 if source == 'vcard' else 0):03}"
            cards.append(record(f"{number}", name, source=source, email=f"a{number}@example.org", phone=phone))
    return cards


def test_each_level_of_each_comparison_is_weighed() -> None:
    model = train(features_of(*twice(5)))
    assert {name: set(levels) for name, levels in model.levels.items()} == {
        name: set(levels) for name, levels in PRIORS.items()
    }
    assert all(0 < level.m <= 1 for levels in model.levels.values() for level in levels.values())


def test_a_book_teaches_how_often_people_agree() -> None:
    model = train(features_of(*twice(200)))
    assert model.levels["phone"]["different"].m > 2 * PRIORS["phone"]["different"].m
    assert model.levels["email"]["own"].m > PRIORS["email"]["own"].m
    assert model.levels["given_name"]["different"].m < PRIORS["given_name"]["different"].m


def test_a_book_teaches_how_many_records_a_person_has() -> None:
    assert train(features_of(*twice(200))).duplicates == pytest.approx(1.0, abs=0.15)
    alone = [each for each in twice(200) if each.source == "vcard"]
    assert train(features_of(*alone)).duplicates < 0.3


def test_two_records_of_nobody_and_of_one_still_make_a_model() -> None:
    assert train(features_of()).prior == train(features_of()).prior
    assert train(features_of(record("1", "Ada Brandt"))).duplicates == pytest.approx(1.0, abs=0.1)


def test_the_more_records_the_longer_the_odds() -> None:
    assert train(features_of(*twice(300))).prior < train(features_of(*twice(20))).prior


def test_a_sample_teaches_nearly_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    known = features_of(*twice(300))
    whole = train(known)
    monkeypatch.setattr(training, "RECORDS", 400)
    monkeypatch.setattr(training, "SAMPLE", 1_000)
    part = train(known)
    assert part.records == whole.records
    assert part.frequencies.equals(whole.frequencies)
    assert part.duplicates == pytest.approx(whole.duplicates, rel=0.3)


def test_random_pairs_are_all_of_few_and_some_of_many() -> None:
    assert random_pairs(5).height == 10
    many = random_pairs(10_000)
    assert 0.99 * training.SAMPLE < many.height <= training.SAMPLE
    assert (many["node_a"] < many["node_b"]).all()
    assert random_pairs(0).is_empty()
