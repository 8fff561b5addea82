"""What `kith status` says of the settings' sources: when each was synced last, why not, and when the next sync is."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from rich import box
from rich.table import Table

from flows.cli.console import out, plain
from flows.standing import Schedule, Standing, schedule_standing, source_standings

if TYPE_CHECKING:
    from configs.settings import Settings

_STATES: Final = {"never": "not synced yet", "synced": "synced", "failed": "failed", "held_back": "held back"}


def print_standings(settings: "Settings") -> None:
    """Print how the sources stand, a line for each failure, and when the next sync is due."""
    standings = source_standings(settings)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("Synced from", "kind", "state", "last synced (UTC)"):
        table.add_column(column, overflow="fold")
    for one in standings:
        table.add_row(plain(one.name), one.kind, _state(one), _shown(one.synced_at) or "never")
    out.print(table)
    for one in standings:
        for failure in one.failures:
            out.say(f"[yellow]{plain(one.name)}[/]: {plain(failure.message or failure.failure)}")
    out.say(plain(told_schedule(schedule_standing(settings))))


def told_schedule(schedule: Schedule) -> str:
    """When the next sync is due and what starts it, in a sentence or two."""
    if schedule.complaint:
        return schedule.complaint
    if schedule.serving:
        starter = f"served by `kith schedule` (process {schedule.serving.pid})"
    elif schedule.installed:
        starter = f"started by {schedule.installed[-1].name}, if the system runs it"
    else:
        return (
            "Nothing is scheduled that Kith knows of: `kith schedule` syncs by sync.cron, `kith schedule --install` "
            "has the system do it."
        )
    return f"Next sync: {schedule.due[0]:%a %Y-%m-%d %H:%M} ({schedule.zone}), {starter}."


def _state(one: Standing) -> str:
    kinds = ", ".join(sorted({failure.failure or "" for failure in one.failures} - {"held_back", ""}))
    return _STATES[one.state] + (f": {kinds}" if kinds else "")


def _shown(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else ""
