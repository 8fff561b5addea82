"""How fast vCards are read, beside vobject's readComponents on the same file and core, and that no value is lost."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.benchmarks.books import write_book
from tests.benchmarks.measure import Figure, cost, print_figures
from tests.benchmarks.reading import kith_contacts, vobject_cards
from tests.connectors.contract import texts_of

RUNS: Final = 3
TARGET: Final = 4.0
READING: Final = str(Path(__file__).with_name("reading.py"))
ADDRESS_PARTS: Final = ("box", "extended", "street", "city", "region", "code", "country")


def seconds_of(reader: str, book: Path) -> dict[str, float]:
    """CPU and wall seconds that one reader takes for a book, in a process of its own on one core."""
    seconds: dict[str, float] = json.loads(cost([sys.executable, READING, reader, str(book)], on_one_core=True).output)
    return seconds


def vobject_values(card: Any) -> set[str]:  # noqa: ANN401 - vobject has no types
    """Every FN, TEL, EMAIL, ORG and ADR that vobject gives for a card, as texts."""
    found = {str(line.value) for name in ("fn", "tel", "email") for line in card.contents.get(name, [])}
    found.update(part for line in card.contents.get("org", []) for part in line.value)
    for line in card.contents.get("adr", []):
        for name in ADDRESS_PARTS:
            part = getattr(line.value, name)
            found.update(part if isinstance(part, list) else [part])
    return {text for text in found if text}


def lost_values(book: Path) -> list[str]:
    """The values that vobject gives and Kith doesn't, card by card."""
    pairs = zip(vobject_cards(book), kith_contacts(book), strict=True)
    return [text for theirs, ours in pairs for text in vobject_values(theirs).difference(texts_of(ours))]


def main() -> None:
    """Measure, print the table, and fail where a value is lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=10_000)
    count = parser.parse_args().cards
    with tempfile.TemporaryDirectory() as folder:
        book = write_book(Path(folder) / "book.vcf", count)
        runs = [(seconds_of("kith", book), seconds_of("vobject", book)) for _ in range(RUNS)]
        lost = lost_values(book)
    ours, theirs = (median(run[who]["cpu"] for run in runs) for who in (0, 1))
    speed = Figure(
        f"parse {count:,} cards, CPU seconds (median of {RUNS})",
        f"≥ {TARGET:.0f} ×",
        f"{ours:.2f} s",
        f"{theirs:.2f} s",
        f"{theirs / ours:.1f} ×",
        theirs / ours >= TARGET,
    )
    print_figures(
        "Reading vCards", [speed, Figure("values of vobject's not in ours", "0", str(len(lost)), "", "", not lost)]
    )
    if lost:
        raise SystemExit(f"Lost, for example: {lost[:5]}")


if __name__ == "__main__":
    main()
