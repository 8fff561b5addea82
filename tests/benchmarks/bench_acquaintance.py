"""What circles and bridges cost in a large graph of ties, beside networkx; and what a mere address book costs."""

import argparse
import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import networkx as nx
import polars as pl

from configs.settings import Settings
from tests.benchmarks.measure import Figure, print_figures
from tests.transforms.acquaintance.grounds import Someone, frames, tidy
from transforms.acquaintance.bridges import bridges
from transforms.acquaintance.circles import circles
from transforms.acquaintance.contexts import CONTEXT
from transforms.acquaintance.frames import acquaintance_frames
from transforms.acquaintance.ties import TIE
from transforms.said import CONTEXTS_SAID

GROUP: Final = 20
"""People who mostly know each other."""

INSIDE: Final = 0.8
"""Ties within a group, of all."""

MOST_SECONDS: Final = 5.0
MOST_ALONE: Final = 0.05


def graph_of(people: int, ties: int, *, seed: int = 1) -> dict[tuple[int, int], float]:
    """So many ties between people in groups, with their weights."""
    made, rng = dict[tuple[int, int], float](), random.Random(seed)
    while len(made) < ties:
        one = rng.randrange(people)
        group = one - one % GROUP
        other = group + rng.randrange(min(GROUP, people - group)) if rng.random() < INSIDE else rng.randrange(people)
        if one != other:
            made[min(one, other), max(one, other)] = rng.choice([0.5, 1.0, 1.58, 2.0, 3.0])
    return made


def in_shape_of_ties(graph: dict[tuple[int, int], float]) -> pl.DataFrame:
    """The graph as `tie` has it."""
    rows = [
        {"owner": "me", "person_id_a": f"p{a:06}", "person_id_b": f"p{b:06}", "kinds": ["event"], "weight": weight}
        for (a, b), weight in graph.items()
    ]
    return pl.DataFrame([row | {"evidence": []} for row in rows], schema=TIE)


def seconds(work: Callable[[], object]) -> float:
    """Seconds of CPU."""
    started = time.process_time()
    work()
    return time.process_time() - started


def figures(people: int, ties: int) -> list[Figure]:
    """What it costs; the first line with Louvain's method, which is networkx's own."""
    graph = graph_of(people, ties)
    rows = in_shape_of_ties(graph)
    names = pl.DataFrame({"person_id": [f"p{i:06}" for i in range(people)]}).with_columns(full_name="person_id")
    contexts, members = pl.DataFrame(schema=CONTEXT), pl.DataFrame()

    def find() -> None:
        nonlocal members
        members = circles(rows, contexts, names)[1]

    found = seconds(find)
    ours = seconds(lambda: bridges(rows, members))
    peer: Any = nx.Graph()
    peer.add_weighted_edges_from((a, b, weight) for (a, b), weight in graph.items())
    theirs = seconds(lambda: (nx.constraint(peer, weight="weight"), nx.effective_size(peer, weight="weight")))
    both, few = found + ours, seconds_alone()
    what = f"{people:,} people with {ties:,} ties"
    return [
        Figure(f"{what}: circles, CPU", "", f"{found:.2f} s", "", "", is_reached=True),
        Figure("bridges, CPU", "", f"{ours:.2f} s", f"{theirs:.2f} s", f"{theirs / ours:.1f}", is_reached=True),
        Figure("both", f"< {MOST_SECONDS:g} s", f"{both:.2f} s", "", "", is_reached=both < MOST_SECONDS),
        Figure("no interactions, CPU", f"< {1e3 * MOST_ALONE:g} ms", f"{1e3 * few:.0f} ms", "", "", few < MOST_ALONE),
    ]


def seconds_alone() -> float:
    """What `acquaintance_frames` costs where there are people and nothing happened, the least of three."""
    people = [Someone(f"p{i}", jobs=((f"Firm {i % 30}",),)) for i in range(100)]
    known, labels, said = frames(people), tidy(people), pl.DataFrame(schema=CONTEXTS_SAID)

    def make() -> None:
        acquaintance_frames(labels, known, contexts_said=said, settings=Settings(), today=date(2026, 1, 1))

    return min(seconds(make) for _ in range(3))


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--ties", type=int, default=60_000)
    asked = parser.parse_args()
    print_figures("How people know each other", figures(asked.people, asked.ties), peer="networkx")


if __name__ == "__main__":
    main()
