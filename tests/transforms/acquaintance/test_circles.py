"""Circles: who knows each other, called by what they share; and who bridges them."""

import math
from datetime import date
from typing import Any

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.acquaintance.grounds import Meeting, Someone, acquaintance
from tests.transforms.ledger_frames import met
from transforms.acquaintance.bridges import bridges
from transforms.acquaintance.circles import MEMBER, circles
from transforms.acquaintance.contexts import CONTEXT
from transforms.acquaintance.ties import TIE

START = date(2026, 1, 4)
PEOPLE = pl.DataFrame({"person_id": [f"p{i}" for i in range(40)], "full_name": [f"Person {i}" for i in range(40)]})


def tied(*pairs: tuple[str, str, float], kind: str = "event", what: str | None = None) -> pl.DataFrame:
    """Ties of one owner."""
    rows = [
        {
            "owner": "me",
            "person_id_a": min(a, b),
            "person_id_b": max(a, b),
            "kinds": [kind],
            "weight": weight,
            "evidence": [{"kind": kind, "what": what, "interactions": 1, "weight": weight, "last_on": None}],
        }
        for a, b, weight in pairs
    ]
    return pl.DataFrame([{name: row.get(name) for name in TIE} for row in rows], schema=TIE, orient="row")


def clique(*people: str, weight: float = 1.0) -> list[tuple[str, str, float]]:
    return [(a, b, weight) for a in people for b in people if a < b]


def found(people: list[Someone], *meetings: Meeting) -> dict[str, tuple[str, set[str]]]:
    """The circles: name -> how it is named, and its members."""
    rows = acquaintance(people, *meetings)
    members = rows["circle_member"].join(rows["circle"], on="circle_id").group_by("name", "named_by").agg("person_id")
    return {name: (by, set(those)) for name, by, those in members.iter_rows()}


def brunch(name: str, *people: str, title: str | None) -> list[Meeting]:
    return [met(f"{name}{day}", date(2026, 1, day + 1), *people, title=title) for day in range(3)]


def test_two_groups_that_one_person_knows_are_two_circles() -> None:
    meetings = brunch("b", "ada", "ben", "cleo", title="Brunch") + brunch("c", "dan", "eva", "fay", title="Choir")
    people = [Someone(name) for name in ("ada", "ben", "cleo", "dan", "eva", "fay")]
    assert found(people, *meetings, met("x", START, "ada", "dan", title="Lunch")) == {
        "Brunch": ("context", {"ada", "ben", "cleo"}),
        "Choir": ("context", {"dan", "eva", "fay"}),
    }


def test_two_people_are_no_circle() -> None:
    assert found([Someone("ada"), Someone("ben")], *brunch("b", "ada", "ben", title="Brunch")) == {}


def test_a_circle_is_called_by_what_ties_it_else_by_its_members() -> None:
    threes = [Someone(name, name.title()) for name in ("ada", "ben", "cleo")]
    assert found(threes, *brunch("b", "ada", "ben", "cleo", title="Sync")) == {
        "Sync": ("shared", {"ada", "ben", "cleo"})
    }
    assert found(threes, *brunch("b", "ada", "ben", "cleo", title=None)) == {
        "Ada, Ben and 1 other": ("members", {"ada", "ben", "cleo"})
    }


def test_circles_of_one_name_are_told_apart_by_their_strongest() -> None:
    one = brunch("b", "ada", "ben", "cleo", "gus", title="Brunch")
    other = brunch("c", "dan", "eva", "fay", title="Brunch")
    people = [Someone(name, name.title()) for name in ("ada", "ben", "cleo", "dan", "eva", "fay", "gus")]
    assert set(found(people, *one, *other)) == {"Brunch", "Brunch (Dan)"}


def test_the_rarer_of_two_contexts_names_a_circle_and_linkedin_none() -> None:
    people = [Someone(name, labels=("Known",), connected="2020-01-01") for name in ("dan", "eva", "fay")]
    people += [Someone(name, labels=("Known", "Allotment")) for name in ("ada", "ben", "cleo")]
    one = brunch("b", "ada", "ben", "cleo", title=None)
    other = brunch("c", "dan", "eva", "fay", title=None)
    assert set(found(people, *one, *other)) == {"Allotment", "Known"}


def test_a_circles_id_lasts_while_members_come_and_go() -> None:
    people = [Someone(name) for name in ("ada", "ben", "cleo", "dan")]
    before = acquaintance(people, *brunch("b", "ada", "ben", "cleo", title="Brunch"))["circle"]
    after = acquaintance(people, *brunch("b", "ben", "cleo", "dan", title="Brunch"))["circle"]
    assert before["circle_id"].to_list() == after["circle_id"].to_list()


