"""The ids that people keep, whatever becomes of their records."""

from collections.abc import Sequence

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.person_ids import _new_ids, assign_person_ids, person_redirects, retired_records

IDS = {"source": pl.String, "record_id": pl.String, "person_id": pl.String}
Groups = dict[str, int]
Ids = dict[str, str]


def known(ids: Ids) -> pl.DataFrame:
    """Records of one source and their persons."""
    return pl.DataFrame([("vcard", *row) for row in ids.items()], schema=IDS, orient="row")


def grouped(groups: Groups) -> pl.DataFrame:
    schema = {"source": pl.String, "record_id": pl.String, "group": pl.Int64}
    return pl.DataFrame([("vcard", *row) for row in groups.items()], schema=schema, orient="row")


def by_record(frame: pl.DataFrame) -> Ids:
    return dict(frame.select("record_id", "person_id").iter_rows())


def assigned(groups: Groups, previous: Ids | None = None) -> Ids:
    """The person of each record: groups and ids by record, all of one source."""
    found = assign_person_ids(grouped(groups), known(previous or {}))
    assert found.schema == IDS
    return by_record(found)


class Book:
    """What is known of ids from one run to the next, as the landing store keeps it."""

    def __init__(self) -> None:
        self.ids = known({})
        self.former = known({})

    def run(self, groups: Groups) -> Ids:
        """The person of each record after a run that found these groups."""
        ids = assign_person_ids(grouped(groups), self.ids, self.former)
        self.ids, self.former = ids, retired_records(ids, self.ids, self.former)
        return by_record(ids)

    def run_all(self, runs: Sequence[Groups]) -> Ids:
        for groups in runs:
            self.run(groups)
        return by_record(self.ids)

    @property
    def redirects(self) -> Ids:
        """Where old ids lead; each leads to one person."""
        found = person_redirects(self.ids, self.former)
        assert found.columns == ["old_person_id", "person_id"]
        assert found["old_person_id"].is_unique().all()
        return dict(found.iter_rows())


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


APART, TOGETHER = {"a": 0, "b": 1, "c": 1}, {"a": 0, "b": 0, "c": 0}


def test_the_id_that_goes_leads_to_the_one_that_stays() -> None:
    book = Book()
    before = book.run(APART)
    assert book.redirects == {}
    assert set(book.run(TOGETHER).values()) == {before["b"]}
    assert book.redirects == {before["a"]: before["b"]}


def test_whoever_is_parted_again_gets_their_id_back() -> None:
    book = Book()
    before = book.run(APART)
    book.run(TOGETHER)
    assert book.run(APART) == before
    assert book.redirects == {}
    assert book.former.is_empty()


