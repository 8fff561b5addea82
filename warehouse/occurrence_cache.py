"""Expands calendars into occurrences, and keeps them, so that a night's work follows what changed.

It costs only time to lose the cache: what can't be read, or was made by other code or for another time, is as good as
none. `known.json`, written last, says that the files beside it belong together.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from configs.errors import UserError
from connectors.calendar import Occurrence, Unread, Window, event_tables, occurrences
from connectors.interaction_records import RawCalendar
from connectors.records import Reject
from warehouse.folder import private_folder
from warehouse.frame_files import read_frame, write_bytes, write_frame

FOLDER: Final = Path("cache") / "occurrences"
_KNOWN: Final = "known.json"
_KEY: Final = ("source", "record_id")

_UNREAD: Final = {"source": pl.String, "record_id": pl.String, "reason": pl.String}


@dataclass(frozen=True, slots=True)
class Expanded:
    """Calendars' events and when they take place.

    events  source, owner and the columns of `connectors.calendar.tables.Described`
    times   source and the columns of `connectors.calendar.tables.Timed`
    unread  source, record_id, file, position, reason: what can't be expanded, or not to its end
    """

    events: pl.DataFrame
    times: pl.DataFrame
    unread: pl.DataFrame

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """What can't be expanded, as rejects."""
        columns = self.unread.select("file", "reason", "position")
        return tuple(Reject(*row) for row in columns.iter_rows())


def expand(home: Path, calendars: pl.DataFrame, *, window: Window, zone: str, stamp: str) -> Expanded:
    """When the events of calendars take place within a window; those that are as they were come from the cache.

    Args:
        home: The folder of Kith's data.
        calendars: source, owner, record_id, file, position, calendar, version: as of `LandingStore.calendars`.
        window: When an occurrence has to start.
        zone: The account's zone (IANA).
        stamp: Of the code that expands; what another one kept is not taken.
    """
    folder = home / FOLDER
    stamp = f"{stamp}/{window.start}/{window.end}/{zone}"
    versions = calendars.select(*_KEY, "version")
    kept = _kept(folder, stamp)
    known = kept["records"].join(versions, on=(*_KEY, "version"), how="semi")
    fresh = calendars.join(known, on=(*_KEY, "version"), how="anti")
    found = _expanded(fresh, window, zone)
    frames = {name: pl.concat([kept[name].join(known, on=_KEY, how="semi"), found[name]]) for name in found}
    if not fresh.is_empty() or known.height < kept["records"].height:
        _keep(folder, {"records": versions} | frames, stamp)
    return Expanded(
        frames["events"].join(calendars.select(*_KEY, "owner"), on=_KEY).sort(*_KEY, "component"),
        frames["times"].sort(*_KEY, "instance"),
        frames["unread"].join(calendars.select(*_KEY, "file", "position"), on=_KEY).sort(*_KEY, "reason"),
    )


def with_unread(rejects: pl.DataFrame, expanded: Expanded) -> pl.DataFrame:
    """The rejects (columns of the table `reject`), and what can't be expanded beside them."""
    return pl.concat([rejects, expanded.unread.drop("record_id")], how="diagonal_relaxed")


def _expanded(calendars: pl.DataFrame, window: Window, zone: str) -> dict[str, pl.DataFrame]:
    """What calendars come to: `events`, `times` and `unread`, as of `_nothing`."""
    parts = [_nothing()]
    for (source,), rows in calendars.group_by("source", maintain_order=True):
        unread: list[tuple[str, str, str]] = []
        found = _readable(occurrences(_records(rows), window=window, zone=zone), str(source), unread)
        parts.append(_frames(str(source), found, unread))
    return {name: pl.concat([part[name] for part in parts]) for name in parts[0]}


def _readable(
    found: Iterable[Occurrence | Unread], source: str, unread: list[tuple[str, str, str]]
) -> Iterator[Occurrence]:
    """The occurrences; what is none is added to `unread`."""
    for each in found:
        if isinstance(each, Unread):
            unread.append((source, each.record_id, f"a calendar event: {each.reason}"))
        else:
            yield each


def _records(calendars: pl.DataFrame) -> Iterator[tuple[str, RawCalendar]]:
    for record_id, calendar in calendars.select("record_id", "calendar").iter_rows():
        yield record_id, RawCalendar(**calendar)


def _frames(source: str, found: Iterable[Occurrence], unread: list[tuple[str, str, str]]) -> dict[str, pl.DataFrame]:
    said, times = (pl.DataFrame(pl.from_arrow(table)) for table in event_tables(found))
    of = pl.lit(source, pl.String).alias("source")
    return {
        "events": said.select(of, pl.all()),
        "times": times.select(of, pl.all()),
        "unread": pl.DataFrame(unread, schema=_UNREAD, orient="row"),
    }


def _nothing() -> dict[str, pl.DataFrame]:
    """Empty frames: events (source, `Described`), times (source, `Timed`) and unread (source, record_id, reason)."""
    return _frames("", [], [])


def _kept(folder: Path, stamp: str) -> dict[str, pl.DataFrame]:
    """What the cache holds of this stamp: records (source, record_id, version), and what `_nothing` has."""
    records = pl.DataFrame(schema={"source": pl.String, "record_id": pl.String, "version": pl.UInt64})
    nothing = {"records": records} | _nothing()
    try:
        if json.loads((folder / _KNOWN).read_text()) == {"stamp": stamp}:
            return {name: read_frame(folder / f"{name}.arrow") for name in nothing}
    except (OSError, ValueError, pl.exceptions.PolarsError):
        pass
    return nothing


def _keep(folder: Path, frames: dict[str, pl.DataFrame], stamp: str) -> None:
    """Keep what was expanded; where there is no room or no right for it nothing is kept, and the next run is slower."""
    try:
        private_folder(folder)
        (folder / _KNOWN).unlink(missing_ok=True)
        for name, frame in frames.items():
            write_frame(folder / f"{name}.arrow", frame)
        building = folder / f"{_KNOWN}.new"
        write_bytes(building, json.dumps({"stamp": stamp}).encode())
        building.replace(folder / _KNOWN)
    except (OSError, UserError, pl.exceptions.PolarsError):
        shutil.rmtree(folder, ignore_errors=True)
