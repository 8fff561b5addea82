"""What is told of a pair."""

import polars as pl
import pytest

from configs.words import word_list
from connectors.records import Address
from tests.transforms.books import frames, record, resolved
from transforms.identity.evidence import PAIR_SCHEMA, REASONS
from transforms.identity.keys import KINDS
from transforms.identity.levels import LEVELS

PHONE = "+44 20 7946 0018"
BOOK = (
    record("1", "Ada Brandt", email="ada@example.org", job=("Lumenwerk", "Engineer")),
    record("2", "Ada Brandt", source="google_csv", email="ada@example.org", phone=PHONE),
    record("3", "Marc Brandt", phone=PHONE),
    record("4", "Ada Brandt", source="linkedin", job=("Prairie Bank", "Analyst"), email="ab@example.net"),
)


def pairs() -> pl.DataFrame:
    return resolved(*BOOK).pairs


def test_prior_and_evidence_add_up() -> None:
    for row in pairs().iter_rows(named=True):
        total = row["prior_weight"] + sum(found["weight"] for found in row["evidence"])
        assert total == pytest.approx(row["weight"], abs=1e-4)
        assert row["probability"] == pytest.approx(1 / (1 + 2 ** -row["weight"]), abs=1e-6)


def test_the_smaller_key_comes_first_and_says_its_own_values() -> None:
    found = pairs()
    assert dict(found.schema) == PAIR_SCHEMA
    keys = found.select("source_a", "record_id_a", "source_b", "record_id_b").rows()
    assert all(row[:2] < row[2:] for row in keys)
    (row,) = found.filter(record_id_a="2", record_id_b="3").to_dicts()
    values = {each["comparison"]: (each["value_a"], each["value_b"]) for each in row["evidence"]}
    assert values["given_name"] == ("ada", "marc")
    assert values["phone"] == ("207946001", "207946001") or values["phone"][0] == values["phone"][1]


def test_a_number_in_common_makes_a_household() -> None:
    (row,) = pairs().filter(record_id_a="2", record_id_b="3").to_dicts()
    assert (row["decision"], row["reason"]) == ("different", "household")
    assert "phone" in row["blocking_keys"]


def test_a_couple_is_no_question_whatever_they_share() -> None:
    home = {"phone": PHONE, "addresses": (Address(street="18 rue des Tilleuls", city="Lyon", postal_code="69001"),)}
    found = resolved(
        record("1", "Claire Dubois", **home), record("2", "Marc Dubois", source="google_csv", **home)
    ).pairs
    assert found.select("decision", "reason").rows() == [("different", "household")]


def test_what_is_missing_is_no_evidence() -> None:
    (row,) = pairs().filter(record_id_a="2", record_id_b="1").to_dicts()
    assert row["decision"] == "same"
    assert {each["comparison"] for each in row["evidence"]} == {
        "given_name",
        "family_name",
        "name_order",
        "email",
        "source",
    }


def test_quality_says_how_sure_a_person_is() -> None:
    quality = frames(*BOOK)["person_quality"]
    two = quality.filter(records=2).to_dicts()
    assert [(each["sources"], each["probability"] > 0.99, each["weakest_link"] > 5) for each in two] == [
        (2, True, True)
    ]
    alone = quality.filter(records=1)
    assert alone["probability"].to_list() == [1.0] * alone.height
    assert alone["weakest_link"].null_count() == alone.height


def test_there_are_words_for_everything_that_may_be_found() -> None:
    words = word_list("identity")
    told = {name for section in words.values() if isinstance(section, dict) for name in section}
    assert set(LEVELS) <= told
    assert set(KINDS) <= told
    for reason in {*REASONS.values(), "household", "weak_bridge", "judgements_contradict", "too_little_in_common"}:
        assert reason in told
