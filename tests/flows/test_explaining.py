"""Unit tests of what the command's tests can't reach; those read a whole warehouse."""

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from flows.explaining import Named, Oneness, Twoness, bits, explain_one, explain_two, record_of
from warehouse.evidence_reading import EvidenceReader
from warehouse.reading import Row


class Warehouse(EvidenceReader):
    """A warehouse of these pairs."""

    def __init__(self, *pairs: Row) -> None:
        self.pairs = pairs

    def evidence_of(self, person_id: str) -> list[Row]:
        return [pair for pair in self.pairs if person_id in {pair["person_id_a"], pair["person_id_b"]}]

    def records(self, person_id: str) -> list[Row]:
        return [{"source": "s", "record_id": person_id}]


def pair(one: str, other: str, *, weight: float | None = 1.0, verdict: str | None = None) -> Row:
    """A pair of the records of two people: "a1" is the record 1 of the person a."""
    ends = {
        f"{name}_{end}": value
        for end, record in (("a", one), ("b", other))
        for name, value in {
            "source": "s", "record_id": record, "person_id": record[0], "full_name": f"name of {record}",
            "file": f"file of {record}", "position": int(record[1]),
        }.items()
    }  # fmt: skip
    evidence = [{"comparison": "city", "level": "exact", "value_a": one, "value_b": other, "weight": 1.0}]
    return {**ends, "weight": weight, "verdict": verdict, "evidence": None if weight is None else evidence}


def named(who: str, record: str | None = None) -> Named:
    return Named({"person_id": who}, ("s", record) if record else None)


def one_of(*pairs: Row) -> Oneness:
    return explain_one(Warehouse(*pairs), {"person_id": "a"})


def two_of(one: Named, other: Named, *pairs: Row) -> Twoness:
    return explain_two(Warehouse(*pairs), one, other)


def test_the_users_word_holds_two_records_together_more_than_any_evidence() -> None:
    assert bits(pair("a1", "a2", weight=3.0)) == 3.0
    assert bits(pair("a1", "a2", weight=-9.0, verdict="same")) == inf
    assert bits(pair("a1", "a2", weight=None)) == inf
    oneness = one_of(pair("a1", "a2", weight=-9.0, verdict="same"), pair("a1", "a3"), pair("a2", "a3", weight=9.0))
    assert [record_of(link, "b")[1] for link in oneness.links] == ["a3", "a2"]


def test_each_other_person_is_told_once_by_the_strongest_pair() -> None:
    oneness = one_of(
        pair("a1", "b1", weight=-3.0), pair("a2", "b2", weight=2.0), pair("a1", "c1", weight=-90.0), pair("a1", "a2")
    )
    assert [(other["person_id_b"], other["weight"]) for other in oneness.others] == [("b", 2.0), ("c", -90.0)]


def test_what_was_said_of_another_goes_before_what_was_found() -> None:
    oneness = one_of(pair("a1", "b1", weight=9.0), pair("a2", "b2", weight=-3.0, verdict="different"))
    (other,) = oneness.others
    assert other["verdict"] == "different"
    assert [found["weight"] for found in two_of(named("a"), named("b"), *Warehouse(*oneness.others).pairs).pairs] == [
        -3.0
    ]


def test_an_open_word_is_none() -> None:
    (other,) = one_of(pair("a1", "b1", weight=9.0), pair("a2", "b2", weight=-3.0, verdict="unsure")).others
    assert other["weight"] == 9.0


def test_this_person_is_the_first_of_every_pair() -> None:
    (other,) = one_of(pair("b1", "a1")).others
    assert (other["person_id_a"], other["full_name_a"], other["position_a"]) == ("a", "name of a1", 1)
    assert (other["person_id_b"], other["file_b"]) == ("b", "file of b1")
    assert other["evidence"][0] == {
        "comparison": "city",
        "level": "exact",
        "value_a": "a1",
        "value_b": "b1",
        "weight": 1.0,
    }
    untold = pair("b1", "a1", weight=None)
    assert one_of(untold).others[0]["evidence"] is None


def test_a_record_is_meant_alone() -> None:
    pairs = (pair("a1", "b1"), pair("a2", "b1", weight=2.0), pair("a1", "a2", weight=5.0))
    found = two_of(named("b"), named("a", "a1"), *pairs).pairs
    assert [(record_of(each, "a")[1], record_of(each, "b")[1]) for each in found] == [("b1", "a1")]
    within = two_of(named("a", "a2"), named("a", "a1"), *pairs)
    assert within.is_one_person
    assert [record_of(each, "a")[1] for each in within.pairs] == ["a2"]
    assert within.links == []


def test_two_records_that_were_not_compared_are_one_by_way_of_others() -> None:
    pairs = (pair("a1", "a2", weight=7.0), pair("a2", "a3", weight=5.0), pair("a3", "b1"))
    found = two_of(named("a", "a1"), named("a", "a3"), *pairs)
    assert (found.pairs, [link["weight"] for link in found.links]) == ([], [7.0, 5.0])


def test_two_people_who_were_not_compared_have_no_links() -> None:
    found = two_of(named("a"), named("b"), pair("a1", "a2"))
    assert (found.pairs, found.links, found.is_one_person) == ([], [], False)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("123"), st.sampled_from("abc"), st.sampled_from("123")))
)
def test_asked_the_other_way_round_the_same_pairs_are_told(drawn: list[tuple[str, str, str, str]]) -> None:
    pairs = [pair(p + r, q + s, weight=float(place)) for place, (p, r, q, s) in enumerate(drawn) if p + r < q + s]
    one = two_of(named("a"), named("b"), *pairs).pairs
    other = two_of(named("b"), named("a"), *pairs).pairs
    assert [(record_of(each, "a"), record_of(each, "b")) for each in one] == [
        (record_of(each, "b"), record_of(each, "a")) for each in other
    ]
    assert all(each["person_id_a"] == "a" for each in one)
