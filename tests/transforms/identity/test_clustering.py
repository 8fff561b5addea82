"""Groups of weighed pairs: the best links first, never across what contradicts them, whatever the order."""

from collections.abc import Sequence
from itertools import combinations
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.components import components
from transforms.identity import clustering
from transforms.identity.clustering import (
    CONTRADICTION,
    LARGEST_COMPONENT,
    LINK_SCHEMA,
    MUST,
    agglomerated,
    compact_components,
    pairs_within,
)

THRESHOLD = 0.5

Link = tuple[int, int, float, float]
Groups = set[frozenset[int]]


def frame(links: Sequence[Link]) -> pl.DataFrame:
    return pl.DataFrame(links, schema=LINK_SCHEMA, orient="row")


def groups_of(labels: np.ndarray) -> Groups:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}


def joined(
    nodes: int, *links: Link, ranks: Sequence[int] | None = None, start: Sequence[int] | None = None
) -> tuple[Groups, list[float]]:
    """The groups, and the weakest link that each node's group needed."""
    labels, weakest = agglomerated(
        frame(links),
        ranks=np.array(range(nodes) if ranks is None else ranks, dtype=np.uint64),
        start=np.array(range(nodes) if start is None else start, dtype=np.int64),
        threshold=THRESHOLD,
    )
    return groups_of(labels), weakest.tolist()


def test_without_links_everybody_is_alone() -> None:
    assert joined(3) == ({frozenset({0}), frozenset({1}), frozenset({2})}, [np.inf] * 3)
    assert joined(0) == (set(), [])


def test_a_link_joins_from_the_threshold_on() -> None:
    found, weakest = joined(4, (0, 1, 0.5, 0), (2, 3, 0.4, 0))
    assert found == {frozenset({0, 1}), frozenset({2}), frozenset({3})}
    assert weakest == [0.5, 0.5, np.inf, np.inf]


def test_the_weakest_link_that_was_needed_is_told() -> None:
    assert joined(3, (0, 1, 9, 0), (1, 2, 4, 0), (0, 2, 1, 0)) == ({frozenset({0, 1, 2})}, [4, 4, 4])


def test_a_weak_bridge_between_groups_that_contradict_each_other_is_not_crossed() -> None:
    inside = [(0, 1, 9.0, 0.0), (2, 3, 9.0, 0.0)]
    bridge, contradiction = (1, 2, 3.0, 0.0), (0, 3, -9.0, -9.0)
    assert joined(4, *inside, bridge, contradiction)[0] == {frozenset({0, 1}), frozenset({2, 3})}
    assert joined(4, *inside, bridge)[0] == {frozenset({0, 1, 2, 3})}
    # A strong one is crossed, and is as much weaker as the contradiction is worth.
    found, weakest = joined(4, *inside, (1, 2, 8.0, 0.0), contradiction)
    assert found == {frozenset({0, 1, 2, 3})}
    assert weakest == [8.0 - 9.0 * CONTRADICTION] * 4


def test_a_contradiction_counts_where_it_stands_beside_the_link_too() -> None:
    assert joined(2, (0, 1, 3.0, -6.0))[0] == {frozenset({0}), frozenset({1})}


def test_a_record_between_two_goes_with_the_better_one() -> None:
    links = [(0, 1, 4.0, 0.0), (1, 2, 6.0, 0.0), (0, 2, -20.0, -20.0)]
    assert joined(3, *links)[0] == {frozenset({0}), frozenset({1, 2})}


def test_what_is_joined_from_the_start_stays_so() -> None:
    assert joined(4, (1, 2, 9.0, 0.0), start=[0, 0, 2, 3])[0] == {frozenset({0, 1, 2}), frozenset({3})}
    assert joined(2, (0, 1, -MUST, -MUST), start=[1, 1])[0] == {frozenset({0, 1})}


def test_what_the_user_refused_is_not_joined_by_what_he_joined() -> None:
    must, cannot = (MUST, 0.0), (-MUST, -MUST)
    found = joined(3, (0, 1, *must), (1, 2, *must), (0, 2, *cannot))[0]
    assert len(found) == 2
    assert frozenset({0, 2}) not in found


def test_groups_are_named_by_their_node_of_least_rank() -> None:
    labels, _ = agglomerated(
        frame([(0, 1, 9.0, 0.0), (1, 2, 9.0, 0.0)]),
        ranks=np.array([5, 3, 4, 0], np.uint64),
        start=np.arange(4),
        threshold=THRESHOLD,
    )
    assert labels.tolist() == [1, 1, 1, 3]


NODES = 6
weights = st.one_of(st.integers(-12, 12).map(float), st.sampled_from([MUST, -MUST]))


@st.composite
def graphs(draw: st.DrawFn) -> list[Link]:
    """Every two of six nodes, or some of them, weighed; some refused by the user."""
    chosen = draw(st.lists(st.sampled_from(list(combinations(range(NODES), 2))), unique=True, max_size=15))
    return [(one, other, weight, min(weight, 0.0)) for one, other in chosen for weight in [draw(weights)]]


