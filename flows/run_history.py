"""The notes of the last runs, a JSON line each: `runs.jsonl` in Kith's home, for whoever asks how it has been going."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from flows.run_note import RunNote, SourceOutcome, parsed_note, write_private

FILE_NAME: Final = "runs.jsonl"
KEPT: Final = 200
"""How many runs are kept, beside each source's last one."""


class LastSync(NamedTuple):
    """How the last sync of a source went, and when it last went well (UTC); the outcomes are of all its parts."""

    started_at: datetime
    outcomes: tuple[SourceOutcome, ...]
    went_well_at: datetime | None

    @property
    def failures(self) -> tuple[SourceOutcome, ...]:
        """What of it went wrong."""
        return tuple(one for one in self.outcomes if one.failure)


def remember(home: Path, note: RunNote) -> None:
    """Add a run that has ended.

    Raises:
        UserError: it can't be written.
    """
    kept = _worth_keeping([*past_runs(home), note])
    write_private(home / FILE_NAME, "".join(f"{json.dumps(asdict(run))}\n" for run in kept))


def past_runs(home: Path) -> list[RunNote]:
    """The runs that are remembered, the oldest first; a line that makes no sense is none."""
    try:
        lines = (home / FILE_NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [note for line in lines if (note := parsed_note(line)) and _began(note)]


def last_syncs(runs: Sequence[RunNote]) -> dict[str, LastSync]:
    """Each source's last sync, by its name in the settings."""
    found: dict[str, LastSync] = {}
    for run in runs:
        began = _began(run)
        if began is None:
            continue
        for name in _names(run):
            outcomes = tuple(one for one in run.outcomes if one.name == name)
            former = found[name].went_well_at if name in found else None
            is_well = not any(one.failure for one in outcomes)
            found[name] = LastSync(began, outcomes, began if is_well else former)
    return found


def synced_since(runs: Sequence[RunNote], names: Iterable[str]) -> datetime | None:
    """The start (UTC) of the last sync that went well for all these sources; None where there is none."""
    wanted = set(names)
    for run in reversed(runs):
        well = {name for name in _names(run) if not any(one.failure for one in run.outcomes if one.name == name)}
        if wanted and wanted <= well and run.state == "done":
            return _began(run)
    return None


def _worth_keeping(runs: list[RunNote]) -> list[RunNote]:
    """The last runs, and before them those that hold a source's last sync, or the last that went well."""
    known: set[tuple[str, bool]] = set()
    kept: list[RunNote] = []
    for number, run in enumerate(reversed(runs)):
        told = {(name, any(one.failure for one in run.outcomes if one.name == name)) for name in _names(run)}
        if number < KEPT or told - known:
            kept.append(run)
        known |= told
    return kept[::-1]


def _names(run: RunNote) -> set[str]:
    return {one.name for one in run.outcomes}


def _began(run: RunNote) -> datetime | None:
    try:
        began = datetime.fromisoformat(run.started_at)
    except ValueError:
        return None
    return began.astimezone(UTC) if began.tzinfo else began.replace(tzinfo=UTC)
