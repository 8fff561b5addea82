"""The example mailbox: every kind of message that Takeout has, and what is made of each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from connectors.mailbox import Mailbox
from tests.connectors.contract import document, read

SAMPLE = Path(__file__).parents[2] / "samples" / "mailbox" / "takeout.mbox"


def test_takeout(golden: Callable[[str, list[dict[str, Any]]], None]) -> None:
    batch = read(Mailbox, document(SAMPLE.read_bytes(), SAMPLE.name))
    found = [*batch.interactions, *batch.skipped, *batch.rejects]
    rows = [entry._asdict() for entry in sorted(found, key=lambda entry: entry.position or 0)]
    golden("mailbox-takeout", [{**row, "people": [one._asdict() for one in row.get("people", ())]} for row in rows])
