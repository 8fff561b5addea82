"""Relatives: one row each, whether a card gives a name, a UID or an address."""

from typing import Any

from connectors.records import Relation
from tests.transforms.books import Record, frames, record

UID_A = "4f6e0b05-1c2d-4e3f-8a9b-00c0ffee0005"
UID_B = "4f6e0b08-1c2d-4e3f-8a9b-00c0ffee0008"
CLAIRE = record("claire", "Claire Dubois", given_id=f"urn:uuid:{UID_A}", email="claire@example.org")


def relatives(*records: Record) -> list[dict[str, Any]]:
    """The relations of everybody, without the ids of people."""
    found = frames(*records)
    names = dict(found["person"].select("person_id", "full_name").iter_rows())
    return [
        {**row, "person_id": names[row["person_id"]], "related_person_id": names.get(row["related_person_id"])}
        for row in found["person_relation"].to_dicts()
    ]


def marc(record_id: str, *relations: Relation, source: str = "vcard") -> Record:
    return record(record_id, "Marc Dubois", source=source, email="marc@example.org", relations=relations)


def test_a_spouse_by_uid_and_by_name_is_one() -> None:
    (row,) = relatives(
        CLAIRE,
        marc("1", Relation(f"urn:uuid:{UID_A.upper()}", "spouse")),
        marc("2", Relation("Dubois Claire", "Spouse"), source="google_csv"),
        marc("3", Relation("mailto:Claire@example.org", "Ehefrau"), source="outlook_csv"),
    )
    assert (row["person_id"], row["related_person_id"], row["relation"]) == ("Marc Dubois", "Claire Dubois", "spouse")
    assert (row["value"], row["sources"]) == ("Dubois Claire", 3)
    assert sorted(origin["raw"] for origin in row["provenance"]) == [
        "Dubois Claire",
        "mailto:Claire@example.org",
        f"urn:uuid:{UID_A.upper()}",
    ]


def test_a_name_alone_leads_to_nobody() -> None:
    (row,) = relatives(CLAIRE, marc("1", Relation("Claire Dubois", "spouse")))
    assert (row["value"], row["related_person_id"]) == ("Claire Dubois", None)


def test_the_same_name_twice_is_one_relative_in_each_relation() -> None:
    rows = relatives(
        marc("1", Relation("Claire Dubois", "spouse"), Relation("Claire Dubois", "emergency")),
        marc("2", Relation("claire  DUBOIS", "spouse"), source="google_csv"),
    )
    assert [(row["relation"], row["sources"]) for row in rows] == [("emergency", 1), ("spouse", 2)]


def test_a_uid_of_two_people_leads_to_neither() -> None:
    twin = record("twin", "Odile Dubois", given_id=f"urn:uuid:{UID_A}", email="odile@example.org")
    (row,) = relatives(CLAIRE, twin, marc("1", Relation(f"urn:uuid:{UID_A}", "spouse")))
    assert (row["related_person_id"], row["value"]) == (None, f"urn:uuid:{UID_A}")


def test_nobody_is_their_own_relative() -> None:
    one = record("1", "Marc Dubois", given_id=UID_B, relations=(Relation(UID_B, "spouse"), Relation(UID_A, None)))
    rows = relatives(one)
    assert [(row["relation"], row["value"], row["related_person_id"]) for row in rows] == [
        (None, UID_A, None),
        ("spouse", UID_B, None),
    ]


def test_an_organisations_card_has_no_relatives() -> None:
    assert relatives(record("1", "Example Ltd", kind="org", relations=(Relation("Marc", "owner"),)), CLAIRE) == []
