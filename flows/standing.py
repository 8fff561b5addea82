"""How the sources of the settings stand: when each was synced last, what keeps it from it, and when it is due next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from configs.errors import UserError
from configs.settings import Settings
from flows.installing import installed
from flows.run_history import last_syncs, past_runs
from flows.run_note import SourceOutcome
from flows.schedule import Serving, next_runs, schedule_zone, serving

State = Literal["never", "synced", "failed", "held_back"]
"""never: it was not synced yet. held_back: more than half of its records would go, and the user is asked."""

_LIVE: Final = {"google_contacts", "google_other_contacts", "google_calendar", "carddav", "caldav"}
"""The connectors of servers: what they gave is only of use while it is synced. Files are imported once and stay."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands; instants are in UTC, `failures` those of its parts in its last sync."""

    name: str
    kind: str
    state: State
    synced_at: datetime | None = None
    tried_at: datetime | None = None
    failures: tuple[SourceOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the sync is due next (in `zone`), and what will start it: a `kith schedule` that runs, units of the system.

    `complaint` says why it is never due.
    """

    zone: str
    due: tuple[datetime, ...]
    serving: Serving | None
    installed: tuple[Path, ...]
    complaint: str | None = None

    @property
    def told(self) -> str:
        """When the sync is due next and what starts it, in a sentence or two."""
        if self.complaint:
            return self.complaint
        if self.serving:
            starter = f"served by `kith schedule` (process {self.serving.pid})"
        elif self.installed:
            starter = f"started by {self.installed[-1].name}, if the system runs it"
        else:
            return (
                "Nothing is scheduled that Kith knows of: `kith schedule` syncs by sync.cron, "
                "`kith schedule --install` has the system do it."
            )
        return f"Next sync: {self.due[0]:%a %Y-%m-%d %H:%M} ({self.zone}), {starter}."


def source_standings(settings: Settings) -> list[Standing]:
    """How each source of the settings stands, in their order."""
    syncs = last_syncs(past_runs(settings.home))
    standings = []
    for name, source in settings.sources.items():
        last = syncs.get(name)
        if last is None:
            standings.append(Standing(name, source.kind, "never"))
            continue
        kinds = {one.failure for one in last.failures}
        state: State = "synced" if not kinds else "held_back" if kinds == {"held_back"} else "failed"
        standings.append(Standing(name, source.kind, state, last.went_well_at, last.started_at, last.failures))
    return standings


def left_behind(settings: Settings, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys, of these, under which the warehouse knows what a server gave that no source of the settings syncs.

    That is what was given before the source had another owner or name, or was taken out.
    """
    live = [key for key in keys if key.partition("@")[0].partition(":")[0] in _LIVE]
    if not live:
        return ()
    from flows.live_sources import synced_by  # noqa: PLC0415 - loads every connector, and mostly there is nothing

    return tuple(key for key in live if synced_by(settings, key) is None)


def schedule_standing(settings: Settings) -> Schedule:
    """When the sync is due next, and what starts it."""
    zone, runs, units = schedule_zone(settings).key, serving(settings.home), installed()
    try:
        due = tuple(next_runs(settings, after=datetime.now(UTC)))
    except UserError as error:
        return Schedule(zone, (), runs, units, str(error))
    return Schedule(zone, due, runs, units)
