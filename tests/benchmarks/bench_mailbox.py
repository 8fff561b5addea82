"""How fast mailboxes are read and in how much memory, beside Python's mailbox module on a part of the same."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from tests.benchmarks.mailboxes import SMALL, USUAL, write_mailbox
from tests.benchmarks.measure import Figure, cost, print_figures

TARGET: Final = 20.0
PEAK: Final = 300 << 20
PEERS_SHARE: Final = 10
"""Python's module reads the tenth part: its seconds grow with the size, and the whole would take minutes."""
READING: Final = str(Path(__file__).with_name("mailboxes.py"))


class Read(NamedTuple):
    """What reading a mailbox cost: MB a second of CPU, messages a second, bytes of memory at the peak."""

    speed: float
    messages: float
    peak: int


def read(reader: str, mailbox: Path) -> Read:
    """Read a mailbox in a process of its own, on one core."""
    spent = cost([sys.executable, READING, reader, str(mailbox)], on_one_core=True)
    told = json.loads(spent.output)
    return Read(mailbox.stat().st_size / 1e6 / told["cpu"], told["messages"] / told["cpu"], spent.peak)


def figures(folder: Path, what: str, size: int, bodies: tuple[tuple[int, int], ...]) -> list[Figure]:
    """The lines of the table for mailboxes of one kind."""
    whole = write_mailbox(folder / "whole.mbox", size, bodies)
    ours = read("kith", whole)
    whole.unlink()
    theirs = read("python", write_mailbox(folder / "part.mbox", size // PEERS_SHARE, bodies))
    name = f"{size / 1e6:,.0f} MB of {what}"
    return [
        Figure(
            f"{name}, MB a second of CPU",
            f"≥ {TARGET:.0f}",
            f"{ours.speed:,.0f}",
            f"{theirs.speed:,.0f}",
            f"{ours.speed / theirs.speed:.1f} ×",
            ours.speed >= TARGET,
        ),
        Figure(
            f"{name}, messages a second",
            "",
            f"{ours.messages:,.0f}",
            f"{theirs.messages:,.0f}",
            f"{ours.messages / theirs.messages:.1f} ×",
            is_reached=True,
        ),
        Figure(f"{name}, peak memory", "< 300 MiB", f"{ours.peak / (1 << 20):,.0f} MiB", "", "", ours.peak < PEAK),
    ]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=2_000)
    size = parser.parse_args().megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        found = figures(Path(folder), "mail", size, USUAL)
        found += figures(Path(folder), "mail of a line or two", size // 10, SMALL)
    print_figures("Reading mailboxes", found, peer="mailbox")


if __name__ == "__main__":
    main()
