"""Looks Kith's data over: what is right, what isn't, and what to do about it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal

from configs.errors import UserError
from configs.settings import SETTINGS_FILE, Settings, load_settings
from flows.run_note import read_note
from warehouse.inspection import check_landing, check_warehouse
from warehouse.lock import BusyError, writing

_LITTLE_ROOM: Final = 500 << 20


Verdict = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what was found."""

    subject: str
    verdict: Verdict
    message: str


def check_up() -> Iterator[Finding]:
    """Look at versions, settings, folder, room, the landing store and the warehouse; raises for none of them."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("kithbook", "duckdb", "polars", "vobject"))
    yield Finding("versions", "ok", packages)
    try:
        settings = load_settings()
    except UserError as error:
        yield Finding("settings", "wrong", str(error))
        return
    yield from _settings(settings)
    yield from _folder(settings.home)
    yield _last_run(settings.home)
    yield from _stores(settings.home)


def _settings(settings: Settings) -> Iterator[Finding]:
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
    mode = home.stat().st_mode & 0o777
    private = not mode & 0o077
    advice = "" if private else f": others can look in (mode {mode:o}). Run: chmod 700 {home}"
    yield Finding("folder", "ok" if private else "wrong", f"{home}{advice}")
    if not os.access(home, os.W_OK):
        yield Finding("folder", "wrong", f"{home} can't be written to")
    free = shutil.disk_usage(home).free
    yield Finding("room", "ok" if free > _LITTLE_ROOM else "note", f"{free >> 20:,} MB free")


def _last_run(home: Path) -> Finding:
    note = read_note(home)
    if note is None:
        return Finding("last run", "note", "none yet: kith import PATH")
    if note.state == "running" and not note.is_alive:
        return Finding("last run", "note", f"{note.command} was interrupted; run it again, nothing is lost")
    why = f": {note.message}" if note.message else ""
    return Finding("last run", "wrong" if note.state == "failed" else "ok", f"{note.command}, {note.state}{why}")


def _stores(home: Path) -> Iterator[Finding]:
    if not home.exists():
        return
    try:
        with writing(home, purpose="kith doctor"):
            yield Finding("landing store", *_outcome(check_landing, home))
    except BusyError as error:
        yield Finding("landing store", "note", f"not looked at: {error}")
    yield Finding("warehouse", *_outcome(check_warehouse, home))


def _outcome(check: Callable[[Path], str], home: Path) -> tuple[Verdict, str]:
    try:
        return "ok", check(home)
    except UserError as error:
        return "wrong", str(error)
