"""The ids that people keep, whatever becomes of their records."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.person_ids import _new_ids, assign_person_ids

IDS = {"source": pl.String, "record_id": pl.String, "person_id": pl.String}
Groups = dict[str, int]


def assigned(groups: Groups, previous: dict[str, str] | None = None) -> dict[str, str]:
    """The person of each record: groups and ids by record, all of one source."""
    now = pl.DataFrame(
        [("vcard", record, group) for record, group in groups.items()],
        schema={"source": pl.String, "record_id": pl.String, "group": pl.Int64},
        orient="row",
    )
    before = pl.DataFrame([("vcard", *row) for row in (previous or {}).items()], schema=IDS, orient="row")
    found = assign_person_ids(now, before)
    assert found.schema == IDS
    return dict(found.select("record_id", "person_id").iter_rows())


def test_new_people_get_ids_that_are_the_same_everywhere() -> None:
    assert assigned({"a": 0, "b": 0, "c": 1}) == {"a": "p632a1222bb2d", "b": "p632a1222bb2d", "c": "p215cbbea08a2"}


def test_a_second_run_changes_nothing() -> None:
    first = assigned({"a": 0, "b": 0, "c": 1})
    assert assigned({"c": 7, "b": 3, "a": 3}, first) == first


def test_who_gets_a_record_more_keeps_the_id() -> None:
    assert assigned({"0": 0, "a": 0}, {"a": "p1"}) == {"0": "p1", "a": "p1"}


def test_of_a_person_who_splits_the_larger_part_keeps_the_id() -> None:
    found = assigned({"a": 0, "b": 1, "c": 1}, {"a": "p1", "b": "p1", "c": "p1"})
    assert found["b"] == found["c"] == "p1"
    assert found["a"] not in {"p1", None}


def test_two_who_turn_out_to_be_one_keep_the_id_of_most_records() -> None:
    assert set(assigned({"a": 0, "b": 0, "c": 0}, {"a": "p1", "b": "p2", "c": "p2"}).values()) == {"p2"}


def test_ties_go_to_the_smaller_id_and_then_to_the_first_record() -> None:
    assert set(assigned({"a": 0, "b": 0}, {"a": "p2", "b": "p1"}).values()) == {"p1"}
    assert assigned({"b": 0, "a": 1}, {"a": "p1", "b": "p1"})["a"] == "p1"


def test_an_id_made_of_a_record_that_moved_on_is_not_given_twice() -> None:
    first = assigned({"a": 0, "b": 0, "c": 0})
    found = assigned({"a": 0, "b": 1, "c": 1}, first)
    assert found["b"] == first["a"]
    assert found["a"] != first["a"]
    assert assigned({"a": 0, "b": 1, "c": 1}, found) == found


def test_ids_that_are_taken_are_passed_over() -> None:
    (taken,) = _new_ids([("vcard", "a")], set())
    (other,) = _new_ids([("vcard", "a")], {taken})
    assert other != taken


records = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 4), max_size=8)


@given(records, records)
def test_each_person_has_one_id_and_each_id_one_person(before: Groups, after: Groups) -> None:
    known = assigned(before)
    found = assigned(after, known)
    assert found.keys() == after.keys()
    assert len(set(found.values())) == len(set(after.values()))
    assert len({(after[record], person) for record, person in found.items()}) == len(set(after.values()))
    # Whoever kept their records kept their id.
    for group in set(after.values()):
        mine = {record for record, of in after.items() if of == group}
        if any({record for record, of in before.items() if of == old} == mine for old in set(before.values())):
            assert {found[record] for record in mine} == {known[record] for record in mine}
