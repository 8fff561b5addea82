"""What a night costs: publishing after nothing and after 100 records changed, of 50,000 people in four sources."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.benchmarks.measure import Figure, cost, print_figures

NIGHTS: Final = str(Path(__file__).with_name("nights.py"))
RUNS: Final = 3
MOST: Final = 2.3
"""Seconds of CPU for publishing a hundred changes, of the five that a whole `kith sync` may take."""


def step(what: str, home: Path, *numbers: int) -> dict[str, Any]:
    """A step of `nights.py` in a process of its own; what it prints."""
    command = [sys.executable, NIGHTS, what, str(home), *map(str, numbers)]
    output = cost(command, environment={"KITH_HOME": str(home)}).output
    return dict(json.loads(output)) if output else {}


def figures(home: Path, people: int, events: int) -> list[Figure]:
    """The lines of the table: the first publication, one with nothing new, and those of some nights by their stages."""
    step("fill", home, people, events)
    first = step("publish", home)
    nothing = step("publish", home)
    nights = []
    for seed in range(RUNS):
        step("change", home, people, events, seed)
        nights.append(step("publish", home))
    stages = {name: median(night["seconds"][name] for night in nights) for name in nights[0]["seconds"]}
    start = stages.pop("start")
    whole = sum(stages.values())
    told = [
        Figure("the first publication", "", f"{_without_start(first):.1f} s", "", "", is_reached=True),
        Figure("with nothing new", "", f"{_without_start(nothing):.2f} s", "", "", is_reached=True),
        Figure("with 100 changes", f"≤ {MOST} s", f"{whole:.2f} s", "", "", whole <= MOST),
        Figure("  beside that: starting, imports", "", f"{start:.2f} s", "", "", is_reached=True),
    ]
    told += [Figure(f"  {name}", "", f"{seconds:.2f} s", "", "", is_reached=True) for name, seconds in stages.items()]
    grown = nights[-1]["size"] / first["size"]
    return [*told, Figure(f"the file after {RUNS} nights", "≤ 1.5 ×", f"{grown:.2f} ×", "", "", grown <= 1.5)]


def _without_start(told: dict[str, Any]) -> float:
    return float(sum(told["seconds"].values()) - told["seconds"]["start"])


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=4_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = figures(Path(folder) / "kith", asked.people, asked.events)
    print_figures(f"A night with {asked.people:,} people and {asked.events:,} events, seconds of CPU", told, peer="")


if __name__ == "__main__":
    main()
