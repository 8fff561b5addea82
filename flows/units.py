"""What has the system start Kith at night: systemd units, launchd's property lists, a line for cron.

The texts are templates in `configs/units/`; here paths are quoted as each of the three wants it, and cron's fields are
said in its words.
"""

import plistlib
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from string import Template
from typing import Final

from configs.errors import UserError
from flows.cron import Cron

_WEEKDAYS: Final = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_MOST_TIMES: Final = 500
"""How many times launchd is told: it takes no lists and no steps, only one time after another."""


@dataclass(frozen=True, slots=True)
class Started:
    """What is started: Kith's program (an absolute path), and the environment that it needs."""

    kith: str
    environment: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse what no unit can hold.

        Raises:
            UserError: a path holds a line end or another control character.
        """
        for text in (self.kith, *self.environment.values()):
            if not text.isprintable():
                raise UserError(f"{text!r} holds a character that no unit can hold. Use a path without it.")


def serving_unit(started: Started) -> str:
    """The systemd service that serves the schedule (`kith schedule`)."""
    return _filled("kith-schedule.service", **_of(started))


def sync_unit(started: Started) -> str:
    """The systemd service that syncs once (`kith sync`)."""
    return _filled("kith-sync.service", **_of(started))


def timer_unit(cron: Cron, zone: str) -> str:
    """The systemd timer that starts it; `zone` is an IANA name."""
    calendar = "\n".join(f"OnCalendar={line} {zone}" for line in calendar_events(cron))
    return _filled("kith-sync.timer", calendar=calendar)


def calendar_events(cron: Cron) -> list[str]:
    """When something is due in systemd's words (systemd.time(7)), which take the days and the weekdays both at once."""
    months, hours, minutes = (
        ",".join(f"{value:02}" for value in values) if values else "*"
        for values in (cron.months, cron.hours, cron.minutes)
    )
    days = ",".join(f"{day:02}" for day in cron.days or ())
    weekdays = ",".join(_WEEKDAYS[day] for day in cron.weekdays or ())
    lines = [f"*-{months}-{days or '*'} {hours}:{minutes}:00"] if days or not weekdays else []
    return [*lines, f"{weekdays} *-{months}-* {hours}:{minutes}:00"] if weekdays else lines


def serving_plist(started: Started, *, log: str) -> bytes:
    """The property list with which launchd serves the schedule; what it says goes to the file `log`."""
    return _plist("org.kith.schedule.plist", started, ["schedule"], log)


def sync_plist(started: Started, cron: Cron, *, log: str) -> bytes:
    """The property list with which launchd syncs, by the machine's clock.

    Raises:
        UserError: it is due at more than 500 different times of a year, which launchd would have to be told one by one.
    """
    return _plist("org.kith.sync.plist", started, ["sync", "--quiet"], log, StartCalendarInterval=_intervals(cron))


def crontab_line(started: Started, cron: Cron) -> str:
    """The line for crontab(5), where % stands for a line end unless a backslash comes before it."""
    words = [*(f"{name}={shlex.quote(value)}" for name, value in started.environment.items())]
    command = " ".join([*words, shlex.quote(started.kith), "sync", "--quiet"])
    return f"{cron} {command.replace('%', chr(92) + '%')}"


def _intervals(cron: Cron) -> list[dict[str, int]]:
    """The times by launchd's keys; where both days and weekdays are said, those of either."""
    told = {
        "Month": cron.months,
        "Day": cron.days,
        "Weekday": cron.weekdays,
        "Hour": cron.hours,
        "Minute": cron.minutes,
    }
    either = [("Weekday",), ("Day",)] if cron.days and cron.weekdays else [()]
    times = []
    for left_out in either:
        said = {name: values for name, values in told.items() if values and name not in left_out}
        times += [dict(zip(said, values, strict=True)) for values in product(*said.values())]
    if len(times) > _MOST_TIMES:
        raise UserError(
            f"sync.cron says {len(times):,} different times, and launchd would have to be told each. Use fewer, or "
            "`kith schedule --install` without --without-server."
        )
    return times


def _plist(name: str, started: Started, arguments: list[str], log: str, **more: object) -> bytes:
    held = plistlib.loads(files("configs").joinpath("units", name).read_bytes())
    return plistlib.dumps(
        {
            **held,
            "ProgramArguments": [started.kith, *arguments],
            "EnvironmentVariables": dict(started.environment),
            "StandardOutPath": log,
            "StandardErrorPath": log,
            **more,
        },
        sort_keys=False,
    )


def _of(started: Started) -> dict[str, str]:
    lines = [f"Environment={_quoted(f'{name}={value}')}" for name, value in started.environment.items()]
    return {"kith": _quoted(started.kith), "environment": "\n".join(lines)}


def _quoted(text: str) -> str:
    """A word as systemd reads it: in quotes, % doubled (a specifier otherwise); a $ is left alone in both places."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _filled(name: str, **values: str) -> str:
    return Template(files("configs").joinpath("units", name).read_text(encoding="utf-8")).substitute(values)
