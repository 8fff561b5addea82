"""What the user says of people: kept with its day, taken back, following people, forgotten with a source."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from configs.errors import UsageError
from tests.warehouse.cards import card, land, rows
from warehouse.landing import LandingStore
from warehouse.merging import Source
from warehouse.sayings import CadenceSaid, ContextSaid, Logged

SUNDAY = date(2026, 11, 22)
RECORDS = {"source": pl.String, "record_id": pl.String, "person_id": pl.String}
REDIRECTS = {"old_person_id": pl.String, "person_id": pl.String}


def people(*keys: str) -> pl.DataFrame:
    """Records as "source/record_id person_id"."""
    split = [key.replace("/", " ").split() for key in keys]
    return pl.DataFrame(split, RECORDS, orient="row")


def standing(store: LandingStore, *keys: str, **redirects: str) -> dict[str, list[tuple[Any, ...]]]:
    """What stands where the records are those, without when it was said."""
    frames = store.sayings.frames(people(*keys), pl.DataFrame(list(redirects.items()), REDIRECTS, orient="row"))
    return {name: frame.drop("said_at").rows() for name, frame in frames.items()}


def brunch(*ids: str, owner: str = "me") -> Logged:
    return Logged(owner, ids, "brunch at the canal", SUNDAY)


def test_what_was_done_is_kept_once_and_taken_back(store: LandingStore) -> None:
    assert store.sayings.log(brunch("b", "a", "b")) == (1, True)
    assert store.sayings.log(brunch("a", "b")) == (1, False)
    assert store.sayings.log(brunch("a", "b", owner="ada")) == (2, True)
    assert store.sayings.standing()[0] == Logged("me", ("a", "b"), "brunch at the canal", SUNDAY, 1)
    assert standing(store, "vcard/1 a", "vcard/2 b")["logged"] == [
        (1, "me", ["a", "b"], "brunch at the canal", SUNDAY),
        (2, "ada", ["a", "b"], "brunch at the canal", SUNDAY),
    ]
    assert store.sayings.take_back(1).text == "brunch at the canal"
    for number in (1, 7):
        with pytest.raises(UsageError, match=f"under the number {number}: `kith log --list`"):
            store.sayings.take_back(number)
    assert store.sayings.log(brunch("a", "b")) == (3, True)
    assert rows(store, "select count(*) from logged") == [(3,)]


def test_the_last_word_stands(store: LandingStore) -> None:
    store.sayings.say_context(ContextSaid("me", "a", "Brunch"))
    store.sayings.say_context(ContextSaid("me", "a", "Chess", sphere="personal"))
    store.sayings.say_context(ContextSaid("me", "a", "brunch", is_denied=True))
    store.sayings.say_cadence(CadenceSaid("me", "a", 21))
    store.sayings.say_cadence(CadenceSaid("me", "b", 30))
    store.sayings.say_cadence(CadenceSaid("me", "a"))
    store.sayings.say_cadence(CadenceSaid("me", "b", is_default=True))
    said = standing(store, "vcard/1 a", "vcard/2 b")
    assert said["context_said"] == [("me", "a", "brunch", True, None), ("me", "a", "Chess", False, "personal")]
    assert said["cadence"] == [("me", "a", None)]


def test_it_follows_who_became_another_and_comes_back_when_they_are_two_again(store: LandingStore) -> None:
    store.sayings.log(brunch("a", "b"))
    store.sayings.say_cadence(CadenceSaid("me", "b", 21))
    assert standing(store, "vcard/1 a", "vcard/2 a", b="a")["cadence"] == [("me", "a", 21)]
    # Now the record that led from b to a is forgotten, and only what was known before leads there still.
    assert standing(store, "vcard/1 a")["logged"] == [(1, "me", ["a"], "brunch at the canal", SUNDAY)]
    assert standing(store, "vcard/1 a", "vcard/2 b")["cadence"] == [("me", "b", 21)]
    assert standing(store)["logged"] == []
    assert standing(store, "vcard/1 a", "vcard/2 b")["logged"][0][2] == ["a", "b"]


def test_with_a_source_goes_what_was_said_of_those_whom_only_it_knew(store: LandingStore) -> None:
    land(store, card("1"), card("2"))
    land(store, card("3"), source=Source("google_csv"))
    records = people("vcard/1 a", "vcard/2 b", "google_csv/3 b")
    store.sayings.log(brunch("a"))
    store.sayings.take_back(1)
    store.sayings.log(brunch("a", "b"))
    store.sayings.say_context(ContextSaid("me", "a", "Brunch"))
    store.sayings.say_context(ContextSaid("me", "b", "Brunch"))
    store.sayings.say_cadence(CadenceSaid("me", "a", 21))
    store.keep_person_records(records, records.clear())
    standing(store, "vcard/1 a", "vcard/2 b", "google_csv/3 b")
    store.remove("vcard")
    assert rows(store, "select logged_id, person_ids from logged") == [(2, ["b"])]
    assert rows(store, "select person_id from context_said") == [("b",)]
    assert rows(store, "select logged_id from logged_removed union all select said_id from cadence_said") == []
    assert rows(store, "select person_id from said_of") == [("b",)]
    assert standing(store, "google_csv/3 b")["logged"] == [(2, "me", ["b"], "brunch at the canal", SUNDAY)]


def test_what_the_warehouse_is_made_of_changes_with_every_word(store: LandingStore) -> None:
    states = [store.state()]
    for say in (
        lambda: store.sayings.log(brunch("a")),
        lambda: store.sayings.take_back(1),
        lambda: store.sayings.say_context(ContextSaid("me", "a", "Brunch")),
        lambda: store.sayings.say_cadence(CadenceSaid("me", "a")),
    ):
        say()
        states.append(store.state())
    assert len(set(states)) == len(states)
