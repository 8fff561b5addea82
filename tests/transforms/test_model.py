"""The published frames: every record has its place, and every table has its columns."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.books import Record, frames, record

EMPTY = record("f", "Example Ltd", kind="org")


def test_each_table_has_its_columns_whatever_there_is() -> None:
    full = frames(record("1", "Ada Brandt", email="ada@example.org", job=("Lumenwerk", "Engineer"), note="met at sea"))
    empty = frames(EMPTY)
    assert empty.keys() == full.keys()
    for table, frame in empty.items():
        assert frame.schema == full[table].schema, table
    assert empty["person"].is_empty()
    assert empty["source_record"].select("kind", "person_id").row(0) == ("organisation", None)


def test_a_note_is_kept_once_with_each_record_that_holds_it() -> None:
    ada = {"name": "Ada Brandt", "email": "ada@example.org"}
    found = frames(
        record("1", **ada, note="met at sea"),
        record("2", **ada, note="met at sea", source="google_csv"),
        record("3", **ada, note="plays chess"),
        EMPTY._replace(contact=EMPTY.contact._replace(note="not a person")),
    )["person_note"]
    assert found.select("note", "sources").rows() == [("met at sea", 2), ("plays chess", 1)]
    origins = found.filter(note="met at sea")["provenance"].item().to_list()
    assert [tuple(origin.values()) for origin in origins] == [("google_csv", "2"), ("vcard", "1")]


def test_evidence_names_both_people() -> None:
    found = frames(
        record("1", "Ada Brandt", email="a@example.org"),
        record("2", "Ada Brandt", email="a@example.org"),
        record("3", "Bob Fairweather", email="a@example.org"),
    )["match_evidence"]
    pairs = found.select("record_id_a", "record_id_b", "decision", pl.col("person_id_a") == pl.col("person_id_b"))
    assert sorted(pairs.iter_rows()) == [
        ("1", "2", "same", True),
        ("1", "3", "different", False),
        ("2", "3", "different", False),
    ]


def test_a_record_says_where_it_comes_from() -> None:
    (row,) = frames(record("1", "Ada Brandt", source="vcard:work", given_id="id-1"))["source_record"].to_dicts()
    assert (row["connector"], row["given_id"], row["file"], row["position"]) == ("vcard", "id-1", "book.vcf", 1)


books = st.lists(
    st.tuples(
        st.sampled_from(("Ada Brandt", "A. Brandt", "Bob", "Example Ltd", None)),
        st.sets(st.sampled_from(("a@example.org", "b@example.org", "info@example.org"))).map(sorted).map(tuple),
        st.sampled_from(("vcard", "google_csv")),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=10)
@given(books)
def test_every_person_card_is_one_persons_and_every_value_is_its_persons(
    said: list[tuple[str | None, tuple[str, ...], str]],
) -> None:
    records: list[Record] = [
        record(str(number), name, email=emails, source=source) for number, (name, emails, source) in enumerate(said)
    ]
    found = frames(*records)
    kept = found["source_record"]
    assert kept.height == len(records)
    assert kept.filter((pl.col("kind") == "person") != pl.col("person_id").is_not_null()).is_empty()
    people = set(found["person"]["person_id"])
    assert people == set(kept["person_id"].drop_nulls())
    assert found["person"]["full_name"].null_count() == 0
    assert sum(found["person"]["records"]) == kept["person_id"].drop_nulls().len()
    for table, frame in found.items():
        if "person_id" in frame.columns and table != "source_record":
            assert set(frame["person_id"]) <= people, table
