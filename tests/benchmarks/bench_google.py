"""What it costs to pull and land 100,000 Google contacts, beside Google's client library that pages through them."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmarks.measure import Figure, cost, print_figures

RUNS: Final = 3
MOST: Final = 1.5
"""How many times the client's own CPU the whole may cost."""

RUN_GOOGLE: Final = str(Path(__file__).with_name("run_google.py"))


@contextmanager
def emulator(count: int) -> Iterator[list[str]]:
    """An emulator with so many contacts in a process of its own: its address and an access token."""
    command = [sys.executable, RUN_GOOGLE, "serve", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        said = json.loads(server.stdout.readline())
        try:
            yield [said["url"], said["token"]]
        finally:
            server.stdin.close()


def seconds(*arguments: str) -> float:
    """Seconds of CPU, without imports, that run_google.py says it cost."""
    return float(json.loads(cost([sys.executable, RUN_GOOGLE, *arguments]).output)["cpu"])


def figures(count: int) -> list[Figure]:
    """Ours beside Google's client, with its JSON as it comes and without blanks: each in turn, the median of three."""
    ours, peer, compact = [], [], []
    with tempfile.TemporaryDirectory() as folder, emulator(count) as server:
        seconds("peer", *server)  # makes the emulator's answers
        seconds("compact", *server)
        for run in range(RUNS):
            home = Path(folder) / f"home-{run}"
            home.mkdir()
            peer.append(seconds("peer", *server))
            compact.append(seconds("compact", *server))
            ours.append(seconds("kith", *server, str(home), str(count)))
    cpu = median(ours)
    what = f"pull and land {count:,} Google contacts, CPU"
    return [
        _figure(what, f"≤ {MOST} ×", cpu, median(peer)),
        _figure("beside the same client, asking for JSON without blanks", "", cpu, median(compact)),
    ]


def _figure(what: str, target: str, ours: float, peer: float) -> Figure:
    ratio = ours / peer
    return Figure(what, target, f"{ours:.2f} s", f"{peer:.2f} s", f"{ratio:.2f} ×", ratio <= MOST)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    print_figures("Google contacts", figures(parser.parse_args().contacts), peer="Google's client")


if __name__ == "__main__":
    main()
