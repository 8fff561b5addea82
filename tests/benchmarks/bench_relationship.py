"""How long it takes to ask for the state of relationships, and what it costs to publish them."""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

import polars as pl

from configs.settings import Interactions
from tests.benchmarks.ledgers import OWNER, ledger, people
from tests.benchmarks.measure import Figure, print_figures
from tests.warehouse.books import book_frames
from transforms.relationship.frames import relationship_frames
from transforms.said import CADENCES
from warehouse.publish import publish
from warehouse.relationship_reading import RelationshipReader

RUNS: Final = 7
ASKED: Final = (
    ("select * from relationship", 0.3),
    ("select * from relationship_at('2024-06-30')", 1.0),
    ("select * from relationship where person_id = 'p000000000100'", None),
    ("from relationship_history where person_id = 'p000000000100'", None),
)
"""What is asked, and in how many seconds it should be answered."""


def published(home: Path, interactions: int, count: int, today: date) -> list[Figure]:
    """Publish a warehouse of people and interactions alone, and say what that costs."""
    known = people(count)
    frames = {name: frame.clear() for name, frame in book_frames().items()}
    frames |= ledger(interactions, count, today)
    records = known.with_row_index("number").select(
        "person_id", source=pl.lit("made"), record_id=pl.col("number").cast(pl.String), kind=pl.lit("person")
    )
    rows = {"person": known.with_columns(records=1), "source_record": records.with_columns(owner=pl.lit(OWNER))}
    rows["person_quality"] = known.select("person_id", records=1, probability=1.0)
    frames |= {name: pl.concat([frames[name], each], how="diagonal_relaxed") for name, each in rows.items()}
    started = time.process_time()
    cadences = pl.DataFrame(schema=CADENCES)
    frames |= relationship_frames(frames, people=known, cadences=cadences, settings=Interactions())
    made = time.process_time()
    path = publish(home, frames, fingerprint="made").path
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = f"{interactions:,} interactions with {count:,} people"
    return [
        Figure(f"{what}: frames, CPU", "", f"{made - started:.1f} s", "", "", is_reached=True),
        Figure("publishing them, CPU", "", f"{done - made:.1f} s", "", "", is_reached=True),
        Figure("the warehouse", "", f"{path.stat().st_size / 1e6:,.0f} MB", "", "", is_reached=True),
        Figure("peak of memory, all of it made here", "", f"{peak:,.0f} MiB", "", "", is_reached=True),
    ]


def asked(home: Path, today: date) -> list[Figure]:
    """How long the answers take, from the question to the last row in Python; the file was read once before."""
    figures = []
    with RelationshipReader.open(home) as reader:
        for sql, target in ASKED:
            figures.append(_figure(sql, target, _seconds(partial(_all_rows, reader, sql))))
        due = _seconds(lambda: reader.ask("reconnect", as_of=today, owner=OWNER, most=50))
    return [*figures, _figure("the query of kith reconnect", 0.3, due)]


def _all_rows(reader: RelationshipReader, sql: str) -> list[tuple[object, ...]]:
    answer = reader.query(sql)
    return answer.fetchall() if answer else []


def _seconds(ask: Callable[[], object]) -> tuple[float, float]:
    """The medians of wall time and of CPU: where they lie far apart, the machine had other things to do."""
    ask()
    wall, cpu = [], []
    for _ in range(RUNS):
        started, spent = time.perf_counter(), time.process_time()
        ask()
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - spent)
    return median(wall), median(cpu)


def _figure(what: str, target: float | None, seconds: tuple[float, float]) -> Figure:
    wall, cpu = seconds
    wanted = f"< {target * 1000:.0f} ms" if target else ""
    told = f"{wall * 1000:.0f} ms (CPU {cpu * 1000:.0f})"
    return Figure(what, wanted, told, "", "", target is None or wall < target)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, default=2_000_000, help="how many interactions there are")
    parser.add_argument("--people", type=int, default=10_000, help="with how many people")
    given = parser.parse_args()
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory() as folder:
        figures = published(Path(folder), given.interactions, given.people, today)
        figures += asked(Path(folder), today)
    print_figures("Relationships", figures, peer="peer")


if __name__ == "__main__":
    main()
