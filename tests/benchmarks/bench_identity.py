"""Who is the same person: our engine beside Splink 5 and a plain rule, on the same normalised records.

One line per data set and engine: pairwise scores, what the engine's process cost in all (reading, training, grouping),
and how many times our cost that is; then what is found of hard pairs, growth, and what a small change costs.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from rich.console import Console
from rich.table import Table

from tests.benchmarks.measure import Cost, cost

SCRIPTS: Final = Path(__file__).parent
OURS: Final = "kith"
PEERS: Final = ("splink", "splink-quick", "exact")
NAMES: Final = {
    OURS: "Kith",
    "splink": "Splink 5",
    "splink-quick": "Splink 5, u of 1e7 pairs",
    "exact": "same address or number",
}
FEBRL: Final = ("1", "2", "3", "4")

MEMORY: Final = 2.5 * (1 << 30)
CHANGE_CPU: Final = 2.0


class Goal(NamedTuple):
    """What is to be reached: F1, precision, and how many times fewer CPU seconds than Splink (0: not asked)."""

    f1: float
    precision: float
    ratio: float = 0


GOALS: Final = {10_000: Goal(0.90, 0.96), 100_000: Goal(0.86, 0.95, 10), 1_000_000: Goal(0.76, 0.95, 4)}
"""By the number of records of contacts; a sample is held to the largest that it isn't smaller than."""

FEBRL_GOAL: Final = Goal(0.998, 0.999)


class Outcome(NamedTuple):
    """How an engine did on a data set: its name, the scores of `score_identity.scored`, and its process's cost."""

    engine: str
    scores: dict[str, Any]
    spent: Cost


class DataSet(NamedTuple):
    """A data set in a folder, what is to be reached on it, and how the engines did, ours first."""

    name: str
    folder: Path
    goal: Goal | None
    outcomes: list[Outcome]


def script(name: str, *arguments: object) -> Cost:
    """What one of these scripts costs, in a process of its own; its output is in the cost."""
    return cost([sys.executable, str(SCRIPTS / f"{name}.py"), *map(str, arguments)])


def said(spent: Cost) -> Any:  # noqa: ANN401 - whatever the script prints
    """What a script printed as JSON, in its last line; libraries warn before."""
    return json.loads(spent.output.splitlines()[-1])


def outcome(engine: str, folder: Path) -> Outcome:
    """Group with an engine, and score it."""
    spent = script("run_engine", engine, folder)
    return Outcome(engine, said(script("score_identity", folder, engine)), spent)


def contacts(path: Path, name: str, folder: Path, engines: Sequence[str]) -> DataSet:
    """A file of labelled contacts, grouped by each engine."""
    count = said(script("labelled", "contacts", path, folder))
    goal = next((GOALS[least] for least in sorted(GOALS, reverse=True) if count >= least), None)
    return DataSet(name, folder, goal, [outcome(engine, folder) for engine in engines])


def data_sets(asked: argparse.Namespace, place: Path) -> Iterator[DataSet]:
    """Each data set that was asked for, as soon as it is done."""
    engines = [OURS, *asked.peers]
    for path in asked.sample:
        yield contacts(path, path.stem, place / path.stem, engines)
    for count in asked.records:
        path = place / f"{count}.parquet"
        script("people", count, asked.seed, path)
        yield contacts(path, f"{count:,} contacts", place / str(count), engines)
    for number in () if asked.without_febrl else FEBRL:
        folder = place / f"febrl{number}"
        script("labelled", "febrl", number, folder)
        named = [engine for engine in engines if engine != "exact"]  # FEBRL has neither addresses nor numbers
        yield DataSet(f"FEBRL {number}", folder, FEBRL_GOAL, [outcome(engine, folder) for engine in named])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--records", type=_numbers, default=[*GOALS], help="sizes of books to make, with commas between"
    )
    parser.add_argument("--peers", type=_peers, default=[*PEERS], help=f"some of {','.join(PEERS)}, or none")
    parser.add_argument("--sample", type=Path, action="append", default=[], help="a labelled Parquet file beside them")
    parser.add_argument("--seed", type=int, default=1, help="another one makes other people")
    parser.add_argument("--without-febrl", action="store_true", help="leave FEBRL out")
    asked = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    with tempfile.TemporaryDirectory() as temporary:
        found = []
        for data_set in data_sets(asked, Path(temporary)):
            found.append(data_set)
            print(f"{data_set.name} is measured.", file=sys.stderr)
        console.print(score_table(found))
        for data_set in found:
            if any(row[1] for row in data_set.outcomes[0].scores["hazards"]):
                console.print(hazard_table(data_set))
        books = [data_set for data_set in found if not data_set.name.startswith("FEBRL")]
        print_growth(console, books[len(asked.sample) :])
        if books:
            print_change(console, books[-1])


