"""Who knows whom: by small events, threads, households, organisations and relations; never the owner."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.acquaintance.grounds import Meeting, Someone, acquaintance
from tests.transforms.ledger_frames import ME, met

START = date(2026, 1, 4)


def ties(people: list[Someone], *meetings: Meeting) -> dict[tuple[str, str], dict[str, Any]]:
    rows = acquaintance(people, *meetings)["tie"].to_dicts()
    return {(row["person_id_a"], row["person_id_b"]): row for row in rows}


def several(*names: str) -> list[Someone]:
    return [Someone(name) for name in names]


def test_those_who_meet_in_a_small_group_know_each_other() -> None:
    brunches = [met(f"b{i}", START + timedelta(14 * i), "ada", "ben", "cleo", title="Brunch") for i in range(3)]
    found = ties(several("ada", "ben", "cleo"), *brunches)
    assert set(found) == {("ada", "ben"), ("ada", "cleo"), ("ben", "cleo")}
    row = found["ada", "ben"]
    assert (row["kinds"], row["weight"]) == (["event"], pytest.approx(1.0))
    assert (row["first_on"], row["last_on"]) == (START, START + timedelta(28))
    assert row["evidence"] == [
        {"kind": "event", "what": "Brunch", "interactions": 3, "weight": row["weight"], "last_on": row["last_on"]}
    ]


def test_a_large_group_a_declined_or_planned_event_says_nothing() -> None:
    large = met("l", START, "ada", "ben", title="Party", group_size=9)
    planned = met("p", "2027-01-01", "ada", "ben", title="Party")
    meeting, those = met("d", START, "ada", "ben", title="Party")
    declined = those.with_columns(weight=pl.when(pl.col("person_id") == "ben").then(0.0).otherwise("weight"))
    assert ties(several("ada", "ben"), large, planned, (meeting, declined)) == {}


def test_a_meeting_of_others_ties_them_though_the_owner_was_not_there() -> None:
    meeting, those = met("o", START, "ada", "ben", "cleo", title="Brunch", direction="observed", group_size=4)
    silent = those.with_columns(
        weight=pl.lit(0.0),
        response=pl.when(pl.col("person_id") == "cleo").then(pl.lit("declined")).otherwise("response"),
    )
    rows = acquaintance(several("ada", "ben", "cleo"), (meeting, silent))
    assert rows["tie"].select("person_id_a", "person_id_b", "kinds").rows() == [("ada", "ben", ["event"])]
    assert rows["context"].is_empty()


def test_a_thread_of_several_says_it_too() -> None:
    thread = {"channel": "email", "direction": "sent", "conversation_id": "c", "group_size": 3}
    one, two = met("m", START, "ada", "ben", **thread), met("n", START + timedelta(1), "ada", **thread)
    alone = met("o", START, "ada", channel="email", direction="sent")
    row = ties(several("ada", "ben"), one, two, alone)["ada", "ben"]
    assert (row["kinds"], row["evidence"][0]["interactions"]) == (["thread"], 2)
    assert row["weight"] == pytest.approx(0.5 / 2 * 1.58496, abs=1e-4)
    crowd = met("m", START, "ada", "ben", channel="email", direction="sent", group_size=30)
    assert ties(several("ada", "ben"), crowd) == {}


def test_a_street_address_or_a_number_at_home_is_a_household() -> None:
    home = ("18 Rue des Tilleuls", "Lyon")
    people = [
        Someone("ada", "Ada Marsh", address=home),
        Someone("ben", "Ben Okafor", address=("18, rue des tilleuls", "LYON")),
        Someone("cleo", "Cleo Reed", phone="+442079460101"),
        Someone("dan", "Dan Reed", phone="+442079460101"),
        Someone("eva", "Eva Other", phone="+442079460101"),
    ]
    found = ties(people)
    assert {pair: row["kinds"] for pair, row in found.items()} == {
        ("ada", "ben"): ["household"],
        ("cleo", "dan"): ["household"],
    }
    assert found["cleo", "dan"]["evidence"][0]["what"] == "+442079460101"


def test_an_address_of_many_is_no_household() -> None:
    assert ties([Someone(f"p{i}", address=("1 High Street", "York")) for i in range(9)]) == {}


def test_the_same_organisation_at_the_same_time() -> None:
    people = [
        Someone("ada", jobs=(("Northwind", "2015-01-01", "2018-01-01"),)),
        Someone("ben", jobs=(("Northwind", "2017-01-01"),)),
        Someone("cleo", jobs=(("Northwind", "2019-01-01"),)),
        Someone("dan", jobs=(("Northwind",),)),
    ]
    found = ties(people)
    assert set(found) == {("ada", "ben"), ("ben", "cleo"), ("ada", "dan"), ("ben", "dan"), ("cleo", "dan")}
    row = found["ada", "ben"]
    assert (row["kinds"], row["first_on"], row["last_on"]) == (["organisation"], date(2017, 1, 1), date(2018, 1, 1))
    assert row["weight"] == pytest.approx(1 / 3)


def test_a_large_organisation_says_nothing() -> None:
    assert ties([Someone(f"p{i:02}", jobs=(("Northwind",),)) for i in range(31)]) == {}


def test_relations_of_either_card_are_one_tie() -> None:
    people = [
        Someone("ada", "Ada Marsh", relations=(("spouse", "Ben Marsh"), ("boss", "Cleo Reed"))),
        Someone("ben", "Ben Marsh", relations=(("spouse", "Ada Marsh"),)),
        Someone("cleo", "Cleo Reed"),
    ]
    found = ties(people)
    assert {pair: (row["kinds"], row["weight"]) for pair, row in found.items()} == {
        ("ada", "ben"): (["relation"], 2.0),
        ("ada", "cleo"): (["relation"], 0.5),
    }
    assert found["ada", "ben"]["evidence"][0]["what"] == "spouse"


def test_all_that_ties_two_is_one_tie_and_the_owner_is_in_none() -> None:
    people = [Someone(one, jobs=(("Northwind",),), address=("1 High Street", "York")) for one in (ME, "ada", "ben")]
    found = ties(people, met("m", START, "ada", "ben", title="Brunch"))
    assert set(found) == {("ada", "ben")}
    row = found["ada", "ben"]
    assert row["kinds"] == ["event", "household", "organisation"]
    assert row["weight"] == pytest.approx(sum(each["weight"] for each in row["evidence"]))


def test_many_titles_are_cut_to_the_heaviest() -> None:
    dinners = [met(f"m{i}", START, "ada", "ben", title=f"T{i}") for i in range(15)]
    row = ties(several("ada", "ben"), *dinners)["ada", "ben"]
    assert len(row["evidence"]) == 10
    assert row["weight"] == pytest.approx(15 * 0.58496, abs=1e-3)


PEOPLE = [f"p{i}" for i in range(6)]
EVENTS = st.lists(st.sets(st.sampled_from(PEOPLE), min_size=1), max_size=8)


@settings(max_examples=15, deadline=None)
@given(EVENTS, st.permutations(PEOPLE))
def test_ties_are_each_once_and_the_same_whoever_comes_first(events: list[set[str]], order: list[str]) -> None:
    happened = [met(f"e{i}", START + timedelta(i), *sorted(those), title="Dinner") for i, those in enumerate(events)]
    rows = acquaintance([Someone(one) for one in PEOPLE], *happened)
    other = acquaintance([Someone(one) for one in order], *happened[::-1])
    for name in ("tie", "circle", "circle_member", "bridge"):
        assert rows[name].equals(other[name])
    met_each_other = {(a, b) for those in events for a in those for b in those if a < b}
    assert set(rows["tie"].select("person_id_a", "person_id_b").iter_rows()) == met_each_other
    # Another evening never loosens a tie.
    evening = met("x", START, *PEOPLE[:3], title="Dinner")
    more = acquaintance([Someone(one) for one in PEOPLE], *happened, evening)["tie"]
    joined = rows["tie"].join(more, on=("owner", "person_id_a", "person_id_b"), suffix="_after")
    assert joined.height == rows["tie"].height
    assert (joined["weight_after"] >= joined["weight"] - 1e-12).all()