def test_an_id_comes_back_to_the_part_with_most_of_its_records() -> None:
    book = Book()
    before = book.run({"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "f": 1, "g": 1})
    book.run(dict.fromkeys("abcdefg", 0))
    found = book.run({"a": 1, "b": 2, "c": 2, "d": 0, "e": 0, "f": 0, "g": 0})
    assert found["b"] == found["c"] == before["a"]
    assert found["a"] not in before.values()


def test_of_who_is_split_nothing_leads_anywhere() -> None:
    book = Book()
    before = book.run(TOGETHER)
    found = book.run(APART)
    assert found["b"] == before["b"]
    assert found["a"] not in before.values()
    assert book.redirects == {}


def test_ids_lead_to_whoever_is_there_in_the_end() -> None:
    book = Book()
    first = book.run({"a": 0, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2})
    book.run({"a": 0, "b": 0, "c": 0, "d": 2, "e": 2, "f": 2})
    assert set(book.run(dict.fromkeys("abcdef", 0)).values()) == {first["d"]}
    assert book.redirects == {first["a"]: first["d"], first["b"]: first["d"]}


def test_an_old_id_leads_to_whoever_has_most_of_its_records() -> None:
    book = Book()
    first = book.run({"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "f": 1, "g": 1, "h": 2, "i": 2, "j": 2, "k": 2})
    found = book.run({"a": 1, "b": 2, "c": 2, "d": 1, "e": 1, "f": 1, "g": 1, "h": 2, "i": 2, "j": 2, "k": 2})
    assert book.redirects == {first["a"]: found["h"]}


def test_who_is_gone_leads_nowhere_and_comes_back_as_themselves() -> None:
    book = Book()
    first = book.run({"a": 0, "b": 1})
    book.run({"b": 1})
    assert book.redirects == {}
    assert book.run({"b": 1, "c": 2})["c"] not in first.values()
    assert book.run({"a": 0, "b": 1}) == first


def test_an_id_of_somebody_gone_is_nobody_elses() -> None:
    book = Book()
    # The id made of "a" stays with "b"; when both are gone and "a" is somebody new beside it, "a" gets another.
    first = book.run({"a": 0, "b": 0, "c": 0})
    book.run({"a": 0, "b": 1, "c": 1})
    book.run({})
    found = book.run({"b": 1, "c": 1, "a": 0})
    assert found["b"] == first["a"]
    assert found["a"] != first["a"]


def test_without_former_ids_all_that_part_are_new() -> None:
    assert assigned({"a": 0, "b": 1}, {"a": "p1", "b": "p1"})["b"] not in {"p1", None}


runs = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 4), max_size=8)


@given(runs, runs)
def test_each_person_has_one_id_and_each_id_one_person(before: Groups, after: Groups) -> None:
    ids = assigned(before)
    found = assigned(after, ids)
    assert found.keys() == after.keys()
    assert len(set(found.values())) == len(set(after.values()))
    assert len({(after[record], person) for record, person in found.items()}) == len(set(after.values()))
    # Whoever kept their records kept their id.
    for group in set(after.values()):
        mine = {record for record, of in after.items() if of == group}
        if any({record for record, of in before.items() if of == old} == mine for old in set(before.values())):
            assert {found[record] for record in mine} == {ids[record] for record in mine}


few = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3), max_size=6)
histories = st.lists(few, min_size=1, max_size=6)


@given(histories)
def test_over_any_history_ids_are_unique_and_lead_in_one_step(history: Sequence[Groups]) -> None:
    book = Book()
    ever: dict[str, set[str]] = {}
    for groups in history:
        retired = set(book.former["person_id"])
        found = book.run(groups)
        assert len(set(found.values())) == len(set(groups.values()))
        assert len({(groups[record], person) for record, person in found.items()}) == len(set(groups.values()))
        living = set(found.values())
        assert living.isdisjoint(book.redirects)
        assert living.issuperset(book.redirects.values())
        assert living.isdisjoint(book.former["person_id"])
        # Nothing is forgotten, and nobody gets an id that was somebody else's.
        assert retired <= {*book.former["person_id"], *living}
        for person in living & ever.keys():
            assert ever[person] & {record for record, of in found.items() if of == person}
        for record, person in found.items():
            ever.setdefault(person, set()).add(record)
        assert set(book.redirects) == {old for old in ever.keys() - living if last_records(book, old) & found.keys()}


def last_records(book: Book, person: str) -> set[str]:
    """The records that an old id had in the end."""
    return set(book.former.filter(person_id=person)["record_id"])


@given(histories)
def test_a_run_in_which_nothing_changes_changes_no_id(history: Sequence[Groups]) -> None:
    book = Book()
    found, redirects, former = book.run_all(history), book.redirects, book.former
    again = {record: 9 - group for record, group in reversed(history[-1].items())}
    assert book.run(again) == found
    assert book.redirects == redirects
    assert book.former.equals(former)


@given(few, st.dictionaries(st.integers(0, 3), st.integers(0, 3)))
def test_taking_back_that_people_are_one_gives_all_of_them_their_ids_back(
    apart: Groups, joined: dict[int, int]
) -> None:
    book = Book()
    first = book.run(apart)
    book.run({record: joined.get(group, group) for record, group in apart.items()})
    assert book.run(apart) == first
    assert book.redirects == {}
