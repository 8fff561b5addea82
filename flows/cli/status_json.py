"""What `kith status --format json` says."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from configs.errors import UserError
from flows.run_note import RunNote, read_note
from flows.standing import left_behind, schedule_standing, source_standings
from warehouse.publish import FILE_NAME
from warehouse.reading import WarehouseReader

if TYPE_CHECKING:
    from configs.settings import Settings


def status_json(settings: "Settings") -> str:
    """All that `kith status` knows: home, is_running, last_run, sources, schedule, warehouse (null where none is).

    Raises:
        UserError: there is a warehouse, and it can't be read.
    """
    note, schedule = read_note(settings.home), schedule_standing(settings)
    told: dict[str, Any] = {
        "home": settings.home,
        "is_running": bool(note and note.is_alive),
        "last_run": run_told(note) if note else None,
        "sources": [asdict(one) for one in source_standings(settings)],
        "schedule": {
            "cron": settings.sync.cron,
            "zone": schedule.zone,
            "due": [due.isoformat() for due in schedule.due],
            "serving": schedule.serving._asdict() if schedule.serving else None,
            "installed": schedule.installed,
            "complaint": schedule.complaint,
        },
        "warehouse": _warehouse(settings),
    }
    return json.dumps(told, indent=2, ensure_ascii=False, default=_told) + "\n"


def run_told(run: RunNote) -> dict[str, Any]:
    """A run, with its instants as ISO 8601 writes them."""
    told = asdict(run)
    for name in ("started_at", "finished_at"):
        told[name] = told[name] and told[name].replace(" ", "T")
    return told


def _told(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _warehouse(settings: "Settings") -> dict[str, Any] | None:
    try:
        with WarehouseReader.open(settings.home) as reader:
            counts, sources = reader.counts(), reader.sources()
    except UserError:
        if (settings.home / FILE_NAME).exists():
            raise
        return None
    return {**counts, "sources": sources, "left_behind": left_behind(settings, [row["source"] for row in sources])}
