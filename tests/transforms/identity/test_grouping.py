"""What the user says of records holds in the groups, whatever their values say."""

from collections.abc import Sequence
from itertools import combinations, permutations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.books import Record, raw_book, record
from transforms.identity.contradictions import contradictions
from transforms.identity.engine import JUDGEMENT_SCHEMA, Resolution, Told, resolve
from transforms.identity.grouping import record_ranks
from transforms.normalise import normalise

Said = Sequence[tuple[str, str, str]]
"""Two records, the smaller one first, and what was said of them."""

ADA = {"email": "ada@example.org", "phone": "+44 20 7946 0101"}
BOOK = (
    record("1", "Ada Brandt", **ADA),
    record("2", "Ada Brandt", **ADA),
    record("3", "A. Brandt", email="ada@example.org"),
    record("4", "Ben Okafor", email="ben@example.org"),
    record("5", "Chloé Martin", phone="+33 1 99 00 00 10"),
    record("6", "Chloe Martin", phone="+33 1 99 00 00 10"),
)
RAW = raw_book(BOOK)
TIDY, IDS = normalise(RAW, default_region=None), RAW.select("source", "record_id", "connector", "given_id")
MODEL = resolve(TIDY, IDS).state.model


def told(said: Said) -> pl.DataFrame:
    rows = [("vcard", one, "vcard", other, verdict, True) for one, other, verdict in said]
    return pl.DataFrame(rows, schema=JUDGEMENT_SCHEMA, orient="row")


def resolved(*said: tuple[str, str, str]) -> Resolution:
    return resolve(TIDY, IDS, told=Told(judgements=told(said)), model=MODEL)


def groups(*said: tuple[str, str, str]) -> set[frozenset[str]]:
    found = resolved(*said).groups.group_by("group").agg("record_id")["record_id"]
    return {frozenset(records) for records in found.to_list()}


def decision(resolution: Resolution, one: str, other: str) -> tuple[str, str | None]:
    pair = resolution.pairs.filter(record_id_a=one, record_id_b=other)
    return pair.select("decision", "reason").row(0)


def test_without_a_word_the_values_decide() -> None:
    assert groups() == {frozenset("123"), frozenset("4"), frozenset("56")}


def test_what_was_called_the_same_is_one_whatever_the_values_say() -> None:
    assert groups(("3", "4", "same")) == {frozenset("1234"), frozenset("56")}
    assert groups(("4", "5", "same")) == {frozenset("123"), frozenset("456")}
    assert decision(resolved(("4", "5", "same")), "4", "5") == ("same", "judged_same")


def test_what_was_called_different_is_two_whatever_the_values_say() -> None:
    assert groups(("5", "6", "different")) == {frozenset("123"), frozenset("4"), frozenset("5"), frozenset("6")}
    assert decision(resolved(("5", "6", "different")), "5", "6") == ("different", "judged_different")
    assert frozenset("12") not in {group & frozenset("12") for group in groups(("1", "2", "different"))}


def test_unsure_leaves_it_to_the_values() -> None:
    assert groups(("5", "6", "unsure"), ("4", "5", "unsure")) == groups()


def test_what_is_said_of_records_that_are_gone_changes_nothing() -> None:
    assert groups(("1", "99", "same"), ("98", "99", "different")) == groups()


def test_what_was_taken_back_changes_nothing() -> None:
    before = told([("3", "4", "same"), ("5", "6", "different")]).with_columns(is_current=False)
    found = resolve(TIDY, IDS, told=Told(judgements=before), model=MODEL)
    assert found.groups.equals(resolved().groups)
    assert found.pairs.equals(resolved().pairs)


def test_words_that_contradict_each_other_join_no_two_that_are_different() -> None:
    found = resolved(("4", "5", "same"), ("5", "6", "same"), ("4", "6", "different"))
    of = dict(found.groups.select("record_id", "group").iter_rows())
    assert of["4"] != of["6"]
    reasons = {decision(found, one, other) for one, other in (("4", "5"), ("5", "6"))}
    assert reasons == {("same", "judged_same"), ("review", "judgements_contradict")}


names = [each.contact.record_id for each in BOOK]
words = st.lists(
    st.tuples(st.sampled_from(list(combinations(names, 2))), st.sampled_from(["same", "different", "unsure"])),
    max_size=5,
    unique_by=lambda word: word[0],
).map(lambda said: [(one, other, verdict) for (one, other), verdict in said])


@settings(max_examples=12)
@given(words)
def test_every_word_holds_that_contradicts_no_other(said: Said) -> None:
    found = resolved(*said)
    of = dict(found.groups.select("record_id", "group").iter_rows())
    assert of.keys() == set(names)
    assert all(of[one] != of[other] for one, other, verdict in said if verdict == "different")
    if contradictions(told(said)).is_empty():
        assert all(of[one] == of[other] for one, other, verdict in said if verdict == "same")


@settings(max_examples=6)
@given(words)
def test_the_order_of_words_changes_nothing(said: Said) -> None:
    one, other = resolved(*said), resolved(*said[::-1])
    assert one.groups.equals(other.groups)
    assert one.pairs.equals(other.pairs)


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_the_order_of_records_changes_nothing(order: tuple[int, ...]) -> None:
    parts = [BOOK[:2], BOOK[2:4], BOOK[4:]]
    moved: list[Record] = [each for part in order for each in parts[part]]
    raw = raw_book(moved)
    tidy, ids = normalise(raw, default_region=None), raw.select("source", "record_id", "connector", "given_id")
    found = resolve(tidy, ids, told=Told(judgements=told([("4", "5", "same")])), model=MODEL)
    assert found.groups.equals(resolved(("4", "5", "same")).groups)


def test_a_records_rank_depends_on_its_key_alone() -> None:
    keys = pl.DataFrame({"source": ["vcard", "vcard", "google_csv"], "record_id": ["1", "2", "1"]})
    ranks = record_ranks(keys)
    assert len(set(ranks.tolist())) == 3
    assert record_ranks(keys[::-1]).tolist() == ranks.tolist()[::-1]
    assert record_ranks(keys.with_columns(given=pl.lit("ada"))).tolist() == ranks.tolist()