def _numbers(text: str) -> list[int]:
    return [int(number.replace("_", "")) for number in text.split(",") if number]


def _peers(text: str) -> list[str]:
    named = [name for name in text.split(",") if name and name != "none"]
    if unknown := set(named) - set(PEERS):
        raise argparse.ArgumentTypeError(
            f"no peer is called {', '.join(sorted(unknown))}; choose of {', '.join(PEERS)}"
        )
    return named


def score_rows(found: Sequence[DataSet]) -> Iterator[tuple[str, ...]]:
    """A row per data set and engine, as the table has it."""
    for data_set in found:
        ours = data_set.outcomes[0].spent.cpu
        for engine, scores, spent in data_set.outcomes:
            threshold = scores["threshold"]
            yield (
                data_set.name if engine == OURS else "",
                NAMES[engine] + (f", at {threshold}" if threshold else ""),
                f"{scores['f1']:.4f}",
                f"{scores['precision']:.4f}",
                f"{scores['recall']:.4f}",
                f"{spent.cpu:,.1f} s",
                f"{spent.wall:,.1f} s",
                f"{spent.peak / (1 << 20):,.0f} MiB",
                "" if engine == OURS else f"{spent.cpu / ours:.1f} ×",
                _reached(data_set) if engine == OURS else "",
            )


def _reached(data_set: DataSet) -> str:
    """Whether our scores, our share of Splink's time and our memory are as good as they have to be, or which isn't."""
    goal, (_, scores, spent) = data_set.goal, data_set.outcomes[0]
    if goal is None:
        return ""
    ratios = [each.spent.cpu / spent.cpu for each in data_set.outcomes if each.engine == "splink"]
    missed = [
        what
        for what, is_missed in (
            (f"F1 < {goal.f1}", scores["f1"] < goal.f1),
            (f"precision < {goal.precision}", scores["precision"] < goal.precision),
            (f"ratio < {goal.ratio}", any(ratio < goal.ratio for ratio in ratios)),
            ("memory", spent.peak > MEMORY),
        )
        if is_missed
    ]
    return "no: " + ", ".join(missed) if missed else "yes"


def score_table(found: Sequence[DataSet]) -> Table:
    """All that was measured."""
    heads = ("data", "engine", "F1", "precision", "recall", "CPU", "wall", "peak memory", "CPU / ours", "reached")
    table = Table(*heads, title="Identity: pairs of records after grouping, each engine in a process of its own")
    for row in score_rows(found):
        table.add_row(*row)
    return table


def hazard_table(data_set: DataSet) -> Table:
    """What is found of the pairs that are hard, and how much of what was said of them is right."""
    outcomes = [each for each in data_set.outcomes if each.engine != "splink-quick"]  # it scores as Splink does
    heads = [f"{NAMES[each.engine]}: {score}" for each in outcomes for score in ("recall", "precision")]
    table = Table("hazard", "pairs", *heads, title=f"{data_set.name}: by what makes a pair hard")
    rows = zip(*(each.scores["hazards"] for each in outcomes), strict=True)
    for row in rows:
        hazard, pairs = row[0][:2]
        shares = (share for each in row for share in each[2:])
        table.add_row(hazard, f"{pairs:,}", *("" if share is None else f"{share:.3f}" for share in shares))
    return table


def print_growth(console: Console, books: Sequence[DataSet]) -> None:
    """How many times the cost of a book the next larger one has."""
    for small, large in pairwise(books):
        ratios = (
            f"{NAMES[engine]} {much.cpu / little.cpu:.1f} × CPU, {much.peak / little.peak:.1f} × memory"
            for (engine, _, little), (_, _, much) in zip(small.outcomes, large.outcomes, strict=True)
        )
        console.print(f"From {small.name} to {large.name}: {'; '.join(ratios)}.", markup=False)


def print_change(console: Console, book: DataSet) -> None:
    """What grouping costs when 100 records of the largest book changed."""
    told = said(script("run_changes", book.folder))
    verdict = "yes" if told["cpu"] < CHANGE_CPU else "no"
    console.print(
        f"100 changed records in {book.name}: {told['cpu']:.2f} s of CPU (target < {CHANGE_CPU:.0f} s: {verdict}), of "
        f"which reading what is known {told['read']:.2f}, grouping {told['group']:.2f}, keeping {told['keep']:.2f}; "
        f"{told['wall']:.2f} s of wall time.",
        markup=False,
    )


if __name__ == "__main__":
    main()
