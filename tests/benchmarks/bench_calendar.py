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


def main() -> None:
    """Measure, print the table, and fail where less is found than the peer finds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=50_000)
    count = parser.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        figures = reading_figures(write_calendar(Path(folder) / "calendar.ics", count))
    print_figures("Calendars", figures, peer="icalendar")
    if not figures[-1].is_reached:
        raise SystemExit("Other occurrences are found than icalendar and recurring-ical-events find.")


if __name__ == "__main__":
    main()