@given(graphs(), st.permutations(range(NODES)), st.permutations(range(NODES)), st.randoms(use_true_random=False))
def test_the_places_of_nodes_and_links_change_nothing(
    links: list[Link], ranks: list[int], places: list[int], random: Random
) -> None:
    found, weakest = joined(NODES, *links, ranks=ranks)
    moved = [(*sorted((places[one], places[other])), weight, against) for one, other, weight, against in links]
    random.shuffle(moved)
    moved_ranks = [0] * NODES
    for node, place in enumerate(places):
        moved_ranks[place] = ranks[node]
    again, weakest_again = joined(NODES, *moved, ranks=moved_ranks)
    assert again == {frozenset(places[node] for node in group) for group in found}
    assert [weakest_again[places[node]] for node in range(NODES)] == weakest


@given(graphs())
def test_groups_hang_together_and_hold_nothing_that_was_refused(links: list[Link]) -> None:
    found, weakest = joined(NODES, *links)
    own = {(one, other): weight for one, other, weight, _ in links}
    enough = frame([link for link in links if link[2] >= THRESHOLD])
    connected = groups_of(components(NODES, enough))
    for group in found:
        assert any(group <= part for part in connected)
        assert all(own.get(pair, 0) > -MUST for pair in combinations(sorted(group), 2))
        assert len({weakest[node] for node in group}) == 1
        assert all((weakest[node] == np.inf) == (len(group) == 1) for node in group)
        assert all(weakest[node] >= THRESHOLD for node in group)


@given(graphs())
def test_without_contradictions_groups_are_components(links: list[Link]) -> None:
    agreeing = [(one, other, weight, 0.0) for one, other, weight, _ in links if weight > 0]
    assert joined(NODES, *agreeing)[0] == groups_of(components(NODES, frame(agreeing)))


@settings(max_examples=40)
@given(graphs(), graphs())
def test_parts_that_nothing_connects_are_grouped_as_if_alone(one: list[Link], other: list[Link]) -> None:
    beside = [(a + NODES, b + NODES, weight, against) for a, b, weight, against in other]
    both, weakest = joined(2 * NODES, *one, *beside)
    first, second = joined(NODES, *one), joined(NODES, *other)
    assert both == first[0] | {frozenset(node + NODES for node in group) for group in second[0]}
    assert weakest == [*first[1], *second[1]]


def chain(length: int, weight: float = 4.0) -> list[Link]:
    return [(node, node + 1, weight, 0.0) for node in range(length - 1)]


def test_components_hang_together_over_strong_links() -> None:
    labels = compact_components(frame([(0, 1, 9, 0), (1, 2, 0.4, 0), (3, 4, 0.5, 0)]), 5, THRESHOLD)
    assert labels.tolist() == [0, 0, 2, 3, 3]


def test_a_component_that_is_too_large_loses_its_weaker_links() -> None:
    size = LARGEST_COMPONENT
    assert len(set(compact_components(frame(chain(size)), size, THRESHOLD))) == 1
    halves = [*chain(size, 9.0), (0, size, 3.0, 0.0), *((a + size, b + size, 9.0, 0.0) for a, b, _, _ in chain(size))]
    labels = compact_components(frame(halves), 2 * size, THRESHOLD)
    assert labels.tolist() == [0] * size + [size] * size


def test_only_the_component_that_is_too_large_is_cut() -> None:
    size = LARGEST_COMPONENT + 1
    labels = compact_components(frame([*chain(size, 1.0), (size, size + 1, 1.0, 0.0)]), size + 2, THRESHOLD)
    assert labels.tolist() == [*range(size), size, size]


def test_what_the_user_joined_is_never_cut() -> None:
    size = LARGEST_COMPONENT + 1
    assert set(compact_components(frame(chain(size, MUST)), size, THRESHOLD)) == {0}


@pytest.mark.slow
@settings(max_examples=30)
@given(graphs(), st.integers(1, 4))
def test_what_is_left_of_a_large_component_is_small_or_all_the_users(links: list[Link], largest: int) -> None:
    strong = [link for link in links if link[2] >= THRESHOLD]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clustering, "LARGEST_COMPONENT", largest)
        found = groups_of(compact_components(frame(links), NODES, THRESHOLD))
    by_user = groups_of(components(NODES, frame([link for link in strong if link[2] >= MUST])))
    for part in groups_of(components(NODES, frame(strong))):
        mine = {group for group in found if group <= part}
        assert frozenset().union(*mine) == part
        assert len(part) > largest or mine == {part}
        assert all(len(group) <= largest or group in by_user for group in mine)
        assert all(any(joint <= group for group in mine) for joint in by_user if joint <= part)


def test_pairs_within_are_all_two_of_one_label() -> None:
    found = pairs_within(np.array([0, 1, 0, 0, 4]))
    assert sorted(found.rows()) == [(0, 2), (0, 3), (2, 3)]
    assert found.columns == ["node_a", "node_b"]


@given(st.lists(st.integers(0, 4), max_size=8))
def test_pairs_within_are_those_of_every_label(labels: list[int]) -> None:
    found = pairs_within(np.array(labels, dtype=np.int64))
    expected = [(a, b) for a, b in combinations(range(len(labels)), 2) if labels[a] == labels[b]]
    assert sorted(found.rows()) == expected


@pytest.mark.parametrize("length", [2, 3, 50, 1000])
def test_components_of_a_chain_are_one(length: int) -> None:
    links = frame(chain(length))
    assert set(components(length, links.sample(fraction=1, shuffle=True, seed=1))) == {0}
