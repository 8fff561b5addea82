"""Organisations: those that people belong to, and those that have a card."""

from typing import Any

import polars as pl

from connectors.records import Address
from tests.transforms.books import Record, frames, record
from transforms.organisation_cards import organisation_id


def organisations(*records: Record) -> dict[str, dict[str, Any]]:
    """The organisations by their names."""
    return {row["organisation"]: row for row in frames(*records)["organisation"].to_dicts()}


def test_a_name_with_and_without_its_legal_form_is_one_organisation() -> None:
    found = organisations(
        record("1", "Ada Brandt", email="a@example.org", job=("Lumenwerk GmbH", "Engineer")),
        record("2", "Ada Brandt", email="a@example.org", job=("LUMENWERK", "Engineer"), source="google_csv"),
        record("3", "Bob Fairweather", job=("Lumenwerk GmbH", None)),
    )
    assert list(found) == ["Lumenwerk GmbH"]
    (one,) = found.values()
    assert (one["people"], one["legal_form"], one["has_card"], one["emails"]) == (2, "GmbH", False, None)


def test_a_card_of_its_own_gives_its_addresses() -> None:
    firm = record(
        "f",
        "Lumenwerk GmbH",
        kind="org",
        email=("info@example.org", "sales@example.org"),
        phone=("+44 20 7946 0018", "extension 12"),
        url="https://lumenwerk.example.com",
        addresses=(Address(city="Berlin"),),
    )
    found = frames(firm, record("1", "Ada Brandt", job=("Lumenwerk", None)))
    (one,) = found["organisation"].to_dicts()
    assert (one["people"], one["has_card"]) == (1, True)
    assert one["emails"] == ["info@example.org", "sales@example.org"]
    assert one["phones"] == ["+442079460018", "extension 12"]
    assert (one["urls"], one["addresses"]) == (["https://lumenwerk.example.com"], ["Berlin"])
    assert found["source_record"].filter(record_id="f")["organisation_id"].item() == one["organisation_id"]
    assert found["affiliation"]["organisation_id"].item() == one["organisation_id"]


def test_a_card_is_known_by_what_it_has() -> None:
    found = organisations(
        record("1", "Chess Club", kind="org", job=("Chess Club e.V.", None)),
        record("2", "Choir", kind="org"),
        record("3", email="info@harbour.example.com"),
        record("4", kind="org", note="a card without anything"),
    )
    assert {name: row["people"] for name, row in found.items()} == {
        "Chess Club e.V.": 0,
        "Choir": 0,
        "harbour.example.com": 0,
    }


def test_an_id_is_the_same_everywhere_and_nothing_has_none() -> None:
    keys = pl.DataFrame({"key": ["lumenwerk", None, "choir", "lumenwerk"]})
    ids = keys.select(organisation_id(pl.col("key")))["key"].to_list()
    assert ids == ["of2afb299140a", None, ids[2], "of2afb299140a"]
    assert ids[2] not in {ids[0], None}
