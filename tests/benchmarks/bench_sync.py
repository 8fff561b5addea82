"""What `kith sync` costs with four sources and 50,000 people: the first one, a quiet night, a night with 100 changes.

Google's People and Calendar APIs are emulated, CardDAV and CalDAV are a real Radicale, all in a process of their own;
so the seconds of CPU are those of `kith sync`, its start included.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmarks.measure import Cost, Figure, cost, print_figures

RUNS: Final = 3
QUIET: Final = 3.0
CHANGED: Final = 5.0
"""Seconds of CPU that a night may cost."""

KITH: Final = str(Path(sys.executable).with_name("kith"))
SERVERS: Final = str(Path(__file__).with_name("sync_servers.py"))


@contextmanager
def servers(folder: Path, count: int, events: int) -> Iterator["subprocess.Popen[str]"]:
    """The four sources; a line on their input lets a day pass."""
    command = [sys.executable, SERVERS, str(folder), str(count), str(events)]
    environment = {**_variables(), "KITH_KEYRING": "off"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as running:
        try:
            _said(running, "ready")
            yield running
            running.communicate()
        finally:
            running.kill()


def figures(count: int, events: int) -> list[Figure]:
    """The first sync, then nights: each three times, the median."""
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder), count, events) as running:
        home = Path(folder) / "home"
        first, second = _sync(home), _sync(home)
        quiet = [second, *(_sync(home) for _ in range(RUNS - 1))]
        changed = []
        for _ in range(RUNS):
            print("pass", file=running.stdin, flush=True)
            _said(running, "edited")
            changed.append(_sync(home))
        start = cost([KITH, "--version"])
    return [
        Figure(f"first sync of {count:,} people from four sources, CPU", "", f"{first.cpu:.1f} s", "", "", True),
        Figure("the same, peak memory", "", f"{first.peak >> 20} MiB", "", "", True),
        _night("a night with nothing new", QUIET, quiet),
        _night("a night with 100 changes", CHANGED, changed),
        Figure("of each: what `kith --version` costs", "", f"{start.cpu:.2f} s", "", "", True),
    ]


def _night(what: str, most: float, nights: list[Cost]) -> Figure:
    seconds = median(one.cpu for one in nights)
    return Figure(f"{what}, CPU", f"< {most:g} s", f"{seconds:.2f} s", "", "", seconds < most)


def _sync(home: Path) -> Cost:
    return cost([KITH, "sync", "--quiet"], environment={"KITH_HOME": str(home), "KITH_KEYRING": "off"})


def _said(running: "subprocess.Popen[str]", word: str) -> None:
    said = running.stdout.readline().strip() if running.stdout else ""
    if said != word:
        raise SystemExit(f"The servers say {said!r} in the place of {word!r}.")


def _variables() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=4_000)
    asked = parser.parse_args()
    print_figures("kith sync", figures(asked.people, asked.events), peer="")


if __name__ == "__main__":
    main()