def test_where_only_address_books_are_known_firms_and_households_are_the_circles() -> None:
    people = [Someone(f"p{i}", jobs=(("Northwind",),)) for i in range(4)]
    people += [Someone("q", jobs=(("Northwind",), ("Acme",))), *(Someone(one, jobs=(("Acme",),)) for one in "rs")]
    assert found(people[:4]) == {"Northwind": ("shared", {"p0", "p1", "p2", "p3"})}
    rows = acquaintance(people)
    assert rows["circle"].is_empty()
    assert rows["bridge"].is_empty()
    assert not rows["tie"].is_empty()


def test_nothing_makes_no_circles() -> None:
    rows = acquaintance([])
    assert {name: frame.height for name, frame in rows.items()} == dict.fromkeys(rows, 0)


def test_whoever_knows_two_groups_bridges_them() -> None:
    ties = tied(*clique("a", "b", "c"), *clique("d", "e", "f"), ("a", "x", 1.0), ("d", "x", 1.0))
    found_circles, members = circles(ties, pl.DataFrame(schema=CONTEXT), PEOPLE)
    rows = {row["person_id"]: row for row in bridges(ties, members).to_dicts()}
    assert rows["x"]["burt_constraint"] < rows["b"]["burt_constraint"]
    assert rows["x"]["effective_size"] == 2
    assert rows["x"]["circles"] == 2
    assert rows["b"]["circles"] == 1
    assert found_circles.height == 2


def test_whoever_knows_only_people_who_all_know_each_other_bridges_nothing() -> None:
    assert bridges(tied(*clique("a", "b", "c")), pl.DataFrame(schema=MEMBER)).is_empty()


GRAPHS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.25, 1.0, 1.5, 3.0])), min_size=2, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
def test_bridges_are_those_of_networkx(drawn: list[tuple[int, int, float]]) -> None:
    weights = {(f"p{min(a, b)}", f"p{max(a, b)}"): weight for a, b, weight in drawn if a != b}
    graph: Any = nx.Graph()
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in weights.items())
    ties = tied(*((a, b, weight) for (a, b), weight in weights.items()))
    rows = bridges(ties, pl.DataFrame(schema=MEMBER)).to_dicts()
    constraint, size = (measure(graph, list(graph), weight="weight") for measure in (nx.constraint, nx.effective_size))
    for row in rows:
        person = row["person_id"]
        assert math.isclose(row["burt_constraint"], constraint[person], rel_tol=1e-7)
        assert math.isclose(row["effective_size"], size[person], rel_tol=1e-7, abs_tol=1e-7)
        assert row["ties"] == graph.degree(person)
    told = {row["person_id"] for row in rows}
    for part in nx.connected_components(graph):
        is_clique = graph.subgraph(part).number_of_edges() == len(part) * (len(part) - 1) / 2
        assert (not part & told) if is_clique else part <= told


@settings(max_examples=40, deadline=None)
@given(GRAPHS)
def test_nobody_is_in_two_circles_and_names_are_unique(drawn: list[tuple[int, int, float]]) -> None:
    weights = {(f"p{min(a, b)}", f"p{max(a, b)}"): weight for a, b, weight in drawn if a != b}
    ties = tied(*((a, b, weight) for (a, b), weight in weights.items()))
    found_circles, members = circles(ties, pl.DataFrame(schema=CONTEXT), PEOPLE)
    assert members["person_id"].is_unique().all()
    assert found_circles["name"].is_unique().all()
    assert found_circles["circle_id"].is_unique().all()
    counted = members.group_by("circle_id").len().join(found_circles, on="circle_id")
    assert counted.filter(pl.col("len") != pl.col("people")).is_empty()
    assert (found_circles["people"] >= 3).all()


@pytest.mark.parametrize("times", [1, 3])
def test_circles_number_the_third_of_a_name(times: int) -> None:
    groups = [clique(*(f"p{3 * n + i}" for i in range(3))) for n in range(times)]
    same = PEOPLE.with_columns(full_name=pl.lit("Ada"))
    rows, _ = circles(tied(*(pair for group in groups for pair in group)), pl.DataFrame(schema=CONTEXT), same)
    names = ["Ada, Ada and 1 other", "Ada, Ada and 1 other (Ada)", "Ada, Ada and 1 other (Ada) 2"]
    assert rows["name"].to_list() == names[:times]
