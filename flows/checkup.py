"""Looks Kith's data over: what is right, what isn't, and what to do about it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from shlex import quote
from typing import Final, Literal

from configs.errors import UserError
from configs.settings import SETTINGS_FILE, Settings, kith_home, load_settings
from flows.connecting import check_way_in
from flows.run_note import read_note
from flows.standing import Schedule, Standing, schedule_standing, source_standings
from warehouse.inspection import check_landing, check_warehouse
from warehouse.lock import BusyError, writing

_LITTLE_ROOM: Final = 500 << 20
_WHAT_CAN_BE_DONE: Final = {
    "landing store": (
        "If that doesn't help: put landing.duckdb back from a backup; or move it away and import your files again "
        "(what they held earlier, and the ids that people had, are then lost)."
    ),
    "warehouse": "If that doesn't help: delete warehouse.duckdb and import any file again. It is built anew.",
}

Verdict = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what was found."""

    subject: str
    verdict: Verdict
    message: str


def check_up() -> Iterator[Finding]:
    """Look at versions, settings, folder, room, sources, the landing store and the warehouse; raises for none of them.

    No server is asked: `kith sources test` does.
    """
    packages = ", ".join(f"{name} {version(name)}" for name in ("kithbook", "duckdb", "polars", "vobject"))
    yield Finding("versions", "ok", packages)
    yield from _settings()
    try:
        home = kith_home()
    except UserError:
        return  # the settings have said so
    yield from _folder(home)
    yield _last_run(home)
    yield from _sources()
    yield from _stores(home)


def _settings() -> Iterator[Finding]:
    try:
        settings = load_settings()
    except UserError as error:
        yield Finding("settings", "wrong", str(error))
        return
    path = settings.home / SETTINGS_FILE
    yield Finding("settings", "ok", f"{path}" if path.exists() else "none written: defaults are in force (kith init)")
    if settings.region is None:
        yield Finding(
            "region",
            "note",
            "not set: numbers without a country code are read only where their record tells (kith init)",
        )


def _folder(home: Path) -> Iterator[Finding]:
    if not home.exists():
        yield Finding("folder", "ok", f"{home} doesn't exist yet; the first import makes it")
        return
    if not home.is_dir():
        yield Finding("folder", "wrong", f"{home} is no folder. Set KITH_HOME to one, which need not exist yet")
        return
    mode = home.stat().st_mode & 0o777
    if mode & 0o077:
        yield Finding(
            "folder", "wrong", f"{home}: others can look in (mode {mode:o}). Run: chmod 700 {quote(str(home))}"
        )
    elif not os.access(home, os.W_OK):
        yield Finding("folder", "wrong", f"{home} can't be written to. Run: chmod u+rwx {quote(str(home))}")
    else:
        yield Finding("folder", "ok", f"{home}")
    free = shutil.disk_usage(home).free
    is_little = free < _LITTLE_ROOM
    advice = ". An import needs about three times the size of what it reads: make room" if is_little else ""
    yield Finding("room", "note" if is_little else "ok", f"{free >> 20:,} MB free{advice}")


def _last_run(home: Path) -> Finding:
    note = read_note(home)
    if note is None:
        return Finding("last run", "note", "none yet: kith import PATH")
    if note.state == "interrupted" or (note.state == "running" and not note.is_alive):
        return Finding("last run", "note", f"{note.command} was interrupted; run it again, nothing is lost")
    why = f": {note.message}" if note.message else ""
    return Finding("last run", "wrong" if note.state == "failed" else "ok", f"{note.command}, {note.state}{why}")


def _sources() -> Iterator[Finding]:
    """How the sources of the settings stand, who can read their secrets, and when they are synced next."""
    try:
        settings = load_settings()
    except UserError:
        return  # the settings have said so
    yield from _secrets(settings.home)
    for standing in source_standings(settings):
        yield _source(settings, standing)
    if settings.sources:
        yield _schedule(schedule_standing(settings))


def _secrets(home: Path) -> Iterator[Finding]:
    folder = home / "secrets"
    try:
        open_to_others = [path for path in (folder, *folder.glob("*")) if path.stat().st_mode & 0o077]
    except FileNotFoundError:
        return
    except OSError as error:
        yield Finding("secrets", "wrong", f"{folder} can't be looked into: {error.strerror}. Make it yours to read")
        return
    if open_to_others:
        paths = quote(str(folder))
        yield Finding(
            "secrets",
            "wrong",
            f"{', '.join(map(str, open_to_others))}: others can read it. Run: chmod -R u=rwX,go= {paths}",
        )
    else:
        yield Finding("secrets", "ok", f"only you can read {folder}")


def _source(settings: Settings, standing: Standing) -> Finding:
    subject, source = f"source {standing.name}", settings.sources[standing.name]
    try:
        check_way_in(settings, standing.name, source)
    except UserError as error:
        return Finding(subject, "wrong", str(error))
    last = f"last synced {standing.synced_at:%Y-%m-%d %H:%M} UTC" if standing.synced_at else "never synced"
    if standing.failures:
        why = dict.fromkeys(failure.message or failure.failure or "" for failure in standing.failures)
        return Finding(subject, "wrong", f"{last}. The last sync: {' '.join(why)}")
    if standing.state == "never":
        return Finding(subject, "note", f"{last} yet: kith sync {standing.name}")
    return Finding(subject, "ok", last)


def _schedule(schedule: Schedule) -> Finding:
    is_started = schedule.serving or schedule.installed
    return Finding("schedule", "wrong" if schedule.complaint else "ok" if is_started else "note", schedule.told)


def _stores(home: Path) -> Iterator[Finding]:
    if not home.is_dir():
        return
    try:
        with writing(home, purpose="kith doctor"):
            yield _store("landing store", check_landing, home)
    except BusyError as error:
        yield Finding("landing store", "note", f"not looked at: {error}")
    except UserError as error:
        yield Finding("landing store", "wrong", str(error))
    yield _store("warehouse", check_warehouse, home)


def _store(subject: str, check: Callable[[Path], str], home: Path) -> Finding:
    try:
        return Finding(subject, "ok", check(home))
    except UserError as error:
        return Finding(subject, "wrong", f"{error}\n{_WHAT_CAN_BE_DONE[subject]}")
