"""What `kith status` says of the settings' sources: when each was synced last, why not, and when the next sync is."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from rich import box
from rich.table import Table

from flows.cli.console import out, plain
from flows.cli.failure_words import told_failure
from flows.standing import Standing, schedule_standing, source_standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from configs.settings import Settings

_STATES: Final = {"never": "not synced yet", "synced": "synced"}


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
        # The parts of an account mostly fail alike.
        for message in dict.fromkeys(failure.message or told_failure(failure.failure) for failure in one.failures):
            out.say(f"[yellow]{plain(one.name)}[/]: {plain(message)}")
    out.say(plain(schedule_standing(settings).told))


def told_left_behind(keys: "Sequence[str]") -> str:
    """What nothing syncs any more, and how it is forgotten."""
    them = ", ".join(keys)
    forget = "; ".join(f"kith remove {key}" for key in keys)
    return f"Nothing syncs {them} any more: what was given stays as it was. To forget it: {forget}"


def _state(one: Standing) -> str:
    return _STATES.get(one.state) or ", ".join(sorted({told_failure(failure.failure) for failure in one.failures}))


def _shown(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else ""
