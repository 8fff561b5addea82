from collections.abc import Iterator

import pytest

from tests.warehouse.books import book_frames
from warehouse.evidence_reading import EvidenceReader
from warehouse.publish import publish


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EvidenceReader]:
    home = tmp_path_factory.mktemp("home")
    publish(home, book_frames(), fingerprint="x")
    with EvidenceReader.open(home) as opened:
        yield opened


def person_id(reader: EvidenceReader, who: str) -> str:
    return str(reader.find_people(who)[0]["person_id"])


def test_the_pairs_of_a_person_tell_what_was_found(reader: EvidenceReader) -> None:
    zoe = person_id(reader, "Zoë")
    (pair,) = reader.evidence_of(zoe)
    assert (pair["person_id_a"], pair["person_id_b"]) == (zoe, zoe)
    assert (pair["source_a"], pair["source_b"]) == ("google_csv", "vcard")
    assert pair["full_name_a"] == pair["full_name_b"] == "Zoë Søborg-Strauß"
    assert pair["file_b"]
    assert pair["position_b"]
    assert ("email", "own") in {(clue["comparison"], clue["level"]) for clue in pair["evidence"]}
    assert pair["verdict"] is None


def test_what_was_said_of_a_pair_stands_beside_it(reader: EvidenceReader) -> None:
    jonas = str(reader.rows("record_named", who="vcard/6")[0]["person_id"])
    (pair,) = [pair for pair in reader.evidence_of(jonas) if pair["verdict"]]
    assert (pair["verdict"], pair["judged_because"], pair["judged_by"]) == ("different", "father and son", "ada")
    assert pair["judged_at"].utcoffset() is not None


def test_a_record_is_named_by_its_source_and_id(reader: EvidenceReader) -> None:
    found = reader.record_named(" vcard/1 ")
    assert found == {"source": "vcard", "record_id": "1", "person_id": person_id(reader, "Zoë")}
    assert reader.record_named("vcard/nobody") is None
    assert reader.record_named("Zoë") is None
    assert reader.record_named("vcard/9") is None  # an organisation's


def test_the_values_of_records_are_those_that_they_give(reader: EvidenceReader) -> None:
    rows = reader.values_of([("vcard", "1")])
    assert {row["record_id"] for row in rows} == {"1"}
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(row["kind"], []).append(row["said"])
    assert said == {
        "name": ["Zoë Søborg-Strauß"],
        "work": ["Engineer, Example Ltd"],
        "email": ["zoe@example.org"],
        "phone": ["+442079460108", "+442079460109"],
        "address": ["1 Example Street, London, United Kingdom"],
        "web": ["https://example.org/zoe"],
        "birthday": ["1984-03-05"],
        "context": ["Brunch"],  # Choir is what the group says, not the card
        "relation": ["spouse Liam O'Brien"],
        "note": ["Met at the panel"],
    }
    both = reader.values_of([("vcard", "1"), ("google_csv", "2")])
    assert [row["said"] for row in both if row["kind"] == "email" and row["record_id"] == "2"] == [
        "zoe@example.org",
        "zoe@example.com",
    ]


def test_no_records_say_nothing(reader: EvidenceReader) -> None:
    assert reader.values_of([]) == []
