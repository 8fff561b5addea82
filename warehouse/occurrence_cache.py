"""Expands calendars into occurrences, and keeps them, so that a night's work follows what changed.

It costs only time to lose the cache: what can't be read, or was made by other code or for another time, is as good as
none. `known.json`, written last, says that the files beside it belong together.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from configs.errors import UserError
from connectors.calendar import Occurrence, Unread, Window, occurrences, occurrences_table
from connectors.interaction_records import RawCalendar
from warehouse.folder import private_folder
from warehouse.frame_files import read_frame, write_bytes, write_frame

FOLDER: Final = Path("cache") / "occurrences"
_KNOWN: Final = "known.json"
_KEY: Final = ("source", "record_id")

_UNREAD: Final = {"source": pl.String, "record_id": pl.String, "reason": pl.String}


@dataclass(frozen=True, slots=True)
class Expanded:
    """Calendars' occurrences.

    occurrences  source, owner and the columns of `connectors.calendar.Occurrence`
    unread       source, record_id, file, position, reason: what can't be expanded, or not to its end
    """

    occurrences: pl.DataFrame
    unread: pl.DataFrame


def expand(home: Path, calendars: pl.DataFrame, *, window: Window, zone: str, stamp: str) -> Expanded:
    """The occurrences of calendars within a window; those that are as they were are taken from the cache.

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
    found, unread = _expanded(fresh, window, zone)
    frames = {
        "records": versions,
        "occurrences": pl.concat([kept["occurrences"].join(known, on=_KEY, how="semi"), found]),
        "unread": pl.concat([kept["unread"].join(known, on=_KEY, how="semi"), unread]),
    }
    if not fresh.is_empty() or known.height < kept["records"].height:
        _keep(folder, frames, stamp)
    owners = calendars.select(*_KEY, "owner", "file", "position")
    return Expanded(
        frames["occurrences"].join(owners.drop("file", "position"), on=_KEY).sort(*_KEY, "instance"),
        frames["unread"].join(owners.drop("owner"), on=_KEY).sort(*_KEY, "reason"),
    )


def with_unread(rejects: pl.DataFrame, expanded: Expanded) -> pl.DataFrame:
    """The rejects (columns of the table `reject`), and what can't be expanded beside them."""
    unread = expanded.unread.drop("record_id").with_columns(reason=pl.format("a calendar event: {}", "reason"))
    return pl.concat([rejects, unread], how="diagonal_relaxed")


def _expanded(calendars: pl.DataFrame, window: Window, zone: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Occurrences (source and the columns of `Occurrence`) and what can't be expanded (source, record_id, reason)."""
    tables, unread = [_occurrences_frame("", [])], []
    for (source,), rows in calendars.group_by("source", maintain_order=True):
        found: list[Occurrence] = []
        for each in occurrences(_records(rows), window=window, zone=zone):
            if isinstance(each, Unread):
                unread.append((str(source), each.record_id, each.reason))
            else:
                found.append(each)
        tables.append(_occurrences_frame(str(source), found))
    return pl.concat(tables), pl.DataFrame(unread, schema=_UNREAD, orient="row")


def _records(calendars: pl.DataFrame) -> Iterator[tuple[str, RawCalendar]]:
    for record_id, calendar in calendars.select("record_id", "calendar").iter_rows():
        yield record_id, RawCalendar(**calendar)


def _occurrences_frame(source: str, found: list[Occurrence]) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(occurrences_table(found)))
    return frame.select(pl.lit(source, pl.String).alias("source"), pl.all())


def _kept(folder: Path, stamp: str) -> dict[str, pl.DataFrame]:
    """What the cache holds of this stamp: records (source, record_id, version), occurrences and unread."""
    names = ("records", "occurrences", "unread")
    try:
        if json.loads((folder / _KNOWN).read_text()) == {"stamp": stamp}:
            return {name: read_frame(folder / f"{name}.arrow") for name in names}
    except (OSError, ValueError, pl.exceptions.PolarsError):
        pass
    nothing = pl.DataFrame(schema={"source": pl.String, "record_id": pl.String, "version": pl.UInt64})
    return dict(zip(names, (nothing, _occurrences_frame("", []), pl.DataFrame(schema=_UNREAD)), strict=True))


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
