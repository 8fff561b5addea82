"""Puts the schedule where the system starts it: systemd's units of the user, launchd's agents, and away again."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from configs.errors import UserError
from configs.settings import Settings
from flows.cron import parsed_cron
from flows.run_log import FOLDER
from flows.schedule import schedule_zone
from flows.time_zones import local_zone
from flows.units import Started, crontab_line, serving_plist, serving_unit, sync_plist, sync_unit, timer_unit
from warehouse.folder import private_folder

SERVING: Final = "kith-schedule.service"
SYNC: Final = "kith-sync.service"
TIMER: Final = "kith-sync.timer"
SERVING_AGENT: Final = "org.kith.schedule.plist"
SYNC_AGENT: Final = "org.kith.sync.plist"

_CARRIED: Final = ("KITH_KEYRING", "PREFECT_API_URL")
"""What of the environment Kith needs at night, too, beside its home; nothing in it is a secret."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was written or taken away, the commands with which the system takes notice, and what its own check says."""

    paths: tuple[Path, ...]
    commands: tuple[str, ...]
    complaints: tuple[str, ...] = ()


def installed() -> tuple[Path, ...]:
    """The units or agents of Kith's that are there."""
    names = (SERVING_AGENT, SYNC_AGENT) if _is_macos() else (SERVING, SYNC, TIMER)
    return tuple(path for name in names if (path := _folder() / name).exists())


def install(settings: Settings, *, is_served: bool) -> Change:
    """Write what starts the schedule: `kith schedule` where it `is_served`, else one `kith sync` at its times.

    What was installed before for the other way is taken away.

    Raises:
        UserError: the cron is none, the system starts nothing for users, or the folder can't be written to.
    """
    started, cron = what_is_started(settings), parsed_cron(settings.sync.cron)
    if _is_macos():
        private_folder(settings.home / FOLDER)
        log = str(settings.home / FOLDER / "schedule.log")
        agent = serving_plist(started, log=log) if is_served else sync_plist(started, cron, log=log)
        texts = {SERVING_AGENT if is_served else SYNC_AGENT: agent}
    elif is_served:
        texts = {SERVING: serving_unit(started).encode()}
    else:
        zone = schedule_zone(settings).key
        texts = {SYNC: sync_unit(started).encode(), TIMER: timer_unit(cron, zone).encode()}
    was_there = [path for path in installed() if path.name in texts]
    stale = [path for path in installed() if path.name not in texts]
    written = tuple(_written(_folder() / name, text) for name, text in texts.items())
    commands = [*_stopping(stale), *_starting(written, was_there=bool(was_there))]
    for path in stale:
        path.unlink()
    return Change(written, tuple(commands), () if _is_macos() else _complaints(written))


def uninstall() -> Change:
    """Take away what was installed; nothing is there where it wasn't.

    Raises:
        UserError: it can't be taken away.
    """
    paths = installed()
    for path in paths:
        try:
            path.unlink()
        except OSError as error:
            raise UserError(f"{path} can't be deleted: {error.strerror}. Delete it yourself.") from error
    return Change(paths, tuple(_stopping(paths)))


def cron_lines(settings: Settings) -> list[str]:
    """What to put into the crontab: the line, after a remark where cron's clock isn't the settings'."""
    line = crontab_line(what_is_started(settings), parsed_cron(settings.sync.cron))
    meant, shown = schedule_zone(settings).key, local_zone()
    remark = f"# Cron goes by this machine's clock ({shown}), though your time zone is {meant}: mend the hour."
    return [line] if meant == shown else [remark, line]


def what_is_started(settings: Settings) -> Started:
    """This Kith, with the home that it has now.

    Raises:
        UserError: it isn't installed as a program.
    """
    called = Path(sys.argv[0]).absolute()
    beside = Path(sys.executable).absolute().with_name("kith")
    kith = called if called.name == "kith" and called.exists() else beside
    if not kith.exists():
        raise UserError(f"There is no program {kith} to be started. Install Kith: uv tool install kithbook")
    carried = {name: os.environ[name] for name in _CARRIED if os.environ.get(name)}
    return Started(str(kith), {"KITH_HOME": str(settings.home), **carried})


def _is_macos() -> bool:
    return sys.platform == "darwin"


def _folder() -> Path:
    """Where the system looks for what a user has it start."""
    if _is_macos():
        return Path.home() / "Library" / "LaunchAgents"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _written(path: Path, text: bytes) -> Path:
    if not _is_macos() and shutil.which("systemctl") is None:
        raise UserError("There is no systemd here that could start it. `kith schedule --cron` prints a line for cron.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    except OSError as error:
        raise UserError(f"{path} can't be written: {error.strerror}. See that its folder is yours to write.") from error
    return path


def _starting(paths: Sequence[Path], *, was_there: bool) -> list[str]:
    if _is_macos():
        agents = [f"launchctl bootstrap gui/$(id -u) {shlex.quote(str(path))}" for path in paths]
        return [*(_stopping(paths) if was_there else []), *agents]
    unit = TIMER if any(path.name == TIMER for path in paths) else SERVING
    again = [f"systemctl --user restart {unit}"] if was_there else []
    return ["systemctl --user daemon-reload", f"systemctl --user enable --now {unit}", *again]


def _stopping(paths: Sequence[Path]) -> list[str]:
    if _is_macos():
        return [f"launchctl bootout gui/$(id -u)/{path.stem}" for path in paths]
    units = [path.name for path in paths if path.name != SYNC]
    return [f"systemctl --user disable --now {unit}" for unit in units]


def _complaints(paths: Sequence[Path]) -> tuple[str, ...]:
    """What systemd's own check says of the units; () where it finds nothing, or isn't there."""
    analyse = shutil.which("systemd-analyze")
    if analyse is None:
        return ()
    command = [analyse, "--user", "verify", *(str(path) for path in paths)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)  # noqa: S603 - systemd's own
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(line for line in ran.stderr.splitlines() if any(path.name in line for path in paths))
