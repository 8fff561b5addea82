"""How people are known: one name for one thing, of several kinds of evidence, and the user's word above all."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.acquaintance.grounds import Meeting, Someone, acquaintance, contexts, words
from tests.transforms.ledger_frames import ME, met

ADA, BEN, CLEO = Someone("ada"), Someone("ben"), Someone("cleo")
START = date(2026, 1, 4)


def weekly(times: int, *people: str, title: str, name: str = "w", **more: object) -> list[Meeting]:
    """A meeting every week."""
    return [met(f"{name}{week}", START + timedelta(weeks=week), *people, title=title, **more) for week in range(times)]


def test_a_label_and_events_of_one_thing_are_one_context() -> None:
    people = [Someone("ada", labels=("brunch friends",)), BEN]
    found = contexts(people, *weekly(2, "ada", "ben", title="Sunday Brunch"))
    assert found == {
        "ada": [("brunch friends", "event"), ("brunch friends", "label")],
        "ben": [("brunch friends", "event")],
    }


def test_what_has_no_label_is_called_in_the_language_of_its_titles() -> None:
    german = weekly(2, "ada", title="Chorprobe") + weekly(3, "ben", title="Wanderung", name="x")
    assert contexts([ADA, BEN], *german) == {"ada": [("Chor", "event")], "ben": [("Wandern", "event")]}
    assert contexts([ADA], *weekly(1, "ada", title="Cena"), *weekly(2, "ada", title="Gita", name="x"))["ada"] == [
        ("Viaggio", "event"),
        ("Cena", "event"),
    ]
    assert contexts([ADA], *weekly(1, "ada", title="Brunch")) == {"ada": [("Brunch", "event")]}


def test_an_event_says_how_often_and_when_and_by_its_titles() -> None:
    rows = acquaintance([ADA], *weekly(3, "ada", title="Morning run"), *weekly(1, "ada", title="Parkrun", name="x"))
    row = rows["context"].to_dicts()[0]
    assert (row["context"], row["interactions"], row["sphere"]) == ("Running", 4, "personal")
    assert (row["first_on"], row["last_on"]) == (START, START + timedelta(weeks=2))
    assert row["weight"] == pytest.approx(2.3219, abs=1e-4)
    assert {(origin["source"], origin["raw"]) for origin in row["evidence"]} == {
        ("interaction", "Morning run"),
        ("interaction", "Parkrun"),
    }
    assert row["evidence"][0]["record_id"] == "w2"


def test_of_many_events_the_newest_are_the_evidence() -> None:
    meetings = [each for i in range(6) for each in weekly(8, "ada", title=f"Run {i}", name=f"r{i}-")]
    row = acquaintance([ADA], *meetings)["context"].to_dicts()[0]
    assert (row["interactions"], len(row["evidence"])) == (48, 10)


def test_small_groups_say_more_than_large_ones() -> None:
    rows = acquaintance(
        [ADA, BEN],
        met("small", START, "ada", title="Dinner"),
        met("large", START, "ben", title="Dinner", group_size=40),
    )["context"]
    weights = dict(rows.select("person_id", "weight").iter_rows())
    assert weights["ada"] == 1
    assert weights["ben"] < 0.05


def test_work_makes_a_dinner_professional_and_both_may_hold() -> None:
    rows = acquaintance([ADA], *weekly(1, "ada", title="Team dinner"), *weekly(1, "ada", title="Choir", name="x"))
    spheres = dict(rows["context"].select("context", "sphere").iter_rows())
    assert spheres == {"Dinner": "professional", "Choir": "personal"}
    assert acquaintance([ADA], *weekly(1, "ada", title="Lunch"))["context"]["sphere"].to_list() == [None]


def test_whoever_declined_was_not_there_nor_is_what_is_planned_a_context() -> None:
    meeting, those = met("a", START, "ada", title="Brunch")
    declined = those.with_columns(weight=pl.lit(0.0))
    assert contexts([ADA], (meeting, declined)) == {}
    assert contexts([ADA], met("a", "2027-01-01", "ada", title="Brunch")) == {}


def test_what_comes_often_has_a_context_of_its_own_title() -> None:
    assert contexts([ADA], *weekly(3, "ada", title="Foraging club")) == {"ada": [("Foraging club", "event")]}
    assert contexts([ADA], *weekly(2, "ada", title="Foraging club")) == {}
    assert contexts([ADA], *weekly(3, "ada", title="Foraging club", group_size=40)) == {}


def test_a_title_as_long_as_a_letter_is_read_at_its_beginning() -> None:
    assert contexts([ADA], met("a", START, "ada", title="Dinner " + "and more " * 100 + "brunch")) == {
        "ada": [("Dinner", "event")]
    }
    assert contexts([ADA], *weekly(5, "ada", title="Foraging " * 9)) == {}


def test_spellings_of_an_own_title_are_one_and_a_label_names_it() -> None:
    meetings = weekly(2, "ada", title="Weekly Foraging") + weekly(3, "ada", title="foraging!", name="x")
    assert contexts([ADA], *meetings) == {"ada": [("foraging!", "event")]}
    assert contexts([Someone("ada", labels=("Foraging",))], *meetings) == {
        "ada": [("Foraging", "event"), ("Foraging", "label")]
    }


@pytest.mark.parametrize(
    "title",
    [
        "Ada / Ben",
        "Ada <> Me",
        "Brandt, Ada",
        "Ada's weekly",
        "Call",
        "Weekly sync",
        "Catch up",
        "Besprechung",
        "Pick up",
        "1:1",
        "2025-03-04",
        "Lyon",
        "France",
        "Kunsthaus am Ufer",
        "☕",
        "Reunión",
    ],
)
def test_names_places_and_generic_words_are_no_contexts(title: str) -> None:
    people = [
        Someone("ada", "Ada Brandt", address=("1 rue des Tilleuls", "Lyon")),
        Someone("ben", "Ben Okafor"),
        Someone(ME, "Me Myself"),
    ]
    assert contexts(people, *weekly(5, "ada", "ben", title=title, location="Kunsthaus am Ufer")) == {}


def test_categories_of_events_say_it_as_titles_do() -> None:
    assert contexts([ADA], met("a", START, "ada", title="Probe", categories=["Chor"])) == {"ada": [("Chor", "event")]}
    twice = acquaintance([ADA], met("a", START, "ada", title="Chorprobe", categories=["Chor", "Business"]))["context"]
    assert twice.select("context", "interactions").rows() == [("Chor", 1)]
    untitled = [met(f"a{i}", START + timedelta(i), "ada", categories=["Allotment", "Red category"]) for i in range(3)]
    assert contexts([ADA], *untitled) == {"ada": [("Allotment", "event")]}


def test_the_users_word_comes_first_and_names_it() -> None:
    people = [Someone("ada", labels=("brunch",)), BEN]
    said = words(("ada", "Sunday Brunch", False, "professional"), ("ben", "Foraging"))
    rows = acquaintance(
        people, *weekly(9, "ada", title="Brunch"), *weekly(9, "ada", title="Choir", name="x"), said=said
    )
    found = rows["context"].select("person_id", "context", "kind", "sphere").rows()
    assert found == [
        ("ada", "Sunday Brunch", "said", "professional"),
        ("ada", "Sunday Brunch", "event", "professional"),
        ("ada", "Sunday Brunch", "label", "professional"),
        ("ada", "Choir", "event", "personal"),
        ("ben", "Foraging", "said", None),
    ]


@pytest.mark.parametrize("denied", ["Brunch", "BRUNCH!", "Sunday brunch", "brunch friends"])
def test_what_the_user_denies_is_gone_in_every_spelling(denied: str) -> None:
    people = [Someone("ada", labels=("Brunch", "Marathon")), Someone("ben", labels=("Brunch",))]
    found = contexts(people, *weekly(3, "ada", title="Sunday brunch"), said=words(("ada", denied, True)))
    assert found == {"ada": [("Marathon", "label")], "ben": [("Brunch", "label")]}


def test_a_context_is_denied_by_what_it_is_called() -> None:
    people = [Someone(ME, jobs=(("Northwind",),)), Someone("ada", jobs=(("Northwind",),))]
    assert contexts(people) == {"ada": [("Colleague at Northwind", "organisation")]}
    assert contexts(people, said=words(("ada", "colleague at northwind", True))) == {}


def test_nobody_is_known_to_themselves() -> None:
    assert contexts([Someone(ME, labels=("Brunch",)), ADA], *weekly(3, "ada", title="Choir")) == {
        "ada": [("Choir", "event")]
    }


def test_a_label_is_of_its_words_sphere_and_keeps_its_name() -> None:
    rows = acquaintance([Someone("ada", labels=("Asia trip", "Old clients", "★", "Zebra"))])["context"]
    assert dict(rows.select("context", "sphere").iter_rows()) == {
        "Asia trip": "personal",
        "Old clients": "professional",
        "★": None,
        "Zebra": None,
    }


def test_each_owner_has_contexts_of_their_own() -> None:
    one, those = met("a", START, "ada", title="Choir")
    theirs = (one.with_columns(owner=pl.lit("you")), those.with_columns(owner=pl.lit("you")))
    people = [Someone("ada", owners=("me", "you"), labels=("Brunch",))]
    rows = acquaintance(people, theirs)["context"].select("owner", "context")
    assert ("you", "Choir") in rows.rows()
    assert ("me", "Choir") not in rows.rows()


TITLES = st.sampled_from(["Brunch", "Sunday brunch", "Choir", "Sync", "Foraging", "Ada / Ben", "Team dinner", None])
MEETINGS = st.lists(
    st.tuples(st.integers(0, 60), st.sets(st.sampled_from(["ada", "ben", "cleo"]), min_size=1), TITLES), max_size=10
)
LABELS = st.sets(st.sampled_from(["Brunch", "brunch!", "Choir", "Zebra"]), max_size=3)


@settings(max_examples=20, deadline=None)
@given(MEETINGS, LABELS, st.booleans())
def test_order_is_no_matter_and_what_is_denied_never_appears(
    meetings: list[tuple[int, set[str], str | None]], labels: set[str], is_denied: bool
) -> None:
    happened = [
        met(f"i{i}", START + timedelta(day), *sorted(people), title=title)
        for i, (day, people, title) in enumerate(meetings)
    ]
    people = [Someone("ada", labels=tuple(sorted(labels))), BEN, CLEO]
    said = words(("ada", "Brunch", is_denied))
    one = acquaintance(people, *happened, said=said)
    other = acquaintance(people[::-1], *happened[::-1], said=said)
    for name, rows in one.items():
        assert rows.equals(other[name]), name
    of_ada = set(one["context"].filter(person_id="ada")["context"].str.to_lowercase())
    assert any("brunch" in context for context in of_ada) != is_denied
    keys = one["context"].select("owner", "person_id", "context", "kind")
    assert keys.is_unique().all()
