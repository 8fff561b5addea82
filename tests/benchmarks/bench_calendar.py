"""How fast calendars are read and expanded, beside icalendar and recurring-ical-events on the same file and core."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.calendars import write_calendar
from tests.benchmarks.measure import Figure, cost, print_figures

TARGET: Final = 5.0
MOST_AGAIN: Final = 2.0
READING: Final = str(Path(__file__).with_name("calendars.py"))


def read(reader: str, calendar: Path) -> dict[str, Any]:
    """What a reader found in a calendar, and its seconds of CPU, in a process of its own on one core."""
    told: dict[str, Any] = json.loads(cost([sys.executable, READING, reader, str(calendar)], on_one_core=True).output)
    return told


def reading_figures(calendar: Path) -> list[Figure]:
    """The lines of the table for reading and expanding, without landing or publishing."""
    ours, theirs = read("kith", calendar), read("icalendar", calendar)
    ratio = theirs["cpu"] / ours["cpu"]
    return [
        Figure(
            f"read and expand {ours['events']:,} events, CPU seconds",
            f"≥ {TARGET:.0f} ×",
            f"{ours['cpu']:.1f} s",
            f"{theirs['cpu']:.1f} s",
            f"{ratio:.1f} ×",
            ratio >= TARGET,
        ),
        Figure(
            "occurrences that are found",
            "as many",
            f"{ours['occurrences']:,}",
            f"{theirs['occurrences']:,}",
            "",
            ours["occurrences"] == theirs["occurrences"],
        ),
    ]


def import_figures(calendar: Path, peer_cpu: float) -> list[Figure]:
    """The lines for `kith import`: the whole process, with identity, relationships, ties and contexts; and once more.

    The part up to the ledger is what the first line's target is of: landing, expanding, and who took part, without what
    is then made of it.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {"KITH_HOME": str(Path(home) / "kith")}
        ledger = cost([sys.executable, READING, "ledger", str(calendar)], environment=environment, on_one_core=True)
        to_ledger: float = json.loads(ledger.output)["cpu"]
    with tempfile.TemporaryDirectory() as home:
        environment = {"KITH_HOME": str(Path(home) / "kith")}
        kith = str(Path(sys.executable).with_name("kith"))
        first, again = (
            cost([kith, "import", "--quiet", str(calendar)], environment=environment, on_one_core=True) for _ in "12"
        )
    return [
        Figure(
            "the same, to interactions in the warehouse, CPU seconds",
            f"≥ {TARGET:.0f} ×",
            f"{to_ledger:.1f} s",
            f"{peer_cpu:.1f} s",
            f"{peer_cpu / to_ledger:.1f} ×",
            peer_cpu / to_ledger >= TARGET,
        ),
        Figure(
            "the whole of `kith import`, CPU seconds",
            "",
            f"{first.cpu:.1f} s",
            f"{peer_cpu:.1f} s",
            f"{peer_cpu / first.cpu:.1f} ×",
            is_reached=True,
        ),
        Figure("import it again, CPU seconds", "< 2 s", f"{again.cpu:.1f} s", "", "", again.cpu < MOST_AGAIN),
    ]


def main() -> None:
    """Measure, print the table, and fail where less is found than the peer finds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=50_000)
    count = parser.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        calendar = write_calendar(Path(folder) / "calendar.ics", count)
        figures = reading_figures(calendar)
        figures[1:1] = import_figures(calendar, float(figures[0].peer.removesuffix(" s")))
    print_figures("Calendars", figures, peer="icalendar")
    if not figures[-1].is_reached:
        raise SystemExit("Other occurrences are found than icalendar and recurring-ical-events find.")


if __name__ == "__main__":
    main()
