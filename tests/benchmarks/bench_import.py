"""What the whole of `kith import` costs: wall time beside vobject's parse alone, doing it again, memory with photos."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmarks.books import write_book
from tests.benchmarks.measure import Cost, Figure, cost, print_figures

RUNS: Final = 3
AGAIN_CPU_SECONDS: Final = 2.0
PEAK_BYTES: Final = 1 << 30
KITH: Final = str(Path(sys.executable).with_name("kith"))
READING: Final = str(Path(__file__).with_name("reading.py"))


def import_cost(book: Path, home: Path, *, on_one_core: bool = False) -> Cost:
    """What importing a book into that home costs, from the process's start to its end."""
    command = [KITH, "import", "--quiet", str(book)]
    return cost(command, environment={"KITH_HOME": str(home)}, on_one_core=on_one_core)


def vobject_wall(book: Path) -> float:
    """Seconds of wall time that vobject takes to parse a book, without its start."""
    return float(json.loads(cost([sys.executable, READING, "vobject", str(book)], on_one_core=True).output)["wall"])


def speed_figures(folder: Path, count: int) -> list[Figure]:
    """The import of a book, beside vobject's parse, on all cores and on one; and the same import again."""
    book = write_book(folder / "book.vcf", count)
    homes = [folder / f"home-{run}" for run in range(RUNS)]
    runs = [
        (
            import_cost(book, home).wall,
            import_cost(book, home.with_suffix(".one-core"), on_one_core=True).wall,
            vobject_wall(book),
        )
        for home in homes
    ]
    on_all, on_one, peer = (median(run[column] for run in runs) for column in range(3))
    again = median(import_cost(book, home).cpu for home in homes)
    what = f"import {count:,} cards, wall time"
    return [
        Figure(what, "< vobject", f"{on_all:.2f} s", f"{peer:.2f} s", f"{peer / on_all:.1f} ×", on_all < peer),
        Figure(f"{what}, on one core", "", f"{on_one:.2f} s", f"{peer:.2f} s", f"{peer / on_one:.1f} ×", on_one < peer),
        Figure(
            "import them again, CPU", f"< {AGAIN_CPU_SECONDS} s", f"{again:.2f} s", "", "", again < AGAIN_CPU_SECONDS
        ),
    ]


def memory_figure(folder: Path, count: int) -> Figure:
    """The peak of memory while importing a book in which each card has a picture of its own."""
    book = write_book(folder / "photos.vcf", count, photos=True)
    spent = import_cost(book, folder / "photos-home")
    what = f"import {count:,} cards with photos ({book.stat().st_size / 1e6:,.0f} MB), peak memory"
    return Figure(what, "< 1,024 MiB", f"{spent.peak / (1 << 20):,.0f} MiB", "", "", spent.peak < PEAK_BYTES)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=10_000, help="cards of the book that is imported for speed")
    parser.add_argument("--cards-with-photos", type=int, default=100_000, help="cards of the book imported for memory")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = speed_figures(Path(folder), asked.cards)
        if asked.cards_with_photos:
            figures.append(memory_figure(Path(folder), asked.cards_with_photos))
    print_figures("Importing", figures)


if __name__ == "__main__":
    main()
